"""The complaint that the program answers: its project file as it stands, on every kind of host, from one lock."""
import json, re, shutil

from resolving import interpreter
from scratch import add
from worlds import wheel

# As it was reported, but for the two URLs, which lead to directories that stand for the indexes.
PROJECT = """\
[project]
name = "reproduce-torch"
version = "0.1.0"
requires-python = ">=3.13"
dependencies = ["numpy>=2.2.4", "efficientnet-pytorch>=0.7.1"]

[project.optional-dependencies]
cpu = ["torch>=2.2.0"]
cuda = ["torch>=2.2.0"]

[tool.uv]
conflicts = [[{ extra = "cpu" }, { extra = "cuda" }]]

[tool.uv.sources]
torch = [{ index = "pytorch-cpu", extra = "cpu" }, { index = "pytorch-cuda", extra = "cuda" }]

[[tool.uv.index]]
name = "pytorch-cpu"
url = "%s/cpu"
explicit = true

[[tool.uv.index]]
name = "pytorch-cuda"
url = "%s/cu126"
explicit = true
"""

TORCH_ALONE = """\
[project]
name = "plain-torch"
version = "0.1.0"
requires-python = ">=3.9"
dependencies = ["torch"]
"""


def _nvidia(cuda, arch):
    """What the provider says of a host with that CUDA driver: each version down to 11.0, each architecture that runs."""
    major, minor = map(int, cuda.split("."))
    versions = [f"{m}.{n}" for m in range(major, 10, -1) for n in range(minor if m == major else 9, -1, -1)]
    architectures = [f"{arch // 10}{n}_real" for n in range(arch % 10, -1, -1)] + [f"{arch // 10}0_virtual"]
    return {"nvidia": {"static-properties": {"cuda_version_lower_bound": versions, "sm_arch": architectures},
                       "feature-order": ["cuda_version_lower_bound", "sm_arch"]}}


HOSTS = {
    "none": {},
    "cuda126": _nvidia("12.6", 89),
    "cuda130": _nvidia("13.0", 90),
    "rocm": {"amd": {"static-properties": {"rocm_version": ["7.2"], "gfx_arch": ["gfx942"]}, "feature-order": ["gfx_arch", "rocm_version"]}},
}


def _profiles(t):
    for name, providers in HOSTS.items():
        t.write(f"hosts/{name}.json", json.dumps({"schema_version": 1, "complete": True, "providers": providers}))


def _build(t, folder, label, version, requires, tag="py3-none-any"):
    """A wheel of torch for a label; its module says which it is."""
    local = f"{version}+{label}"
    filename, blob, _ = wheel("torch", local, requires, tag=tag, files={"torch/__init__.py": f"LABEL = '{label}'\n"})
    place = t.work / folder / filename
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(blob)


def _world(t):
    world = t.own_world()
    for name in ("nvidia-cublas-cu12", "nvidia-cudnn-cu12", "triton", "rocm-runtime"):
        add(world, name, "1.0")
    add(world, "numpy", "2.3.0")
    add(world, "filelock", "3.0")
    add(world, "efficientnet-pytorch", "0.7.1", ["torch"])
    # What a plain resolution would take: the default index has the CUDA build and does not say so.
    add(world, "torch", "2.6.0", ["filelock", "nvidia-cublas-cu12 ; sys_platform == 'linux'", "nvidia-cudnn-cu12 ; sys_platform == 'linux'"],
        files={"torch/__init__.py": "LABEL = 'default'\n"})
    return world


def _project(t):
    python = interpreter("3.13")
    whl = t.work / "whl"
    _build(t, "whl/cpu", "cpu", "2.6.0", ["filelock"])
    _build(t, "whl/cu126", "cu126", "2.6.0", ["filelock", "nvidia-cublas-cu12 ; sys_platform == 'linux'", "triton ; sys_platform == 'linux'"])
    text = PROJECT % (whl.as_uri(), whl.as_uri())
    if python is None:
        python, text = t.python, text.replace(">=3.13", ">=3.8")
    t.write("pyproject.toml", text)
    _profiles(t)
    return ["--python", python, "--default-index", _world(t).index]


BASE = {"numpy": "2.3.0", "efficientnet-pytorch": "0.7.1", "filelock": "3.0"}
CPU = {**BASE, "torch": "2.6.0+cpu"}
CUDA = {**BASE, "torch": "2.6.0+cu126", "nvidia-cublas-cu12": "1.0", "triton": "1.0"}


def _host(name):
    return ["--variant-profile", f"hosts/{name}.json"]


def a_plain_run_takes_the_build_of_the_host(t):
    common = _project(t)
    lock = None
    for host, expected, label in (("none", CPU, "cpu"), ("cuda126", CUDA, "cu126"), ("rocm", CPU, "cpu"), ("cuda130", CUDA, "cu126"), ("none", CPU, "cpu")):
        done = t.run("run", *common, *_host(host), "python", "-c", "import torch; print('label=' + torch.LABEL)")
        t.expect(done.out.strip() == f"label={label}", f"on {host}: {done.out!r} {done.err!r}")
        t.holds(expected)
        lines = [line for line in done.err.splitlines() if "`cpu`" in line or "`cuda`" in line or "2.6.0+" in line]
        t.expect(len(lines) == 1, f"on {host} not one line says what was chosen and why: {done.err!r}")
        text = (t.work / "swuv.lock").read_bytes()
        t.expect(lock in (None, text), f"on {host} the lock is another")
        lock = text


def a_named_extra_is_remembered(t):
    common = _project(t)
    t.run("sync", *common, *_host("cuda126"), "--extra", "cpu")
    t.holds(CPU)
    before = (t.work / "swuv.lock").read_bytes()
    for command in ("sync", "run", "tree", "add"):
        tail = {"run": ["true"], "add": ["filelock"]}.get(command, [])
        done = t.run(command, *common, *_host("cuda126"), *tail)
        t.holds(CPU)
        if command == "sync":
            t.says(done, "cpu", where="err")
        if command == "tree":
            t.says(done, "torch v2.6.0+cpu", where="out")
            t.expect("nvidia" not in done.out, f"the tree shows what is not installed: {done.out}")
    t.expect(before != (t.work / "swuv.lock").read_bytes(), "add did not change the lock")
    text = (t.work / "pyproject.toml").read_text()
    t.expect("filelock" in text and "explicit = true" in text, "the project file lost something")
    for row in text.splitlines():
        t.expect("swuv" not in row, f"the choice is in the project file: {row}")
    # Replaced, not added to.
    t.run("sync", *common, *_host("none"), "--extra", "cuda")
    t.holds(CUDA)
    t.run("sync", *common, *_host("none"))
    t.holds(CUDA)
    t.run("sync", *common, *_host("none"), "--forget")
    t.holds(CPU)


def the_extra_can_be_named_by_configuration(t):
    common = _project(t)
    t.run("sync", *common, *_host("none"), env={"SWUV_EXTRA": "cuda"})
    t.holds(CUDA)
    t.run("sync", *common, *_host("none"))
    t.holds(CPU)
    t.write("swuv.local.toml", 'default-extras = ["cuda"]\n')
    t.run("sync", *common, *_host("none"))
    t.holds(CUDA)
    t.run("sync", *common, *_host("none"), "--extra", "cpu")
    t.holds(CPU)


def both_extras_are_refused(t):
    common = _project(t)
    done = t.run("sync", *common, "--extra", "cpu", "--extra", "cuda", code=1)
    t.says(done, "cpu", "cuda", where="err")
    t.expect(not (t.work / ".venv/lib").exists() or not t.installed(), "something was installed")


def the_tree_tells_variant_and_source(t):
    common = _project(t)
    t.run("sync", *common, *_host("cuda126"))
    out = t.run("tree", *common, *_host("cuda126")).out
    t.matches(t.run("tree", *common, *_host("cuda126")), r"^reproduce-torch v0\.1\.0", r"torch v2\.6\.0\+cu126.*(cu126|pytorch-cuda)", where="out")
    t.expect("nvidia-cublas-cu12 v1.0" in out, out)
    out = t.run("tree", *common, *_host("none")).out
    t.expect("torch v2.6.0+cpu" in out and "nvidia" not in out, f"another host's tree: {out}")
    tree = t.run("tree", *common, *_host("cuda126"), "--json").json
    t.expect("schema_version" in tree, "the tree as JSON has no schema_version")


def the_lock_is_the_same_on_every_host(t):
    common = _project(t)
    texts = set()
    for host in HOSTS:
        (t.work / "swuv.lock").unlink(missing_ok=True)
        t.run("lock", *common, *_host(host))
        texts.add((t.work / "swuv.lock").read_bytes())
    t.expect(len(texts) == 1, "hosts write different locks")
    text = texts.pop().decode()
    t.expect("torch-2.6.0+cpu-py3-none-any.whl" in text.replace("%2B", "+") and "torch-2.6.0+cu126-py3-none-any.whl" in text.replace("%2B", "+"), text)


# `dependencies = ["torch"]` alone, through the drop-in.

def _map(t, labels):
    """`providers.d/pytorch.toml` as it is shipped, with its base URL at a stand-in that has builds for `labels`."""
    shipped = next(path for path in [*_ancestors(t.swuv)] if (path / "providers.d/pytorch.toml").exists()) / "providers.d/pytorch.toml"
    whl = t.work / "whl"
    for label, (version, requires) in labels.items():
        _build(t, f"whl/{label}", label, version, requires)
    text = shipped.read_text()
    t.expect("https://download.pytorch.org/whl" in text, "the drop-in has no base URL")
    folder = t.work / "providers.d"
    folder.mkdir()
    t.write("providers.d/pytorch.toml", re.sub(r"https://download\.pytorch\.org/whl", whl.as_uri(), text))
    _profiles(t)


def _ancestors(program):
    import pathlib
    return pathlib.Path(program).resolve().parents


ALL = {"cpu": ("2.12.0", ["filelock"]), "cu126": ("2.12.0", ["nvidia-cublas-cu12"]), "cu130": ("2.12.0", ["nvidia-cublas-cu12"]),
       "rocm7.2": ("2.12.0", ["rocm-runtime"])}


def torch_alone_takes_the_build_of_the_host(t):
    _map(t, ALL)
    t.write("pyproject.toml", TORCH_ALONE)
    env = {"SWUV_PROVIDERS_DIR": str(t.work / "providers.d")}
    common = ["--python", t.python, "--default-index", _world(t).index]
    locks = set()
    for host, expected in (("none", {"torch": "2.12.0+cpu", "filelock": "3.0"}), ("cuda126", {"torch": "2.12.0+cu126", "nvidia-cublas-cu12": "1.0"}),
                           ("cuda130", {"torch": "2.12.0+cu130", "nvidia-cublas-cu12": "1.0"}),
                           ("rocm", {"torch": "2.12.0+rocm7.2", "rocm-runtime": "1.0"})):
        done = t.run("run", *common, *_host(host), "python", "-c", "import torch; print(torch.LABEL)", env=env)
        t.holds(expected)
        t.expect(len([line for line in done.err.splitlines() if "torch" in line and "+" in line]) == 1, f"on {host}: {done.err!r}")
        locks.add((t.work / "swuv.lock").read_bytes())
        shutil.rmtree(t.work / ".venv")
        # The same outside projects.
        t.venv()
        t.run("install", "torch", *_host(host), "--default-index", common[-1], index=None, env=env)
        t.holds(expected)
        shutil.rmtree(t.work / ".venv")
    t.expect(len(locks) == 1, "the lock is not the same for all hosts")


def a_release_without_a_build_for_the_host_is_skipped(t):
    _map(t, {**ALL, "cu126": ("2.11.0", ["nvidia-cublas-cu12"])})
    t.write("pyproject.toml", TORCH_ALONE)
    env = {"SWUV_PROVIDERS_DIR": str(t.work / "providers.d")}
    common = ["--python", t.python, "--default-index", _world(t).index]
    done = t.run("sync", *common, *_host("cuda126"), env=env)
    t.holds({"torch": "2.11.0+cu126", "nvidia-cublas-cu12": "1.0"})
    t.says(done, "2.12.0", where="err")
    t.run("sync", *common, *_host("none"), env=env)
    t.holds({"torch": "2.12.0+cpu", "filelock": "3.0"})


def a_label_can_be_asked_for(t):
    _map(t, ALL)
    t.write("pyproject.toml", TORCH_ALONE)
    env = {"SWUV_PROVIDERS_DIR": str(t.work / "providers.d")}
    common = ["--python", t.python, "--default-index", _world(t).index]
    t.run("sync", *common, *_host("cuda130"), "--variant", "torch=cpu", env=env)
    t.holds({"torch": "2.12.0+cpu", "filelock": "3.0"})
    t.run("sync", *common, *_host("cuda130"), env=env)
    t.holds({"torch": "2.12.0+cpu", "filelock": "3.0"})
    t.run("sync", *common, *_host("cuda130"), "--forget", env=env)
    t.holds({"torch": "2.12.0+cu130", "nvidia-cublas-cu12": "1.0"})
    t.run("sync", *common, *_host("none"), "--variant", "torch=cu130", code=1, env=env)


def only_the_default_index_is_asked_where_the_user_named_it(t):
    """The shipped map must not reach out past an index that the user chose: its packages come from there."""
    world = _world(t)
    t.venv()
    t.run("install", "torch", *["--default-index", world.index], index=None, env={"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9",
                                                                                   "NO_PROXY": "127.0.0.1"})
    t.holds({"torch": "2.6.0", "filelock": "3.0", "nvidia-cublas-cu12": "1.0", "nvidia-cudnn-cu12": "1.0"})
