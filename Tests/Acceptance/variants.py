"""Plays the variant cases (PEP 825, PEP 850) against the built program; their format: Tests/Fixtures/variant-cases.md."""
import hashlib, html, io, json, os, pathlib, platform, re, shutil, subprocess, tarfile, tempfile, tomllib, zipfile

from server import Route, Server
import variant_rows, variant_projects, variant_tables  # the latter two add to the rows

# Commands of projects: they run in `project`, whose environment is `project/.venv`.
OF_PROJECTS = {"lock", "sync", "run", "export", "add", "remove", "tree"}
JSON = "application/vnd.pypi.simple.v1+json"


def blob(file):
    """The bytes of a file of a case."""
    if file["type"] == "variants":
        return (json.dumps(file["json"]) if "json" in file else file["text"]).encode()
    out = io.BytesIO()
    if file["type"] == "sdist":
        root = file["filename"].removesuffix(".tar.gz")
        with tarfile.open(fileobj=out, mode="w:gz") as archive:
            for path, text in file["members"].items():
                info = tarfile.TarInfo(f"{root}/{path}")
                info.size = len(text.encode())
                archive.addfile(info, io.BytesIO(text.encode()))
        return out.getvalue()
    info = next(path.split("/")[0] for path in file["members"] if ".dist-info/" in path)
    record = "".join(f"{path},sha256={digest(text.encode())},{len(text.encode())}\n" for path, text in file["members"].items())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in [*file["members"].items(), (f"{info}/RECORD", record + f"{info}/RECORD,,\n")]:
            archive.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def digest(data):
    import base64
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


class Source:
    """The files of a source of the universe, published on the server or in a folder."""

    def __init__(self, name, recipe, case):
        self.name, self.recipe, self.case = name, recipe, case
        self.blobs = {file["filename"]: blob(file) for file in recipe["files"]}

    def place(self, file):
        return f"/{self.name}/files/{file.get('at', file['filename'])}"

    def publish(self):
        if self.recipe["kind"] == "directory":
            shutil.rmtree(self.case.work / "dirs" / self.name, ignore_errors=True)
            folder = self.case.work / "dirs" / self.name
            folder.mkdir(parents=True)
            for name, data in self.blobs.items():
                (folder / name).write_bytes(data)
            return
        routes = self.case.routes
        for path in [path for path in routes if path.startswith(f"/{self.name}/")]:
            del routes[path]
        for file in self.recipe["files"]:
            data = self.blobs[file["filename"]]
            kind = "application/json" if file["type"] == "variants" else "application/octet-stream"
            ages = self.recipe.get("cache-control", "max-age=600") if file["type"] == "variants" else "max-age=31536000, immutable"
            self.serve(self.place(file), data, kind, ages, file.get("status", 200))
            if self.recipe.get("core-metadata") and file["type"] == "wheel":
                self.serve(self.place(file) + ".metadata", self.metadata(file), "text/plain", ages)
        if self.recipe["kind"] == "page":
            self.serve(f"/{self.name}/page.html", self.links(self.recipe["files"]), "text/html", self.ages)
            return
        projects = {}
        for file in self.recipe["files"]:
            projects.setdefault(re.sub(r"[-_.]+", "-", file["filename"].split("-")[0]).lower(), []).append(file)
        for project, files in projects.items():
            self.page(project, files)

    @property
    def ages(self):
        return self.recipe.get("cache-control", "max-age=600")

    def metadata(self, file):
        return next(text for path, text in file["members"].items() if path.endswith(".dist-info/METADATA")).encode()

    def serve(self, path, data, kind, ages, status=200):
        recipe = {"status": status, "type": kind, "body": "", "headers": {"Cache-Control": ages}}
        self.case.routes[path] = [Route(recipe, lambda asked, data=data: data if asked == "" else asked.encode(), str)]

    def hashes(self, file):
        told = file.get("sha256")
        if told == "":
            return {}
        return {"sha256": told or hashlib.sha256(self.blobs[file["filename"]]).hexdigest()}

    def page(self, project, files):
        formats = self.recipe.get("formats", ["json", "html"])
        path = f"/{self.name}/simple/{project}/"
        if formats == ["html"]:
            self.serve(path, self.links(files), "text/html", self.ages)
            return
        entries = []
        for file in files:
            entry = {"filename": file["filename"], "url": self.case.origin + self.place(file), "hashes": self.hashes(file)}
            if "yanked" in file:
                entry["yanked"] = file["yanked"]
            if "requires-python" in file:
                entry["requires-python"] = file["requires-python"]
            if self.recipe.get("core-metadata") and file["type"] == "wheel":
                entry["core-metadata"] = {"sha256": hashlib.sha256(self.metadata(file)).hexdigest()}
            entries.append(entry)
        page = json.dumps({"meta": {"api-version": "1.0"}, "name": project, "files": entries}).encode()
        self.serve(path, page, JSON, self.ages)

    def links(self, files):
        rows = []
        for file in files:
            hashes = "".join(f"#{key}={value}" for key, value in self.hashes(file).items())
            extra = "".join(f' data-{key}="{html.escape(str(file[key]) if file[key] is not True else "")}"'
                            for key in ("yanked", "requires-python") if file.get(key))
            if self.recipe.get("core-metadata") and file["type"] == "wheel":
                extra += f' data-core-metadata="sha256={hashlib.sha256(self.metadata(file)).hexdigest()}"'
            rows.append(f'<a href="{self.case.origin}{self.place(file)}{hashes}"{extra}>{html.escape(file["filename"])}</a>')
        return ("<!DOCTYPE html><html><body>\n" + "\n".join(rows) + "\n</body></html>").encode()


class Case:
    def __init__(self, case, swuv, python, folder):
        self.case, self.swuv, self.python = case, swuv, python
        self.work = pathlib.Path(folder)
        self.cache = self.work / "cache"
        self.faults, self.text, self.remembered, self.routes = [], "", {}, {}
        self.server = Server(self.routes)
        self.elsewhere = Server({})  # a proxy: whatever reaches it was meant for another host
        self.origin = self.server.origin
        self.sources = {name: Source(name, recipe, self) for name, recipe in case["universe"].items()}

    def stop(self):
        self.server.stop()
        self.elsewhere.stop()

    # Placeholders

    def fill(self, text, profile=None):
        def value(match):
            kind, _, rest = match[1].partition(":")
            source, _, name = rest.partition(":")
            if kind == "INDEX":
                return f"{self.origin}/{source}/simple/"
            if kind == "PAGE":
                return f"{self.origin}/{source}/page.html"
            if kind == "DIR":
                return str(self.work / "dirs" / source)
            if kind == "URL":
                return self.origin + self.sources[source].place(self.file(source, name))
            if kind == "PATH":
                return str(self.work / "dirs" / source / name)
            if kind == "SHA256":
                return hashlib.sha256(self.sources[source].blobs[name]).hexdigest()
            if kind == "VENV":
                return str(self.venv(source) / "bin/python")
            return {"WORK": str(self.work), "CACHE": str(self.cache), "LOCK": "swuv.lock", "BASEPYTHON": self.python,
                    "PROFILE": str(profile), "MACHINE": platform.machine(), "PYVER": PYVER, "CP": "cp" + PYVER.replace(".", ""),
                    "X86LEVEL": str(x86_level())}[kind]

        return re.sub(r"@([A-Z0-9]+(?::[^@]*)?)@", value, text)

    def file(self, source, name):
        return next(file for file in self.case["universe"][source]["files"] if file["filename"] == name)

    def venv(self, name):
        path = self.work / name
        if not path.exists():
            made = subprocess.run([self.swuv, "venv", str(path), "--python", self.python, "--cache-dir", str(self.cache)], capture_output=True,
                                  text=True, env=self.environment({}))
            if made.returncode:
                raise RuntimeError(f"no environment: {made.stderr}")
        return path

    def environment(self, more):
        proxy = self.elsewhere.origin
        return {"PATH": os.environ["PATH"], "HOME": str(self.work / "home"), "LANG": "C.UTF-8", "HTTP_PROXY": proxy, "http_proxy": proxy,
                "HTTPS_PROXY": proxy, "NO_PROXY": "127.0.0.1", **{key: self.fill(value) for key, value in more.items()}}

    # Playing

    def play(self):
        (self.work / "home").mkdir()
        for source in self.sources.values():
            source.publish()
        for number, step in enumerate(self.case["steps"]):
            for fault in self.step(step, number):
                self.faults.append(f"step {number + 1}: {fault}")
        if list(self.work.rglob("CANARY*")):
            self.faults.append("code ran that must not run")
        if self.elsewhere.seen:
            self.faults.append(f"a request to another host: {self.elsewhere.seen[0][:2]}")

    def step(self, step, number):
        for name, recipe in step.get("publish", {}).items():
            self.sources[name] = Source(name, recipe, self)
            self.sources[name].publish()
        for path in step.get("delete", []):
            (self.work / path).unlink(missing_ok=True)
        for path, text in step.get("write", {}).items():
            target = self.work / self.fill(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self.fill(text))
        profile = None
        if "profile" in step:
            profile = self.work / f"profile-{number}.json"
            profile.write_text(json.dumps(step["profile"]))
        if "network" in step:
            self.server.down = step["network"] == "down"
        command = [self.fill(word, profile) for word in step["command"]]
        of_project = command[1] in OF_PROJECTS
        if not of_project:
            self.venv(step.get("venv", "venv"))
        before = self.folders(step)
        seen = len(self.server.seen)
        done = subprocess.run([self.swuv, *command[1:]], cwd=self.work / "project" if of_project else self.work, env=self.environment(step.get("environment", {})),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=90)
        self.text += f"$ {' '.join(command[1:])}\n{done.stdout}{done.stderr}"
        if "save" in step:
            (self.work / step["save"]).write_text(done.stdout)
        if done.returncode < 0 or "Fatal error" in done.stderr:
            return [f"crashed: {done.stderr[-300:]}"]
        outcomes = step.get("expect", [{}])
        faults = [self.outcome(outcome, done, step) for outcome in outcomes]
        if not any(fault is None for fault in faults):
            return [" or ".join(str(fault) for fault in faults) + f"\n{done.stderr[-800:]}"]
        return [fault for fault in self.details(step, done, before, self.server.seen[seen:]) if fault]

    def details(self, step, done, before, seen):
        lines = [f"{method} {path.lstrip('/')}" for method, path, _ in seen]
        wanted = step.get("requests", {})
        if "only" in wanted:
            yield from (f"the server saw {line}" for line in lines if not any(re.search(row, line) for row in wanted["only"]))
        yield from (f"the server saw {line}" for line in lines for row in wanted.get("none", []) if re.search(row, line))
        yield from (f"stdout lacks {row}: {done.stdout[-300:]}" for row in step.get("stdout", []) if not re.search(row, done.stdout))
        yield from (f"stdout has {row}" for row in step.get("stdout_not", []) if re.search(row, done.stdout))
        if step.get("untouched") and self.folders(step) != before:
            yield "a .dist-info folder was written anew"
        for path, rows in step.get("files", {}).items():
            text = (self.work / self.fill(path)).read_text()
            yield from (f"{path}: {row}" for row in rows if bool(re.search(row.lstrip("!"), text)) == row.startswith("!"))
        for path in step.get("remember", []):
            self.remembered[path] = (self.work / self.fill(path)).read_bytes()
        for path in step.get("unchanged", []):
            if (self.work / self.fill(path)).read_bytes() != self.remembered[path]:
                yield f"{path} changed"
        if step.get("check") == "json":
            try:
                json.loads(done.stdout)
            except ValueError as error:
                yield f"not JSON: {error}"
        if step.get("check") == "pylock":
            yield from pylock_faults(done.stdout)

    def outcome(self, outcome, done, step):
        """None when it is met, else why not."""
        if outcome.get("fails"):
            if done.returncode not in ({1, 2} if outcome.get("usage") else {1}):
                return f"exit {done.returncode} instead of a failure"
            missing = [row for row in outcome.get("mentions", []) if not re.search(row, done.stderr, re.I)]
            return f"the message lacks {missing}" if missing else None
        if done.returncode:
            return f"exit {done.returncode}"
        if "installed" not in outcome:
            return None
        found = {fact["name"]: fact for fact in self.installed(step)}
        wanted = {fact["name"]: fact for fact in outcome["installed"]}
        if found.keys() != wanted.keys():
            return f"installed {sorted(found)}, not {sorted(wanted)}"
        for name, facts in wanted.items():
            for key, value in facts.items():
                value = self.fill(value) if isinstance(value, str) else value
                if found[name].get(key) != value:
                    return f"{name} has {key} {found[name].get(key)!r}, not {value!r}"
        return None

    # The environment

    def site(self, step):
        if "target" in step:
            return self.work / step["target"]
        venv = "project/.venv" if step["command"][1] in OF_PROJECTS else step.get("venv", "venv")
        return next((self.work / venv / "lib").glob("python*"), self.work / venv) / "site-packages"

    def folders(self, step):
        site = self.site(step)
        return {path.name: path.stat().st_ino for path in site.glob("*.dist-info")} if site.exists() else {}

    def installed(self, step):
        for info in sorted(self.site(step).glob("*.dist-info")):
            fields = dict(line.split(": ", 1) for line in (info / "METADATA").read_text().split("\n\n")[0].splitlines() if ": " in line)
            wheel = dict(line.split(": ", 1) for line in (info / "WHEEL").read_text().splitlines() if ": " in line)
            variant = info / "variant.json"
            module = info.parent / info.name.split("-")[0] / "__init__.py"
            facts = {}
            if module.exists():
                exec(module.read_text(), {}, facts)
            yield {"name": re.sub(r"[-_.]+", "-", fields["Name"]).lower(), "version": fields["Version"], "tag": wheel.get("Tag"),
                   "label": next(iter(json.loads(variant.read_text())["variants"])) if variant.exists() else None,
                   "build": wheel.get("Build"), "mark": facts.get("MARK")}


def pylock_faults(text):
    """A pylock.toml in which every package with variant wheels has a table with all their labels (V-170, V-171)."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [f"not TOML: {error}"]
    faults = [f"`{key}` is missing" for key in ("lock-version", "created-by", "packages") if key not in document]
    for package in document.get("packages", []):
        names = [wheel.get("name") or (wheel.get("url") or wheel.get("path")).rpartition("/")[2] for wheel in package.get("wheels", [])]
        labels = {name.removesuffix(".whl").split("-")[-1] for name in names
                  if len(name.split("-")) - (name.split("-")[2][0].isdigit()) == 6}
        table = package.get("variants-json", {})
        if labels and labels - set(table.get("variants", {})):
            faults.append(f"{package['name']}: variants-json lacks {labels - set(table.get('variants', {}))}")
        if labels and "$schema" not in table:
            faults.append(f"{package['name']}: variants-json has no $schema")
    return faults


def python_version(python):
    return subprocess.run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True).stdout.strip()


def x86_level():
    """The x86-64 level of this CPU, 1 to 4; 1 where it cannot be told."""
    levels = ["cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2", "avx avx2 bmi1 bmi2 f16c fma abm movbe",
              "avx512f avx512bw avx512cd avx512dq avx512vl"]
    try:
        row = next(line for line in open("/proc/cpuinfo") if line.startswith("flags"))
    except (OSError, StopIteration):
        return 1
    flags, level = set(row.split()), 1
    for row in levels:
        if not flags.issuperset(row.split()):
            break
        level += 1
    return level


def is_met(need):
    has_device = {"no-nvidia": "/dev/nvidiactl", "no-amd": "/dev/kfd", "no-tpu": "/dev/accel0"}
    if need in has_device:
        return not os.path.exists(has_device[need])
    return {"linux": platform.system() == "Linux", "glibc": platform.libc_ver()[0] == "glibc",
            "x86_64": platform.machine() == "x86_64"}.get(need, False)


def run(path, swuv, python, only=None, verbose=False):
    global PYVER
    PYVER = python_version(python)
    passed = failed = skipped = 0
    for case in json.loads(pathlib.Path(path).read_text()) + variant_rows.cases:
        if only and not any(word in case["id"] for word in only):
            continue
        if not all(is_met(need) for need in case["needs"]):
            skipped += 1
            continue
        with tempfile.TemporaryDirectory(prefix="variant-") as folder:
            played = Case(case, swuv, python, folder)
            try:
                played.play()
            finally:
                played.stop()
        if played.faults:
            failed += 1
            print(f"FAILED variants {case['id']} ({case['checks']})", *(f"    {fault}" for fault in played.faults), sep="\n")
        else:
            passed += 1
        if verbose:
            print(f"--- {case['id']}\n{played.text}")
    return passed, failed, skipped
