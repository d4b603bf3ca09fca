"""Whole commands of the built program against cases kept as data: python3 Tests/Acceptance --swuv PATH [SUITE…]."""
import argparse, pathlib, shutil, signal, sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import everyday, hostile, resolving, torture, variants

FIXTURES = HERE.parent / "Fixtures"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--swuv", required=True)
    parser.add_argument("--python", default=shutil.which("python3"))
    parser.add_argument("--only", nargs="*", help="cases whose id holds one of these words")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("suites", nargs="*", help="everyday, hostile, resolving, torture, variants; all of them unless named")
    parser.add_argument("--kills", type=int, default=24, help="how many kills of each kind the torture aims")
    options = parser.parse_args()
    swuv = str(pathlib.Path(options.swuv).resolve())
    # A shell's background job ignores it, and so would every program that is started here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    passed = failed = skipped = 0
    for suite in options.suites or ["everyday", "resolving", "variants", "hostile", "torture"]:
        if suite == "hostile":
            counts = hostile.run(FIXTURES / "hostile-cases.json", swuv, options.python, options.only, options.verbose)
        elif suite == "everyday":
            counts = everyday.run(swuv, options.python, options.only, options.verbose)
        elif suite == "resolving":
            counts = resolving.run(FIXTURES / "resolver-cases", swuv, options.only)
        elif suite == "variants":
            counts = variants.run(FIXTURES / "variant-cases.json", swuv, options.python, options.only, options.verbose)
        elif suite == "torture":
            counts = torture.run(swuv, options.python, options.kills)
        else:
            parser.error(f"unknown suite {suite}")
        print(f"{suite}: {counts[0]} passed, {counts[1]} failed, {counts[2]} skipped")
        passed, failed, skipped = passed + counts[0], failed + counts[1], skipped + counts[2]
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
