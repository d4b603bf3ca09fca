"""Plays what people do every day with the built program: one function of `behaviours` a behaviour."""
import inspect, pathlib, shutil, tempfile, time, traceback

from behaviours import (commands, compiling, environments, founding, hardware, indexes, locking, machines, projects, refusing, running, scripts,
                        selecting, settings, sharing, sources, variantlocks, variants, workflows)
from scratch import Scratch, Skip, common_world

ROOMS = [commands, compiling, projects, workflows, locking, running, scripts, founding, hardware, machines, selecting, refusing, indexes, settings,
         environments, sharing, variants, variantlocks, sources]


def behaviours():
    for room in ROOMS:
        for name, function in inspect.getmembers(room, inspect.isfunction):
            if function.__module__ == room.__name__ and not name.startswith("_"):
                yield f"{room.__name__.rpartition('.')[2]}.{name}", function


def play(function, swuv, python, world):
    """The faults of one behaviour, or None where it cannot be tried here."""
    folder = tempfile.mkdtemp(prefix="everyday-")
    scratch = Scratch(swuv, python, folder, world)
    try:
        function(scratch)
        return scratch.faults
    except Skip:
        return scratch.faults or None
    except Exception as error:
        # A behaviour that went wrong early often trips over it later: its first fault says more.
        place = traceback.extract_tb(error.__traceback__)[-1]
        return scratch.faults + [f"{type(error).__name__}: {error} ({pathlib.Path(place.filename).name}:{place.lineno})"]
    finally:
        for own in scratch.worlds:
            own.stop()
        shutil.rmtree(folder, ignore_errors=True)


def run(swuv, python, only=None, verbose=False):
    passed = failed = skipped = 0
    world = common_world()
    try:
        for name, function in behaviours():
            if only and not any(word in name for word in only):
                continue
            start = time.monotonic()
            faults = play(function, swuv, python, world)
            if faults is None:
                skipped += 1
            elif faults:
                failed += 1
                print(f"FAILED everyday {name}: {faults[0]}", *(f"    {fault}" for fault in faults[1:4]), sep="\n", flush=True)
            else:
                passed += 1
            if verbose:
                print(f"{'skipped' if faults is None else 'failed' if faults else 'passed'} {name} ({time.monotonic() - start:.2f} s)", flush=True)
    finally:
        world.stop()
    return passed, failed, skipped
