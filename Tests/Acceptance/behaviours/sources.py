"""What has to be built: directories, editables, Git, source distributions, in `install` and in a project's lock."""
import json, os, pathlib, shutil, signal, subprocess, time, tomllib

from scratch import Skip, add, route
from trees import BACKEND, commit, git, project, repository, sdist


def _git(t):
    if not shutil.which("git"):
        raise Skip
    # Git warns of owners and asks for names elsewhere.
    t.environment["GIT_CONFIG_GLOBAL"] = "/dev/null"


def _log(t):
    t.environment["BUILD_LOG"] = str(t.folder / "log")
    return lambda: (t.folder / "log").read_text().split("\n")[:-1] if (t.folder / "log").exists() else []


def _value(t, module, name="VERSION", venv=".venv"):
    return t.outputs([t.work / venv / "bin/python", "-c", f"import {module}; print({module}.{name})"])


def _direct(t, name):
    return json.loads((next(t.site().glob(f"{name}-*.dist-info")) / "direct_url.json").read_text())


def _serve(t, world, name, version, requires_python=None, **options):
    filename, blob = sdist(t.folder / "sdists", name, version, **options)
    world.add(name, filename, blob, None, requires_python)
    return filename


def _lock(t):
    return tomllib.loads((t.work / "swuv.lock").read_text())


def _package(t, name):
    return next(p for p in _lock(t)["package"] if p["name"] == name)


def _do(t, command, *arguments, **options):
    return t.run(command, "--python", t.python, "--default-index", t.index, *arguments, **options)


# Git


def git_references(t):
    """Default branch, branch, tag, commit, short commit, subdirectory: what each leads to, and what is noted of it."""
    _git(t)
    t.venv()
    root = project(t.folder / "repo", "lib")
    project(root / "inner", "inner", "5.0")
    first = repository(root)
    git(root, "tag", "v1")
    git(root, "tag", "-a", "noted", "-m", "noted")
    project(root, "lib", "1.1")
    second = commit(root)
    git(root, "checkout", "--quiet", "-b", "side")
    project(root, "lib", "2.0")
    third = commit(root)
    git(root, "checkout", "--quiet", "main")
    url = f"file://{root}"
    for reference, version, which in [("", "1.1", second), ("@noted", "1.0", first), ("@side", "2.0", third), ("@v1", "1.0", first),
                                      (f"@{third}", "2.0", third), (f"@{first[:9]}", "1.0", first)]:
        t.run("install", f"lib @ git+{url}{reference}")
        t.expect(t.installed() == {"lib": version}, f"{reference}: {t.installed()}")
        found = _direct(t, "lib")
        wanted = {"vcs": "git", "commit_id": which, **({"requested_revision": reference[1:]} if reference else {})}
        t.expect(found == {"url": url, "vcs_info": wanted}, f"{reference}: {found}")
    t.run("install", f"inner @ git+{url}@v1#subdirectory=inner")
    t.expect(_direct(t, "inner")["subdirectory"] == "inner" and t.installed()["inner"] == "5.0", f"{t.installed()}")
    t.says(t.run("install", f"lib @ git+{url}@nowhere", code=1), "nowhere", "no such branch", where="err")
    t.says(t.run("install", f"inner @ git+{url}#subdirectory=none", code=1), "none", where="err")
    t.says(t.run("install", f"other @ git+{url}", code=1), "other", "lib", where="err")


def git_is_not_asked_twice_for_a_commit(t):
    _git(t)
    t.venv()
    root = project(t.folder / "repo", "lib")
    first = repository(root)
    url = f"file://{root}"
    log = _log(t)
    t.run("install", f"lib @ git+{url}@{first}")
    root.rename(t.folder / "away")
    t.run("uninstall", "lib")
    t.run("install", f"lib @ git+{url}@{first}", "--offline")
    t.expect(t.installed() == {"lib": "1.0"}, f"{t.installed()}")
    t.expect(len([line for line in log() if line.startswith("wheel")]) == 1, f"built more than once: {log()}")


def git_submodules(t):
    _git(t)
    t.venv()
    part = t.folder / "part"
    part.mkdir()
    (part / "word.txt").write_text("of the submodule")
    repository(part)
    root = project(t.folder / "repo", "lib")
    (root / "backend.py").write_text(BACKEND + "\nassert open('part/word.txt').read() == 'of the submodule'\n")
    repository(root)
    git(root, "submodule", "--quiet", "add", f"file://{part}", "part")
    commit(root)
    t.run("install", f"lib @ git+file://{root}")
    t.expect(t.installed() == {"lib": "1.0"}, f"{t.installed()}")


def git_leaves_large_files(t):
    """The filter that a repository names for its large files is not run."""
    _git(t)
    t.venv()
    root = project(t.folder / "repo", "lib")
    (root / ".gitattributes").write_text("*.big filter=lfs\n")
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 1\n"
    (root / "data.big").write_text(pointer)
    (root / "backend.py").write_text(BACKEND + f"\nassert open('data.big').read() == {pointer!r}\n")
    repository(root)
    t.run("install", f"lib @ git+file://{root}")
    done = t.run("install", "--reinstall", f"lib @ git+file://{root}#lfs=true", code=None)
    if not shutil.which("git-lfs"):
        t.says(done, "git-lfs", where="err")


def git_version_from_tags(t):
    """A backend that makes the version of the history has one."""
    _git(t)
    t.venv()
    root = project(t.folder / "repo", "lib", "3.1", dynamic=["version"], text="# setuptools_scm\n")
    (root / "backend.py").write_text(BACKEND.replace("return json.load(file)", """facts = json.load(file)
        import subprocess
        facts["version"] = subprocess.run(["git", "describe", "--tags"], capture_output=True, text=True).stdout.strip().split("-")[0]
        return facts"""))
    repository(root)
    git(root, "tag", "7.7")
    for number in range(3):
        (root / "more.txt").write_text(str(number))
        commit(root)
    t.run("install", f"lib @ git+file://{root}")
    t.expect(t.installed() == {"lib": "7.7"}, f"{t.installed()}")


def _git_server(t, root, secret):
    """Serves a repository by Git's dumb protocol to whoever knows the secret."""
    world = t.own_world(auth=secret)
    git(root, "update-server-info")
    bare = root / ".git"
    for path in bare.rglob("*"):
        if path.is_file():
            world.routes[f"/repo.git/{path.relative_to(bare)}"] = [route(path.read_bytes())]
    return world


def git_credentials(t):
    """`user:token@` reaches the server, and no message, file or argument."""
    _git(t)
    t.venv()
    root = project(t.folder / "repo", "lib")
    first = repository(root)
    world = _git_server(t, root, "user:s3cr3t")
    place = world.server.origin.removeprefix("http://") + "/repo.git"
    done = t.run("install", "-v", f"lib @ git+http://user:s3cr3t@{place}@{first}", code=None)
    if "dumb http transport does not support shallow" in done.err:
        raise Skip
    t.expect(t.installed() == {"lib": "1.0"}, f"{t.installed()} {done.err[-300:]}")
    t.expect("s3cr3t" not in done.text, f"the token is shown: {done.text}")
    t.expect(_direct(t, "lib")["url"] == f"http://{place}", f"{_direct(t, 'lib')}")
    out = t.run("compile", "-", input=f"lib @ git+http://user:s3cr3t@{place}@{first}\n").out
    t.expect(f"lib @ git+http://{place}@{first}" in out and "s3cr3t" not in out, f"{out!r}")
    kept = [path for path in t.folder.rglob("*") if path.is_file() and not path.is_symlink() and b"s3cr3t" in path.read_bytes()]
    t.expect(not kept, f"the token is in {kept}")
    wrong = t.run("install", "--reinstall", f"lib @ git+http://user:wr0ng@{place}@{'0' * 40}", code=1)
    t.expect("wr0ng" not in wrong.text, "a wrong token is shown")


def git_compile_pins_the_commit(t):
    _git(t)
    t.venv()
    root = project(t.folder / "repo", "lib")
    first = repository(root)
    out = t.run("compile", "-", "--no-header", "--no-annotate", input=f"lib @ git+file://{root}@main\n").out
    t.expect(out == f"lib @ git+file://{root}@{first}\n", f"{out!r}")


# Projects


def lock_of_a_git_source(t):
    """A branch is pinned to its commit, stays there until an upgrade, and is installed from the lock."""
    _git(t)
    root = project(t.folder / "repo", "lib", requires=["beta<2"])
    project(root / "inner", "inner", "5.0")
    first = repository(root)
    url = f"file://{root}"
    text = (f'[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["lib", "inner"]\n'
            f'[tool.uv.sources]\nlib = {{ git = "{url}", branch = "main" }}\ninner = {{ git = "{url}", subdirectory = "inner" }}\n')
    t.write("pyproject.toml", text)
    _do(t, "lock")
    t.expect(_package(t, "lib")["source"] == {"git": url, "reference": "main", "commit": first}, f"{_package(t, 'lib')}")
    t.expect(_package(t, "inner")["source"] == {"git": url, "commit": first, "subdirectory": "inner"}, f"{_package(t, 'inner')}")
    _do(t, "sync")
    t.holds({"lib": "1.0", "inner": "5.0", "beta": "1.5"})
    t.expect(_direct(t, "lib")["vcs_info"] == {"vcs": "git", "requested_revision": "main", "commit_id": first}, f"{_direct(t, 'lib')}")
    project(root, "lib", "1.1", requires=["beta<2"])
    second = commit(root)
    done = _do(t, "sync")
    t.says(done, "Checked 3", where="err")
    t.write("pyproject.toml", text.replace('"inner"]', '"inner", "delta"]'))
    _do(t, "lock")
    t.expect(_package(t, "lib")["source"]["commit"] == first, "the commit moved without an upgrade")
    _do(t, "lock", "-P", "lib")
    t.expect(_package(t, "lib")["source"]["commit"] == second and _package(t, "inner")["source"]["commit"] == first, f"{_lock(t)}")
    _do(t, "sync")
    t.holds({"lib": "1.1", "inner": "5.0", "beta": "1.5", "delta": "1.0"})
    root.rename(t.folder / "away")
    shutil.rmtree(t.work / ".venv")
    _do(t, "sync", "--frozen", "--offline")
    t.holds({"lib": "1.1", "inner": "5.0", "beta": "1.5", "delta": "1.0"})


def lock_keeps_no_credentials(t):
    _git(t)
    root = project(t.folder / "repo", "lib")
    first = repository(root)
    world = _git_server(t, root, "user:s3cr3t")
    place = world.server.origin.removeprefix("http://") + "/repo.git"
    t.write("pyproject.toml", f'[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["lib"]\n'
            f'[tool.uv.sources]\nlib = {{ git = "http://user:s3cr3t@{place}", rev = "{first}" }}\n')
    done = _do(t, "sync", code=None)
    if "dumb http transport does not support shallow" in done.err:
        raise Skip
    t.holds({"lib": "1.0"})
    text = (t.work / "swuv.lock").read_text()
    t.expect("s3cr3t" not in text + done.text and f"http://{place}" in text, text)
    shutil.rmtree(t.work / ".venv")
    shutil.rmtree(t.cache)
    _do(t, "sync", "--frozen")
    t.holds({"lib": "1.0"})


def lock_of_a_directory(t):
    """A path source: editable or not, in the lock by its relative path, and locked anew when what it asks for changed."""
    project(t.work / "libs/one", "one", requires=["beta<2"])
    project(t.work / "libs/two", "two")
    t.write("app/pyproject.toml", '[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["one", "two"]\n'
            '[tool.uv.sources]\none = { path = "../libs/one", editable = true }\ntwo = { path = "../libs/two" }\n')
    app = t.work / "app"
    _do(t, "lock", cwd=app)
    lock = tomllib.loads((app / "swuv.lock").read_text())
    sources = {p["name"]: p["source"] for p in lock["package"]}
    t.expect(sources["one"] == {"directory": "../libs/one", "editable": True} and sources["two"] == {"directory": "../libs/two"}, f"{sources}")
    _do(t, "sync", cwd=app)
    site = next((app / ".venv/lib").glob("python*")) / "site-packages"
    t.expect(t.those_in(site) == {"one": "1.0", "two": "1.0", "beta": "1.5"}, f"{t.those_in(site)}")
    t.expect((site / "one.pth").exists() and (site / "two.py").exists(), "one is not editable, or two is")
    t.says(_do(t, "lock", "--check", cwd=app), "Resolved", where="err")
    project(t.work / "libs/one", "one", "1.5", requires=["beta>=2"])
    t.says(_do(t, "lock", "--check", cwd=app, code=None), "../libs/one", "beta", where="err")
    done = _do(t, "sync", cwd=app)
    t.expect(t.those_in(site) == {"one": "1.5", "two": "1.0", "beta": "2.0"}, f"{t.those_in(site)}")
    done = _do(t, "sync", cwd=app)
    t.says(done, "Checked 3", where="err")


def lock_of_a_dynamic_project(t):
    """What only the build backend knows of a project's dependencies is asked of it, once."""
    log = _log(t)
    project(t.work, "demo", dynamic=["dependencies", "optional-dependencies"], requires=["beta<2", "delta; extra == 'more'"], extras=["more"])
    _do(t, "lock")
    names = {p["name"] for p in _lock(t)["package"]}
    t.expect(names == {"demo", "beta", "delta"}, f"{names}")
    _do(t, "sync", "--extra", "more")
    t.holds({"demo": "1.0", "beta": "1.5", "delta": "1.0"})
    t.expect(log().count("metadata") == 1, f"metadata was made more than once: {log()}")
    project(t.work, "demo", dynamic=["dependencies", "optional-dependencies"], requires=["beta>=2"])
    _do(t, "sync")
    t.expect(t.installed().get("beta") == "2.0", f"{t.installed()}")


def dynamic_requirements_file(t):
    """`-r pyproject.toml` of a dynamic project, in `install` and in `compile`."""
    t.venv()
    project(t.work, "demo", dynamic=["dependencies", "optional-dependencies"], requires=["beta<2", "delta; extra == 'more'"], extras=["more"])
    out = t.run("compile", "pyproject.toml", "--no-header", "--no-annotate").out
    t.expect(out == "beta==1.5\n", f"{out!r}")
    t.run("install", "-r", "pyproject.toml", "--extra", "more")
    t.holds({"beta": "1.5", "delta": "1.0"})


def trees_of_a_pylock(t):
    """What `export` writes of directories and repositories, `install -r` takes."""
    _git(t)
    root = project(t.folder / "repo", "lib")
    first = repository(root)
    project(t.work / "one", "one")
    t.write("pyproject.toml", f'[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["lib", "one", "beta<2"]\n'
            f'[tool.uv.sources]\nlib = {{ git = "file://{root}", branch = "main" }}\none = {{ path = "one", editable = true }}\n')
    _do(t, "export", "--format", "pylock.toml", "-o", "pylock.toml", "--no-emit-project")
    t.venv()
    t.run("install", "-r", "pylock.toml")
    t.holds({"lib": "1.0", "one": "1.0", "beta": "1.5"})
    t.expect(_direct(t, "lib")["vcs_info"] == {"vcs": "git", "requested_revision": "main", "commit_id": first}, f"{_direct(t, 'lib')}")
    t.expect(_direct(t, "one")["dir_info"] == {"editable": True}, f"{_direct(t, 'one')}")
    t.says(t.run("install", "-r", "pylock.toml", "--reinstall", "--no-build", code=1), "lib", "one", "--no-build", where="err")
    text = (t.work / "pylock.toml").read_text()
    t.write("pylock.toml", text.replace('type = "git"', 'type = "hg"'))
    t.says(t.run("install", "-r", "pylock.toml", "--reinstall", code=1), "lib", "hg", where="err")


def compile_leaves_nothing_behind(t):
    t.venv()
    project(t.work / "lib", "lib", dynamic=["dependencies"], requires=["beta<2"])
    out = t.run("compile", "-", "--no-header", "--no-annotate", input=f"lib @ file://{t.work}/lib\n").out
    t.expect("beta==1.5\n" in out, out)
    left = [path.name for path in (t.cache / "temporary-v1").glob("source-*")]
    t.expect(not left, f"left behind: {left}")


def extra_build_dependencies(t):
    """What a project forgot to say that its builds need."""
    t.venv()
    world = t.own_world()
    add(world, "forgotten", "1.0")
    root = project(t.work / "lib", "lib")
    (root / "backend.py").write_text(BACKEND + "\nimport forgotten\n")
    t.says(t.run("install", root, index=world.index, code=1), "forgotten", where="err")
    t.write("swuv.toml", '[extra-build-dependencies]\nlib = ["forgotten>=1"]\n')
    t.run("install", root, index=world.index)


# Directories


def editable_updates(t):
    """Code changes count at once, changes of what configures the build with the next install."""
    t.venv()
    log = _log(t)
    root = project(t.work / "lib", "lib")
    t.run("install", "-e", root)
    t.expect(_value(t, "lib") == "1.0" and _direct(t, "lib")["dir_info"] == {"editable": True}, f"{_direct(t, 'lib')}")
    (root / "lib.py").write_text("VERSION = 'edited'\n")
    t.expect(_value(t, "lib") == "edited", "an edit is not seen")
    t.says(t.run("install", "-e", root), "Checked 1", where="err")
    project(root, "lib", "1.1")
    t.run("install", "-e", root)
    t.expect(t.installed() == {"lib": "1.1"}, f"{t.installed()}")
    t.expect(log().count("editable") == 2, f"{log()}")
    t.run("install", root)
    t.expect(_direct(t, "lib")["dir_info"] == {} and (t.site() / "lib.py").exists(), "still editable")


def cache_keys(t):
    """What `cache-keys` names decides whether a directory is built anew: files, patterns, directories, variables, Git."""
    t.venv()
    _git(t)
    log = _log(t)
    keys = '[tool.swuv]\ncache-keys = ["facts.json", { file = "src/**/*.c" }, { dir = "made" }, { env = "FLAVOUR" }, { git = { commit = true, tags = true } }]\n'
    root = project(t.work / "lib", "lib", text=keys)
    (root / "src/deep").mkdir(parents=True)
    (root / "src/deep/one.c").write_text("1")
    repository(root)

    def builds(why, expected, **environment):
        before = len(log())
        t.run("install", root, env=environment)
        found = sum(line.startswith("wheel") for line in log()[before:])
        t.expect(found == expected, f"{why}: built {found} times, not {expected}")

    builds("first", 1)
    builds("nothing changed", 0)
    (root / "lib.py").write_text("VERSION = 'edited'\n")
    builds("a file that is not named", 0)
    (root / "src/deep/one.c").write_text("22")
    builds("a file of a pattern", 1)
    (root / "src/deep/two.c").write_text("3")
    builds("a new file of a pattern", 1)
    (root / "made").mkdir()
    builds("a directory that was made", 1)
    builds("a variable", 1, FLAVOUR="mild")
    builds("the same variable", 0, FLAVOUR="mild")
    commit(root)
    builds("a commit", 1)
    git(root, "tag", "v2")
    builds("a tag", 1)
    git(root, "pack-refs", "--all")
    builds("packed references", 0)


def cache_by_settings_and_abi(t):
    world = t.own_world()
    filename, blob = sdist(t.folder / "s", "lib", "1.0", dynamic=["dependencies"])
    world.add("lib", filename, blob, None)
    t.venv()
    log = _log(t)

    def builds(expected, *arguments, **options):
        before = len(log())
        t.run("install", "--reinstall", "lib", *arguments, index=world.index, **options)
        lines = [line for line in log()[before:] if line.startswith("wheel")]
        t.expect(len(lines) == expected, f"{arguments}: {lines}")
        return lines

    builds(1)
    builds(0)
    lines = builds(1, "-C", "a=1", "-C", "b=2", "-C", "b=3")
    t.expect(lines == ['wheel {"a": "1", "b": ["2", "3"]}'], f"{lines}")
    builds(0, "-C", "b=2", "-C", "a=1", "-C", "b=3")
    t.write("narrow.txt", "beta<2\n")
    builds(1, "--build-constraint", "narrow.txt")
    lines = builds(1, "--config-settings-package", "lib:z=9")
    t.expect(lines == ['wheel {"z": "9"}'], f"{lines}")
    builds(0, "--config-settings-package", "other:z=9")


def two_processes_build_once(t):
    log = _log(t)
    world = t.own_world()
    _serve(t, world, "lib", "1.0", sleep=3)
    for name in ("one", "two"):
        t.venv(name)
    runs = [t.start("install", "lib", "--python", name, index=world.index) for name in ("one", "two")]
    for run in runs:
        out, _ = run.communicate(timeout=60)
        t.expect(run.returncode == 0, f"{run.returncode}: {out}")
    t.expect(len([line for line in log() if line.startswith("wheel")]) == 1, f"{log()}")
    t.expect(t.installed("one") == t.installed("two") == {"lib": "1.0"}, "not installed")


def build_environments_are_removed(t):
    world = t.own_world()
    _serve(t, world, "lib", "1.0", build_requires=["beta"])
    add(world, "beta", "1.0")
    t.venv()
    t.run("install", "lib", index=world.index)
    left = [path.name for path in (t.cache / "temporary-v1").glob("*") if path.name.startswith("source-")]
    t.expect(not left, f"left behind: {left}")
    _serve(t, world, "bad", "1.0", build_requires=["nowhere-to-be-found"])
    t.says(t.run("install", "bad", index=world.index, code=1), "bad==1.0", "nowhere-to-be-found", where="err")
    left = [path.name for path in (t.cache / "temporary-v1").glob("*") if path.name.startswith("source-")]
    t.expect(not left, f"left behind by a failure: {left}")


def builds_see_a_clean_environment(t):
    t.venv()
    seen = ["PYTHONPATH", "PYTHONHOME", "UV_INDEX_URL", "SWUV_DEFAULT_INDEX", "PIP_INDEX_URL", "VIRTUAL_ENV", "PATH", "CFLAGS"]
    root = project(t.work / "lib", "lib", record=seen)
    t.run("install", root, env={"PYTHONPATH": "/nowhere", "UV_INDEX_URL": "http://user:pass@127.0.0.1:1/", "CFLAGS": "-O1",
                                "VIRTUAL_ENV": str(t.work / ".venv"), "PATH": f"{t.work / '.venv/bin'}:{os.environ['PATH']}:."})
    found = eval(_value(t, "lib_built", "SEEN"))
    t.expect(found["PYTHONPATH"] is None and found["PYTHONHOME"] is None and found["UV_INDEX_URL"] is None, f"{found}")
    t.expect(found["CFLAGS"] == "-O1", f"{found}")
    parts = found["PATH"].split(":")
    t.expect(parts[0] == found["VIRTUAL_ENV"] + "/bin" and str(t.work / ".venv/bin") not in parts and "." not in parts, f"{found}")


def no_build_isolation(t):
    """Builds in the environment itself, which must hold the backend; for one package or for all."""
    t.venv()
    files = {"maker.py": BACKEND}
    world = t.own_world()
    add(world, "maker", "1.0", files=files)
    root = project(t.work / "lib", "lib", build_requires=["unobtainable"])
    text = (root / "pyproject.toml").read_text().replace('build-backend = "backend"', 'build-backend = "maker"').replace('backend-path = ["."]\n', "")
    (root / "pyproject.toml").write_text(text)
    t.says(t.run("install", root, index=world.index, code=1), "unobtainable", where="err")
    t.says(t.run("install", root, "--no-build-isolation", index=world.index, code=1), "maker", where="err")
    t.run("install", "maker", index=world.index)
    t.run("install", root, "--no-build-isolation-package", "lib", index=world.index)
    t.expect(t.installed() == {"lib": "1.0", "maker": "1.0"}, f"{t.installed()}")


def no_build_and_no_binary(t):
    world = t.own_world()
    log = _log(t)
    _serve(t, world, "lib", "1.0")
    add(world, "lib", "0.9")
    t.venv()
    t.run("install", "lib", "--no-build", index=world.index)
    t.expect(t.installed() == {"lib": "0.9"}, f"{t.installed()}")
    t.run("install", "-U", "lib", "--no-build-package", "lib", index=world.index)
    t.expect(t.installed() == {"lib": "0.9"} and not log(), f"{t.installed()} {log()}")
    t.run("install", "-U", "lib", index=world.index)
    t.expect(t.installed() == {"lib": "1.0"}, f"{t.installed()}")
    add(world, "lib", "1.0")
    t.says(t.run("install", "lib==0.9", "--no-binary", "lib", index=world.index, code=1), "lib", where="err")
    t.run("install", "--reinstall", "lib==1.0", "--no-binary-package", "lib", index=world.index)


def build_options_of_projects(t):
    """`lock`, `sync` and their kin take the options about builds, on the command line and from the project's file."""
    log = _log(t)
    world = t.own_world()
    _serve(t, world, "lib", "1.0", dynamic=["dependencies"], build_requires=["tool"])
    add(world, "tool", "1.0")
    add(world, "tool", "2.0")
    text = '[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["lib"]\n'
    t.write("pyproject.toml", text)
    options = ["--python", t.python, "--default-index", world.index]
    t.says(t.run("lock", *options, "--no-build", code=1), "lib", where="err")
    t.write("narrow.txt", "tool<2\n")
    t.run("lock", *options, "--build-constraint", "narrow.txt", "-C", "a=1")
    t.run("sync", *options, "--build-constraint", "narrow.txt", "-C", "a=1")
    t.expect(log()[-1] == 'wheel {"a": "1"}', f"{log()}")
    t.write("pyproject.toml", text + '[tool.uv]\nbuild-constraint-dependencies = ["tool>2"]\nno-binary-package = ["lib"]\n'
            '[tool.uv.config-settings]\nb = ["2", "3"]\n[tool.uv.config-settings-package]\nlib = { c = "4" }\n')
    done = t.run("sync", *options, "--reinstall", code=1)
    t.says(done, "tool", "lib==1.0", where="err")
    t.write("pyproject.toml", (t.work / "pyproject.toml").read_text().replace("tool>2", "tool>=2"))
    t.run("sync", *options, "--reinstall")
    t.expect(log()[-1] == 'wheel {"b": ["2", "3"], "c": "4"}', f"{log()}")


# Backends that fail


def backends_that_fail(t):
    """The backend, the hook and the last of its output are shown, with what to do about the usual causes."""
    t.venv()
    for number, (body, words) in enumerate([
        ("def build_wheel(*a, **k):\n    raise RuntimeError('b0om')\n", ["build_wheel", "backend", "b0om"]),
        ("import os\ndef build_wheel(*a, **k):\n    os.kill(os.getpid(), 11)\n", ["build_wheel", "signal 11"]),
        ("import os\ndef build_wheel(*a, **k):\n    os._exit(0)\n", ["build_wheel"]),
        ("def build_wheel(*a, **k):\n    return 7\n", ["build_wheel", "7"]),
        ("def build_wheel(*a, **k):\n    return 'lib-1.0-py3-none-any.whl'\n", ["build_wheel", "no such file"]),
        ("def build_wheel(*a, **k):\n    return '../../lib-1.0-py3-none-any.whl'\n", ["build_wheel"]),
        ("def build_wheel(d, *a, **k):\n    open(d + '/lib-1.0-py3-none-any.whl', 'w').write('garbage')\n    return 'lib-1.0-py3-none-any.whl'\n", ["lib"]),
        ("def build_wheel(d, *a, **k):\n    import os\n    os.symlink('/etc/passwd', d + '/lib-1.0-py3-none-any.whl')\n    return 'lib-1.0-py3-none-any.whl'\n", ["no such file"]),
        (BACKEND.replace('facts.get("wheel")', '"other-1.0-py3-none-any.whl"'), ["other", "lib"]),
        (BACKEND.replace('facts.get("wheel")', '"lib-2.0-py3-none-any.whl"'), ["2.0", "1.0"]),
        (BACKEND.replace('facts.get("wheel")', '"lib-1.0-cp27-cp27m-win32.whl"'), ["win32"]),
        ("raise ModuleNotFoundError(\"No module named 'distutils'\")\n", ["distutils", "--python"]),
        ("import surely_missing\n", ["surely_missing"]),
        ("syntax error\n", ["SyntaxError"]),
        ("import sys\ndef build_wheel(*a, **k):\n    sys.stderr.write('x.c:1:10: fatal error: ffi.h: No such file or directory\\n'); sys.exit(1)\n",
         ["ffi.h", "development package"]),
        ("import sys\ndef build_wheel(*a, **k):\n    sys.stderr.write(\"error: command 'gcc' failed: No such file or directory\\n\"); sys.exit(1)\n",
         ["build-essential"]),
        ("def get_requires_for_build_wheel(*a, **k):\n    return ['no requirement at all!!']\ndef build_wheel(*a, **k): pass\n", ["get_requires_for_build_wheel"]),
        ("def build_sdist(*a, **k): pass\n", ["build_wheel"]),
    ]):
        root = project(t.work / f"lib{number}", "lib")
        (root / "backend.py").write_text(body)
        done = t.run("install", root, code=1)
        t.says(done, "lib", *words, where="err")
        t.expect(not t.installed(), f"{number}: installed {t.installed()}")


def a_backend_that_hangs(t):
    t.venv()
    root = project(t.work / "lib", "lib", sleep=60)
    started = time.monotonic()
    done = t.run("install", root, env={"SWUV_BUILD_TIMEOUT": "2"}, code=1)
    t.expect(time.monotonic() - started < 30, "it waited")
    t.says(done, "build_wheel", "SWUV_BUILD_TIMEOUT", where="err")


def a_backend_that_floods(t):
    t.venv()
    root = project(t.work / "lib", "lib")
    (root / "backend.py").write_text("import sys\ndef build_wheel(*a, **k):\n    for _ in range(200000): print('x' * 200)\n    print('the end'); raise SystemExit(3)\n")
    done = t.run("install", root, code=1)
    t.says(done, "the end", where="err")
    t.expect(len(done.err) < 50_000, f"{len(done.err)} bytes of output")


def live_output(t):
    t.venv()
    root = project(t.work / "lib", "lib")
    (root / "backend.py").write_text(BACKEND + "\nprint('hello from the backend')\n")
    t.expect("hello from the backend" not in t.run("install", root).text, "shown without -v")
    t.says(t.run("install", "-v", "--reinstall", "--refresh", root, "-C", "x=1"), "hello from the backend", where="err")


# The hardware that is built for


def host_properties_for_builds(t):
    """A host profile tells builds that ask for it what to compile for; it counts for the cache."""
    t.venv()
    names = ["TORCH_CUDA_ARCH_LIST", "PYTORCH_ROCM_ARCH", "CMAKE_CUDA_ARCHITECTURES"]
    root = project(t.work / "lib", "lib", record=names, dynamic=["dependencies"])
    asking = project(t.work / "asking", "asking", record=names, text='[tool.swuv]\nexport-host-properties = ["asking"]\n')

    def profile(name, **namespaces):
        return t.write(name, json.dumps({"providers": {
            key: {"static-properties": features, "feature-order": list(features)} for key, features in namespaces.items()}}))

    hopper = profile("hopper.json", nvidia={"sm_arch": ["90_real", "90_virtual"], "cuda_version_lower_bound": ["12.6"]})
    instinct = profile("instinct.json", amd={"gfx_arch": ["gfx942", "gfx90a"]})
    t.run("install", root, asking, "--variant-profile", hopper)
    t.expect(eval(_value(t, "lib_built", "SEEN")) == dict.fromkeys(names), "exported to a build that does not ask")
    wanted = {"TORCH_CUDA_ARCH_LIST": "9.0", "PYTORCH_ROCM_ARCH": None, "CMAKE_CUDA_ARCHITECTURES": "90"}
    t.expect(eval(_value(t, "asking_built", "SEEN")) == wanted, _value(t, "asking_built", "SEEN"))
    t.run("install", root, "--reinstall", "--variant-profile", instinct, "--export-host-properties", "lib")
    found = eval(_value(t, "lib_built", "SEEN"))
    t.expect(found == {"TORCH_CUDA_ARCH_LIST": None, "PYTORCH_ROCM_ARCH": "gfx942;gfx90a", "CMAKE_CUDA_ARCHITECTURES": None}, f"{found}")
    t.run("install", root, "--reinstall", "--variant-profile", instinct, "--export-host-properties", "lib", env={"PYTORCH_ROCM_ARCH": "gfx1100"})
    t.expect(eval(_value(t, "lib_built", "SEEN"))["PYTORCH_ROCM_ARCH"] == "gfx1100", "the user's own variable does not count")
