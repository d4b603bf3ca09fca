#!/usr/bin/env python3
"""Writes provider-vectors/*.jsonl: what published provider plugins answer on systems that exist only here.
Deterministic; run it again after a change here and commit what it writes. Needs, exactly:

    pip install rocm-bootstrap==0.3.0 ascend-variant-provider==0.0.2 \\
        provider-variant-x86-64==0.0.1.post2 provider-variant-aarch64==0.0.1.post2

A line is an object: `what`; `system` with `machine`, `variables`, `files` (path -> text) and `commands`
(command line -> output); `features`, a list of [name, [values]] as the plugin gave them, or null where it
raised an error. Tests/VariantProvidersTests/ReferenceTests.swift reads them; where swuv means something else
on purpose, it says so there.
"""

import importlib.metadata
import io
import itertools
import json
import logging
import os
import pathlib
import platform
import random
import shutil
import subprocess
import sys
import tempfile
from unittest import mock

OUT = pathlib.Path(__file__).parent / "provider-vectors"
R = random.Random(20261122)
logging.disable(logging.CRITICAL)

for package, version in [
    ("rocm-bootstrap", "0.3.0"),
    ("ascend-variant-provider", "0.0.2"),
    ("provider-variant-x86-64", "0.0.1.post2"),
    ("provider-variant-aarch64", "0.0.1.post2"),
]:
    assert importlib.metadata.version(package) == version, package


def system(machine="x86_64", variables=None, files=None, commands=None):
    return {
        "machine": machine,
        "variables": variables or {},
        "files": files or {},
        "commands": commands or {},
    }


def write(name, rows):
    OUT.mkdir(exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n" for row in rows]
    (OUT / name).write_text("".join(lines))
    print(f"{name}: {len(rows)} rows, {sum(map(len, lines))} bytes")


def answer(function):
    """The features, or None for an error. Plugins print; nobody wants to see it."""
    try:
        with mock.patch("sys.stdout", io.StringIO()):
            return [[config.name, list(config.values)] for config in function()]
    except Exception:
        return None


# --- rocm-bootstrap -------------------------------------------------------------------------------

from rocm_bootstrap import _platform as rocm_platform  # noqa: E402
from rocm_bootstrap.targets import ALL_TARGETS  # noqa: E402
from rocm_bootstrap.variant_provider import AMDVariantPlugin  # noqa: E402

NODES = "/sys/class/kfd/kfd/topology/nodes"


def rocm(what, sys_):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, text in sys_["files"].items():
            target = root / path.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        with (
            mock.patch.object(rocm_platform, "KFD_TOPOLOGY", root / NODES.lstrip("/")),
            mock.patch.object(rocm_platform, "get_env", sys_["variables"].get),
            mock.patch.object(rocm_platform, "run_clinfo", lambda: sys_["commands"].get("clinfo", "")),
        ):
            features = answer(AMDVariantPlugin.get_supported_configs)
    return {"what": what, "system": sys_, "features": features}


def node(number, text):
    return {f"{NODES}/{number}/properties": text}


def gpu(number, version, simd=304):
    return node(number, f"cpu_cores_count 0\nsimd_count {simd}\ngfx_target_version {version}\ngpu_id {number}\n")


CPU = node(0, "cpu_cores_count 64\nsimd_count 0\ngfx_target_version 0\n")


def rocm_rows():
    yield rocm("no tree", system())
    yield rocm("only a processor", system(files=CPU))
    for target in ALL_TARGETS:
        yield rocm(f"one {target.name}", system(files=CPU | gpu(1, target.gfx_target_version)))
        yield rocm(f"forced {target.name}", system(variables={"ROCM_BOOTSTRAP_FORCE_GFX_ARCH": target.name}))
    versions = [target.gfx_target_version for target in ALL_TARGETS]
    for index in range(40):
        chosen = R.choices(versions, k=R.randint(2, 9))
        files = dict(CPU)
        for number, version in enumerate(chosen, 1):
            files |= gpu(number, version, simd=R.choice([304, 304, 304, 96, 0]))
        yield rocm(f"several GPUs {index}", system(files=files))
    yield rocm("odd lines", system(files=node(1, "simd_count 4 5\nsimd_count 304\n\nname\ngfx_target_version 90402\nx y\n")))
    yield rocm("no version", system(files=node(1, "simd_count 304\n")))
    yield rocm("entries that are no nodes", system(files=gpu(1, 90402) | {f"{NODES}/x/properties": "simd_count 1\ngfx_target_version 90010\n"}))
    for forced in [
        "gfx942", "gfx942,gfx950", "gfx950,gfx942,gfx950", " gfx90a , gfx942", "gfx90a,,gfx942,", "gfx1250-strict,gfx1250",
        "gfx9999", "gfx942;gfx950", "gfx942 gfx950", "GFX942", "942", "gfx942:xnack-",
    ]:
        for files in [{}, CPU | gpu(1, 110501)]:
            yield rocm(f"forced {forced!r}", system(variables={"ROCM_BOOTSTRAP_FORCE_GFX_ARCH": forced}, files=files))
    for off, forced in itertools.product(["", "0", "1", "true", " 1"], ["", "gfx942"]):
        variables = {"ROCM_BOOTSTRAP_DISABLE_DETECTION": off, "ROCM_BOOTSTRAP_FORCE_GFX_ARCH": forced}
        yield rocm(f"off {off!r}, forced {forced!r}", system(variables=variables, files=gpu(1, 90402)))
    device = "  Device Type:  CL_DEVICE_TYPE_{}\n  Vendor: x\n  Name:   {}\n  Name: gfx900\n"
    for index in range(12):
        output = "Number of platforms: 1\n" + "".join(
            device.format(R.choice(["GPU", "GPU", "CPU"]), R.choice(["gfx1100", "gfx942", "gfx90a", "gfx77", "AMD Radeon"]))
            for _ in range(R.randint(0, 5))
        )
        # The fixture's machine has the device that makes asking worthwhile.
        yield rocm(f"clinfo {index}", system(files={"/dev/dxg": ""}, commands={"clinfo": output}))


# --- ascend-variant-provider ----------------------------------------------------------------------

from ascend_variant_provider.detect_cann import AscendEnvironment  # noqa: E402
from ascend_variant_provider.plugin import AscendVariantPlugin  # noqa: E402

TOOLKIT = "/usr/local/Ascend/latest"


def ascend(what, sys_):
    report = sys_["commands"].get("npu-smi info")

    def run(command, **_):
        return subprocess.CompletedProcess(command, 0, stdout=report, stderr="")

    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        variables = dict(sys_["variables"])
        if "ASCEND_TOOLKIT_HOME" in variables:
            variables["ASCEND_TOOLKIT_HOME"] = folder + variables["ASCEND_TOOLKIT_HOME"]
        for path, text in sys_["files"].items():
            (root / path.lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
            (root / path.lstrip("/")).write_text(text)
        AscendEnvironment.from_system.cache_clear()
        AscendVariantPlugin.get_supported_configs.__func__.cache_clear()
        with (
            mock.patch.dict(os.environ, variables, clear=True),
            mock.patch.object(shutil, "which", lambda name: None if report is None else "/usr/local/bin/" + name),
            mock.patch.object(subprocess, "run", run),
            mock.patch.object(os, "uname", lambda: mock.Mock(machine=sys_["machine"])),
        ):
            features = answer(AscendVariantPlugin.get_supported_configs)
    return {"what": what, "system": sys_, "features": features}


def npu_report(models, driver):
    rows = "".join(
        f"| {index}     {model:<19} | OK            | 93.6        40                0    / 0             |\n"
        f"| 0                         | 0000:C{index}:00.0  | 0           0    / 0          3162 / 65536         |\n"
        for index, model in enumerate(models)
    )
    return (
        "+--------------------------------------------------------------------------+\n"
        f"| npu-smi {driver:<20} Version: {driver:<20}                        |\n"
        "| NPU   Name                | Health        | Power(W)                     |\n"
        f"{rows}"
        "| NPU     Chip              | Process id    | Process name                 |\n"
        "| 0       0                 | 4711          | python3                      |\n"
    )


def ascend_rows():
    info = f"{TOOLKIT}/aarch64-linux/ascend_toolkit_install.info"
    yield ascend("nothing", system("aarch64"))
    yield ascend("an empty report", system("aarch64", commands={"npu-smi info": ""}))
    for model in ["910B3", "910B", "910b4", "310P3", "910", "Ascend910", "910A2", "910B4-1", "310P3X", "9B10", "B3"]:
        for driver in ["25.2.0", "23.0.rc2"]:
            yield ascend(f"{model}, driver {driver}", system("aarch64", commands={"npu-smi info": npu_report([model], driver)}))
    for driver in ["1", "1.2", "1.2.3.4", "24.1.rc1.1", "24.1.0.rc3", "24.1.RC3", "v25.2.0", "007.08", "x.y", "25.2.", "25.2.x", "25.2.rc"]:
        yield ascend(f"driver {driver}", system("aarch64", commands={"npu-smi info": npu_report(["910B3"], driver)}))
    for index in range(10):
        models = R.choices(["910B3", "910B2", "310P3", "910A", "Ascend910"], k=R.randint(1, 8))
        yield ascend(f"several devices {index}", system("aarch64", commands={"npu-smi info": npu_report(models, "25.2.0")}))
    for text in [
        "version=8.2.RC1\n", "package_name=x\nversion=8.2.RC1\narch=aarch64\n", "version=8.0.0\n", "version=8.0.0.alpha001\n",
        "version=8.1.RC1.beta1\n", "version=8.2.rc1\n", "Version=8.2\n", "version= 8.2\n", "version=8\nversion=7.1\n",
        "innerversion=V100R001\nversion=7.0.1\n", "innerversion=1.2\nversion=7.0.1\n", "version=\n", "", "version=[V1],version=7.0.RC1.1\n",
    ]:
        files, variables = {info: text}, {"ASCEND_TOOLKIT_HOME": TOOLKIT}
        for models in [["910B3"], []]:
            report = npu_report(models, "25.2.0")
            yield ascend(f"toolkit {text!r}, {len(models)} devices", system("aarch64", variables, files, {"npu-smi info": report}))
    yield ascend("toolkit without its file", system("aarch64", {"ASCEND_TOOLKIT_HOME": TOOLKIT}, {}, {"npu-smi info": npu_report(["910B3"], "25.2.0")}))
    names = ["NPU_TYPE", "DRIVER_VERSION", "CANN_VERSION"]
    values = {"NPU_TYPE": "310p", "DRIVER_VERSION": "24.1", "CANN_VERSION": "8.2.rc1"}
    for chosen in itertools.chain.from_iterable(itertools.combinations(names, count) for count in range(4)):
        forced = {f"ASCEND_VARIANT_PROVIDER_FORCE_{name}": values[name] for name in chosen}
        yield ascend(f"forced {chosen}", system("aarch64", forced))
        yield ascend(f"forced {chosen}, with a device", system("aarch64", forced | {"ASCEND_TOOLKIT_HOME": TOOLKIT}, {info: "version=8.0.0\n"}, {"npu-smi info": npu_report(["910B3"], "25.2.0")}))


# --- provider-variant-x86-64, provider-variant-aarch64 --------------------------------------------

import provider_variant_x86_64.plugin as x86  # noqa: E402

archspec = sys.modules["archspec"]
TARGETS = pathlib.Path(archspec.__file__).parent / "json/tests/targets"


def processor(what, plugin, machine, cpuinfo):
    detect = sys.modules["archspec.cpu.detect"]
    for function in [detect.host, detect._machine]:
        if hasattr(function, "cache_clear"):
            function.cache_clear()
    with (
        mock.patch.object(detect, "open", lambda *_, **__: io.StringIO(cpuinfo), create=True),
        mock.patch.object(platform, "system", lambda: "Linux"),
        mock.patch.object(platform, "machine", lambda: machine),
    ):
        features = answer(lambda: plugin().get_supported_configs(None))
    return {"what": what, "system": system(machine, files={"/proc/cpuinfo": cpuinfo}), "features": features}


def recorded(key):
    """The recordings of real machines that come with archspec and have that line: name and text."""
    for path in sorted(TARGETS.glob("linux-*")):
        text = path.read_text()
        kept = [line for line in text.splitlines() if line.split(":")[0].strip() in {
            "processor", "vendor_id", "flags", "Features", "CPU implementer", "CPU part"}]
        if any(line.startswith(key) for line in kept):
            yield path.name, "\n".join(kept) + "\n"


LEVELS = [
    "mmx sse sse2",
    "cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2",
    "avx avx2 bmi1 bmi2 f16c fma abm movbe xsave",
    "avx512f avx512bw avx512cd avx512dq avx512vl",
]


def x86_rows():
    for name, text in recorded("flags"):
        yield processor(name, x86.X8664Plugin, "x86_64", text)
    flags = [flag for level in LEVELS for flag in level.split()]
    for count in range(1, 5):
        listed = " ".join(LEVELS[:count])
        yield processor(f"v{count}", x86.X8664Plugin, "x86_64", f"vendor_id : x\nflags : fpu {listed}\n")
    # Without one flag of a level. archspec takes ssse3 for sse3, so pni stays.
    for missing in [flag for flag in flags if flag not in ("mmx", "sse", "sse2", "pni", "xsave")]:
        listed = " ".join(flag for flag in flags if flag != missing)
        yield processor(f"without {missing}", x86.X8664Plugin, "x86_64", f"vendor_id : x\nflags : {listed}\n")


write("rocm-bootstrap.jsonl", list(rocm_rows()))
write("ascend-variant-provider.jsonl", list(ascend_rows()))
write("provider-variant-x86-64.jsonl", list(x86_rows()))

# The other package brings an archspec of its own under the same name.
for name in [name for name in sys.modules if name.split(".")[0] == "archspec"]:
    del sys.modules[name]
import provider_variant_aarch64.plugin as arm  # noqa: E402

write(
    "provider-variant-aarch64.jsonl",
    [processor(name, arm.AArch64Plugin, "aarch64", text) for name, text in recorded("CPU implementer")],
)
