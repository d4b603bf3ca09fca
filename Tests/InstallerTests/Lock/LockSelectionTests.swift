import Testing
import VariantProviders

@testable import Installer

/// What of a lock is installed (V-136, V-174; design §4).
struct LockSelectionTests {
    /// One selection from one lock.
    struct Row: CustomTestStringConvertible, Sendable {
        var name: String
        var lock: Lock
        var members = ["demo"]
        /// Qualified by `demo` where nothing is said.
        var extras: [String] = []
        var groups: [String] = []
        var labels: [String: String] = [:]
        /// What the host supports of `gpu :: cuda`.
        var cuda: [String] = []
        var adjust: @Sendable (inout LockSelection.Setting) -> Void = { _ in }
        /// The summary, or a part of the error.
        var expected: String

        init(
            _ name: String, _ lock: HandmadeLock, members: [String] = ["demo"], extras: [String] = [],
            groups: [String] = [], labels: [String: String] = [:], cuda: [String] = [],
            adjust: @escaping @Sendable (inout LockSelection.Setting) -> Void = { _ in }, _ expected: String
        ) {
            self.name = name
            self.lock = lock.lock
            self.members = members
            self.extras = extras
            self.groups = groups
            self.labels = labels
            self.cuda = cuda
            self.adjust = adjust
            self.expected = expected
        }

        var testDescription: String { name }

        var setting: LockSelection.Setting {
            let cuda = cuda
            var setting = LockSelection.Setting(
                markers: VariantMarkerTests.environment, tags: PylockTests.tags,
                members: members.map { PackageName($0)! }
            ) { metadata, namespaces in
                var supported = SupportedProperties(abiNamespaces: metadata.abiNamespaces)
                for namespace in namespaces where !cuda.isEmpty {
                    supported.features[namespace] = [VariantFeature("cuda", cuda)]
                }
                return supported
            }
            setting.extras = Set(extras.map { ExtraName(inLock: $0.contains(":") ? $0 : "demo:\($0)")! })
            setting.groups = Set(groups.map { ExtraName(inLock: $0.contains(":") ? $0 : "demo:\($0)")! })
            setting.labels = labels.mapValues { VariantLabel($0)! }
            adjust(&setting)
            return setting
        }
    }

    static func lock(_ build: (inout HandmadeLock) -> Void) -> HandmadeLock {
        var lock = HandmadeLock()
        build(&lock)
        return lock
    }

    // MARK: Locks

    static let plain = lock {
        $0.member("demo", ["a", "w; sys_platform == 'win32'", "b[fast]"])
        $0.add("a 1.0", ["c"])
        $0.add("b 1.0", ["c"], extras: ["fast": ["d; extra == 'never'", "e"], "slow": ["d"]])
        $0.add("c 1.0", ["a"])
        $0.add("d 1.0")
        $0.add("e 1.0")
        $0.add("w 1.0")
    }

    static let forked = lock {
        $0.member("demo", ["a 1.0; python_version < '3.11'", "a 2.0; python_version >= '3.11'"])
        $0.add("a 1.0")
        $0.add("a 2.0")
    }

    static let parts = lock {
        $0.member(
            "demo", ["a"],
            extras: [
                "cpu": ["t 1.0 @cpu; 'demo:cpu' in extras"], "cuda": ["t 1.0 @cuda; 'demo:cuda' in extras"],
                "all": ["demo[cpu]"],
            ], groups: ["dev": ["d"], "docs": ["e; 'demo:docs' in dependency_groups"]])
        $0.add("a 1.0", ["t 1.0 @cpu; 'demo:cpu' in extras", "t 1.0 @cuda; 'demo:cuda' in extras"])
        $0.add("t 1.0 @cpu")
        $0.add("t 1.0 @cuda", ["n"])
        for name in ["d", "e", "n"] { $0.add("\(name) 1.0") }
        $0.conflict("demo[cpu]", "demo[cuda]")
        $0.conflict("demo[cuda]", "demo:docs")
    }

    static let workspace = lock {
        $0.member("demo", ["lib[extra]"])
        $0.member("lib", ["a"], extras: ["extra": ["b; 'lib:extra' in extras"]], groups: ["dev": ["c"]])
        $0.member("tool", ["c"], isVirtual: true)
        for name in ["a", "b", "c"] { $0.add("\(name) 1.0", name == "a" ? ["d; 'lib:extra' in extras"] : []) }
        $0.add("d 1.0")
    }

    static let map = lock {
        $0.member("demo", ["t 2.1+cpu; variant_label[@m] == 'cpu'", "t 2.0+cu; variant_label[@m] == 'cu'"])
        for end in ["variant_label[@m] == ''", "variant_label[@m] != 'cu' and variant_label[@m] != 'cpu'"] {
            $0.packages[0].dependencies.append(HandmadeLock.dependency("t 2.1 @simple; \(end)"))
        }
        $0.packages[0].dependencies.removeLast()
        $0.add("t 2.1 @simple")
        $0.add("t 2.1+cpu @cpu")
        $0.add("t 2.0+cu @cu", ["n; 'gpu' in variant_namespaces", "k; variant_label[@m] == 'cu'"])
        $0.add("n 1.0")
        $0.add("k 1.0")
    }

    static let cuda = HandmadeLock.variants(["cu12": ["12"], "cu13": ["13"], "null": []])
    static let all = ["py3-none-any-cu12", "py3-none-any-cu13", "py3-none-any-null"]

    static let variants = lock {
        $0.member("demo", ["alpha", "z; variant_label[alpha] == 'cu13'", "y; variant_label[alpha] == ''"])
        $0.add(
            "alpha 1.0",
            [
                "base", "blas 12.0; variant_label == 'cu12'", "blas 13.0; variant_label == 'cu13'",
                "gpu; 'gpu :: cuda :: 13' in variant_properties", "none; variant_label == 'null'",
            ], wheels: all, variants: cuda)
        $0.add("blas 12.0")
        $0.add("blas 13.0")
        for name in ["base", "gpu", "none", "y", "z"] { $0.add("\(name) 1.0") }
    }

    /// Of two variant packages one hangs on the other, which comes only with a third.
    static let chain = lock {
        $0.member("demo", ["x; variant_label[beta] == 'cu13'", "alpha"])
        $0.add("alpha 1.0", ["beta; variant_label == 'cu13'"], wheels: all, variants: cuda)
        $0.add("beta 1.0", ["y; variant_label[alpha] == 'cu13'"], wheels: all, variants: cuda)
        $0.add("x 1.0", ["w; variant_label[gamma] == ''"])
        $0.add("y 1.0")
        $0.add("w 1.0")
        $0.add("gamma 1.0", wheels: all, variants: cuda)
    }

    static let paradox = lock {
        $0.member("demo", ["alpha; variant_label[alpha] != 'null'"])
        $0.add("alpha 1.0", wheels: all, variants: cuda)
    }

    static let bound = HandmadeLock.variants(
        ["t2": ["2"], "t3": ["3"], "null": []], namespace: "abi_dependency", feature: "t")

    static func abi(_ needs: [String], wheels: [String]) -> HandmadeLock {
        lock {
            $0.member("demo", ["ext"] + needs)
            $0.add("ext 1.0", ["t; variant_label == 'brings'"], wheels: wheels, variants: bound)
            $0.add("t 2.4")
            if needs.contains("t 3.1") { $0.add("t 3.1") }
        }
    }
    static let abiWheels = ["py3-none-any-t2", "py3-none-any-t3"]

    /// Each build requires the version that it was made for.
    static func pinned(_ needs: [String] = [], wheels: [String] = abiWheels) -> HandmadeLock {
        lock {
            $0.member("demo", ["ext"] + needs)
            $0.add(
                "ext 1.0", ["t 2.4; variant_label == 't2'", "t 3.1; variant_label == 't3'"], wheels: wheels,
                variants: bound)
            $0.add("t 2.4")
            $0.add("t 3.1")
        }
    }

    static let files = lock {
        $0.member("demo", ["a"])
        $0.add("a 1.0", wheels: ["cp39-cp39-win_amd64"], sdist: true)
    }
    static let noFile = lock {
        $0.member("demo", ["a", "b"])
        $0.add("a 1.0", wheels: ["cp39-cp39-win_amd64"])
        $0.add("b 1.0", wheels: ["py3-none-any-cu12"], variants: cuda)
    }

    static let rows: [Row] = [
        Row("edges, markers, extras of packages, a cycle", plain, "a 1.0, b 1.0, c 1.0, demo 0.1, e 1.0"),
        Row("no member", plain, members: [], ""),
        Row("forks by Python", forked, "a 2.0, demo 0.1"),
        Row(
            "the other fork", forked, adjust: { $0.markers = $0.markers.with(python: Version("3.10")!) },
            "a 1.0, demo 0.1"),
        Row(
            "too old a Python", forked, adjust: { $0.markers = $0.markers.with(python: Version("3.8")!) },
            "The project needs Python >=3.9, and this is Python 3.8.0"),
        Row("no extra", parts, "a 1.0, demo 0.1"),
        Row("an extra", parts, extras: ["cpu"], "a 1.0, demo 0.1, t 1.0"),
        Row("another extra", parts, extras: ["cuda"], "a 1.0, demo 0.1, n 1.0, t 1.0"),
        Row("an extra that includes another", parts, extras: ["all"], "a 1.0, demo 0.1, t 1.0"),
        Row(
            "conflict", parts, extras: ["cpu", "cuda"],
            "Extras `cpu` and `cuda` are incompatible with the declared conflicts: {`demo[cpu]`, `demo[cuda]`}"
        ),
        Row(
            "conflict by inclusion", parts, extras: ["all", "cuda"],
            "Extras `cpu` and `cuda` are incompatible"),
        Row(
            "extra against group", parts, extras: ["cuda"], groups: ["docs"],
            "Extra `cuda` and group `docs` are incompatible with the declared conflicts: {`demo[cuda]`, `demo:docs`}"
        ),
        Row("groups", parts, groups: ["dev", "docs"], "a 1.0, d 1.0, demo 0.1, e 1.0"),
        Row(
            "only a group", parts, groups: ["dev"], adjust: { $0.includesProject = false }, "d 1.0"),
        Row("a member's extra by an edge", workspace, "a 1.0, b 1.0, d 1.0, demo 0.1, lib 0.1"),
        Row("a member without it", workspace, members: ["lib"], "a 1.0, lib 0.1"),
        Row(
            "groups only of members at work", workspace, groups: ["lib:dev"],
            "a 1.0, b 1.0, d 1.0, demo 0.1, lib 0.1"),
        Row("virtual", workspace, members: ["tool"], "c 1.0"),
        Row("a label", map, labels: ["m": "cpu"], "demo 0.1, t 2.1+cpu"),
        Row("another label", map, labels: ["m": "cu"], "demo 0.1, k 1.0, t 2.0+cu"),
        Row("no label", map, "demo 0.1, t 2.1"),
        Row(
            "a variant", variants, cuda: ["13", "12"],
            "alpha 1.0(cu13), base 1.0, blas 13.0, demo 0.1, gpu 1.0, z 1.0"),
        Row("another", variants, cuda: ["12"], "alpha 1.0(cu12), base 1.0, blas 12.0, demo 0.1"),
        Row("null", variants, "alpha 1.0(null), base 1.0, demo 0.1, none 1.0"),
        Row(
            "preferred", variants, cuda: ["13", "12"],
            adjust: {
                $0.preferences.preferred = [.property(VariantProperty("gpu", "cuda", "12"))]
            }, "alpha 1.0(cu12), base 1.0, blas 12.0, demo 0.1"),
        Row(
            "asked for", variants, cuda: ["13", "12"],
            adjust: { $0.preferences.labels = [PackageName("alpha")!: .null] },
            "alpha 1.0(null), base 1.0, demo 0.1, none 1.0"),
        Row(
            "turned off", variants, cuda: ["13"], adjust: { $0.preferences.takesNone = true },
            "`alpha 1.0`: no variant fits: there are only variant wheels, and those are turned off"),
        Row(
            "a chain of variants", chain, cuda: ["13"],
            "alpha 1.0(cu13), beta 1.0(cu13), demo 0.1, w 1.0, x 1.0, y 1.0"),
        Row("the chain breaks", chain, cuda: ["12"], "alpha 1.0(cu12), demo 0.1"),
        Row("paradox", paradox, "`swuv.lock` contradicts itself"),
        Row("bound to what is here", abi(["t 2.4"], wheels: abiWheels), "demo 0.1, ext 1.0(t2), t 2.4"),
        Row(
            "bound to what is not", abi([], wheels: abiWheels + ["py3-none-any"]), "demo 0.1, ext 1.0"),
        Row(
            "bound to one of two versions", abi(["t 3.1"], wheels: abiWheels),
            "demo 0.1, ext 1.0(t3), t 3.1"),
        Row("bound to what it requires itself", pinned(), "demo 0.1, ext 1.0(t3), t 3.1"),
        Row(
            "bound to what it requires itself, beside others", pinned(["t 2.4"]),
            "demo 0.1, ext 1.0(t2), t 2.4"),
        Row(
            "bound to an older version of what it requires itself", pinned(wheels: ["py3-none-any-t2"]),
            "demo 0.1, ext 1.0(t2), t 2.4"),
        Row(
            "bound to a version that is given",
            abi(["t 2.4"], wheels: abiWheels),
            adjust: { $0.abiOverrides = [PackageName("t")!: Version("3.0")!] },
            "demo 0.1, ext 1.0(t3), t 2.4"),
        Row(
            "bound to nothing that is here", abi([], wheels: abiWheels),
            "`ext 1.0`: no variant fits: `t3` was built for t 3.*, which is neither locked nor installed"),
        Row("to be built", files, "a 1.0*, demo 0.1"),
        Row(
            "not to be built", files, adjust: { $0.noBuild = .all },
            "`a 1.0`: no wheel fits: `a-1.0-cp39-cp39-win_amd64.whl`: it is for the platform `win_amd64`"),
        Row(
            "no wheels", plain, adjust: { $0.noBinary = .packages([PackageName("e")!]) },
            "`e 1.0`: its wheels are not to be used (`--no-binary`)"),
        Row(
            "nothing fits", noFile,
            "`b 1.0`: no variant fits: `cu12`: needs `gpu :: cuda :: 12`"),
        Row(
            "not for this environment",
            lock {
                $0.member("demo")
                $0.environments = [try! Marker(parsing: "sys_platform == 'win32'")]
            }, "The project is not locked for this environment"),
        Row(
            "two of a name",
            lock {
                $0.member("demo", ["a 1.0", "a 2.0"])
                $0.add("a 1.0")
                $0.add("a 2.0")
            }, "`a 1.0` and `a 2.0` both apply here"),
        Row(
            "an edge to nowhere", lock { $0.member("demo", ["a 1.0"]) },
            "`demo 0.1` needs `a 1.0`, of which the lock has none or several"),
    ]

    static func outcome(_ lock: Lock, _ setting: LockSelection.Setting) -> String {
        do {
            let selection = try LockSelection(lock, in: setting)
            try selection.requireFiles()
            return selection.summary
        } catch {
            let diagnostic = Diagnostic(describing: error)
            return ([diagnostic.message] + diagnostic.causes).joined(separator: "\n")
        }
    }

    @Test(arguments: rows) func selects(_ row: Row) {
        let found = Self.outcome(row.lock, row.setting)
        let isError = row.expected.first.map { $0 == "`" || $0.isUppercase } ?? false
        #expect(isError ? found.contains(row.expected) : found == row.expected, "\(found)")
    }

    /// The order of packages, of edges and of members changes nothing.
    @Test func orderDoesNotMatter() {
        var generator = Shuffle(state: 7)
        for row in Self.rows {
            let expected = Self.outcome(row.lock, row.setting)
            for _ in 0..<6 {
                var lock = row.lock
                lock.packages.shuffle(using: &generator)
                lock.inputs.members.shuffle(using: &generator)
                for place in lock.packages.indices {
                    lock.packages[place].dependencies.shuffle(using: &generator)
                    lock.packages[place].wheels.shuffle(using: &generator)
                }
                var setting = row.setting
                setting.members.shuffle(using: &generator)
                #expect(Self.outcome(lock, setting) == expected, "\(row.name)")
            }
        }
    }

    private struct Shuffle: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    @Test func edgesTellWhy() throws {
        let row = Row("", Self.parts, extras: ["cpu"], groups: ["dev"], "")
        let selection = try LockSelection(row.lock, in: row.setting)
        #expect(selection.roots.map { selection.items[$0].package.name.text } == ["demo"])
        let told = selection.edges.map { edge in
            "\(selection.items[edge.from].package.name) \(edge.part) \(selection.items[edge.to].package.name)"
        }
        #expect(
            told == [
                "a project t", "demo project a", "demo extra(cpu) t", "demo group(dev) d",
            ], "\(told)")
        let t = try #require(selection[PackageName("t")!])
        #expect(t.requiredBy.map(\.name.text) == ["a", "demo"])
        #expect(t.isDirect)
        #expect(t.package.source == .index("https://x/cpu"))
        #expect(t.file?.basename == "t-1.0-py3-none-any.whl")
    }
}
