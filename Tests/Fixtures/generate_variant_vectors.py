#!/usr/bin/env python3
"""Writes variant-vectors/*.jsonl: what variantlib, the reference implementation of PEP 825 and PEP 850, says
about the order of variants and about valid metadata. Deterministic; run it again after a change here and commit
what it writes. Needs `variantlib` 0.2.2 exactly, so that the vectors have one meaning.

One JSON object a line. The tests that read them are in Tests/InstallerTests/Variants. Where the specification
decides otherwise than variantlib on purpose (an absent `$schema`, unknown keys at the top, repeated namespaces or
static values, empty static lists, absent `variants`, labels without properties) nothing is written here; tests have rows of their own.
"""

import copy
import importlib.metadata
import json
import logging
import pathlib
import random

from variantlib.errors import ValidationError
from variantlib.models.variant import VariantDescription, VariantFeature, VariantProperty
from variantlib.resolver.lib import sort_and_filter_supported_variants
from variantlib.variants_json import VariantsJson

assert importlib.metadata.version("variantlib") == "0.2.2"
logging.disable(logging.CRITICAL)
OUT = pathlib.Path(__file__).parent / "variant-vectors"
R = random.Random(20261122)


def write(name, rows):
    OUT.mkdir(exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n" for row in rows)
    (OUT / name).write_text(text)
    print(f"{name}: {len(rows)} rows, {len(text)} bytes")


# --- order ----------------------------------------------------------------------------------------

NAMESPACES = ["nvidia", "x86_64", "blas", "a", "z_9"]
FEATURES = ["f", "g", "sm_arch", "level", "0"]
VALUES = ["1", "2", "v3", "12.8", "90_real", "x", "y", "_", "."]


def host_lists():
    lists = {}
    for namespace in R.sample(NAMESPACES, R.randint(1, 4)):
        features = R.sample(FEATURES, R.randint(1, 3))
        lists[namespace] = [[feature, R.sample(VALUES, R.randint(1, 5))] for feature in features]
    return lists


def random_properties(host):
    """Mostly what the host has, so that many variants fit."""
    properties = {}
    for namespace in R.sample(sorted(host), R.randint(0, len(host))):
        for feature, values in R.sample(host[namespace], R.randint(1, len(host[namespace]))):
            pool = values if R.random() < 0.9 else VALUES
            chosen = set(R.sample(pool, R.randint(1, min(3, len(pool)))))
            if R.random() < 0.3:
                chosen.add(R.choice(VALUES))
            properties.setdefault(namespace, {})[feature] = sorted(chosen)
    if R.random() < 0.1:
        namespace = R.choice(NAMESPACES)
        properties.setdefault(namespace, {})[R.choice(FEATURES)] = [R.choice(VALUES)]
    return properties


def listed(properties):
    return [
        VariantProperty(namespace, feature, value)
        for namespace, features in properties.items()
        for feature, values in features.items()
        for value in values
    ]


def order_rows(count):
    rows = []
    while len(rows) < count:
        host = host_lists()
        variants = {"null": {}}
        for _ in range(R.randint(1, 9)):
            properties = random_properties(host)
            if properties and properties not in variants.values():
                variants[R.choice(["v", "a.", "0", "_"]) + str(len(variants))] = properties
        namespaces = list(NAMESPACES)
        R.shuffle(namespaces)
        supported = [VariantProperty(n, f, v) for n, features in host.items() for f, vs in features for v in vs]
        row = {"namespaces": list(namespaces), "host": host, "variants": variants}
        arguments = {}
        if R.random() < 0.4:
            # What a user puts in front (V-099).
            prefer = []
            front = R.sample(namespaces, R.randint(0, 2))
            namespaces = front + [n for n in namespaces if n not in front]
            prefer += front
            features, values = {}, {}
            for namespace in host:
                names = [f for f, _ in host[namespace]]
                chosen = R.sample(names, R.randint(0, len(names)))
                if chosen:
                    features[namespace] = chosen
                    prefer += [f"{namespace} :: {f}" for f in chosen]
                for feature, known in host[namespace]:
                    chosen = R.sample(VALUES, R.randint(0, 3))
                    if chosen and R.random() < 0.5:
                        values.setdefault(namespace, {})[feature] = chosen
                        prefer += [f"{namespace} :: {feature} :: {v}" for v in chosen]
            row["prefer"] = prefer
            arguments = {"feature_priorities": features, "property_priorities": values}
        if R.random() < 0.3:
            namespace = R.choice(NAMESPACES)
            if R.random() < 0.5:
                row["exclude"] = [namespace]
                arguments["forbidden_namespaces"] = [namespace]
            else:
                feature = R.choice(FEATURES)
                row["exclude"] = [f"{namespace} :: {feature}"]
                arguments["forbidden_features"] = [VariantFeature(namespace, feature)]
        result = sort_and_filter_supported_variants(
            [VariantDescription(listed(p), label=l) for l, p in variants.items()],
            supported, namespaces, filter_values=True, **arguments)
        row["order"] = [d.label for d in result]
        row["supported"] = {d.label: sorted(p.to_str() for p in d.properties) for d in result}
        rows.append(row)
    return rows


# --- validation -----------------------------------------------------------------------------------

SCHEMA = "https://variants-schema.wheelnext.dev/peps/850/v0.2.0.json"
BASE = {
    "$schema": SCHEMA,
    "default-priorities": {"namespace": ["gpu", "blas", "site"]},
    "providers": {
        "gpu": {"requires": ["gpu-provider >=1"], "plugin-api": "gpu_provider.plugin:Plugin"},
        "blas": {
            "static-properties": {"library": ["openblas", "mkl"], "threads": ["on", "off"]},
            "feature-order": ["library", "threads"],
        },
        "site": {"requires": ["site-provider", "helper; python_version > '3'"], "optional": True},
    },
    "variants": {
        "null": {},
        "mkl": {"blas": {"library": ["mkl"]}},
        "gpu.1_mkl": {"gpu": {"arch": ["80", "90"], "cuda": ["12.8"]}, "blas": {"library": ["mkl"]}},
    },
}
MISSING = object()

# A path of keys and what is put there.
CHANGES = [
    (["default-priorities"], [MISSING, [], "x", {}, None]),
    (["default-priorities", "namespace"],
     [MISSING, [], "gpu", ["gpu"], ["gpu", "blas", "site", "other"], ["GPU", "blas", "site"],
      ["gpu", "blas", "site", ""], ["site", "blas", "gpu"], ["gpu", "blas", "site", 1],
      ["gpu", "blas", "site\n"], ["gpu", "blas", "si-te"], {"gpu": 1}]),
    (["default-priorities", "feature"], [{}, {"gpu": ["arch"]}]),
    (["default-priorities", "other"], [1]),
    (["providers"], [MISSING, {}, [], "x"]),
    (["providers", "gpu"], [MISSING, {}, [], {"builtin": "abi_dependency"}, {"builtin": "nothing_known"},
                            {"plugin-api": "a:b"}, {"requires": ["x"], "builtin": "y"}, {"optional": True}]),
    (["providers", "other"], [{"requires": ["x"]}]),
    (["providers", "gpu", "requires"], [MISSING, [], "gpu-provider", [1], ["a", "b>=1"], {"a": "b"}]),
    (["providers", "gpu", "plugin-api"],
     [MISSING, None, "a", "a.b:c.d", "a : b", "a:b:c", "", ":", "a b", "a-b", 3, ["a"], "a:b\n"]),
    (["providers", "gpu", "optional"], [True, False, "true", 1, None, []]),
    (["providers", "gpu", "feature-order"], [["a"], []]),
    (["providers", "gpu", "static-properties"], [{"f": ["1"]}]),
    (["providers", "gpu", "enable-if"], ["python_version > '3'"]),
    (["providers", "gpu", "build-requires"], [["x"]]),
    (["providers", "gpu", "install-time"], [True]),
    (["providers", "blas", "plugin-api"], ["a:b"]),
    (["providers", "blas", "requires"], [["a"]]),
    (["providers", "blas", "feature-order"],
     [MISSING, [], ["library"], ["threads", "library"], ["library", "threads", "other"],
      "library", ["Library", "threads"]]),
    (["providers", "blas", "static-properties"], [MISSING, "x", ["library"]]),
    (["providers", "blas", "static-properties", "threads"], [["A"], "on", [1], ["on", "o!"], MISSING]),
    (["providers", "blas", "static-properties", "Threads"], [["on"]]),
    (["variants"], [{}, [], "x", None]),
    (["variants", "null"], [MISSING, {"blas": {"library": ["mkl"]}}, []]),
    (["variants", "mkl"], [[], "x", None]),
    (["variants", "mkl", "blas"], [[], "library", None, {"library": ["mkl"], "threads": ["on", "off"]}]),
    (["variants", "mkl", "blas", "library"],
     [[], ["mkl", "mkl"], "mkl", ["MKL"], ["mkl", 1], ["mkl\n"], [""], ["z", "a"], {"mkl": 1}, ["a-b"],
      ["."], ["0" * 300]]),
    (["variants", "mkl", "blas", "Library"], [["mkl"]]),
    (["variants", "mkl", "blas", "a.b"], [["mkl"]]),
    (["variants", "mkl", "nowhere"], [{"library": ["mkl"]}]),
    (["variants", "mkl", "bl as"], [{"library": ["mkl"]}]),
    (["variants", "Label"], [{"blas": {"library": ["openblas"]}}]),
    (["variants", ""], [{"blas": {"library": ["openblas"]}}]),
    (["variants", "../../x"], [{"blas": {"library": ["openblas"]}}]),
    (["variants", ".."], [{"blas": {"library": ["openblas"]}}]),
    (["variants", "a" * 5000], [{"blas": {"library": ["openblas"]}}]),
    (["variants", "a-b"], [{"blas": {"library": ["openblas"]}}]),
    (["variants", "a\n"], [{"blas": {"library": ["openblas"]}}]),
]


def changed(path, value):
    document = copy.deepcopy(BASE)
    place = document
    for key in path[:-1]:
        place = place[key]
    if value is MISSING:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = value
    return document


def is_valid(document):
    try:
        VariantsJson(copy.deepcopy(document))
        return True
    except ValidationError:
        return False


def validation_rows():
    rows = [{"path": [], "document": BASE, "valid": is_valid(BASE)}]
    for path, values in CHANGES:
        for value in values:
            document = changed(path, value)
            row = {"path": path, "valid": is_valid(document)}
            row["remove" if value is MISSING else "value"] = True if value is MISSING else value
            rows.append(row)
    return rows


if __name__ == "__main__":
    write("order.jsonl", order_rows(300))
    write("validation.jsonl", validation_rows())
