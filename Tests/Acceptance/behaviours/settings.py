"""Where options come from: flags, environment variables, `swuv.toml` and `[tool.swuv]`."""
from scratch import add


def _numbered(t, *versions):
    """One world a version: which one answered shows who was heard."""
    indexes = []
    for version in versions:
        world = t.own_world()
        add(world, "alpha", version)
        indexes.append(world.index)
    return indexes


def _heard(t, *arguments, index=None, env=None, cwd=None):
    t.write("main.in", "alpha\n")
    out = t.run("compile", t.work / "main.in", "--no-header", "--no-annotate", *arguments, index=index, env=env, cwd=cwd, cache=t.folder / "heard").out
    return out.strip().removeprefix("alpha==")


def variables_of_uv_and_pip(t):
    t.venv()
    one, two, three, four = _numbered(t, "1", "2", "3", "4")
    rows = [({"PIP_INDEX_URL": one}, "1"), ({"UV_INDEX_URL": two, "PIP_INDEX_URL": one}, "2"), ({"UV_DEFAULT_INDEX": three, "PIP_INDEX_URL": one}, "3"),
            ({"SWUV_DEFAULT_INDEX": four, "UV_DEFAULT_INDEX": three, "UV_INDEX_URL": two}, "4"), ({"SWUV_INDEX": four, "UV_DEFAULT_INDEX": one}, "4"),
            ({"UV_EXTRA_INDEX_URL": two, "UV_DEFAULT_INDEX": one}, "2")]
    for env, expected in rows:
        found = _heard(t, env=env)
        t.expect(found == expected, f"{sorted(env)}: index {found} answered, not {expected}")
    t.expect(_heard(t, index=one, env={"SWUV_DEFAULT_INDEX": two, "UV_DEFAULT_INDEX": three}) == "1", "a flag loses to a variable")
    t.expect(_heard(t, env={"SWUV_DEFAULT_INDEX": "", "UV_DEFAULT_INDEX": three}) == "3", "an empty variable counts")


def other_variables(t):
    t.venv()
    t.run("install", "alpha")
    t.venv("two")
    t.run("install", "alpha", "--python", "two", env={"SWUV_OFFLINE": "1"})
    t.run("install", "gamma", "--python", "two", env={"UV_OFFLINE": "1"}, code=1)
    t.run("install", "gamma", env={"SWUV_PYTHON": str(t.work / "two")})
    t.expect("gamma" in t.installed("two") and "gamma" not in t.installed(), "SWUV_PYTHON is not heard")
    t.says(t.run("list", env={"VIRTUAL_ENV": str(t.work / "two")}), "gamma", where="out")
    t.run("install", "delta", env={"UV_LINK_MODE": "copy"})
    t.expect((t.site() / "delta/__init__.py").stat().st_nlink == 1, "UV_LINK_MODE is not heard")
    t.write("pins.txt", "beta<1.5\n")
    t.write("main.in", "beta\n")
    out = t.run("compile", "main.in", "--no-header", "--no-annotate", env={"PIP_CONSTRAINT": "pins.txt"}).out
    t.expect(out == "beta==1.0\n", f"PIP_CONSTRAINT: {out!r}")
    wrong = t.run("install", "beta", env={"SWUV_OFFLINE": "maybe"}, code=2)
    t.says(wrong, "SWUV_OFFLINE", "maybe", where="err")


def cache_of_the_environment(t):
    t.venv()
    for name in ("SWUV_CACHE_DIR", "UV_CACHE_DIR"):
        place = t.folder / name.lower()
        out = t.run("cache dir", plain=True, env={name: str(place)}).out.strip()
        t.expect(out.startswith(str(place)), f"{name}: {out}")
    t.expect(t.run("cache dir", plain=True).out.strip() == f"{t.home}/.cache/swuv", "the usual place of the cache")
    t.expect(t.run("cache dir", plain=True, env={"XDG_CACHE_HOME": f"{t.home}/x"}).out.strip() == f"{t.home}/x/swuv", "XDG_CACHE_HOME")


def configuration_layers(t):
    t.venv()
    one, two, three, four = _numbered(t, "1", "2", "3", "4")
    t.write("pyproject.toml", f'[tool.swuv]\ndefault-index = "{one}"\n')
    t.expect(_heard(t) == "1", "[tool.swuv] is not heard")
    t.write("swuv.toml", f'default-index = "{two}"\n')
    t.expect(_heard(t) == "2", "swuv.toml does not win over pyproject.toml")
    t.expect(_heard(t, env={"UV_DEFAULT_INDEX": three}) == "3", "a variable does not win over swuv.toml")
    t.expect(_heard(t, index=four, env={"UV_DEFAULT_INDEX": three}) == "4", "a flag does not win")
    (t.work / "deep/er").mkdir(parents=True)
    t.expect(_heard(t, "--python", t.work / ".venv", cwd=t.work / "deep/er") == "2", "swuv.toml of a parent is not found")
    config = t.home / ".config/swuv"
    config.mkdir(parents=True)
    (config / "swuv.toml").write_text(f'default-index = "{three}"\n')
    t.expect(_heard(t) == "2", "the user's file wins over the project's")
    (t.work / "swuv.toml").unlink()
    (t.work / "pyproject.toml").unlink()
    t.expect(_heard(t) == "3", "the user's file is not heard")
    t.expect(_heard(t, "--no-config", index=one) == "1", "--no-config")


def configured_options(t):
    t.venv()
    t.write("swuv.toml", f'prerelease = "allow"\nresolution = "highest"\ncompile-bytecode = true\nlink-mode = "copy"\ncolour = 3\n')
    done = t.run("install", "alpha")
    t.says(done, "colour", "swuv.toml", where="err")
    t.holds({"alpha": "3.0rc1", "beta": "2.0"})
    t.expect(list(t.site().glob("alpha/__pycache__/*.pyc")), "compile-bytecode is not heard")


def a_wrong_configuration(t):
    t.venv()
    t.write("swuv.toml", "offline = 'yes please'\nprerelease = [\n")
    done = t.run("install", "beta", code=None)
    t.expect(done.code in (1, 2), f"exits {done.code}")
    t.says(done, "swuv.toml", where="err")
    t.matches(done, r"line \d+, column \d+|swuv\.toml:\d+")
    t.write("swuv.toml", "offline = 3\ncompile-bytecode = 'x'\n")
    done = t.run("install", "beta", code=None)
    t.says(done, "offline", "compile-bytecode", where="err")
    t.holds({})
    t.run("help install", plain=True)


def named_indexes(t):
    t.venv()
    one, two = _numbered(t, "1", "2")
    t.write("swuv.toml", f'[[index]]\nname = "first"\nurl = "{one}"\n[[index]]\nurl = "{two}"\ndefault = true\n')
    t.expect(_heard(t) == "1", "the configured index is not asked first")
    t.write("swuv.toml", f'[[index]]\nname = "second"\nurl = "{two}"\ndefault = true\n')
    t.expect(_heard(t) == "2", "the configured default index")


def requirements_files_name_indexes(t):
    t.venv()
    one, two = _numbered(t, "1", "2")
    t.write("reqs.txt", f"--index-url {one}\nalpha\n")
    t.run("install", "-r", "reqs.txt", index=None)
    t.holds({"alpha": "1"})
    t.venv("two")
    t.run("install", "-r", "reqs.txt", "--python", "two", index=two)
    t.holds({"alpha": "2"}, "two")
