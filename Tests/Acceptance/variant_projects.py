"""Variant cases of projects: one lock for hosts that differ, in the format of Tests/Fixtures/variant-cases.md."""

import json

from variant_rows import BLAS, CUDA, GPU, NVIDIA, case, cuda, fails, holds, index_file, metadata, release, step, wheel

AMD = {"requires": ["amd-variant-provider>=0.0.1,<1"], "plugin-api": "amd_variant_provider.plugin:AMDVariantPlugin"}
BOTH = {"nvidia": NVIDIA, "amd": AMD}
VARIANTS = {"cu126": cuda("12.6"), "cu128": cuda("12.8"), "rocm": {"amd": {"gfx_arch": ["gfx942"]}}, "null": {}}
NEEDS = ["base", 'cublas==12.6; variant_label == "cu126"', 'cublas==12.8; variant_label == "cu128"', 'hip; "amd" in variant_namespaces']
FILES = release("alpha", "1.0", VARIANTS, BOTH, requires=NEEDS) + [wheel("base", "1.0"), wheel("cublas", "12.6"), wheel("cublas", "12.8"), wheel("hip", "1.0")]
CU126 = {**GPU, "NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION": "12.6"}
ROCM = {"AMD_VARIANT_PROVIDER_FORCE_ROCM_VERSION": "6.4.1", "AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH": "gfx942"}
ON_CU128 = holds(("alpha", "1.0", "cu128"), ("base", "1.0", None), ("cublas", "12.8", None))
ON_CU126 = holds(("alpha", "1.0", "cu126"), ("base", "1.0", None), ("cublas", "12.6", None))
ON_ROCM = holds(("alpha", "1.0", "rocm"), ("base", "1.0", None), ("hip", "1.0", None))
ON_CPU = holds(("alpha", "1.0", "null"), ("base", "1.0", None))
SAY = ("python", "-c", "import alpha; print('label=' + alpha.LABEL)")
LOCK = "project/@LOCK@"


def project(*dependencies, more=""):
    return {"project/pyproject.toml": f'[project]\nname = "app"\nversion = "0.1.0"\nrequires-python = ">=3.9"\ndependencies = {json.dumps(dependencies)}\n{more}'}


def run(verb, *arguments, expect={}, environment={}, **options):
    return {"command": ["swuv", verb, "--cache-dir", "@CACHE@", "--python", "@BASEPYTHON@", "--default-index", "@INDEX:main@", *arguments],
            "environment": environment, "expect": [expect] if isinstance(expect, dict) else expect, **options}


def frozen(expect, environment={}, *arguments, **options):
    return run("sync", "--frozen", *arguments, expect=expect, environment=environment, **options)


def locked(*dependencies, more="", **options):
    return run("lock", write=project(*dependencies, more=more), **options)


case("project-add-and-remove", FILES, [
    run("add", "alpha", environment=GPU, write=project(), expect=ON_CU128), run("sync", expect=ON_CPU), run("remove", "alpha", expect=holds())])
case("project-runs-on-hosts", FILES, [
    run("run", *SAY, environment=GPU, write=project("alpha"), expect=ON_CU128, stdout=["label=cu128"]),
    run("run", *SAY, environment=GPU, expect=ON_CU128, stdout=["label=cu128"], untouched=True, requests={"only": []}),
    run("run", *SAY, environment=CU126, expect=ON_CU126, stdout=["label=cu126"]), run("run", *SAY, expect=ON_CPU, stdout=["label=null"])])
case("project-lock-of-another-host", FILES, [
    locked("alpha", environment=GPU, remember=[LOCK]), run("sync", "--locked", environment=ROCM, expect=ON_ROCM, unchanged=[LOCK]),
    run("lock", "--check"), run("lock", "--upgrade", unchanged=[LOCK])])
case("project-frozen-fetches-its-own", FILES, [locked("alpha"), frozen(ON_CU128, GPU, requests={"only": ["cu128.whl", "base-1.0", "cublas-12.8"]})])
case("project-without-index-file", [file for file in FILES if file["type"] != "variants"], [locked("alpha"), frozen(ON_CU128, GPU), frozen(ON_CPU)])
case("project-html", FILES, [locked("alpha"), frozen(ON_ROCM, ROCM)], formats=["html"])
case("project-groups-and-extras", FILES, [
    locked(more='[project.optional-dependencies]\ngpu = ["alpha"]\n[dependency-groups]\ntools = ["base"]\n'),
    frozen(holds(("base", "1.0", None)), CU126, "--group", "tools"), frozen(ON_CU126, CU126, "--extra", "gpu")])
case("project-label-by-name", FILES, [locked("alpha"), frozen(ON_CU126, GPU, "--variant", "alpha=cu126"), frozen(fails("rocm"), GPU, "--variant", "alpha=rocm")])
case("project-preferences", FILES, [run("sync", write=project("alpha", more='[tool.swuv.variants]\nexclude = ["nvidia"]\n'), environment=GPU, expect=ON_CPU)])
case("project-broken-index-file", release("alpha", "1.0", VARIANTS, BOTH, plain=True, file=False) + [index_file("alpha", "1.0", "[")], [
    locked("alpha"), frozen(holds(("alpha", "1.0", None)), GPU)])
case("project-index-file-changes-later", FILES, [
    locked("alpha"),
    frozen(ON_CU128, GPU, publish={"main": {"kind": "index", "files": [
        dict(file, json=metadata({**VARIANTS, "cu128": cuda("13.0")}, BOTH)) if file["type"] == "variants" else file for file in FILES]}})])
case("project-optional-provider", release("alpha", "1.0", {"mkl": {"blas": {"library": ["mkl"]}}, "null": {}}, {"blas": {**BLAS, "optional": True}}), [
    locked("alpha"), frozen(holds(("alpha", "1.0", "null"))), frozen(holds(("alpha", "1.0", "mkl")), {}, "--enable-provider", "blas")])
case("project-labels-exclude-each-other",
     release("alpha", "1.0", VARIANTS, BOTH, requires=['lib==1.0; variant_label == "cu126"', 'lib==2.0; variant_label == "cu128"'])
     + [wheel("lib", "1.0"), wheel("lib", "2.0"), wheel("lib", "3.0")], [
         locked("alpha"), frozen(holds(("alpha", "1.0", "cu126"), ("lib", "1.0", None)), CU126),
         frozen(holds(("alpha", "1.0", "cu128"), ("lib", "2.0", None)), GPU), frozen(holds(("alpha", "1.0", "null")))])
# A builder may evaluate conditions on variants away, so that each wheel says only what it needs itself (V-135, A-17).
OWN_NEEDS = {"cu126": ["cublas==12.6", "base"], "cu128": ["base", "cublas==12.8"], "rocm": ["base", "hip"], "null": ["base"]}
EACH = [wheel("alpha", "1.0", label, metadata({label: VARIANTS[label]}, BOTH), needs) for label, needs in OWN_NEEDS.items()] + [
    index_file("alpha", "1.0", metadata(VARIANTS, BOTH)), *FILES[5:]]
case("project-requirements-of-each-wheel", EACH, [
    locked("alpha", remember=[LOCK]), frozen(ON_CU128, GPU), frozen(ON_CU126, CU126), frozen(ON_ROCM, ROCM), frozen(ON_CPU),
    run("lock", "--upgrade", environment=GPU, unchanged=[LOCK])])
case("project-requirements-of-each-wheel-core-metadata", EACH, [
    locked("alpha", requests={"none": ["\\.whl$"]}), frozen(ON_CU128, GPU), frozen(ON_CPU)], **{"core-metadata": True})
case("project-requirements-of-the-ordinary-wheel", [*EACH, wheel("alpha", "1.0", requires=["base", "mkl"]), wheel("mkl", "1.0")], [
    locked("alpha"), frozen(ON_CU128, GPU), frozen(ON_CPU),
    frozen(holds(("alpha", "1.0", None), ("base", "1.0", None), ("mkl", "1.0", None)), {}, "--no-variants")])
case("project-requirements-of-each-wheel-run", EACH, [
    run("run", *SAY, environment=GPU, write=project("alpha"), expect=ON_CU128, stdout=["label=cu128"]), run("run", *SAY, expect=ON_CPU)])
case("project-two-packages", FILES + release("gamma", "1.0", VARIANTS, BOTH, requires=['hip; variant_label == "rocm"']), [
    locked("alpha", "gamma"),
    frozen(holds(("alpha", "1.0", "rocm"), ("base", "1.0", None), ("hip", "1.0", None), ("gamma", "1.0", "rocm")), ROCM),
    frozen(holds(("alpha", "1.0", "cu126"), ("base", "1.0", None), ("cublas", "12.6", None), ("gamma", "1.0", "cu126")), CU126)])
case("project-offline-on-another-host", FILES, [
    run("sync", write=project("alpha"), environment=GPU, expect=ON_CU128),
    run("sync", "--offline", environment=CU126, expect=fails("alpha|cu126|offline"), network="down", requests={"only": []})])
case("project-exported-for-this-host", FILES, [
    locked("alpha"), run("export", "--frozen", "--format", "pylock.toml", environment=CU126, save="pylock.toml", check="pylock"),
    step("-r", "pylock.toml", source=(), environment=CU126, expect=ON_CU126)])
case("project-no-build-for-this-host", release("alpha", "1.0", {"cu128": cuda("12.8")}, {"nvidia": NVIDIA}), [
    locked("alpha"), frozen(holds(("alpha", "1.0", "cu128")), GPU), frozen(fails("alpha", "12.8"))])

# Builds bound to the version of another package (V-235): the lock takes one that there are builds for.
TORCH = [wheel("torch", "2.7.1"), wheel("torch", "2.8.0"), wheel("torch", "2.9.0")]
ABI = {"abi": {"builtin": "abi_dependency"}}
BOUND = {"t27": {"abi": {"torch": ["2.7"]}}, "t28": {"abi": {"torch": ["2.8"]}}}
case("project-abi", release("vision", "1.0", BOUND, ABI, requires=["torch"]) + TORCH, [
    locked("vision"), frozen(holds(("vision", "1.0", "t28"), ("torch", "2.8.0", None))),
    locked("vision", "torch<2.8"), frozen(holds(("vision", "1.0", "t27"), ("torch", "2.7.1", None)))])
case("project-abi-with-null", release("vision", "1.0", {**BOUND, "null": {}}, ABI, requires=["torch"]) + TORCH, [
    locked("vision"), frozen(holds(("vision", "1.0", "null"), ("torch", "2.9.0", None)))])
case("project-abi-and-gpu", release("vision", "1.0", {
    "cu_t27": {**cuda("12.8"), **BOUND["t27"]}, "cu_t28": {**cuda("12.8"), **BOUND["t28"]}, "cpu_t27": BOUND["t27"], "cpu_t28": BOUND["t28"]},
    {"nvidia": NVIDIA, **ABI}, requires=["torch"]) + TORCH, [
        locked("vision"), frozen(holds(("vision", "1.0", "cu_t28"), ("torch", "2.8.0", None)), GPU),
        frozen(holds(("vision", "1.0", "cpu_t28"), ("torch", "2.8.0", None)))])
EACH_TORCH = [wheel("vision", "1.0", label, metadata({label: BOUND[label]}, ABI), [f"torch=={version}.*"]) for label, version in (("t27", "2.7"), ("t28", "2.8"))]
case("project-abi-of-each-wheel", EACH_TORCH + TORCH, [
    locked("vision"), frozen(holds(("vision", "1.0", "t28"), ("torch", "2.8.0", None))),
    locked("vision", "torch<2.8"), frozen(holds(("vision", "1.0", "t27"), ("torch", "2.7.1", None)))])
# Hosts whose builds were made against other versions get other versions.
UNLIKE = {"cu_t28": {**cuda("12.8"), **BOUND["t28"]}, "cpu_t27": BOUND["t27"]}
UNLIKE_FILES = release("vision", "1.0", UNLIKE, {"nvidia": NVIDIA, **ABI}, requires=["torch"]) + TORCH
ON_GPU_T28, ON_CPU_T27 = (holds(("vision", "1.0", label), ("torch", torch, None)) for label, torch in (("cu_t28", "2.8.0"), ("cpu_t27", "2.7.1")))
case("project-abi-by-host", UNLIKE_FILES, [
    locked("vision", remember=[LOCK]), frozen(ON_GPU_T28, GPU), frozen(ON_CPU_T27), frozen(ON_CPU_T27, GPU, "--exclude-variant", "nvidia"),
    run("lock", "--check"), run("lock", "--upgrade", unchanged=[LOCK]), run("lock", environment=GPU, unchanged=[LOCK])])
case("project-abi-by-host-falls-back", UNLIKE_FILES, [
    locked("vision", "torch<2.8"), frozen(ON_CPU_T27, GPU), frozen(ON_CPU_T27)])
case("project-abi-by-host-refused", release("vision", "1.0", {"cu_t28": UNLIKE["cu_t28"], "rocm_t27": {"amd": {"gfx_arch": ["gfx942"]}, **BOUND["t27"]}}, {**BOTH, **ABI}, requires=["torch"]) + TORCH, [
    locked("vision"), frozen(ON_GPU_T28, GPU), frozen(holds(("vision", "1.0", "rocm_t27"), ("torch", "2.7.1", None)), ROCM),
    frozen(fails("cuda_version_lower_bound", "gfx942"))])
case("project-abi-of-several", release("vision", "1.0", {
    "cu128_t28": UNLIKE["cu_t28"], "cu126_t28": {**cuda("12.6"), **BOUND["t28"]}, "cpu_t27": BOUND["t27"], "cpu_t28": BOUND["t28"], "cu126_t29": {**cuda("12.6"), "abi": {"torch": ["2.9"]}}},
    {"nvidia": NVIDIA, **ABI}, requires=["torch"]) + TORCH, [
        locked("vision"), frozen(holds(("vision", "1.0", "cu128_t28"), ("torch", "2.8.0", None)), GPU),
        frozen(holds(("vision", "1.0", "cu126_t29"), ("torch", "2.9.0", None)), CU126), frozen(holds(("vision", "1.0", "cpu_t28"), ("torch", "2.8.0", None)))])
case("project-abi-impossible", release("vision", "1.0", BOUND, ABI, requires=["torch"]) + TORCH, [
    run("lock", write=project("vision", "torch==2.9.0"), expect=fails("vision", "torch"))])
