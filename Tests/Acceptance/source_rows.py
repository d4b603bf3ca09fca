"""Hostile source archives and build backends of our own, in the format of Tests/Fixtures/hostile-cases.json."""
import json

JSON = "application/vnd.pypi.simple.v1+json"
UP = "../" * 40
# Makes a good wheel of NAME and VERSION; `{hook}` stands at the beginning of build_wheel.
BACKEND = '''\
import base64, hashlib, os, sys, zipfile
NAME, VERSION = "{module}", "1.0"

{top}

def _wheel(where, name=None, parts=(), info=None, module=None):
    info = info or NAME + "-" + VERSION + ".dist-info"
    all_parts = [((module or NAME) + "/__init__.py", b"VALUE = 1\\n"),
                 (info + "/METADATA", ("Metadata-Version: 2.1\\nName: " + NAME + "\\nVersion: " + VERSION + "\\n").encode()),
                 (info + "/WHEEL", b"Wheel-Version: 1.0\\nGenerator: hand\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")] + list(parts)
    rows = []
    name = name or NAME + "-" + VERSION + "-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(where, name), "w") as out:
        for path, blob in all_parts:
            out.writestr(path, blob)
            digest = base64.urlsafe_b64encode(hashlib.sha256(blob).digest()).rstrip(b"=").decode()
            rows.append(path + ",sha256=" + digest + "," + str(len(blob)))
        out.writestr(info + "/RECORD", "\\n".join(rows + [info + "/RECORD,,", ""]))
    return name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    {hook}
    return _wheel(wheel_directory)
'''
TAMPER = "open(os.path.join(r'''${ESCAPE}''', 'ran.txt'), 'w').write('x')"
cases = []


def row(key, how, expect="reject", extra=(), first=(), hook="pass", top="", pyproject=None, info=None, backend=None, zipped=False,
        root=None, suffix="tar.gz", blob=None, leaving=(), **options):
    """`extra` and `first`: members beside the good ones, their names below the top directory unless they begin with `=`."""
    name = f"hz-o-{key}"
    module = name.replace("-", "_")
    top_name = root if root is not None else f"{module}-1.0/"

    def member(entry):
        entry = dict(entry)
        where = entry["name"]
        if isinstance(where, str):
            entry["name"] = where[1:] if where.startswith("=") else top_name + where
        return entry

    good = [
        {"name": "pyproject.toml", "data": pyproject if pyproject is not None else
         f'[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n[project]\nname = "{name}"\nversion = "1.0"\n'},
        {"name": "backend.py", "data": backend if backend is not None else
         BACKEND.replace("{module}", module).replace("{hook}", hook).replace("{top}", top)},
        {"name": "PKG-INFO", "data": info if info is not None else f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"}]
    entries = [member(entry) for entry in [*first, *(each for each in good if each["name"] not in leaving), *extra]]
    filename = f"{module}-1.0.{'zip' if zipped else suffix}"
    artefact = {"filename": filename, "type": "zip" if zipped else "targz", "recipe": {"entries": entries}}
    if blob is not None:
        artefact = {"filename": filename, "type": "data", "recipe": blob}
    cases.append({
        "id": f"o-{key}", "group": "sdist", "kind": "own", "how": how, "expect": expect, "names": [module, filename, name],
        "artefacts": {"s": artefact}, "time_s": 45,
        "routes": {f"/simple/{name}/": {"type": JSON, "body": {"json": {
            "meta": {"api-version": "1.0"}, "name": name, "files": [{"filename": "${F_S}", "url": "${U_S}", "hashes": {"sha256": "${H_S}"}}]}}}},
        "steps": [{"op": "install", "hostile": True, "index": "${INDEX}", "flags": {}, "reqs": [f"{name}==1.0"]}], **options})


# Archives

row("control", "nothing is wrong", "accept")
row("control-zip", "nothing is wrong, as a zip", "accept", zipped=True)
row("slip-dots", "`..` in a name", extra=[{"name": "=hz_o_slip_dots-1.0/../../../../../../x.txt", "data": "x"}])
row("slip-absolute", "an absolute name", extra=[{"name": "=${ESCAPE}/x.txt", "data": "x"}])
row("slip-zip", "`..` in a name of a zip", extra=[{"name": "=" + UP + "${ESCAPE_REL}/x.txt", "data": "x"}], zipped=True)
row("slip-backslash", "a backslash in a name of a zip", "either", extra=[{"name": "=..\\..\\x.txt", "data": "x"}], zipped=True)
row("zip-symlink", "a symbolic link out of a zip", zipped=True, extra=[{"name": "link", "data": "${ESCAPE}", "mode": 0o120777}])
row("zip-through-link", "a zip writes through its link", zipped=True,
    extra=[{"name": "link", "data": "${ESCAPE}", "mode": 0o120777}, {"name": "link/x.txt", "data": "x"}])
row("link-absolute", "an absolute symbolic link", extra=[{"name": "link", "type": "sym", "link": "${ESCAPE}"}])
row("link-up", "a symbolic link to the directory above the source", extra=[{"name": "link", "type": "sym", "link": ".."}])
row("link-loop", "two links that lead to each other", "either",
    extra=[{"name": "a", "type": "sym", "link": "b"}, {"name": "b", "type": "sym", "link": "a"}])
row("link-for-pyproject", "pyproject.toml is a link to a file outside",
    leaving=["pyproject.toml"], extra=[{"name": "pyproject.toml", "type": "sym", "link": "/dev/zero"}])
row("link-to-device", "PKG-INFO is a link to an endless device",
    leaving=["PKG-INFO"], extra=[{"name": "PKG-INFO", "type": "sym", "link": "/dev/zero"}])
row("top-is-link", "the top directory is a symbolic link", first=[{"name": "=hz_o_top_is_link-1.0", "type": "sym", "link": "${ESCAPE}"}])
row("link-then-dir", "a directory takes the place of a link",
    extra=[{"name": "d", "type": "sym", "link": "${ESCAPE}"}, {"name": "d/", "type": "dir"}, {"name": "d/x.txt", "data": "x"}])
row("hardlink-through-link", "a hard link to what a link leads to",
    extra=[{"name": "l", "type": "sym", "link": "${ESCAPE}/sentinel.txt"}, {"name": "h", "type": "hard", "link": "hz_o_hardlink_through_link-1.0/l"}])
row("hardlink-absolute", "a hard link to a file of the machine", extra=[{"name": "h", "type": "hard", "link": "/etc/passwd"}])
row("hardlink-forward", "a hard link to a member that comes later",
    extra=[{"name": "h", "type": "hard", "link": "hz_o_hardlink_forward-1.0/later"}, {"name": "later", "data": "x"}])
row("character-device", "a character device", extra=[{"name": "null", "type": "chr"}])
row("block-device", "a block device", extra=[{"name": "disk", "type": "blk"}])
row("two-tops", "two directories at the top", extra=[{"name": "=other-1.0/x.py", "data": "x"}])
row("other-top", "the top directory is called otherwise", "either", root="surprise/")
row("file-over-dir", "a file takes the place of a directory", extra=[{"name": "d/x", "data": "x"}, {"name": "d", "data": "file"}])
row("dir-over-file", "a file, then something below it", extra=[{"name": "d", "data": "file"}, {"name": "d/x", "data": "x"}])
row("long-name", "a component of 3,000 bytes", extra=[{"name": {"concat": ["hz_o_long_name-1.0/", {"repeat": "x", "times": 60}]}, "data": "x"},
    {"name": "././@LongLink", "type": "gnulong", "data": {"concat": ["hz_o_long_name-1.0/", {"repeat": "y", "times": 3000}, {"hex": "00"}]}},
    {"name": "y", "data": "x"}])
row("deep", "a path of 5,000 components", extra=[
    {"name": "=././@LongLink", "type": "gnulong", "data": {"concat": ["hz_o_deep-1.0/", {"repeat": "a/", "times": 5000}, "x", {"hex": "00"}]}},
    {"name": "x", "data": "x"}])
row("control-name", "escape codes in a name", extra=[{"name": "\x1b[31mred\x07", "data": "x"}], checks=[{"no_ansi": True}])
row("negative-size", "a member of negative size", extra=[{"name": "x", "data": "", "size": 0o37777777777, "gnu": ""}], disk_mib=512)
row("cut", "the archive ends in the middle", blob={"concat": [{"gzip": {"tar": {"entries": [{"name": "hz_o_cut-1.0/x", "data": {"prng": 70000, "seed": "cut"}, "size": 900000}]}}}]})
row("garbage", "bytes that are no archive", blob={"prng": 5000, "seed": "garbage"})
row("empty", "an empty file", blob="")
row("gzip-of-gzip", "an archive packed twice", "either", blob={"gzip": {"gzip": {"zeros": 100}}})
row("zip-named-tar", "a zip under the name of a tar", "either", blob={"zip": {"entries": [{"name": "hz_o_zip_named_tar-1.0/pyproject.toml", "data": "[project]\nname = 'x'\n"}]}})
row("many", "300,000 empty files", extra=[], disk_mib=2048, blob={"gzip": {"tar": {"entries": [{"name": f"hz_o_many-1.0/{n}", "data": ""} for n in range(300000)]}}})
row("setuid", "a member with the set-user-id bit", "accept", extra=[{"name": "x", "data": "x", "mode": 0o6777}],
    hook="assert os.stat('x').st_mode & 0o6000 == 0")

# What the archive says of itself

row("name-lie", "PKG-INFO of another project", info="Metadata-Version: 2.1\nName: requests\nVersion: 1.0\n", hook=TAMPER)
row("version-lie", "pyproject.toml of another version", hook=TAMPER,
    pyproject='[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "hz-o-version-lie"\nversion = "9"\n')
row("pyproject-directory", "pyproject.toml is a directory", leaving=["pyproject.toml"], extra=[{"name": "pyproject.toml/", "type": "dir"}])
row("pyproject-garbage", "pyproject.toml is noise", pyproject={"prng": 4000, "seed": "toml"})
row("pyproject-huge", "pyproject.toml of 40 MB", pyproject={"repeat": "# nothing at all\n", "times": 2500000})
row("pyproject-deep", "100,000 brackets", pyproject={"concat": ["a = ", {"repeat": "[", "times": 100000}]})
row("backend-path-out", "backend-path leads out", hook=TAMPER,
    pyproject='[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["../../.."]\n[project]\nname = "hz-o-backend-path-out"\nversion = "1.0"\n')
row("backend-path-absolute", "an absolute backend-path", hook=TAMPER,
    pyproject='[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["${ESCAPE}"]\n[project]\nname = "hz-o-backend-path-absolute"\nversion = "1.0"\n')
row("backend-injection", "a program in the name of the backend", hook=TAMPER,
    pyproject='[build-system]\nrequires = []\nbuild-backend = "os;__import__(\'os\').system(\'true\')"\n[project]\nname = "hz-o-backend-injection"\nversion = "1.0"\n')
row("requires-itself", "it needs itself to be built",
    pyproject='[build-system]\nrequires = ["hz-o-requires-itself"]\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "hz-o-requires-itself"\nversion = "1.0"\n')
row("requires-garbage", "build-system.requires is no list of requirements",
    pyproject='[build-system]\nrequires = ["; rm -rf /", 3]\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "hz-o-requires-garbage"\nversion = "1.0"\n')
row("requires-file", "build-system.requires names a file of the machine",
    pyproject='[build-system]\nrequires = ["x @ file:///etc/passwd"]\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "hz-o-requires-file"\nversion = "1.0"\n')

# Backends

DYNAMIC = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "NAME"\ndynamic = ["version", "dependencies"]\n'


def prepared(key, how, body, expect="reject", **options):
    top = "def prepare_metadata_for_build_wheel(directory, config_settings=None):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    row(key, how, expect, top=top, pyproject=DYNAMIC.replace("NAME", f"hz-o-{key}"), **options)


prepared("metadata-slip", "the metadata directory lies elsewhere", f"return '{UP}etc'")
prepared("metadata-link", "the metadata directory is a link",
         "os.symlink('/etc', os.path.join(directory, 'x-1.0.dist-info'))\nreturn 'x-1.0.dist-info'")
prepared("metadata-device", "METADATA is a link to an endless device",
         "os.mkdir(directory + '/x-1.0.dist-info')\nos.symlink('/dev/zero', directory + '/x-1.0.dist-info/METADATA')\nreturn 'x-1.0.dist-info'")
prepared("metadata-fifo", "METADATA is a FIFO",
         "os.mkdir(directory + '/x-1.0.dist-info')\nos.mkfifo(directory + '/x-1.0.dist-info/METADATA')\nreturn 'x-1.0.dist-info'")
prepared("metadata-garbage", "METADATA is noise",
         "os.mkdir(directory + '/x-1.0.dist-info')\nopen(directory + '/x-1.0.dist-info/METADATA', 'wb').write(os.urandom(5000))\nreturn 'x-1.0.dist-info'")
prepared("metadata-other", "METADATA of another project",
         "os.mkdir(directory + '/x-1.0.dist-info')\nopen(directory + '/x-1.0.dist-info/METADATA', 'w').write('Metadata-Version: 2.1\\nName: requests\\nVersion: 1.0\\n')\nreturn 'x-1.0.dist-info'")
prepared("metadata-version", "METADATA of another version",
         "os.mkdir(directory + '/x-1.0.dist-info')\nopen(directory + '/x-1.0.dist-info/METADATA', 'w').write('Metadata-Version: 2.1\\nName: ' + NAME + '\\nVersion: 7\\n')\nreturn 'x-1.0.dist-info'")
prepared("metadata-none", "the hook returns nothing", "return None")
prepared("metadata-differs", "the wheel has other dependencies than the metadata said", """\
os.mkdir(directory + '/x-1.0.dist-info')
open(directory + '/x-1.0.dist-info/METADATA', 'w').write('Metadata-Version: 2.1\\nName: ' + NAME + '\\nVersion: 1.0\\nRequires-Dist: hz-benign\\n')
return 'x-1.0.dist-info'""", "either")
row("wheel-fifo", "the wheel is a FIFO", hook="os.mkfifo(wheel_directory + '/' + NAME + '-1.0-py3-none-any.whl'); return NAME + '-1.0-py3-none-any.whl'")
row("wheel-link", "the wheel is a link to a file outside",
    hook="os.symlink('/etc/passwd', wheel_directory + '/' + NAME + '-1.0-py3-none-any.whl'); return NAME + '-1.0-py3-none-any.whl'")
row("wheel-slips", "the wheel that was built climbs out", hook=f"return _wheel(wheel_directory, parts=[('{UP}${{ESCAPE_REL}}/x.txt', b'x')])")
row("wheel-empty", "the wheel is empty", hook="open(wheel_directory + '/' + NAME + '-1.0-py3-none-any.whl', 'w').close(); return NAME + '-1.0-py3-none-any.whl'")
row("wheel-newline", "a line feed in the name of the wheel", hook="return _wheel(wheel_directory, NAME + '-1.0-py3-none-any\\n.whl')")
row("wheel-bytes", "the hook returns bytes", hook="return _wheel(wheel_directory).encode()")
row("wheel-foreign", "a wheel for another platform", hook="return _wheel(wheel_directory, NAME + '-1.0-py3-none-win_amd64.whl')")
row("wheel-other-info", "the dist-info in the wheel is of another project", hook="return _wheel(wheel_directory, info='requests-1.0.dist-info')")
row("floods", "100 MB of output", "reject", hook="sys.stdout.write('x' * 100_000_000); sys.exit(1)")
row("escapes", "escape codes in the output of a backend that fails", hook="sys.stderr.write('\\x1b[31mred\\x1b]0;title\\x07\\n'); sys.exit(1)", checks=[{"no_ansi": True}])
row("daemon", "a process stays behind and keeps the output open", "accept",
    hook="pid = os.fork()\n    if pid == 0:\n        import time; time.sleep(40); os._exit(0)")
row("answers-itself", "the backend writes an answer of its own and dies", "reject",
    hook="import json; request = sys._getframe(1).f_globals.get('request', {}); open(request.get('answer', os.devnull), 'w').write('[]'); os._exit(0)")
row("locks-its-files", "the backend makes its directory unreadable", "either", hook="os.mkdir('shut'); open('shut/x', 'w').close(); os.chmod('shut', 0)")
row("removes-itself", "the backend removes its source", "accept", hook="import shutil; shutil.rmtree(os.getcwd())")
row("recursion", "endless recursion", hook="f = lambda: f(); f()")
row("huge-return", "the hook returns 50 MB", hook="return 'x' * 50_000_000")
