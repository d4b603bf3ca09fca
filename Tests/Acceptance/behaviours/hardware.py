"""PyTorch's indexes as they are published, through the shipped map: what each host gets, from one lock and outside of projects."""
import json, re

from behaviours.variants import _cuda, _release
from scratch import add, route
from worlds import wheel

# Which release was built for what; where a label ends, its hosts stay behind.
RELEASES = {
    "2.5.1": "cpu cu118 cu121 cu124 rocm6.1 rocm6.2",
    "2.6.0": "cpu xpu cu118 cu124 cu126 rocm6.1 rocm6.2.4",
    "2.7.1": "cpu xpu cu118 cu126 cu128 rocm6.2.4 rocm6.3",
    "2.8.0": "cpu xpu cu126 cu128 cu129 rocm6.3 rocm6.4",
    "2.9.1": "cpu xpu cu126 cu128 cu130 rocm6.3 rocm6.4",
    "2.10.0": "cpu xpu cu126 cu128 cu130 rocm7.0 rocm7.1",
    "2.11.0": "cpu xpu cu126 cu128 cu130 rocm7.1 rocm7.2",
    "2.12.1": "cpu xpu cu126 cu129 cu130 cu132 rocm7.1 rocm7.2",
    "2.13.0": "cpu xpu cu126 cu130 cu132 rocm7.1 rocm7.2",
    "2.14.0": "cpu xpu cu126 cu130 cu132 rocm7.2 rocm7.14",
    "2.15.0": "cpu xpu cu130 cu132 rocm7.14",
}
VISION = {"2.5.1": "0.20.1", "2.6.0": "0.21.0", "2.7.1": "0.22.1", "2.8.0": "0.23.0", "2.9.1": "0.24.1", "2.10.0": "0.25.0", "2.11.0": "0.26.0",
          "2.12.1": "0.27.1", "2.13.0": "0.28.0", "2.14.0": "0.29.0", "2.15.0": "0.30.0"}
# The devices whose libraries the wheels of rocm7.14 bring in by extras.
DEVICES = ["gfx908", "gfx90a", "gfx942", "gfx950", "gfx1030", "gfx1036", "gfx1100", "gfx1101", "gfx1102", "gfx1103", "gfx1150", "gfx1151",
           "gfx1200", "gfx1201"]


def _nvidia(cuda, *capabilities):
    """As the provider describes a driver and its devices: each CUDA version down to 11.0, each architecture that runs."""
    major, minor = map(int, cuda.split("."))
    versions = [f"{m}.{n}" for m in range(major, 10, -1) for n in range(minor if m == major else 20, -1, -1)]
    # One device counts, the best one; what the least of several is, is told beside it.
    lists = [[f"{c // 10}{n}_real" for n in range(c % 10, -1, -1)] + [f"{c // 10}0_virtual"] for c in sorted(capabilities, reverse=True)]
    features = {"cuda_version_lower_bound": versions, "sm_arch": lists[0]}
    if len(set(capabilities)) > 1:
        features["sm_arch_lowest"] = lists[-1]
    return {"nvidia": {"static-properties": features, "feature-order": list(features)}}


def _amd(*devices):
    return {"amd": {"static-properties": {"gfx_arch": list(devices)}}}


def _intel(device):
    return {"intel": {"static-properties": {"device_ip": [device]}}}


# Host, profile, torch.
HOSTS = [
    ("no accelerator", {}, "2.15.0+cpu"),
    ("RTX 4090, driver 580", _nvidia("13.0", 89), "2.15.0+cu132"),
    ("H100, driver 590", _nvidia("13.1", 90), "2.15.0+cu132"),
    ("T4, driver 580", _nvidia("13.0", 75), "2.15.0+cu132"),
    ("V100, driver 580", _nvidia("13.0", 70), "2.14.0+cu126"),
    ("P100, driver 580", _nvidia("13.0", 60), "2.14.0+cu126"),
    ("GTX 1080, driver 580", _nvidia("13.0", 61), "2.14.0+cu126"),
    ("GTX 980, driver 580", _nvidia("13.0", 52), "2.14.0+cu126"),
    ("A100, driver 525", _nvidia("12.0", 80), "2.14.0+cu126"),
    ("RTX 3090, driver 550", _nvidia("12.4", 86), "2.14.0+cu126"),
    ("RTX 5090, driver 580", _nvidia("13.0", 120), "2.15.0+cu132"),
    ("RTX 5090, driver 570", _nvidia("12.8", 120), "2.12.1+cu129"),
    ("B200, driver 570", _nvidia("12.8", 100), "2.12.1+cu129"),
    ("A100, driver 450", _nvidia("11.0", 80), "2.7.1+cu118"),
    ("V100, driver 450", _nvidia("11.0", 70), "2.7.1+cu118"),
    ("GTX 1080 and RTX 4090", _nvidia("13.0", 61, 89), "2.14.0+cu126"),
    ("V100 and RTX 5090", _nvidia("13.0", 70, 120), "2.12.1+cu129"),
    ("T4 and H100", _nvidia("13.0", 75, 90), "2.15.0+cu132"),
    ("GTX 1080 and RTX 5090", _nvidia("13.0", 61, 120), "2.15.0+cpu"),
    ("MI300", _amd("gfx942"), "2.15.0+rocm7.14"),
    ("MI50", _amd("gfx906"), "2.14.0+rocm7.2"),
    ("RX 7900 and the GPU of the processor", _amd("gfx1036", "gfx1100"), "2.15.0+rocm7.14"),
    ("the GPU of the processor alone", _amd("gfx1036"), "2.15.0+cpu"),
    ("RX 6600", _amd("gfx1032"), "2.15.0+cpu"),
    ("Arc B580", _intel("20.1.0"), "2.15.0+xpu"),
    ("UHD 770", _intel("12.2.0"), "2.15.0+cpu"),
    ("NVIDIA and AMD", {**_nvidia("13.0", 86), **_amd("gfx1100")}, "2.15.0+cu132"),
]


def _publish(t, folder, name, version, requires=(), **facts):
    filename, blob, _ = wheel(name, version, requires, **facts)
    place = t.work / folder / name / filename
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(blob)


def _indexes(t, releases=RELEASES):
    """The indexes as directories, with the family of torch; `rocm` is on the one for the newest ROCm alone."""
    for release, labels in releases.items():
        for label in labels.split():
            folder = f"whl/{label}"
            needs = {"rocm7.14": ["rocm[libraries,device-all]==7.14.*", "triton-rocm"]}.get(label, [])
            if label.startswith("cu"):
                needs = [f"nvidia-cublas-cu{label[2:4]}"]
            _publish(t, folder, "torch", f"{release}+{label}", needs)
            _publish(t, folder, "torchvision", f"{VISION[release]}+{label}", [f"torch=={release}", "numpy"])
            # From 2.11 on one release of it serves all.
            audio = release if int(release.split(".")[1]) < 11 else "2.11.0"
            pin = [f"torch=={release}"] if audio == release and audio != "2.11.0" else ["torch>=2.11"]
            _publish(t, folder, "torchaudio", f"{audio}+{label}", pin)
            _publish(t, folder, "numpy", "99.0")
    folder = "whl/rocm7.14"
    extras = {"libraries": ["rocm-sdk-libraries"], "device-all": [f"rocm-sdk-device-{device}" for device in DEVICES],
              **{f"device-{device}": [f"rocm-sdk-device-{device}"] for device in DEVICES}}
    _publish(t, folder, "rocm", "7.14.0", ["rocm-sdk-core"], extras=extras)
    for name in ["rocm-sdk-core", "rocm-sdk-libraries", *[f"rocm-sdk-device-{device}" for device in DEVICES]]:
        _publish(t, folder, name, "7.14.0")
    _publish(t, folder, "triton-rocm", "3.8.0")


def _world(t):
    world = t.own_world()
    for name in ("nvidia-cublas-cu11", "nvidia-cublas-cu12", "nvidia-cublas-cu13", "numpy"):
        add(world, name, "1.0")
    add(world, "torch", "2.15.0", ["nvidia-cublas-cu13"])
    add(world, "torchvision", "0.30.0", ["torch==2.15.0", "numpy"])
    add(world, "torchaudio", "2.11.0", ["torch"])
    return world


def _stage(t, releases=RELEASES, dependencies=("torch", "torchvision", "torchaudio"), more=""):
    _indexes(t, releases)
    t.write("providers.d/site.toml", f'[[variant-index]]\nname = "pytorch"\nbase = "{t.work.as_uri()}/whl"\n')
    listed = ", ".join(f'"{item}"' for item in dependencies)
    t.write("pyproject.toml", f'[project]\nname = "demo"\nversion = "1.0"\nrequires-python = ">=3.8"\ndependencies = [{listed}]\n{more}')
    t.environment.update(SWUV_PROVIDERS_DIR=str(t.work / "providers.d"), SWUV_PYTHON=t.python, SWUV_DEFAULT_INDEX=_world(t).index)


def _profile(t, providers):
    t.write("host.json", json.dumps({"schema_version": 1, "complete": True, "providers": providers}))
    return ["--variant-profile", "host.json"]


def _planned(done):
    """Name to version, as a dry run tells."""
    return dict(re.findall(r"^ \+ (\S+?)==(\S+)", done.err, re.M))


def _family(torch):
    """What belongs to a build of torch: the other packages of its release, with its label."""
    release, label = torch.split("+")
    audio = release if int(release.split(".")[1]) < 11 else "2.11.0"
    return {"torch": torch, "torchvision": f"{VISION[release]}+{label}", "torchaudio": f"{audio}+{label}", "numpy": "1.0"}


def every_host_from_one_lock(t):
    _stage(t)
    t.run("lock")
    before = (t.work / "swuv.lock").read_bytes()
    for host, providers, torch in HOSTS:
        done = t.run("sync", "--dry-run", "--locked", *_profile(t, providers))
        found = _planned(done)
        wanted = _family(torch)
        t.expect({name: found.get(name) for name in wanted} == wanted, f"{host}: {found} {done.err[-300:]}")
        newest = "2.15.0" in torch
        t.expect(("2.15.0 has no build" in done.err) is not newest, f"{host}: is it said that 2.15.0 was skipped? {done.err}")
    t.expect((t.work / "swuv.lock").read_bytes() == before, "the lock changed")


def every_host_outside_of_projects(t):
    _stage(t)
    t.venv()
    for host, providers, torch in HOSTS:
        done = t.run("install", "--dry-run", "--python", ".venv", "torch", "torchvision", "torchaudio", *_profile(t, providers), index=None)
        found = _planned(done)
        wanted = _family(torch)
        t.expect({name: found.get(name) for name in wanted} == wanted, f"{host}: {found} {done.err[-300:]}")


def what_is_installed_is_held_against_a_profile(t):
    _stage(t)
    t.venv()
    t.run("install", "torchvision", "--python", ".venv", *_profile(t, _nvidia("13.0", 89)), index=None)
    t.expect(t.installed()["torch"] == "2.15.0+cu132", f"{t.installed()}")
    done = t.run("install", "torchvision", "--python", ".venv", *_profile(t, _nvidia("13.1", 90)), index=None)
    t.says(done, "Checked 4 packages")
    done = t.run("install", "torchvision", "--python", ".venv", "--variant", "torch=cu132", index=None)
    t.says(done, "Checked 4 packages")
    t.run("install", "torchvision", "--python", ".venv", "--exclude-variant", "amd", index=None)
    t.expect(t.installed()["torch"] == "2.15.0+cu132", f"excluding others: {t.installed()}")
    t.run("install", "torchvision", "--python", ".venv", *_profile(t, {}), index=None)
    t.expect(t.installed()["torch"] == "2.15.0+cpu" and t.installed()["torchvision"] == "0.30.0+cpu", f"{t.installed()}")


def devices_that_are_here(t):
    """`rocm[device-all]` becomes the devices of the host: a lock has them all, an environment those that are there."""
    _stage(t, dependencies=["torch"])
    t.run("lock")
    before = (t.work / "swuv.lock").read_bytes()
    for device in DEVICES[:3] + ["gfx1201"]:
        t.expect(f"rocm_sdk_device_{device}".encode() in before.replace(b"-", b"_"), f"the lock does not have {device}")
    base = {"torch": "2.15.0+rocm7.14", "triton-rocm": "3.8.0", "rocm": "7.14.0", "rocm-sdk-core": "7.14.0", "rocm-sdk-libraries": "7.14.0"}
    for devices, wanted in ((["gfx942"], ["gfx942"]), (["gfx1201"], ["gfx1201"]), (["gfx1030", "gfx1100"], ["gfx1030", "gfx1100"]),
                            (["gfx1036", "gfx1100"], ["gfx1100"])):
        expected = {**base, **{f"rocm-sdk-device-{device}": "7.14.0" for device in wanted}}
        done = t.run("sync", *_profile(t, _amd(*devices)))
        t.holds(expected)
        words = ",".join(f"device-{device}" for device in wanted)
        lines = [line for line in done.err.splitlines() if "device-all" in line]
        t.expect(len(lines) == 1 and words in lines[0], f"{devices}: {done.err}")
        done = t.run("run", *_profile(t, _amd(*devices)), "true")
        t.expect("device" not in done.err, f"said again: {done.err}")
    everything = {**base, **{f"rocm-sdk-device-{device}": "7.14.0" for device in DEVICES}}
    t.run("sync", "--no-variant-rewrites", *_profile(t, _amd("gfx942")))
    t.holds(everything)
    t.expect((t.work / "swuv.lock").read_bytes() == before, "the lock changed")
    # The same outside of projects.
    t.venv("other")
    done = t.run("install", "torch", "--python", "other", *_profile(t, _amd("gfx942")), index=None)
    t.holds({**base, "rocm-sdk-device-gfx942": "7.14.0"}, "other")
    t.expect(len([line for line in done.err.splitlines() if "device-all" in line]) == 1, done.err)
    done = t.run("install", "torch", "--python", "other", *_profile(t, _amd("gfx942")), index=None)
    t.expect(re.search(r"^Checked 6 packages", done.err, re.M), f"the same again does something: {done.err}")
    t.run("install", "torch", "numpy", "--python", "other", *_profile(t, _amd("gfx1201")), index=None)
    both = {**base, "rocm-sdk-device-gfx942": "7.14.0", "rocm-sdk-device-gfx1201": "7.14.0", "numpy": "1.0"}
    t.holds(both, "other")


def published_variants_come_before_the_map(t):
    """An index with variants of torch answers for it in a lock as it does outside of projects."""
    _stage(t, {"2.15.0": "cpu cu130"}, dependencies=["torch"])
    world = t.own_world()
    _release(world, "torch", "2.15.0", {"cu130": _cuda("13.0"), "null": {}}, ["filelock"])
    add(world, "filelock", "3.0")
    t.environment.update(SWUV_DEFAULT_INDEX=world.index)
    for host, label in (({}, "null"), (_nvidia("13.0", 90), "cu130")):
        t.run("sync", *_profile(t, host))
        t.holds({"torch": "2.15.0", "filelock": "3.0"})
        t.expect(t.outputs([t.work / ".venv/bin/python", "-c", "import torch; print(torch.LABEL)"]) == label, f"not {label}")
    text = (t.work / "swuv.lock").read_text()
    t.expect("[[choice]]" not in text and "variants-json" in text and "whl/" not in text, f"the map has a say: {text}")
    # A lock that was made with the map, and made anew.
    t.environment.update(SWUV_DEFAULT_INDEX=_world(t).index)
    t.run("sync", "-U", *_profile(t, {}))
    t.holds({"torch": "2.15.0+cpu"})
    t.environment.update(SWUV_DEFAULT_INDEX=world.index)
    t.run("sync", "-U", *_profile(t, {}))
    t.holds({"torch": "2.15.0", "filelock": "3.0"})


def the_best_of_many_extras(t):
    """Extras that weigh the same on a host: the newest release, then the newest toolkit, however they are listed."""
    releases = {"2.14.0": "cpu cu126 cu130", "2.10.0": "cpu cu126 cu128 cu130", "2.15.0": "cpu cu130"}
    extras = ["cpu", "cu126", "cu128", "cu130"]
    more = "[project.optional-dependencies]\n" + "".join(f'{extra} = ["torch"]\n' for extra in extras)
    more += "[tool.uv]\nconflicts = [[" + ", ".join(f'{{ extra = "{extra}" }}' for extra in extras) + "]]\n[tool.uv.sources]\ntorch = ["
    more += ", ".join(f'{{ index = "{extra}", extra = "{extra}" }}' for extra in extras) + "]\n"
    more += "".join(f'[[tool.uv.index]]\nname = "{extra}"\nurl = "{t.work.as_uri()}/whl/{extra}"\nexplicit = true\n' for extra in extras)
    _stage(t, releases, dependencies=[], more=more)
    t.run("lock")
    for what, host, torch in (("nothing", {}, "2.15.0+cpu"), ("driver 580", _nvidia("13.0", 90), "2.15.0+cu130"), ("driver 570", _nvidia("12.8", 90), "2.14.0+cu126"),
                              ("Blackwell, driver 570", _nvidia("12.8", 120), "2.10.0+cu128"), ("Pascal", _nvidia("13.0", 61), "2.14.0+cu126"),
                              ("ROCm, for which there is no extra", _amd("gfx942"), "2.15.0+cpu"), ("driver 450", _nvidia("11.0", 80), "2.15.0+cpu")):
        done = t.run("sync", "--dry-run", *_profile(t, host))
        t.expect(_planned(done).get("torch") == torch, f"{what}: {done.err}")
        chosen = torch.split("+")[1]
        t.expect(len([line for line in done.err.splitlines() if f"the extra `{chosen}`" in line]) == 1, f"{what}: {done.err}")
    # Named, it is taken wherever it is.
    done = t.run("sync", "--dry-run", "--extra", "cu126", *_profile(t, {}))
    t.expect(_planned(done).get("torch") == "2.14.0+cu126", done.err)


def servers_that_lack_labels(t):
    """A mirror need not have every label; storage servers say 403 of what they lack, and that one is down says nothing."""
    _stage(t, {"2.15.0": "cpu cu130"}, dependencies=["torch"])
    mirror = t.own_world()
    for path in (t.work / "whl").rglob("*.whl"):
        label, name = path.relative_to(t.work / "whl").parts[:2]
        mirror.routes[f"/files/{label}/{path.name}"] = [route(path.read_bytes())]
        mirror.routes[f"/whl/{label}/{name}/"] = [route(f'<a href="/files/{label}/{path.name}">{path.name}</a>', "text/html")]
    t.write("providers.d/site.toml", f'[[variant-index]]\nname = "pytorch"\nbase = "{mirror.server.origin}/whl"\n')
    t.environment.update(SWUV_CACHE_DIR=str(t.cache), SWUV_HTTP_RETRIES="0")
    for status in (404, 403, 401, 500):
        for label in ("cu132", "rocm7.14", "xpu"):
            mirror.routes[f"/whl/{label}/torch/"] = [route("no", "text/plain", status=status)]
        (t.work / "swuv.lock").unlink(missing_ok=True)
        done = t.run("lock", "--refresh", plain=True, code=0 if status in (403, 404) else 1)
        if status in (403, 404):
            for host, torch in (({}, "2.15.0+cpu"), (_nvidia("13.0", 90), "2.15.0+cu130"), (_amd("gfx942"), "2.15.0+cpu")):
                found = _planned(t.run("sync", "--dry-run", *_profile(t, host), plain=True))
                t.expect(found.get("torch") == torch, f"{status}: {found}")
        else:
            t.says(done, "--disable-variant-index pytorch", where="err")
            t.expect("/whl/" in done.err and str(status) in done.err and not (t.work / "swuv.lock").exists(), f"{status}: {done.err}")
