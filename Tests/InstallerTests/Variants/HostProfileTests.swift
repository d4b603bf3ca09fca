import Testing
import VariantProviders

@testable import Installer

/// V-186.
@Suite struct HostProfileTests {
    private static let whole = HostProfile(
        providers: [
            "nvidia": .init(
                [
                    VariantFeature("cuda_version_lower_bound", ["12.7", "12"]),
                    VariantFeature("sm_arch", ["89_real"]),
                ],
                source: "libnvidia-ml.so.1"),
            "tpu": .init([]),
        ], platform: .init(system: "linux", machine: "x86_64", libc: "glibc 2.36"))

    @Test func text() throws {
        let text = """
            {
              "schema_version": 1,
              "complete": true,
              "platform": {"system": "linux", "machine": "x86_64", "libc": "glibc 2.36"},
              "providers": {
                "nvidia": {
                  "static-properties": {
                    "cuda_version_lower_bound": ["12.7", "12"],
                    "sm_arch": ["89_real"]
                  },
                  "feature-order": ["cuda_version_lower_bound", "sm_arch"],
                  "source": "libnvidia-ml.so.1"
                },
                "tpu": {
                  "static-properties": {}
                }
              }
            }

            """
        #expect(Self.whole.text == text)
        #expect(try HostProfile(parsing: Array(text.utf8), file: "p.json") == Self.whole)
        let empty = HostProfile(isComplete: false, providers: [:])
        #expect(try HostProfile(parsing: Array(empty.text.utf8), file: "p.json") == empty)
    }

    @Test func shortForms() throws {
        let rows: [(String, HostProfile)] = [
            (
                #"{"providers": {"tpu": {"static-properties": {"present": ["false"]}}}}"#,
                HostProfile(providers: ["tpu": .init([VariantFeature("present", ["false"])])])
            ),
            (
                #"{"complete": false, "x": [1], "providers": {"a": {"y": 0, "static-properties": {"f": ["1"], "g": [], "h": ["2"]}, "feature-order": ["h", "g", "f"]}}}"#,
                HostProfile(
                    isComplete: false,
                    providers: ["a": .init([VariantFeature("h", ["2"]), VariantFeature("f", ["1"])])])
            ),
            (
                #"{"schema_version": 1, "platform": null, "providers": {"a": {"static-properties": {}, "source": null}}}"#,
                HostProfile(providers: ["a": .init([])])
            ),
        ]
        for (text, profile) in rows {
            #expect(try HostProfile(parsing: Array(text.utf8), file: "p.json") == profile)
        }
    }

    /// All faults at once, each with its place.
    @Test func faults() throws {
        let rows: [(String, String)] = [
            ("[", "Invalid JSON: unexpected end of the text at line 1, column 2"),
            ("[]", "expected an object, found an array"),
            ("{}", "`providers` is missing"),
            (
                #"{"schema_version": 2, "complete": "yes", "providers": []}"#,
                """
                `schema_version`: this version is not known; swuv reads version 1
                `complete`: expected `true` or `false`, found a string
                `providers`: expected an object, found an array
                """
            ),
            (
                #"{"schema_version": "1", "platform": {"system": 1}, "providers": {"Nv-1": 3, "a": {}, "b": {"static-properties": []}}}"#,
                """
                `schema_version`: expected an integer, found a string
                `providers.Nv-1`: a namespace is made of `0-9`, `a-z` and `_`
                `providers.Nv-1`: expected an object, found a number
                `providers.a`: `static-properties` is missing
                `providers.b.static-properties`: expected an object, found an array
                `platform.system`: expected a string, found a number
                `platform`: `machine` is missing
                """
            ),
            (
                #"{"providers": {"a": {"static-properties": {"F": ["1"], "g": "2", "h": ["1", "1", 3, "x-y"]}}}}"#,
                """
                `providers.a.static-properties.F`: a feature is made of `0-9`, `a-z` and `_`
                `providers.a.static-properties.g`: expected an array of strings, found a string
                `providers.a.static-properties.h[1]`: `1` is there twice
                `providers.a.static-properties.h[2]`: expected a string, found a number
                `providers.a.static-properties.h[3]`: a value is made of `0-9`, `a-z`, `_` and `.`
                `providers.a.feature-order`: it is missing, and there is more than one feature
                """
            ),
            (
                #"{"providers": {"a": {"source": 1, "static-properties": {"f": ["1"], "g": ["1"]}, "feature-order": ["f", "f", "h"]}}}"#,
                """
                `providers.a.source`: expected a string, found a number
                `providers.a.feature-order[1]`: `f` is there twice
                `providers.a.feature-order[2]`: `static-properties` has no feature `h`
                `providers.a.feature-order`: it leaves out the feature `g`
                """
            ),
            (
                """
                {"providers": {"a": {"static-properties": {"f": ["1"], "f": ["2"]}},
                  "a": {"static-properties": {}}}}
                """,
                """
                line 1, column 56: the key `f` stands twice in its object
                line 2, column 3: the key `a` stands twice in its object
                """
            ),
        ]
        for (text, causes) in rows {
            do {
                _ = try HostProfile(parsing: Array(text.utf8), file: "p.json")
                Issue.record("accepted: \(text)")
            } catch {
                let diagnostic = Diagnostic(describing: error)
                #expect(diagnostic.message == "Failed to read the host profile `p.json`")
                #expect(diagnostic.causes.joined(separator: "\n") == causes)
            }
        }
        let many = "{\"providers\": {" + (0..<50).map { "\"A\($0)\": 1" }.joined(separator: ",") + "}}"
        do {
            _ = try HostProfile(parsing: Array(many.utf8), file: "p.json")
        } catch {
            let causes = Diagnostic(describing: error).causes
            #expect(causes.count == 33 && causes.last == "and more")
        }
    }

    @Test func tomlOfTheOldFork() throws {
        let text = """
            [[provider]]
            namespace = "x86_64"
            [provider.properties]
            level = ["v3", "v2"]
            [[provider]]
            namespace = "tpu"
            properties = {}

            """
        #expect(
            try HostProfile(parsing: Array(text.utf8), file: "p.toml")
                == HostProfile(
                    providers: ["x86_64": .init([VariantFeature("level", ["v3", "v2"])]), "tpu": .init([])]))
        let bad = """
            [[provider]]
            namespace = "X"
            [[provider]]
            namespace = "a"
            [[provider]]
            namespace = "b"
            properties = { F = ["1"], g = ["1", "1", 2, "A"], h = 3 }

            """
        do {
            _ = try HostProfile(parsing: Array(bad.utf8), file: "p.toml")
            Issue.record("accepted")
        } catch {
            let causes = Diagnostic(describing: error).causes
            #expect(causes.map { $0.split(separator: ":")[0] }.count == 7)
            #expect(causes.first?.hasPrefix("line 2, column 13: a provider needs a `namespace`") == true)
        }
        #expect(throws: (any Error).self) { try HostProfile(parsing: Array("a = 1".utf8), file: "p.toml") }
    }

    /// Whatever is selected with the intersection fits on each host.
    @Test func intersection() {
        func profile(_ text: String, complete: Bool = true, platform: String? = "linux x86_64 2.36")
            -> HostProfile
        {
            // `ns feature value value; …`
            var providers: [String: HostProfile.Entry] = [:]
            for part in text.split(separator: ";") {
                let words = part.split(separator: " ").map(String.init)
                var entry = providers[words[0]] ?? .init([], source: "s")
                if words.count > 1 {
                    entry.features.append(VariantFeature(words[1], Array(words.dropFirst(2))))
                }
                providers[words[0]] = entry
            }
            let parts = platform?.split(separator: " ").map(String.init)
            return HostProfile(
                isComplete: complete, providers: providers,
                platform: parts.map { .init(system: $0[0], machine: $0[1], libc: $0[2]) })
        }
        let rows: [(HostProfile, HostProfile, HostProfile)] = [
            // A driver of 12.8 and one of 12.6; two GPUs.
            (
                profile("nv low 12.8 12.7 12.6;nv up 13.0 12.9;nv sm 90_real 90_virtual"),
                profile("nv up 13.0 12.9 12.8 12.7;nv low 12.6;nv sm 89_real 90_virtual"),
                profile("nv low 12.6;nv up 13.0 12.9;nv sm 90_virtual")
            ),
            (profile("a f 1 2"), profile("a f 2 1"), profile("a f 1 2")),
            (profile("a f 1;a g 1"), profile("a f 2;a g 1"), profile("a g 1")),
            (profile("a f 1;b f 1"), profile("a f 1"), profile("a f 1;b")),
            (profile("a f 1", complete: false), profile("b f 1"), profile("a;b")),
            (
                profile("a f 1", complete: false), profile("b f 1", complete: false),
                profile("a;b", complete: false)
            ),
            (
                profile("a f 1"), profile("a f 1", platform: "linux aarch64 2.36"),
                profile("a f 1", platform: nil)
            ),
        ]
        for (a, b, expected) in rows {
            var result = a.intersected(with: b)
            for key in result.providers.keys where result.providers[key]?.source == nil {
                result.providers[key]?.source = "s"
            }
            #expect(result == expected)
        }
        let half = profile("a f 1", platform: "linux x86_64 2.28")
        #expect(
            profile("a f 1").intersected(with: half).platform == .init(system: "linux", machine: "x86_64"))
    }
}
