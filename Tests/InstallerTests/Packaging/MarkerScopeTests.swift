import Testing

@testable import Installer

/// Markers of a lock: variants of other packages, labels of variant indexes, extras and groups of members.
@Suite struct MarkerScopeTests {
    static func marker(_ text: String) -> Marker { try! Marker(parsing: text, inLock: true) }
    static func set(_ text: String) -> MarkerSet { MarkerSet(marker(text)) }

    @Test(arguments: [
        "variant_label[alpha] == 'cu126'", "'x :: y' in variant_features[alpha]",
        "'nvidia' not in variant_namespaces[my-torch]", "'a :: b :: c' in variant_properties[alpha]",
        "variant_label[@pytorch] == 'cu130'", "'cu' in variant_label[@a.b_c-1]",
        "variant_label[alpha] in 'cu null'", "'demo:cpu' in extras", "'demo:dev' not in dependency_groups",
        "variant_label == 'a' and variant_label[alpha] == 'b'", "variant_label[alpha==2.0rc1] != ''",
    ]) func readsAndWrites(_ text: String) throws {
        #expect(Self.marker(text).description == text)
        #expect(Self.set(text).text == text)
        #expect(Self.set(Self.set(text).not.not.text) == Self.set(text))
    }

    @Test func names() {
        #expect(Self.marker("variant_label[Alpha_B] == 'x'").description == "variant_label[alpha-b] == 'x'")
        #expect(Self.marker("'Demo:CPU' in extras").description == "'demo:cpu' in extras")
        #expect(
            Self.marker("'De_mo:D-v' in dependency_groups").description == "'de-mo:d-v' in dependency_groups")
    }

    @Test(arguments: [
        ("variant_label[] == 'x'", "expected the name of a package"),
        ("variant_label[a == 'x'", "expected `]`"),
        ("variant_label[@] == 'x'", "`@` and the name"), ("variant_label[@a b] == 'x'", "`@` and the name"),
        ("variant_label[a==] == 'x'", "expected the name"),
        ("variant_label[a=1] == 'x'", "expected the name"),
        ("variant_label[../x] == 'x'", "expected the name"), ("variant_label[a] [b] == 'x'", "an operator"),
        ("sys_platform[a] == 'x'", "an operator"), ("'x' in extras[a]", "`and`, `or` or the end"),
        ("'x' == variant_features[a]", "can only be used"), ("variant_label[a] ~= '1.0'", "no version"),
        ("variant_label[@\(String(repeating: "x", count: 65))] == 'x'", "`@` and the name"),
    ]) func refuses(_ text: String, _ reason: String) {
        do {
            _ = try Marker(parsing: text, inLock: true)
            Issue.record("was read")
        } catch { #expect(error.message.contains(reason), "\(error.message)") }
    }

    /// Documents of others know no scopes.
    @Test(arguments: [
        "variant_label[alpha] == 'x'", "'nvidia' in variant_namespaces[alpha]",
        "variant_label[@pytorch] == 'x'",
    ]) func onlyInLocks(_ text: String) {
        #expect(throws: RequirementError.self) { try Marker(parsing: text) }
        #expect(throws: RequirementError.self) { try Requirement(parsing: "demo; \(text)") }
    }

    static func values(_ label: String, _ properties: [String] = []) -> VariantValues {
        VariantValues(
            label: label, properties: Set(properties), features: Set(properties.map { String($0.prefix(6)) }),
            namespaces: Set(properties.map { String($0.prefix(1)) }))
    }

    @Test(arguments: [
        ("variant_label[alpha] == 'x'", true), ("variant_label[beta] == 'x'", false),
        ("variant_label == 'x'", false), ("variant_label == 'own'", true),
        ("'a' in variant_namespaces[alpha]", true),
        ("'a' in variant_namespaces", false), ("'a :: f' in variant_features[alpha]", true),
        ("'a :: f :: 1' in variant_properties[alpha]", true), ("variant_label[@map] == 'cu130'", true),
        ("'cu' in variant_label[@map]", true), ("'demo:cpu' in extras", true),
        ("variant_label[alpha==2.0] != ''", true), ("variant_label[alpha==1.0] != ''", false),
        ("variant_label[alpha==2.0] == 'x'", true),
        ("'demo:gpu' in extras", false),
        ("'cpu' in extras", false), ("'demo:cpu' in dependency_groups", false),
        ("'demo:dev' in dependency_groups", true),
    ]) func evaluates(_ text: String, _ expected: Bool) {
        let variants: (MarkerScope) -> VariantValues = { scope in
            switch scope {
            case .package(let name): name.text == "alpha" ? Self.values("x", ["a :: f :: 1"]) : .ordinary
            case .index: Self.values("cu130")
            case .release(let name, let version):
                name.text == "alpha" && version == Version("2.0") ? Self.values("x") : .ordinary
            }
        }
        let extras: Set<ExtraName> = [ExtraName(inLock: "demo:cpu")!]
        let groups: Set<ExtraName> = [ExtraName(inLock: "demo:dev")!]
        let marker = Self.marker(text)
        #expect(
            marker.evaluate(
                VariantMarkerTests.environment, extras: extras, groups: groups, variant: Self.values("own"),
                variants: variants) == expected)
        #expect(
            MarkerSet(marker).evaluate(
                VariantMarkerTests.environment, extras: extras, groups: groups, variant: Self.values("own"),
                variants: variants) == expected)
    }

    @Test(arguments: [
        ("variant_label[a] == 'x'", "variant_label[a] == 'y'", true),
        ("variant_label[a] == 'x'", "variant_label[b] == 'y'", false),
        ("variant_label[a] == 'x'", "variant_label == 'y'", false),
        ("variant_label[@a] == 'x'", "variant_label[a] == 'y'", false),
        ("variant_label[@a] == 'x'", "variant_label[@a] == ''", true),
        ("variant_label[a] == ''", "'n' in variant_namespaces[a]", true),
        ("variant_label[a] == ''", "'n' in variant_namespaces[b]", false),
        ("'n :: f' in variant_features[a]", "'n' not in variant_namespaces[a]", true),
        ("'n :: f' in variant_features[a]", "'n' not in variant_namespaces[b]", false),
        ("'n :: f' in variant_features[a]", "'n' not in variant_namespaces", false),
        ("'cu' in variant_label[@m]", "variant_label[@m] == 'cpu'", true),
        ("'cu' in variant_label[@m]", "variant_label[@n] == 'cpu'", false),
        ("'demo:a' in extras", "'demo:a' in dependency_groups", false),
        ("'demo:a' in extras", "'demo:a' not in extras", true),
        ("'a' in extras", "'demo:a' not in extras", false),
    ]) func disjoint(_ a: String, _ b: String, _ expected: Bool) {
        #expect(Self.set(a).isDisjoint(with: Self.set(b)) == expected)
        #expect(Self.set(b).isDisjoint(with: Self.set(a)) == expected)
    }

    // MARK: Algebra, against all worlds of a small universe

    private struct World {
        var platform: String
        var extras: Set<ExtraName>
        var own: VariantValues
        var alpha: VariantValues
        var map: VariantValues

        func holds(_ marker: Marker?) -> Bool {
            var environment = VariantMarkerTests.environment
            environment.sysPlatform = platform
            environment.osName = "x"
            environment.platformSystem = "y"
            return marker?.evaluate(
                environment, extras: extras, variant: own, variants: { $0 == .index("m") ? map : alpha })
                ?? true
        }
    }

    private static let worlds: [World] = {
        let wheels = [
            VariantValues.ordinary, values("null"), values("x", ["a :: f :: 1"]),
            values("y", ["b :: f :: 1"]),
        ]
        let extras: [Set<ExtraName>] = [[], [ExtraName(inLock: "d:p")!], [ExtraName(inLock: "d:q")!]]
        var worlds: [World] = []
        for platform in ["linux", "win32", "other"] {
            for chosen in extras {
                for own in wheels {
                    for alpha in wheels {
                        for label in ["", "cpu", "cu"] {
                            worlds.append(
                                World(
                                    platform: platform, extras: chosen, own: own, alpha: alpha,
                                    map: values(label)))
                        }
                    }
                }
            }
        }
        return worlds
    }()

    private static let terms = [
        "sys_platform == 'linux'", "sys_platform != 'win32'", "'d:p' in extras", "'d:q' in extras",
        "'d:q' not in extras", "variant_label == 'x'", "variant_label[alpha] == 'x'",
        "variant_label[alpha] != ''",
        "'a' in variant_namespaces[alpha]", "'b' in variant_namespaces",
        "'a :: f' in variant_features[alpha]",
        "variant_label[@m] == 'cpu'", "variant_label[@m] == 'cu'", "variant_label[@m] != ''",
        "'c' in variant_label[@m]",
    ]

    private static func random(_ generator: inout SeededGenerator) -> String {
        var text = terms.randomElement(using: &generator)!
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let next = terms.randomElement(using: &generator)!
            text = "(\(text)) \(Bool.random(using: &generator) ? "and" : "or") \(next)"
        }
        return text
    }

    @Test func agreesWithEveryWorld() {
        var generator = SeededGenerator(4)
        var failures: [String] = []
        for _ in 0..<400 {
            let (one, two) = (Self.random(&generator), Self.random(&generator))
            let (a, b) = (Self.marker(one), Self.marker(two))
            let (inA, inB) = (Self.worlds.map { $0.holds(a) }, Self.worlds.map { $0.holds(b) })
            let (setA, setB) = (MarkerSet(a), MarkerSet(b))
            func check(_ what: String, _ set: MarkerSet, _ expected: [Bool]) {
                let marker = set.marker
                for (world, expected) in zip(Self.worlds, expected) where world.holds(marker) != expected {
                    failures.append("\(what) of \(one) and \(two): \(set.text)")
                    return
                }
            }
            check("text", setA, inA)
            check("not", setA.not, inA.map { !$0 })
            check("and", setA.and(setB), zip(inA, inB).map { $0 && $1 })
            check("or", setA.or(setB), zip(inA, inB).map { $0 || $1 })
            if setA.isDisjoint(with: setB), zip(inA, inB).contains(where: { $0 && $1 }) {
                failures.append("\(one) and \(two) are not disjoint")
            }
            if setA.implies(setB), zip(inA, inB).contains(where: { $0 && !$1 }) {
                failures.append("\(one) does not imply \(two)")
            }
            let simple = setA.simplified(under: setB).marker
            for (world, (a, b)) in zip(Self.worlds, zip(inA, inB)) where b && world.holds(simple) != a {
                failures.append("\(one) under \(two) is not \(simple?.description ?? "always")")
                break
            }
            let plain = setA.forgetting { if case .member = $0 { true } else { false } }
            for (world, holds) in zip(Self.worlds, inA) where holds && !world.holds(plain.marker) {
                failures.append("\(one) without extras is not \(plain.text)")
                break
            }
        }
        PackagingVectors.expectNone(failures, of: 400)
    }

    @Test(arguments: [
        (
            "'d:p' in extras and 'd:q' not in extras", "'d:p' not in extras or 'd:q' not in extras",
            "'d:p' in extras"
        ),
        (
            "'d:q' in extras and 'd:p' not in extras", "'d:p' not in extras or 'd:q' not in extras",
            "'d:q' in extras"
        ),
        (
            "variant_label[@m] == 'cu' and sys_platform == 'linux'",
            "variant_label[@m] == 'cu' and sys_platform == 'linux' or variant_label[@m] == ''",
            "variant_label[@m] == 'cu'"
        ),
        (
            "'d:p' not in extras and 'd:q' not in extras and python_version >= '3.10'",
            "('d:p' not in extras or 'd:q' not in extras) and python_version >= '3.10'",
            "'d:p' not in extras and 'd:q' not in extras"
        ),
        (
            "sys_platform == 'win32' and 'd:q' not in extras",
            "'d:p' in extras and 'd:q' not in extras or 'd:q' in extras and 'd:p' not in extras",
            "sys_platform == 'win32' and 'd:p' in extras"
        ),
        (
            "sys_platform == 'win32' and python_version >= '3.10'", "python_version >= '3.10'",
            "sys_platform == 'win32'"
        ),
    ]) func isShort(_ text: String, _ context: String, _ expected: String) {
        #expect(Self.set(text).simplified(under: Self.set(context)).text == expected)
    }

    @Test func movesBetweenScopes() {
        let own = Self.marker(
            "variant_label == 'x' and 'a' in variant_namespaces[b] and sys_platform == 'linux'")
        let scope = MarkerScope.package(PackageName("a")!)
        let moved = own.qualified(by: scope)
        #expect(
            moved.description
                == "variant_label[a] == 'x' and 'a' in variant_namespaces[b] and sys_platform == 'linux'")
        #expect(moved.unqualified(in: scope) == own)
        #expect(MarkerSet(moved).unqualified(in: scope) == MarkerSet(own))
    }
}
