"""Several processes at once: one environment, one cache."""
import signal, time

from scratch import add, route
from torture import faults_of


def _many(t, prefix, files=60):
    world = t.own_world()
    for number in range(6):
        for version in ("1.0", "2.0"):
            add(world, f"{prefix}-{number}", version, files={f"{prefix}_{number}/m{n}.py": f"# {version} {n}\n" * 9 for n in range(files)})
    return world


def _finish(t, processes, what):
    for process in processes:
        output, _ = process.communicate(timeout=90)
        t.expect(process.returncode == 0, f"{what}: exits {process.returncode}: {output[-400:]}")


def _whole(t, venv, expected):
    faults, _ = faults_of(t.site(venv))
    t.expect(not faults, f"{venv} is torn: {faults[:3]}")
    t.holds(expected, venv)


def one_environment(t):
    world = _many(t, "shared")
    t.venv()
    _finish(t, [t.start("install", f"shared-{n}", index=world.index) for n in range(6)], "six installs into one environment")
    _whole(t, ".venv", {f"shared-{n}": "2.0" for n in range(6)})
    _finish(t, [t.start("install", *[f"shared-{n}==1.0" for n in range(6)], index=world.index) for _ in range(2)], "the same install twice at once")
    _whole(t, ".venv", {f"shared-{n}": "1.0" for n in range(6)})
    _finish(t, [t.start("uninstall", f"shared-{n}") for n in range(3)] + [t.start("install", "-U", f"shared-{n}", index=world.index) for n in range(3, 6)],
            "installs and uninstalls at once")
    _whole(t, ".venv", {f"shared-{n}": "2.0" for n in range(3, 6)})


def one_cold_cache(t):
    world = _many(t, "cold")
    for number in range(4):
        t.venv(f"env-{number}", cache=t.folder / "other-cache")
    names = [f"cold-{n}" for n in range(6)]
    _finish(t, [t.start("install", *names, "--python", f"env-{number}", index=world.index) for number in range(4)], "four installs with one cold cache")
    for number in range(4):
        _whole(t, f"env-{number}", {name: "2.0" for name in names})
    left = [str(p.relative_to(t.cache)) for p in t.cache.rglob("*.part")]
    t.expect(not left, f"left in the cache: {left}")


def interrupted(t):
    t.venv()
    t.run("install", "beta==1.0")
    world = t.own_world()
    filename, blob = add(world, "beta", "3.0")
    world.routes[f"/files/{filename}"] = [route(blob, drip=True)]
    process = t.start("install", "-U", "beta", index=world.index)
    end = time.monotonic() + 20
    while time.monotonic() < end and not any(path.endswith(".whl") for _, path, _ in world.server.seen):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    start = time.monotonic()
    output, _ = process.communicate(timeout=30)
    t.expect(time.monotonic() - start < 5, "an interrupted install goes on")
    t.expect(process.returncode in (130, -signal.SIGINT), f"an interrupted install exits {process.returncode}: {output[-200:]}")
    _whole(t, ".venv", {"beta": "1.0"})
    t.run("install", "-U", "beta")
    _whole(t, ".venv", {"beta": "2.0"})


def a_cache_cleaned_meanwhile(t):
    world = _many(t, "swept")
    names = [f"swept-{n}" for n in range(6)]
    t.venv()
    t.run("install", *names, index=world.index)
    t.venv("two")
    processes = [t.start("install", *names, "--python", "two", index=world.index), t.start("cache prune"), t.start("cache clean")]
    _finish(t, processes, "an install while the cache is cleaned")
    _whole(t, "two", {name: "2.0" for name in names})
