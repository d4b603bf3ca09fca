"""Projects that are built from source: an in-tree backend that needs nothing, repositories, archives."""
import gzip, io, os, subprocess, tarfile

# Makes a wheel of `facts.json` and the project's `.py` files. What each call did is appended to `$BUILD_LOG`.
BACKEND = '''\
import base64, hashlib, json, os, time, zipfile

def _facts():
    with open("facts.json") as file:
        return json.load(file)

def _log(word):
    if os.environ.get("BUILD_LOG"):
        with open(os.environ["BUILD_LOG"], "a") as log:
            log.write(word + "\\n")

def _metadata(facts):
    lines = ["Metadata-Version: 2.1", "Name: " + facts["name"], "Version: " + facts["version"]]
    lines += ["Requires-Dist: " + each for each in facts.get("requires", [])]
    lines += ["Provides-Extra: " + each for each in facts.get("extras", [])]
    return "\\n".join(lines) + "\\n"

def _info(facts):
    return facts["name"].replace("-", "_") + "-" + facts["version"] + ".dist-info"

def _write(directory, facts, files):
    info = _info(facts)
    files = dict(files)
    files[info + "/METADATA"] = _metadata(facts)
    files[info + "/WHEEL"] = "Wheel-Version: 1.0\\nGenerator: trees\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    rows = []
    name = facts.get("wheel") or info[:-10] + "-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as out:
        for path, text in sorted(files.items()):
            blob = text.encode()
            digest = base64.urlsafe_b64encode(hashlib.sha256(blob).digest()).rstrip(b"=").decode()
            rows.append("%s,sha256=%s,%d" % (path, digest, len(blob)))
            out.writestr(path, blob)
        out.writestr(info + "/RECORD", "\\n".join(rows + [info + "/RECORD,,"]) + "\\n")
    return name

def prepare_metadata_for_build_wheel(directory, config_settings=None):
    _log("metadata")
    facts = _facts()
    os.mkdir(os.path.join(directory, _info(facts)))
    with open(os.path.join(directory, _info(facts), "METADATA"), "w") as out:
        out.write(_metadata(facts))
    return _info(facts)

prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel

def build_wheel(directory, config_settings=None, metadata_directory=None):
    _log("wheel " + json.dumps(config_settings, sort_keys=True))
    facts = _facts()
    time.sleep(facts.get("sleep", 0))
    files = {}
    for each in os.listdir("."):
        if each.endswith(".py") and each != "backend.py":
            with open(each) as source:
                files[each] = source.read()
    if facts.get("record"):
        values = {name: os.environ.get(name) for name in facts["record"]}
        files[facts["name"].replace("-", "_") + "_built.py"] = "SEEN = %r\\n" % values
    return _write(directory, facts, files)

def build_editable(directory, config_settings=None, metadata_directory=None):
    _log("editable")
    facts = _facts()
    return _write(directory, facts, {facts["name"] + ".pth": os.getcwd() + "\\n"})
'''


def project(folder, name, version="1.0", dynamic=(), text="", **facts):
    """Writes a project: its `pyproject.toml` says `name` and `version` unless they are dynamic, `facts.json` the rest."""
    import json
    folder.mkdir(parents=True, exist_ok=True)
    static = "" if "version" in dynamic else f'version = "{version}"\n'
    if "dependencies" not in dynamic and facts.get("requires"):
        static += f"dependencies = {json.dumps(facts['requires'])}\n"
    if dynamic:
        static += f"dynamic = {json.dumps(list(dynamic))}\n"
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "{name}"\n{static}\n'
        f'[build-system]\nrequires = {json.dumps(facts.pop("build_requires", []))}\nbuild-backend = "backend"\nbackend-path = ["."]\n{text}')
    (folder / "facts.json").write_text(json.dumps({"name": name, "version": version, **facts}))
    (folder / "backend.py").write_text(BACKEND)
    module = name.replace("-", "_")
    if not (folder / f"{module}.py").exists():
        (folder / f"{module}.py").write_text(f"VERSION = {version!r}\n")
    return folder


def sdist(folder, name, version, **options):
    """`NAME-VERSION.tar.gz` of a project made as by `project`, and its bytes."""
    root = project(folder / f"{name}-{version}", name, version, **options)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        tar.add(root, arcname=root.name)
    return f"{name.replace('-', '_')}-{version}.tar.gz", gzip.compress(out.getvalue(), 1, mtime=0)


GIT = {**os.environ, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
       "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder, *arguments):
    ran = subprocess.run(["git", "-c", "protocol.file.allow=always", "-C", str(folder), *arguments], env=GIT, capture_output=True,
                         text=True, timeout=60)
    assert ran.returncode == 0, f"git {' '.join(arguments)}: {ran.stderr}"
    return ran.stdout.strip()


def repository(folder):
    """A repository of what is in `folder`; its first commit."""
    git(folder, "init", "--quiet", "-b", "main")
    return commit(folder, "first")


def commit(folder, message="next"):
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", message)
    return git(folder, "rev-parse", "HEAD")
