"""Variant cases of our own, in the format of Tests/Fixtures/variant-cases.md: what the given ones leave open."""

import json

SCHEMA = "https://variants-schema.wheelnext.dev/peps/850/v0.2.0.json"
SCHEMA_825 = "https://variants-schema.wheelnext.dev/peps/825/v0.1.1.json"
NVIDIA = {"requires": ["nvidia-variant-provider>=0.0.1,<1"], "plugin-api": "nvidia_variant_provider.plugin:NvidiaVariantPlugin"}
BLAS = {"static-properties": {"library": ["openblas", "mkl", "accelerate"]}}
GPU = {"NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION": "12.8", "NV_VARIANT_PROVIDER_FORCE_SM_ARCH": "9.0"}
INSTALL = ["swuv", "install", "--cache-dir", "@CACHE@", "--python", "@VENV:venv@"]
cases = []


def cuda(version):
    return {"nvidia": {"cuda_version_lower_bound": [version]}}


def metadata(variants, providers, namespaces=None, schema=SCHEMA, **more):
    content = {"$schema": schema, "default-priorities": {"namespace": namespaces or list(providers)}, "variants": variants, **more}
    return content if providers is None else {**content, "providers": providers}


def wheel(name, version, label=None, variant=None, requires=(), tag="py3-none-any", build=None, mark="", **options):
    filename = "-".join([name, version, *([build] if build else []), tag, *([label] if label is not None else [])]) + ".whl"
    info = f"{name}-{version}.dist-info"
    members = {
        f"{name}/__init__.py": f"FILE = {filename!r}\nLABEL = {label!r}\nMARK = {mark!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + "".join(f"Requires-Dist: {r}\n" for r in requires),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: rows\nRoot-Is-Purelib: true\n" + (f"Build: {build}\n" if build else "") + f"Tag: {tag}\n",
    }
    if variant is not None:
        members[f"{info}/variant.json"] = variant if isinstance(variant, str) else json.dumps(variant)
    return {"type": "wheel", "filename": filename, "members": members, **options}


def index_file(name, version, content, **options):
    kind = "text" if isinstance(content, str) else "json"
    return {"type": "variants", "filename": f"{name}-{version}-variants.json", kind: content, **options}


def release(name, version, variants, providers, plain=False, requires=(), file=True, namespaces=None, schema=SCHEMA, mark="", index=None, **more):
    """One wheel a label, an ordinary wheel if asked for, and the index file with the options of `index`."""
    files = [
        wheel(name, version, label, metadata({label: properties}, providers, namespaces, schema), requires, mark=mark)
        for label, properties in variants.items()
    ]
    if plain:
        files.append(wheel(name, version, None, None, requires, mark=mark))
    if file:
        files.append(index_file(name, version, metadata(variants, providers, namespaces, schema, **more), **(index or {})))
    return files


def case(name, files, steps, **source):
    universe = {"main": {"kind": "index", "files": files, **source}} if isinstance(files, list) else files
    cases.append({"id": "row-" + name, "group": "rows", "checks": name.replace("-", " "), "needs": [], "universe": universe, "steps": steps})


def step(*arguments, expect, environment=GPU, source=("--default-index", "@INDEX:main@"), **options):
    return {
        "command": INSTALL + [*source, *arguments],
        "environment": environment,
        "expect": [expect] if isinstance(expect, dict) else expect,
        **options,
    }


def holds(*packages):
    return {"installed": [{"name": name, "version": version, "label": label} for name, version, label in packages]}


def fails(*mentions):
    return {"fails": True, "mentions": list(mentions)}


PLUGIN = {"nvidia": NVIDIA}
CUDA = {"cu126": cuda("12.6"), "cu128": cuda("12.8"), "cu130": cuda("13.0"), "null": {}}

# index file status
case("json-404", release("alpha", "1.0", CUDA, PLUGIN, index={"status": 404}), [step("alpha", expect=holds(("alpha", "1.0", "cu128")))])
case("json-410", release("alpha", "1.0", CUDA, PLUGIN, index={"status": 410}), [step("alpha", expect=holds(("alpha", "1.0", "cu128")))])
case("json-500", release("alpha", "1.0", CUDA, PLUGIN, plain=True, index={"status": 500}), [step("alpha", expect=fails("alpha-1.0-variants.json"))])
case("json-hash", release("alpha", "1.0", CUDA, PLUGIN, plain=True, index={"sha256": "00" * 32}), [step("alpha", expect=fails("hash"))])
case("json-nohash", release("alpha", "1.0", CUDA, PLUGIN, plain=True, index={"sha256": ""}), [step("alpha", expect=holds(("alpha", "1.0", "cu128")))])
case(
    "json-yanked",
    release("alpha", "1.0", CUDA, PLUGIN, index={"yanked": "bad", "requires-python": ">=4"}),
    [step("alpha", expect=holds(("alpha", "1.0", "cu128")))],
)
case(
    "wheel-yanked",
    [dict(f, yanked="x") if "cu128" in f["filename"] else f for f in release("alpha", "1.0", CUDA, PLUGIN)],
    [step("alpha", expect=holds(("alpha", "1.0", "cu126")))],
)
case(
    "wheel-python",
    [dict(f, **{"requires-python": ">=4"}) if "cu128" in f["filename"] else f for f in release("alpha", "1.0", CUDA, PLUGIN)],
    [step("alpha", expect=holds(("alpha", "1.0", "cu126")))],
)
case(
    "json-changes",
    release("alpha", "1.0", CUDA, PLUGIN, index={"sha256": ""}),
    [
        step("alpha", expect=holds(("alpha", "1.0", "cu128"))),
        step(
            "alpha",
            "--refresh",
            "--reinstall",
            expect=holds(("alpha", "1.0", "cu126")),
            publish={"main": {"kind": "index", "files": release("alpha", "1.0", {**CUDA, "cu128": cuda("12.9")}, PLUGIN, index={"sha256": ""})}},
        ),
    ],
)
# providers
case(
    "optional-static",
    release("alpha", "1.0", {"mkl": {"blas": {"library": ["mkl"]}}, "null": {}}, {"blas": {**BLAS, "optional": True}}),
    [step("alpha", expect=holds(("alpha", "1.0", "null")))],
)
case(
    "two-requires",
    release(
        "alpha", "1.0", CUDA, {"nvidia": {"requires": ["nvidia-variant-provider", "other; python_version<'3'"], "plugin-api": NVIDIA["plugin-api"]}}
    ),
    [step("alpha", expect=holds(("alpha", "1.0", "cu128")))],
)
case(
    "two-requires-both",
    release("alpha", "1.0", CUDA, {"nvidia": {"requires": ["nvidia-variant-provider", "other"], "plugin-api": NVIDIA["plugin-api"]}}),
    [step("alpha", expect=holds(("alpha", "1.0", "null")))],
)
case(
    "wrong-api",
    release("alpha", "1.0", CUDA, {"nvidia": {"requires": ["nvidia-variant-provider"], "plugin-api": "x.y:Z"}}),
    [step("alpha", expect=holds(("alpha", "1.0", "null")))],
)
case(
    "default-api",
    release("alpha", "1.0", CUDA, {"nvidia": {"requires": ["nvidia-variant-provider"]}}),
    [step("alpha", expect=holds(("alpha", "1.0", "null")))],
)
case(
    "version-too-new",
    release("alpha", "1.0", CUDA, {"nvidia": {"requires": ["nvidia-variant-provider>=5"], "plugin-api": NVIDIA["plugin-api"]}}),
    [step("alpha", expect=holds(("alpha", "1.0", "null")))],
)
case(
    "url-requires",
    release(
        "alpha", "1.0", CUDA, {"nvidia": {"requires": ["nvidia-variant-provider @ https://evil.example/x.whl"], "plugin-api": NVIDIA["plugin-api"]}}
    ),
    [step("alpha", expect=holds(("alpha", "1.0", "null")))],
)
case(
    "825-only", release("alpha", "1.0", CUDA, None, namespaces=["nvidia"], schema=SCHEMA_825), [step("alpha", expect=holds(("alpha", "1.0", "null")))]
)
case(
    "825-profile",
    release("alpha", "1.0", CUDA, None, namespaces=["nvidia"], schema=SCHEMA_825),
    [
        step(
            "--variant-profile",
            "@PROFILE@",
            "alpha",
            profile={"providers": {"nvidia": {"static-properties": {"cuda_version_lower_bound": ["12.6"]}}}},
            expect=holds(("alpha", "1.0", "cu126")),
        )
    ],
)
case(
    "static-vs-profile",
    release("alpha", "1.0", {"mkl": {"blas": {"library": ["mkl"]}}, "ob": {"blas": {"library": ["openblas"]}}}, {"blas": BLAS}),
    [
        step(
            "--variant-profile",
            "@PROFILE@",
            "alpha",
            profile={"providers": {"blas": {"static-properties": {"library": ["mkl"]}}}},
            expect=holds(("alpha", "1.0", "ob")),
        )
    ],
)
case(
    "blas-plugin",
    release(
        "alpha",
        "1.0",
        {"mkl": {"b": {"provider": ["mkl"]}}, "ob": {"b": {"provider": ["openblas"]}}},
        {"b": {"requires": ["blas-lapack-variant-provider"]}},
    ),
    [step("alpha", expect=holds(("alpha", "1.0", "ob")))],
)
# broken metadata inputs
for i, (t, txt) in enumerate(
    {
        "empty": "",
        "list": "[1]",
        "trail": json.dumps(metadata(CUDA, PLUGIN)) + "x",
        "dupe": '{"$schema":"%s","$schema":"%s"}' % (SCHEMA, SCHEMA),
        "deep": "[" * 100000,
        "badutf": "\ud7ff",
        "noschema": json.dumps({k: v for k, v in metadata(CUDA, PLUGIN).items() if k != "$schema"}),
        "nullprops": json.dumps(metadata({**CUDA, "null": cuda("12.6")}, PLUGIN)),
        "provextra": json.dumps(metadata(CUDA, {**PLUGIN, "x": BLAS}, ["nvidia"])),
        "two-kinds": json.dumps(metadata(CUDA, {"nvidia": {**NVIDIA, **BLAS}})),
        "v2": json.dumps(metadata(CUDA, PLUGIN, schema=SCHEMA.replace("v0.2.0", "v2.0.0"))),
    }.items()
):
    fs = release("alpha", "1.0", CUDA, PLUGIN, plain=True, file=False) + [index_file("alpha", "1.0", txt)]
    case("bad-" + t, fs, [step("alpha", expect=holds(("alpha", "1.0", None)))])
case(
    "v1-extra",
    release("alpha", "1.0", CUDA, PLUGIN, schema=SCHEMA.replace("v0.2.0", "v1.0.0"), plain=True, extra=1),
    [step("alpha", expect=holds(("alpha", "1.0", "cu128")))],
)
case(
    "v02-vl",
    release("alpha", "1.0", CUDA, PLUGIN, schema="https://variants-schema.wheelnext.dev/v0.2.0.json"),
    [step("alpha", expect=holds(("alpha", "1.0", "cu128")))],
)
# selection
case(
    "pre-variant",
    release("alpha", "1.0", CUDA, PLUGIN) + release("alpha", "2.0rc1", CUDA, PLUGIN),
    [step("alpha", expect=holds(("alpha", "1.0", "cu128")))],
)
case(
    "pinned-incompat",
    release("alpha", "2.0", {"cu130": cuda("13.0")}, PLUGIN) + release("alpha", "1.0", CUDA, PLUGIN),
    [step("alpha==2.0", expect=fails("alpha", "cuda_version_lower_bound :: 13.0"))],
)
case(
    "dep-incompat",
    [wheel("app", "1.0", requires=["alpha>=2"])] + release("alpha", "2.0", {"cu130": cuda("13.0")}, PLUGIN) + release("alpha", "1.0", CUDA, PLUGIN),
    [step("app", expect=fails("alpha", "13.0"))],
)
case(
    "dep-backtrack",
    [wheel("app", "1.0", requires=["alpha>=1"]), wheel("app", "2.0", requires=["alpha>=2"])]
    + release("alpha", "2.0", {"cu130": cuda("13.0")}, PLUGIN)
    + release("alpha", "1.0", CUDA, PLUGIN),
    [step("app", expect=holds(("app", "1.0", None), ("alpha", "1.0", "cu128")))],
)
# extras & markers
case(
    "extra-marker",
    release(
        "alpha",
        "1.0",
        CUDA,
        PLUGIN,
        requires=['beta ; extra == "x" and variant_label == "cu128"', 'gamma ; extra == "x" and "nvidia" not in variant_namespaces'],
    )
    + [wheel("beta", "1.0"), wheel("gamma", "1.0")],
    [
        step("alpha[x]", expect=holds(("alpha", "1.0", "cu128"), ("beta", "1.0", None))),
        step("alpha[x]", "--upgrade", environment={}, expect=holds(("alpha", "1.0", "null"), ("beta", "1.0", None), ("gamma", "1.0", None))),
    ],
)
case(
    "marker-conflict",
    release("alpha", "1.0", CUDA, PLUGIN, requires=['beta>=2 ; variant_label == "cu128"', 'beta<2 ; variant_label != "cu128"'])
    + [wheel("beta", "1.0"), wheel("beta", "2.0")],
    [step("alpha", expect=holds(("alpha", "1.0", "cu128"), ("beta", "2.0", None)))],
)
case(
    "marker-reverse-set",
    release("alpha", "1.0", CUDA, PLUGIN, requires=['beta ; variant_namespaces == "nvidia"'], plain=False)
    + [wheel("beta", "1.0")]
    + release("alpha", "0.9", CUDA, PLUGIN),
    [step("alpha", expect=[holds(("alpha", "0.9", "cu128")), fails("alpha")])],
)
# null marker
case(
    "null-missing",
    release("alpha", "1.0", {k: v for k, v in CUDA.items() if k != "null"}, PLUGIN) + [wheel("alpha", "1.0", "null", metadata({"null": {}}, PLUGIN))],
    [step("alpha", environment={}, expect=holds(("alpha", "1.0", "null")))],
)
case(
    "inner-missing",
    [wheel("alpha", "1.0", "cu128"), wheel("alpha", "1.0")] + [index_file("alpha", "1.0", metadata(CUDA, PLUGIN))],
    [step("alpha", expect=[fails("alpha", "variant.json"), holds(("alpha", "1.0", None))])],
)
case(
    "inner-otherlabel",
    [wheel("alpha", "1.0", "cu128", metadata({"other": cuda("12.0")}, PLUGIN)), wheel("alpha", "1.0")]
    + [index_file("alpha", "1.0", metadata(CUDA, PLUGIN))],
    [step("alpha", expect=[fails("alpha", "variant"), holds(("alpha", "1.0", None))])],
)
case(
    "ordinary-with-inner",
    [wheel("alpha", "1.0", None, metadata({"cu999": cuda("99.0")}, PLUGIN))],
    [step("alpha", expect=[holds(("alpha", "1.0", None))])],
)
# abi
ABI = {"abi_dependency": {"builtin": "abi_dependency"}}


def abi(*vs):
    return {"abi_dependency": {"torch": list(vs)}}


T = [wheel("torch", "2.7.1"), wheel("torch", "2.8.0"), wheel("torch", "2.9.0")]
TV = {"t27": abi("2.7"), "t28": abi("2.8")}
case(
    "abi-unpinned-null",
    release("vision", "1.0", {**TV, "null": {}}, ABI, requires=["torch"]) + T,
    [step("vision", expect=holds(("vision", "1.0", "null"), ("torch", "2.9.0", None)))],
)
case(
    "abi-unpinned",
    release("vision", "1.0", TV, ABI, requires=["torch"]) + T,
    [step("vision", expect=holds(("vision", "1.0", "t28"), ("torch", "2.8.0", None)))],
)
case("abi-not-in-play", release("vision", "1.0", {**TV, "null": {}}, ABI) + T, [step("vision", expect=holds(("vision", "1.0", "null")))])
case("abi-not-in-play-error", release("vision", "1.0", TV, ABI) + T, [step("vision", expect=fails("vision", "torch"))])
case(
    "abi-installed",
    release("vision", "1.0", TV, ABI, requires=["torch"]) + T,
    [step("torch==2.7.1", expect=holds(("torch", "2.7.1", None))), step("vision", expect=holds(("torch", "2.7.1", None), ("vision", "1.0", "t27")))],
)
case(
    "abi-installed-noreq",
    release("vision", "1.0", TV, ABI) + T,
    [step("torch==2.7.1", expect=holds(("torch", "2.7.1", None))), step("vision", expect=holds(("torch", "2.7.1", None), ("vision", "1.0", "t27")))],
)
case(
    "abi-older-vision",
    release("vision", "2.0", {"t30": abi("3.0")}, ABI, requires=["torch"]) + release("vision", "1.0", TV, ABI, requires=["torch"]) + T,
    [step("vision", expect=holds(("vision", "1.0", "t28"), ("torch", "2.8.0", None)))],
)
case(
    "abi-specific",
    release("vision", "1.0", {"a2": abi("2"), "b28": abi("2.8"), "c280": abi("2.8.0")}, ABI, requires=["torch"]) + T[:2],
    [step("vision", expect=holds(("vision", "1.0", "a2"), ("torch", "2.8.0", None)))],
)
case(
    "abi-two",
    release("vision", "1.0", TV, ABI, requires=["torch"]) + release("audio", "1.0", {"t27": abi("2.7")}, ABI, requires=["torch"]) + T,
    [step("vision", "audio", expect=holds(("vision", "1.0", "t27"), ("audio", "1.0", "t27"), ("torch", "2.7.1", None)))],
)
case(
    "abi-bad-value",
    release("vision", "1.0", {"x": abi("02.8"), "y": abi("2.8")}, ABI, requires=["torch"]) + T,
    [step("vision", expect=holds(("vision", "1.0", "y"), ("torch", "2.8.0", None)))],
)
case(
    "abi-env",
    release("vision", "1.0", TV, ABI) + T,
    [step("vision", environment={"VARIANT_ABI_DEPENDENCY": "torch==2.8.0"}, expect=holds(("vision", "1.0", "t28")))],
)
case(
    "abi-bound",
    release(
        "vision",
        "1.0",
        {"t27": {"abi": {"torch": ["2.7"]}}, "t28": {"abi": {"torch": ["2.8"]}}},
        {"abi": {"builtin": "abi_dependency"}},
        requires=["torch"],
    )
    + T,
    [step("vision", "torch<2.8", expect=holds(("vision", "1.0", "t27"), ("torch", "2.7.1", None)))],
)
case(
    "abi-torch-variants",
    release("vision", "1.0", {"t27": abi("2.7"), "t28": abi("2.8")}, ABI, requires=["torch"])
    + release("torch", "2.8.0", CUDA, PLUGIN, requires=['cublas; "nvidia" in variant_namespaces'])
    + release("torch", "2.7.1", CUDA, PLUGIN)
    + [wheel("cublas", "1.0")],
    [step("vision", expect=holds(("vision", "1.0", "t28"), ("torch", "2.8.0", "cu128"), ("cublas", "1.0", None)))],
)
# multi
case(
    "mi-best",
    {
        "first": {"kind": "index", "files": [wheel("alpha", "1.0", mark="first")]},
        "main": {"kind": "index", "files": release("alpha", "2.0", CUDA, PLUGIN, mark="main")},
    },
    [step("--index", "@INDEX:first@", "--index-strategy", "unsafe-best-match", "alpha", expect=holds(("alpha", "2.0", "cu128")))],
)
case(
    "mi-incompat-next",
    {
        "first": {"kind": "index", "files": release("alpha", "1.0", {"cu130": cuda("13.0")}, PLUGIN)},
        "main": {"kind": "index", "files": [wheel("alpha", "1.0")]},
    },
    [step("--index", "@INDEX:first@", "--index-strategy", "unsafe-best-match", "alpha", expect=holds(("alpha", "1.0", None)))],
)
case(
    "links-pair",
    {
        "a": {"kind": "directory", "files": release("alpha", "1.0", {"gpu": cuda("13.0")}, PLUGIN)},
        "b": {"kind": "directory", "files": release("alpha", "1.0", {"gpu": cuda("12.0")}, PLUGIN, mark="b")},
    },
    [
        {
            "command": [
                "swuv",
                "install",
                "--cache-dir",
                "@CACHE@",
                "--python",
                "@VENV:venv@",
                "--no-index",
                "--find-links",
                "@DIR:a@",
                "--find-links",
                "@DIR:b@",
                "alpha",
            ],
            "environment": GPU,
            "expect": [holds(("alpha", "1.0", "gpu"))],
        }
    ],
)
case(
    "links-page",
    {"a": {"kind": "page", "files": release("alpha", "1.0", CUDA, PLUGIN)}},
    [
        {
            "command": ["swuv", "install", "--cache-dir", "@CACHE@", "--python", "@VENV:venv@", "--no-index", "--find-links", "@PAGE:a@", "alpha"],
            "environment": GPU,
            "expect": [holds(("alpha", "1.0", "cu128"))],
        }
    ],
)
case(
    "links-own",
    {"a": {"kind": "page", "files": release("alpha", "1.0", CUDA, PLUGIN, file=False)}},
    [
        {
            "command": ["swuv", "install", "--cache-dir", "@CACHE@", "--python", "@VENV:venv@", "--no-index", "--find-links", "@PAGE:a@", "alpha"],
            "environment": GPU,
            "expect": [holds(("alpha", "1.0", "cu128"))],
        }
    ],
)
case(
    "url-direct",
    release("alpha", "1.0", CUDA, PLUGIN),
    [step("alpha @ @URL:main:alpha-1.0-py3-none-any-cu126.whl@", expect=holds(("alpha", "1.0", "cu126")))],
)
case(
    "url-direct-unfit",
    release("alpha", "1.0", CUDA, PLUGIN),
    [step("alpha @ @URL:main:alpha-1.0-py3-none-any-cu130.whl@", expect=fails("alpha", "13.0"))],
)
case(
    "require-hashes-all",
    release("alpha", "1.0", CUDA, PLUGIN),
    [
        step(
            "-r",
            "r.txt",
            "--require-hashes",
            write={
                "r.txt": "alpha==1.0 --hash=sha256:@SHA256:main:alpha-1.0-py3-none-any-null.whl@ --hash=sha256:@SHA256:main:alpha-1.0-py3-none-any-cu128.whl@\n"
            },
            expect=holds(("alpha", "1.0", "cu128")),
        )
    ],
)
case(
    "hash-plain-beats",
    release("alpha", "1.0", CUDA, PLUGIN, plain=True),
    [
        step(
            "-r",
            "r.txt",
            write={"r.txt": "alpha==1.0 --hash=sha256:@SHA256:main:alpha-1.0-py3-none-any.whl@\n"},
            expect=holds(("alpha", "1.0", None)),
        )
    ],
)
case("no-binary-all", release("alpha", "1.0", CUDA, PLUGIN), [step("--no-binary", ":all:", "alpha", expect=fails("alpha"))])
case("only-binary", release("alpha", "1.0", CUDA, PLUGIN), [step("--only-binary", ":all:", "alpha", expect=holds(("alpha", "1.0", "cu128")))])
case(
    "upgrade-host",
    release("alpha", "1.0", CUDA, PLUGIN),
    [
        step("alpha", expect=holds(("alpha", "1.0", "cu128"))),
        step("alpha", environment={}, expect=holds(("alpha", "1.0", "cu128")), untouched=True, requests={"only": []}),
        step("alpha", "--upgrade", environment={}, expect=holds(("alpha", "1.0", "null"))),
        step("alpha", "--upgrade", environment={}, expect=holds(("alpha", "1.0", "null")), untouched=True),
    ],
)
case(
    "reinstall-other",
    release("alpha", "1.0", CUDA, PLUGIN),
    [step("alpha", expect=holds(("alpha", "1.0", "cu128"))), step("alpha", "--reinstall", environment={}, expect=holds(("alpha", "1.0", "null")))],
)
case(
    "uninstall",
    release("alpha", "1.0", CUDA, PLUGIN),
    [
        step("alpha", expect=holds(("alpha", "1.0", "cu128"))),
        {"command": ["swuv", "uninstall", "--python", "@VENV:venv@", "alpha"], "expect": [holds()]},
    ],
)
case(
    "nv-override-bad",
    release("alpha", "1.0", CUDA, PLUGIN),
    [step("alpha", environment={"NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION": "zwölf"}, expect=holds(("alpha", "1.0", "null")))],
)
case("nv-cross", release("alpha", "1.0", CUDA, PLUGIN), [step("alpha", "--python-platform", "linux", expect=holds(("alpha", "1.0", "cu128")))])
case(
    "lazy",
    release("alpha", "1.0", CUDA, PLUGIN) + [wheel("beta", "1.0")],
    [
        step("beta", expect=holds(("beta", "1.0", None)), requests={"none": ["alpha", "variants"]}),
        step("alpha", expect=holds(("alpha", "1.0", "cu128"), ("beta", "1.0", None)), requests={"none": ["cu126", "null", "cu130"]}),
    ],
)
case(
    "tag-only-plain",
    [
        wheel("alpha", "1.0", "gpu", metadata({"gpu": cuda("12.0")}, PLUGIN), tag="py3-none-win_amd64"),
        wheel("alpha", "1.0"),
        index_file("alpha", "1.0", metadata({"gpu": cuda("12.0")}, PLUGIN)),
    ],
    [step("alpha", expect=holds(("alpha", "1.0", None)), requests={"none": ["variants.json"]})],
)
# Providers other than NVIDIA's
AMD_A = {"amd": {"requires": ["amd-variant-provider>=0.0.1,<1"], "plugin-api": "amd_variant_provider.plugin:AMDVariantPlugin"}}
AMD_B = {"amd": {"requires": ["rocm-bootstrap>=0.2"], "plugin-api": "rocm_bootstrap.variant_provider:AMDVariantPlugin"}}
ROCM = {
    "r70": {"amd": {"rocm_version": ["7.0"], "gfx_arch": ["gfx942"]}},
    "r71": {"amd": {"rocm_version": ["7.1"], "gfx_arch": ["gfx942"]}},
    "null": {},
}
GFX = {"g942": {"amd": {"gfx_arch": ["gfx942"]}}, "g1100": {"amd": {"gfx_arch": ["gfx1100"]}}, "null": {}}
case(
    "amd-exact-version",
    release("alpha", "1.0", ROCM, AMD_A),
    [
        step(
            "alpha",
            environment={"AMD_VARIANT_PROVIDER_FORCE_ROCM_VERSION": "7.1.1", "AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH": "gfx942"},
            expect=holds(("alpha", "1.0", "r71")),
        )
    ],
)
case(
    "amd-version-not-three-numbers",
    release("alpha", "1.0", ROCM, AMD_A),
    [
        step(
            "alpha",
            environment={"AMD_VARIANT_PROVIDER_FORCE_ROCM_VERSION": "7.1", "AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH": "gfx942"},
            expect=holds(("alpha", "1.0", "null")),
        )
    ],
)
case(
    "amd-override-order",
    release("alpha", "1.0", GFX, AMD_A),
    [step("alpha", environment={"AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH": "gfx1100;gfx942"}, expect=holds(("alpha", "1.0", "g1100")))],
)
case(
    "amd-bootstrap",
    release("alpha", "1.0", GFX, AMD_B),
    [step("alpha", environment={"ROCM_BOOTSTRAP_FORCE_GFX_ARCH": "gfx942"}, expect=holds(("alpha", "1.0", "g942")))],
)
case(
    "amd-bootstrap-is-not-the-other",
    release("alpha", "1.0", GFX, AMD_B),
    [step("alpha", environment={"AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH": "gfx942"}, expect=holds(("alpha", "1.0", "null")))],
)
TPU = {"tpu": {"requires": ["tpu-variant-provider"], "plugin-api": "tpu_variant_provider.plugin:TpuVariantPlugin"}}
PRESENT = {"with": {"tpu": {"present": ["true"]}}, "without": {"tpu": {"present": ["false"]}}}
for forced, label in {"YES": "with", "1": "with", "0": "without", "": "without", "tRuE": "with"}.items():
    case(
        f"tpu-forced-{forced or 'empty'}",
        release("alpha", "1.0", PRESENT, TPU),
        [step("alpha", environment={"TPU_VARIANT_PROVIDER_FORCE_PRESENT": forced}, expect=holds(("alpha", "1.0", label)))],
    )
INTEL = {"intel": {"requires": ["intel-variant-provider"], "plugin-api": "intel_variant_provider.plugin:IntelVariantPlugin"}}
XPU = {"xpu": {"intel": {"device_ip": ["20.1.0"]}}, "null": {}}
case(
    "intel-forced-has-no-kin",
    release("alpha", "1.0", XPU, INTEL),
    [step("alpha", environment={"INTEL_VARIANT_PROVIDER_FORCE_DEVICE_IP": "20.4.4"}, expect=holds(("alpha", "1.0", "null")))],
)
case(
    "intel-forced",
    release("alpha", "1.0", XPU, INTEL),
    [step("alpha", environment={"INTEL_VARIANT_PROVIDER_FORCE_DEVICE_IP": "20.1.0"}, expect=holds(("alpha", "1.0", "xpu")))],
)
X86 = {"x86_64": {"requires": ["x86-64-variant-provider>=0.2,<1"]}}
LEVELS = {f"v{n}": {"x86_64": {"level": [f"v{n}"]}} for n in (1, 2, 3, 4)}
case(
    "x86-64-named-target",
    release("alpha", "1.0", {**LEVELS, "null": {}}, X86),
    [step("alpha", "--python-platform", "x86_64-unknown-linux-gnu", environment={}, expect=holds(("alpha", "1.0", "v2")))],
)
case("x86-64-here", release("alpha", "1.0", LEVELS, X86), [step("alpha", environment={}, expect=holds(("alpha", "1.0", "v@X86LEVEL@")))])
cases[-1]["needs"] = ["x86_64"]
OLD = {"x86_64": {"requires": ["provider-variant-x86-64"], "plugin-api": "provider_variant_x86_64.plugin:X8664Plugin"}}
case(
    "x86-64-extension",
    release("alpha", "1.0", {"sse": {"x86_64": {"sse2": ["on"]}}, "null": {}}, OLD),
    [step("alpha", environment={}, expect=holds(("alpha", "1.0", "sse")))],
)
cases[-1]["needs"] = ["x86_64"]
OPENMP = {"omp": {"requires": ["openmp-variant-provider"]}}
case(
    "openmp",
    release("alpha", "1.0", {"i": {"omp": {"provider": ["intel"]}}, "g": {"omp": {"provider": ["gnu"]}}}, OPENMP),
    [step("alpha", environment={}, expect=holds(("alpha", "1.0", "g")))],
)

# A wheel that the page names and the server has not
case(
    "own-wheel-gone",
    [dict(f, status=404) if "cu128" in f["filename"] else f for f in release("alpha", "1.0", CUDA, PLUGIN, file=False)],
    [step("alpha", expect=holds(("alpha", "1.0", "cu126")))],
)

# Locks (PEP 751, with PEP 825's tables)
VARIANTS = """[packages.variants-json]
"$schema" = "%s"
default-priorities.namespace = ["nvidia"]
providers.nvidia.requires = ["nvidia-variant-provider>=0.0.1,<1"]
providers.nvidia.plugin-api = "nvidia_variant_provider.plugin:NvidiaVariantPlugin"
variants = { null = {}, cu126 = { nvidia = { cuda_version_lower_bound = ["12.6"] } }, cu128 = { nvidia = { cuda_version_lower_bound = ["12.8"] } }, cu130 = { nvidia = { cuda_version_lower_bound = ["13.0"] } } }
""" % SCHEMA


def locked_wheel(n, how="url"):
    loc = 'url = "@URL:main:%s@"' % n if how == "url" else 'path = "dirs/main/%s"' % n
    return '{ name = "%s", %s, hashes = { sha256 = "@SHA256:main:%s@" } }' % (n, loc, n)


def locked(name, ver, files, extra="", how="url"):
    return '[[packages]]\nname = "%s"\nversion = "%s"\n%swheels = [\n%s\n]\n' % (name, ver, extra, ",\n".join(locked_wheel(f, how) for f in files))


LOCK = 'lock-version = "1.0"\ncreated-by = "x"\n'
WHEELS = ["alpha-1.0-py3-none-any-%s.whl" % l for l in ("cu126", "cu128", "cu130", "null")]
files = release("alpha", "1.0", CUDA, PLUGIN, plain=True) + [wheel("beta", "1.0")]


def lock_case(name, lock, expect, arguments=(), environment=GPU, universe=None):
    case(
        "pylock-" + name,
        universe or files,
        [step("-r", "pylock.toml", *arguments, expect=expect, environment=environment, source=(), write={"pylock.toml": lock})],
    )


lock_case("gpu", LOCK + locked("alpha", "1.0", WHEELS) + VARIANTS, holds(("alpha", "1.0", "cu128")))
lock_case("nogpu", LOCK + locked("alpha", "1.0", WHEELS) + VARIANTS, holds(("alpha", "1.0", "null")), environment={})
lock_case("plain-only", LOCK + locked("alpha", "1.0", ["alpha-1.0-py3-none-any.whl"]), holds(("alpha", "1.0", None)))
lock_case("no-vj", LOCK + locked("alpha", "1.0", WHEELS), [holds(("alpha", "1.0", "cu128")), fails("variant")])
lock_case(
    "no-vj-plain",
    LOCK + locked("alpha", "1.0", WHEELS + ["alpha-1.0-py3-none-any.whl"]),
    [holds(("alpha", "1.0", "cu128")), holds(("alpha", "1.0", None))],
)
lock_case(
    "broken-vj",
    LOCK + locked("alpha", "1.0", WHEELS + ["alpha-1.0-py3-none-any.whl"]) + VARIANTS.replace('["nvidia"]', "[]"),
    [holds(("alpha", "1.0", None)), fails("variants-json")],
)
lock_case("broken-vj-only", LOCK + locked("alpha", "1.0", WHEELS) + VARIANTS.replace('["nvidia"]', "[]"), fails("alpha"))
lock_case("hash", LOCK + locked("alpha", "1.0", WHEELS).replace("@SHA256:main:%s@" % WHEELS[1], "0" * 64) + VARIANTS, fails("hash"))
lock_case(
    "marker",
    LOCK + locked("alpha", "1.0", WHEELS) + VARIANTS + locked("beta", "1.0", ["beta-1.0-py3-none-any.whl"], "marker = \"sys_platform == 'win32'\"\n"),
    holds(("alpha", "1.0", "cu128")),
)
lock_case("python", LOCK + 'requires-python = ">=4"\n' + locked("alpha", "1.0", WHEELS) + VARIANTS, fails("python"))
lock_case("version", LOCK.replace("1.0", "2.0") + locked("alpha", "1.0", WHEELS) + VARIANTS, fails("lock-version"))
lock_case("none-fits", LOCK + locked("alpha", "1.0", WHEELS[2:3]) + VARIANTS, fails("13.0"))
lock_case("pref", LOCK + locked("alpha", "1.0", WHEELS) + VARIANTS, holds(("alpha", "1.0", "cu126")), arguments=("--variant", "alpha=cu126"))
lock_case("other-keys", LOCK + "[tool.x]\na=1\n" + locked("alpha", "1.0", WHEELS) + VARIANTS, holds(("alpha", "1.0", "cu128")))
lock_case(
    "nothash",
    LOCK + '[[packages]]\nname="alpha"\nversion="1.0"\nwheels=[{name="alpha-1.0-py3-none-any.whl", url="@URL:main:alpha-1.0-py3-none-any.whl@"}]\n',
    fails("hash"),
)
DIRECTORY = {"main": {"kind": "directory", "files": files}}
lock_case("path", LOCK + locked("alpha", "1.0", WHEELS, how="path") + VARIANTS, holds(("alpha", "1.0", "cu128")), universe=DIRECTORY)
lock_case(
    "archive",
    LOCK + '[[packages]]\nname="alpha"\nversion="1.0"\narchive={url="@URL:main:%s@", hashes={sha256="@SHA256:main:%s@"}}\n' % (WHEELS[1], WHEELS[1]),
    holds(("alpha", "1.0", "cu128")),
)
lock_case(
    "archive-unfit",
    LOCK + '[[packages]]\nname="alpha"\nversion="1.0"\narchive={url="@URL:main:%s@", hashes={sha256="@SHA256:main:%s@"}}\n' % (WHEELS[2], WHEELS[2]),
    fails("13.0"),
)
