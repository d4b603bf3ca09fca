"""A package that exists in several builds; this one tells which it is."""

from accelerated.build import NAME, TEXT

__version__ = "1.0"


def describe():
    return f"accelerated {__version__}, build {NAME}: {TEXT}"
