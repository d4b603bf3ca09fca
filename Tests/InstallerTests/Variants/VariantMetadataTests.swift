import Foundation
import Testing
import VariantProviders

@testable import Installer

/// Spec §3.
struct VariantMetadataTests {
    static func parse(_ text: String) throws -> VariantMetadata {
        try VariantMetadata(parsing: Array(text.utf8), file: "demo-1.0-variants.json")
    }

    static func faults(_ text: String) -> [String] {
        do {
            _ = try parse(text)
            return []
        } catch {
            return ((error as? VariantMetadataError)?.faults ?? []).map(\.message)
        }
    }

    static let providers = """
        {"gpu": {"requires": ["gpu-provider >=1"], "plugin-api": "gpu_provider.plugin : Plugin"},
         "blas": {"static-properties": {"threads": ["on", "off"], "library": ["openblas", "mkl"]},
                  "feature-order": ["library", "threads"]}}
        """
    static let variants = #"{"null": {}, "mkl": {"blas": {"library": ["mkl"]}}}"#

    /// A whole file with some of its parts replaced.
    static func file(
        schema: String = VariantMetadata.schema850, priorities: String = #"{"namespace": ["gpu", "blas"]}"#,
        providers: String? = providers, variants: String? = variants, more: String = ""
    ) -> String {
        """
        {"$schema": "\(schema)", "default-priorities": \(priorities)\(providers.map { ",\n \"providers\": \($0)" } ?? "")\(variants.map { ",\n \"variants\": \($0)" } ?? "")\(more)}
        """
    }

    // MARK: What is read

    @Test func readsTheMinimalFile() throws {
        let metadata = try Self.parse(Self.file())
        #expect(metadata.schema == VariantMetadata.schema850)
        #expect(metadata.namespaces == ["gpu", "blas"])
        #expect(
            metadata.providers["gpu"]
                == ProviderInformation(
                    .plugin(
                        requires: [try Requirement(parsing: "gpu-provider>=1")],
                        api: "gpu_provider.plugin:Plugin")))
        // V-038: `feature-order` and static values keep their order.
        #expect(
            metadata.providers["blas"]
                == ProviderInformation(
                    .listed([
                        VariantFeature("library", ["openblas", "mkl"]),
                        VariantFeature("threads", ["on", "off"]),
                    ])))
        #expect(
            metadata.variants == [
                .null: VariantProperties(), label("mkl"): VariantProperties(["blas": ["library": ["mkl"]]]),
            ])
        #expect(metadata.doubts == [])
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        /// What the faults say, in order; none: it is accepted.
        let faults: [String]
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ faults: String...) {
            self.name = name
            self.text = text
            self.faults = faults
        }
    }

    static let name = "(`0-9`, `a-z` and `_`)"
    static let value = "(`0-9`, `a-z`, `_` and `.`)"

    static func variant(_ features: String) -> String { file(variants: #"{"x": \#(features)}"#) }
    static func blas(_ provider: String) -> String {
        file(
            priorities: #"{"namespace": ["blas"]}"#, providers: #"{"blas": \#(provider)}"#, variants: "{}")
    }

    static let rows: [Row] = [
        // Syntax.
        Row("V-040 not JSON", "{", "it is not JSON: unexpected end of the text"),
        Row("V-040 text after it", "{} x", "it is not JSON: unexpected text after the end of the value"),
        Row("V-040 a list", "[]", "it: expected an object, found a list"),
        Row(
            "V-040 a key twice", file(more: #", "variants": {}"#),
            "the key `variants` stands twice in its object"),
        Row(
            "V-040 a key twice deep inside",
            variant(#"{"blas": {"library": ["mkl"], "library": ["openblas"]}}"#),
            "the key `library` stands twice in its object"),
        Row(
            "V-040 a key twice by an escape", variant(#"{"blas": {"a": ["mkl"], "\u0061": ["b"]}}"#),
            "the key `a` stands twice in its object"),
        Row("a byte order mark is no fault", "\u{FEFF}" + file()),
        Row(
            "V-273 nested too deep", file(more: #", "x": \#(String(repeating: "[", count: 100))"#),
            "it is not JSON: nested more than 32 levels deep"),
        // $schema.
        Row(
            "V-041 no schema", #"{"default-priorities": {"namespace": ["a"]}, "variants": {}}"#,
            "`$schema` is missing"),
        Row(
            "V-041 a schema that is no string",
            #"{"$schema": 1, "default-priorities": {"namespace": ["a"]}, "variants": {}}"#,
            "`$schema`: expected a string, found a number"),
        Row(
            "V-030 what variantlib writes",
            file(schema: "https://variants-schema.wheelnext.dev/v0.2.0.json")),
        Row("V-030 another host and path", file(schema: "https://packaging.example/x/850/v0.2.0.json")),
        Row("V-032 a newer minor", file(schema: "https://x/v0.9.7.json")),
        Row("V-032 what the last draft becomes", file(schema: "https://x/v1.0.0.json")),
        Row(
            "V-032 a major that is not supported", file(schema: "https://x/v2.0.0.json"),
            "`$schema` has version 2.0.0, and swuv knows 0.x and 1.x"),
        Row(
            "V-037 namespaces that no wheel uses",
            file(
                priorities: #"{"namespace": ["blas", "unused"]}"#,
                providers:
                    #"{"blas": {"static-properties": {"a": ["1"]}}, "unused": {"requires": ["unused-provider"]}}"#,
                variants: #"{"null": {}}"#)),
        Row("V-033 an unknown schema that parses", file(schema: "https://example.org/mine.json")),
        Row(
            "A-01 a newer draft that parses",
            file(schema: "https://variants-schema.wheelnext.dev/peps/850/v0.3.0.json")),
        Row(
            "A-01 a newer draft with new keys",
            file(schema: "https://variants-schema.wheelnext.dev/peps/850/v0.3.0.json", more: #", "new": 1"#),
            "`new` is not a key of variant metadata"),
        Row(
            "A-01, V-034 major 1 with new keys",
            file(
                schema: "https://x/v1.4.0.json", priorities: #"{"namespace": ["blas"], "new": 1}"#,
                providers: #"{"blas": {"static-properties": {"a": ["1"]}, "new": {}}}"#,
                variants: #"{"null": {}}"#, more: #", "new": [[1.5, null]]"#)),
        Row(
            "A-01 major 2", file(schema: "https://x/v2.0.0.json", more: #", "new": 1"#),
            "`$schema` has version 2.0.0, and swuv knows 0.x and 1.x"),
        Row(
            "A-01 an unknown major of another shape",
            #"{"$schema": "https://variants-schema.wheelnext.dev/peps/850/v9.1.0.json", "tree": {"mkl": 1}}"#,
            "`$schema` has version 9.1.0, and swuv knows 0.x and 1.x"),
        Row("a version of another form is none", file(schema: "https://x/v02.x.json")),
        // Unknown keys (V-034).
        Row("at the top", file(more: #", "hints": {}"#), "`hints` is not a key of variant metadata"),
        Row(
            "in priorities", file(priorities: #"{"namespace": ["gpu", "blas"], "feature": {}}"#),
            "`default-priorities.feature` is not a key of variant metadata"),
        Row(
            "in a provider", blas(#"{"builtin": "a", "enable-if": "x", "build-requires": []}"#),
            "`providers.blas.enable-if` is not a key of variant metadata",
            "`providers.blas.build-requires` is not a key of variant metadata"),
        // default-priorities.
        Row("V-042 none", #"{"$schema": "x", "variants": {}}"#, "`default-priorities` is missing"),
        Row(
            "V-042 no namespace", #"{"$schema": "x", "default-priorities": {}, "variants": {}}"#,
            "`default-priorities.namespace` is missing"),
        Row(
            "V-042 empty", file(priorities: #"{"namespace": []}"#, providers: "{}", variants: "{}"),
            "`default-priorities.namespace` is empty; expected at least one name"),
        Row(
            "V-042 no list", file(priorities: #"{"namespace": "gpu"}"#),
            "`default-priorities.namespace`: expected a list, found a string"),
        Row(
            "V-042 bad names", file(priorities: #"{"namespace": ["gpu", "Blas", "", "a-b", 1]}"#),
            "`default-priorities.namespace`: `Blas` is not a namespace \(name)",
            "`default-priorities.namespace`: `` is not a namespace \(name)",
            "`default-priorities.namespace`: `a-b` is not a namespace \(name)",
            "`default-priorities.namespace`: expected a string, found a number"),
        Row(
            "V-005 a trailing line end", file(priorities: #"{"namespace": ["gpu", "blas\n"]}"#),
            "`default-priorities.namespace`: `blas ` is not a namespace \(name)"),
        Row(
            "V-043 twice", file(priorities: #"{"namespace": ["gpu", "blas", "gpu"]}"#),
            "`default-priorities.namespace`: `gpu` is there twice"),
        // variants.
        Row("no variants", file(variants: nil), "`variants` is missing"),
        Row("variants may be empty", file(variants: "{}")),
        Row(
            "V-044 an unlisted namespace", variant(#"{"amd": {"gfx": ["a"]}}"#),
            "`variants.x.amd`: the namespace is not in `default-priorities.namespace`"),
        Row("V-045 a namespace without features", variant(#"{"blas": {}, "amd": {}}"#)),
        Row(
            "V-045 its name is checked", variant(#"{"Amd": {}}"#),
            "`variants.x.Amd` is not a namespace \(name)"),
        Row(
            "V-046 no values", variant(#"{"blas": {"library": []}}"#),
            "`variants.x.blas.library` is empty; expected at least one value"),
        Row(
            "V-047 a value twice", variant(#"{"blas": {"library": ["mkl", "b", "mkl"]}}"#),
            "`variants.x.blas.library`: `mkl` is there twice"),
        Row("V-038 values in any order", variant(#"{"blas": {"library": ["z", "a"]}}"#)),
        Row(
            "V-048 null with properties", file(variants: #"{"null": {"blas": {"library": ["mkl"]}}}"#),
            "`variants.null` has properties; the variant `null` has none"),
        Row("V-049 another label without properties", variant("{}")),
        Row(
            "V-050 labels that share their properties",
            file(variants: #"{"a": {"blas": {"l": ["1"]}}, "b": {"blas": {"l": ["1"]}}}"#)),
        Row(
            "V-060 bad labels",
            file(variants: #"{"../../x": {}, "": {}, "A": {}, "a-b": {}, "a\n": {}, "ä": {}, "..": {}}"#),
            "`variants.\"../../x\"` is not a variant label \(value)",
            "`variants.\"\"` is not a variant label \(value)",
            "`variants.A` is not a variant label \(value)", "`variants.a-b` is not a variant label \(value)",
            "`variants.\"a \"` is not a variant label \(value)",
            "`variants.\"ä\"` is not a variant label \(value)"),
        Row(
            "V-002, V-003 bad names and values",
            variant(#"{"blas": {"lib.rary": ["a"], "l": ["A", "a-b", "a b", "", 1, "a.b"]}}"#),
            "`variants.x.blas.\"lib.rary\"` is not a feature \(name)",
            "`variants.x.blas.l`: `A` is not a value \(value)",
            "`variants.x.blas.l`: `a-b` is not a value \(value)",
            "`variants.x.blas.l`: `a b` is not a value \(value)",
            "`variants.x.blas.l`: `` is not a value \(value)",
            "`variants.x.blas.l`: expected a string, found a number"),
        Row(
            "values that are no lists", variant(#"{"blas": {"a": "mkl", "b": {"mkl": 1}}}"#),
            "`variants.x.blas.a`: expected a list, found a string",
            "`variants.x.blas.b`: expected a list, found an object"),
        Row(
            "variants that are no objects", file(variants: #"{"x": [], "y": null, "z": {"blas": true}}"#),
            "`variants.x`: expected an object, found a list",
            "`variants.y`: expected an object, found `null`",
            "`variants.z.blas`: expected an object, found a boolean"),
        Row(
            "V-004 a label of 5,000 letters",
            file(variants: #"{"\#(String(repeating: "a", count: 5000))": {}}"#)),
        Row(
            "V-273 a label of a million letters",
            file(variants: #"{"\#(String(repeating: "a", count: 1_000_000))": {}}"#),
            "`variants.\(String(repeating: "a", count: 99))…`: a text of more than 65536 bytes"),
        // providers.
        Row("V-051 missing", file(providers: nil), "`providers` is missing"),
        Row(
            "V-051 missing with variantlib's schema",
            file(schema: "https://variants-schema.wheelnext.dev/v0.2.0.json", providers: nil),
            "`providers` is missing"),
        Row("825 has none", file(schema: VariantMetadata.schema825, providers: nil)),
        Row("825 may have them all the same", file(schema: VariantMetadata.schema825)),
        Row(
            "and then they are validated",
            file(schema: VariantMetadata.schema825, providers: #"{"gpu": {"builtin": "x"}}"#),
            "`providers`: the namespace `blas` of `default-priorities` is missing"),
        Row(
            "V-051 another set", file(providers: #"{"gpu": {"builtin": "x"}, "amd": {"builtin": "x"}}"#),
            "`providers.amd`: the namespace is not in `default-priorities.namespace`",
            "`providers`: the namespace `blas` of `default-priorities` is missing"),
        Row(
            "V-052 none", blas("{}"),
            "`providers.blas` has none; expected one of `static-properties`, `requires` and `builtin`"),
        Row(
            "V-052 two", blas(#"{"requires": ["a"], "builtin": "x"}"#),
            "`providers.blas` has `requires` and `builtin`; expected one of `static-properties`, `requires` and `builtin`"
        ),
        Row(
            "V-053 plugin-api", blas(#"{"builtin": "x", "plugin-api": "a:b"}"#),
            "`providers.blas` has `plugin-api`, which only goes with `requires`"),
        Row("plugin-api null is absent", blas(#"{"builtin": "x", "plugin-api": null}"#)),
        Row(
            "V-053 feature-order", blas(#"{"builtin": "x", "feature-order": ["a"]}"#),
            "`providers.blas` has `feature-order`, which only goes with `static-properties`"),
        Row(
            "V-054 no order", blas(#"{"static-properties": {"a": ["1"], "b": ["1"]}}"#),
            "`providers.blas` has 2 static features and no `feature-order`"),
        Row("one feature needs none", blas(#"{"static-properties": {"a": ["1"]}}"#)),
        Row(
            "V-055 empty", blas(#"{"static-properties": {"a": ["1"]}, "feature-order": []}"#),
            "`providers.blas.feature-order` is empty; expected at least one name"),
        Row(
            "V-055 too few",
            blas(#"{"static-properties": {"a": ["1"], "b": ["1"]}, "feature-order": ["a"]}"#),
            "`providers.blas`: `feature-order` does not name exactly the features of `static-properties`"),
        Row(
            "V-055 another", blas(#"{"static-properties": {"a": ["1"]}, "feature-order": ["b"]}"#),
            "`providers.blas`: `feature-order` does not name exactly the features of `static-properties`"),
        Row(
            "V-055 twice", blas(#"{"static-properties": {"a": ["1"]}, "feature-order": ["a", "a"]}"#),
            "`providers.blas.feature-order`: `a` is there twice"),
        Row(
            "V-056 a static value twice", blas(#"{"static-properties": {"a": ["1", "0", "1"]}}"#),
            "`providers.blas.static-properties.a`: `1` is there twice"),
        Row("V-057 no static features", blas(#"{"static-properties": {}}"#)),
        Row("V-057 no static values", blas(#"{"static-properties": {"a": []}}"#)),
        Row(
            "V-058 requires nothing", blas(#"{"requires": []}"#),
            "`providers.blas.requires` is empty; expected at least one requirement"),
        Row(
            "requires no requirement", blas(#"{"requires": ["a b"]}"#),
            "`providers.blas.requires`: `a b` is not a requirement: expected `[`, a version specifier such as `>=1.0`, `@` and a URL, `;` or the end"
        ),
        Row("V-059 an unknown builtin", blas(#"{"builtin": "nothing_known"}"#)),
        Row(
            "builtin is a string", blas(#"{"builtin": null}"#),
            "`providers.blas.builtin`: expected a string, found `null`"),
        Row(
            "optional is a boolean", blas(#"{"builtin": "x", "optional": "yes"}"#),
            "`providers.blas.optional`: expected `true` or `false`, found a string"),
        Row(
            "V-210 plugin-api", blas(#"{"requires": ["a"], "plugin-api": "a b"}"#),
            "`providers.blas.plugin-api`: `a b` is not a module, or a module and an object such as `package.module:Plugin`"
        ),
        Row(
            "keys of providers have no upper case",
            file(
                priorities: #"{"namespace": ["blas"]}"#,
                providers: #"{"blas": {"builtin": "x"}, "BLAS": {"builtin": "x"}}"#, variants: "{}"),
            "`providers.BLAS` is not a namespace \(name)"),
        // The reserved namespace of ABI dependencies (A-05).
        Row("in neither table", variant(#"{"abi_dependency": {"torch": ["2.8"]}}"#)),
        Row(
            "but not beside its provider",
            file(
                priorities: #"{"namespace": ["abi"]}"#,
                providers: #"{"abi": {"builtin": "abi_dependency"}}"#,
                variants: #"{"x": {"abi_dependency": {"torch": ["2.8"]}}}"#),
            "`variants.x.abi_dependency`: the namespace is not in `default-priorities.namespace`"),
        // Everything at once, in the order of the text.
        Row(
            "all faults at once",
            #"{"default-priorities": {"namespace": ["a", "A"]}, "more": 1, "variants": {"B": {}, "c": {"a": {"f": []}}}}"#,
            "`$schema` is missing", "`more` is not a key of variant metadata",
            "`default-priorities.namespace`: `A` is not a namespace \(name)",
            "`variants.B` is not a variant label \(value)",
            "`variants.c.a.f` is empty; expected at least one value"),
        Row(
            "V-421 a file of the 817 era",
            #"{"$schema": "https://variants-schema.wheelnext.dev/v0.0.3.json", "default-priorities": {"namespace": ["nvidia"], "feature": {}}, "providers": {"nvidia": {"requires": ["x"], "install-time": true}}, "static-properties": {}, "variants": {"null": {}}}"#,
            "`static-properties` is not a key of variant metadata",
            "`default-priorities.feature` is not a key of variant metadata",
            "`providers.nvidia.install-time` is not a key of variant metadata"),
    ]

    /// V-030…V-059, A-01.
    @Test(arguments: rows) func validates(_ row: Row) {
        #expect(Self.faults(row.text) == row.faults)
    }

    /// The same table as variantlib has it, for what both enforce.
    @Test func agreesWithVariantlib() throws {
        let rows = try VariantVectors.rows("validation")
        let base = try #require(rows.first?["document"] as? [String: Any])
        var failures: [String] = []
        for row in rows {
            let path = try #require(row["path"] as? [String])
            let document = Self.changed(base, path[...], row["value"])
            let bytes = Array(try JSONSerialization.data(withJSONObject: document))
            let isValid = (try? VariantMetadata(parsing: bytes, file: "x")) != nil
            if isValid != row["valid"] as? Bool {
                failures.append("\(path): \(String(describing: row["value"])) is valid: \(isValid)")
            }
        }
        PackagingVectors.expectNone(failures, of: rows.count)
    }

    private static func changed(
        _ document: [String: Any], _ path: ArraySlice<String>, _ value: Any?
    ) -> [String: Any] {
        guard let key = path.first else { return document }
        var document = document
        document[key] =
            path.count == 1 ? value : changed(document[key] as! [String: Any], path.dropFirst(), value)
        return document
    }

    // MARK: Errors

    @Test func errorsSayWhere() throws {
        let text =
            "{\"$schema\": \"https://example.org/x.json\",\n \"default-priorities\": {\"namespace\": [\"A\"]}}"
        do {
            _ = try Self.parse(text)
            Issue.record("accepted")
        } catch let error as VariantMetadataError {
            #expect(
                error.diagnostic
                    == Diagnostic(
                        "Invalid variant metadata in `demo-1.0-variants.json`",
                        causes: [
                            "line 2, column 39: `default-priorities.namespace`: `A` is not a namespace \(Self.name)",
                            "line 1, column 1: `variants` is missing",
                            // V-033.
                            "its `$schema`, `https://example.org/x.json`, is not one that swuv knows",
                        ]))
        }
    }

    /// V-273: what is hostile stays short and without control characters, and is not read to its end.
    @Test func hostileTextIsBounded() throws {
        let bad = (0..<200_000).map { "\"\\u001b[31m\($0)\": {}" }.joined(separator: ",")
        do {
            _ = try Self.parse(Self.file(variants: "{\(bad)}"))
            Issue.record("accepted")
        } catch let error as VariantMetadataError {
            #expect(error.faults.count == VariantMetadataError.maxFaults)
            #expect(error.isCut)
            let text = error.diagnostic.causes.joined()
            #expect(text.utf8.count < 8000)
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
        }
        #expect(
            Self.faults(Self.file(more: ", \"x\": [" + String(repeating: "1,", count: 1 << 20) + "1]")) == [
                "it holds more than 1048576 values"
            ])
        #expect(
            Self.faults(String(repeating: " ", count: VariantMetadata.sizeLimit + 1)) == [
                "it is longer than 16 MiB"
            ])
    }

    /// V-006.
    @Test func manyOfEverything() throws {
        let values = (0..<1000).map { "\"v\($0)\"" }.sorted().joined(separator: ",")
        let variants = (0..<300).map { "\"l\($0)\": {\"blas\": {\"library\": [\(values)]}}" }
        let metadata = try Self.parse(Self.file(variants: "{\(variants.joined(separator: ","))}"))
        #expect(metadata.variants.count == 300)
        #expect(metadata.doubts.count == 1)
    }

    // MARK: Embedded

    @Test(
        arguments: [
            (#"{"mkl": {"blas": {"library": ["mkl"]}}}"#, nil),
            ("{}", "`variants` is empty; expected the one variant `mkl`, as the file name says"),
            (#"{"null": {}}"#, "`variants` holds `null`; expected `mkl`, as the file name says"),
            (
                variants,
                "`variants` holds 2 variants (`mkl`, `null`); expected only `mkl`, as the file name says"
            ),
        ] as [(String, String?)]) func embeddedIsAboutOneVariant(_ variants: String, _ fault: String?) throws
    {
        // V-035.
        let metadata = try Self.parse(Self.file(variants: variants))
        if let fault {
            let error = #expect(throws: VariantMetadataError.self) {
                try metadata.embedded(label: label("mkl"), file: "x")
            }
            #expect(error?.faults.map(\.message) == [fault])
        } else {
            try metadata.embedded(label: label("mkl"), file: "x")
        }
    }

    // MARK: Doubts

    @Test func doubts() throws {
        let metadata = try Self.parse(
            Self.file(
                variants: #"{"e": {}, "null": {}, "b": {"blas": {"l": ["1"]}}, "a": {"blas": {"l": ["1"]}}}"#)
        )
        #expect(
            metadata.doubts == [
                "`a`, `b` have the same properties", "`e` has no properties, as only `null` should",
            ])
    }

    // MARK: Combining

    static func one(
        _ name: String, _ properties: Properties = [:], order: [String] = ["a"],
        providers: [String: ProviderInformation] = [:], schema: String = VariantMetadata.schema850
    ) -> VariantMetadata {
        VariantMetadata(
            schema: schema, namespaces: order, providers: providers,
            variants: [label(name): VariantProperties(properties)])
    }

    @Test func combines() throws {
        let x = ProviderInformation(.builtin("x"))
        let wheels = [
            Self.one("null", order: ["a"], schema: VariantMetadata.schema825),
            Self.one("p", ["a": ["f": ["1"]]], order: ["a", "b"], providers: ["a": x]),
            Self.one("q", ["b": ["f": ["1"]]], order: ["a", "b", "c"], providers: ["a": x, "b": x]),
            Self.one("p", ["a": ["f": ["1"]]], order: ["a"]),
        ]
        // V-062: associative and independent of the order.
        var results: Set<VariantMetadata> = []
        var generator = SeededGenerator(1)
        for _ in 0..<24 {
            var rest = wheels.shuffled(using: &generator)
            while rest.count > 1 {
                let at = Int.random(in: 1..<rest.count, using: &generator)
                let joined = try rest[at - 1].combined(with: rest[at])
                rest.replaceSubrange(at - 1...at, with: [joined])
            }
            results.insert(rest[0])
        }
        #expect(results.count == 1)
        let metadata = try #require(results.first)
        #expect(metadata.namespaces == ["a", "b", "c"])
        #expect(metadata.schema == VariantMetadata.schema850)
        #expect(metadata.variants.keys.map(\.text).sorted() == ["null", "p", "q"])
        #expect(metadata.providers == ["a": x, "b": x])
    }

    @Test func refusesWhatContradicts() throws {
        let plugin = ProviderInformation(
            .plugin(requires: [try Requirement(parsing: "a"), try Requirement(parsing: "b")], api: nil))
        let swapped = ProviderInformation(
            .plugin(requires: [try Requirement(parsing: "b"), try Requirement(parsing: "a")], api: nil))
        let optional = ProviderInformation(isOptional: true, plugin.kind)
        let p = Self.one("p", ["a": ["f": ["1"]]])
        let q = Self.one("p", ["a": ["f": ["2"]]])
        let rows: [(VariantMetadata, VariantMetadata, InconsistentVariants)] = [
            (Self.one("p", order: ["a"]), Self.one("q", order: ["b"]), .namespaces(["a"], ["b"])),
            (
                Self.one("p", order: ["a", "b"]), Self.one("q", order: ["b", "a"]),
                .namespaces(["a", "b"], ["b", "a"])
            ),
            (p, q, .variant(label("p"), p.variants[label("p")]!, q.variants[label("p")]!)),
            // A-10: the order of requirements counts, `optional` has its default.
            (
                Self.one("p", providers: ["a": plugin]), Self.one("q", providers: ["a": swapped]),
                .provider("a")
            ),
            (
                Self.one("p", providers: ["a": plugin]), Self.one("q", providers: ["a": optional]),
                .provider("a")
            ),
        ]
        for (a, b, expected) in rows {
            #expect(throws: expected) { try a.combined(with: b) }
        }
    }

    /// A-10: values are compared and not their spelling.
    @Test func spellingDoesNotCount() throws {
        let a = try Self.parse(Self.blas(#"{"requires": ["Foo.Bar >= 1"], "plugin-api": "a : b"}"#))
        let b = try Self.parse(
            Self.blas(#"{"requires": ["foo-bar>=1"], "plugin-api": "a:b", "optional": false}"#))
        #expect(try a.combined(with: b).providers == a.providers)
    }

    // MARK: Text

    /// V-063, and what is written is read as the same.
    @Test func textIsStable() throws {
        let metadata = try Self.parse(
            Self.file(
                priorities: #"{"namespace": ["site", "gpu", "blas"]}"#,
                providers:
                    #"{"gpu": {"requires": ["b>=1; python_version>'3'", "a"], "plugin-api": "m:C"}, "site": {"optional": true, "builtin": "abi_dependency"}, "blas": {"optional": false, "static-properties": {"z": ["2", "1"], "y": []}, "feature-order": ["z", "y"]}}"#,
                variants:
                    #"{"null": {}, "b": {"gpu": {"sm": ["9", "10"]}, "blas": {"z": ["1"], "a": ["2"]}}, "a": {}}"#
            ))
        let text = metadata.text
        #expect(try Self.parse(text) == metadata)
        #expect(try Self.parse(text).text == text)
        let compact = text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
        #expect(
            compact
                == #"{"$schema": "https://variants-schema.wheelnext.dev/peps/850/v0.2.0.json","default-priorities": {"namespace": ["site","gpu","blas"]},"providers": {"blas": {"static-properties": {"z": ["2","1"],"y": []},"feature-order": ["z","y"]},"gpu": {"requires": ["b>=1 ; python_version > '3'","a"],"plugin-api": "m:C"},"site": {"optional": true,"builtin": "abi_dependency"}},"variants": {"a": {},"b": {"blas": {"a": ["2"],"z": ["1"]},"gpu": {"sm": ["10","9"]}},"null": {}}}"#
        )
    }

    @Test func textOf825HasNoProviders() throws {
        let metadata = try Self.parse(Self.file(schema: VariantMetadata.schema825, providers: nil))
        #expect(!metadata.text.contains("providers"))
        #expect(try Self.parse(metadata.text) == metadata)
    }
}
