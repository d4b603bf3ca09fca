"""Requirements from a project's `pyproject.toml`."""
import os

PROJECT = """\
[project]
name = "Demo"
version = "1.0"
dependencies = ["beta<2"]
[project.optional-dependencies]
dev = ["demo[more]", "alpha"]
more = ["delta"]
[dependency-groups]
lint = ["gamma", {include-group = "base"}]
base = ["mixed"]
"""


def compile_reads_dependencies(t):
    t.venv()
    t.write("pyproject.toml", PROJECT)
    out = t.run("compile", "pyproject.toml", "--no-header").out
    t.expect(out == "beta==1.5\n    # via demo (pyproject.toml)\n", f"{out!r}")


def extras(t):
    t.venv()
    t.write("pyproject.toml", PROJECT)
    out = t.run("compile", "pyproject.toml", "--extra", "dev", "--no-header", "--no-annotate").out
    t.expect(out == "alpha==2.0\nbeta==1.5\ndelta==1.0\n", f"{out!r}")
    t.run("install", "-r", "pyproject.toml", "--extra", "more")
    t.holds({"beta": "1.5", "delta": "1.0"})
    out = t.run("compile", "pyproject.toml", "--all-extras", "--no-header", "--no-annotate").out
    t.expect(out == "alpha==2.0\nbeta==1.5\ndelta==1.0\n", f"{out!r}")
    t.says(t.run("compile", "pyproject.toml", "--extra", "nope", code=None), "nope", where="err")


def groups(t):
    t.venv()
    t.write("pyproject.toml", PROJECT)
    out = t.run("compile", "--group", "lint", "--no-header").out
    t.expect("gamma==1.0\n    # via demo (pyproject.toml:lint)\n" in out and "beta==2.0\n" in out, f"{out!r}")
    t.run("install", "--group", "base")
    t.holds({"mixed": "1.0", "delta": "1.0"})
    t.says(t.run("install", "--group", "nope", code=None), "nope", where="err")


def faults_are_told_together(t):
    t.venv()
    t.write("pyproject.toml", "[project]\nname = 3\nversion = '1'\ndependencies = ['beta', 'alpha >> 1']\n")
    done = t.run("compile", "pyproject.toml", code=None)
    t.expect(done.code != 0, "accepted")
    t.says(done, "pyproject.toml", "line 2", "line 4", "alpha >> 1", "^", where="err")


def dynamic_needs_a_build(t):
    t.venv()
    t.write("pyproject.toml", "[project]\nname = 'demo'\nversion = '1'\ndynamic = ['dependencies']\n")
    t.says(t.run("install", "-r", "pyproject.toml", code=1), "pyproject.toml", "dynamic", where="err")


def a_fifo_is_no_project(t):
    t.venv()
    os.mkfifo(t.work / "pyproject.toml")
    t.says(t.run("install", "-r", "pyproject.toml", code=1), "pyproject.toml", where="err")
