"""A scratch folder in which one behaviour of the program is tried: environments, caches, worlds and what was wrong."""
import json, os, pathlib, re, subprocess

from server import Route
from worlds import World, wheel

CRASH = re.compile(r"Fatal error|Traceback \(most recent|panicked at|Segmentation|Illegal instruction|stack trace|Crash")
ANSI = "\x1b["


class Skip(Exception):
    """The behaviour cannot be tried on this machine."""


class Done:
    def __init__(self, command, code, out, err):
        self.command, self.code, self.out, self.err = command, code, out, err
        self.text = out + err

    @property
    def json(self):
        return json.loads(self.out)


def add(world, name, version, requires=(), uploaded="2024-01-01T00:00:00Z", metadata=True, yanked=False, requires_python=None, **facts):
    """Adds a wheel made from facts; its filename and bytes."""
    filename, blob, text = wheel(name, version, requires, requires_python=requires_python, **facts)
    world.add(name, filename, blob, text if metadata else None, requires_python, yanked)
    world.pages[name][-1]["upload-time"] = uploaded
    page = json.dumps({"meta": {"api-version": "1.1"}, "name": name, "files": world.pages[name]})
    world.routes[f"/simple/{name}/"] = [route(page, "application/vnd.pypi.simple.v1+json")]
    return filename, blob


def route(body, kind="application/octet-stream", **recipe):
    """An answer of the server: `recipe` as in a hostile case (status, headers, close_at, range, redirect, …)."""
    blob = body.encode() if isinstance(body, str) else body
    return Route({**recipe, "body": None, "type": kind}, lambda described: blob if described is None else described.encode(), str)


def common_world():
    """Small projects that most behaviours share; no behaviour changes them."""
    world = World()
    add(world, "beta", "1.0")
    add(world, "beta", "1.5")
    add(world, "beta", "2.0")
    add(world, "alpha", "1.0", ["beta"])
    add(world, "alpha", "2.0", ["beta>=1"])
    add(world, "alpha", "3.0rc1", ["beta>=1"])
    add(world, "delta", "1.0")
    add(world, "gamma", "1.0", ["beta"], extras={"fast": ["delta"], "odd": ["nowhere"]})
    add(world, "left", "1.0", ["beta<1.5"])
    add(world, "right", "1.0", ["beta>=2"])
    add(world, "winonly", "1.0")
    add(world, "mixed", "1.0", ["winonly ; sys_platform == 'win32'", "delta"])
    add(world, "pythonic", "1.0")
    add(world, "pythonic", "2.0", requires_python=">=3.99")
    add(world, "pulled", "1.0")
    add(world, "pulled", "1.1", yanked="broken")
    add(world, "dated", "1.0")
    add(world, "dated", "2.0", uploaded="2024-06-01T00:00:00Z")
    info = "tool-1.0.dist-info"
    add(world, "tool", "1.0", files={
        "tool.py": "import sys\ndef main():\n    print('tool', *sys.argv[1:])\n",
        f"{info}/entry_points.txt": "[console_scripts]\ntool-cli = tool:main\n",
        "tool-1.0.data/scripts/tool-script": "#!python\nimport tool\ntool.main()\n",
        "tool-1.0.data/data/share/tool/data.txt": "data\n"})
    return world


class Scratch:
    """Where one behaviour happens. `work` is the working directory, `.venv` in it the environment."""

    def __init__(self, swuv, python, folder, world):
        self.swuv, self.python, self.world = swuv, python, world
        self.folder = pathlib.Path(folder)
        self.folder.chmod(0o755)
        self.work, self.cache, self.home = (self.folder / name for name in ("work", "cache", "home"))
        for path in (self.work, self.home):
            path.mkdir()
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8"}
        self.index = world.index
        self.faults, self.worlds = [], []

    def expect(self, condition, why):
        if not condition:
            self.faults.append(why)
        return bool(condition)

    def own_world(self, auth=None):
        """A world of this behaviour alone, which it may change and whose requests it may count."""
        world = World()
        world.server.auth = auth
        self.worlds.append(world)
        return world

    # Running

    def command(self, name, *arguments, index="common", cache=None):
        # Before the arguments: those of `run` end with a command of its own.
        line = [self.swuv, *name.split(), "--cache-dir", str(cache or self.cache), *map(str, arguments)]
        if name in ("install", "compile") and index:
            line += ["--default-index", self.index if index == "common" else index]
        return line

    def run(self, name, *arguments, code=0, env=None, cwd=None, index="common", cache=None, input="", user=None, plain=False):
        """Runs a command to its end; another exit status than `code` (None: any) is a fault."""
        command = [self.swuv, *name.split(), *map(str, arguments)] if plain else self.command(name, *arguments, index=index, cache=cache)
        who = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        ran = subprocess.run(command, cwd=cwd or self.work, env={**self.environment, **(env or {})}, input=input, capture_output=True,
                             text=True, errors="replace", timeout=90, **who)
        done = Done(command, ran.returncode, ran.stdout, ran.stderr)
        shown = " ".join([name, *map(str, arguments)])
        if done.code < 0 or CRASH.search(done.text):
            self.faults.append(f"`{shown}` crashed ({done.code}): {done.err[-300:]}")
        elif code is not None and done.code != code:
            self.faults.append(f"`{shown}` exits {done.code}, not {code}: {done.err[-400:]}{done.out[-100:]}")
        return done

    def start(self, name, *arguments, cwd=None, index="common", cache=None):
        return subprocess.Popen(self.command(name, *arguments, index=index, cache=cache), cwd=cwd or self.work, env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def says(self, done, *words, where="text"):
        text = getattr(done, where)
        for word in words:
            self.expect(word in text, f"`{' '.join(done.command[1:4])} …` does not say {word!r}: {text[-500:]!r}")

    def matches(self, done, *patterns, where="err"):
        text = getattr(done, where)
        for pattern in patterns:
            self.expect(re.search(pattern, text, re.M), f"`{' '.join(done.command[1:4])} …`: nothing like {pattern!r} in {text[-500:]!r}")

    # Environments

    def venv(self, path=".venv", **options):
        self.run("venv", path, "--python", self.python, **options)
        return self.work / path

    def site(self, venv=".venv"):
        return next((self.work / venv / "lib").glob("python*")) / "site-packages"

    def installed(self, venv=".venv"):
        """Name to version, as the folders say."""
        return self.those_in(self.site(venv))

    @staticmethod
    def those_in(site):
        return {path.name[:-10].split("-")[0].replace("_", "-"): path.name[:-10].split("-")[1] for path in site.glob("*.dist-info")}

    def holds(self, expected, venv=".venv"):
        found = self.installed(venv)
        self.expect(found == expected, f"{venv} holds {found}, not {expected}")

    def write(self, path, text):
        path = self.work / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def outputs(self, command):
        ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=30)
        return (ran.stdout + ran.stderr).strip()
