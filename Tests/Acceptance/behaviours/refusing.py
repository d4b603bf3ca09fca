"""Projects whose documents are wrong: where, what was expected, all of it at once, exit status 1, and nothing written."""
import re, shutil

from behaviours import hardware

FINE = """\
[project]
name = "demo"
version = "1.0"
requires-python = ">=3.8"
dependencies = ["alpha"]
"""
COMMANDS = [("lock",), ("sync",), ("run", "true"), ("add", "beta"), ("remove", "alpha"), ("tree",), ("export",)]


def _project(t, text=FINE):
    t.write("pyproject.toml", text)
    t.environment.update(SWUV_DEFAULT_INDEX=t.index, SWUV_CACHE_DIR=str(t.cache), SWUV_PYTHON=t.python)


def _refused(t, what, commands, *patterns, file, faults=None):
    """Each command is refused with the same words and leaves everything as it was."""
    before = {path.name: path.read_bytes() for path in t.work.iterdir() if path.is_file()}
    for words in commands:
        done = t.run(words[0], *words[1:], plain=True, code=1)
        t.expect(file in done.err, f"{what}, {words}: the file is not named: {done.err}")
        for pattern in patterns:
            t.expect(re.search(pattern, done.err), f"{what}, {words}: nothing like {pattern!r} in {done.err}")
        if faults is not None:
            found = len(re.findall(r"^  cause: line \d+, column \d+: ", done.err, re.M))
            t.expect(found == faults, f"{what}, {words}: {found} faults, not {faults}: {done.err}")
        after = {path.name: path.read_bytes() for path in t.work.iterdir() if path.is_file()}
        t.expect(after == before and not (t.work / ".venv").exists(), f"{what}, {words}: something was written: {sorted(after)}")


def project_documents(t):
    _project(t)
    for what, text, faults in (
        ("no end", "[project\n", 1),
        ("twice", "[project]\nname = 'a'\nname = 'b'\n[x]\ny =\n", 2),
        ("many", "[project]\nname = 3\nversion = 'x.y'\nrequires-python = '>>3'\ndependencies = ['a >> 1', 7]\n[dependency-groups]\nd = [{include-group = 'z'}]\n"
                 "[tool.swuv]\ndefault-groups = ['none']\n", 7),
        ("of uv", FINE + "[tool.uv]\nconflicts = 'x'\nenvironments = ['python_version >']\nconstraint-dependencies = ['a==']\n"
                         "[tool.uv.sources]\na = {marker = 'bogus'}\n[[tool.uv.index]]\nname = 'q'\n", 5),
        ("a cycle", FINE + "[dependency-groups]\na = [{include-group = 'b'}]\nb = [{include-group = 'a'}]\n", 1),
        ("names", FINE + "[tool.swuv]\ndefault-extras = ['none']\n[tool.swuv.sources]\nalpha = {index = 'nowhere'}\n", 2),
    ):
        t.write("pyproject.toml", text)
        # What is removed needs no source.
        commands = [words for words in COMMANDS if what != "names" or words[0] != "remove"]
        _refused(t, what, commands, file="pyproject.toml", faults=faults)


def locks(t):
    _project(t)
    t.run("lock", plain=True)
    lock = (t.work / "swuv.lock").read_text()
    alpha = re.search(r'    \{ url = "[^"]*alpha-2\.0[^\n]*', lock)[0]
    where = re.search(r'url = "[^"]*"', alpha)[0]
    commands = [("lock",), ("sync",), ("sync", "--frozen"), ("sync", "--locked"), ("run", "true"), ("tree",), ("export",)]
    for what, text, pattern, faults in (
        ("a newer format", lock.replace("version = 1\n", "version = 2\n", 1), "newer swuv", 1),
        ("no format", lock.replace("version = 1\n", "", 1), "`version` is missing", 1),
        ("half of it", lock[:lock.index(alpha) + 40], "closing quote", 1),
        ("empty", "", "`version` is missing", 1),
        ("hashes that are none", re.sub(r'sha256 = "[0-9a-f]*', 'sha256 = "zz', lock), "is no sha256", 2),
        ("no hashes", re.sub(r", hashes = \{[^}]*\}", "", lock), "hashes` is missing", 2),
        ("hashes that nobody trusts", re.sub(r'sha256 = "[0-9a-f]{64}', 'md5 = "' + "0" * 32, lock), "no hash that can be trusted", 2),
        ("a file elsewhere", lock.replace(where, where.replace("alpha-2.0", "..%2f..%2falpha-2.0")), "invalid file name", 1),
        ("a file of this machine", lock.replace(where, 'path = "../../alpha-2.0-py3-none-any.whl"'), "file of this machine", 1),
        ("one by URL", lock.replace(where, 'url = "file:///etc/alpha-2.0-py3-none-any.whl"'), "file of this machine", 1),
        ("another project's file", lock.replace(alpha, alpha.replace("alpha-2.0", "beta-2.0")), "belongs to `beta`", 1),
        ("another version's", lock.replace(alpha, alpha.replace("alpha-2.0", "alpha-1.0")), "is not of version 2.0", 1),
        ("a member elsewhere", lock.replace('member = "."', 'member = "../.."'), "no member at", 1),
        ("an edge that leads nowhere", lock.replace('{ name = "beta" }', '{ name = "gone" }'), "no entry of it", 1),
        ("a secret", lock.replace(where, where.replace("http://", "http://me:secret@")), "credentials", 1),
    ):
        t.expect(text != lock, f"{what}: the lock is as it was")
        t.write("swuv.lock", text)
        _refused(t, what, commands, pattern, file="swuv.lock", faults=faults)
        t.expect("secret" not in t.run("lock", plain=True, code=1).text, "a secret is shown")


def hashes_that_were_edited(t):
    _project(t)
    t.run("lock", plain=True)
    lock = (t.work / "swuv.lock").read_text()
    edited = re.sub(r'(sha256 = ")(.)', lambda found: found[1] + ("0" if found[2] != "0" else "1"), lock)
    for warm in (False, True):
        t.write("swuv.lock", lock)
        if warm:
            t.run("sync", plain=True)
        t.write("swuv.lock", edited)
        shutil.rmtree(t.work / ".venv", ignore_errors=True)
        for words in (("sync",), ("sync", "--frozen"), ("run", "true")):
            done = t.run(words[0], *words[1:], plain=True, code=1)
            t.says(done, "Hash mismatch", where="err")
            t.holds({})
        if not warm:
            shutil.rmtree(t.cache)


def a_stale_lock(t):
    """`--locked` says which requirement changed."""
    more = FINE + '[project.optional-dependencies]\nx = ["delta"]\n[dependency-groups]\ng = ["dated"]\n[tool.swuv]\nconstraint-dependencies = ["beta<3"]\n'
    _project(t, more)
    t.run("lock", plain=True)
    before = (t.work / "swuv.lock").read_bytes()
    for old, new, *patterns in (
        ('["alpha"]', '["alpha<2"]', "`alpha<2` was added to the dependencies of `demo`", "`alpha` was removed from the dependencies"),
        ('["alpha"]', '["alpha", "gamma"]', "`gamma` was added to the dependencies of `demo`"),
        ('["delta"]', '["delta>=1"]', "`delta>=1` was added to the extra `x` of `demo`"),
        ('["dated"]', '["dated", "mixed"]', "`mixed` was added to the dependency group `g` of `demo`"),
        ("beta<3", "beta<2", "`beta<2` was added to the constraints"),
        (">=3.8", ">=3.9", "`requires-python` was `>=3.8` and is `>=3.9`"),
        ("[tool.swuv]", "[tool.swuv]\nenvironments = [\"sys_platform == 'linux'\"]", "`environments` was added"),
        ("[tool.swuv]", '[tool.swuv]\noverride-dependencies = ["beta==1.5"]', "`beta==1.5` was added to the overrides"),
    ):
        t.write("pyproject.toml", more.replace(old, new, 1))
        for words in (("sync", "--locked"), ("lock", "--check"), ("run", "--locked", "true"), ("tree", "--locked"), ("export", "--locked")):
            done = t.run(words[0], *words[1:], plain=True, code=1)
            t.says(done, *patterns, where="err")
        t.expect((t.work / "swuv.lock").read_bytes() == before and not (t.work / ".venv").exists(), f"{new}: something was written")


def drop_ins(t):
    """A map that cannot be read would silently make another lock."""
    hardware._stage(t, {"2.15.0": "cpu cu130"}, dependencies=["torch"])
    t.environment.update(SWUV_CACHE_DIR=str(t.cache))
    for what, text, faults in (
        ("no TOML", "[[variant-index]\n", 1),
        ("many faults", '[[variant-index]]\nname = "x y"\npackages = ["torch", 3]\nnamespaces = "n"\n[variant-index.variants.cpu]\nindex = 4\nbogus = 1\n', 5),
        ("a label that there is not", '[[variant-index]]\nname = "pytorch"\n[variant-index.variants.cu999]\nenabled = true\n', 1),
        ("a provider", '[[provider]]\nnamespace = "hz"\ncommand = "x"\n', 1),
    ):
        t.write("providers.d/broken.toml", text)
        _refused(t, what, [("lock",), ("sync",), ("run", "true"), ("add", "numpy")], file="providers.d/broken.toml", faults=faults)
    (t.work / "providers.d/broken.toml").unlink()
    t.run("sync", *hardware._profile(t, {}))
    t.holds({"torch": "2.15.0+cpu"})


def a_map_that_leads_nowhere(t):
    """Not to lock what accelerators get is the user's decision."""
    hardware._stage(t, {"2.15.0": "cpu cu130"}, dependencies=["torch"])
    t.write("providers.d/site.toml", '[[variant-index]]\nname = "pytorch"\nbase = "http://127.0.0.1:9/whl"\n')
    t.environment.update(SWUV_HTTP_RETRIES="0", SWUV_CACHE_DIR=str(t.cache))
    done = t.run("lock", code=1)
    t.says(done, "Failed to fetch `http://127.0.0.1:9/whl/", "hint: The variant index `pytorch` leads there", "`--disable-variant-index pytorch`", where="err")
    t.expect(not (t.work / "swuv.lock").exists(), "a lock was written")
    t.run("sync", "--disable-variant-index", "pytorch")
    t.holds({"torch": "2.15.0", "nvidia-cublas-cu13": "1.0"})
