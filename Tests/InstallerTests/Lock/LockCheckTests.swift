import Testing

@testable import Installer

/// Whether a lock still is what its project asks for, and what a first one starts from.
struct LockCheckTests {
    static func lock(_ text: String) throws -> Lock { try Lock(parsing: Array(text.utf8), file: "swuv.lock") }

    @Test(arguments: LockSamples.all)
    func fits(_ name: String, _ text: String) throws {
        let lock = try Self.lock(text)
        #expect(LockCheck.difference(lock, lock.inputs) == nil)
    }

    /// The lock of the first text against the inputs of the same text with one thing changed.
    @Test(arguments: [
        (
            LockSamples.plain, "requires-python = \">=3.9\"", "requires-python = \">=3.10\"",
            "`requires-python` was `>=3.9` and is `>=3.10`"
        ),
        (
            LockSamples.plain, "    \"alpha[fast]>=1\",\n", "    \"alpha[fast]>=2\",\n",
            "`alpha[fast]>=2` was added to the dependencies of `demo`; `alpha[fast]>=1` was removed from the dependencies of `demo`"
        ),
        (
            LockSamples.plain, "version = \"0.1.0\"\npath", "version = \"0.2.0\"\npath",
            "the version of `demo` was `0.1.0` and is `0.2.0`"
        ),
        (LockSamples.plain, "virtual = true\n", "", "`demo` is a package now"),
        (
            LockSamples.forks, "resolution = \"lowest-direct\"\n", "",
            "`resolution` was `lowest-direct` and is `highest`"
        ),
        (
            LockSamples.forks, "prerelease = \"allow\"\n", "",
            "`prerelease` was `allow` and is `if-necessary-or-explicit`"
        ),
        (
            LockSamples.forks, "exclude-newer = 2026-01-02T03:04:05Z\n", "",
            "`exclude-newer` was removed: `2026-01-02T03:04:05Z`"
        ),
        (
            LockSamples.forks, "\"beta<3\"", "\"beta<4\"",
            "`beta<4` was added to the constraints; `beta<3` was removed from the constraints"
        ),
        (
            LockSamples.forks, "\"gamma==1.0\"", "\"gamma==1.1\"",
            "`gamma==1.1` was added to the overrides; `gamma==1.0` was removed from the overrides"
        ),
        (
            LockSamples.forks, "required-environments = [\n    \"sys_platform == 'linux'\",\n]\n", "",
            "`required-environments` was removed: `sys_platform == 'linux'`"
        ),
        (
            LockSamples.conflict, "none = []\n\n[inputs", "other = []\n\n[inputs",
            "the extra `other` of `demo` was added; the extra `none` of `demo` was removed"
        ),
        (
            LockSamples.conflict, "whl/cpu\", index-name", "whl/cpu2\", index-name",
            "was added to the extra `cpu` of `demo`"
        ),
        (LockSamples.conflict, "editable = true", "editable = false", "the dependency group `dev` of `demo`"),
        (
            LockSamples.conflict, "{ label = \"cpu\" }, cuda", "{ label = \"cu126\" }, cuda",
            "what `[tool.swuv.extras]` says of `demo` has changed"
        ),
        (
            LockSamples.conflict, "    [{ package = \"demo\" }, { package = \"demo\", group = \"dev\" }],\n",
            "",
            "`conflicts` was"
        ),
        (
            LockSamples.workspace, "name = \"core\"\nversion = \"1.0\"\npath = \"packages/core\"",
            "name = \"kern\"\nversion = \"1.0\"\npath = \"packages/core\"",
            "the member `kern` was added; the member `core` was removed"
        ),
        (
            LockSamples.workspace, "path = \"packages/core\"", "path = \"libs/core\"",
            "the path of `core` was `packages/core` and is `libs/core`"
        ),
    ])
    func differs(_ text: String, _ old: String, _ new: String, _ message: String) throws {
        let lock = try Self.lock(text)
        var reader = LockReader(
            try TOMLDocument(parsing: Array(text.replacingFirst(old, with: new).utf8), file: "swuv.lock"))
        let changed = try #require(reader.readHead()?.inputs)
        #expect(reader.fields.faults.isEmpty)
        let changes = LockCheck.difference(lock, changed)?.changes.joined(separator: "; ") ?? ""
        #expect(changes.contains(message), "\(changes)")
    }

    // MARK: Preferences

    static func texts(_ versions: [PackageName: [VersionPreference]]) -> [String] {
        versions.flatMap { name, list in
            list.map { "\(name) \($0.version)" + ($0.marker.map { " \($0)" } ?? "") }
        }.sorted()
    }

    @Test(arguments: [
        (LockSamples.plain, PackageSelection.none, ["alpha 1.0", "beta 2.0"]),
        (LockSamples.plain, .packages([PackageName("beta")!]), ["alpha 1.0"]),
        (LockSamples.plain, .all, []),
        (
            LockSamples.forks, .none,
            ["beta 1.0 sys_platform == 'darwin'", "beta 2.0 sys_platform != 'darwin'"]
        ),
        (LockSamples.workspace, .none, []),
    ])
    func preferences(_ text: String, _ upgrade: PackageSelection, _ expected: [String]) throws {
        let preferences = LockPreferences(try Self.lock(text), except: upgrade)
        #expect(Self.texts(preferences.versions) == expected)
        #expect(preferences.forks.count == (text == LockSamples.forks ? 2 : 0))
    }

    @Test(
        arguments: [
            (
                "uv.lock",
                """
                version = 1
                [[package]]
                name = "alpha"
                version = "1.0"
                source = { registry = "https://pypi.org/simple" }
                resolution-markers = ["sys_platform == 'darwin'", "sys_platform == 'linux'"]
                [[package]]
                name = "demo"
                version = "0.1.0"
                source = { virtual = "." }
                [[package]]
                name = "Beta"
                version = "2.0"
                source = { registry = "https://pypi.org/simple" }
                [[package]]
                name = "bad name"
                version = "x"
                source = { registry = "https://pypi.org/simple" }
                """, ["alpha 1.0 sys_platform == 'darwin' or sys_platform == 'linux'", "beta 2.0"]
            ),
            ("uv.lock", "[[package]]\nname = 3\n", nil), ("uv.lock", "<<<<<<< HEAD", nil),
            ("uv.lock", "", nil),
            (
                "pylock.toml",
                """
                lock-version = "1.0"
                created-by = "x"
                [[packages]]
                name = "alpha"
                version = "1.0"
                marker = "sys_platform == 'linux'"
                wheels = [{ url = "https://x.example/alpha-1.0-py3-none-any.whl", hashes = { sha256 = "\(LockSamples.sha)" } }]
                [[packages]]
                name = "tree"
                directory = { path = "." }
                """, ["alpha 1.0 sys_platform == 'linux'"]
            ),
            ("pylock.toml", "lock-version = \"2.0\"", nil),
        ] as [(String, String, [String]?)])
    func imports(_ file: String, _ text: String, _ expected: [String]?) {
        let lock = ForeignLock(Array(text.utf8), fileName: file)
        #expect(lock.map { Self.texts($0.preferences) } == expected)
    }

    @Test(arguments: [
        (
            "resolution-markers = [\"sys_platform == 'linux'\", \"sys_platform != 'linux'\"]",
            ["sys_platform == 'linux'", "sys_platform != 'linux'"]
        ),
        ("resolution-markers = [\"extra == 'extra-1-a-b'\", \"extra != 'extra-1-a-b'\"]", []),
        ("resolution-markers = [3, \"nonsense\"]", []), ("", []),
    ])
    func divisions(_ row: String, _ expected: [String]) {
        let package = "[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { registry = \"x\" }\n"
        let lock = ForeignLock(Array((row + "\n" + package).utf8), fileName: "uv.lock")
        #expect(lock?.forks.map(\.text) == expected)
    }

    @Test func changes() throws {
        let old = try Self.lock(LockSamples.plain)
        var new = old
        new.packages.removeAll { $0.name.text == "beta" }
        new.packages[0].version = Version("1.1")
        new.packages.append(
            LockedPackage(name: PackageName("gamma")!, version: Version("3"), source: .index("x")))
        let changes = LockChange.between(old, new)
        #expect(changes.map(\.kind) == [.updated, .removed, .added])
        #expect(changes.map(\.name.text) == ["alpha", "beta", "gamma"])
        #expect(changes[0].before == [Version("1.0")!] && changes[0].after == [Version("1.1")!])
        #expect(LockChange.between(old, old).isEmpty)
    }

    // MARK: Places

    @Test(arguments: [
        ("/work/team/app", "/work/team/app/links", "links"),
        ("/work/team/app", "/work/team/links", "../links"),
        ("/work/team/app", "file:///work/team/with%20space", "../with space"),
        ("/work/team/app", "/work/team/app", "."),
        ("/work/team/app", "/opt/wheels", "/opt/wheels"), ("/a/b/c/d/e/f", "/a/b/x", "/a/b/x"),
        ("/work/team/app", "https://u:p@index.example/simple", "https://index.example/simple"),
    ])
    func places(_ directory: String, _ index: String, _ expected: String) {
        let places = LockPlaces(directory: Path(directory))
        #expect(places.index(index) == expected)
        if !index.contains("@"), !index.hasPrefix("file:") {
            #expect(places.settingsIndex(expected) == index)
        }
    }
}
