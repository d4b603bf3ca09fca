"""Scripts that say themselves what they need (PEP 723): `--script`, and what `run` makes of them."""
import tomllib

from scratch import add

SCRIPT = """\
#!/usr/bin/env python
import beta
print("beta", beta.VERSION)
"""


def _do(t, command, *arguments, **options):
    return t.run(command, "--python", t.python, "--default-index", options.pop("index", t.index), *arguments, **options)


def _metadata(t, path="tool.py"):
    rows = (t.work / path).read_text().partition("# /// script\n")[2].partition("# ///\n")[0].splitlines()
    return tomllib.loads("\n".join(row[2:] for row in rows))


def add_and_remove(t):
    t.write("tool.py", SCRIPT)
    (t.work / "tool.py").chmod(0o755)
    _do(t, "add", "--script", "tool.py", "beta<2", "delta")
    text = (t.work / "tool.py").read_text()
    t.expect(text.startswith("#!/usr/bin/env python\n# /// script\n") and text.endswith(SCRIPT.partition("\n")[2]), f"{text}")
    t.expect(_metadata(t)["dependencies"] == ["beta<2", "delta>=1.0"] and _metadata(t)["requires-python"].startswith(">=3."), f"{_metadata(t)}")
    t.expect((t.work / "tool.py").stat().st_mode & 0o777 == 0o755, "the script is no program any more")
    t.expect(not list(t.work.glob("*.lock")) and not (t.work / ".venv").exists(), "a lock or an environment came up")
    t.expect(_do(t, "run", "tool.py").out == "beta 1.5\n", "the script does not get what it asks for")
    _do(t, "remove", "--script", "tool.py", "delta")
    t.expect(_metadata(t)["dependencies"] == ["beta<2"], f"{_metadata(t)}")
    t.says(_do(t, "remove", "--script", "tool.py", "delta", code=1), "delta", where="err")
    before = (t.work / "tool.py").read_bytes()
    _do(t, "add", "--script", "tool.py", "nowhere", code=1)
    t.expect((t.work / "tool.py").read_bytes() == before, "a failed add changed the script")
    t.says(_do(t, "add", "--script", "tool.py", "--dev", "delta", code=2), "--dev", where="err")
    t.says(_do(t, "add", "--script", "none.py", "delta", code=1), "none.py", where="err")


def a_locked_script_keeps_its_versions(t):
    world = t.own_world()
    add(world, "beta", "1.0")
    t.write("tool.py", "# /// script\n# requires-python = '>=3.8'\n# dependencies = ['beta']\n# ///\n" + SCRIPT)
    _do(t, "lock", "--script", "tool.py", index=world.index)
    lock = (t.work / "tool.py.swuv.lock").read_bytes()
    add(world, "beta", "1.1")
    add(world, "gamma", "1.0")
    t.expect(_do(t, "run", "--refresh", "tool.py", index=world.index).out == "beta 1.0\n", "the lock of the script is not followed")
    _do(t, "lock", "--script", "tool.py", "--check", "--refresh", index=world.index)
    t.expect(_do(t, "tree", "--script", "tool.py", index=world.index).out == "beta v1.0\n", "the tree is another")
    t.says(_do(t, "tree", "--script", "tool.py", "--outdated", "--refresh", index=world.index), "beta v1.0 (latest: v1.1)", where="out")
    out = _do(t, "export", "--script", "tool.py", "--no-hashes", "--no-header", index=world.index).out
    t.expect(out == "beta==1.0\n", f"{out!r}")
    _do(t, "add", "--script", "tool.py", "gamma", "--refresh", index=world.index)
    t.expect((t.work / "tool.py.swuv.lock").read_bytes() != lock and b"gamma" in (t.work / "tool.py.swuv.lock").read_bytes(), "add left the lock")
    t.expect(_do(t, "run", "tool.py", index=world.index).out == "beta 1.0\n", "adding changed another version")
    t.says(_do(t, "sync", "--script", "tool.py", index=world.index), "Checked", where="err")
    (t.work / "tool.py").write_text((t.work / "tool.py").read_text().replace("'beta'", "'beta>1'").replace('"beta"', '"beta>1"'))
    t.says(_do(t, "run", "--locked", "tool.py", index=world.index, code=1), "beta>1", where="err")


def sources_and_indexes_of_a_script(t):
    other = t.own_world()
    add(other, "beta", "9.0")
    block = ["requires-python = '>=3.8'", "dependencies = ['beta', 'delta', 'alpha']", "[tool.uv.sources]", "beta = {{ index = 'other' }}",
             "delta = {{ path = 'delta-3.0-py3-none-any.whl' }}", "[[tool.uv.index]]", "name = 'other'", "url = '{other}'", "explicit = true",
             "[tool.uv]", "constraint-dependencies = ['alpha<2']"]
    from worlds import wheel
    name, blob, _ = wheel("delta", "3.0")
    (t.work / name).write_bytes(blob)
    rows = "".join(f"# {row.format(other=other.index)}\n" for row in block)
    t.write("tool.py", f"# /// script\n{rows}# ///\nimport alpha, beta, delta\nprint(beta.VERSION, delta.VERSION, alpha.VERSION)\n")
    t.expect(_do(t, "run", "tool.py").out == "9.0 3.0 1.0\n", "the sources of the script are not followed")
    _do(t, "lock", "--script", "tool.py")
    t.expect(_do(t, "run", "tool.py").out == "9.0 3.0 1.0\n", "the lock of the script is another")


def faults_are_told_where_they_are(t):
    t.write("tool.py", "import x\n\n# /// script\n# dependencies = ['a >> 1', 3]\n# [tool.uv.sources]\n# a = { path = '.', foo = 1 }\n# ///\n")
    for command in ("run tool.py", "lock --script tool.py", "add --script tool.py delta"):
        name, *rest = command.split()
        t.says(_do(t, name, *rest, code=1), "tool.py", "line 4", "line 6", "foo", where="err")


def init_makes_a_script(t):
    t.run("init", "--script", "sub/tool.py", "--python", t.python)
    t.expect(_metadata(t, "sub/tool.py")["dependencies"] == [], "no metadata")
    t.says(_do(t, "run", "sub/tool.py"), "tool.py", where="out")
    t.says(t.run("init", "--script", "sub/tool.py", "--python", t.python, code=1), "already", where="err")
    t.write("old.py", "print('old')\n")
    t.run("init", "--script", "old.py", "--python", t.python)
    t.expect((t.work / "old.py").read_text().endswith("print('old')\n") and _metadata(t, "old.py")["dependencies"] == [], "the old script is lost")
