"""Stands for the large libraries that only the CUDA build of accelerated needs."""

__version__ = "12.4"
