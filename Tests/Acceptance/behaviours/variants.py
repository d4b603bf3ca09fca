"""Variants: which wheel is chosen and why, on which host, what the user may say about it, and what packagers can do."""
import json, os, stat

from scratch import Skip, add, route

SCHEMA = "https://variants-schema.wheelnext.dev/peps/850/v0.2.0.json"
NVIDIA = {"requires": ["nvidia-variant-provider>=0.0.1,<1"], "plugin-api": "nvidia_variant_provider.plugin:NvidiaVariantPlugin"}
GPU = {"NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION": "12.8", "NV_VARIANT_PROVIDER_FORCE_SM_ARCH": "9.0"}


def _cuda(version):
    return {"nvidia": {"cuda_version_lower_bound": [version]}}


CUDA = {"cu126": _cuda("12.6"), "cu128": _cuda("12.8"), "cu130": _cuda("13.0"), "null": {}}


def _metadata(variants, providers=None, namespaces=None):
    providers = providers if providers is not None else {"nvidia": NVIDIA}
    return {"$schema": SCHEMA, "default-priorities": {"namespace": namespaces or list(providers)}, "providers": providers, "variants": variants}


def _release(world, name, version, variants, requires=(), providers=None, plain=False, index_file=True):
    """Publishes one wheel a label, the index file beside them, and an ordinary wheel if asked for."""
    under = name.replace("-", "_")
    for label, properties in variants.items():
        info = f"{under}-{version}.dist-info"
        inner = json.dumps(_metadata({label: properties}, providers))
        add(world, name, version, requires, tag=f"py3-none-any-{label}",
            files={f"{under}/__init__.py": f"LABEL = {label!r}\n", f"{info}/variant.json": inner})
    if plain:
        add(world, name, version, requires)
    if index_file:
        filename = f"{under}-{version}-variants.json"
        text = json.dumps(_metadata(variants, providers)).encode()
        world.add(name, filename, text)


def _world(t, **options):
    world = t.own_world()
    _release(world, "alpha", "1.0", CUDA, **options)
    return world


def _label(t, name="alpha", venv=".venv"):
    files = list(t.site(venv).glob(f"{name}-*.dist-info/variant.json"))
    return next(iter(json.loads(files[0].read_text())["variants"])) if files else None


def _chosen(t, expected, **options):
    found = _label(t, **options)
    t.expect(found == expected, f"installed is {found}, not {expected}")


def install_replaces_a_variant_that_is_excluded(t):
    """That another build would be better does not count for what is there; that the user will not have it does."""
    t.venv()
    index = _world(t).index
    t.run("install", "alpha", index=index, env=GPU)
    _chosen(t, "cu128")
    t.run("install", "alpha", "--exclude-variant", "x86_64", index=index, env=GPU)
    _chosen(t, "cu128")
    t.run("install", "alpha", "--exclude-variant", "nvidia", index=index, env=GPU)
    _chosen(t, "null")
    t.run("install", "alpha", index=index, env=GPU)
    _chosen(t, "null")


def install_says_which_variant_it_took(t):
    t.venv()
    done = t.run("install", "alpha", index=_world(t).index, env=GPU)
    _chosen(t, "cu128")
    t.matches(done, r"^ \+ alpha==1\.0 .*cu128")


def the_same_install_again_asks_nobody(t):
    t.venv()
    world = _world(t)
    t.run("install", "alpha", index=world.index, env=GPU)
    before = len(world.server.seen)
    t.run("install", "alpha", index=world.index)
    t.expect(len(world.server.seen) == before, "the index was asked although all is there")
    _chosen(t, "cu128")


def an_upgrade_selects_again(t):
    t.venv()
    world = _world(t)
    t.run("install", "alpha", index=world.index, env=GPU)
    t.run("install", "--upgrade", "alpha", index=world.index)
    _chosen(t, "null")


def _profile(t, *versions, name="host.json"):
    t.write(name, json.dumps({"providers": {"nvidia": {"static-properties": {"cuda_version_lower_bound": list(versions)}}} if versions else {}}))
    return ["--variant-profile", name]


def a_build_that_does_not_fit_the_profile_is_replaced(t):
    t.venv()
    world = _world(t)
    t.run("install", "alpha", index=world.index, env=GPU)
    done = t.run("install", "alpha", *_profile(t, "12.6"), index=world.index)
    _chosen(t, "cu126")
    t.matches(done, r"^ ~ alpha==1\.0 .*cu126")
    t.run("install", "alpha", *_profile(t), index=world.index)
    _chosen(t, "null")


def a_dependency_that_does_not_fit_the_profile_is_replaced(t):
    t.venv()
    world = _world(t)
    add(world, "beta", "1.0", ["alpha"])
    t.run("install", "beta", index=world.index, env=GPU)
    t.run("install", "beta", "--variant-profile", "host.json", index=world.index, code=2)
    t.run("install", "beta", *_profile(t), index=world.index)
    _chosen(t, "null")
    t.run("install", "beta", "--no-deps", *_profile(t, "12.8"), index=world.index)
    _chosen(t, "null")


def a_build_that_fits_the_profile_stays_though_a_better_one_would_too(t):
    t.venv()
    world = _world(t, plain=True)
    t.run("install", "alpha", "--variant", "alpha=cu126", index=world.index, env=GPU)
    seen = len(world.server.seen)
    for options in (_profile(t, "13.0", "12.8", "12.6"), ["--prefer-variant", "nvidia :: cuda_version_lower_bound :: 12.8"]):
        t.run("install", "alpha", *options, index=world.index)
        _chosen(t, "cu126")
    t.expect(len(world.server.seen) == seen, "the index was asked although all that is installed fits")
    t.run("install", "--upgrade", "alpha", *_profile(t, "13.0", "12.8", "12.6"), index=world.index)
    _chosen(t, "cu130")


def what_is_installed_and_excluded_now_is_replaced(t):
    world = _world(t, plain=True)
    for number, (options, expected) in enumerate([
            (["--exclude-variant", "nvidia :: cuda_version_lower_bound :: 12.8"], "cu126"), (["--exclude-variant", "nvidia"], "null"),
            (["--disable-provider", "nvidia"], "null"), (["--no-variants"], None),
            (["--exclude-variant", "amd", "--disable-provider", "tpu"], "cu128")]):
        venv = f"v{number}"
        t.venv(venv)
        t.run("install", "alpha", "--python", venv, index=world.index, env=GPU)
        t.run("install", "alpha", "--python", venv, *options, index=world.index, env=GPU)
        _chosen(t, expected, venv=venv)


def what_the_project_excludes_is_replaced(t):
    t.venv()
    world = _world(t)
    t.run("install", "alpha", index=world.index, env=GPU)
    t.write("pyproject.toml", '[project]\nname = "x"\nversion = "1"\n[tool.swuv.variants]\nexclude = ["nvidia"]\n')
    t.run("install", "alpha", index=world.index, env=GPU)
    _chosen(t, "null")


def nothing_else_is_taken_where_only_what_is_excluded_exists(t):
    t.venv()
    world = t.own_world()
    _release(world, "alpha", "1.0", {"cu128": _cuda("12.8")})
    t.run("install", "alpha", index=world.index, env=GPU)
    done = t.run("install", "alpha", "--exclude-variant", "nvidia", index=world.index, env=GPU, code=1)
    t.says(done, "alpha", "nvidia", where="err")
    _chosen(t, "cu128")


def a_label_by_name(t):
    t.venv()
    world = _world(t, plain=True)
    t.run("install", "alpha", index=world.index, env=GPU)
    t.run("install", "alpha", "--variant", "alpha=cu126", index=world.index, env=GPU)
    _chosen(t, "cu126")


def a_label_that_does_not_fit_is_refused(t):
    t.venv()
    done = t.run("install", "alpha", "--variant", "alpha=cu130", index=_world(t, plain=True).index, env=GPU, code=1)
    t.says(done, "cu130", "13.0", where="err")
    t.holds({})


def a_label_that_does_not_exist_is_refused(t):
    t.venv()
    done = t.run("install", "alpha", "--variant", "alpha=cu999", index=_world(t, plain=True).index, env=GPU, code=1)
    t.says(done, "cu999", where="err")
    t.holds({})


def exclusions(t):
    t.venv()
    t.run("install", "alpha", "--exclude-variant", "nvidia :: cuda_version_lower_bound :: 12.8", index=_world(t).index, env=GPU)
    _chosen(t, "cu126")


def exclusion_of_a_namespace(t):
    t.venv()
    t.run("install", "alpha", "--exclude-variant", "nvidia", index=_world(t).index, env=GPU)
    _chosen(t, "null")


def no_variants_at_all(t):
    t.venv()
    world = _world(t, plain=True)
    t.run("install", "alpha", "--no-variants", index=world.index, env=GPU)
    _chosen(t, None)


def only_variants_and_none_wanted(t):
    t.venv()
    done = t.run("install", "alpha", "--no-variants", index=_world(t).index, env=GPU, code=1)
    t.says(done, "alpha", "variant", where="err")


def preferences_of_the_project(t):
    t.venv()
    t.write("pyproject.toml", '[project]\nname = "x"\nversion = "1"\n[tool.swuv.variants]\nlabels = { alpha = "cu126" }\n')
    t.run("install", "alpha", index=_world(t).index, env=GPU)
    _chosen(t, "cu126")


def preferring_a_value(t):
    t.venv()
    t.run("install", "alpha", "--prefer-variant", "nvidia :: cuda_version_lower_bound :: 12.6", index=_world(t).index, env=GPU)
    _chosen(t, "cu126")


def a_profile_by_environment_variable(t):
    t.venv()
    t.write("h200.json", json.dumps({"providers": {"nvidia": {"static-properties": {"cuda_version_lower_bound": ["12.6"]}}}}))
    t.run("install", "alpha", index=_world(t).index, env={"SWUV_VARIANT_PROFILE": "h200.json", **GPU})
    _chosen(t, "cu126")


def a_profile_without_a_name(t):
    t.venv()
    done = t.run("install", "alpha", "--variant-profile", "", index=_world(t).index, env=GPU, code=2)
    t.says(done, "--variant-profile", "swuv variants detect --json", where="err")
    # A variable that is empty is not set.
    t.run("install", "alpha", index=_world(t).index, env={**GPU, "SWUV_VARIANT_PROFILE": ""})
    _chosen(t, "cu128")


def an_incomplete_profile_detects_the_rest(t):
    t.venv()
    t.write("p.json", json.dumps({"complete": False, "providers": {"tpu": {"static-properties": {"present": ["true"]}}}}))
    t.run("install", "alpha", "--variant-profile", "p.json", index=_world(t).index, env=GPU)
    _chosen(t, "cu128")


def a_profile_with_faults(t):
    t.venv()
    t.write("p.json", json.dumps({"providers": {"NV": {"static-properties": {"a": ["1"]}}, "hw": {"static-properties": {"a": ["1"], "b": []}}}}))
    done = t.run("install", "alpha", "--variant-profile", "p.json", index=_world(t).index, code=None)
    t.expect(done.code in (1, 2), f"exit {done.code}")
    t.says(done, "p.json", "NV", "feature-order", where="err")


def detect_feeds_back(t):
    t.venv()
    profile = t.run("variants detect", "--json", env=GPU).out
    t.expect(json.loads(profile)["schema_version"] == 1, "no schema_version")
    t.write("host.json", profile)
    t.run("install", "alpha", "--variant-profile", "host.json", index=_world(t).index)
    _chosen(t, "cu128")


def detect_tells_where_from_and_what_not(t):
    done = t.run("variants detect", env=GPU)
    t.says(done, "nvidia", "NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION", "12.8")
    done = t.run("variants detect", "-v")
    t.says(done, "amd", "x86_64" if os.uname().machine == "x86_64" else "aarch64")


def detect_writes_nothing(t):
    t.run("variants detect")
    t.expect(not t.cache.exists(), "the cache was made")


def intersect_is_safe_on_both(t):
    old = t.write("old.json", t.run("variants detect", "--json", env={**GPU, "NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION": "12.6"}).out)
    new = t.write("new.json", t.run("variants detect", "--json", env=GPU).out)
    both = t.run("variants intersect", old, new).out
    t.write("both.json", both)
    t.venv()
    t.run("install", "alpha", "--variant-profile", "both.json", index=_world(t).index)
    _chosen(t, "cu126")


def explain_tells_every_candidate(t):
    t.venv()
    world = _world(t, plain=True)
    done = t.run("variants explain", "alpha", "--default-index", world.index, "--python", t.python, env=GPU)
    t.says(done, "cu126", "cu128", "cu130", "null", "13.0")
    found = json.loads(t.run("variants explain", "alpha", "--json", "--default-index", world.index, "--python", t.python, env=GPU).out)
    t.expect(found["schema_version"] == 1 and found["success"], f"{found}")


def explain_of_a_package_without_variants(t):
    done = t.run("variants explain", "beta", "--default-index", t.index, "--python", t.python)
    t.says(done, "beta")


def explain_of_a_wheel_by_its_place(t):
    t.venv()
    world = t.own_world()
    _release(world, "alpha", "1.0", CUDA)
    wheel = t.work / "alpha-1.0-py3-none-any-cu130.whl"
    route = next(answers[0] for path, answers in world.routes.items() if path.endswith(wheel.name))
    wheel.write_bytes(route.body)
    done = t.run("variants explain", wheel, "--python", t.python, env=GPU)
    t.matches(done, r"nothing of it fits this computer", r"lacks +nvidia :: cuda_version_lower_bound :: 13\.0", where="out")
    done = t.run("variants explain", "alpha>=2", "--default-index", world.index, "--python", t.python, code=1)
    t.matches(done, r"there is 1\.0")


def explain_takes_no_build_for_a_package_that_nothing_requires(t):
    """As install does, until something requires or has the package (A-07)."""
    t.venv()
    world = t.own_world()
    abi = {"abi_dependency": {"builtin": "abi_dependency"}}
    builds = {"t28": {"abi_dependency": {"beta": ["2.8"]}}, "null": {}}
    _release(world, "alpha", "1.0", builds, providers=abi)
    _release(world, "delta", "1.0", builds, ["beta==2.8"], providers=abi)
    _release(world, "gamma", "1.0", builds, ['beta==2.8 ; extra == "x"'], providers=abi)
    add(world, "beta", "2.8")

    def explained(what, **more):
        done = t.run("variants explain", what, "--json", "--default-index", world.index, "--python", ".venv", **more)
        found = json.loads(done.out)
        return found["selected"]["label"], [file.get("reason") for file in found["files"] if file.get("label") == "t28"]

    label, reasons = explained("alpha")
    t.expect(label == "null" and "`beta`, which nothing requires" in reasons[0], f"{label} {reasons}")
    t.expect(explained("delta")[0] == "t28" and explained("gamma[x]")[0] == "t28" and explained("gamma")[0] == "null", "required")
    t.expect(explained("alpha", env={"VARIANT_ABI_DEPENDENCY": "beta==2.8"})[0] == "t28", "by variable")
    t.run("install", "alpha", index=world.index)
    t.expect(_label(t) == "null", "install")
    t.run("install", "beta", index=world.index)
    t.expect(explained("alpha")[0] == "t28", "installed")


def explain_says_what_install_does(t):
    """An ordinary file is nobody's label, and what only a wheel itself says of Python counts."""
    t.venv()
    index = _world(t, plain=True).index
    for label, fits in ("null", True), ("cu130", False), ("nosuch", False):
        wanted = ["--variant", f"alpha={label}"]
        done = t.run("variants explain", "alpha", "--json", *wanted, "--default-index", index, "--python", t.python, env=GPU)
        found = json.loads(done.out)
        ordinary = next(file for file in found["files"] if file["kind"] == "wheel")
        t.expect((found["selected"] or {}).get("label") == (label if fits else None) and (found["selected"] is not None) == fits, f"{found['selected']}")
        t.expect(not ordinary["fits"] and label in ordinary["reason"], f"{ordinary}")
        t.run("install", "alpha", "--dry-run", *wanted, index=index, env=GPU, code=0 if fits else 1)
    newer = t.own_world()
    _release(newer, "alpha", "1.0", {"null": {}})
    add(newer, "alpha", "2.0", tag="py3-none-any-null", requires_python=">=4", files={
        "alpha/__init__.py": "", "alpha-2.0.dist-info/variant.json": json.dumps(_metadata({"null": {}}))})
    wheels = t.work / "wheels"
    wheels.mkdir()
    for path, answers in newer.routes.items():
        if path.endswith(".whl"):
            (wheels / path.rsplit("/", 1)[1]).write_bytes(answers[0].body)
    done = t.run("variants explain", "alpha", "--json", "--no-index", "--find-links", wheels, "--python", t.python)
    t.expect(json.loads(done.out)["selected"]["version"] == "1.0", done.out)
    t.run("install", "alpha", "--no-index", "--find-links", wheels)
    t.expect((t.site() / "alpha-1.0.dist-info").exists(), "another version is installed")


def explain_promises_nothing_of_a_list_in_the_metadata(t):
    """No host supports more of it than it says (V-181); one that is turned off may still be turned on."""
    world = t.own_world()
    blas = {"static-properties": {"library": ["openblas"]}}
    _release(world, "alpha", "1.0", {"mkl": {"blas": {"library": ["mkl"]}}, "null": {}}, providers={"blas": blas})
    _release(world, "beta", "1.0", {"open": {"blas": {"library": ["openblas"]}}, "null": {}}, providers={"blas": {**blas, "optional": True}})
    for name, labels in ("alpha", []), ("beta", ["open"]):
        done = t.run("variants explain", name, "--json", "--default-index", world.index, "--python", t.python)
        found = [unlock["label"] for unlock in json.loads(done.out)["unlocks"]]
        t.expect(found == labels, f"{name}: {found}")


def explain_for_another_host(t):
    world = _world(t)
    t.write("p.json", json.dumps({"providers": {"nvidia": {"static-properties": {"cuda_version_lower_bound": ["13.0", "12.8", "12.6"]}}}}))
    done = t.run("variants explain", "alpha", "--variant-profile", "p.json", "--default-index", world.index, "--python", t.python)
    t.says(done, "cu130")


def errors_name_the_properties(t):
    t.venv()
    world = t.own_world()
    _release(world, "alpha", "1.0", {"cu130": _cuda("13.0")})
    done = t.run("install", "alpha", index=world.index, env=GPU, code=1)
    t.says(done, "nvidia :: cuda_version_lower_bound :: 13.0", "swuv variants explain alpha", where="err")


def markers_pull_in_what_the_variant_needs(t):
    t.venv()
    world = t.own_world()
    _release(world, "alpha", "1.0", CUDA, ['beta==1.0 ; variant_label == "cu128"', 'gamma ; "nvidia" not in variant_namespaces'])
    add(world, "beta", "1.0")
    add(world, "beta", "2.0")
    add(world, "gamma", "1.0")
    t.run("install", "alpha", index=world.index, env=GPU)
    t.holds({"alpha": "1.0", "beta": "1.0"})
    t.run("check", env=GPU)
    t.run("venv", "other", "--python", t.python)
    t.run("install", "alpha", "--python", "other", index=world.index)
    t.holds({"alpha": "1.0", "gamma": "1.0"}, venv="other")
    t.run("check", "--python", "other")


def markers_gate_dependencies_both_ways(t):
    """V-422: libraries of one build by its label, shared ones by the namespace, both with markers of the platform."""
    t.venv()
    world = t.own_world()
    _release(world, "alpha", "1.0", {"cu128": _cuda("12.8"), "null": {}}, [
        "beta ; variant_label == 'cu128' and sys_platform == 'linux'", "gamma ; 'nvidia' in variant_namespaces and sys_platform == 'linux'",
        "delta ; 'amd' in variant_namespaces", "epsilon ; variant_label == 'null'", "zeta ; 'nvidia' in variant_namespaces and sys_platform == 'win32'"])
    for name in ("beta", "gamma", "delta", "epsilon", "zeta"):
        add(world, name, "1.0")
    t.run("install", "alpha", index=world.index, env=GPU)
    t.holds({"alpha": "1.0", "beta": "1.0", "gamma": "1.0"})
    t.run("venv", "other", "--python", t.python)
    t.run("install", "alpha", "--python", "other", index=world.index)
    t.holds({"alpha": "1.0", "epsilon": "1.0"}, venv="other")


def a_variant_that_fails_gives_way_to_an_older_version(t):
    t.venv()
    world = t.own_world()
    _release(world, "alpha", "2.0", {"cu130": _cuda("13.0")})
    _release(world, "alpha", "1.0", CUDA)
    t.run("install", "alpha", index=world.index, env=GPU)
    t.holds({"alpha": "1.0"})


def without_an_index_file_the_wheels_tell(t):
    t.venv()
    world = _world(t, index_file=False)
    t.run("install", "alpha", index=world.index, env=GPU)
    _chosen(t, "cu128")


def a_broken_index_file_is_told_once(t):
    t.venv()
    world = t.own_world()
    _release(world, "alpha", "1.0", CUDA, plain=True)
    world.route("/files/alpha-1.0-variants.json", b"{")
    del world.pages["alpha"][-1]["hashes"]
    add(world, "beta", "1.0")
    page = {"meta": {"api-version": "1.1"}, "name": "alpha", "files": world.pages["alpha"]}
    world.routes["/simple/alpha/"] = [route(json.dumps(page), "application/vnd.pypi.simple.v1+json")]
    done = t.run("install", "alpha", index=world.index, env=GPU)
    _chosen(t, None)
    t.expect(done.err.count("alpha-1.0-variants.json") == 1, f"told {done.err.count('alpha-1.0-variants.json')} times: {done.err}")
    t.run("install", "--reinstall", "--strict-variants", "alpha", index=world.index, env=GPU, code=1)


def a_wrong_hash_of_the_index_file_is_an_error(t):
    t.venv()
    world = t.own_world()
    _release(world, "alpha", "1.0", CUDA, plain=True)
    world.route("/files/alpha-1.0-variants.json", json.dumps(_metadata(CUDA)).encode() + b" ")
    done = t.run("install", "alpha", index=world.index, env=GPU, code=1)
    t.says(done, "alpha-1.0-variants.json", where="err")
    t.holds({})


def optional_providers_are_off(t):
    t.venv()
    world = _world(t, providers={"nvidia": {**NVIDIA, "optional": True}})
    t.run("install", "alpha", index=world.index, env=GPU)
    _chosen(t, "null")
    t.run("install", "--reinstall", "--enable-provider", "nvidia", "alpha", index=world.index, env=GPU)
    _chosen(t, "cu128")


def a_provider_can_be_switched_off(t):
    t.venv()
    t.run("install", "--disable-provider", "nvidia", "alpha", index=_world(t).index, env=GPU)
    _chosen(t, "null")


SITE = {"requires": ["site-variant-provider"], "plugin-api": "site_variant_provider:Plugin"}
INTERCONNECT = {"ib": {"site": {"fabric": ["infiniband"]}}, "eth": {"site": {"fabric": ["ethernet"]}}, "null": {}}


def _drop_in(t, text, mode=0o644, name="site.toml"):
    folder = t.folder / "providers.d"
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text)
    file.chmod(mode)
    return {"SWUV_PROVIDERS_DIR": str(folder)}


def _program(t, script, mode=0o755):
    program = t.folder / "site-fabric"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(mode)
    return f'[[provider]]\nnamespace = "site"\ncommand = ["{program}", "--json"]\ntimeout = "2s"\n'


def a_site_adds_its_own_detection(t):
    t.venv()
    world = _world(t)
    _release(world, "net", "1.0", INTERCONNECT, providers={"site": SITE})
    script = """printf '%s' '{"static-properties": {"fabric": ["infiniband", "ethernet"]}}'\n"""
    env = _drop_in(t, _program(t, script))
    t.run("install", "net", index=world.index, env=env)
    _chosen(t, "ib", name="net")
    t.says(t.run("variants detect", env=env), "site", "infiniband")


def a_static_list_of_the_site(t):
    t.venv()
    world = t.own_world()
    _release(world, "net", "1.0", INTERCONNECT, providers={"site": SITE})
    env = _drop_in(t, '[[provider]]\nnamespace = "site"\nstatic = { fabric = ["ethernet"] }\n')
    t.run("install", "net", index=world.index, env=env)
    _chosen(t, "eth", name="net")


def a_provider_that_fails_costs_its_namespace_alone(t):
    for script in ("sleep 60\n", "exit 3\n", "kill -SEGV $$\n", "yes\n", "echo nonsense\n", "echo '{\"static-properties\": {\"fabric\": 7}}'\n"):
        venv = f"v{abs(hash(script))}"
        t.venv(venv)
        world = t.own_world()
        _release(world, "net", "1.0", INTERCONNECT, providers={"site": SITE})
        done = t.run("install", "net", "--python", venv, index=world.index, env=_drop_in(t, _program(t, script)))
        _chosen(t, "null", name="net", venv=venv)
        t.expect(done.err.count("warning:") == 1, f"{script!r}: {done.err}")


def a_drop_in_with_faults_is_told_with_its_line(t):
    t.venv()
    done = t.run("install", "alpha", index=_world(t).index, env={**GPU, **_drop_in(t, '[[provider]]\nnamespace = "site"\nbogus = 1\n')})
    t.says(done, "site.toml", "line 1", "bogus", where="err")
    _chosen(t, "cu128")


def a_drop_in_switches_a_native_provider_off(t):
    t.venv()
    env = _drop_in(t, '[[provider]]\nnamespace = "nvidia"\nbuiltin = "nvidia"\nenabled = false\n', name="nvidia.toml")
    t.run("install", "alpha", index=_world(t).index, env={**GPU, **env})
    _chosen(t, "null")


def an_untrusted_plugin_is_never_fetched(t):
    t.venv()
    world = t.own_world()
    canary = t.folder / "CANARY"
    add(world, "evil-variant-provider", "1.0", files={
        "evil_variant_provider/__init__.py": f"open({str(canary)!r}, 'w')\ndef get_supported_configs(): return []\n"})
    _release(world, "net", "1.0", INTERCONNECT, providers={"site": {"requires": ["evil-variant-provider"]}})
    done = t.run("install", "net", index=world.index)
    _chosen(t, "null", name="net")
    t.expect(not canary.exists(), "the plugin ran")
    t.expect(not [path for _, path, _ in world.server.seen if "evil" in path], "the plugin was asked for")


PLUGIN = """
class Config:
    def __init__(self, name, values):
        self.name, self.values, self.multi_value = name, values, True
class Plugin:
    @classmethod
    def get_supported_configs(cls):
        print("noise")
        return [Config("fabric", ["infiniband"])]
"""


def a_trusted_plugin_is_asked(t):
    t.venv()
    world = t.own_world()
    add(world, "site-variant-provider", "1.0", files={"site_variant_provider/__init__.py": PLUGIN})
    _release(world, "net", "1.0", INTERCONNECT, providers={"site": SITE})
    env = _drop_in(t, '[[trust]]\npackage = "site-variant-provider"\nversions = ">=1,<2"\n')
    t.run("install", "net", index=world.index, env=env)
    _chosen(t, "ib", name="net")
    t.holds({"net": "1.0"})
    t.run("cache clean", "another-package")
    t.expect(list(t.cache.glob("plugins-v*/*/lib")), "the environment of the plugin is not there")
    t.run("cache clean", "site-variant-provider")
    t.expect(not list(t.cache.glob("plugins-v*/*")), "the environment of the plugin stayed")


def environments_of_plugins_are_pruned(t):
    t.venv()
    world = t.own_world()
    add(world, "site-variant-provider", "1.0", files={"site_variant_provider/__init__.py": PLUGIN})
    _release(world, "net", "1.0", INTERCONNECT, providers={"site": SITE})
    trust = _drop_in(t, '[[trust]]\npackage = "site-variant-provider"\nversions = "<2"\n')

    def environments():
        return [path.name for path in t.cache.glob("plugins-v*/*")]

    def ask():
        t.run("install", "net", "--reinstall", index=world.index, env=trust)
        t.expect(len(environments()) == 2, f"{environments()}")
        return next(t.cache.glob("plugins-v*/*/.swuv-complete"))

    marker = ask()
    t.run("cache prune", env=trust)
    t.expect(marker.exists(), "what is trusted and was used just now is gone")
    past = marker.stat().st_mtime - 40 * 86400
    os.utime(marker, (past, past))
    ask()
    t.run("cache prune", env=trust)
    t.expect(marker.exists(), "what was used again is gone")
    python = marker.parent / "bin" / "python"
    for what, happen, env in [
            ("nobody used", lambda: os.utime(marker, (past, past)), trust), ("is not whole", marker.unlink, trust),
            ("is of a Python that is gone", lambda: (python.unlink(), python.symlink_to(t.work / "gone")), trust),
            ("is not trusted any more", lambda: None, {}),
            ("is trusted in other versions", lambda: _drop_in(t, '[[trust]]\npackage = "site-variant-provider"\nversions = ">=2"\n'), trust)]:
        ask()
        happen()
        done = t.run("cache prune", env=env)
        t.expect(not environments(), f"what {what} stays: {environments()}")
        t.says(done, "Removed", where="err")


def a_plugin_whose_dependency_is_not_trusted(t):
    t.venv()
    world = t.own_world()
    add(world, "site-variant-provider", "1.0", ["leaf"], files={"site_variant_provider/__init__.py": PLUGIN})
    add(world, "leaf", "1.0")
    _release(world, "net", "1.0", INTERCONNECT, providers={"site": SITE})
    done = t.run("install", "net", index=world.index, env=_drop_in(t, '[[trust]]\npackage = "site-variant-provider"\n'))
    _chosen(t, "null", name="net")
    t.says(done, "leaf", where="err")


def others_may_not_write_drop_ins(t):
    t.venv()
    world = t.own_world()
    _release(world, "net", "1.0", INTERCONNECT, providers={"site": SITE})
    env = _drop_in(t, '[[provider]]\nnamespace = "site"\nstatic = { fabric = ["ethernet"] }\n', mode=0o666)
    done = t.run("install", "net", index=world.index, env=env)
    _chosen(t, "null", name="net")
    t.says(done, "site.toml", where="err")


def show_tells_the_variant(t):
    t.venv()
    t.run("install", "alpha", index=_world(t).index, env=GPU)
    t.says(t.run("show", "alpha"), "Variant: cu128")
    t.expect(t.run("list", "--json").json["packages"][0].get("variant") == "cu128", "list --json")
    # That one is uv's.
    t.expect("variant" not in t.run("list", "--format", "json").out, "list --format json")


def making_checking_and_indexing(t):
    t.venv()
    world = t.own_world()
    folder = t.work / "dist"
    folder.mkdir()
    filename, blob = add(world, "tool", "1.0")
    (folder / filename).write_bytes(blob)
    for label, value in (("cu128", "12.8"), ("cu130", "13.0")):
        t.run("variants make", folder / filename, "--label", label, "--property", f"nvidia::cuda_version_lower_bound::{value}", "--output-dir", folder, plain=True)
    t.run("variants make", folder / filename, "--label", "null", "--output-dir", folder, plain=True)
    t.run("variants check", *sorted(folder.glob("*.whl")), plain=True)
    t.run("variants index", folder, plain=True)
    t.expect((folder / "tool-1.0-variants.json").exists(), "no index file")
    t.run("install", "tool", "--no-index", "--find-links", folder, index=None, env=GPU)
    _chosen(t, "cu128", name="tool")
    t.run("check")


def wheels_named_one_by_one(t):
    """Files of one directory are one source (V-077): the best label wins, in whichever order they are named."""
    world = _world(t, plain=True)
    folder = t.work / "dist"
    folder.mkdir()
    for path, answers in world.routes.items():
        if path.endswith(".whl"):
            (folder / path.rpartition("/")[2]).write_bytes(answers[0].body)
    wheels = sorted(folder.glob("*.whl"))
    for number, order in enumerate([wheels, wheels[::-1]]):
        venv = f"v{number}"
        t.venv(venv)
        links = [word for path in order for word in ("--find-links", path)]
        t.run("install", "alpha", "--python", venv, "--no-index", *links, index=None, env=GPU)
        _chosen(t, "cu128", venv=venv)
    links = [f"{world.server.origin}/files/{path.name}" for path in wheels]
    remote = [word for url in [*links, f"{world.server.origin}/files/alpha-1.0-variants.json"] for word in ("--find-links", url)]
    t.venv()
    t.run("install", "alpha", "--no-index", *remote, index=None, env=GPU)
    _chosen(t, "cu128")
    t.expect(any(path.endswith("variants.json") for _, path, _ in world.server.seen), "the index file was not read")


def indexing_refuses_what_contradicts_itself(t):
    world = t.own_world()
    folder = t.work / "dist"
    folder.mkdir()
    for label, providers in (("a", {"nvidia": NVIDIA}), ("b", {"nvidia": {"requires": ["other"]}})):
        info = "tool-1.0.dist-info"
        filename, blob = add(world, "tool", "1.0", tag=f"py3-none-any-{label}", files={
            "tool/__init__.py": "", f"{info}/variant.json": json.dumps(_metadata({label: _cuda("12.8" if label == "a" else "13.0")}, providers))})
        (folder / filename).write_bytes(blob)
    done = t.run("variants index", folder, plain=True, code=1)
    t.says(done, "tool-1.0-py3-none-any-a.whl", "tool-1.0-py3-none-any-b.whl", where="err")
    t.expect(not (folder / "tool-1.0-variants.json").exists(), "an index file was written all the same")


def checking_tells_all_faults(t):
    world = t.own_world()
    folder = t.work / "dist"
    folder.mkdir()
    bad = {"$schema": SCHEMA, "default-priorities": {"namespace": []}, "providers": {}, "variants": {"other": {"nvidia": {"x": []}}}}
    filename, blob = add(world, "tool", "1.0", tag="py3-none-any-one", files={"tool/__init__.py": "", "tool-1.0.dist-info/variant.json": json.dumps(bad)})
    (folder / filename).write_bytes(blob)
    (folder / "tool-1.0-variants.json").write_text("{")
    done = t.run("variants check", folder / filename, folder / "tool-1.0-variants.json", plain=True, code=1)
    t.says(done, "default-priorities", "nvidia", "tool-1.0-variants.json")
