@testable import Installer

/// Texts of variant metadata for tests: namespaces whose provider is a list of `library`.
enum VariantsText {
    /// `variants` by label: nil for the null variant, else the value of `blas :: library`.
    static func of(
        _ variants: [String: String?], namespaces: [String] = ["blas"],
        libraries: [String] = ["openblas", "mkl"]
    ) -> String {
        func list(_ items: [String]) -> String { items.map { "\"\($0)\"" }.joined(separator: ",") }
        let providers = namespaces.map {
            "\"\($0)\":{\"static-properties\":{\"library\":[\(list(libraries))]}}"
        }
        let labels = variants.sorted { $0.key < $1.key }.map { label, library in
            "\"\(label)\":{\(library.map { "\"blas\":{\"library\":[\"\($0)\"]}" } ?? "")}"
        }
        return """
            {"$schema":"\(VariantMetadata.schema850)",
             "default-priorities":{"namespace":[\(list(namespaces))]},
             "providers":{\(providers.joined(separator: ","))},
             "variants":{\(labels.joined(separator: ","))}}
            """
    }

    static func metadata(_ variants: [String: String?], namespaces: [String] = ["blas"]) -> VariantMetadata {
        try! VariantMetadata(
            parsing: Array(of(variants, namespaces: namespaces).utf8), file: "variants of a test")
    }

    /// Metadata that nobody accepts, and why (V-040…V-059 have their own tests).
    static let broken: [(text: String, reason: String)] = [
        ("", "JSON"), ("{", "JSON"), ("[]", "object"), ("null", "object"), ("{}", "$schema"),
        (String(repeating: "[", count: 100_000), "levels deep"),
        (String(repeating: "{\"a\":", count: 100_000), "levels deep"),
        (of(["x": "mkl"]).replacing("\"blas\"]", with: "\"Blas\"]"), "Blas"),
    ]
}
