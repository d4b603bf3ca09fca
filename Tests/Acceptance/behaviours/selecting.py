"""Extras and groups that nobody types: remembered, named by variables and configuration, honoured by every command that selects."""
import shutil

PROJECT = """\
[project]
name = "demo"
version = "1.0"
requires-python = ">=3.8"
dependencies = ["delta"]
[project.optional-dependencies]
old = ["beta<1.5"]
new = ["beta>=2"]
more = ["pythonic"]
[dependency-groups]
dev = ["dated"]
docs = ["mixed"]
[tool.swuv]
conflicts = [[{ extra = "old" }, { extra = "new" }]]
"""
BASE = {"delta": "1.0", "dated": "2.0"}
OLD = {**BASE, "beta": "1.0"}
NEW = {**BASE, "beta": "2.0"}
# Every command that selects, with what makes it harmless here.
COMMANDS = [("sync",), ("run", "true"), ("install",), ("add", "delta"), ("remove", "nothing-here"), ("tree",), ("export",), ("sync", "--dry-run")]


def _project(t, text=PROJECT):
    t.write("pyproject.toml", text)
    t.environment.update(SWUV_DEFAULT_INDEX=t.index, SWUV_CACHE_DIR=str(t.cache), SWUV_PYTHON=t.python)


def _do(t, *words, **options):
    return t.run(words[0], *words[1:], plain=True, **options)


def _each(t, expected, **options):
    """Runs every command; each keeps what is expected, and those that show packages show those."""
    for words in COMMANDS:
        if words[0] == "remove":
            t.write("pyproject.toml", (t.work / "pyproject.toml").read_text().replace('"delta"', '"delta", "gamma"', 1))
            _do(t, "sync", **options)
            words = ("remove", "gamma")
        done = _do(t, *words, **options)
        if words[0] in ("tree", "export"):
            for name in ("beta", "pythonic", "mixed"):
                pin = {"tree": " v", "export": "=="}[words[0]].join((name, expected.get(name, "")))
                t.expect((pin in done.out) if name in expected else (name not in done.out), f"{words}: {name} in {done.out}")
        t.expect(t.installed() == expected, f"after {words}: {t.installed()}, not {expected}: {done.err}")
        yield words, done


def a_choice_is_remembered_by_every_command(t):
    _project(t)
    _do(t, "sync", "--extra", "old")
    t.holds(OLD)
    for words, done in _each(t, OLD):
        lines = [line for line in done.err.splitlines() if "`old`" in line]
        t.expect(len(lines) == 1 and "--forget" in lines[0], f"{words} does not say once what is remembered: {done.err!r}")
    # Replaced, not added to; once more without, and for once.
    _do(t, "sync", "--extra", "new")
    for words, done in _each(t, NEW):
        pass
    _do(t, "sync", "--extra", "old", "--no-remember")
    t.holds(OLD)
    _do(t, "sync")
    t.holds(NEW)
    _do(t, "run", "--extra", "old", "true")
    t.expect(t.installed()["beta"] == "1.0", "run with an extra")
    _do(t, "sync")
    t.holds(NEW)
    _do(t, "sync", "--extra", "old", "--dry-run")
    _do(t, "sync")
    t.holds(NEW)
    _do(t, "sync", "--extra", "nope", code=1)
    _do(t, "sync", "--extra", "old", "--extra", "new", code=1)
    _do(t, "sync")
    t.holds(NEW)
    done = _do(t, "sync", "--forget")
    t.holds(BASE)
    t.expect("`new`" not in done.err, f"what was dropped is shown as in force: {done.err}")
    for words, done in _each(t, BASE):
        t.expect("--forget" not in done.err, f"{words} speaks of a choice that was dropped: {done.err}")
    left = sorted(path.name for path in t.work.iterdir())
    t.expect(left == [".venv", "pyproject.toml", "swuv.lock"], f"beside the project lie {left}")


def groups_are_remembered_too(t):
    _project(t)
    _do(t, "sync", "--group", "docs")
    docs = {**BASE, "mixed": "1.0"}
    t.holds(docs)
    for words, done in _each(t, docs):
        t.expect(len([line for line in done.err.splitlines() if "`docs`" in line]) == 1, f"{words}: {done.err!r}")
    # Of what is remembered one thing can be left out for once.
    _do(t, "sync", "--no-group", "docs")
    t.holds(BASE)
    _do(t, "sync")
    t.holds(docs)
    _do(t, "sync", "--extra", "more")
    t.holds({**docs, "pythonic": "1.0"})
    _do(t, "sync", "--forget", "--extra", "old")
    t.holds(OLD)
    _do(t, "sync")
    t.holds(OLD)
    # An environment made anew remembers nothing.
    shutil.rmtree(t.work / ".venv")
    _do(t, "sync")
    t.holds(BASE)


def variables_and_files_name_them(t):
    _project(t)
    for words, done in _each(t, OLD, env={"SWUV_EXTRA": "old"}):
        pass
    for words, done in _each(t, {**NEW, "pythonic": "1.0", "mixed": "1.0"}, env={"SWUV_EXTRA": "new more", "SWUV_GROUP": "docs"}):
        pass
    _do(t, "sync")
    t.holds(BASE)
    # From weak to strong.
    t.write("pyproject.toml", PROJECT + 'default-extras = ["old"]\n')
    for words, done in _each(t, OLD):
        pass
    t.write("swuv.toml", 'default-extras = ["more"]\n')
    for words, done in _each(t, {**BASE, "pythonic": "1.0"}):
        pass
    t.write("swuv.local.toml", 'default-extras = ["new"]\ndefault-groups = ["docs"]\n')
    local = {"delta": "1.0", "beta": "2.0", "mixed": "1.0"}
    for words, done in _each(t, local):
        pass
    t.expect(set(path.name for path in t.work.iterdir()) == {".venv", "pyproject.toml", "swuv.lock", "swuv.toml", "swuv.local.toml"}, "more files")
    # A stronger layer wins where both exclude each other.
    _do(t, "sync", env={"SWUV_EXTRA": "old"})
    t.holds({**local, "beta": "1.0"})
    _do(t, "sync", "--extra", "old")
    t.holds({**local, "beta": "1.0"})
    _do(t, "sync", env={"SWUV_EXTRA": "new"})
    t.holds({**local, "beta": "1.0"})
    _do(t, "sync", "--forget")
    t.holds(local)
    t.write("swuv.local.toml", 'default-extras = ["nope"]\n')
    done = _do(t, "sync", code=None)
    t.expect(done.code == 1 and "nope" in done.err and "swuv.local.toml" in done.err, f"an unknown default extra: {done.code} {done.err}")
