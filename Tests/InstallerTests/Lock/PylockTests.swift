import Testing
import VariantProviders

@testable import Installer

/// `pylock.toml` (PEP 751) and its variants (V-170…V-174).
struct PylockTests {
    static let sha = String(repeating: "0", count: 64)
    static let head = "lock-version = \"1.0\"\ncreated-by = \"hand\"\n"

    static func wheel(_ name: String, url: Bool = true, more: String = "") -> String {
        let place = url ? "url = \"https://files.example/\(name)\"" : "path = \"wheels/\(name)\""
        return "{ name = \"\(name)\", \(place), hashes = { sha256 = \"\(sha)\" }\(more) }"
    }

    static func package(_ wheels: [String], more: String = "") -> String {
        package("demo", wheels, more: more)
    }

    static func package(_ name: String, _ wheels: [String], more: String = "") -> String {
        """
        [[packages]]
        name = "\(name)"
        version = "1.0"
        wheels = [\(wheels.map { wheel("\(name)-1.0-\($0).whl") }.joined(separator: ", "))]
        \(more)

        """
    }

    /// `x86_64` by a list in the file, so that no provider is asked.
    static let variants = """
        [packages.variants-json]
        "$schema" = "https://variants-schema.wheelnext.dev/peps/850/v0.2.0.json"
        default-priorities.namespace = ["cpu", "gpu"]
        providers.cpu.static-properties = { level = ["v3", "v2"] }
        providers.gpu.requires = ["gpu-provider"]
        variants = { null = {}, v2 = { cpu = { level = ["v2"] } }, v3 = { cpu = { level = ["v3"] } }, gpu = { gpu = { arch = ["9"] } } }
        """

    // MARK: Names

    /// PEP 751, "File Name".
    @Test(arguments: [
        ("pylock.toml", true), ("pylock.dev.toml", true), ("pylock.a-b_1.toml", true),
        ("pylock.a.b.toml", false), ("pylock..toml", false), ("pylock", false), ("xpylock.toml", false),
        ("pylock.toml.bak", false), ("Pylock.toml", false), ("pylocktoml", false),
        ("requirements.txt", false),
    ]) func fileNames(_ name: String, _ isOne: Bool) {
        #expect(PylockDocument.isFileName(name) == isOne)
    }

    // MARK: Reading

    @Test func readsEverything() throws {
        let document = try PylockDocument(
            parsing: Array(
                """
                lock-version = "1.0"
                environments = ["sys_platform == 'linux'", "sys_platform == 'darwin'"]
                requires-python = ">=3.8"
                extras = ["Docs"]
                dependency-groups = ["dev", "test"]
                default-groups = ["dev"]
                created-by = "hand"
                future-key = 1

                [[packages]]
                name = "Demo_Package"
                version = "1.0"
                marker = "'dev' in dependency_groups"
                requires-python = ">=3.9"
                index = "https://index.example/simple"
                dependencies = [{ name = "Other.Thing", version = "2" }]
                sdist = { url = "https://x.example/demo_package-1.0.tar.gz", upload-time = 2025-01-01T00:00:00Z, hashes = { sha256 = "\(Self.sha)" } }
                attestation-identities = [{ kind = "x" }]
                wheels = [
                  { path = "a/demo_package-1.0-py3-none-any-null.whl", size = 3, hashes = { md5 = "\(Self.sha.prefix(32))", SHA256 = "\(Self.sha)", unknown = "x" } },
                ]
                [packages.variants-json]
                "$schema" = "https://variants-schema.wheelnext.dev/peps/825/v0.1.1.json"
                default-priorities.namespace = ["a"]
                variants = { null = {} }
                [packages.tool.x]
                anything = true

                [[packages]]
                name = "tree"
                vcs = { type = "git", url = "https://x.example/tree.git", commit-id = "0" }

                [[packages]]
                name = "own"
                archive = { path = "own-2.0-py3-none-any.whl", hashes = { sha512 = "\(Self.sha)\(Self.sha)" } }
                """.utf8), file: "pylock.toml")
        #expect(document.environments.count == 2)
        #expect(document.requiresPython?.description == ">=3.8")
        #expect(document.extras.map(\.text) == ["docs"])
        #expect(document.groups.map(\.text) == ["dev", "test"])
        #expect(document.defaultGroups.map(\.text) == ["dev"])
        #expect(!document.isNewerMinor)
        #expect(document.packages.map(\.name.text) == ["demo-package", "tree", "own"])
        let package = document.packages[0]
        #expect(package.version == Version("1.0"))
        #expect(package.marker?.description == "'dev' in dependency_groups")
        #expect(package.index == "https://index.example/simple")
        #expect(package.dependencies.map(\.text) == ["other-thing"])
        #expect(package.sdist?.uploadTime == 1_735_689_600)
        #expect(package.position.line == 10)
        #expect(package.wheels.count == 1)
        #expect(package.wheels[0].filename.variantLabel == "null")
        #expect(package.wheels[0].size == 3)
        #expect(package.wheels[0].hashes.map(\.algorithm) == [.md5, .sha256])
        guard case .metadata(let metadata) = package.variants else {
            Issue.record("no variants")
            return
        }
        #expect(metadata.namespaces == ["a"])
        #expect(document.packages[1].tree?.kind == .vcs)
        #expect(document.packages[2].archive?.path == "own-2.0-py3-none-any.whl")
    }

    /// The same table as JSON gives the same metadata (V-171).
    @Test func variantsAreThoseOfTheFile() throws {
        let lock = try Self.parse(Self.package(["py3-none-any"], more: Self.variants))
        guard case .metadata(let metadata) = lock.packages[0].variants else {
            Issue.record("no variants")
            return
        }
        #expect(try VariantMetadata(parsing: Array(metadata.text.utf8), file: "x") == metadata)
    }

    static func parse(_ text: String) throws -> PylockDocument {
        try PylockDocument(parsing: Array((head + text).utf8), file: "pylock.toml")
    }

    static let bad: [(String, [String])] = [
        ("packages = 1", ["line 3, column 12: expected `packages` to be an array, found an integer"]),
        (
            "[[packages]]\nversion = \"1\"\n[[packages]]\nname = \"a b\"\n[[packages]]\nname = 1",
            [
                "line 3, column 1: `packages.name` is missing",
                "line 6, column 8: `a b` is no valid package name",
                "line 8, column 8: expected `packages.name` to be a string, found an integer",
            ]
        ),
        (
            "[[packages]]\nname = \"a\"",
            ["line 3, column 1: `a` has no `wheels`, `sdist`, `archive`, `directory` or `vcs`"]
        ),
        (
            "[[packages]]\nname = \"a\"\nwheels = []\nvcs = {}",
            ["line 3, column 1: `a` has `vcs` and `wheels`, and only one of them can be meant"]
        ),
        (
            "[[packages]]\nname = \"a\"\nwheels = [{ name = \"a-1-py3-none-any.whl\", url = \"https://x/a\" }]",
            ["line 5, column 11: `packages.wheels.hashes` is missing"]
        ),
        (
            "[[packages]]\nname = \"a\"\nwheels = [{ name = \"a-1-py3-none-any.whl\", url = \"https://x/a\", hashes = { md5 = \"\(sha.prefix(32))\" } }]",
            ["line 5, column 74: `packages.wheels.hashes` has no hash that can be trusted, such as `sha256`"]
        ),
        (
            "[[packages]]\nname = \"a\"\nwheels = [{ name = \"a-1-py3-none-any.whl\", url = \"https://x/a\", hashes = { sha256 = \"00\" } }]",
            ["line 5, column 85: `00` is no sha256 in hexadecimal"]
        ),
        (
            "[[packages]]\nname = \"a\"\nversion = \"2\"\nwheels = [\(wheel("a-1-py3-none-any.whl")), \(wheel("b-2-py3-none-any.whl")), \(wheel("a-2.tar.gz")), \(wheel("a-2-py3-none-any-.whl"))]",
            [
                "`a-1-py3-none-any.whl` is not of version 2 of `a`",
                "invalid file name `b-2-py3-none-any.whl`: it belongs to `b`, not to `a`",
                "`a-2.tar.gz` is not a wheel",
                "invalid file name `a-2-py3-none-any-.whl`: a variant label consists of `0-9`, `a-z`, `_` and `.`",
            ]
        ),
        (
            "[[packages]]\nname = \"a\"\nwheels = [{ hashes = { sha256 = \"\(sha)\" } }, { url = \"ftp://x/a-1-py3-none-any.whl\", hashes = { sha256 = \"\(sha)\" } }]",
            ["`packages.wheels` needs `url` or `path`", "the scheme `ftp` is not `https`, `http` or `file`"]
        ),
        // V-134.
        (
            "[[packages]]\nname = \"a\"\nmarker = \"'x' in variant_namespaces\"\nsdist = \(wheel("a-1.tar.gz"))",
            ["line 5, column 10: `variant_namespaces` cannot be used in `packages.marker`"]
        ),
        (
            "environments = [\"variant_label == 'x'\", \"python_versio == '1'\"]\npackages = []",
            [
                "`variant_label` cannot be used in `environments`",
                "`python_versio == '1'` is no marker: `python_versio` is no marker variable",
            ]
        ),
        (
            "requires-python = \"3 8\"\nextras = [\"-\"]\npackages = []",
            ["is no version specifier", "`-` is no valid name"]
        ),
        ("", ["`packages` is missing"]),
    ]

    @Test(arguments: bad) func refuses(_ text: String, _ faults: [String]) {
        let error = #expect(throws: TOMLErrors.self) { try Self.parse(text) }
        let found = error?.faults.map(\.description) ?? []
        #expect(found.count == faults.count, "\(found)")
        for (found, expected) in zip(found, faults) { #expect(found.contains(expected), "\(found)") }
    }

    @Test(arguments: [
        ("lock-version = \"2.0\"", "the lock file has version 2.0, and swuv knows 1.x"),
        (
            "lock-version = 1.0\ncreated-by = \"x\"\npackages = []",
            "expected `lock-version` to be a string, found a float"
        ),
        (
            "lock-version = \"one\"\ncreated-by = \"x\"\npackages = []",
            "`one` is no version of the format, such as `1.0`"
        ),
        ("created-by = \"x\"\npackages = []", "`lock-version` is missing"),
        ("lock-version = \"1.0\"\npackages = []", "`created-by` is missing"),
    ]) func refusesVersions(_ text: String, _ fault: String) {
        let error = #expect(throws: TOMLErrors.self) {
            try PylockDocument(parsing: Array(text.utf8), file: "pylock.toml")
        }
        #expect(error?.faults.first?.message == fault)
    }

    @Test func minorVersionsAreRead() throws {
        let document = try PylockDocument(
            parsing: Array("lock-version = \"1.7\"\ncreated-by = \"x\"\npackages = []".utf8), file: "x")
        #expect(document.isNewerMinor)
    }

    // MARK: Choosing

    static let tags = PlatformTags(
        python: (3, 12), implementation: "cpython", freeThreaded: false, debug: false,
        platform: TargetPlatform(named: "x86_64-manylinux_2_28")!)

    static func setting(_ hosts: [String: [VariantFeature]] = [:]) -> PylockChoice.Setting {
        PylockChoice.Setting(
            markers: VariantMarkerTests.environment, tags: tags,
            locate: { $0.url ?? ($0.path == "wheels/gone.whl" ? nil : "file:///\($0.path ?? "")") },
            variants: { _ in VariantAnswer(metadata: nil, faults: [Diagnostic("no embedded metadata")]) },
            supported: { metadata, namespaces in
                var supported = SupportedProperties(abiNamespaces: metadata.abiNamespaces)
                for namespace in namespaces {
                    if case .listed(let features)? = metadata.providers[namespace]?.kind {
                        supported.features[namespace] = features
                    } else {
                        supported.features[namespace] = hosts[namespace]
                    }
                }
                return supported
            })
    }

    static func files(_ text: String, _ setting: PylockChoice.Setting = setting()) throws -> [String] {
        try PylockChoice(try parse(text), in: setting).items.map(\.file.basename)
    }

    static func reasons(_ text: String, _ setting: PylockChoice.Setting = setting()) -> [String] {
        do {
            return ["chosen: \(try files(text, setting))"]
        } catch {
            let diagnostic = Diagnostic(describing: error)
            return [diagnostic.message] + diagnostic.causes
        }
    }

    static let all = [
        "py3-none-any", "py3-none-any-null", "py3-none-any-v2", "cp312-cp312-manylinux_2_17_x86_64-v2",
        "2-py3-none-any-v2", "py3-none-any-v3", "py3-none-any-gpu",
    ]

    /// V-095, V-096, V-170, V-173.
    @Test(
        arguments: [
            (all, true, "py3-none-any-v3"),
            (["py3-none-any", "py3-none-any-null"], true, "py3-none-any-null"),
            (
                ["py3-none-any", "py3-none-any-v2", "cp312-cp312-manylinux_2_17_x86_64-v2"], true,
                "cp312-cp312-manylinux_2_17_x86_64-v2"
            ),
            (["py3-none-any-v2", "2-py3-none-any-v2"], true, "2-py3-none-any-v2"),
            (["cp312-cp312-manylinux_2_17_x86_64", "py3-none-any-v2"], true, "py3-none-any-v2"),
            (["py3-none-any", "py3-none-any-gpu"], true, "py3-none-any"),
            (["py3-none-any", "cp39-cp39-win_amd64-v3", "py3-none-any-v2"], true, "py3-none-any-v2"),
            // Not in the table (V-079), and no table at all.
            (["py3-none-any", "py3-none-any-other"], true, "py3-none-any"),
            (["py3-none-any", "py3-none-any-v3"], false, "py3-none-any"),
        ] as [([String], Bool, String)]) func chooses(_ wheels: [String], _ hasTable: Bool, _ chosen: String)
        throws
    {
        let text = Self.package(wheels, more: hasTable ? Self.variants : "")
        #expect(try Self.files(text) == ["demo-1.0-\(chosen).whl"])
    }

    @Test func hostsDiffer() throws {
        let text = Self.package(Self.all, more: Self.variants)
        var setting = Self.setting(["gpu": [VariantFeature("arch", ["9"])]])
        #expect(try Self.files(text, setting) == ["demo-1.0-py3-none-any-v3.whl"])
        setting.preferences.preferred = [selector("gpu")]
        let choice = try PylockChoice(try Self.parse(text), in: setting)
        #expect(choice.items[0].file.basename == "demo-1.0-py3-none-any-gpu.whl")
        #expect(choice.items[0].variant?.match.label == label("gpu"))
        #expect(choice.items[0].variant?.ranked.count == 4)
        setting.preferences.labels = [PackageName("demo")!: label("null")]
        #expect(try Self.files(text, setting) == ["demo-1.0-py3-none-any-null.whl"])
        setting.preferences = VariantPreferences(takesNone: true)
        #expect(try Self.files(text, setting) == ["demo-1.0-py3-none-any.whl"])
    }

    /// V-060: a bad table costs the variants, and says so with its place.
    @Test func badTableDegrades() throws {
        let text = Self.package(
            ["py3-none-any", "py3-none-any-v3"],
            more: "[packages.variants-json]\n\"$schema\" = \"https://x/v0.2.0.json\"\nvariants = { B = {} }")
        let choice = try PylockChoice(try Self.parse(text), in: Self.setting())
        #expect(choice.items.map(\.file.basename) == ["demo-1.0-py3-none-any.whl"])
        #expect(choice.warnings.count == 1)
        #expect(choice.warnings[0].message == "the variant wheels of `demo` are not used")
        #expect(choice.warnings[0].causes.contains { $0.hasPrefix("line 9, column 14: `variants.B`") })
        var strict = Self.setting()
        strict.preferences.isStrict = true
        #expect(Self.reasons(text, strict).first == "the variant wheels of `demo` are not used")
    }

    /// V-078: without a table the wheels say what they are.
    @Test func withoutTableWheelsAreAsked() throws {
        var setting = Self.setting()
        var asked: [VariantRelease] = []
        setting.variants = { release in
            asked.append(release)
            return VariantAnswer(
                metadata: VariantMetadata(
                    schema: VariantMetadata.schema850, namespaces: ["cpu"],
                    providers: ["cpu": ProviderInformation(.listed([VariantFeature("level", ["v3"])]))],
                    variants: [label("v3"): VariantProperties(["cpu": ["level": ["v3"]]])]))
        }
        let text = Self.package(["py3-none-any", "py3-none-any-v3", "cp39-cp39-win_amd64-v3"])
        #expect(try Self.files(text, setting) == ["demo-1.0-py3-none-any-v3.whl"])
        #expect(asked.map { $0.wheels.map(\.basename) } == [["demo-1.0-py3-none-any-v3.whl"]])
        // V-160, V-175: an archive that is a variant wheel is asked itself.
        let archive =
            "[[packages]]\nname = \"demo\"\narchive = \(Self.wheel("demo-1.0-py3-none-any-v3.whl", url: false))"
        let choice = try PylockChoice(try Self.parse(archive), in: setting)
        #expect(choice.items[0].directURL == "file:///wheels/demo-1.0-py3-none-any-v3.whl")
        #expect(choice.items[0].variant?.match.label == label("v3"))
        let other = archive.replacing("-v3", with: "-v4")
        #expect(
            Self.reasons(other, setting) == [
                "`pylock.toml` cannot be installed here",
                "`demo` (line 3): no variant fits: `v4`: its label is not in the variant metadata",
            ])
    }

    // MARK: Environments

    @Test func markersExtrasAndGroups() throws {
        let text =
            "extras = [\"x\"]\ndependency-groups = [\"dev\"]\ndefault-groups = [\"base\"]\n"
            + Self.package("a", ["py3-none-any"])
            + Self.package("b", ["py3-none-any"], more: "marker = \"'x' in extras\"")
            + Self.package("c", ["py3-none-any"], more: "marker = \"'dev' in dependency_groups\"")
            + Self.package("d", ["py3-none-any"], more: "marker = \"'base' in dependency_groups\"")
            + Self.package("e", ["py3-none-any"], more: "marker = \"sys_platform == 'win32'\"")
        func names(_ setting: PylockChoice.Setting) throws -> String {
            try PylockChoice(try Self.parse(text), in: setting).items.map(\.name.text).joined()
        }
        var setting = Self.setting()
        #expect(try names(setting) == "ad")
        setting.extras = [ExtraName("x")!]
        #expect(try names(setting) == "abd")
        setting.groups = [ExtraName("dev")!]
        #expect(try names(setting) == "abc")
        setting.groups = [ExtraName("nope")!]
        setting.extras = [ExtraName("y")!]
        #expect(
            Self.reasons(text, setting) == [
                "`pylock.toml` does not have the extra `y`, the dependency group `nope`"
            ])
    }

    @Test(arguments: [
        (
            "requires-python = \">=3.13\"\npackages = []",
            ["`pylock.toml` is for Python >=3.13, and this is Python 3.12.4"]
        ),
        (
            "environments = [\"sys_platform == 'win32'\"]\npackages = []",
            ["`pylock.toml` is not for this environment", "it is for `sys_platform == 'win32'`"]
        ),
        (
            package("a", ["py3-none-any"]) + package("a", ["py3-none-any"])
                + package("b", ["py3-none-any"], more: "requires-python = \">3.12.4\""),
            [
                "`pylock.toml` cannot be installed here",
                "`a`: the entries at line 3 and line 8 both apply here",
                "`b` (line 13): it needs Python >3.12.4, and this is Python 3.12.4",
            ]
        ),
        (
            package(["cp39-cp39-manylinux_2_17_x86_64"]),
            [
                "`pylock.toml` cannot be installed here",
                "`demo` (line 3): no wheel fits: `demo-1.0-cp39-cp39-manylinux_2_17_x86_64.whl`: it is for the Python tag `cp39`, and this Python is `cp312`",
            ]
        ),
        (
            "[[packages]]\nname = \"demo\"\nsdist = { path = \"wheels/gone.whl\", name = \"demo-1.0.tar.gz\", hashes = { sha256 = \"\(Self.sha)\" } }",
            [
                "`pylock.toml` cannot be installed here",
                "`demo` (line 3): there is no file at `wheels/gone.whl`, which starts at the directory of the lock file",
            ]
        ),
        (
            package(["py3-none-any-gpu", "py3-none-any-other"], more: variants),
            [
                "`pylock.toml` cannot be installed here",
                "`demo` (line 3): no variant fits: `gpu`: needs `gpu :: arch :: 9`; `other`: its label is not in the variant metadata",
            ]
        ),
        (
            "[[packages]]\nname = \"demo\"\nwheels = [{ name = \"demo-1.0-py3-none-any.whl\", path = \"wheels/gone.whl\", hashes = { sha256 = \"\(sha)\" } }]",
            [
                "`pylock.toml` cannot be installed here",
                "`demo` (line 3): there is no file at `wheels/gone.whl`, which starts at the directory of the lock file",
            ]
        ),
    ]) func saysWhyNot(_ text: String, _ expected: [String]) {
        #expect(Self.reasons(text) == expected)
    }

    /// V-235, A-07: versions are those of the lock file, then of the environment.
    @Test func abiFollowsTheLock() throws {
        let table = """
            [packages.variants-json]
            "$schema" = "https://variants-schema.wheelnext.dev/peps/850/v0.2.0.json"
            default-priorities.namespace = ["abi"]
            providers.abi.builtin = "abi_dependency"
            variants = { t1 = { abi = { torch = ["1.0"] } }, t2 = { abi = { torch = ["2.0"] } } }
            """
        let vision = Self.package("vision", ["py3-none-any-t1", "py3-none-any-t2"], more: table)
        #expect(
            try Self.files(vision + Self.package("torch", ["py3-none-any"])) == [
                "vision-1.0-py3-none-any-t1.whl", "torch-1.0-py3-none-any.whl",
            ])
        var setting = Self.setting()
        setting.installed = [PackageName("torch")!: Version("2.0.1")!]
        #expect(try Self.files(vision, setting) == ["vision-1.0-py3-none-any-t2.whl"])
        #expect(
            Self.reasons(vision).last
                == "`vision` (line 3): no variant fits: `t1` was built for torch 1.0.*, which is neither locked nor installed; `t2` was built for torch 2.0.*, which is neither locked nor installed"
                || Self.reasons(vision).last?.contains("which is neither locked nor installed") == true)
    }

    @Test func whoIsDirect() throws {
        let text =
            Self.package("a", ["py3-none-any"], more: "dependencies = [{ name = \"b\" }]")
            + Self.package("b", ["py3-none-any"])
        let items = try PylockChoice(try Self.parse(text), in: Self.setting()).items
        #expect(items.map(\.isDirect) == [true, false])
    }

    // MARK: The command

    @Test func lockFilesStandAlone() throws {
        #expect(try RequirementSources(files: ["a/pylock.dev.toml"]).lockFile() == "a/pylock.dev.toml")
        #expect(try RequirementSources(files: ["requirements.txt"]).lockFile() == nil)
        for sources in [
            RequirementSources(requirements: ["a"], files: ["pylock.toml"]),
            RequirementSources(files: ["pylock.toml", "requirements.txt"]),
            RequirementSources(files: ["pylock.toml"], constraints: ["c.txt"]),
        ] {
            #expect(throws: Diagnostic.self) { try sources.lockFile() }
        }
    }
}
