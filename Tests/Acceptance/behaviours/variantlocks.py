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


VARIANTS = {"cu126": _cuda("12.6"), "cu128": _cuda("12.8"), "rocm": {"amd": {"rocm_version": ["6.4"], "gfx_arch": ["gfx90a", "gfx942"]}}, "null": {}}
NEEDS = ["base", 'cublas==12.6 ; variant_label == "cu126"', 'cublas==12.8 ; variant_label == "cu128"', 'hip ; "amd" in variant_namespaces']
CUDA126, CUDA128 = _nvidia("12.6", 90), _nvidia("12.8", 90)
MI300 = {"amd": {"static-properties": {"rocm_version": ["6.4"], "gfx_arch": ["gfx942"]}, "feature-order": ["gfx_arch", "rocm_version"]}}
BASE = {"alpha": "1.0", "base": "1.0"}
WANTED = [({}, "null", BASE), (CUDA126, "cu126", {**BASE, "cublas": "12.6"}), (CUDA128, "cu128", {**BASE, "cublas": "12.8"}),
          (MI300, "rocm", {**BASE, "hip": "1.0"}), ({**CUDA128, **MI300}, "cu128", {**BASE, "cublas": "12.8"})]


def _world(t):
    world = t.own_world()
    _release(world, "alpha", "1.0", VARIANTS, NEEDS, PROVIDERS)
    for name, version in (("base", "1.0"), ("cublas", "12.6"), ("cublas", "12.8"), ("cublas", "13.0"), ("hip", "1.0")):
        add(world, name, version)
    return world


def _label(t):
    found = list(t.site().glob("alpha-*.dist-info/variant.json"))
    return next(iter(json.loads(found[0].read_text())["variants"])) if found else None


def one_lock_on_every_host(t):
    world = _world(t)
    _project(t, world, "alpha")
    texts = set()
    for host, _, _ in WANTED:
        for more in ([], ["--variant", "alpha=cu126"], ["--exclude-variant", "amd"], ["--disable-provider", "nvidia"]):
            (t.work / "swuv.lock").unlink(missing_ok=True)
            t.run("lock", *_profile(t, host), *more, plain=True)
            texts.add((t.work / "swuv.lock").read_bytes())
    t.expect(len(texts) == 1, f"{len(texts)} locks are not the same")
    before = texts.pop()
    # What was locked is there; nothing newer, and no metadata, is asked for.
    add(world, "hip", "2.0")
    for host, label, expected in WANTED * 2:
        del world.server.seen[:]
        t.run("sync", "--frozen", *_profile(t, host), plain=True)
        t.holds(expected)
        t.expect(_label(t) == label, f"installed is {_label(t)}, not {label}")
        paths = [path for _, path, _ in world.server.seen]
        t.expect(all(path.endswith(".whl") and (f"-{label}.whl" in path or "alpha" not in path) for path in paths), f"for {label} were asked: {paths}")
    world.server.stop()
    for host, label, expected in WANTED:
        for words in (("sync", "--frozen", "--offline"), ("sync", "--locked", "--offline"), ("sync", "--offline")):
            t.run(*words[:1], *words[1:], *_profile(t, host), plain=True)
            t.holds(expected)
        out = t.run("run", "--frozen", *_profile(t, host), "python", "-c", "import alpha; print('label=' + alpha.LABEL)", plain=True).out
        t.expect(out == f"label={label}\n", f"{label}: {out!r}")
        out = t.run("tree", "--frozen", *_profile(t, host), plain=True).out
        t.expect(label in out or label == "null", f"the tree does not show {label}: {out}")
    t.expect((t.work / "swuv.lock").read_bytes() == before, "the lock changed")


def wishes_about_variants_in_a_project(t):
    """What a user says counts in a project as it does outside of it."""
    world = _world(t)
    _project(t, world, "alpha")
    for more, label in ((["--variant", "alpha=null"], "null"), (["--variant", "alpha=cu126"], "cu126"), (["--exclude-variant", "nvidia"], "null"),
                        (["--disable-provider", "nvidia"], "null"), (["--prefer-variant", "amd"], "cu128")):
        t.run("sync", *more, *_profile(t, CUDA128), plain=True)
        t.expect(_label(t) == label, f"{more}: {_label(t)}, not {label}")
        t.run("sync", "--forget", *_profile(t, CUDA128), plain=True)
        t.expect(_label(t) == "cu128", f"after {more} and --forget: {_label(t)}")
    # Remembered, and shown; what does not fit is an error and changes nothing.
    t.run("sync", "--variant", "alpha=cu126", *_profile(t, CUDA128), plain=True)
    for words in (("sync",), ("run", "true"), ("tree",), ("add", "base")):
        done = t.run(words[0], *_profile(t, CUDA128), *words[1:], plain=True)
        t.expect(_label(t) == "cu126" and "alpha=cu126" in done.err, f"{words}: {_label(t)}: {done.err}")
    done = t.run("sync", "--variant", "alpha=rocm", *_profile(t, CUDA128), plain=True, code=1)
    t.says(done, "rocm", where="err")
    done = t.run("sync", "--variant", "alpha=cu999", *_profile(t, CUDA128), plain=True, code=1)
    t.says(done, "cu999", where="err")
    t.run("sync", *_profile(t, CUDA128), plain=True)
    t.expect(_label(t) == "cu126", f"what failed is remembered: {_label(t)}")
    t.write("swuv.toml", '[variants]\nlabels = { alpha = "null" }\n')
    t.run("sync", "--forget", *_profile(t, CUDA128), plain=True)
    t.expect(_label(t) == "null", f"a label of a configuration file: {_label(t)}")
    t.run("sync", "--variant", "alpha=cu128", *_profile(t, CUDA128), plain=True)
    t.expect(_label(t) == "cu128", "the command line counts before the file")


def an_exported_lock_is_for_every_host(t):
    _project(t, _world(t), "alpha")
    t.run("lock", plain=True)
    for host, _, _ in WANTED[:2]:
        text = t.run("export", "--format", "pylock.toml", *(_profile(t, host) if host else []), plain=True).out
        t.write("pylock.toml", text)
        t.expect(all(f"-{label}.whl" in text for label in VARIANTS) and "variants-json" in text, f"not all variants are exported: {text}")
    t.venv("other")
    for host, label, expected in WANTED:
        t.run("sync", "pylock.toml", "--python", "other", *_profile(t, host), plain=True)
        found = list(t.site("other").glob("alpha-*.dist-info/variant.json"))
        t.expect(next(iter(json.loads(found[0].read_text())["variants"])) == label, f"not {label}")


def a_new_release_of_variants(t):
    """An upgrade, a label that is new, one that is gone."""
    world = _world(t)
    _project(t, world, "alpha")
    t.run("sync", *_profile(t, CUDA128), plain=True)
    _release(world, "alpha", "2.0", {"cu130": _cuda("13.0"), "cu128": _cuda("12.8"), "null": {}}, ["base"], PROVIDERS)
    t.run("sync", *_profile(t, CUDA128), plain=True)
    t.holds({**BASE, "cublas": "12.8"})
    done = t.run("sync", "-U", *_profile(t, CUDA128), plain=True)
    t.holds({"alpha": "2.0", "base": "1.0"})
    t.expect(_label(t) == "cu128", f"{_label(t)}")
    t.expect(re.search(r"^ - cublas==12\.8", done.err, re.M), f"what nothing needs any more stays: {done.err}")
    for host, label in ((_nvidia("13.0", 90), "cu130"), (MI300, "null")):
        t.run("sync", *_profile(t, host), plain=True)
        t.expect(_label(t) == label, f"{_label(t)}, not {label}")


ABI = {**PROVIDERS, "abi": {"builtin": "abi_dependency"}}


def _built_for(torch, hardware=None):
    return {**(hardware or {}), "abi": {"torch": torch.split()}}


def builds_against_other_versions_on_other_hosts(t):
    """V-235: what the builds for one kind of hardware were made against does not bind hosts of another kind."""
    world = t.own_world()
    for version in ("2.6", "2.7", "2.8", "2.9"):
        add(world, "torch", version)
    variants = {"cu130_t28": _built_for("2.8", _cuda("13.0")), "cu126": _built_for("2.7", _cuda("12.6")), "rocm": _built_for("2.6", ROCM)}
    _release(world, "alpha", "1.0", variants, ["torch"], ABI)
    _release(world, "gamma", "1.0", {**variants, "cpu": _built_for("2.7")}, ["torch"], ABI)
    torch = {"none": "2.7", "cuda12": "2.7", "cuda13": "2.8", "rocm": "2.7", "both": "2.8"}
    for name, hosts in (("alpha", {**torch, "rocm": "2.6"}), ("gamma", torch)):
        _project(t, world, name)
        (t.work / "swuv.lock").unlink(missing_ok=True)
        t.run("lock", plain=True)
        if name == "alpha":
            del hosts["none"]
            t.says(t.run("sync", "--dry-run", *_profile(t, HOSTS["none"]), plain=True, code=1), "13.0", "12.6", where="err")
        for host, done in _on_each(t, {host: {name: "1.0", "torch": version} for host, version in hosts.items()}, name):
            t.expect("has no build" not in done.err, f"{host}: {done.err}")
    # What is not needed any more tells nobody apart.
    _project(t, world, "alpha")
    t.run("lock", plain=True)
    before = (t.work / "swuv.lock").read_text()
    t.expect("gamma" not in before, before)
    t.run("lock", "--upgrade-package", "nothing", plain=True)
    t.expect((t.work / "swuv.lock").read_text() == before, "the lock changes when it is made again after an edit")


def an_older_release_for_the_hosts_that_need_one(t):
    """Where a pin leaves hosts without a build of the newest release, they alone get an older one."""
    world = t.own_world()
    for version in ("2.7", "2.8"):
        add(world, "torch", version)
    _release(world, "alpha", "1.0", {"cu126": _built_for("2.8", _cuda("12.6")), "rocm": _built_for("2.7", ROCM)}, ["torch"], ABI)
    _release(world, "alpha", "0.9", {"cu126": _built_for("2.7", _cuda("12.6")), "rocm": _built_for("2.7", ROCM)}, ["torch"], ABI)
    _project(t, world, "alpha", "torch<2.8")
    t.run("lock", plain=True)
    rows = {"cuda12": {"alpha": "0.9", "torch": "2.7"}, "rocm": {"alpha": "1.0", "torch": "2.7"}}
    for host, done in _on_each(t, rows, "alpha", "torch<2.8"):
        t.expect("has no build" not in done.err, f"{host}: {done.err}")
