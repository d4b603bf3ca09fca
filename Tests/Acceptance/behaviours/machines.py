"""A driver or a device that comes, goes and changes under a project: whole commands on machines that are made up."""
import pathlib, re, shutil, subprocess, time

from behaviours import hardware
from scratch import Skip

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"
TORCH = {"2.14.0": "cpu cu126 cu130", "2.15.0": "cpu cu130"}


class _Machine:
    """What swuv sees in place of this machine's `/dev` and `/sys/module`, and of NVIDIA's library."""

    def __init__(self, t):
        compiler, unshare = shutil.which("cc"), shutil.which("unshare")
        if not compiler or not unshare or subprocess.run([unshare, "-m", "true"], capture_output=True).returncode:
            raise Skip
        self.t = t
        self.folder = t.folder / "machine"
        (self.folder / "lib").mkdir(parents=True)
        made = subprocess.run([compiler, "-shared", "-fPIC", "-o", self.folder / "lib/libnvidia-ml.so.1", FIXTURES / "fake-drivers/machine.c"],
                              capture_output=True)
        if made.returncode:
            raise Skip
        self.dev, self.modules = self.folder / "dev", self.folder / "module"
        self.dev.mkdir()
        self.modules.mkdir()
        nodes = [name for name in ("null", "zero", "urandom", "random", "tty") if pathlib.Path("/dev", name).exists()]
        for name in nodes:
            (self.dev / name).touch()
        mounts = [f"mount --bind /dev/{name} {self.dev}/{name}" for name in nodes]
        mounts += [f"mount --bind {self.dev} /dev", f"mount --bind {self.modules} /sys/module"]
        self.prefix = [unshare, "-m", "sh", "-c", " && ".join(mounts) + ' && exec "$@"', "sh"]
        t.environment.update(FAKE_MACHINE=str(self.folder / "facts"), LD_LIBRARY_PATH=str(self.folder / "lib"))

    def has(self, driver=None, cuda="", *capabilities):
        """From now on: a driver and its devices, or none."""
        shutil.rmtree(self.modules / "nvidia", ignore_errors=True)
        for path in self.dev.glob("nvidia*"):
            path.unlink()
        if driver is None:
            return
        major, minor = cuda.split(".")
        (self.folder / "facts").write_text(" ".join([driver, f"{int(major) * 1000 + int(minor) * 10}", *capabilities]) + "\n")
        (self.modules / "nvidia").mkdir()
        (self.modules / "nvidia/version").write_text(driver + "\n")
        for name in ["nvidiactl", *[f"nvidia{number}" for number in range(len(capabilities))]]:
            (self.dev / name).touch()

    def run(self, *words, code=0):
        ran = subprocess.run([*self.prefix, self.t.swuv, *words], cwd=self.t.work, env=self.t.environment, capture_output=True, text=True, timeout=90)
        self.t.expect(ran.returncode == code, f"{words} exits {ran.returncode}: {ran.stderr[-400:]}")
        return ran


def _stage(t, releases=TORCH):
    machine = _Machine(t)
    hardware._stage(t, releases, dependencies=["torch", "numpy"])
    t.environment.update(SWUV_CACHE_DIR=str(t.cache))
    # What was written in this very moment is no ground for a stamp, and without one nobody knows of an earlier driver.
    time.sleep(0.1)
    return machine


def _inodes(t):
    return {path.name: path.stat().st_ino for path in t.site().glob("*.dist-info")}


def a_driver_that_changes(t):
    machine = _stage(t)
    cpu = {"torch": "2.15.0+cpu", "numpy": "1.0"}
    first = machine.run("run", "true")
    t.holds(cpu)
    t.expect("no accelerator" in first.stderr, first.stderr)
    lock = (t.work / "swuv.lock").read_bytes()
    rows = [
        ("a driver that is new", ("580.65.06", "13.0", "8.9"), {"torch": "2.15.0+cu130", "numpy": "1.0", "nvidia-cublas-cu13": "1.0"},
         r"^note: driver 580\.65\.06 is new; re-selecting 3 packages$"),
        ("a newer one that does not matter", ("590.10", "13.1", "8.9"), None, None),
        ("another GPU that does not matter", ("590.10", "13.1", "8.9", "9.0"), None, None),
        ("an older one", ("550.54", "12.4", "8.9", "9.0"), {"torch": "2.14.0+cu126", "numpy": "1.0", "nvidia-cublas-cu12": "1.0"},
         r"^note: driver changed 590\.10 → 550\.54; re-selecting 4 packages$"),
        ("a GPU less that does not matter", ("550.54", "12.4", "8.9"), None, None),
        ("one that serves no build", ("450.80", "11.0", "8.9"), cpu, r"^note: driver changed 550\.54 → 450\.80; re-selecting 3 packages$"),
        ("none", (), None, None),
        ("the first again", ("580.65.06", "13.0", "8.9"), {"torch": "2.15.0+cu130", "numpy": "1.0", "nvidia-cublas-cu13": "1.0"},
         r"^note: driver .*; re-selecting 3 packages$"),
    ]
    expected = cpu
    for what, facts, changed, line in rows:
        time.sleep(0.05)
        before = _inodes(t)
        machine.has(*facts)
        done = machine.run("run", "true")
        notes = [row for row in done.stderr.splitlines() if row.startswith("note: ")]
        if changed is None:
            t.expect(done.stderr == "", f"{what}: {done.stderr!r}")
            t.expect(_inodes(t) == before, f"{what}: something was installed anew")
        else:
            expected = changed
            t.expect(len(notes) == 1 and re.search(line, notes[0]), f"{what}: {done.stderr!r}")
        t.holds(expected)
        after = _inodes(t)
        t.expect(all(after[name] == before[name] for name in after.keys() & before.keys()), f"{what}: more was changed than had to be")
        for again in range(2):
            done = machine.run("run", "true")
            t.expect(done.stderr == "", f"{what}, again: {done.stderr!r}")
    t.expect((t.work / "swuv.lock").read_bytes() == lock, "the lock changed")


def a_driver_that_changes_before_a_sync(t):
    machine = _stage(t)
    machine.has("580.65.06", "13.0", "8.9")
    machine.run("sync")
    t.holds({"torch": "2.15.0+cu130", "numpy": "1.0", "nvidia-cublas-cu13": "1.0"})
    time.sleep(0.05)
    machine.has("590.10", "13.1", "8.9")
    done = machine.run("sync")
    t.expect(re.fullmatch(r"Resolved \d+ packages in \S+\nChecked 3 packages in \S+\n", done.stderr), done.stderr)
    machine.has("550.54", "12.4", "8.9")
    done = machine.run("sync")
    t.expect("Selected torch 2.14.0+cu126" in done.stderr and "2.15.0 has no build for this computer" in done.stderr, done.stderr)
    t.holds({"torch": "2.14.0+cu126", "numpy": "1.0", "nvidia-cublas-cu12": "1.0"})


def a_driver_that_matters_to_no_package(t):
    machine = _Machine(t)
    t.write("pyproject.toml", '[project]\nname = "demo"\nversion = "1.0"\nrequires-python = ">=3.8"\ndependencies = ["delta"]\n')
    t.environment.update(SWUV_DEFAULT_INDEX=t.index, SWUV_CACHE_DIR=str(t.cache), SWUV_PYTHON=t.python)
    machine.run("run", "true")
    for facts in (("580.65.06", "13.0", "8.9"), ("550.54", "12.4", "8.9"), ()):
        machine.has(*facts)
        t.expect(machine.run("run", "true").stderr == "", f"{facts}")


def every_gpu_has_to_run_the_build(t):
    """Of GPUs that differ, the one that can least decides with the one that can most."""
    machine = _stage(t, {"2.14.0": "cpu cu126 cu130", "2.15.0": "cpu cu130", "2.10.0": "cpu cu128", "2.12.1": "cpu cu129"})
    t.run("lock")
    for what, capabilities, torch in (("Pascal and Ada", ("6.1", "8.9"), "2.14.0+cu126"), ("Turing and Hopper", ("7.5", "9.0"), "2.15.0+cu130"),
                                      ("Volta and Blackwell", ("7.0", "12.0"), "2.12.1+cu129"), ("Pascal and Blackwell", ("6.1", "12.0"), "2.15.0+cpu"),
                                      ("two of a kind", ("9.0", "9.0"), "2.15.0+cu130")):
        machine.has("580.65.06", "13.0", *capabilities)
        done = machine.run("sync", "--dry-run")
        t.expect(f"+ torch=={torch}" in done.stderr, f"{what}: {done.stderr}")
        t.venv()
        done = machine.run("install", "--dry-run", "--python", ".venv", "torch")
        t.expect(f"+ torch=={torch}" in done.stderr, f"{what}, outside: {done.stderr}")
        shutil.rmtree(t.work / ".venv")
