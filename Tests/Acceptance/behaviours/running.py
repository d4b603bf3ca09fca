"""`swuv run`: the environment is right, the second time costs nothing, and the command's own ways are kept."""
import os, shutil, signal, subprocess, time

from scratch import Skip

PROJECT = """\
[project]
name = "demo"
version = "1.0"
requires-python = ">=3.8"
dependencies = ["tool"]
[dependency-groups]
more = ["delta"]
"""


def _project(t, text=PROJECT):
    t.write("pyproject.toml", text)
    t.environment.update(SWUV_DEFAULT_INDEX=t.index, SWUV_CACHE_DIR=str(t.cache), SWUV_PYTHON=t.python)


def _run(t, *words, **options):
    return t.run("run", *words, plain=True, **options)


def _stamp(t):
    return t.work / ".venv" / "swuv-stamp"


def _settle():
    """Until files count as old."""
    time.sleep(0.1)


def first_and_second(t):
    _project(t)
    first = _run(t, "tool-cli", "a", "--b")
    t.expect(first.out == "tool a --b\n", f"{first.out!r}")
    t.matches(first, r"^Creating virtual environment at: \.venv$", r"^Installed 1 package in ")
    t.expect("Resolved" not in first.err and "+ tool" not in first.err, first.err)
    _settle()
    second = _run(t, "tool-cli", "a")
    t.expect((second.out, second.err) == ("tool a\n", ""), f"{second.out!r} {second.err!r}")
    t.expect(_stamp(t).exists(), "there is no stamp")
    where = _run(t, "python", "-c", "import sys, os; print(sys.prefix, os.environ['VIRTUAL_ENV'], os.environ['PATH'].split(':')[0])").out.split()
    venv = str(t.work / ".venv")
    t.expect(where == [venv, venv, venv + "/bin"], f"{where}")


def what_changed_is_seen(t):
    _project(t)
    _run(t, "true")
    for change in ("dependency", "foreign removal", "environment", "lock"):
        _settle()
        t.expect(_run(t, "true").err == "", f"before the change of the {change} something was said")
        _settle()
        if change == "dependency":
            t.write("pyproject.toml", PROJECT.replace('"tool"', '"tool", "beta<2"'))
        elif change == "foreign removal":
            shutil.rmtree(next(t.site().glob("tool-*.dist-info")))
        elif change == "environment":
            shutil.rmtree(t.work / ".venv")
        else:
            (t.work / "swuv.lock").unlink()
        done = _run(t, "true")
        t.expect("Installed" in done.err or change == "lock", f"{change}: {done.err!r}")
        t.holds({"tool": "1.0", "beta": "1.5"})


def sync_and_run_share(t):
    _project(t)
    t.run("sync", plain=True)
    _settle()
    t.expect(_run(t, "true").err == "", "after sync there is something to do")
    _settle()
    before = _stamp(t).stat().st_mtime_ns
    again = t.run("sync", plain=True)
    t.matches(again, r"^Resolved 3 packages in ", r"^Checked 1 package in ")
    t.run("sync", "-q", plain=True)
    _run(t, "--group", "more", "true")
    _settle()
    # What a run left there is not exact.
    t.matches(t.run("sync", plain=True), r"^Uninstalled 1 package")
    t.holds({"tool": "1.0"})


def statuses_and_signals(t):
    _project(t)
    _run(t, "sh", "-c", "exit 7", code=7)
    _settle()
    _run(t, "sh", "-c", "exit 7", code=7)
    for words in (["nosuch"], ["./nosuch"], [str(t.work)], [""]):
        done = _run(t, *words, code=2)
        t.says(done, "failed to spawn", where="err")
    killed = subprocess.run([t.swuv, "run", "sh", "-c", "kill -TERM $$"], cwd=t.work, env=t.environment)
    t.expect(killed.returncode == -signal.SIGTERM, f"ended by {killed.returncode}")
    pipe = _run(t, "python", "-c", "import signal; print(signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN, open('/proc/self/status').read())")
    ignored = [line for line in pipe.out.splitlines() if line.startswith("SigIgn")]
    # Python ignores SIGPIPE itself; a shell does not.
    shell = _run(t, "grep", "SigIgn", "/proc/self/status").out.split()[-1]
    t.expect(int(shell, 16) & (1 << (signal.SIGPIPE - 1)) == 0, f"the command ignores SIGPIPE: {shell} {ignored}")
    done = _run(t, code=2)
    t.says(done, "- tool-cli", "swuv run <command>", where="out")


def scripts(t):
    _project(t)
    t.write("plain.py", "import sys, tool; print(__file__, sys.argv[1:])\n")
    t.expect(_run(t, "plain.py", "-x", "y").out.endswith("plain.py ['-x', 'y']\n"), "arguments of a script")
    t.write("own.py", "# /// script\n# dependencies = ['delta']\n# ///\nimport importlib.util as u, sys\n"
            "print(bool(u.find_spec('delta')), bool(u.find_spec('tool')), sys.argv[1:])\n")
    for _ in range(2):
        t.expect(_run(t, "own.py", "a").out == "True False ['a']\n", "a script with its own dependencies")
    text = (t.work / "own.py").read_text()
    t.expect(_run(t, "-", "b", input=text).out == "True False ['b']\n", "a script on standard input")
    t.expect(_run(t, "-", input="print(1)\n").out == "1\n", "a plain script on standard input")
    t.write("bad.py", "# /// script\n# dependencies = 3\n# ///\n")
    t.says(_run(t, "bad.py", code=1), "bad.py", where="err")
    t.expect(_run(t, "-m", "tool").out == "", "a module")
    t.expect(_run(t, "--script", "own.py").out.startswith("True False"), "--script")


def layers(t):
    _project(t)
    see = "import importlib.util as u; print(*[n for n in ('tool', 'beta', 'delta') if u.find_spec(n)])"
    for _ in range(2):
        t.expect(_run(t, "--with", "beta<2", "python", "-c", see).out == "tool beta\n", "--with beside the project")
    t.expect(_run(t, "python", "-c", see).out == "tool\n", "what --with brought is in the project's environment")
    t.expect(_run(t, "--no-project", "--isolated", "--with", "delta", "python", "-c", see).out == "delta\n", "--with alone")
    t.expect(_run(t, "--group", "more", "python", "-c", see).out == "tool delta\n", "--group")
    t.expect(_run(t, "--isolated", "python", "-c", see).out == "tool\n", "--isolated")
    t.expect(_run(t, "--exact", "python", "-c", see).out == "tool\n", "--exact")
    t.expect(_run(t, "--no-sync", "python", "-c", see).out == "tool\n", "--no-sync")
    t.says(_run(t, "--with", "nowhere-to-be-found", "true", code=1), "nowhere-to-be-found", where="err")


def locks(t):
    _project(t)
    t.says(_run(t, "--locked", "true", code=1), "--locked", where="err")
    t.says(_run(t, "--frozen", "true", code=1), "--frozen", where="err")
    t.expect(not (t.work / "swuv.lock").exists(), "--locked wrote a lock")
    _run(t, "true")
    for flag in ("--locked", "--frozen"):
        for _ in range(2):
            _settle()
            t.expect(_run(t, flag, "true").err == "", f"{flag} with a lock that fits")
    t.write("pyproject.toml", PROJECT.replace('"tool"', '"tool", "delta"'))
    t.says(_run(t, "--locked", "true", code=1), "delta", where="err")
    _run(t, "--frozen", "true")
    t.holds({"tool": "1.0"})


def variables_of_files(t):
    _project(t)
    t.write(".env", "# c\nexport A=1\nB=\"$A two\"\nHOME=/nowhere\n")
    show = ("sh", "-c", 'echo "$A|$B|$HOME"')
    for _ in range(2):
        out = _run(t, "--env-file", ".env", *show).out
        t.expect(out == f"1|1 two|{t.home}\n", f"{out!r}")
    t.expect(_run(t, *show).out == f"||{t.home}\n", "`.env` is read unasked")
    t.expect(_run(t, *show, env={"UV_ENV_FILE": ".env"}).out.startswith("1|"), "UV_ENV_FILE")
    t.says(_run(t, "--env-file", "none", "true", code=2), "No environment file found at: `none`", where="err")
    t.write(".env", "A='\n")
    t.says(_run(t, "--env-file", ".env", "true", code=1), "line 1", where="err")


def elsewhere(t):
    _project(t)
    t.write("sub/deep/x", "")
    pwd = ("sh", "-c", "pwd; echo $VIRTUAL_ENV")
    for _ in range(2):
        out = _run(t, *pwd, cwd=t.work / "sub/deep").out.split()
        t.expect(out == [str(t.work / "sub/deep"), str(t.work / ".venv")], f"{out}")
        out = _run(t, "--directory", "sub", *pwd).out.split()
        t.expect(out == [str(t.work / "sub"), str(t.work / ".venv")], f"--directory: {out}")
        out = _run(t, "--project", str(t.work), *pwd, cwd="/").out.split()
        t.expect(out == ["/", str(t.work / ".venv")], f"--project: {out}")
    t.says(_run(t, "sh", "-c", f"{t.swuv} run sh -c 'echo nested $SWUV_RUN_RECURSION_DEPTH'"), "nested", where="out")


def many_at_once(t):
    _project(t)
    started = [subprocess.Popen([t.swuv, "run", "tool-cli", str(number)], cwd=t.work, env=t.environment, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True) for number in range(8)]
    for number, process in enumerate(started):
        out, err = process.communicate(timeout=120)
        t.expect((process.returncode, out) == (0, f"tool {number}\n"), f"run {number}: {process.returncode} {out!r} {err[-300:]!r}")
    t.holds({"tool": "1.0"})
    _settle()
    t.expect(_run(t, "true").err == "", "something is left to do")
    _settle()
    _run(t, "true")
    t.expect(_stamp(t).exists(), "there is no stamp")


def killed_in_between(t):
    _project(t)
    for delay in (0.02, 0.1, 0.2, 0.4, 0.8):
        process = subprocess.Popen([t.swuv, "run", "tool-cli"], cwd=t.work, env=t.environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()
        t.expect(_run(t, "tool-cli").out == "tool\n", f"after a kill at {delay} s")
        shutil.rmtree(t.work / ".venv", ignore_errors=True)


def system_calls(t):
    strace = shutil.which("strace")
    if not strace:
        raise Skip
    _project(t)
    _run(t, "true")
    _settle()
    _run(t, "true")
    _settle()
    ran = subprocess.run([strace, "-o", str(t.folder / "calls"), t.swuv, "run", "true"], cwd=t.work, env=t.environment)
    lines = (t.folder / "calls").read_text().splitlines()
    own = [index for index, line in enumerate(lines) if line.startswith("execve(")]
    t.expect(ran.returncode == 0 and len(own) > 1, "no second execve")
    # From where the working directory is asked for, everything is ours; before, it is the loader's and the runtime's.
    first = next((index for index, line in enumerate(lines) if line.startswith("getcwd(")), 0)
    t.expect(own[1] - first < 100, f"{own[1] - first} system calls before the execve")
    t.expect(not any("clone" in line or "futex" in line for line in lines[first:own[1]]), "a thread was started")
