"""Life with a project: init, add, remove, lock, sync, run, tree, export."""
import signal, subprocess, time, tomllib

from scratch import add

PROJECT = """\
# The demo.
[project]
name = "demo"
version = "1.0"   # not yet
requires-python = ">=3.8"
dependencies = [
    "beta<2",     # two is broken
]

[project.optional-dependencies]
fast = ["gamma[fast]"]
slow = ["mixed"]

[dependency-groups]
dev = ["alpha"]
lint = ["winonly", {include-group = "dev"}]
"""


def _start(t, text=PROJECT):
    t.write("pyproject.toml", text)


def _do(t, command, *arguments, **options):
    index = options.pop("index", t.index)
    common = ["--default-index", index] if index else []
    return t.run(command, "--python", t.python, *common, *arguments, **options)


def _lock(t):
    return tomllib.loads((t.work / "swuv.lock").read_text())


def lock_sync_run(t):
    _start(t)
    _do(t, "lock")
    versions = {p["name"]: p.get("version") for p in _lock(t)["package"]}
    t.expect(versions.get("beta") == "1.5", f"{versions}")
    t.expect({"gamma", "delta", "mixed", "winonly", "alpha"} <= versions.keys(), f"{versions}")
    _do(t, "sync")
    t.holds({"beta": versions["beta"], "alpha": "2.0"})
    done = _do(t, "run", "python", "-c", "import beta; print(beta.VERSION)")
    t.expect(done.out.strip() == versions["beta"] and done.err == "", f"{done.out!r} {done.err!r}")


def plain_install_is_sync(t):
    _start(t)
    t.run("install", "--python", t.python, "--default-index", t.index, index=None)
    t.expect("alpha" in t.installed(), f"{t.installed()}")


def extras_and_groups(t):
    _start(t)
    _do(t, "sync", "--extra", "fast", "--no-dev")
    t.expect({"gamma", "delta", "beta"} == t.installed().keys(), f"{t.installed()}")
    _do(t, "sync", "--all-extras", "--all-groups")
    t.expect({"gamma", "delta", "beta", "mixed", "alpha", "winonly"} == t.installed().keys(), f"{t.installed()}")
    _do(t, "sync", "--only-group", "dev", "--no-remember")
    t.expect({"alpha", "beta"} == t.installed().keys(), f"{t.installed()}")
    t.says(_do(t, "sync", "--extra", "nope", code=None), "nope", where="err")
    t.says(_do(t, "sync", "--group", "nope", code=None), "nope", where="err")


def sync_is_exact_unless_told(t):
    _start(t)
    _do(t, "sync")
    t.run("install", "delta", "--python", t.work / ".venv/bin/python")
    _do(t, "sync", "--inexact")
    t.expect("delta" in t.installed(), "an inexact sync removed a package")
    done = _do(t, "sync")
    t.expect("delta" not in t.installed(), "sync left a package that the lock does not name")
    t.says(done, "- delta==1.0", where="err")


def nothing_to_do_is_said_once(t):
    _start(t)
    _do(t, "sync")
    for _ in range(2):
        done = _do(t, "sync")
        t.matches(done, r"^(Resolved|Checked) ")
        t.expect("Installed" not in done.err and "+" not in done.err, done.err)
    t.expect(_do(t, "run", "true").err == "", "run talks although there is nothing to do")


def a_stale_lock_is_told(t):
    _start(t)
    _do(t, "lock")
    before = (t.work / "swuv.lock").read_bytes()
    _start(t, PROJECT.replace("beta<2", "beta<1.5"))
    for command in ("lock --check", "sync --locked", "run --locked"):
        name, flag = command.split()
        tail = ["true"] if name == "run" else []
        done = _do(t, name, flag, *tail, code=1)
        t.says(done, "beta<1.5", "swuv.lock", where="err")
    t.expect((t.work / "swuv.lock").read_bytes() == before, "the lock was written")
    _do(t, "sync", "--frozen")
    t.expect((t.work / "swuv.lock").read_bytes() == before, "--frozen wrote the lock")
    t.expect(t.installed()["beta"] == "1.5", f"{t.installed()}")
    _do(t, "sync")
    t.expect(t.installed()["beta"] == "1.0", f"{t.installed()}")


def a_lock_keeps_its_versions(t):
    world = t.own_world()
    add(world, "beta", "1.0")
    _start(t, '[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["beta"]\n')
    _do(t, "lock", index=world.index)
    add(world, "beta", "1.1")
    add(world, "delta", "1.0")
    _start(t, '[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["beta", "delta"]\n')
    _do(t, "lock", "--refresh", index=world.index)
    t.expect({p["name"]: p["version"] for p in _lock(t)["package"]} == {"demo": "1", "beta": "1.0", "delta": "1.0"}, f"{_lock(t)}")
    done = _do(t, "lock", "--upgrade", "--refresh", index=world.index)
    t.matches(done, r"Updated beta v1\.0 -> v1\.1")


def add_keeps_the_file(t):
    _start(t)
    _do(t, "add", "pulled", "mixed ; sys_platform == 'linux'")
    text = (t.work / "pyproject.toml").read_text()
    for row in ("# The demo.", "# not yet", "# two is broken", '"pulled>=1.0"', '{include-group = "dev"}'):
        t.expect(row in text, f"{row} is missing: {text}")
    t.expect({"beta", "delta", "pulled", "mixed", "alpha"} == t.installed().keys(), f"{t.installed()}")
    _do(t, "add", "--dev", "right", code=1)
    t.expect((t.work / "pyproject.toml").read_text() == text, "a failed add changed the project file")
    _do(t, "add", "--group", "docs", "gamma")
    t.expect(tomllib.loads((t.work / "pyproject.toml").read_text())["dependency-groups"]["docs"] == ["gamma>=1.0"], "the group is wrong")
    _do(t, "remove", "pulled")
    now = (t.work / "pyproject.toml").read_text()
    t.expect("pulled" not in now and "# two is broken" in now, now)
    t.expect("pulled" not in t.installed(), "removed, yet installed")
    done = _do(t, "remove", "nope", code=None)
    t.expect(done.code in (1, 2), "removing nothing works")
    t.says(done, "nope", where="err")


def remove_keeps_the_selection(t):
    """uv drops the groups that a sync had put in; here they stay."""
    _start(t)
    _do(t, "sync", "--group", "lint", "--extra", "slow")
    held = t.installed()
    _do(t, "add", "delta")
    _do(t, "remove", "delta")
    t.expect(t.installed() == held, f"{t.installed()} instead of {held}")


def init_makes_a_project(t):
    t.run("init", "shop", "--python", t.python)
    project = tomllib.loads((t.work / "shop/pyproject.toml").read_text())["project"]
    t.expect(project["name"] == "shop" and project["dependencies"] == [], f"{project}")
    done = t.run("run", "--python", t.python, "--default-index", t.index, "main.py", cwd=t.work / "shop")
    t.expect("shop" in done.out, f"{done.out!r}")
    t.run("init", "shop", code=None)
    t.expect(tomllib.loads((t.work / "shop/pyproject.toml").read_text())["project"] == project, "init wrote over a project")


def run_passes_everything_on(t):
    _start(t)
    done = _do(t, "run", "python", "-c", "import sys, os; print(sys.argv[1:], os.environ['VIRTUAL_ENV']); sys.exit(7)", "--frozen", "-v", code=7)
    t.expect("['--frozen', '-v']" in done.out and str(t.work / ".venv") in done.out, f"{done.out!r}")
    for _ in range(2):
        done = _do(t, "run", "sh", "-c", "kill -TERM $$", code=None)
        t.expect(done.code == -signal.SIGTERM or done.code == 143, f"{done.code}")
    done = _do(t, "run", "no-such-program", code=None)
    t.expect(done.code in (1, 2, 127), f"exit {done.code}")
    t.says(done, "no-such-program", where="err")
    t.faults = [fault for fault in t.faults if "crashed (-15)" not in fault]


def run_works_below_the_project(t):
    _start(t)
    _do(t, "sync")
    (t.work / "deep/er").mkdir(parents=True)
    done = _do(t, "run", "python", "-c", "import beta; print('here')", cwd=t.work / "deep/er")
    t.expect(done.out.strip() == "here", f"{done.out!r} {done.err!r}")


def run_sees_every_change(t):
    _start(t)
    show = ["python", "-c", "import importlib.metadata as m; print(sorted(d.metadata['Name'] + d.version for d in m.distributions()))"]
    def runs(*flags):
        return _do(t, "run", *flags, *show).out.strip()
    first = runs()
    t.expect(first == runs() == runs(), "a second run differs")
    _start(t, PROJECT.replace("beta<2", "beta<1.5"))
    t.expect("beta1.0" in runs(), "a change of the project file went unseen")
    t.run("uninstall", "beta", "--python", t.work / ".venv/bin/python")
    t.expect("beta1.0" in runs(), "a removed package went unseen")
    t.write("swuv.local.toml", 'default-groups = ["lint"]\n')
    t.expect("winonly1.0" in runs(), "a new swuv.local.toml went unseen")
    (t.work / "swuv.local.toml").unlink()
    t.expect("winonly1.0" in runs(), "what another group needs was removed by a run")
    t.expect("winonly1.0" not in runs("--exact"), "a swuv.local.toml that is gone went unseen")
    lock = (t.work / "swuv.lock").read_text()
    (t.work / "swuv.lock").unlink()
    runs()
    t.expect((t.work / "swuv.lock").read_text() == lock, "a lock that is gone was not made again")
    subprocess.run(["rm", "-rf", str(t.work / ".venv")])
    t.expect("beta1.0" in runs(), "an environment that is gone went unseen")


def run_with_more(t):
    _start(t)
    done = _do(t, "run", "--with", "delta", "python", "-c", "import delta, beta; print('both')")
    t.expect(done.out.strip() == "both", f"{done.out!r} {done.err!r}")
    t.expect("delta" not in t.installed(), "--with changed the project's environment")
    t.write(".env.test", "# a comment\nexport GREETING='hello there'\nOTHER=\"x\\ty\"\n")
    done = _do(t, "run", "--env-file", ".env.test", "python", "-c", "import os; print(os.environ['GREETING'])")
    t.expect(done.out.strip() == "hello there", f"{done.out!r}")


def many_runs_at_once(t):
    _start(t)
    started = [t.start("run", "--python", t.python, "--default-index", t.index, "python", "-c", "import beta, alpha; print('fine')") for _ in range(8)]
    outputs = [process.communicate(timeout=90)[0] for process in started]
    for process, output in zip(started, outputs):
        t.expect(process.returncode == 0 and "fine" in output, f"exit {process.returncode}: {output[-300:]}")
    t.holds({"beta": t.installed()["beta"], "alpha": "2.0"})


def killed_at_any_moment(t):
    _start(t)
    for number in range(12):
        subprocess.run(["rm", "-rf", str(t.work / ".venv"), str(t.work / "swuv.lock")])
        process = t.start("run", "--python", t.python, "--default-index", t.index, "true")
        time.sleep(0.004 * number * number)
        process.kill()
        process.communicate()
        if (t.work / "swuv.lock").exists():
            t.expect("package" in _lock(t), "half a lock")
        _do(t, "sync")
        t.expect({"alpha", "beta"} == t.installed().keys(), f"after a kill: {t.installed()}")


def workspace(t):
    t.write("pyproject.toml", '[project]\nname = "root"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["one"]\n'
            '[tool.uv.workspace]\nmembers = ["packages/*"]\n[tool.uv.sources]\none = { workspace = true }\n')
    t.write("packages/one/pyproject.toml", '[project]\nname = "one"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["beta<2"]\n[tool.uv]\npackage = false\n')
    t.write("packages/two/pyproject.toml", '[project]\nname = "two"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["delta"]\n')
    _do(t, "lock")
    names = {p["name"] for p in _lock(t)["package"]}
    t.expect(names == {"root", "one", "two", "beta", "delta"}, f"{names}")
    t.expect(">=3.9" in _lock(t)["requires-python"], f"{_lock(t)['requires-python']}")
    _do(t, "sync")
    t.expect(t.installed().keys() == {"beta"}, f"{t.installed()}")
    _do(t, "sync", "--all-packages")
    t.expect(t.installed().keys() == {"beta", "delta"}, f"{t.installed()}")
    _do(t, "sync", cwd=t.work / "packages/two")
    t.expect(t.installed().keys() == {"delta"}, f"{t.installed()}")
    t.expect(not (t.work / "packages/two/swuv.lock").exists(), "a member has a lock of its own")


def conflicts_need_not_be_solved_together(t):
    text = ('[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = []\n[project.optional-dependencies]\n'
            'old = ["left"]\nnew = ["right"]\n[tool.swuv]\nconflicts = [[{ extra = "old" }, { extra = "new" }]]\n')
    _start(t, text)
    _do(t, "sync", "--extra", "old")
    t.holds({"left": "1.0", "beta": "1.0"})
    _do(t, "sync", "--extra", "new")
    t.holds({"right": "1.0", "beta": "2.0"})
    t.says(_do(t, "sync", "--all-extras", code=1), "old", "new", where="err")
    _start(t, text.replace("[tool.swuv]", "[tool.nothing]"))
    t.says(_do(t, "lock", code=1), "beta", where="err")


def export_and_back(t):
    _start(t)
    _do(t, "lock")
    text = _do(t, "export").out
    t.expect("beta==" in text and "--hash=sha256:" in text and "alpha==2.0" in text, text)
    text = _do(t, "export", "--no-dev", "--no-hashes", "--extra", "slow").out
    t.expect("winonly==1.0 ; sys_platform == 'win32'" in text and "alpha" not in text, text)
    _do(t, "export", "-o", "pylock.toml", "--no-dev")
    t.venv("other")
    t.run("install", "-r", "pylock.toml", "--python", t.work / "other/bin/python", index=None)
    t.expect(t.installed("other").keys() == {"beta"}, f"{t.installed('other')}")


def tree_from_both_ends(t):
    _start(t)
    _do(t, "lock")
    out = _do(t, "tree").out
    t.matches(_do(t, "tree"), r"^demo v1\.0", r"── beta v1\.", r"alpha v2\.0 \(group: dev\)", where="out")
    inverted = _do(t, "tree", "--invert").out
    t.expect(inverted.splitlines()[0].startswith(("beta", "delta", "alpha")), inverted)
    shallow = _do(t, "tree", "--depth", "1").out
    t.expect(len(shallow.splitlines()) <= len(out.splitlines()), shallow)
    t.expect("schema_version" in _do(t, "tree", "--json").json, "no schema_version")


def dry_runs_change_nothing(t):
    _start(t)
    done = _do(t, "sync", "--dry-run")
    t.says(done, "Would", where="err")
    t.expect(not (t.work / ".venv").exists() and not (t.work / "swuv.lock").exists(), "a dry run wrote something")
    _do(t, "lock", "--dry-run")
    t.expect(not (t.work / "swuv.lock").exists(), "a dry run wrote the lock")
    _do(t, "sync", "--check", code=1)
    _do(t, "lock")
    t.says(_do(t, "sync", "--check", code=1), "Would", where="err")
    _do(t, "sync")
    _do(t, "sync", "--check")


def a_lock_of_uv_is_a_preference(t):
    world = t.own_world()
    for version in ("1.0", "1.1"):
        add(world, "beta", version)
    _start(t, '[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["beta"]\n')
    t.write("uv.lock", 'version = 1\nrevision = 3\nrequires-python = ">=3.8"\n\n[[package]]\nname = "beta"\nversion = "1.0"\n'
            f'source = {{ registry = "{world.index}" }}\n\n[[package]]\nname = "demo"\nversion = "1"\nsource = {{ virtual = "." }}\n')
    done = _do(t, "lock", index=world.index)
    t.expect({p["name"]: p["version"] for p in _lock(t)["package"]}["beta"] == "1.0", "the versions of uv.lock are not kept")
    t.says(done, "uv.lock", where="err")


def bad_documents(t):
    rows = [
        ("version = 99\n", "99"), ("not toml at all\n", "line 1"), ('version = 1\nrequires-python = ">=3.8"\npackage = 3\n', "package"),
        ('version = 1\nrequires-python = "nonsense"\n', "requires-python"),
    ]
    for text, word in rows:
        _start(t)
        t.write("swuv.lock", text)
        for command in ("sync --frozen", "lock", "tree", "export"):
            name, *flags = command.split()
            done = _do(t, name, *flags, code=None)
            if name != "lock":
                t.expect(done.code == 1, f"`{command}` accepts {text!r}: {done.err}")
                t.says(done, "swuv.lock", where="err")
                t.expect((t.work / "swuv.lock").read_text() == text, f"`{command}` wrote over a lock that it cannot read")
        t.expect(not (t.work / ".venv/lib").exists() or not t.installed(), "installed from a bad lock")
    (t.work / "swuv.lock").unlink()
    _start(t, '[project]\nname = "demo"\nversion = "x y"\ndependencies = ["a >> 1", 3]\n[tool.swuv]\nconflicts = 3\n[dependency-groups]\na = [{include-group = "b"}]\n')
    done = _do(t, "lock", code=1)
    t.says(done, "line 3", "line 4", "line 6", "line 8", where="err")
    t.expect(not (t.work / "swuv.lock").exists(), "a lock of a bad project")


def no_project_at_all(t):
    for command in ("lock", "sync", "tree", "export", "add delta", "remove delta"):
        done = _do(t, *command.split(), code=None) if " " not in command else _do(t, command.split()[0], command.split()[1], code=None)
        t.expect(done.code in (1, 2), f"`{command}` exits {done.code}")
        t.says(done, "pyproject.toml", where="err")
    t.expect(_do(t, "run", "echo", "hello").out == "hello\n", "run needs a project")


def python_versions_of_the_project(t):
    _start(t, PROJECT.replace(">=3.8", ">=3.99"))
    done = _do(t, "sync", code=None)
    t.expect(done.code != 0, "an unfit Python was taken")
    t.says(done, "3.99", where="err")
