"""Plays the hostile cases against the built program and judges them by their own verdicts and invariants."""
import hashlib, json, os, pathlib, re, resource, shutil, subprocess, tempfile, threading, time

from recipes import Recipes, Unbuildable
from server import Route, Server, certificate
import hostile_rows, source_rows

CRASH = re.compile(rb"Fatal error|Traceback \(most recent|panicked at|Segmentation|Illegal instruction|stack trace|Crash")


def fold(text):
    return re.sub(r"[-_.]+", "-", text).lower()


def snapshot(folder):
    """Path -> (kind, size, digest) of everything below `folder`, links not followed."""
    found = {}
    for root, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(root, name)
            if os.path.islink(path):
                found[path] = ("link", os.readlink(path))
            elif os.path.isfile(path):
                found[path] = ("file", hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest())
            else:
                found[path] = ("other",)
    return found


class Case:
    def __init__(self, case, swuv, python, folder):
        self.case, self.swuv, self.python = case, swuv, python
        self.folder = pathlib.Path(folder)
        self.faults, self.texts = [], b""
        self.providers = None
        self.escape = self.folder / "escape"
        self.work = self.folder / "a/b/c/d/e/work"
        self.venv = self.work / ".venv"
        self.cache = self.folder / "cache"

    def fill(self, text):
        return re.sub(r"\$\{([A-Z0-9_]+)\}", lambda m: self.names.get(m[1], m[0]), text)

    def prepare(self):
        self.escape.mkdir(parents=True)
        self.work.mkdir(parents=True)
        (self.escape / "sentinel.txt").write_text("sentinel\n")
        for parent in list(self.work.parents)[:6]:
            (parent / "sentinel.txt").write_text("sentinel\n")
        rw = self.folder / "escape-rw"
        rw.mkdir()
        self.routes = {}
        auth = self.case.get("auth")
        kind = self.case.get("tls")
        self.main = Server(self.routes, auth)
        self.other = Server(self.routes)
        self.servers = [self.main, self.other]
        self.pem = None
        tls = self.main.origin
        if kind:
            files = certificate(self.folder, "127.0.0.1" if kind == "good" else "wrong.example")
            server = Server(self.routes, certificate=files)
            self.servers.append(server)
            tls = server.origin
            if self.case.get("trust"):
                self.pem = files[0]
        recipes = Recipes(self.fill)
        self.names = {"ESCAPE": str(self.escape), "ESCAPE_REL": str(self.escape)[1:], "ESCAPE_RW": str(rw), "MAIN": self.main.origin, "OTHER": self.other.origin, "TLS": tls,
                      "INDEX": self.main.origin + "/simple/", "BENIGN": self.other.origin + "/benign/",
                      "VENV": str(self.venv)}
        if auth:
            self.names["MAIN_AUTH"] = self.main.origin.replace("://", f"://{auth}@")
        for key, described in self.case.get("artefacts", {}).items():
            blob = recipes.artefact(described)
            recipes.artefacts[key] = blob
            upper, name = key.upper(), described["filename"]
            base = tls if kind else self.main.origin
            self.names.update({f"F_{upper}": name, f"H_{upper}": hashlib.sha256(blob).hexdigest(), f"U_{upper}": f"{base}/files/{name}",
                               f"PATH_{upper}": str(self.work / name)})
            (self.work / name).write_bytes(blob)
            self.serve(f"/files/{name}", {"body": {"artefact": key}}, recipes)
            if "metadata" in described:
                metadata = recipes.data(described["metadata"])
                self.names[f"M_{upper}"] = hashlib.sha256(metadata).hexdigest()
                self.routes[f"/files/{name}.metadata"] = [Route({"body": ""}, lambda _: metadata, self.fill)]
        self.benign(recipes)
        for path, route in self.case.get("routes", {}).items():
            self.serve(self.fill(path), route, recipes)
        if "provider" in self.case:
            self.drop_in(self.case["provider"], recipes)
        for path, content in self.case.get("files", {}).items():
            self.write(self.work / self.fill(path), content, recipes)
        self.run([self.swuv, "venv", str(self.venv), "--python", self.python, "--cache-dir", str(self.cache)])
        self.site = next((self.venv / "lib").glob("python*")) / "site-packages"
        self.names["SITE"] = str(self.site)
        self.recipes = recipes

    def serve(self, path, route, recipes):
        turns = route["seq"] if "seq" in route else [route]
        self.routes[path] = [Route({**route, **turn}, recipes.data, self.fill) for turn in turns]

    def benign(self, recipes):
        """An index with one good package, to see that everything still works."""
        metadata = "Metadata-Version: 2.1\nName: hz-benign\nVersion: 1.0\n"
        info = "hz_benign-1.0.dist-info"
        blob = recipes.zip({"entries": [
            {"name": "hz_benign/__init__.py", "data": "VALUE = 1\n"}, {"name": f"{info}/METADATA", "data": metadata},
            {"name": f"{info}/WHEEL", "data": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"},
            {"name": f"{info}/RECORD", "data": {"record": {}}}]})
        name = "hz_benign-1.0-py3-none-any.whl"
        recipes.artefacts["_benign"] = blob
        page = {"meta": {"api-version": "1.0"}, "name": "hz-benign",
                "files": [{"filename": name, "url": f"{self.other.origin}/files/{name}", "hashes": {"sha256": hashlib.sha256(blob).hexdigest()}}]}
        json_type = "application/vnd.pypi.simple.v1+json"
        self.serve(f"/files/{name}", {"body": {"artefact": "_benign"}}, recipes)
        for prefix in ("/benign", "/simple"):
            self.serve(f"{prefix}/hz-benign/", {"body": {"json": page}, "type": json_type}, recipes)

    def drop_in(self, provider, recipes):
        """A drop-in file `hz.toml` in `$SWUV_PROVIDERS_DIR`, and the program it names."""
        folder = self.folder / "providers.d"
        folder.mkdir()
        program = self.folder / "hz-provider"
        program.write_text("#!/bin/sh\n" + self.fill(provider["script"]))
        program.chmod(provider["exemode"])
        toml = provider["toml"]
        if toml == "TEMPLATE":
            toml = f'[[provider]]\nnamespace = "hz"\ncommand = ["{program}"]\n'
        file = folder / "hz.toml"
        self.write(file, self.fill(toml) if isinstance(toml, str) else toml, recipes)
        if not file.is_symlink():
            file.chmod(provider["mode"])
        folder.chmod(provider["dirmode"])
        self.providers = folder

    def write(self, path, content, recipes):
        if content is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict) and "fifo" in content:
            path.unlink(missing_ok=True)
            os.mkfifo(path)
        elif isinstance(content, dict) and "symlink" in content:
            path.unlink(missing_ok=True)
            path.symlink_to(self.fill(content["symlink"]))
        elif isinstance(content, dict) and "dir" in content:
            path.mkdir(exist_ok=True)
        elif isinstance(content, dict) and "text" in content:
            path.unlink(missing_ok=True)
            path.write_text(self.fill(content["text"]))
            path.chmod(content.get("mode", 0o644))
        else:
            path.write_bytes(recipes.data(content))

    def run(self, command, time_limit=30):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}
        if self.providers:
            environment["SWUV_PROVIDERS_DIR"] = str(self.providers)
        if self.pem:
            environment["SSL_CERT_FILE"] = self.pem
        memory = self.case.get("mem_mib", 2048) << 20
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=self.work, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, start_new_session=True,
                                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (memory, memory)))
        try:
            output, _ = process.communicate(timeout=time_limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            output, _ = process.communicate()
            self.faults.append(f"not done after {time_limit} s: {' '.join(command[1:3])}")
        code = process.returncode
        if code < 0 or CRASH.search(output):
            self.faults.append(f"crashed ({code})")
        self.texts += output
        self.elapsed = time.monotonic() - start
        return code, output

    def command(self, step):
        op = step["op"]
        flags = step.get("flags", {})
        target = ["--python", str(self.venv / "bin/python")] if not op == "check-nothing" else []
        common = ["--cache-dir", str(self.cache)]
        if op == "install":
            command = [self.swuv, "install", *target, *common]
            if step.get("no_index"):
                command.append("--no-index")
            elif step.get("index"):
                command += ["--default-index", self.fill(step["index"])]
            for index in step.get("indexes", []):
                command += ["--index", self.fill(index)]
            for links in step.get("find_links", []):
                command += ["--find-links", links]
            for file in step.get("r", []):
                command += ["-r", file]
            command += [flag for name, flag in (("require_hashes", "--require-hashes"), ("verbose", "-v")) if flags.get(name)]
            return command + [self.fill(requirement) for requirement in step.get("reqs", [])]
        if op in ("lock", "sync", "run"):
            index = ["--default-index", self.fill(step["index"])] if step.get("index") else []
            return [self.swuv, op, "--python", self.python, *common, *index, *map(self.fill, step.get("args", []))]
        if op == "uninstall":
            return [self.swuv, "uninstall", *target, *common, *step["reqs"]]
        return [self.swuv, op, *target, *common]

    def installed(self, name):
        return any(fold(p.name.split("-")[0]) == fold(name) and (p / "RECORD").exists() and (p / "METADATA").exists()
                   for p in self.site.glob("*.dist-info"))

    def play(self):
        case = self.case
        self.prepare()
        placed = False
        outside = None
        for step in case["steps"]:
            if step.get("hostile") and not placed:
                placed = True
                for path, content in case.get("venv_files", {}).items():
                    self.write(pathlib.Path(self.fill(path)), content, self.recipes)
                outside = self.guarded()
            if step.get("after_accept") and code:
                continue
            if self.prepared(step):
                continue
            code, output = self.run(self.command(step), case.get("time_s", 30))
            if not step.get("hostile"):
                if code and not step.get("after_accept"):
                    self.faults.append(f"the step before failed: {output[-300:]!r}")
                continue
            self.judge(step, code, output)
        if outside is not None and self.guarded() != outside:
            self.faults.append("something outside the environment changed")
        self.checks(code)
        for secret in case.get("secrets", []):
            leaked = secret.encode() in self.texts
            leaked |= any(secret in json.dumps(h) for s in self.servers for _, _, h in s.seen if s is not self.main)
            if leaked:
                self.faults.append("a secret is in the output or went to another host")
        self.afterwards()

    def prepared(self, step):
        """Does what a step asks of files; False for one that is a command."""
        if step["op"] == "fresh-cache":
            shutil.rmtree(self.cache, ignore_errors=True)
        elif step["op"] == "append":
            with open(self.work / step["file"], "a") as file:
                file.write(self.fill(step["text"]))
        elif step["op"] == "mutate-lock":
            lock = self.work / "swuv.lock"
            text = lock.read_text()
            if step["how"] == "hash":
                changed = re.sub(r"(sha256[:= \"]+)([0-9a-f])", lambda m: m[1] + ("1" if m[2] == "0" else "0"), text)
            else:
                changed = re.sub(r"(/files/)[^\"/]+\.whl", r"\1another-1.0-py3-none-any.whl", text)
            if changed == text:
                self.faults.append(f"nothing to change in the lock: {text}")
            lock.write_text(changed)
        else:
            return False
        return True

    def guarded(self):
        """Everything that must stay as it is: the escape folder and the sentinels on the way up."""
        found = snapshot(self.escape)
        for parent in list(self.work.parents)[:6]:
            found.update({str(p): p.name for p in parent.iterdir() if p != self.folder / "cache"} if parent != self.folder else {})
            sentinel = parent / "sentinel.txt"
            found[str(sentinel)] = sentinel.read_text() if sentinel.exists() else None
        return found

    def judge(self, step, code, output):
        case, expect = self.case, self.case["expect"]
        packages = [fold(re.split(r"[\[=<>@ ]", r)[0]) for r in step.get("reqs", []) if not r.startswith("${")]
        if step["op"] != "install":
            if expect == "reject" and code == 0:
                self.faults.append("accepted")
            if expect == "accept" and code:
                self.faults.append(f"refused: {output[-600:].decode(errors='replace')}")
            shown = fold(output.decode(errors="replace"))
            if code and step["op"] != "uninstall" and not any(fold(name) in shown for name in case["names"]):
                self.faults.append(f"the message names none of {case['names']}: {shown[-400:]}")
            return
        if expect == "accept" and code:
            self.faults.append(f"refused: {output[-600:].decode(errors='replace')}")
        if expect == "reject" and code == 0:
            self.faults.append("accepted")
        if code:
            shown = output.decode(errors="replace")
            if not any(name in shown or fold(name) in fold(shown) for name in case["names"]):
                self.faults.append(f"the message names none of {case['names']}: {shown[-400:]}")
            for name in packages:
                if name != "hz-benign" and self.installed(name):
                    self.faults.append("refused, yet installed")
        else:
            for name in packages:
                if not self.installed(name):
                    self.faults.append(f"accepted, yet {name} is not whole")

    def checks(self, code):
        for check in self.case.get("checks", []):
            if "no_ansi" in check and b"\x1b" in self.texts:
                self.faults.append("escape codes of the input are in the output")
            for path in check.get("site_lacks", []):
                if (self.site / path).exists():
                    self.faults.append(f"{path} is in site-packages")
            for path in check.get("site_has", []):
                if not (self.site / path).exists():
                    self.faults.append(f"{path} is missing")
            if "run" in check:
                done = subprocess.run([str(self.venv / check["run"][0]), *check["run"][1:]], capture_output=True, text=True)
                if check["out"] not in done.stdout:
                    self.faults.append(f"{check['run']} printed {done.stdout!r} {done.stderr[-200:]!r}")
            if "max_requests" in check:
                path = check["max_requests"]["path"]
                count = sum(1 for s in self.servers for _, p, _ in s.seen if p == path)
                if count > check["max_requests"]["n"]:
                    self.faults.append(f"{count} requests for {path}")
            if check.get("uninstall_clean") and code == 0:
                name = self.case["steps"][-1]["reqs"][0].split("==")[0]
                self.run([self.swuv, "uninstall", "--python", str(self.venv / "bin/python"), name])
                left = [p for p in self.site.iterdir() if fold(p.name).startswith(fold(name))]
                if left:
                    self.faults.append(f"uninstall left {left}")
            if "absent_marker" in check and (self.folder / "escape-rw" / check["absent_marker"]).exists():
                self.faults.append("a program ran that must not run")
            for word in check.get("not_requested", []):
                if any(word in path for s in self.servers for _, path, _ in s.seen):
                    self.faults.append(f"{word} was asked for")
            if "which" in check and code == 0:
                module = (self.site / check["which"]["proj"] / "__init__.py").read_text()
                if repr(check["which"]["is"]) not in module:
                    self.faults.append(f"installed is {module.strip()!r}, not {check['which']['is']}")
            for name in check.get("installed", []):
                if not self.installed(name) and code == 0:
                    self.faults.append(f"{name} is not installed")

    def afterwards(self):
        """A benign package installs into a new environment with the same cache."""
        venv = self.work / "after"
        self.run([self.swuv, "venv", str(venv), "--python", self.python, "--cache-dir", str(self.cache)])
        code, output = self.run([self.swuv, "install", "--python", str(venv), "--cache-dir", str(self.cache),
                                 "--default-index", self.names["BENIGN"], "hz-benign==1.0"])
        if code:
            self.faults.append(f"a benign package does not install afterwards: {output[-300:].decode(errors='replace')}")


def play(case, swuv, python):
    """The faults found, or None where the case cannot be made from what is shown."""
    folder = tempfile.mkdtemp(prefix="hostile-")
    played = Case(case, swuv, python, folder)
    try:
        played.play()
    except Unbuildable:
        return None, b""
    finally:
        for server in getattr(played, "servers", []):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return played.faults, played.texts


def run(cases, swuv, python, only=None, verbose=False):
    passed = failed = skipped = 0
    for case in json.loads(pathlib.Path(cases).read_text()) + source_rows.cases + hostile_rows.cases:
        if only and not any(word in case["id"] for word in only):
            continue
        faults, texts = play(case, swuv, python)
        if faults is None:
            skipped += 1
        elif faults:
            failed += 1
            print(f"FAILED hostile {case['id']} ({case['how']}; expect {case['expect']})")
            for fault in faults:
                print(f"    {fault}")
        else:
            passed += 1
        if verbose:
            print(f"--- {case['id']} {case['expect']}\n{texts.decode(errors='replace')}")
    return passed, failed, skipped
