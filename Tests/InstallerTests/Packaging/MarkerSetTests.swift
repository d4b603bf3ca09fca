import Testing

@testable import Installer

struct MarkerSetTests {
    static func set(_ text: String) -> MarkerSet {
        MarkerSet(try! Marker(parsing: text))
    }

    /// The environments of the vectors without the pre-release of Python, which counts as its release here,
    /// and with a platform release that is a version.
    static func environments() throws -> [MarkerEnvironment] {
        try MarkerTests.vectors().environments.filter { !$0.pythonFullVersion.contains("rc") }.map {
            var copy = $0
            copy.platformRelease = String(copy.platformRelease.prefix { $0 != "-" })
            return copy
        }
    }

    @Test func meansWhatTheMarkerMeans() throws {
        let (_, extras, rows) = try MarkerTests.vectors()
        let environments = try Self.environments()
        var failures: [String] = []
        for row in rows {
            let text = row[0] as! String
            let marker = try Marker(parsing: text)
            let set = MarkerSet(marker)
            let simplified = set.marker
            let negated = set.not
            for extra in extras {
                for environment in environments {
                    let expected = marker.evaluate(environment, extras: extra)
                    if set.evaluate(environment, extras: extra) != expected {
                        failures.append(
                            "\(text) in \(environment.pythonFullVersion) \(environment.sysPlatform) \(extra)")
                    }
                    if simplified?.evaluate(environment, extras: extra) ?? true != expected {
                        failures.append(
                            "\(text) as \(set.text) in \(environment.pythonFullVersion) \(environment.sysPlatform) \(extra)"
                        )
                    }
                    if negated.evaluate(environment, extras: extra) == expected {
                        failures.append("not \(text)")
                    }
                }
            }
            if MarkerSet(simplified) != set {
                failures.append("\(text) as \(set.text) is another set: \(MarkerSet(simplified).text)")
            }
            if set.marker != MarkerSet(simplified).marker { failures.append("\(text): text not stable") }
        }
        PackagingVectors.expectNone(failures, of: rows.count)
    }

    @Test func lawsOfAlgebra() throws {
        let (_, extras, rows) = try MarkerTests.vectors()
        let environments = try Self.environments()
        let sets = try rows.prefix(400).map { MarkerSet(try Marker(parsing: $0[0] as! String)) }
        var generator = SeededGenerator(3)
        var failures: [String] = []
        func check(_ condition: Bool, _ what: @autoclosure () -> String) {
            if !condition { failures.append(what()) }
        }
        for round in 0..<300 {
            let a = sets.randomElement(using: &generator)!
            let b = sets.randomElement(using: &generator)!
            let c = sets.randomElement(using: &generator)!
            check(a.and(b) == b.and(a) && a.or(b) == b.or(a), "order \(round)")
            check(a.and(b).and(c) == a.and(b.and(c)), "grouping \(round)")
            check(a.and(b.or(c)) == a.and(b).or(a.and(c)), "distribution \(round)")
            check(a.and(b).not == a.not.or(b.not) && a.not.not == a, "De Morgan \(round)")
            check(a.or(a.not).isTrue && a.and(a.not).isFalse, "excluded middle \(round)")
            check(a.and(b).implies(a) && a.implies(a.or(b)), "implication \(round)")
            check(a.isDisjoint(with: b) == a.and(b).isFalse, "disjoint \(round)")
            let simple = a.simplified(under: b)
            check(simple.and(b) == a.and(b) || a.isDisjoint(with: b) || b.implies(a), "simplified \(round)")
            for extra in extras {
                for environment in environments {
                    let inA = a.evaluate(environment, extras: extra)
                    let inB = b.evaluate(environment, extras: extra)
                    check(a.and(b).evaluate(environment, extras: extra) == (inA && inB), "and \(round)")
                    if inB {
                        check(
                            simple.evaluate(environment, extras: extra) == inA,
                            "simplified \(round): \(a.text) under \(b.text) is \(simple.text)")
                    }
                    check(a.assuming(extras: extra).evaluate(environment) == inA, "assuming \(round)")
                    if inA { check(a.withoutExtras.evaluate(environment), "without extras \(round)") }
                }
            }
            if let pythons = a.pythonRequirement() {
                for environment in environments where a.withoutExtras.evaluate(environment) {
                    check(pythons.contains(Version(environment.pythonFullVersion)!), "Python of \(a.text)")
                }
            }
        }
        PackagingVectors.expectNone(failures, of: 300)
    }

    @Test(arguments: [
        ("python_version >= '3.8' and python_version >= '3.9'", "python_version >= '3.9'"),
        ("python_version < '3.8' or python_version >= '3.8'", ""),
        ("python_full_version >= '3.8' and python_version < '3.9'", "python_version == '3.8'"),
        (
            "python_version < '3.8' or sys_platform == 'win32'",
            "python_version < '3.8' or sys_platform == 'win32'"
        ),
        ("python_version > '3.8'", "python_version >= '3.9'"),
        ("python_version <= '3.8.2'", "python_version < '3.9'"),
        ("python_full_version <= '3.8.2'", "python_full_version < '3.8.3'"),
        ("python_version != '3.9'", "python_version != '3.9'"),
        ("python_version == '3.*'", "python_version >= '3.0' and python_version < '4.0'"),
        ("python_version ~= '3.8'", "python_version >= '3.8' and python_version < '4.0'"),
        (
            "python_version not in '3.0, 3.1, 3.2'",
            "python_version < '3.0' or python_version >= '3.3'"
        ),
        ("os_name == 'nt' and os_name == 'posix'", "python_version < '0'"),
        ("sys_platform != 'win32' and sys_platform == 'linux'", "sys_platform == 'linux'"),
        ("sys_platform != 'win32' or sys_platform == 'linux'", "sys_platform != 'win32'"),
        (
            "(os_name == 'a' and extra == 'x') or (os_name == 'a' and extra == 'y')",
            "os_name == 'a' and (extra == 'x' or extra == 'y')"
        ),
        ("extra == 'x' or (extra == 'x' and os_name == 'nt')", "extra == 'x'"),
        (
            "(python_version < '3.8' and os_name == 'nt') or (python_version >= '3.8' and os_name == 'nt')",
            "os_name == 'nt'"
        ),
        ("'linux' not in sys_platform or 'linux' in sys_platform", ""),
        ("variant_label == 'a' and variant_label == 'b'", "python_version < '0'"),
        (
            "'nvidia' in variant_namespaces and os_name == 'x' and 'nvidia' not in variant_namespaces",
            "python_version < '0'"
        ),
        ("implementation_version >= '3.8' and implementation_version < '3.8'", "python_version < '0'"),
        (
            "platform_release >= '5' and platform_release != '6.1'",
            "platform_release >= '5' and platform_release != '6.1'"
        ),
        ("implementation_version > '3.8'", "implementation_version > '3.8'"),
        ("platform_machine in 'x86_64 aarch64'", "platform_machine in 'x86_64 aarch64'"),
    ])
    func simplifies(text: String, expected: String) {
        #expect(Self.set(text).text == expected)
    }

    @Test(arguments: [
        ("python_version >= '3.8'", "python_version >= '3.9'", ""),
        ("python_version >= '3.8'", "python_version < '3.8'", "python_version < '0'"),
        (
            "python_version >= '3.8' and sys_platform == 'win32'", "python_version >= '3.9'",
            "sys_platform == 'win32'"
        ),
        (
            "python_version < '3.11' and python_version >= '3.9'", "python_version >= '3.9'",
            "python_version < '3.11'"
        ),
        ("sys_platform == 'win32'", "sys_platform != 'linux'", "sys_platform == 'win32'"),
        (
            "sys_platform != 'linux' and os_name == 'x'",
            "sys_platform == 'darwin' or sys_platform == 'win32'", "os_name == 'x'"
        ),
        (
            "sys_platform == 'darwin'", "sys_platform == 'darwin' or sys_platform == 'win32'",
            "sys_platform == 'darwin'"
        ),
        (
            "(os_name == 'a' and extra == 'x') or (os_name == 'b' and extra == 'y')", "os_name == 'a'",
            "extra == 'x'"
        ),
    ])
    func simplifiesUnder(text: String, context: String, expected: String) {
        #expect(Self.set(text).simplified(under: Self.set(context)).text == expected)
    }

    @Test(arguments: [
        ("os_name == 'nt'", "sys_platform == 'linux'", true),
        ("platform_system == 'Windows'", "sys_platform == 'darwin'", true),
        ("os_name == 'posix'", "sys_platform == 'linux'", false),
        ("python_version < '3.8'", "python_full_version >= '3.8.1'", true),
        ("python_version < '3.8'", "python_full_version >= '3.7.9'", false),
        ("extra == 'a'", "extra != 'a'", true),
        ("extra == 'a'", "extra == 'b'", false), ("sys_platform == 'a'", "sys_platform != 'a'", true),
    ])
    func knowsWhatIsDisjoint(a: String, b: String, expected: Bool) {
        #expect(Self.set(a).isDisjoint(with: Self.set(b)) == expected)
    }

    @Test(arguments: [
        ("python_version >= '3.9'", ">=3.9"), ("python_version < '3.9'", "<3.9"),
        ("python_full_version >= '3.9.2' and os_name == 'x'", ">=3.9.2"),
        ("python_version == '3.9'", ">=3.9, <3.10"), ("python_version < '3.9' or os_name == 'x'", "*"),
        ("os_name == 'x'", "nil"),
        ("python_version >= '3.9' and python_version < '3.12'", ">=3.9, <3.12"),
        (
            "python_version == '3.9' and os_name == 'a' or python_version == '3.10' and os_name == 'b'",
            ">=3.9, <3.11"
        ),
    ])
    func boundsPython(text: String, expected: String) {
        #expect(Self.set(text).pythonRequirement()?.description ?? "nil" == expected)
    }

    @Test func roundTripsRequiresPython() throws {
        for text in [">=3.8", ">=3.8,<4", "==3.9.*", ">=3.8.1,!=3.9.*", "<3.11", ">3.8", "~=3.9"] {
            let set = MarkerSet(pythonVersions: try VersionSpecifiers(parsing: text).ranges)
            for environment in try Self.environments() {
                let version = Version(environment.pythonFullVersion)!
                #expect(
                    set.evaluate(environment) == (try VersionSpecifiers(parsing: text).contains(version)),
                    "\(text) \(version)")
            }
        }
        #expect(MarkerSet(pythonVersions: .full).isTrue)
        #expect(MarkerSet(pythonVersions: .empty).isFalse)
        #expect(MarkerSet(pythonVersions: try VersionSpecifiers(parsing: ">=1!3").ranges).isFalse)
    }

    /// Pairs joined the wrong way round have diagrams of exponential size in any order of variables.
    @Test func survivesHostileMarkers() throws {
        let pairs = (0..<200).map {
            "('a\($0)' in sys_platform and 'b\($0 * 7919 % 200)' in platform_version)"
        }
        let explosive = Self.set(pairs.joined(separator: " or "))
        #expect(!explosive.isTrue && !explosive.isFalse)
        #expect(explosive.and(explosive.not).isFalse)
        let wide = (0..<3000).map { "sys_platform == 'p\($0)'" }.joined(separator: " or ")
        #expect(Self.set(wide).implies(Self.set("sys_platform != 'x'")))
        let versions = (0..<1000).map { "python_full_version != '3.\($0).1'" }.joined(separator: " and ")
        #expect(Self.set(versions).pythonRequirement()?.contains(Version("3.500.1")!) == false)
    }
}
