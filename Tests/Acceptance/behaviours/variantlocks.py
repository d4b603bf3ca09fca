"""Variant wheels in locks: every host gets what it would get by itself, whatever others have."""
import json, re

from behaviours.hardware import _amd, _nvidia, _planned, _profile
from behaviours.variants import _cuda, _release
from scratch import add

PROVIDERS = {"nvidia": {"requires": ["nvidia-variant-provider"], "plugin-api": "nvidia_variant_provider.plugin:NvidiaVariantPlugin"},
             "amd": {"requires": ["amd-variant-provider"], "plugin-api": "amd_variant_provider.plugin:AMDVariantPlugin"}}
ROCM = {"amd": {"gfx_arch": ["gfx942"]}}
HOSTS = {"none": {}, "cuda12": _nvidia("12.8", 90), "cuda13": _nvidia("13.0", 90), "rocm": _amd("gfx942"), "both": {**_nvidia("13.0", 90), **_amd("gfx942")}}


def _project(t, world, *dependencies):
    listed = ", ".join(f'"{item}"' for item in dependencies)
    t.write("pyproject.toml", f'[project]\nname = "demo"\nversion = "1.0"\nrequires-python = ">=3.8"\ndependencies = [{listed}]\n')
    t.environment.update(SWUV_DEFAULT_INDEX=world.index, SWUV_CACHE_DIR=str(t.cache), SWUV_PYTHON=t.python)


def _on_each(t, expected, *dependencies):
    """What a lock gives each host, and that a host by itself gets the same."""
    before = (t.work / "swuv.lock").read_bytes()
    if not (t.work / "alone").exists():
        t.venv("alone")
    for host, wanted in expected.items():
        done = t.run("sync", "--dry-run", "--locked", *_profile(t, HOSTS[host]), plain=True, code=0 if wanted else 1)
        if wanted is None:
            t.says(done, "no solution for this computer", where="err")
            continue
        t.expect(_planned(done) == wanted, f"on {host}: {_planned(done)}, not {wanted}: {done.err[-300:]}")
        alone = t.run("install", "--dry-run", "--python", "alone", *dependencies, *_profile(t, HOSTS[host]), plain=True)
        t.expect(_planned(alone) == wanted, f"on {host} alone: {_planned(alone)}, not {wanted}")
        yield host, done
    done = t.run("lock", plain=True)
    t.run("lock", "--upgrade-package", "nothing", plain=True)
    t.expect((t.work / "swuv.lock").read_bytes() == before, f"the lock changes when it is made again: {done.err}")


def a_release_that_has_nothing_for_some_hosts(t):
    world = t.own_world()
    _release(world, "alpha", "3.0", {"cu130": _cuda("13.0")}, ["beta>=2"], PROVIDERS)
    _release(world, "alpha", "2.0", {"cu126": _cuda("12.6"), "rocm": ROCM}, ["beta"], PROVIDERS)
    _release(world, "alpha", "1.0", {"null": {}}, ["beta<2"], PROVIDERS)
    for version in ("1.0", "2.0"):
        add(world, "beta", version)
    _project(t, world, "alpha")
    t.run("lock", plain=True)
    rows = {"none": {"alpha": "1.0", "beta": "1.0"}, "cuda12": {"alpha": "2.0", "beta": "2.0"}, "cuda13": {"alpha": "3.0", "beta": "2.0"},
            "rocm": {"alpha": "2.0", "beta": "2.0"}, "both": {"alpha": "3.0", "beta": "2.0"}}
    for host, done in _on_each(t, rows, "alpha"):
        lines = [line for line in done.err.splitlines() if "alpha 3.0 has no build for this computer" in line]
        t.expect(len(lines) == (rows[host]["alpha"] != "3.0"), f"{host}: is it said what was skipped? {done.err}")
    # Other tools get those of one host.
    for host, version in (("none", "1.0"), ("cuda13", "3.0")):
        out = t.run("export", "--no-hashes", *_profile(t, HOSTS[host]), plain=True).out
        t.expect(re.findall(r"^alpha==(\S+)", out, re.M) == [version], f"exported for {host}: {out}")
    out = t.run("tree", *_profile(t, HOSTS["rocm"]), plain=True).out
    t.expect("alpha v2.0" in out and "alpha v3.0" not in out, out)
    # An upgrade of one package lets the hosts be.
    t.run("lock", "--upgrade-package", "beta", plain=True)
    for host, done in _on_each(t, rows, "alpha"):
        pass


def nothing_for_some_hosts_at_all(t):
    world = t.own_world()
    for version in ("1.0", "2.0"):
        _release(world, "alpha", version, {"cu126": _cuda("12.6")}, [], PROVIDERS)
    _project(t, world, "alpha")
    t.run("lock", plain=True)
    text = (t.work / "swuv.lock").read_text()
    t.expect("alpha-1.0" not in text and "variant_label" not in text, f"hosts that nothing serves have a part: {text}")
    done = t.run("sync", *_profile(t, {}), plain=True, code=1)
    t.says(done, "alpha 2.0", "cuda_version_lower_bound", where="err")
    t.run("sync", *_profile(t, HOSTS["cuda13"]), plain=True)
    t.holds({"alpha": "2.0"})


def a_combination_that_no_host_can_have(t):
    """What no wheel is like costs nobody the lock."""
    world = t.own_world()
    _release(world, "alpha", "1.0", {"cu126": _cuda("12.6")}, ['beta>=2 ; "nvidia" not in variant_namespaces'], PROVIDERS)
    add(world, "beta", "1.0")
    _project(t, world, "alpha")
    done = t.run("lock", plain=True)
    t.expect("No solution" not in done.err, f"what cannot be is told: {done.err}")
    for host, done in _on_each(t, {"cuda12": {"alpha": "1.0"}, "both": {"alpha": "1.0"}}, "alpha"):
        pass


def a_combination_without_a_solution(t):
    """Hosts for which there is none are told so, and the others are locked."""
    world = t.own_world()
    _release(world, "alpha", "1.0", {"cu126": _cuda("12.6"), "null": {}}, ['beta==1.0 ; variant_label == "cu126"'], PROVIDERS)
    _release(world, "gamma", "1.0", {"rocm": ROCM, "null": {}}, ['beta==2.0 ; variant_label == "rocm"'], PROVIDERS)
    for version in ("1.0", "2.0"):
        add(world, "beta", version)
    _project(t, world, "alpha", "gamma")
    done = t.run("lock", plain=True)
    t.expect(len([line for line in done.err.splitlines() if line.startswith("No solution for computers where")]) == 1, done.err)
    base = {"alpha": "1.0", "gamma": "1.0"}
    for host, done in _on_each(t, {"none": base, "cuda12": {**base, "beta": "1.0"}, "rocm": {**base, "beta": "2.0"}, "both": None}, "alpha", "gamma"):
        pass
