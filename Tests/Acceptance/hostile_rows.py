"""Hostile cases of our own, in the notation of the given ones (recipes.py), put together from few words."""

JSON = "application/vnd.pypi.simple.v1+json"
SCHEMA = "https://variants-schema.wheelnext.dev/peps/850/v0.2.0.json"
WHEEL = "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
NO_ESCAPES = [{"no_ansi": True}]
cases = []


def metadata(name, more="", version="1.0"):
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}"


def entries(name, extra=(), text=None, wheel=WHEEL, record=None, init="VALUE = 1\n"):
    under = name.replace("-", "_")
    info = f"{under}-1.0.dist-info"
    return [{"name": f"{under}/__init__.py", "data": init}, *extra, {"name": f"{info}/METADATA", "data": text or metadata(name)},
            {"name": f"{info}/WHEEL", "data": wheel}, {"name": f"{info}/RECORD", "data": {"record": record or {}}}]


def page(name, files):
    return {f"/simple/{name}/": {"type": JSON, "body": {"json": {"meta": {"api-version": "1.0"}, "name": name, "files": files}}}}


def entry(key="W", **more):
    return {"filename": "${F_%s}" % key, "url": "${U_%s}" % key, "hashes": {"sha256": "${H_%s}" % key}, **more}


def install(*requirements, **options):
    return {"hostile": True, "op": "install", "index": "${INDEX}", "reqs": list(requirements), **options}


def case(group, id, how, expect, **more):
    cases.append({"id": id, "group": group, "kind": "row", "how": how, "expect": expect, "checks": [], **more})


def wheel(id, how, expect, extra=(), archive=None, group="wheel", text=None, more="", checks=(), files=None, requirement=None, routes=None, **options):
    """A package whose only wheel holds `extra`, or is made of `files`; `archive` bends the ZIP, `more` the metadata."""
    name = f"hz-{id}"
    text = text or metadata(name, more)
    recipe = {"entries": files if files is not None else entries(name, extra, text, **options), **(archive or {})}
    case(group, id, how, expect, names=[name], checks=list(checks),
         artefacts={"w": {"filename": f"{name.replace('-', '_')}-1.0-py3-none-any.whl", "type": "zip", "metadata": text, "recipe": recipe}},
         routes={**page(name, [entry(**{"core-metadata": {"sha256": "${M_W}"}})]), "/simple/hz-benign/": {"redirect": "${BENIGN}hz-benign/"}, **(routes or {})},
         steps=[install(requirement or f"{name}==1.0")])


def index(id, how, expect, body=None, files=None, routes=None, checks=(), **options):
    """A good wheel on a page that is none, or lists `files`."""
    name = f"hz-{id}"
    found = {f"/simple/{name}/": body} if body is not None else page(name, files if files is not None else [entry("OK")])
    case("index", id, how, expect, names=[name], checks=list(checks),
         artefacts={"ok": {"filename": f"{name.replace('-', '_')}-1.0-py3-none-any.whl", "type": "zip", "recipe": {"entries": entries(name)}}},
         routes={**found, **(routes or {})}, steps=[install(f"{name}==1.0")], **options)


# Archives
inside = "hz_row_{}/a.py".format
wheel("row-twice", "one name twice, with other content", "reject", [{"name": inside("twice"), "data": "1\n"}, {"name": inside("twice"), "data": "2\n"}])
wheel("row-file-dir", "a file that is a directory as well", "reject", [{"name": "hz_row_file_dir/x", "data": "1\n"}, {"name": "hz_row_file_dir/x/y.py", "data": "2\n"}])
wheel("row-overlap", "two entries over one local header", "reject",
      [{"name": inside("overlap"), "data": "1\n"}, {"name": "hz_row_overlap/b.py", "data": "1\n", "same_as": inside("overlap")}])
wheel("row-zip64-lie", "sizes that point at a zip64 field which is not there", "reject",
      [{"name": inside("zip64_lie"), "data": "1\n", "central": {"usize": 0xFFFFFFFF, "csize": 0xFFFFFFFF}, "local": {"usize": 0xFFFFFFFF, "csize": 0xFFFFFFFF}}])
wheel("row-zip64-huge", "a zip64 field of 2**62 bytes", "reject",
      [{"name": inside("zip64_huge"), "data": "1\n", "central": {"usize": 0xFFFFFFFF, "csize": 0xFFFFFFFF}, "extra": "01001000" + "0000000000000040" * 2}])
wheel("row-size-small", "a size that is too small", "reject", [{"name": inside("size_small"), "data": "12345\n", "central": {"usize": 1}, "local": {"usize": 1}}])
wheel("row-nul-name", "a NUL in a name", "reject", [{"name": "hz_row_nul_name/a\0b.py", "data": "1\n"}])
wheel("row-absolute", "an absolute name", "reject", [{"name": "/${ESCAPE_REL}/x", "data": "1\n"}])
wheel("row-link", "a link", "reject", [{"name": "hz_row_link/l", "data": "/etc", "mode": 0o120777}])
wheel("row-deflate-noise", "noise in place of a deflated member", "reject", [{"name": inside("deflate_noise"), "data": "1\n", "raw": {"prng": 100, "seed": "x"}}])
wheel("row-fewer", "the end record counts fewer entries", "reject", archive={"eocd_delta": -2})
wheel("row-no-local", "an entry without local header", "reject", [{"name": inside("no_local"), "data": "1\n", "in_local": False}])
wheel("row-hidden", "a local entry that the directory does not list", "either", [{"name": inside("hidden"), "data": "1\n", "in_central": False}])
wheel("row-cut", "a wheel cut at its end, by path", "reject", archive={"cut": -30}, requirement="${PATH_W}")
wheel("row-many-digits", "a directory 3,000 levels deep", "either", [{"name": "hz_row_many_digits/" + "a/" * 3000 + "x.py", "data": "1\n"}])
wheel("row-other-name", "metadata of another project", "reject", text=metadata("hz-benign"))
wheel("row-other-version", "metadata of another version", "reject", text=metadata("hz-row-other-version", version="2.0"))
wheel("row-wheel-2", "Wheel-Version: 2.0", "reject", wheel=WHEEL.replace("1.0", "2.0"))
wheel("row-record-quote", "a RECORD with an open quote", "reject", record={"extra": ['"abc,,']})
wheel("row-record-wrong", "a RECORD with a wrong hash", "reject",
      record={"rows": {"hz_row_record_wrong/__init__.py": "hz_row_record_wrong/__init__.py,sha256=" + "A" * 43 + ",10"}})
wheel("row-data-climbs", "data that climbs", "reject", [{"name": "hz_row_data_climbs-1.0.data/data/../../../../../${ESCAPE_REL}/x", "data": "x"}])
wheel("row-data-lib", "data with a file where the environment has a directory", "reject", [{"name": "hz_row_data_lib-1.0.data/data/lib", "data": "x"}])
wheel("row-data-cfg", "data with a pyvenv.cfg", "reject", [{"name": "hz_row_data_cfg-1.0.data/data/pyvenv.cfg", "data": "x"}])
wheel("row-script-python", "a script named python3", "reject", [{"name": "hz_row_script_python-1.0.data/scripts/python3", "data": "x"}])
for number, line in enumerate(("../x = m:f", "${ESCAPE}/x = m:f", ". = m:f", " = m:f", "a\0b = m:f", "python = m:f", "x = os;import sys:f", "x = m:f'")):
    wheel(f"row-entry-point-{number}", f"an entry point {line!r}", "reject", [
        {"name": f"hz_row_entry_point_{number}-1.0.dist-info/entry_points.txt", "data": f"[console_scripts]\n{line}\n"}])

# Metadata
for number, line in enumerate((
    "hz-benign\0", "hz-benign\x1b[31m", "hz-benign; " + "(" * 100000 + "python_version>'2'" + ")" * 100000, "hz-benign; nonsense == 'x'",
    "hz-benign @ file://${ESCAPE}/sentinel.txt", "hz-benign @ git+ext::sh -c 'touch ${ESCAPE}/x'", "hz-benign>=99999999999999999999999!1")):
    wheel(f"row-requires-{number}", f"Requires-Dist: {line[:40]!r}", "reject", group="metadata", more=f"Requires-Dist: {line}\n", checks=NO_ESCAPES)
wheel("row-crlf", "metadata with CR LF", "accept", group="metadata", text=metadata("hz-row-crlf", "Requires-Dist: hz-benign\n").replace("\n", "\r\n"),
      checks=[{"installed": ["hz-benign"]}])
wheel("row-in-description", "a requirement in the description", "accept", group="metadata", more="\nRequires-Dist: nothing-such\n")

# Pages and servers
good = entry("OK")
for number, url in enumerate((
    "file://${ESCAPE}/sentinel.txt", "data:application/zip;base64,AAAA", "ftp://127.0.0.1/x.whl", "javascript:alert(1)", "", "${MAIN}/files/x\r\nX-Evil: 1\r\n\r\n",
    "${MAIN}/files/\0x", "http:\\\\127.0.0.1\\x", "${MAIN}/" + "a" * 100000)):
    index(f"row-url-{number}", f"the URL {url[:40]!r}", "reject", files=[{**good, "url": url}])
index("row-url-elsewhere", "a URL that says nothing, of a server that is not there", "reject", files=[{**good, "url": "//127.0.0.1:1/x"}])
for number, name in enumerate(("../../{}", "a/{}", "{}\x1b[31m", "{}\0")):
    index(f"row-filename-{number}", f"the file name {name!r}", "reject",
          files=[{**good, "filename": name.format(f"hz_row_filename_{number}-1.0-py3-none-any.whl")}], checks=NO_ESCAPES)
for number, target in enumerate(("file:///etc/passwd", "ftp://127.0.0.1/", "dict://127.0.0.1:1/", "http://127.0.0.1:1/ x y", "http://user:hzpw77@127.0.0.1:1/")):
    index(f"row-redirect-{number}", f"a page that redirects to {target}", "reject", {"redirect": target}, secrets=["hzpw77"])
index("row-redirect-wheel", "a wheel that redirects to a file", "reject", routes={"/files/${F_OK}": {"redirect": "file://${ESCAPE}/sentinel.txt"}})
index("row-redirect-long", "a chain of 40 redirects", "reject", {"redirect": "/r/0"}, routes={f"/r/{n}": {"redirect": f"/r/{n + 1}"} for n in range(40)})
index("row-length-two", "two lengths", "reject", {"raw": f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: 2\r\nContent-Length: 9999\r\n\r\n{{}}"})
index("row-reason", "escape codes in the status line", "reject", {"raw": "HTTP/1.1 500 \x1b[31mBAD\r\nContent-Length: 0\r\n\r\n"}, checks=NO_ESCAPES)
index("row-encoding", "gzip that is none", "reject", {"type": JSON, "encoding": "gzip", "body": "garbage"})
index("row-size", "a size of 10**400", "either", {"type": JSON, "body": '{"meta":{"api-version":"1.0"},"name":"x","files":[{"filename":"${F_OK}","url":"${U_OK}",'
                                                              '"hashes":{"sha256":"${H_OK}"},"size":1' + "0" * 400 + "}]}"})
index("row-core-noise", "noise as core metadata", "either", files=[{**good, "core-metadata": True}], routes={"/files/${F_OK}.metadata": {"body": {"prng": 5000, "seed": "c"}}})

# Environments
SITE = "${SITE}/hz_odd-1.0.dist-info"
LOOK = [{"hostile": True, "op": op} for op in ("list", "freeze", "check")]


def environment(id, how, files, steps, **options):
    odd = {"${SITE}/hz_odd/__init__.py": "A = 1\n", f"{SITE}/METADATA": metadata("hz-odd"), f"{SITE}/WHEEL": WHEEL, f"{SITE}/INSTALLER": "hand\n",
           f"{SITE}/RECORD": "hz_odd/__init__.py,,\n"}
    case("env", id, how, "either", names=["hz", "metadata", "record", "python", "pyvenv"], venv_files={**odd, **files},
         steps=[{"op": "install", "index": "${BENIGN}", "reqs": ["hz-benign==1.0"]}, *steps], **options)


UNINSTALL = [{"hostile": True, "op": "uninstall", "reqs": ["hz-odd"]}]
environment("row-record-python", "a RECORD that lists the interpreter", {f"{SITE}/RECORD": "../../../bin/python,,\n../../../pyvenv.cfg,,\n"}, UNINSTALL)
environment("row-record-site", "a RECORD that lists site-packages", {f"{SITE}/RECORD": ".,,\n./,,\n../..,,\n"}, UNINSTALL)
environment("row-record-fifo", "a RECORD that is a FIFO", {f"{SITE}/RECORD": {"fifo": True}}, UNINSTALL)
environment("row-metadata-zero", "METADATA that is a link to /dev/zero", {f"{SITE}/METADATA": {"symlink": "/dev/zero"}}, LOOK)
environment("row-variant-deep", "a variant.json nested deep", {f"{SITE}/variant.json": {"repeat": "{\"a\":", "times": 200000}}, LOOK)
environment("row-journal-fifo", "a journal that is a FIFO", {"${SITE}/.swuv/journal": {"fifo": True}}, [{**install("hz-benign==1.0"), "index": "${BENIGN}"}])
environment("row-journal-outside", "transactions that lead outside", {"${SITE}/.swuv": {"symlink": "${ESCAPE}"}}, [{**install("hz-benign==1.0"), "index": "${BENIGN}"}])
environment("row-cfg-noise", "a pyvenv.cfg of noise", {"${VENV}/pyvenv.cfg": {"prng": 5000, "seed": "z"}}, LOOK)
environment("row-python-floods", "an interpreter that floods", {"${VENV}/bin/python": {"text": "#!/bin/sh\nyes\n", "mode": 0o755}}, LOOK)


# Variants and providers
def variant(id, how, expect="accept", provider=None, index_file=None, found="plain", checks=(), group="provider", **drop_in):
    """A variant wheel and an ordinary one. `drop_in`: the file hz.toml and the program that it names."""
    name = f"hz-{id}"
    under = name.replace("-", "_")
    told = {"$schema": SCHEMA, "default-priorities": {"namespace": ["hz"]}, "providers": {"hz": provider or {"requires": ["hz-provider"]}},
            "variants": {"one": {"hz": {"level": ["v1"]}}}}
    artefacts = {}
    for key, label, which in (("v", "-one", "variant"), ("p", "", "plain")):
        own = [{"name": f"{under}-1.0.dist-info/variant.json", "data": {"json": told}}] if label else []
        artefacts[key] = {"filename": f"{under}-1.0-py3-none-any{label}.whl", "type": "zip", "recipe": {"entries": entries(name, own, init=f"WHICH = '{which}'\n")}}
    file = f"{under}-1.0-variants.json"
    options = {"provider": {"script": "", "toml": "TEMPLATE", "mode": 0o644, "exemode": 0o755, "dirmode": 0o755, **drop_in}} if drop_in else {}
    case(group, id, how, expect, names=[under, "hz.toml", "hz-provider", "providers.d"], artefacts=artefacts,
         routes={**page(name, [entry("V"), entry("P"), {"filename": file, "url": "${MAIN}/files/" + file, "hashes": {}}]),
                 f"/files/{file}": index_file or {"type": "application/json", "body": {"json": told}}},
         checks=[*NO_ESCAPES, {"which": {"proj": under, "is": found}}, *checks], steps=[install(f"{name}==1.0")], **options)


SAYS_V1 = "printf '%s' '{\"static-properties\": {\"level\": [\"v1\"]}}'\n"
variant("row-answer", "a program that answers", script=SAYS_V1, found="variant")
for number, (how, script) in enumerate((
    ("fails after a good answer", SAYS_V1 + "exit 3\n"), ("prints a number", "printf 1e308\n"), ("prints NUL", "printf '\\0\\0'\n"),
    ("prints escape codes", "printf '{\"static-properties\": {\"level\": [\"\\033[31m\"]}}'\n"), ("complains in colour", "printf '\\033[31mbad' >&2; exit 1\n"),
    ("floods", "yes\n"), ("floods its errors", "yes >&2\n"), ("nests", "head -c 500000 /dev/zero | tr '\\0' '['\n"), ("kills its group", "kill -TERM 0\n"),
    ("prints two objects", "printf '{}{}'\n"), ("has a traceback", "printf 'Traceback (most recent call last):\\n  x\\nOops: y\\n' >&2; exit 1\n"))):
    variant(f"row-program-{number}", f"a program that {how}", script=script)
RAN = [{"absent_marker": "provider_ran"}]
TOUCHES = "touch ${ESCAPE_RW}/provider_ran\n" + SAYS_V1
for number, (how, modes) in enumerate((
    ("a program that its group may write", {"exemode": 0o775}), ("a directory that everybody may write", {"dirmode": 0o777}),
    ("a directory with the sticky bit", {"dirmode": 0o1777}), ("a directory that its group may write", {"dirmode": 0o775}), ("a program that cannot run", {"exemode": 0o644}))):
    variant(f"row-mode-{number}", how, script=TOUCHES, checks=RAN, **modes)
for number, toml in enumerate((
    'command = ["./hz-provider"]', 'command = ["true"]', "command = []", 'command = "touch x; rm -rf y"', 'command = ["/bin/echo", "a\\u0000b"]', 'command = ["/tmp"]',
    'command = ["/bin/true"]\ntimeout = "-1s"', 'command = ["/bin/true"]\ntimeout = "99999999999999999999h"', 'static = { level = ["V1 \\u001b[31m"] }',
    'python = { requires = ["hz-benign"], plugin-api = "os; import sys" }')):
    variant(f"row-drop-in-{number}", toml.replace("\n", " "), toml=f'[[provider]]\nnamespace = "hz"\n{toml}\n')
for number, file in enumerate(({"fifo": True}, {"dir": True}, {"symlink": "/dev/zero"}, {"repeat": "# comment\n", "times": 3000000}, "a = " + "[" * 100000)):
    variant(f"row-drop-in-file-{number}", f"a drop-in: {str(file)[:40]}", toml=file)
for number, provider in enumerate((
    {"requires": ["x @ git+https://127.0.0.1:1/x"]}, {"requires": ["hz-benign"], "plugin-api": "a.b:$(touch x)"}, {"builtin": "../../x"},
    {"requires": ["hz-benign"], "plugin-api": "__import__('os'):system"}, {"requires": [f"x{n}" for n in range(20000)]})):
    variant(f"row-request-{number}", f"a provider {str(provider)[:60]}", provider=provider, group="variant")
for number, body in enumerate(({"repeat": "{\"a\":", "times": 300000}, '{"$schema":1e99999}', '{"\x1b[31m":1}', '{"$schema":', "<html>")):
    variant(f"row-index-file-{number}", f"an index file: {str(body)[:40]!r}", index_file={"type": "application/json", "body": body}, group="variant")
