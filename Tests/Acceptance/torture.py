"""Kills installs and upgrades at many moments, flips bytes in the cache, and looks for anything torn, lost or wrong."""
import base64, csv, hashlib, os, pathlib, random, signal, subprocess, tempfile, time

from worlds import World, wheel

PACKAGES = 12


def build_world():
    """Twelve projects in two versions: many files, shared namespace folders, scripts and data."""
    world = World()
    for number in range(PACKAGES):
        name = f"tp-{number}"
        under = name.replace("-", "_")
        for version in ("1.0", "2.0"):
            body = {f"{under}/__init__.py": f"VERSION = '{version}'\n", f"shared_ns/{under}.py": f"V = '{version}'\n",
                    f"{under}-{version}.data/data/share/doc/{under}.txt": f"{version}\n",
                    f"{under}-{version}.data/scripts/{under}-run": f"#!python\nprint('{version}')\n"}
            for n in range(120):
                body[f"{under}/part{n % 7}/m{n}.py"] = f"# {version} {n}\n" * 20
            if version == "1.0":
                body[f"{under}/gone/only_old.py"] = "OLD = 1\n"
            body[f"{under}-{version}.dist-info/entry_points.txt"] = f"[console_scripts]\n{under}-cli = {under}:main\n"
            filename, blob, metadata = wheel(name, version, files=body)
            world.add(name, filename, blob, metadata)
    return world


def faults_of(site):
    """What RECORD and the files disagree on, and distributions that stand twice."""
    faults, seen = [], {}
    for info in site.glob("*.dist-info"):
        name = info.name.split("-")[0]
        if name in seen:
            faults.append(f"{name} is there twice")
        seen[name] = info.name
        record = info / "RECORD"
        if not record.exists():
            faults.append(f"{info.name} has no RECORD")
            continue
        for path, digest, size in csv.reader(record.read_text().splitlines()):
            file = site / path
            if not file.exists():
                faults.append(f"{info.name}: {path} is missing")
            elif digest:
                data = file.read_bytes()
                if base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode() != digest.split("=", 1)[1]:
                    faults.append(f"{info.name}: {path} differs")
    listed = {str((site / row[0]).resolve()) for info in site.glob("*.dist-info") if (info / "RECORD").exists()
              for row in csv.reader((info / "RECORD").read_text().splitlines())}
    for path in list(site.glob("tp_*/**/*")) + list(site.glob("shared_ns/*")):
        if path.is_file() and str(path.resolve()) not in listed and "__pycache__" not in str(path):
            faults.append(f"{path.relative_to(site)} belongs to nobody")
    return faults, seen


class Torture:
    def __init__(self, swuv, python, folder):
        self.swuv, self.python, self.folder = swuv, python, pathlib.Path(folder)
        self.world = build_world()
        self.environment = {"PATH": os.environ["PATH"], "HOME": folder, "NO_COLOR": "1"}

    def command(self, venv, version, cache="cache"):
        return [self.swuv, "install", "-q", "--python", str(venv), "--cache-dir", str(self.folder / cache), "--default-index",
                self.world.index, *[f"tp-{n}=={version}" for n in range(PACKAGES)]]

    def run(self, command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, cwd=self.folder)

    def venv(self, name):
        self.made = getattr(self, "made", 0) + 1
        path = self.folder / f"{name}-{self.made}"
        done = self.run([self.swuv, "venv", "-q", "--python", self.python, str(path)])
        assert done.returncode == 0, done.stderr
        return path, next((path / "lib").glob("python*")) / "site-packages"

    def duration(self, upgrade, cold):
        venv, _ = self.venv(f"time-{upgrade}-{cold}")
        if upgrade:
            self.run(self.command(venv, "1.0"))
        start = time.monotonic()
        self.run(self.command(venv, "2.0", f"cold-{time.monotonic_ns()}" if cold else "cache"))
        return time.monotonic() - start

    def kill_at(self, upgrade, moment, number, cold):
        """Kills one install that long after its start; the faults right then, and those after the next command."""
        venv, site = self.venv(f"kill-{upgrade}-{cold}-{number}")
        if upgrade:
            self.run(self.command(venv, "1.0"))
        process = subprocess.Popen(self.command(venv, "2.0", f"kill-cache-{upgrade}-{number}" if cold else "cache"), env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        looked = self.run([self.swuv, "check", "--python", str(venv)])
        faults, seen = faults_of(site)
        if looked.returncode:
            faults.append(f"check fails: {looked.stderr[-300:]}")
        if upgrade and len(seen) != PACKAGES:
            faults.append(f"{PACKAGES - len(seen)} packages are lost")
        again = self.run(self.command(venv, "2.0"))
        if again.returncode:
            faults.append(f"the next install fails: {again.stderr[:600]} (not served: {self.world.server.unknown})")
        later, seen = faults_of(site)
        left = [p.name for p in site.iterdir() if p.name.startswith((".swuv", "~"))]
        whole = len(seen) == PACKAGES and all(name.endswith("-2.0.dist-info") for name in seen.values())
        return faults + [f"after the next install: {f}" for f in later] + ([] if whole else ["the next install is not whole"]) + (
            [f"left behind: {left}"] if left else [])

    def flip(self, number, draw):
        """Flips one byte of one cached file, in its place, and installs from that cache."""
        cache = self.folder / "cache"
        files = sorted(p for p in cache.rglob("*") if p.is_file() and p.stat().st_size > 0 and p.suffix in (".py", ".txt", ".data", ""))
        path = draw.choice(files)
        data = bytearray(path.read_bytes())
        at = draw.randrange(len(data))
        data[at] ^= 1 << draw.randrange(8)
        with open(path, "r+b") as stream:
            stream.seek(at)
            stream.write(data[at:at + 1])
        venv, site = self.venv(f"flip-{number}")
        done = self.run(self.command(venv, "2.0"))
        faults, seen = faults_of(site)
        if done.returncode:
            faults.append(f"refused: {done.stderr[-300:]}")
        elif len(seen) != PACKAGES:
            faults.append("not whole")
        return [f"{path.relative_to(cache)} byte {at}: {fault}" for fault in faults]


def run(swuv, python, kills=24):
    passed = failed = 0
    draw = random.Random(20261122)
    with tempfile.TemporaryDirectory(prefix="torture-", ignore_cleanup_errors=True) as folder:
        torture = Torture(swuv, python, folder)
        try:
            for upgrade in (False, True):
                for cold in (False, True):
                    torture.duration(upgrade, False)
                    span = torture.duration(upgrade, cold)
                    count = kills // 4 if cold else kills
                    for number in range(count):
                        faults = torture.kill_at(upgrade, span * (number + draw.random()) / count, number, cold)
                        passed, failed = passed + (not faults), failed + bool(faults)
                        if faults:
                            print(f"FAILED torture: {'upgrade' if upgrade else 'install'} killed ({'cold' if cold else 'warm'} cache, {number} of {count}): {faults[:4]}")
            for number in range(kills):
                faults = torture.flip(number, draw)
                passed, failed = passed + (not faults), failed + bool(faults)
                if faults:
                    print(f"FAILED torture: {faults[:3]}")
        finally:
            torture.world.stop()
    return passed, failed, 0
