#!/usr/bin/env python3
"""Writes packaging-vectors/*.jsonl: what Python's `packaging` says about versions, specifiers,
requirements, markers, file names and tags. Deterministic; run it again after a change here and
commit what it writes. Needs `packaging` 26.2 exactly, so that the vectors have one meaning.

One JSON array a line; the first line of a file may be a header. The tests that read them are in
Tests/InstallerTests/Packaging. Places where swuv means something else on purpose are left out
here, each with a comment.
"""

import itertools
import json
import pathlib
import random
import re

import packaging
from packaging import _manylinux, _musllinux, tags
from packaging.markers import InvalidMarker, Marker, UndefinedComparison
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

assert packaging.__version__ == "26.2", packaging.__version__
OUT = pathlib.Path(__file__).parent / "packaging-vectors"
R = random.Random(20261122)


def write(name, rows):
    text = "".join(json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n" for row in rows)
    (OUT / name).write_text(text)
    print(f"{name}: {len(rows)} rows, {len(text)} bytes")


def distinct(items):
    return list(dict.fromkeys(items))


# --- versions -------------------------------------------------------------------------------------

NUMBERS = ["0", "1", "2", "3", "9", "10", "12", "007", "255", "256", "1023", "1024", "4095", "4096",
           "16383", "16384", "20240101", "99999999999"]


def number():
    return R.choice(NUMBERS[:8]) if R.random() < 0.8 else R.choice(NUMBERS)


def random_version():
    text = R.choice(["", "", "", "", "", "v", "V"])
    if R.random() < 0.08:
        text += R.choice(["0", "1", "2"]) + "!"
    text += ".".join(number() for _ in range(R.choice([1, 2, 2, 3, 3, 3, 4, 5, 7, 9])))
    sep = lambda: R.choice(["", "", "", ".", "-", "_"])
    if R.random() < 0.3:
        text += sep() + R.choice(["a", "b", "rc", "c", "alpha", "beta", "pre", "preview", "A", "RC", "Alpha"])
        text += sep() + R.choice(["", number(), number()])
    if R.random() < 0.25:
        text += R.choice(["-" + number(), sep() + R.choice(["post", "rev", "r", "POST"]) + sep() + R.choice(["", number()])])
    if R.random() < 0.25:
        text += sep() + R.choice(["dev", "DEV"]) + sep() + R.choice(["", number()])
    if R.random() < 0.2:
        text += "+" + R.choice([".", "-", "_"]).join(
            R.choice(["abc", "ubuntu", "1", "02", "0", "cu130", "A1", "20240101123456789012345", "0a"])
            for _ in range(R.choice([1, 1, 2, 3])))
    return text


def mutated(text):
    text = list(text)
    for _ in range(R.choice([1, 1, 2])):
        kind = R.random()
        at = R.randrange(len(text) + 1)
        if kind < 0.4:
            text.insert(at, R.choice(".-_+!*abcdevrcpost 1x,=é"))
        elif kind < 0.7 and text:
            del text[min(at, len(text) - 1)]
        elif text:
            text[min(at, len(text) - 1)] = R.choice(".-_+!*abdev 19")
    return "".join(text)


FIXED_VERSIONS = """1.0 1.0.0 1 v1.0 1.0a1 1.0.a.1 1.0-1 1.0.post 1.0-r4 1.0.dev 1.0dev 1!1.0 1.0+ubuntu-1_2 1.0a 1.0a.
1.0a.1 1.0.post-.dev1 1.0post- 1.0rc1.post2.dev3+l.1 0 0.0 0.dev0 0.0.0.0.0.0.0.0.0 1.0.0.0.0.1 2.31.0.20240311 1.0.dev20240101
2024.12.1 1.0c1 1.0r1 1.0rev2 1.0preview3 1.0-preview_4 1.0.0-rc.1 1.0+1.a 1.0+a.1 1.0+A 1.0+001 1.0+1
1.0.post0 1.0.post0.dev0 1.0.post1.dev2 1.0a1.dev1 1.0a1.post1 1.0a1.post1.dev0 1.0.post16384 1.0.dev16384 1.0a16384""".split()
BAD_VERSIONS = ["", " ", "a", "1.0.", ".1", "1..0", "1.0+", "1.0+a..b", "1.0+a.", "1.0-", "1!", "!1", "1.0 a1", "1.0a1b2",
                "1.0-1-1", "1.0post1post2", "1.0prev", "1.0x", "1.0.*", "==1.0", "1,0", "1.0\u0661", "\u0661.0", "vv1", "1.0 1",
                "french toast", "1.0+_foobar", "1.0++a", "-1", "1.-1", "1.0rc1rc2", "1.0.dev1.post1", "1.0dev1a1"]


def versions():
    texts = distinct(FIXED_VERSIONS + BAD_VERSIONS + [random_version() for _ in range(1300)])
    texts += [mutated(random_version()) for _ in range(700)]
    texts += [" 1.0 ", "\t1.0\n", "1.0\r\n", "\x0b1.0\x0c"]
    rows = []
    for text in distinct(texts):
        # White space beyond ASCII is not trimmed by us.
        if text.strip() != text.strip(" \t\n\r\x0b\x0c"):
            continue
        try:
            v = Version(text)
            rows.append([text, str(v), v.is_prerelease, v.is_postrelease])
        except InvalidVersion:
            rows.append([text])
    write("versions.jsonl", rows)

    valid = [row[0] for row in rows if len(row) > 1]
    chosen = distinct(FIXED_VERSIONS + R.sample(valid, 700))
    groups = []
    for v in sorted(chosen, key=lambda t: (Version(t), t)):
        if groups and Version(groups[-1][0]) == Version(v):
            groups[-1].append(v)
        else:
            groups.append([v])
    write("version-order.jsonl", groups)


# --- specifiers -----------------------------------------------------------------------------------

POOL = """0.dev0 0 0.9 1.0.dev0 1.0.dev1 1.0a1.dev1 1.0a1 1.0a1+l 1.0a1.post1 1.0a2 1.0b1 1.0rc1 1.0rc1.post2.dev3 1.0 1.0+a 1.0+a.1 1.0+1
1.0.post0.dev0 1.0.post0 1.0.post1.dev1 1.0.post1 1.0.post1+l 1.0.post2 1.0.0.1 1.0.1.dev1 1.0.1 1.0.1+x 1.1.dev0 1.1a1 1.1 1.1.0 1.1.post1 1.2 1.2.3
1.9.9 1.10 2.dev1 2.0a1 2 2.0.0 2.0.1 2.2 2.2.1 2.2.post1 2.3 3 3.1.4.1 10 1023.5 1!0.5 1!1.0 1!1.0+l 2!0""".split()

SPEC_VERSIONS = """0 0.9 1 1.0 1.0.0 1.0.dev0 1.0.dev1 1.0a1 1.0a1.dev1 1.0a1.post1 1.0b1 1.0rc1 1.0.post0 1.0.post1 1.0.post1.dev1 1.0.post2 1.0.1 1.1 1.1a1 1.1.dev0 1.2
1.2.3 1.10 2 2.0 2.0a1 2.2 2.2.post1 2.2.1 3 3.1.4.1 1!1.0 1!0.5 2!0""".split()


def random_specifier():
    op = R.choice(["==", "!=", "<=", ">=", "<", ">", "~=", "==", "!=", ">=", "<", "===", "==*", "!=*"])
    v = R.choice(SPEC_VERSIONS)
    if op in ("==*", "!=*"):
        v = R.choice(["0", "1", "1.0", "1.0.0", "1.1", "1.2", "2", "2.2", "1.0.1", "1!1", "1!1.0", "3.1.4.1"]) + ".*"
        op = op[:2]
    elif op in ("==", "!=", "===") and R.random() < 0.25:
        v = R.choice(["1.0+a", "1.0+a.1", "1.0+1", "1.0.post1+l", "1.0a1+l", "1!1.0+l", "1.0+zz", "1.0+A"])
    elif op == "~=":
        v = R.choice([x for x in SPEC_VERSIONS if len(Version(x).release) > 1])
    space = R.choice(["", "", "", " "])
    return op + space + v


def bits(values):
    return "".join("1" if v else "0" for v in values)


def specifiers():
    pool = [Version(v) for v in POOL]
    texts = [op + v for op in ("==", "!=", "<=", ">=", "<", ">") for v in SPEC_VERSIONS]
    texts += ["~=" + v for v in SPEC_VERSIONS if len(Version(v).release) > 1]
    texts += [op + v + ".*" for op in ("==", "!=") for v in ("0", "1", "1.0", "1.1", "2.2", "1!1")]
    texts += [random_specifier() for _ in range(150)]
    texts += [",".join(random_specifier() for _ in range(R.choice([2, 2, 3, 4]))) for _ in range(400)]
    # Not here: `~=2.2.0-alpha.1`, whose prefix `packaging` takes from the text as it was written.
    texts += ["", ",", ">=1.0,", " >= 1.0 , < 2 ", "===foobar", "==v1.0", ">=1.0.RC1", "~=2.2.0a1", "<1.0-1"]
    rows = [POOL]
    for text in distinct(texts):
        s = SpecifierSet(text)
        rows.append([text, bits(s.contains(v) for v in pool), bits(s.contains(v, prereleases=False) for v in pool)])
    write("specifiers.jsonl", rows)

    bad = ["1.0", "=1.0", "=>1.0", "==", ">=", "~=1", "~=1.0.*", ">=1.0.*", "<1.*", ">1.0+l", "~=1.0+l", "==1.0.*.*", "==1.*.0",
           "==1.0a1.*", "==1.0+l.*", "==1.0.post1.*", "==1.0.dev1.*", ">=1.0 <2.0", ">=1.0;", "lolwat", ">>1.0", "!1.0", "==1.0,foo",
           ">= a", "==1.0 2.0", "!=", "==*", ">=*", "<=1!", "== 1..0"]
    for text in [mutated(random_specifier()) for _ in range(500)]:
        try:
            SpecifierSet(text)
        except InvalidSpecifier:
            bad.append(text)
    # We read `===` up to a `;`, `)` or `,` and take the rest as the error; `packaging` splits first. Same verdicts.
    write("specifiers-invalid.jsonl", [[t] for t in distinct(bad)])


# --- names and requirements ------------------------------------------------------------------------

NAMES = ["foo", "Foo", "foo-bar", "foo_bar", "foo.bar", "Foo._-Bar", "a", "A1", "1a", "zope.interface", "ruamel-yaml-clib", "0"]
EXTRAS = ["", "", "[bar]", "[bar,baz]", "[ bar , Baz_x ]", "[]", "[ ]", "[a.b]", "[a,a,A]"]
MARKERS = ['python_version < "3.9"', "os_name == 'nt'", "extra == 'Foo_Bar'", "sys_platform=='linux' and (python_version>='3.8' or extra=='x')"]


def random_requirement():
    text = R.choice(["", "", " "]) + R.choice(NAMES) + R.choice(["", "", " "]) + R.choice(EXTRAS) + R.choice(["", " "])
    if R.random() < 0.15:
        text += "@ " + R.choice(["https://example.com/foo-1.0.tar.gz", "file:///tmp/x", "git+https://h/x@v1#egg=x", "./local"])
        text += R.choice(["", " ", " ; " + R.choice(MARKERS)])
        return text
    if R.random() < 0.7:
        spec = R.choice([",", ", ", " , "]).join(random_specifier() for _ in range(R.choice([1, 1, 2, 3])))
        text += f"({spec})" if R.random() < 0.2 else spec
    if R.random() < 0.4:
        text += R.choice([";", " ;", " ; "]) + R.choice(MARKERS)
    return text


def requirement_row(text):
    try:
        r = Requirement(text)
    except InvalidRequirement:
        return [text]
    spec = sorted(str(c).lower() for c in r.specifier)
    return [text, canonicalize_name(r.name), sorted({canonicalize_name(e) for e in r.extras}), spec, r.url or "", r.marker is not None]


# What swuv refuses and `packaging` takes, or the other way round, on purpose.
NAME_TAIL = re.compile(r"^\s*[A-Za-z0-9._-]*[_.-]\s*($|[^A-Za-z0-9._\s-])|[\[,]\s*[A-Za-z0-9._-]*_\s*[\],]")


def differs_on_purpose(text):
    if NAME_TAIL.search(text):
        return True  # `packaging` lets a name or an extra end with `_`
    if re.search(r"===", text):
        return "," in text or ")" in text  # the extent of `===` texts
    if "\\" in text or re.search(r"[^\x20-\x7e]", text):
        return True
    return False


def requirements():
    bad = ["", " ", "foo bar", "foo[", "foo[bar", "foo[bar baz]", "foo[,]", "foo[bar,]", "foo[../../x]", "foo[-a]", "foo==", "foo>=", "foo=1", "foo=>1",
           "foo>=1.0.*", "foo~=1", "foo (>=1", "foo >=1)", "foo;", "foo; ", "foo; python_version", "foo; python_version >", "foo; python_version > 3",
           "foo; python_version > '3", "foo; bogus == 'x'", "foo; (os_name == 'x'", "foo; os_name == 'x')", "foo; os_name = 'x'", "foo; os_name == 'x' and",
           "foo; os_name == 'x' xor os_name == 'y'", "foo; os_name not 'x'", "foo @", "foo @ ", "foo @ a b", "-foo", "foo-", "@ https://x", ">=1.0", "foo>=1.0 <2",
           "foo 1.0", "foo,bar", "foo>=1.0,,<2.0", "foo>=1.0+l", "foo; os_name == 'x' os_name == 'y'", "foo/bar", "foo#bar", "foo; and", "foo;;os_name=='x'",
           "foo>=1.0 # comment", "foo; extra == 'x' # c", "git+https://example.com/x", "./foo", "foo.whl; (", "foo[a]]", "foo()x", "foo() ; os_name=='x'"]
    texts = bad + [random_requirement() for _ in range(600)] + [mutated(random_requirement()) for _ in range(500)]
    rows = [requirement_row(t) for t in distinct(texts) if not differs_on_purpose(t)]
    write("requirements.jsonl", rows)

    names = NAMES + ["", "-", "a-", "-a", "_a", "a_", "a b", "a--b", "A.B_c-D", "é", "a/b", "../../x", "a" * 200, ".", "a.", "1", "x-_.y"]
    rows = []
    for n in names:
        try:
            rows.append([n, canonicalize_name(n, validate=True)])
        except ValueError:
            rows.append([n])
    write("names.jsonl", rows)


# --- markers ---------------------------------------------------------------------------------------

def environment(python, impl="cpython", os="posix", sys="linux", system="Linux", machine="x86_64", release="5.10.0-21-amd64", version="#1 SMP Debian"):
    return {
        "os_name": os, "sys_platform": sys, "platform_machine": machine,
        "platform_python_implementation": {"cpython": "CPython", "pypy": "PyPy"}[impl], "platform_release": release,
        "platform_system": system, "platform_version": version, "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python, "implementation_name": impl,
        "implementation_version": "7.3.13" if impl == "pypy" else python,
    }


ENVIRONMENTS = [
    environment("2.7.18"), environment("3.6.15"), environment("3.8.0"), environment("3.9.19"), environment("3.10.4"), environment("3.11.0"),
    environment("3.11.7", os="nt", sys="win32", system="Windows", machine="AMD64", release="10", version="10.0.19045"),
    environment("3.12.4", sys="darwin", system="Darwin", machine="arm64", release="23.1.0", version="Darwin Kernel Version 23.1.0"),
    environment("3.12.0", impl="pypy"), environment("3.13.0", machine="aarch64"), environment("3.13.0rc1"), environment("3.14.1", sys="cygwin", system="CYGWIN"),
    environment("4.0.0", os="java", sys="java", system="Java"),
]
VERSION_VARS = ["python_version", "python_full_version", "python_version", "implementation_version", "platform_release"]
STRING_VALUES = {
    "os_name": ["posix", "nt", "java", "x"], "sys_platform": ["linux", "win32", "darwin", "cygwin", "linux2"],
    "platform_machine": ["x86_64", "AMD64", "arm64", "aarch64"], "platform_python_implementation": ["CPython", "PyPy"],
    "platform_system": ["Linux", "Windows", "Darwin"], "platform_version": ["#1 SMP Debian", "Darwin"], "implementation_name": ["cpython", "pypy"],
    "python_implementation": ["CPython", "PyPy"], "os.name": ["posix", "nt"], "sys.platform": ["linux", "win32"], "platform.machine": ["x86_64"],
}


def random_term():
    q = R.choice(["'", '"'])
    kind = R.random()
    if kind < 0.5:
        var = R.choice(VERSION_VARS)
        op = R.choice(["==", "!=", "<", "<=", ">", ">=", "~=", "in", "not in", ">=", "<"])
        value = R.choice(["2.7", "3", "3.0", "3.6", "3.8", "3.9", "3.10", "3.11", "3.11.7", "3.12", "3.12.0", "3.13", "3.13.0rc1", "3.14", "4", "4.0", "5.10", "7.3"])
        if op == "~=" and "." not in value:
            value += ".0"
        if op in ("==", "!=") and R.random() < 0.3 and "rc" not in value:
            value += ".*"
        if op in ("in", "not in"):
            value = R.choice(["2.7 3.6 3.8", "3.10, 3.11", "3.12.4", "3.9", "3.10|3.13.0"])
        elif R.random() < 0.1:
            value = R.choice(["", "abc", "3.x", "3.8.*.*", "10"])
    elif kind < 0.85:
        var = R.choice(list(STRING_VALUES))
        op = R.choice(["==", "==", "!=", "!=", "in", "not in", "<", ">=", "<=", ">"])
        value = R.choice(STRING_VALUES[var])
        if op in ("in", "not in"):
            value = R.choice([value, " ".join(STRING_VALUES[var]), "win", "x86", ""])
    else:
        var, op = "extra", R.choice(["==", "==", "!="])
        # Normalised names only: `packaging` normalises terms inside parentheses not at all.
        value = R.choice(["foo", "bar-baz", "x-y"])
    if R.random() < 0.15:
        # Reversed comparisons of versions are turned round by swuv; `packaging` evaluates them as they
        # stand, which differs only where pre-releases are compared, and where the release of the
        # platform is no version.
        if var == "platform_release" or op == "~=" or (var in VERSION_VARS and (value.endswith(".*") or op in ("in", "not in"))):
            return f"{var} {op} {q}{value}{q}"
        return f"{q}{value}{q} {op} {var}", True
    return f"{var} {op} {q}{value}{q}"


def random_marker(depth=0):
    if depth > 2 or R.random() < 0.35:
        term = random_term()
        return term if isinstance(term, str) else term[0]
    joined = f" {R.choice(['and', 'or'])} ".join(random_marker(depth + 1) for _ in range(R.choice([2, 2, 3])))
    return f"({joined})" if depth else joined


REVERSED_VERSION = re.compile(r"""['"][^'"]*['"]\s*(==|!=|<=|>=|<|>|~=|in|not in)\s*(python_(full_)?version|implementation_version|platform_release)""")


def markers():
    rows = [[ENVIRONMENTS, ["", "foo", "bar-baz"]]]
    texts = distinct([random_marker() for _ in range(1500)] + [f"{v} {op} '{x}'" for v in ("python_version", "python_full_version")
                      for op in ("==", "!=", "<", "<=", ">", ">=") for x in ("3.8", "3.11", "3.11.7", "3.12", "3.13", "3.13.0")] + ["extra == 'Foo'", "extra == 'Bar_Baz' or extra == 'x'"])
    for text in texts:
        marker = Marker(text)
        results = []
        try:
            for extra in rows[0][1]:
                for env in ENVIRONMENTS:
                    if "rc" in env["python_full_version"] and REVERSED_VERSION.search(text):
                        results.append("-")
                    else:
                        results.append("1" if marker.evaluate({**env, "extra": extra}) else "0")
        except (UndefinedComparison, InvalidSpecifier, InvalidVersion):
            continue
        rows.append([text, "".join(results)])
    write("markers.jsonl", rows)

    bad = ["", "(", ")", "python_version", "python_version >", "python_version > 3.8", "python_version >> '3'", "'3.8'", "python_version == '3.8' and",
           "and python_version == '3.8'", "python_version == '3.8' or or os_name == 'x'", "(python_version == '3.8'", "python_version == '3.8')", "python_version == '3.8\"",
           "python_versions == '3.8'", "os_name not 'x'", "os_name notin 'x'", "os_name === 'x' os_name == 'y'", "os_name == x", "PYTHON_VERSION == '3.8'", "os_name = 'x'",
           "os_name == 'x' && os_name == 'y'", "not os_name == 'x'", "os_name == ('x')", "()"]
    for text in [mutated(random_marker(1)) for _ in range(500)]:
        if re.search(r"[^\x20-\x7e]|\\", text):
            continue
        try:
            Marker(text)
        except InvalidMarker:
            bad.append(text)
        except Exception:
            continue
    write("markers-invalid.jsonl", [[t] for t in distinct(bad)])


# --- file names ------------------------------------------------------------------------------------

def filenames():
    # Names that are no valid package names (empty, `fé`) are accepted by `packaging` and refused by us.
    wheels = ["foo-1.0-py3-none-any.whl", "foo-1.0-py2.py3-none-any.whl", "Foo_Bar-1.0-1-py3-none-any.whl", "foo-1.0-1abc-py3-none-any.whl",
              "foo-1.0+cu130-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "foo-1.0-202206090410-py3-none-any.whl", "foo.bar-1!2.0-py3-none-any.whl",
              "foo-1.0-CP39-ABI3-Win_AMD64.whl", "foo-1.0.whl", "foo-1.0-py3-none.whl", "foo-1.0-py3-none-any.zip", "foo-x-py3-none-any.whl",
              "foo--py3-none-any.whl", "foo-1.0-py3-none-any.whl.asc", "foo bar-1.0-py3-none-any.whl"]
    for _ in range(250):
        v = random_version().replace("-", "_")
        build = R.choice(["", "", "", "-1", "-0a", "-20240101_x"])
        py = R.choice(["py3", "py2.py3", "cp312", "cp39.cp310", "pp310", "cp313"])
        abi = R.choice(["none", "abi3", "cp312", "cp313t", "pypy310_pp73"])
        plat = R.choice(["any", "linux_x86_64", "manylinux1_x86_64", "macosx_11_0_arm64", "win_amd64", "musllinux_1_2_aarch64.musllinux_1_1_aarch64"])
        wheels.append(f"{R.choice(['foo', 'Foo_Bar', 'a.b'])}-{v}{build}-{py}-{abi}-{plat}.whl")
    rows = []
    for f in distinct(wheels):
        try:
            name, version, build, taglist = parse_wheel_filename(f)
            rows.append([f, name, str(version), "".join(map(str, build)), sorted(map(str, taglist))])
        except InvalidWheelFilename:
            rows.append([f])
    write("wheel-filenames.jsonl", rows)

    sdists = ["foo-1.0.tar.gz", "foo-bar-1.0.zip", "foo_bar-1.0.tar.gz", "foo.tar.gz", "foo-1.0.tar.gz.asc", "foo-1.0.rpm", "foo-x.tar.gz", "python-dateutil-2.8.2.tar.gz"]
    sdists += [f"{R.choice(['foo', 'Foo-Bar', 'a.b_c'])}-{random_version().replace('-', '_')}{R.choice(['.tar.gz', '.zip'])}" for _ in range(60)]
    rows = []
    for f in distinct(sdists):
        try:
            name, version = parse_sdist_filename(f)
            rows.append([f, name, str(version)])
        except InvalidSdistFilename:
            rows.append([f])
    write("sdist-filenames.jsonl", rows)


# --- tags ------------------------------------------------------------------------------------------

def linux_platforms(arch, glibc=None, musl=None):
    _manylinux._get_glibc_version = lambda: _manylinux._GLibCVersion(*(glibc or (-1, -1)))
    _manylinux._have_compatible_abi = lambda executable, archs: glibc is not None
    _manylinux._is_compatible = lambda a, v: glibc is not None and tuple(v) <= tuple(glibc)
    _musllinux._get_musl_version = lambda executable: _musllinux._MuslVersion(*musl) if musl else None
    archs = {"armv8l": ["armv8l", "armv7l"]}.get(arch, [arch])
    return [*_manylinux.platform_tags(archs), *_musllinux.platform_tags(archs), *(f"linux_{a}" for a in archs)]


def grouped(taglist, platforms):
    """Runs over all platforms as one entry `python-abi-*`; the test expands them again."""
    out, i = [], 0
    strings = [str(t) for t in taglist]
    while i < len(strings):
        interpreter, abi, _ = strings[i].split("-")
        run = [f"{interpreter}-{abi}-{p}" for p in platforms]
        if strings[i:i + len(run)] == run:
            out.append(f"{interpreter}-{abi}-*")
            i += len(run)
        else:
            out.append(strings[i])
            i += 1
    return out


def tag_lists():
    platforms = {
        "linux x86_64 glibc 2.36": linux_platforms("x86_64", (2, 36)), "linux aarch64 glibc 2.31": linux_platforms("aarch64", (2, 31)),
        "linux i686 glibc 2.28": linux_platforms("i686", (2, 28)), "linux x86_64 glibc 3.2": linux_platforms("x86_64", (3, 2)),
        "linux armv8l glibc 2.36": linux_platforms("armv8l", (2, 36)), "linux ppc64le glibc 2.17": linux_platforms("ppc64le", (2, 17)),
        "linux x86_64 musl 1.2": linux_platforms("x86_64", musl=(1, 2)), "linux aarch64 musl 1.5": linux_platforms("aarch64", musl=(1, 5)), "linux mips64 unknown 0.0": ["linux_mips64"],
        "macos arm64 14.2": list(tags.mac_platforms((14, 2), "arm64")), "macos x86_64 13.0": list(tags.mac_platforms((13, 0), "x86_64")),
        "macos x86_64 10.15": list(tags.mac_platforms((10, 15), "x86_64")), "macos arm64 26.1": list(tags.mac_platforms((26, 1), "arm64")), "macos x86_64 10.3": list(tags.mac_platforms((10, 3), "x86_64")),
        "windows x86_64": ["win_amd64"], "windows aarch64": ["win_arm64"], "windows i686": ["win32"],
        "ios arm64_iphoneos 15.4": list(tags.ios_platforms((15, 4), "arm64_iphoneos")), "android arm64_v8a 24": list(tags.android_platforms(24, "arm64_v8a")),
    }
    rows = [["platform", name, value] for name, value in platforms.items()]
    interpreters = [
        # minor, implementation, free-threaded, debug, ABIs
        (12, "cpython", False, False, ["cp312"]), (9, "cpython", False, False, ["cp39"]), (7, "cpython", False, False, ["cp37m"]), (13, "cpython", True, False, ["cp313t"]),
        (15, "cpython", True, False, ["cp315t"]), (15, "cpython", False, False, ["cp315"]), (12, "cpython", False, True, ["cp312d", "cp312"]), (14, "cpython", True, True, ["cp314td", "cp314t"]),
        (2, "cpython", False, False, ["cp32mu"]), (10, "pypy", False, False, ["pypy310_pp73"]), (11, "graalpy", False, False, ["graalpy242_311_native"]),
    ]
    for (minor, impl, threaded, debug, abis), platform in itertools.product(interpreters, ["linux x86_64 glibc 2.36", "macos arm64 14.2", "windows x86_64"]):
        p = platforms[platform]
        version = (3, minor)
        if impl == "cpython":
            taglist = [*tags.cpython_tags(version, abis, p), *tags.compatible_tags(version, f"cp3{minor}", p)]
        else:
            short = {"pypy": "pp"}.get(impl, impl)
            taglist = [*tags.generic_tags(f"{short}3{minor}", abis, p), *tags.compatible_tags(version, "pp3" if impl == "pypy" else None, p)]
        rows.append(["tags", minor, impl, threaded, debug, abis[0], platform, grouped(taglist, p)])
    write("tags.jsonl", rows)


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    versions()
    specifiers()
    requirements()
    markers()
    filenames()
    tag_lists()
