"""Tables of the specification as variant cases: each row is a package, each table one command that installs them all."""

import json

from variant_rows import (
    BLAS, GPU, NVIDIA, PLUGIN, SCHEMA, SCHEMA_825, case, cuda, fails, holds, index_file, metadata, release, step, wheel,
)

B = {"blas": {"static-properties": {"library": ["openblas", "mkl", "accelerate"]}}}
MKL = {"blas": {"library": ["mkl"]}}


def table(name, rows, environment=GPU, arguments=(), beside=(), also=(), **source):
    """`rows`: (what is installed, files, label). `beside`: files of no row; `also`: what is installed without being asked for."""
    packages = [(f"p{number}", files(f"p{number}"), label) for number, (files, label) in enumerate(rows)]
    case(
        name,
        [file for _, files, _ in packages for file in files] + list(beside),
        [step(*[name for name, _, _ in packages], *arguments, environment=environment, expect=holds(*[(name, "1.0", label) for name, _, label in packages], *also))],
        **source,
    )


# V-010…V-016: names of wheels
def named(ending, label=None):
    """A wheel whose name ends so, beside an ordinary one."""
    def files(name):
        content = None if label is None else metadata({label: MKL}, B)
        return [{**wheel(name, "1.0", label, content), "filename": f"{name}-1.0{ending}.whl"}, wheel(name, "1.0")]
    return files


table("names-that-are-no-variants", [(named(ending, "mkl"), None) for ending in (
    "-py3-none-any-", "-py3-none-any-MKL", "-py3-none-any-m~kl", "-py3-none-any-mklé", "-py3-none-any-a-b", "-tag-py3-none-any-mkl", "-3py-none-any",
    "-7-3py-none-any-mkl", "-2022-py3-none-any-a-b")])
table("names-of-labels", [(lambda name, label=label: release(name, "1.0", {label: MKL}, B), label) for label in (
    "36266d4d", "cpu.v3", "...", "_", "0", "00000000", "x" * 120)])
table("metadata-file-of-another-version", [
    (lambda name: release(name, "1.0", {"mkl": MKL}, B, file=False) + [index_file(name, "2.0", metadata({"x": MKL}, B))], "mkl"),
    (lambda name: release(name, "1.0", {"mkl": MKL}, B, file=False) + [index_file(name, "1.0.0", metadata({"mkl": MKL}, B))], "mkl"),
    (lambda name: [wheel(name, "1.0"), index_file(name, "2.0", metadata({"x": MKL}, B)), index_file(name, "x.y", "{")], None)])

# V-040…V-059: what makes metadata unusable; there is an ordinary wheel to fall back on
WHOLE = metadata({"mkl": MKL}, B)


def told(content):
    return lambda name: release(name, "1.0", {"mkl": MKL}, B, plain=True, file=False) + [index_file(name, "1.0", content)]


def static(*values):
    return {"blas": {"static-properties": {"library": list(values)}}}


def priorities(namespace, **more):
    return {**WHOLE, "default-priorities": {"namespace": namespace, **more}}


table("metadata-unusable", [(told(content), None) for content in (
    *[{key: value for key, value in WHOLE.items() if key != gone} for gone in WHOLE],
    priorities([]), priorities("blas"), priorities(["BLAS"]), priorities(["blas", "blas"]), priorities(["blas\n"]),
    priorities(["blas"], feature={"blas": ["library"]}), priorities(["other"]),
    {**WHOLE, "variants": []}, {**WHOLE, "variants": {}}, {**WHOLE, "variants": {"mkl": MKL, "BAD": MKL}}, {**WHOLE, "variants": {"mkl": MKL, "null": MKL}},
    {**WHOLE, "variants": {"mkl": {"blas": {"library": ["MKL"]}}}}, {**WHOLE, "variants": {"mkl": {"blas": {"library": "mkl"}}}},
    {**WHOLE, "variants": {"mkl": {"blas": {"lib-rary": ["mkl"]}}}}, {**WHOLE, "variants": {"mkl": {"blas": {"library": []}}}},
    {**WHOLE, "providers": static("mkl", "mkl")}, {**WHOLE, "providers": static()}, {**WHOLE, "providers": {"blas": {"static-properties": {}}}},
    {**WHOLE, "providers": {"blas": {"requires": ["x"], "feature-order": ["library"]}}}, {**WHOLE, "providers": {"blas": {**B["blas"], "plugin-api": "a:b"}}},
    {**WHOLE, "providers": {"blas": {"static-properties": {"library": ["mkl"], "t": ["on"]}}}}, {**WHOLE, "providers": {"blas": {"requires": []}}},
    {**WHOLE, "providers": {"blas": {"requires": ["???"]}}}, {**WHOLE, "providers": {"blas": {"builtin": 3}}},
    {**WHOLE, "providers": {"blas": {**B["blas"], "optional": "yes"}}}, {**WHOLE, "providers": {"blas": {**B["blas"], "enable-if": "x"}}},
    {**WHOLE, "$schema": 1}, {**WHOLE, "$schema": SCHEMA.replace("v0.2.0", "v2.0.0")}, {**WHOLE, "$schema": SCHEMA_825, "zzz": 1},
    json.dumps(WHOLE)[:-1] + ',"x":NaN}', json.dumps(WHOLE).replace('"variants": {', '"variants": {"mkl": {}, '))])
table("metadata-usable", [(told(content), "mkl") for content in (
    {**WHOLE, "variants": {"mkl": MKL, "other": {"blas": {}}}}, {**WHOLE, "variants": {"mkl": {**MKL, "other": {}}}},
    {**WHOLE, "variants": {"mkl": MKL, "zero": {}}}, {**WHOLE, "variants": {"mkl": MKL, "mkl2": MKL}},
    {**WHOLE, "providers": {"blas": {**B["blas"], "plugin-api": None}}}, {**WHOLE, "providers": {"blas": {**B["blas"], "optional": False}}},
    {**WHOLE, "$schema": SCHEMA_825}, {**WHOLE, "$schema": SCHEMA.replace("v0.2.0", "v0.3.0")},
    {**WHOLE, "$schema": SCHEMA.replace("v0.2.0", "v1.1.0"), "zzz": 1},
    {**WHOLE, "$schema": "https://packaging.python.org/schemas/variants/v1.0.0.json"})])

# V-094: example E3, each label the best of what is left
E3 = {"fg": {"f": ["1"], "g": ["x"]}, "fh": {"f": ["1"], "h": ["y"]}, "f": {"f": ["1"]}, "f2gh": {"f": ["2"], "g": ["x"], "h": ["y"]}, "gg": {"g": ["x"]}}
ORDERED = {"n": {"static-properties": {"f": ["1", "2"], "g": ["x"], "h": ["y"]}, "feature-order": ["f", "g", "h"]}}
table("order-of-prefixes", [
    (lambda name, labels=list(E3)[place:]: release(name, "1.0", {**{label: {"n": E3[label]} for label in labels}, "null": {}}, ORDERED, plain=True), label)
    for place, label in enumerate([*E3, "null"])])
TWO = {"one": {"static-properties": {"f": ["x"]}}, "two": {"static-properties": {"f": ["x"]}}}
table("order-of-namespaces-and-labels", [
    (lambda name: release(name, "1.0", {"a": {"one": {"f": ["x"]}}, "b": {"two": {"f": ["x"]}}}, TWO, namespaces=["two", "one"]), "b"),
    (lambda name: release(name, "1.0", {"a": {"one": {"f": ["x"]}}, "ab": {"one": {"f": ["x"]}, "two": {"f": ["x"]}}}, TWO), "ab"),
    (lambda name: release(name, "1.0", {label: MKL for label in ("b", "a", ".", "0", "_")}, B), "."),
    (lambda name: release(name, "1.0", {"x": {"blas": {"library": ["blis"]}}, "null": {}}, B, plain=True), "null"),
    (lambda name: release(name, "1.0", {"x": {"blas": {"library": ["blis"]}}}, B, plain=True), None)])
NEWER, OLDER = "py3-none-manylinux_2_17_x86_64", "py3-none-manylinux_2_5_x86_64"
for name, wheels, found in (
    ("a-variant-before-a-better-tag", [("mkl", OLDER, "1"), (None, NEWER, "1")], {"label": "mkl"}),
    ("a-tag-before-a-build-number", [("mkl", NEWER, "1"), ("mkl", "py3-none-any", "9")], {"label": "mkl", "build": "1"}),
    ("build-numbers", [("mkl", "py3-none-any", build) for build in ("9", "10", "10a")], {"label": "mkl", "build": "10a"}),
):
    case(
        name,
        [wheel("alpha", "1.0", label, WHOLE if label else None, tag=tag, build=build) for label, tag, build in wheels],
        [step("alpha", expect={"installed": [{"name": "alpha", "version": "1.0", **found}]})],
    )

# V-130…V-135: the truth table, for a variant, the null variant and an ordinary wheel
TRUTH = [
    ('variant_label == "cuda12.8"', 1, 0, 0), ('variant_label != "null"', 1, 0, 1), ('variant_label == ""', 0, 0, 1), ('"null" == variant_label', 0, 1, 0),
    ('"cuda" in variant_label', 1, 0, 0), ('"cuda" not in variant_label', 0, 1, 1), ('variant_label in "cuda12.8 null"', 1, 1, 1),
    ('variant_label not in "cuda12.8"', 0, 1, 0), ('variant_label >= "null"', 0, 1, 0), ('variant_label < "zzz"', 0, 0, 0), ('"" in variant_label', 1, 1, 1),
    ('"nvidia" in variant_namespaces', 1, 0, 0), ('"nvidia" not in variant_namespaces', 0, 1, 1), ('"Nvidia" in variant_namespaces', 0, 0, 0),
    ('"" in variant_namespaces', 0, 0, 0), ('"nvidia" in variant_properties', 0, 0, 0), ('"nvidia :: sm_arch" in variant_namespaces', 0, 0, 0),
    ('"nvidia::sm_arch" in variant_features', 1, 0, 0), ('"  nvidia  ::  sm_arch  " in variant_features', 1, 0, 0), ('"nvidia :: sm arch" in variant_features', 0, 0, 0),
    ('"nvidia ::sm_arch:: 86_real" in variant_properties', 1, 0, 0), ('"nvidia :: sm_arch :: 120_real" in variant_properties', 0, 0, 0),
    ('"nvidia :: sm_arch :: 89_real" in variant_properties', 0, 0, 0), ('"nvidia :: sm_arch :: 120_real" not in variant_properties', 1, 1, 1),
    ("'nvidia::cuda_version_lower_bound::12.0' in variant_properties", 1, 0, 0), ('"amd" in variant_namespaces or variant_label == "null"', 0, 1, 0),
    ('"nvidia" in variant_namespaces and python_version >= "3.0"', 1, 0, 0),
    ('(variant_label == "null" or variant_label == "") and os_name == "posix"', 0, 1, 1),
]
W1 = {"cuda12.8": {"nvidia": {"cuda_version_lower_bound": ["12.0"], "sm_arch": ["70_real", "80_real", "86_real", "120_real"]}}, "null": {}}
ADA = {"NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION": "12.8", "NV_VARIANT_PROVIDER_FORCE_SM_ARCH": "8.9"}
CONDITIONS = [f"m{number} ; {row[0]}" for number, row in enumerate(TRUTH)]
POINTED_AT = [wheel(f"m{number}", "1.0") for number in range(len(TRUTH))]
for column, (name, label, environment) in enumerate((("a-variant", "cuda12.8", ADA), ("null", "null", {}), ("an-ordinary-wheel", None, {}))):
    files = [wheel("alpha", "1.0", None, None, CONDITIONS)] if label is None else release("alpha", "1.0", W1, PLUGIN, requires=CONDITIONS)
    true = [(f"m{number}", "1.0", None) for number, row in enumerate(TRUTH) if row[column + 1]]
    case("markers-of-" + name, files + POINTED_AT, [step("alpha", environment=environment, expect=holds(("alpha", "1.0", label), *true))])
for number, marker in enumerate((
    'variant_properties == "x :: y :: z"', 'variant_namespaces in "nvidia"', 'variant_features != "a"', '"a" == variant_namespaces', 'variant_label ~= "x"')):
    case(f"marker-that-is-none-{number}", release("alpha", "1.0", W1, PLUGIN, requires=[f"m0; {marker}"]) + POINTED_AT[:1],
         [step("alpha", environment=ADA, expect=fails("alpha", "variant_"))])


# V-300…V-304: NVIDIA's lists
def nvidia(driver, sm=None):
    forced = {"NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION": driver}
    return {**forced, "NV_VARIANT_PROVIDER_FORCE_SM_ARCH": sm} if sm is not None else forced


def lists(rows):
    return [(lambda name, properties=properties: release(name, "1.0", {"a": {"nvidia": properties}, "null": {}}, PLUGIN), "a" if fits else "null") for properties, fits in rows]


LOWER, UPPER, SM = "cuda_version_lower_bound", "cuda_version_upper_bound", "sm_arch"
for driver, sm, rows in (
    ("12.8", "9.0", [({LOWER: ["12.8"]}, 1), ({LOWER: ["12.9"]}, 0), ({LOWER: ["11"]}, 1), ({UPPER: ["12.8"]}, 0), ({UPPER: ["12.9"]}, 1), ({UPPER: ["13"]}, 1),
                     ({UPPER: ["12"]}, 0), ({SM: ["80_real"]}, 0), ({SM: ["90_virtual"]}, 1), ({LOWER: ["12.0"], UPPER: ["13"], SM: ["70_real", "90_real"]}, 1)]),
    ("12.8", "8.6", [({SM: ["89_real"]}, 0), ({SM: ["86_virtual"]}, 0), ({SM: ["80_virtual"]}, 1), ({SM: ["80_real"]}, 1)]),
    ("12.8", "3.5", [({SM: ["35_real"]}, 0), ({LOWER: ["12.0"]}, 1)]),
    ("12", None, [({LOWER: ["12"]}, 1), ({LOWER: ["12.1"]}, 0), ({UPPER: ["12.1"]}, 1), ({SM: ["90_real"]}, 0)]),
    ("10.9", "7.5", [({LOWER: ["11.0"]}, 0), ({UPPER: ["11"]}, 1), ({UPPER: ["10.10"]}, 1)]),
    ("16.25", "12.5", [({LOWER: ["16"]}, 1), ({UPPER: ["17"]}, 0), ({SM: ["125_real"]}, 1)]),
    ("1!12.4rc1", "10.3", [({LOWER: ["12.4"]}, 1), ({SM: ["103_real"]}, 1), ({SM: ["103_virtual"]}, 0)]),
    ("12.8", "9", [({LOWER: ["12.0"]}, 0)]),
    ("12.8", "9.0.1", [({LOWER: ["12.0"]}, 0)]),
    ("", "", [({LOWER: ["11"]}, 0)]),
):
    table(f"nvidia-{driver or 'unset'}-{sm or 'unset'}", lists(rows), environment=nvidia(driver, sm))

# V-190…V-192: which requests the providers that swuv knows answer
API = "nvidia_variant_provider.plugin:NvidiaVariantPlugin"
table("requests-of-providers", [
    (lambda name, provider=provider: release(name, "1.0", {"a": cuda("12.0"), "null": {}}, {"nvidia": provider}), "a" if fits else "null")
    for provider, fits in (
        ({"requires": ["Nvidia_Variant.Provider"], "plugin-api": API}, 1), ({"requires": ["nvidia-variant-provider>=0.0.2"], "plugin-api": API}, 1),
        ({"requires": ["nvidia-variant-provider==0.0.1"], "plugin-api": API}, 1), ({"requires": ["nvidia-variant-provider>=0.0.3"], "plugin-api": API}, 0),
        ({"requires": ["nvidia-variant-provider"], "plugin-api": "nvidia_variant_provider.plugin : NvidiaVariantPlugin"}, 1),
        ({"requires": ["nvidia-variant-provider[x]"], "plugin-api": API}, 0),
        ({"requires": ["nvidia-variant-provider; python_version < '3'"], "plugin-api": API}, 0),
        ({"requires": ["other ; sys_platform == 'win32'", "nvidia-variant-provider; sys_platform != 'win32'"], "plugin-api": API}, 1),
        ({"requires": ["nvidia-variant-provider"], "plugin-api": "nvidia_variant_provider.plugin:Other"}, 0), ({"requires": ["nvidia-variant-provider"]}, 0),
        ({**NVIDIA, "optional": True}, 0), ({"static-properties": {LOWER: ["11.8"]}}, 0), ({"static-properties": {LOWER: ["12.0"]}}, 1))])

# V-232…V-234: what an ABI value admits
ABI_VALUES = (
    (["2"], "2.9.1", 1), (["2"], "2.1rc1", 1), (["2"], "2.0.dev0", 1), (["2"], "3.0", 0), (["2"], "1.9", 0), (["2.0"], "2", 1), (["2.0"], "2.0.post1", 1),
    (["2.0"], "2.1", 0), (["2.0"], "20.0", 0), (["2.8.0"], "2.8", 1), (["2.8.0"], "2.8.0rc1", 1), (["2.8.0"], "2.8.0.1", 1), (["2.8.0"], "2.8.0+cu128", 1),
    (["2.8.0"], "2.8.1", 0), (["2.8.0"], "1!2.8.0", 0), (["2.8", "2.10"], "2.9.1", 0), (["2.10", "2.8"], "2.10.3", 1), (["2.8.0.1"], "2.8.0.1", 0),
    (["2rc1"], "2rc1", 0), (["02"], "2", 0))


def bound(values):
    return lambda name: release(
        name, "1.0", {"x": {"abi": {f"{name}t": values}}, "null": {}}, {"abi": {"builtin": "abi_dependency"}}, requires=[f"{name}t"])


table("abi-values", [(bound(values), "x" if fits else "null") for values, _, fits in ABI_VALUES], arguments=("--prerelease", "allow"),
      beside=[wheel(f"p{number}t", version) for number, (_, version, _) in enumerate(ABI_VALUES)],
      also=[(f"p{number}t", version, None) for number, (_, version, _) in enumerate(ABI_VALUES)])

# V-186: profiles that are none
for number, profile in enumerate((
    {"providers": {"nv": {"static-properties": {"a": ["1"], "b": ["1"]}}}}, {"providers": {"NV": {"static-properties": {"a": ["1"]}}}},
    {"providers": {"nv": {"static-properties": {"a": ["X"]}}}}, {"providers": {"nv": {"static-properties": {"a": "1"}}}}, {"providers": []}, {}, [],
    {"providers": {"nv": {"static-properties": {"a": ["1", "1"]}}}}, {"providers": {"nv": {"static-properties": {"a": ["1"]}, "feature-order": ["b"]}}},
    {"complete": "no", "providers": {}}, {"providers": {"nv": {}}})):
    case(f"profile-that-is-none-{number}", [wheel("alpha", "1.0")], [
        step("--variant-profile", "@PROFILE@", "alpha", profile=profile, expect={"fails": True, "usage": True, "mentions": ["profile-0.json"]})])
