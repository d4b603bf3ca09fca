import Testing
import VariantProviders

@testable import Installer

/// Spec §7.
struct VariantMarkerTests {
    static let environment = MarkerEnvironment(
        osName: "posix", sysPlatform: "linux", platformMachine: "x86_64",
        platformPythonImplementation: "CPython", platformRelease: "6.1", platformSystem: "Linux",
        platformVersion: "#1", pythonVersion: "3.12", pythonFullVersion: "3.12.4",
        implementationName: "cpython", implementationVersion: "3.12.4")

    /// W1: `cuda12.8` of PyTorch selected on CUDA 12.8, sm 8.9; W2: the null wheel; W3: an ordinary one.
    static let wheels: [VariantValues] = {
        let hosts = VariantSelectionTests.nvidia(
            12, 8,
            arch: VariantSelectionTests.real([89, 88, 87, 86, 85, 84, 83, 82, 81, 80]) + ["80_virtual"])
        let ranked = VariantSelectionTests.selection(
            VariantSelectionTests.torchOrder, VariantSelectionTests.torch, on: hosts
        ).ranked
        return [ranked.first!.markerValues, ranked.last!.markerValues, .ordinary]
    }()

    static let truthTable: [(String, String)] = [
        (#"variant_label == "cuda12.8""#, "TFF"), (#"variant_label != "null""#, "TFT"),
        (#"variant_label == """#, "FFT"), (#""cuda" in variant_label"#, "TFF"),
        (#""nvidia" in variant_namespaces"#, "TFF"), (#""nvidia" not in variant_namespaces"#, "FTT"),
        (#""nvidia::sm_arch" in variant_features"#, "TFF"),
        (#""nvidia :: sm_arch" in variant_namespaces"#, "FFF"),
        (#""nvidia ::sm_arch:: 86_real" in variant_properties"#, "TFF"),
        (#""nvidia :: sm_arch :: 120_real" in variant_properties"#, "FFF"),
        (#""nvidia :: sm_arch :: 89_real" in variant_properties"#, "FFF"),
        (#""nvidia :: sm_arch :: 120_real" not in variant_properties"#, "TTT"),
        (#""Nvidia" in variant_namespaces"#, "FFF"),
        (#""amd" in variant_namespaces or variant_label == "null""#, "FTF"),
        // V-131.
        (#"variant_label in "null cuda12.8""#, "TTT"), (#"variant_label in "null""#, "FTT"),
        (#"variant_label not in "null""#, "TFF"), (#""null" not in variant_label"#, "TFT"),
        (#"variant_label < "z""#, "FFF"), (#"variant_label > """#, "FFF"),
        (#"variant_label <= "null""#, "FTF"), (#"variant_label >= "null""#, "FTF"),
        (#""null" == variant_label"#, "FTF"),
        // V-132, A-16: only the white space around `::`.
        ("'nvidia\t::\tsm_arch' in variant_features", "TFF"),
        ("'nvidia :: sm arch' in variant_features", "FFF"),
        ("'nvidia : : sm_arch' in variant_features", "FFF"),
        ("'nvidia :: SM_ARCH' in variant_features", "FFF"),
        ("'nvidia :: sm-arch' in variant_features", "FFF"),
        ("'nvidia' in variant_features", "FFF"), ("'' in variant_namespaces", "FFF"),
        ("'nvidia :: sm_arch :: ' not in variant_properties", "TTT"),
        // V-136.
        ("'nvidia' in variant_namespaces and sys_platform == 'linux'", "TFF"),
        ("'nvidia' in variant_namespaces and extra == 'x'", "FFF"),
        ("'nvidia' in variant_namespaces and (extra == 'x' or python_version >= '3.8')", "TFF"),
        // V-133: the static tie-breaker is declared and supported.
        ("'priority :: order :: 2' in variant_properties", "TFF"),
    ]

    /// V-130, V-133, V-135, V-137.
    @Test(arguments: truthTable) func truth(_ text: String, _ expected: String) throws {
        let marker = try Marker(parsing: text)
        let set = MarkerSet(marker)
        for (wheel, expected) in zip(Self.wheels, expected) {
            #expect(marker.evaluate(Self.environment, variant: wheel) == (expected == "T"), "\(wheel.label)")
            #expect(
                set.evaluate(Self.environment, variant: wheel) == (expected == "T"), "\(wheel.label) as a set"
            )
            #expect(
                (set.marker?.evaluate(Self.environment, variant: wheel) ?? true) == (expected == "T"),
                "\(wheel.label) as \(set.text)")
        }
    }

    /// V-131.
    @Test(arguments: [
        #"variant_properties == "nvidia :: sm_arch :: 86_real""#, #"variant_namespaces in "nvidia""#,
        #"variant_features not in "a :: b""#, #""nvidia" == variant_namespaces"#,
        #""nvidia" < variant_namespaces"#, #""a" ~= variant_properties"#, #"variant_label ~= "1.0""#,
        #""1.0" ~= variant_label"#, #"variant_label === "null""#, "variant_label in variant_namespaces",
        "variant_labels == 'a'", "'a' in variant_label_",
    ]) func isRefused(_ text: String) {
        #expect(throws: RequirementError.self) { try Marker(parsing: text) }
        #expect(throws: RequirementError.self) { try Requirement(parsing: "demo; \(text)") }
    }

    @Test func writesOneSpace() throws {
        let marker = try Marker(parsing: "'a  ::b::   c.1' in variant_properties")
        #expect(marker.description == "'a :: b :: c.1' in variant_properties")
        #expect(try Marker(parsing: marker.description) == marker)
    }

    // MARK: Algebra

    static func set(_ text: String) -> MarkerSet { MarkerSet(try! Marker(parsing: text)) }

    static let p = "'nvidia :: sm_arch :: 90_real' in variant_properties"
    static let f = "'nvidia :: sm_arch' in variant_features"
    static let n = "'nvidia' in variant_namespaces"

    @Test(arguments: [
        ("variant_label == 'a'", "variant_label == 'b'"), ("variant_label == ''", n),
        ("variant_label == 'null'", n), ("variant_label == ''", f), ("variant_label == 'null'", p),
        (p, "'nvidia' not in variant_namespaces"), (p, "'nvidia :: sm_arch' not in variant_features"),
        (f, "'nvidia' not in variant_namespaces"),
        ("variant_label in 'null'", "variant_label == 'cu'"),
        ("'cu' in variant_label", "variant_label == ''"),
        ("'cu' in variant_label", "variant_label == 'null'"),
        ("'cu' in variant_label", "variant_label in 'null'"),
        ("'cu12' in variant_label", "'cu' not in variant_label"),
        ("variant_label in 'ab'", "variant_label not in 'abc'"),
        ("\(n) and sys_platform == 'linux'", "variant_label == '' or sys_platform == 'win32'"),
        ("\(p) or 'amd' in variant_namespaces", "variant_label == 'null'"),
        ("'Nvidia' in variant_namespaces", "python_version >= '3.0'"),
        ("\(p) and extra == 'x'", "'nvidia' not in variant_namespaces"),
    ]) func areDisjoint(_ a: String, _ b: String) {
        #expect(Self.set(a).isDisjoint(with: Self.set(b)))
        #expect(Self.set(b).isDisjoint(with: Self.set(a)))
        #expect(Self.set(a).implies(Self.set(b).not))
        #expect(Self.set(a).and(Self.set(b)).isFalse)
    }

    @Test(arguments: [
        (p, f), (f, n), (p, n), (n, "variant_label != ''"), (n, "variant_label != 'null'"),
        (p, "variant_label != '' and variant_label != 'null'"),
        ("variant_label == ''", "'nvidia' not in variant_namespaces"),
        ("variant_label == 'null'", "'a :: b :: c' not in variant_properties"),
        ("variant_label == 'cuda12.8'", "'cuda' in variant_label"),
        ("\(p) and \(f)", p), ("\(p) or \(f)", n),
        ("'cu12' in variant_label", "'cu' in variant_label and variant_label != ''"),
    ]) func implies(_ a: String, _ b: String) {
        #expect(Self.set(a).implies(Self.set(b)))
        #expect(Self.set(b).not.implies(Self.set(a).not))
    }

    @Test(arguments: [
        (n, f), (f, p), (n, p), (n, "variant_label == 'cuda12.8'"), (n, "'amd' in variant_namespaces"),
        (f, "'nvidia :: cuda' in variant_features"), ("variant_label == 'cuda12.8'", n),
        ("variant_label != ''", n), (p, "'nvidia :: sm_arch :: 80_real' in variant_properties"),
        ("'cu' in variant_label", "'cu12' in variant_label"),
        ("'nv :: sm_arch :: 1' in variant_properties", n),
        ("variant_label == 'null'", "sys_platform == 'linux'"),
    ]) func doesNotImply(_ a: String, _ b: String) {
        #expect(!Self.set(a).implies(Self.set(b)))
        #expect(!Self.set(a).isDisjoint(with: Self.set(b)))
    }

    /// Every answer against all wheels that a small universe can hold.
    @Test func agreesWithEveryWheel() throws {
        let properties = ["a :: f :: 1", "a :: f :: 2", "a :: g :: 1", "b :: f :: 1"]
        var wheels: [VariantValues] = [.ordinary]
        for bits in 0..<16 {
            let all = (0..<4).filter { bits >> $0 & 1 == 1 }.map { properties[$0] }
            for label in bits == 0 ? ["null", "x", "xy"] : ["x", "xy", "z"] {
                wheels.append(
                    VariantValues(
                        label: label, properties: Set(all), features: Set(all.map { String($0.prefix(6)) }),
                        namespaces: Set(all.map { String($0.prefix(1)) })))
            }
        }
        let terms =
            properties.map { "'\($0)' in variant_properties" }
            + ["a :: f", "a :: g", "b :: f"].map { "'\($0)' in variant_features" }
            + ["a", "b", "A"].map { "'\($0)' in variant_namespaces" }
            + ["", "null", "x", "xy", "z"].map { "variant_label == '\($0)'" }
            + [
                "'x' in variant_label", "'xy' in variant_label", "variant_label in 'xyz'",
                "variant_label in 'x'",
            ]
        var generator = SeededGenerator(825)
        var failures: [String] = []
        for _ in 0..<3000 {
            var text = terms.randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let next = terms.randomElement(using: &generator)!
                text = "(\(text)) \(Bool.random(using: &generator) ? "and" : "or") \(next)"
            }
            var set = Self.set(text)
            if Bool.random(using: &generator) { set = set.not }
            let other = Self.set(terms.randomElement(using: &generator)!)
            let both = set.and(other)
            let holds = wheels.contains { both.evaluate(Self.environment, variant: $0) }
            // The universe is small, so an empty one may be a gap of it; a full one is proof.
            if holds && both.isFalse { failures.append("\(text) with \(other.text) is possible") }
        }
        PackagingVectors.expectNone(failures, of: 3000)
    }

    /// A marker built to explode is left undecided and not waited for.
    @Test func isBounded() throws {
        let text = (0..<150).map { "'n\($0) :: f' in variant_features" }.joined(separator: " or ")
        let set = Self.set(text)
        #expect(!set.isFalse)
        #expect(!set.isDisjoint(with: Self.set("variant_label == 'x'")))
    }
}
