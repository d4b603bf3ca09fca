"""What a lock holds for which environments, in small worlds in which it once went wrong or easily could."""
import tomllib

from scratch import add


def _do(t, command, *arguments, index, **options):
    return t.run(command, "--python", t.python, "--default-index", index, *arguments, **options)


def _project(t, dependencies, more="", python=">=3.11"):
    t.write("pyproject.toml", f'[project]\nname = "demo"\nversion = "1"\nrequires-python = "{python}"\ndependencies = {dependencies}\n{more}')


def _pairs(t):
    lock = tomllib.loads((t.work / "swuv.lock").read_text())
    return sorted((p["name"], p["version"]) for p in lock["package"] if p["name"] != "demo")


def what_one_platform_lacks_is_no_example(t):
    """The old version that macOS needs was taken for Python 3.11 everywhere."""
    world = t.own_world()
    add(world, "native", "1.0")
    for tag in ("cp311-abi3-manylinux_2_17_x86_64", "cp311-abi3-win_amd64"):
        add(world, "native", "2.0", tag=tag)
    for tag in ("cp312-abi3-manylinux_2_17_x86_64", "cp312-abi3-win_amd64"):
        add(world, "native", "3.0", tag=tag, requires_python=">=3.12")
    _project(t, ["native"], '[tool.swuv]\nrequired-environments = ["sys_platform == \'darwin\'"]\n')
    _do(t, "lock", index=world.index)
    t.expect(_pairs(t) == [("native", "1.0"), ("native", "2.0"), ("native", "3.0")], f"{_pairs(t)}")


def a_pre_release_stays_where_it_is_wanted(t):
    world = t.own_world()
    add(world, "a", "1.0")
    add(world, "a", "2.0a1")
    add(world, "b", "1.0", ["a>=2.0a1 ; sys_platform == 'linux'", "a ; sys_platform != 'linux'"])
    _project(t, ["b"])
    _do(t, "lock", index=world.index)
    t.expect(_pairs(t) == [("a", "1.0"), ("a", "2.0a1"), ("b", "1.0")], f"{_pairs(t)}")


def the_divisions_of_uv_lock_are_kept(t):
    world = t.own_world()
    add(world, "top", "1.0", ["low"])
    add(world, "low", "1.0")
    add(world, "low", "2.0", requires_python=">=3.12")
    add(world, "low", "2.1", requires_python=">=3.12")
    source = f'source = {{ registry = "{world.index}" }}\n'
    marks = ("python_full_version >= '3.12'", "python_full_version < '3.12'")
    rows = "".join(f'[[package]]\nname = "low"\nversion = "{version}"\n{source}resolution-markers = ["{mark}"]\n'
                   for version, mark in (("1.0", marks[1]), ("2.0", marks[0])))
    t.write("uv.lock", f'version = 1\nrevision = 3\nrequires-python = ">=3.11"\nresolution-markers = ["{marks[0]}", "{marks[1]}"]\n{rows}'
            f'[[package]]\nname = "top"\nversion = "1.0"\n{source}')
    _project(t, ["top"])
    _do(t, "lock", index=world.index)
    t.expect(_pairs(t) == [("low", "1.0"), ("low", "2.0"), ("top", "1.0")], f"{_pairs(t)}")


def an_export_says_which_environments_it_is_for(t):
    world = t.own_world()
    add(world, "a", "1.0")
    _project(t, ["a"], '[tool.uv]\nenvironments = ["sys_platform == \'linux\'", "sys_platform == \'darwin\'"]\n')
    out = _do(t, "export", "--no-hashes", "--no-header", "--no-annotate", index=world.index).out
    t.expect(out == "a==1.0 ; sys_platform == 'darwin' or sys_platform == 'linux'\n", f"{out!r}")
    _do(t, "export", "-o", "pylock.toml", index=world.index)
    lock = tomllib.loads((t.work / "pylock.toml").read_text())
    t.expect(len(lock["environments"]) == 2, f"{lock}")


def newer_versions_are_shown(t):
    world = t.own_world()
    add(world, "a", "1.0", ["b"])
    add(world, "a", "1.1", ["b"])
    add(world, "a", "2.0", yanked=True)
    add(world, "a", "3.0a1")
    add(world, "a", "4.0", requires_python=">=3.99")
    add(world, "b", "1.0")
    _project(t, ["a<1.1"])
    out = _do(t, "tree", "--outdated", index=world.index).out
    t.expect(out == "demo v1\n└── a v1.0 (latest: v1.1)\n    └── b v1.0\n", f"{out}")
    packages = _do(t, "tree", "--outdated", "--json", index=world.index).json["packages"]
    t.expect([p.get("latest") for p in packages] == ["1.1", None, None], f"{packages}")


def add_joins_the_workspace(t):
    world = t.own_world()
    _project(t, [])
    for name in ("near", "deep", "apart", "shut"):
        t.write(f"libs/{name}/pyproject.toml", f'[project]\nname = "{name}"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = []\n')
    t.says(_do(t, "add", "./libs/near", "--no-sync", index=world.index), "libs/near", "workspace", where="err")
    document = tomllib.loads((t.work / "pyproject.toml").read_text())
    tables = document["tool"]["swuv"]
    t.expect(tables["workspace"] == {"members": ["libs/near"]} and tables["sources"] == {"near": {"workspace": True}}, f"{document}")
    _do(t, "add", "../deep", "--no-sync", index=world.index, cwd=t.work / "libs/near")
    document = tomllib.loads((t.work / "pyproject.toml").read_text())
    t.expect(document["tool"]["swuv"]["workspace"]["members"] == ["libs/near", "libs/deep"], f"{document}")
    t.expect("deep" in tomllib.loads((t.work / "libs/near/pyproject.toml").read_text())["project"]["dependencies"], "not added to the member")
    _do(t, "add", "--no-workspace", "--frozen", "./libs/apart", index=world.index)
    document = tomllib.loads((t.work / "pyproject.toml").read_text())
    t.expect(document["tool"]["swuv"]["sources"]["apart"] == {"path": "libs/apart"}, f"{document}")
    before = [(t.work / path).read_bytes() for path in ("pyproject.toml", "libs/near/pyproject.toml", "swuv.lock")]
    (t.work / "libs/shut/pyproject.toml").write_text('[project]\nname = "shut"\nversion = "1"\ndependencies = ["nowhere"]\n')
    _do(t, "remove", "apart", "--frozen", index=world.index)
    before[0] = (t.work / "pyproject.toml").read_bytes()
    _do(t, "add", "../shut", "--no-sync", index=world.index, cwd=t.work / "libs/near", code=1)
    after = [(t.work / path).read_bytes() for path in ("pyproject.toml", "libs/near/pyproject.toml", "swuv.lock")]
    t.expect(after == before, "a failed add left something behind")
    outside = t.folder / "outside"
    outside.mkdir()
    (outside / "pyproject.toml").write_text('[project]\nname = "outside"\nversion = "1"\n')
    t.says(_do(t, "add", "--workspace", "../outside", "--no-sync", index=world.index, code=1), "not below", where="err")


LIBRARY = '[project]\nname = "lib"\nversion = "2"\nrequires-python = ">=3.11"\ndependencies = ["b"]\n[project.optional-dependencies]\nx = ["a"]\n'


def _workspace(t, more=""):
    world = t.own_world()
    add(world, "a", "1.0")
    add(world, "b", "1.0")
    t.write("lib/pyproject.toml", LIBRARY + more)
    _project(t, ["lib"], '[dependency-groups]\ndev = ["a"]\n[tool.uv.workspace]\nmembers = ["lib"]\n[tool.uv.sources]\nlib = { workspace = true }\n')
    return world


def a_member_that_is_required_is_installed(t):
    """Without a build system too, as in uv; `package = false` says otherwise."""
    backend = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    world = _workspace(t)
    _do(t, "lock", index=world.index)
    lock = tomllib.loads((t.work / "swuv.lock").read_text())
    sources = {p["name"]: p["source"] for p in lock["package"]}
    t.expect("virtual" not in str(sources["lib"]) and "virtual" in str(sources["demo"]), f"{sources}")
    t.write("lib/pyproject.toml", LIBRARY + backend + "[tool.uv]\npackage = false\n")
    _do(t, "sync", index=world.index)
    t.holds({"a": "1.0", "b": "1.0"})


def run_leaves_what_others_need(t):
    world = _workspace(t, "[tool.uv]\npackage = false\n")
    add(world, "old", "1.0")
    _do(t, "sync", "--all-packages", "--all-extras", index=world.index)
    for flags in (["--no-dev"], ["--package", "lib", "--no-dev"], ["--only-dev"]):
        _do(t, "run", *flags, "true", index=world.index)
        t.holds({"a": "1.0", "b": "1.0"})
    _do(t, "run", "--exact", "--package", "lib", "--no-dev", "true", index=world.index)
    t.holds({"b": "1.0"})


def slips_in_a_selection_are_told(t):
    world = _workspace(t, "[tool.uv]\npackage = false\n")
    for flags, code, words in [("--no-group nope", 1, ["nope"]), ("--no-extra nope", 1, ["nope"]), ("--package nope", 1, ["nope", "lib"]),
                               ("--only-group dev --extra x", 2, ["--only-group", "--extra"]), ("--only-dev --all-extras", 2, ["--only-dev"])]:
        done = _do(t, "sync", *flags.split(), index=world.index, code=code)
        t.says(done, *words, where="err")
    _do(t, "sync", "--no-dev", index=world.index)
    t.holds({"b": "1.0"})


def no_sources_leaves_them_out(t):
    world, other = t.own_world(), t.own_world()
    add(world, "a", "1.0")
    add(other, "a", "2.0")
    _project(t, ["a"], f'[tool.uv.sources]\na = {{ index = "other" }}\n[[tool.uv.index]]\nname = "other"\nurl = "{other.index}"\nexplicit = true\n')
    for flags, version in ([], "2.0"), (["--no-sources"], "1.0"), (["--no-sources-package", "a"], "1.0"), (["--no-sources-package", "b"], "2.0"):
        (t.work / "swuv.lock").unlink(missing_ok=True)
        _do(t, "lock", *flags, index=world.index)
        t.expect(_pairs(t) == [("a", version)], f"{flags}: {_pairs(t)}")


def an_export_without_some(t):
    world = t.own_world()
    add(world, "a", "1.0", ["b", "c"])
    add(world, "b", "1.0", ["d"])
    add(world, "c", "1.0")
    add(world, "d", "1.0")
    _project(t, ["a"])
    out = _do(t, "export", "--no-hashes", "--no-header", "--no-annotate", "--prune", "b", "--emit-index-url", index=world.index).out
    t.expect(out == f"--index-url {world.index}\na==1.0\nc==1.0\n", f"{out!r}")


def a_failure_says_for_whom(t):
    world = t.own_world()
    add(world, "a", "1.0")
    add(world, "b", "1.0", ["a>1 ; python_version >= '3.13'"])
    more = '[project.optional-dependencies]\ncuda = ["b"]\n'
    _project(t, ["a"], more)
    t.says(_do(t, "lock", index=world.index, code=1), "environments with `python_version >= '3.13'` and the extra `demo[cuda]`", "requires-python", where="err")
    _project(t, ["a"], more, python=">=3.11,<3.13")
    _do(t, "lock", index=world.index)
