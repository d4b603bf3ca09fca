"""install, uninstall, list, freeze, show, check, venv, cache and help, as they are used alone."""
import json, subprocess

from scratch import ANSI, add


def install_says_what_it_did(t):
    t.venv()
    done = t.run("install", "alpha")
    t.matches(done, r"^Resolved 2 packages in ", r"^Prepared 2 packages in ", r"^Installed 2 packages in ", r"^ \+ alpha==2\.0$", r"^ \+ beta==2\.0$")
    t.expect(done.out == "", f"install wrote to standard output: {done.out!r}")
    t.holds({"alpha": "2.0", "beta": "2.0"})
    site = t.site()
    t.expect((site / "alpha-2.0.dist-info/REQUESTED").exists(), "alpha was asked for, yet has no REQUESTED")
    t.expect(not (site / "beta-2.0.dist-info/REQUESTED").exists(), "beta was not asked for, yet has REQUESTED")
    t.expect((site / "alpha-2.0.dist-info/INSTALLER").read_text().strip() == "swuv", "INSTALLER is not swuv")
    t.expect(t.outputs([t.work / ".venv/bin/python", "-c", "import alpha, beta; print(alpha.VERSION, beta.VERSION)"]) == "2.0 2.0", "the packages do not import")


def install_again_changes_nothing(t):
    t.venv()
    t.run("install", "alpha")
    before = {path: path.stat().st_mtime_ns for path in t.site().rglob("*")}
    done = t.run("install", "alpha")
    t.matches(done, r"^Checked \d packages? in ")
    t.expect("Installed" not in done.err and " + " not in done.err, "something was installed again")
    t.expect({path: path.stat().st_mtime_ns for path in t.site().rglob("*")} == before, "files changed")


def upgrade(t):
    t.venv()
    t.run("install", "alpha==1.0", "beta==1.0")
    t.run("install", "alpha")
    t.holds({"alpha": "1.0", "beta": "1.0"})
    done = t.run("install", "-U", "alpha")
    t.matches(done, r"^Uninstalled \d packages? in ", r"^ - alpha==1\.0$", r"^ \+ alpha==2\.0$")
    t.holds({"alpha": "2.0", "beta": "2.0"})
    t.expect(len(list(t.site().glob("alpha-*"))) == 1, "the old dist-info is still there")


def upgrade_one_package(t):
    t.venv()
    t.run("install", "alpha==1.0", "beta==1.0")
    t.run("install", "--upgrade-package", "beta", "alpha")
    t.holds({"alpha": "1.0", "beta": "2.0"})


def downgrade_and_move_by_requirement(t):
    t.venv()
    t.run("install", "beta")
    done = t.run("install", "beta<2")
    t.matches(done, r"^ - beta==2\.0$", r"^ \+ beta==1\.5$")
    t.holds({"beta": "1.5"})


def reinstall(t):
    t.venv()
    t.run("install", "beta")
    path = t.site() / "beta/__init__.py"
    path.unlink()
    path.write_text("BROKEN = 1\n")
    done = t.run("install", "--reinstall", "beta")
    t.matches(done, r"^ ~ beta==2\.0$")
    t.expect(path.read_text() == "VERSION = '2.0'\n", "the file was not restored")


def uninstall(t):
    t.venv()
    t.run("install", "alpha", "tool")
    t.expect((t.work / ".venv/bin/tool-cli").exists(), "tool-cli was not made")
    (t.site() / "alpha/own.txt").write_text("mine\n")
    done = t.run("uninstall", "tool", "alpha")
    t.matches(done, r"^Uninstalled 2 packages in ", r"^ - alpha==2\.0$", r"^ - tool==1\.0$")
    t.holds({"beta": "2.0"})
    left = [str(p.relative_to(t.work / ".venv")) for p in (t.work / ".venv").rglob("*tool*")]
    t.expect(not left, f"tool left {left}")
    t.expect((t.site() / "alpha/own.txt").exists() and not (t.site() / "alpha/__init__.py").exists(), "alpha's folder is not as it should be")
    t.write("gone.txt", "beta\n")
    t.run("uninstall", "-r", "gone.txt")
    t.holds({})


def uninstall_what_is_not_there(t):
    t.venv()
    done = t.run("uninstall", "nowhere")
    t.says(done, "nowhere", where="err")
    t.says(done, "warning", where="err")


def uninstall_takes_bytecode_along(t):
    t.venv()
    t.run("install", "beta", "--compile-bytecode")
    t.expect(list((t.site() / "beta").glob("__pycache__/*.pyc")), "no bytecode was compiled")
    t.run("uninstall", "beta")
    t.expect(not (t.site() / "beta").exists(), "beta's folder stays")


def list_installed(t):
    t.venv()
    t.run("install", "alpha")
    t.expect(t.run("list").out == "Package Version\n------- -------\nalpha   2.0\nbeta    2.0\n", f"list: {t.run('list').out!r}")
    t.expect(t.run("list", "--format", "freeze").out == "alpha==2.0\nbeta==2.0\n", "list --format freeze")
    found = json.loads(t.run("list", "--format", "json").out)
    t.expect(found == [{"name": "alpha", "version": "2.0"}, {"name": "beta", "version": "2.0"}], f"list --format json: {found}")
    t.expect(t.run("list", "--exclude", "beta").out.count("beta") == 0, "--exclude")


def freeze(t):
    t.venv()
    filename, blob = add(t.own_world(), "local", "1.0")
    (t.work / filename).write_bytes(blob)
    done = t.run("install", "alpha", f"./{filename}")
    t.says(done, f" + local==1.0 (from file://{t.work}/{filename})", where="err")
    t.expect(t.run("freeze").out == f"alpha==2.0\nbeta==2.0\nlocal @ file://{t.work}/{filename}\n", f"freeze: {t.run('freeze').out!r}")
    direct = json.loads((t.site() / "local-1.0.dist-info/direct_url.json").read_text())
    t.expect(direct["url"] == f"file://{t.work}/{filename}" and "archive_info" in direct, f"direct_url.json: {direct}")
    t.expect(not (t.site() / "alpha-2.0.dist-info/direct_url.json").exists(), "a package of the index has direct_url.json")


def show(t):
    t.venv()
    t.run("install", "alpha")
    done = t.run("show", "Alpha")
    t.matches(done, r"^Name: alpha$", r"^Version: 2\.0$", rf"^Location: .*{t.site().name}$", r"^Requires: beta$", r"^Required-by:$", where="out")
    t.matches(t.run("show", "beta"), r"^Required-by: alpha$", where="out")
    t.matches(t.run("show", "-f", "beta"), r"^  beta/__init__\.py$", where="out")
    t.says(t.run("show", "nowhere", code=1), "nowhere", where="err")
    both = t.run("show", "beta", "nowhere")
    t.matches(both, r"^Name: beta$", where="out")
    t.says(both, "nowhere", where="err")


def check(t):
    t.venv()
    t.run("install", "alpha")
    t.run("check")
    t.run("uninstall", "beta")
    done = t.run("check", code=1)
    t.says(done, "alpha", "beta>=1", "not installed")
    t.run("install", "--no-deps", "left", "beta==2.0")
    t.says(t.run("check", code=1), "left", "beta<1.5", "2.0")


def extras(t):
    t.venv()
    t.run("install", "gamma[Fast]")
    t.holds({"gamma": "1.0", "beta": "2.0", "delta": "1.0"})
    t.venv("two")
    done = t.run("install", "gamma[unheard-of]", "--python", "two")
    t.says(done, "unheard-of", where="err")


def no_dependencies(t):
    t.venv()
    t.run("install", "--no-deps", "alpha")
    t.holds({"alpha": "2.0"})


def dry_run(t):
    t.venv()
    done = t.run("install", "--dry-run", "alpha")
    t.matches(done, r"^Would install 2 packages$", r"^ \+ alpha==2\.0$")
    t.holds({})
    t.run("install", "alpha")
    t.matches(t.run("install", "--dry-run", "alpha"), r"^Would make no changes$")
    t.matches(t.run("uninstall", "--dry-run", "alpha"), r"^ - alpha==2\.0$")
    t.holds({"alpha": "2.0", "beta": "2.0"})


def requirements_constraints_overrides(t):
    t.venv()
    t.write("main.txt", "# mine\nalpha\n-r sub/more.txt\n")
    t.write("sub/more.txt", "gamma[fast]  # more\n")
    t.write("pins.txt", "beta<2\n")
    t.run("install", "-r", "main.txt", "-c", "pins.txt")
    t.holds({"alpha": "2.0", "beta": "1.5", "gamma": "1.0", "delta": "1.0"})
    t.venv("two")
    t.write("over.txt", "beta==1.0\n")
    t.run("install", "right", "--override", "over.txt", "--python", "two")
    t.holds({"right": "1.0", "beta": "1.0"}, "two")
    t.venv("three")
    t.run("install", "-r", "-", "--python", "three", input="delta\n")
    t.holds({"delta": "1.0"}, "three")


def a_requirements_file_that_is_wrong(t):
    t.venv()
    t.write("bad.txt", "beta\nalpha >> 2\n???\n")
    done = t.run("install", "-r", "bad.txt", code=1)
    t.says(done, "bad.txt", "alpha >> 2", "^", where="err")
    t.matches(done, r"line 2, column \d+|bad\.txt:2:\d+", r"line 3, column \d+|bad\.txt:3:\d+")
    t.holds({})


def prereleases(t):
    t.venv()
    t.run("install", "--prerelease", "allow", "alpha")
    t.holds({"alpha": "3.0rc1", "beta": "2.0"})
    t.venv("two")
    t.run("install", "alpha>=3.0rc1", "--python", "two")
    t.holds({"alpha": "3.0rc1", "beta": "2.0"}, "two")
    t.venv("three")
    done = t.run("install", "alpha>2", "--prerelease", "disallow", "--python", "three", code=1)
    t.says(done, "alpha", "--prerelease", where="err")


def lowest(t):
    t.venv()
    t.run("install", "--resolution", "lowest", "alpha>=2", "beta>=1")
    t.holds({"alpha": "2.0", "beta": "1.0"})
    t.venv("two")
    t.run("install", "--resolution", "lowest-direct", "alpha>=2", "--python", "two")
    t.holds({"alpha": "2.0", "beta": "2.0"}, "two")


def what_cannot_be_satisfied(t):
    t.venv()
    done = t.run("install", "left", "right", code=1)
    t.says(done, "error:", "left", "right", "beta<1.5", "beta>=2", where="err")
    t.expect(done.out == "", "the error is on standard output")
    t.says(t.run("install", "nowhere", code=1), "nowhere", where="err")
    t.says(t.run("install", "beta==9", code=1), "beta==9", where="err")
    t.holds({})


def python_and_yanked(t):
    t.venv()
    t.run("install", "pythonic", "pulled")
    t.holds({"pythonic": "1.0", "pulled": "1.0"})
    done = t.run("install", "pulled==1.1")
    t.says(done, "pulled", "yanked", "broken", where="err")
    t.says(t.run("install", "pythonic==2.0", code=1), "pythonic", "3.99", where="err")


def exit_codes(t):
    t.venv()
    t.run("install", code=2)
    done = t.run("install", "--no-such-option", "beta", code=2)
    t.says(done, "--no-such-option", where="err")
    t.says(t.run("frobnicate", code=2, plain=True), "frobnicate", where="err")
    t.run("install", "beta", "--resolution", "sideways", code=2)
    t.run("install", "nowhere", code=1)
    t.run("install", "-r", "none.txt", code=1)


def help_and_version(t):
    t.matches(t.run("--version", plain=True), r"^swuv \d+\.\d+", where="out")
    t.says(t.run("help", plain=True), "install", "compile", where="out")
    t.says(t.run("help install", plain=True), "--require-hashes", "--find-links", where="out")
    t.says(t.run("install --help", plain=True), "--require-hashes", where="out")
    for shell, check in (("bash", ["bash", "-n"]), ("zsh", None), ("fish", None)):
        script = t.run(f"completions {shell}", plain=True).out
        t.expect("install" in script, f"completions {shell} know no install")
        if check:
            t.expect(subprocess.run(check, input=script, text=True, capture_output=True).returncode == 0, "bash refuses the completions")


def colours(t):
    t.venv()
    plain = t.run("install", "beta")
    t.expect(ANSI not in plain.text, "colours without a terminal")
    coloured = t.run("install", "--reinstall", "beta", env={"FORCE_COLOR": "1"})
    t.says(coloured, ANSI, where="err")
    t.expect(ANSI not in t.run("install", "--reinstall", "beta", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).text, "NO_COLOR is not heard")
    t.expect(ANSI not in t.run("install", "nowhere", code=1, env={"NO_COLOR": "1"}).text, "NO_COLOR is not heard in an error")


def quiet_and_verbose(t):
    t.venv()
    done = t.run("install", "-q", "beta")
    t.expect(done.text == "", f"-q says {done.text!r}")
    t.says(t.run("install", "-q", "nowhere", code=1), "nowhere", where="err")
    t.expect(t.run("install", "-qq", "nowhere", code=1).text == "", "-qq says something")
    t.run("install", "-v", "delta")


def json_of_each_command(t):
    made = t.run("venv", ".venv", "--python", t.python, "--json").json
    t.expect(made["schema_version"] == 1 and made["command"] == "venv" and made["success"] is True, f"venv: {made}")
    t.expect(made["environment"]["root"] == str(t.work / ".venv"), f"venv: {made}")
    done = t.run("install", "alpha", "--json").json
    changes = [(c["action"], c["name"], c["version"]) for c in done["changes"]]
    t.expect(changes == [("add", "alpha", "2.0"), ("add", "beta", "2.0")] and done["dry_run"] is False, f"install: {done}")
    t.expect([s["step"] for s in done["steps"]] == ["resolved", "prepared", "installed"], f"install: {done['steps']}")
    t.expect({"root", "python", "version"} <= done["environment"].keys(), f"install: {done['environment']}")
    names = [(p["name"], p["version"]) for p in t.run("list", "--json").json["packages"]]
    t.expect(names == [("alpha", "2.0"), ("beta", "2.0")], f"list: {names}")
    t.expect(t.run("freeze", "--json").json["requirements"] == ["alpha==2.0", "beta==2.0"], "freeze")
    shown = t.run("show", "alpha", "--json").json["packages"][0]
    t.expect(shown["requires"] == ["beta"] and shown["required_by"] == [] and shown["location"] == str(t.site()), f"show: {shown}")
    t.expect(t.run("check", "--json").json["compatible"] is True, "check")
    t.write("r.in", "alpha\n")
    packages = t.run("compile", "r.in", "--json").json["packages"]
    t.expect([(p["name"], p["version"], p["via"]) for p in packages] == [("alpha", "2.0", ["-r r.in"]), ("beta", "2.0", ["alpha"])], f"compile: {packages}")
    gone = t.run("uninstall", "beta", "--json").json
    t.expect([c["action"] for c in gone["changes"]] == ["remove"], f"uninstall: {gone}")
    found = t.run("check", "--json", code=1).json
    t.expect(found["compatible"] is False and found["findings"][0]["kind"] == "missing", f"check: {found}")
    t.expect(t.run("cache size", "--json").json["bytes"] > 0, "cache size")
    t.expect(t.run("cache dir", "--json").json["directory"] == str(t.cache), "cache dir")
    wrong = t.run("install", "nowhere", "--json", code=1).json
    t.expect(wrong["success"] is False and "nowhere" in json.dumps(wrong["error"]) and wrong["error"]["exit_code"] == 1, f"an error: {wrong}")
    wrong = t.run("install", "--no-such-option", "--json", code=2).json
    t.expect(wrong["success"] is False and wrong["error"]["exit_code"] == 2, f"a usage error: {wrong}")


def cache_commands(t):
    t.venv()
    t.run("install", "alpha")
    t.expect(t.run("cache dir").out == f"{t.cache}\n", "cache dir")
    size = int(t.run("cache size").out)
    t.expect(size > 1000, f"cache size is {size}")
    t.run("cache prune")
    t.run("install", "--reinstall", "--offline", "alpha")
    t.run("cache clean", "beta")
    t.says(t.run("install", "--reinstall", "--offline", "beta", code=None), "beta")
    t.run("cache clean")
    t.expect(not t.cache.exists() or not [p for p in t.cache.rglob("*.py")], "cache clean leaves files")
    t.run("check")
    t.run("install", "--reinstall", "alpha")


def no_cache(t):
    t.venv()
    untouched = t.folder / "untouched"
    t.run("install", "alpha", "--no-cache", cache=untouched)
    t.holds({"alpha": "2.0", "beta": "2.0"})
    t.expect(not untouched.exists(), "--no-cache wrote to the cache")
