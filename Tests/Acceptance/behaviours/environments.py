"""Environments: making and finding them, what an install puts where, and places that cannot be written."""
import os, pathlib, shutil, stat, subprocess

from scratch import Skip, add


def make_an_environment(t):
    done = t.run("venv", "--python", t.python, "--prompt", "mine")
    t.says(done, "Creating virtual environment at: .venv", "Activate with: source .venv/bin/activate", where="err")
    venv = t.work / ".venv"
    t.matches(done, r"^Using CPython 3\.\d+\.\d+")
    t.expect("home = " in (venv / "pyvenv.cfg").read_text(), "pyvenv.cfg")
    t.expect(t.outputs([venv / "bin/python", "-c", "import sys; print(sys.prefix != sys.base_prefix, sys.prefix)"]) == f"True {venv}", "it is no environment")
    found = t.outputs(["bash", "-c", f". {venv}/bin/activate && command -v python && echo $PS1 && deactivate && command -v python"]).splitlines()
    t.expect(found and found[0] == f"{venv}/bin/python" and "(mine)" in found[1] and found[-1] != found[0], f"activate: {found}")


def an_environment_that_exists(t):
    t.venv()
    t.run("install", "beta")
    (t.work / "own").mkdir()
    (t.work / "own/file").write_text("mine")
    t.says(t.run("venv", "own", "--python", t.python, code=None), "own", where="err")
    t.expect((t.work / "own/file").exists() and not (t.work / "own/bin").exists(), "a directory of the user's was changed")
    t.run("venv", ".venv", "--python", t.python, "--clear")
    t.holds({})
    t.run("install", "beta")
    t.run("venv", ".venv", "--python", t.python, "--allow-existing")
    t.holds({"beta": "2.0"})


def finding_the_environment(t):
    t.venv()
    (t.work / "a/b").mkdir(parents=True)
    t.run("install", "beta", cwd=t.work / "a/b")
    t.holds({"beta": "2.0"})
    t.venv("other")
    t.run("install", "delta", env={"VIRTUAL_ENV": str(t.work / "other")})
    t.holds({"delta": "1.0"}, "other")
    t.run("install", "gamma", "--python", "other/bin/python")
    t.expect("gamma" in t.installed("other"), "--python PATH")
    done = t.run("install", "beta", cwd=t.folder, code=None)
    t.expect(done.code in (1, 2), "installed into an environment from nowhere")
    t.says(done, "No virtual environment found", "swuv venv", where="err")


def a_python_that_is_not_there(t):
    done = t.run("venv", "--python", "3.99", code=None)
    t.expect(done.code in (1, 2), "made an environment of a Python that is not there")
    t.says(done, "3.99", "error:", where="err")
    done = t.run("venv", "--python", "/nowhere/bin/python3", code=None)
    t.says(done, "/nowhere/bin/python3", where="err")
    t.expect(not (t.work / ".venv").exists(), "something was made")
    broken = t.write("bin/python3", "#!/bin/sh\necho gibberish\nexit 3\n")
    broken.chmod(0o755)
    done = t.run("venv", "--python", broken, code=None)
    t.expect(done.code in (1, 2), "a broken Python was accepted")
    t.says(done, str(broken), where="err")


def scripts_run(t):
    t.venv()
    t.run("install", "tool")
    for name in ("tool-cli", "tool-script"):
        path = t.work / ".venv/bin" / name
        t.expect(path.exists() and path.stat().st_mode & 0o111, f"{name} cannot be run")
        t.expect(t.outputs([path, "a b"]) == "tool a b", f"{name} says {t.outputs([path, 'a b'])!r}")
    t.expect((t.work / ".venv/share/tool/data.txt").read_text() == "data\n", ".data/data")


def scripts_run_from_odd_places(t):
    for place in ("with spaces/it's", "x" * 90 + "/" + "y" * 90, 'quote"d', "ünïcode"):
        (t.work / place).mkdir(parents=True)
        t.venv(f"{place}/venv")
        t.run("install", "tool", "--python", f"{place}/venv")
        for name in ("tool-cli", "tool-script"):
            said = t.outputs([t.work / place / "venv/bin" / name, "a b"])
            t.expect(said == "tool a b", f"{name} in {place[:20]!r} says {said[-200:]!r}")


def target(t):
    t.venv()
    t.run("install", "alpha", "tool", "--target", "there")
    t.expect((t.work / "there/alpha/__init__.py").exists() and (t.work / "there/alpha-2.0.dist-info").is_dir(), "--target")
    t.holds({})
    t.expect(t.outputs([t.python, "-c", f"import sys; sys.path.insert(0, {str(t.work / 'there')!r}); import alpha; print(alpha.VERSION)"]) == "2.0", "it does not import")
    t.expect((t.work / "there/bin/tool-cli").exists(), "scripts of --target")
    t.says(t.run("list", "--target", "there"), "alpha", where="out")
    done = t.run("install", "alpha==1.0", "--target", "there")
    t.matches(done, r"^ - alpha==2\.0$", r"^ \+ alpha==1\.0$")
    t.run("uninstall", "alpha", "--target", "there")
    t.expect(not (t.work / "there/alpha").exists(), "uninstall --target")


def prefix(t):
    t.venv()
    t.run("install", "tool", "--prefix", "there")
    found = list((t.work / "there").glob("lib/python3*/site-packages/tool.py"))
    t.expect(len(found) == 1 and (t.work / "there/bin/tool-cli").exists(), f"--prefix: {found}")
    t.holds({})


def link_modes(t):
    t.venv()
    t.run("install", "beta")
    for mode in ("hardlink", "copy", "symlink", "clone"):
        t.run("install", "--reinstall", "beta", "--link-mode", mode)
        path = t.site() / "beta/__init__.py"
        kind = path.lstat()
        right = {"hardlink": kind.st_nlink > 1, "copy": kind.st_nlink == 1 and not path.is_symlink(), "symlink": path.is_symlink()}.get(mode, True)
        t.expect(right and path.read_text() == "VERSION = '2.0'\n", f"--link-mode {mode}")
    t.run("uninstall", "beta")
    t.holds({})


def an_edit_does_not_reach_the_cache(t):
    t.venv()
    t.run("install", "beta")
    path = t.site() / "beta/__init__.py"
    with open(path, "a") as file:
        file.write("EDITED = True\n")
    t.venv("two")
    t.run("install", "beta", "--python", "two")
    t.expect((t.site("two") / "beta/__init__.py").read_text() == "VERSION = '2.0'\n", "an edit in one environment came into another")


def externally_managed(t):
    managed = [p for p in ("/usr/bin/python3", "/usr/local/bin/python3") if pathlib.Path(p).exists()]
    for python in managed:
        marker = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"], capture_output=True, text=True).stdout.strip()
        if (pathlib.Path(marker) / "EXTERNALLY-MANAGED").exists():
            break
    else:
        raise Skip
    done = t.run("install", "beta", "--python", python, "--dry-run", code=None)
    t.expect(done.code in (1, 2), "an externally managed Python was accepted")
    t.says(done, "externally managed", "venv", where="err")
    t.run("install", "beta", "--python", python, "--dry-run", "--break-system-packages")
    t.run("install", "beta", "--python", python, "--target", "there")


def _other_user(t):
    """A user that file modes bind; the interpreter must be one that it can run."""
    if os.geteuid():
        return None, t.python
    for python in ("/usr/bin/python3", "/usr/local/bin/python3", t.python):
        try:
            done = subprocess.run([python, "-c", "import venv"], user=65534, group=65534, extra_groups=[], capture_output=True, cwd="/")
            if not done.returncode and not subprocess.run([t.swuv, "--version"], user=65534, group=65534, extra_groups=[], capture_output=True, cwd="/").returncode:
                return 65534, python
        except (OSError, subprocess.SubprocessError):
            continue
    raise Skip


def a_directory_that_cannot_be_written(t):
    user, t.python = _other_user(t)
    t.venv()
    t.run("install", "beta")
    if user:
        for path in [t.folder, *t.folder.rglob("*")]:
            os.chown(path, user, user, follow_symlinks=False)
    site = t.site()
    before = sorted(p.name for p in site.iterdir())
    site.chmod(0o555)
    try:
        done = t.run("install", "delta", user=user, code=1)
        t.says(done, "site-packages", "ermission", where="err")
        t.run("list", user=user)
        done = t.run("uninstall", "beta", user=user, code=1)
        t.says(done, "site-packages", where="err")
        t.expect(sorted(p.name for p in site.iterdir()) == before, "something changed")
    finally:
        site.chmod(0o755)
    t.run("install", "delta", user=user)
    t.holds({"beta": "2.0", "delta": "1.0"})


def an_environment_of_somebody_else(t):
    """Who may not change an environment may look at it, and learns before anything is downloaded what to do."""
    user, t.python = _other_user(t)
    t.venv()
    t.run("install", "beta")
    venv = t.work / ".venv"
    places = [venv, *(path for path in venv.rglob("*") if not path.is_symlink())]
    if user:
        for path in (t.work, t.home):
            os.chown(path, user, user)
    world = t.own_world()
    add(world, "delta", "1.0")
    modes = {path: path.stat().st_mode for path in places}
    for path in places:
        path.chmod(modes[path] & ~0o222)
    options = {"user": user, "cache": t.home / "cache", "index": world.index}
    try:
        for round in ("with a lock", "without"):
            if round == "without":
                venv.chmod(modes[venv])
                (venv / ".lock").unlink()
                venv.chmod(modes[venv] & ~0o222)
            t.says(t.run("install", "beta", **options), "Checked 1 package")
            t.says(t.run("install", "delta", "--dry-run", **options), "+ delta==1.0")
            for command in ("install", "uninstall"):
                done = t.run(command, "delta" if command == "install" else "beta", code=1, **options)
                t.says(done, f"The environment at `{venv}` cannot be changed", "site-packages", "Permission denied", "swuv venv", where="err")
            t.expect(not [path for _, path, _ in world.server.seen if path.endswith(".whl")], f"{round}: a wheel was downloaded")
        t.run("install", "delta", "--target", "mine", **options)
    finally:
        for path in places:
            if path.exists():
                path.chmod(modes[path])


def a_full_disk(t):
    if os.geteuid() or not shutil.which("mount"):
        raise Skip
    small = t.folder / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small], capture_output=True).returncode:
        raise Skip
    try:
        world = t.own_world()
        add(world, "bulky", "1.0")
        add(world, "bulky", "2.0", files={f"bulky/part{n}.py": f"# {n}\n" * 150_000 for n in range(12)})
        t.run("venv", small / "venv", "--python", t.python)
        site = next((small / "venv/lib").glob("python*")) / "site-packages"
        t.run("install", "bulky==1.0", "--python", small / "venv", index=world.index)
        done = t.run("install", "bulky==2.0", "--python", small / "venv", index=world.index, code=1)
        t.matches(done, r"[Nn]o space left|disk is full|ENOSPC")
        t.expect(t.those_in(site) == {"bulky": "1.0"} and (site / "bulky/__init__.py").read_text() == "VERSION = '1.0'\n", "the old version is not whole")
        t.run("check", "--python", small / "venv")
        left = [p.name for p in site.iterdir() if p.name.startswith((".swuv", "~"))]
        t.expect(not left, f"left behind: {left}")
        done = t.run("install", "bulky==2.0", "--no-deps", "--target", "there", cache=small / "cache", index=world.index, code=1)
        t.matches(done, r"[Nn]o space left|disk is full|ENOSPC")
    finally:
        subprocess.run(["umount", "-l", small], capture_output=True)


def a_damaged_archive(t):
    t.venv()
    filename, blob = add(t.own_world(), "beta", "9.0")
    (t.work / filename).write_bytes(blob[:-40])
    t.says(t.run("install", f"./{filename}", code=1), filename, where="err")
    (t.work / "beta-9.0-py3-none-any.whl").write_bytes(b"no archive at all")
    t.says(t.run("install", f"./{filename}", code=1), filename, where="err")
    t.says(t.run("install", "./nothing-1.0-py3-none-any.whl", code=1), "nothing-1.0-py3-none-any.whl", where="err")
    t.holds({})


def a_file_of_the_users_in_the_way(t):
    t.venv()
    (t.site() / "beta").mkdir()
    (t.site() / "beta/own.txt").write_text("mine")
    t.run("install", "beta")
    t.expect((t.site() / "beta/own.txt").read_text() == "mine", "the user's file is gone")
    t.run("uninstall", "beta")
    t.expect((t.site() / "beta/own.txt").read_text() == "mine", "uninstall took the user's file")


def modes_of_files(t):
    t.venv()
    t.run("install", "tool")
    mode = stat.S_IMODE((t.site() / "tool.py").stat().st_mode)
    t.expect(mode & 0o600 == 0o600 and not mode & 0o111, f"tool.py has mode {mode:o}")
