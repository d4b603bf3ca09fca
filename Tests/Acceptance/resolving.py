"""The resolver cases as whole commands, source builds included."""
import base64, io, itertools, json, os, pathlib, re, shutil, subprocess, tarfile, tempfile, tomllib

try:
    from packaging.markers import Marker
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name
    from packaging.version import Version
except ImportError:  # every pip brings one along
    from pip._vendor.packaging.markers import Marker
    from pip._vendor.packaging.requirements import Requirement
    from pip._vendor.packaging.utils import canonicalize_name
    from pip._vendor.packaging.version import Version

from worlds import World, wheel

PYTHONS = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv")) / "versions"


def interpreter(wanted):
    """An interpreter of that version, or None."""
    for folder in sorted(PYTHONS.glob("*")):
        if folder.name == wanted or folder.name.startswith(wanted + "."):
            return str(folder / "bin/python")
    found = shutil.which(f"python{wanted}")
    if found and os.path.realpath(found).startswith("/usr"):
        return found
    return None


BACKEND = '''\
"""Packs the wheel that the source distribution brings along."""
import base64, pathlib


def build_wheel(directory, settings=None, metadata=None):
    here = pathlib.Path(__file__).parent
    name = (here / "wheel.name").read_text()
    (pathlib.Path(directory) / name).write_bytes(base64.b64decode((here / "wheel.b64").read_text()))
    return name
'''


def source(package):
    """The filename and the bytes of a source distribution with static metadata, built without build dependencies."""
    name, blob, metadata = wheel(package["name"], package["version"], package["requires"], package["extras"], package["requires_python"])
    top = f"{package['name'].replace('-', '_')}-{package['version']}"
    project = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    members = {"pyproject.toml": project.encode(), "PKG-INFO": metadata, "backend.py": BACKEND.encode(), "wheel.name": name.encode(),
               "wheel.b64": base64.b64encode(blob)}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path, data in members.items():
            info = tarfile.TarInfo(f"{top}/{path}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return f"{top}.tar.gz", out.getvalue()


def world_of(case):
    world = World()
    for package in case["packages"]:
        for tag in package["wheels"]:
            filename, blob, metadata = wheel(package["name"], package["version"], package["requires"], package["extras"],
                                             package["requires_python"], tag)
            world.add(package["name"], filename, blob, metadata, package["requires_python"], package["yanked"])
        if package["sdist"]:
            filename, blob = source(package)
            world.add(package["name"], filename, blob, None, package["requires_python"], package["yanked"])
    return world


def flags(options):
    out = []
    if "resolution" in options:
        out += ["--resolution", options["resolution"]]
    if "prerelease" in options:
        out += ["--prerelease", options["prerelease"]]
    if "python_version" in options:
        out += ["--python-version", options["python_version"]]
    if "python_platform" in options:
        out += ["--python-platform", options["python_platform"]]
    if options.get("universal"):
        out += ["--universal"]
    for name in options.get("no_build", []):
        out += ["--no-build-package", name]
    for name in options.get("no_binary", []):
        out += ["--no-binary", name]
    return out


def valid(case, pins, python, environment=None):
    """Whether `pins` is a closed, minimal solution for Linux and that Python, or for an environment."""
    by_key = {(canonicalize_name(p["name"]), Version(p["version"])): p for p in case["packages"]}
    environment = environment or {"python_version": python[:4].rstrip("."), "python_full_version": python + (".99" if python.count(".") < 2 else "")}
    needed, reached = [(Requirement(r), "") for r in case["root"]["requires"]], set()
    seen = set()
    while needed:
        requirement, extra = needed.pop()
        if requirement.marker and not requirement.marker.evaluate({**environment, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        if name not in pins or not requirement.specifier.contains(pins[name], prereleases=True):
            return f"{requirement} is not met"
        reached.add(name)
        for chosen in ["", *requirement.extras]:
            if (name, chosen) in seen:
                continue
            seen.add((name, chosen))
            package = by_key[(name, pins[name])]
            rows = package["requires"] if not chosen else package["extras"].get(chosen, [])
            needed += [(Requirement(r), chosen) for r in rows]
    return None if reached == set(pins) else f"superfluous: {set(pins) - reached}"


PLATFORMS = [("linux", "posix", "Linux", "x86_64"), ("darwin", "posix", "Darwin", "arm64"), ("win32", "nt", "Windows", "AMD64")]


def environments(case):
    """Environments that the markers of a case tell apart, within `requires-python` of its root."""
    implementations = {"cpython", "pypy"} | set(re.findall(r'implementation_name == "(\w+)"', json.dumps(case).replace('\\"', '"')))
    wanted = Requirement("x" + (case["root"].get("requires_python") or ">=3.8")).specifier
    for python in ("3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"):
        if not wanted.contains(python + ".0"):
            continue
        for (system, os_name, platform, machine), implementation in itertools.product(PLATFORMS, sorted(implementations)):
            yield {"python_version": python, "python_full_version": python + ".0", "sys_platform": system, "os_name": os_name,
                   "platform_system": platform, "platform_machine": machine, "implementation_name": implementation,
                   "implementation_version": python + ".0", "platform_release": "", "platform_version": "",
                   "platform_python_implementation": {"cpython": "CPython", "pypy": "PyPy"}.get(implementation, implementation)}


def selected(lock, environment, root):
    """Name to versions of what the lock comes to in an environment, over its edges."""
    entries = {}
    for package in lock["package"]:
        entries.setdefault(package["name"], []).append(package)
    reached, todo = {}, [(entries[root][0], "")]
    seen = set()
    while todo:
        package, extra = todo.pop()
        key = (package["name"], package.get("version"), extra)
        if key in seen:
            continue
        seen.add(key)
        if package["name"] != root:
            reached.setdefault(package["name"], set()).add(Version(package["version"]))
        rows = package.get("extras", {}).get(extra, []) if extra else package.get("dependencies", [])
        for row in rows:
            if "marker" in row and not Marker(row["marker"]).evaluate({**environment, "extra": ""}):
                continue
            targets = [p for p in entries[row["name"]] if "version" not in row or p["version"] == row["version"]]
            if len(targets) != 1:
                return f"{row} of {package['name']} leads to {len(targets)} entries"
            todo += [(targets[0], chosen) for chosen in ["", *row.get("extras", [])]]
    return reached


def lock_fault(case, lock):
    """None when the lock holds a solution for every environment and nothing that none of them uses."""
    used = set()
    for environment in environments(case):
        found = selected(lock, environment, "lock-case")
        if isinstance(found, str):
            return found
        if any(len(versions) > 1 for versions in found.values()):
            return f"two versions at once in {environment}: {found}"
        pins = {canonicalize_name(name): next(iter(versions)) for name, versions in found.items()}
        used |= set(pins.items())
        fault = valid(case, pins, environment["python_full_version"], environment)
        if fault:
            return f"{fault} where {environment}"
    have = {(p["name"], Version(p["version"])) for p in lock["package"] if p["name"] != "lock-case"}
    if have != used:
        return f"superfluous: {have - used}"
    expected = case["expected"]["packages"]
    if expected is not None and have != {(canonicalize_name(n), Version(v)) for n, v in expected.items()}:
        return f"expected {expected}, got {have}"
    return None


def play_lock(case, swuv, folder):
    python = interpreter(case["python"])
    if python is None:
        return False
    world = world_of(case)
    rows = "".join(f"    {json.dumps(r)},\n" for r in case["root"]["requires"])
    text = f"[project]\nname = \"lock-case\"\nversion = \"1.0\"\ndependencies = [\n{rows}]\n"
    if case["root"].get("requires_python"):
        text += f"requires-python = {json.dumps(case['root']['requires_python'])}\n"
    if case["options"].get("required_environments"):
        text += f"[tool.uv]\nrequired-environments = {json.dumps(case['options']['required_environments'])}\n"
    pathlib.Path(folder, "pyproject.toml").write_text(text)
    environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "NO_COLOR": "1"}

    def run():
        return subprocess.run([swuv, "lock", "--python", python, "--default-index", world.index, "--cache-dir", folder + "/cache",
                               *[f for f in flags(case["options"]) if f != "--universal"]], cwd=folder, env=environment, capture_output=True,
                              text=True, timeout=60)

    file = pathlib.Path(folder, "swuv.lock")
    try:
        done = run()
        if done.returncode == 0:
            first = file.read_bytes()
            again = run()
            if again.returncode or file.read_bytes() != first:
                return f"the second lock is another: {again.stderr}"
            # From its own answer, everything asked again.
            with open(pathlib.Path(folder, "pyproject.toml"), "a") as project:
                project.write("# changed\n")
            if run().returncode or file.read_bytes() != first:
                return "the lock after a change of nothing is another"
    finally:
        world.stop()
    expected = case["expected"]
    if not expected["satisfiable"]:
        conflict = expected.get("conflict")
        if done.returncode == 0 and not conflict:
            return lock_fault(case, tomllib.loads(file.read_text()))
        if done.returncode != 1 or file.exists():
            return f"exit {done.returncode} for a set without solution"
        names = conflict or [[package["name"]] for package in case["packages"]]
        if not any(all(name in done.stderr for name in row) for row in names):
            return f"the text names none of {names}: {done.stderr}"
        return None
    if done.returncode:
        return f"exit {done.returncode}: {done.stderr}"
    return lock_fault(case, tomllib.loads(file.read_text()))


def play(case, swuv, folder):
    """A fault, None when all is well, or False when this machine lacks the interpreter."""
    python = interpreter(case["python"])
    if python is None:
        return False
    world = world_of(case)
    environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "NO_COLOR": "1"}
    expected = case["expected"]

    def run(*arguments):
        return subprocess.run([swuv, *arguments, "--cache-dir", folder + "/cache"], cwd=folder, env=environment, capture_output=True,
                              text=True, timeout=60)

    try:
        run("venv", folder + "/venv", "--python", python)
        if case["mode"] == "install":
            done = run("install", "--python", folder + "/venv", "--default-index", world.index, *flags(case["options"]),
                       *case["root"]["requires"])
            site = next(pathlib.Path(folder + "/venv/lib").glob("python*")) / "site-packages"
            pins = {canonicalize_name(p.name.split("-")[0]): Version(p.name[:-len(".dist-info")].split("-")[1])
                    for p in site.glob("*.dist-info")}
        else:
            pathlib.Path(folder + "/in.txt").write_text("".join(r + "\n" for r in case["root"]["requires"]))
            done = run("compile", "in.txt", "--python", python, "--default-index", world.index, "-q", *flags(case["options"]))
            rows = [line for line in done.stdout.splitlines() if line and not line.lstrip().startswith("#")]
            pins = {}
            for row in rows:
                requirement = Requirement(row)
                pins.setdefault(canonicalize_name(requirement.name), []).append(
                    (Version(next(iter(requirement.specifier)).version), requirement.marker))
            if not case["options"].get("universal"):
                pins = {name: found[0][0] for name, found in pins.items()}
    finally:
        world.stop()
    if not expected["satisfiable"]:
        if done.returncode != 1:
            return f"exit {done.returncode} for a set without solution: {pins}"
        if pins:
            return f"installed {pins} all the same"
        conflict = expected.get("conflict") or []
        if conflict and not any(all(name in done.stderr for name in names) for names in conflict):
            return f"the text names none of {conflict}: {done.stderr}"
        return None
    if done.returncode:
        return f"exit {done.returncode}: {done.stderr}"
    if case["options"].get("universal"):
        wanted = {(n, Version(v)) for n, v in (expected["packages"] or {}).items()}
        have = {(n, v) for n, found in pins.items() for v, _ in found}
        return None if wanted <= have else f"{wanted - have} is missing from {have}"
    if expected["packages"] is not None:
        wanted = {canonicalize_name(n): Version(v) for n, v in expected["packages"].items()}
        return None if wanted == pins else f"expected {wanted}, got {pins}"
    return valid(case, pins, case["options"].get("python_version", case["python"]))


def run(folder_of_cases, swuv, only=None):
    passed = failed = skipped = 0
    for path in sorted(pathlib.Path(folder_of_cases).glob("*.json")):
        case = json.loads(path.read_text())
        if only and not any(word in path.name for word in only):
            continue
        with tempfile.TemporaryDirectory(prefix="resolving-") as folder:
            fault = (play_lock if case["mode"] == "lock" else play)(case, swuv, folder)
        if fault is False:
            skipped += 1
        elif fault:
            failed += 1
            print(f"FAILED resolving {path.stem}\n    {fault}")
        else:
            passed += 1
    return passed, failed, skipped
