#!/usr/bin/env python3
"""Writes variant-vectors/nvidia.jsonl: what the nvidia provider lists for a CUDA version and a device.

Independent of the provider's loops: it lays out every value that could be listed, compares each with the
version as an order on (major, minor) says (spec V-301, V-302, V-303), and sorts. A bare major `12` stands
just below `12.0` in that order.
"""

import json
import os

FIRST, LAST, MINORS = 11, 15, 20


def values(majors, version):
    """(sort key, text) of all values for these majors; the version's own major counts as far as it goes."""
    for major in majors:
        yield (major, -1), str(major)
        for minor in range(max(MINORS, version[1]) + 1):
            yield (major, minor), f"{major}.{minor}"


def down(pairs):
    return [text for _, text in sorted(pairs, reverse=True)]


def lower(version):
    # `>= value` holds; minors beyond 20 exist for the version's own major alone.
    return down(
        (key, text) for key, text in values(range(FIRST, version[0] + 1), version)
        if key <= version and (key[1] <= MINORS or key[0] == version[0]))


def upper(version):
    # `< value` holds; what is beyond 15.20 does not exist.
    return down(
        (key, text) for key, text in values(range(0, LAST + 1), version)
        if key > version and key[1] <= MINORS)


def architectures(device):
    if device is None or device < (5, 0):
        return []
    return [f"{device[0]}{minor}_real" for minor in range(device[1], -1, -1)] + [f"{device[0]}0_virtual"]


def main():
    versions = [(11, 0), (11, 8), (11, 20), (12, 0), (12, 4), (12, 7), (12, 9), (12, 20), (13, 0), (13, 2), (14, 20),
                (15, 0), (15, 19), (15, 20)]
    forced = [(0, 5), (9, 2), (10, 9), (12, 25), (15, 21), (16, 0), (16, 25), (20, 3)]
    devices = [None, (3, 5), (4, 9), (5, 0), (6, 1), (7, 5), (8, 0), (8, 9), (9, 0), (10, 3), (12, 0), (12, 5)]
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "variant-vectors", "nvidia.jsonl"), "w", encoding="ascii") as file:
        for number, version in enumerate(versions + forced):
            for device in (devices[number % len(devices)], devices[(number * 5 + 7) % len(devices)]):
                features = {
                    "cuda_version_lower_bound": " ".join(lower(version)),
                    "cuda_version_upper_bound": " ".join(upper(version)),
                    "sm_arch": " ".join(architectures(device)),
                }
                row = {
                    "cuda": "%d.%d" % version,
                    "sm": None if device is None else "%d.%d" % device,
                    "forced": version in forced,
                    "features": {name: text for name, text in features.items() if text},
                }
                file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
