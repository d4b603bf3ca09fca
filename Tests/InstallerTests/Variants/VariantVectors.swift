import Foundation
import Testing

@testable import Installer

/// Reads `Tests/Fixtures/variant-vectors/*.jsonl`, written by `generate_variant_vectors.py` from variantlib: one
/// JSON object a line.
enum VariantVectors {
    static func rows(_ name: String, from file: String = #filePath) throws -> [[String: Any]] {
        let tests = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let url = tests.appendingPathComponent("Fixtures/variant-vectors/\(name).jsonl")
        return try Data(contentsOf: url).split(separator: 0x0A).map {
            try #require(try JSONSerialization.jsonObject(with: $0) as? [String: Any])
        }
    }
}

/// Short forms for what tests write often.
func label(_ text: String) -> VariantLabel { VariantLabel(text)! }

func selector(_ text: String) -> VariantSelector { VariantSelector(parsing: text)! }

typealias Properties = [String: [String: [String]]]

extension VariantMetadata {
    init(order namespaces: [String], _ variants: [String: Properties]) {
        self.init(
            schema: Self.schema850, namespaces: namespaces,
            variants: Dictionary(
                uniqueKeysWithValues: variants.map { (label($0.key), VariantProperties($0.value)) }))
    }
}
