package import VariantProviders

extension ProviderAnswer {
    /// Longest answer that is taken from anybody.
    private static let maxFeatures = 1024
    private static let maxValues = 65_536
    private static let maxLength = 1024

    /// The answer without features that have no value (V-213).
    ///
    /// - Throws: all that is wrong with it: names and values that are none (V-002, V-003), or that repeat, and
    ///   more of them than anybody can mean.
    package func validated() throws(Diagnostic) -> ProviderAnswer {
        var faults = Self.faults(of: features.map(\.name), "feature", VariantSyntax.isName)
        if features.count > Self.maxFeatures { faults = ["it lists \(features.count) features"] }
        for feature in features.prefix(Self.maxFeatures) {
            if feature.values.count > Self.maxValues {
                faults.append("it lists \(feature.values.count) values of `\(Self.shown(feature.name))`")
            } else {
                faults += Self.faults(of: feature.values, "value", VariantSyntax.isValue).map {
                    "\($0) of `\(Self.shown(feature.name))`"
                }
            }
        }
        guard faults.isEmpty else {
            let shown = faults.prefix(10) + (faults.count > 10 ? ["\(faults.count - 10) more faults"] : [])
            throw Diagnostic("its answer is not valid", causes: Array(shown))
        }
        var copy = self
        copy.features.removeAll { $0.values.isEmpty }
        return copy
    }

    private static func faults(
        of texts: [String], _ kind: String, _ isValid: (String) -> Bool
    ) -> [String] {
        var seen: Set<String> = []
        return texts.compactMap { text in
            if !isValid(text) || text.utf8.count > maxLength { return "`\(shown(text))` is no \(kind)" }
            return seen.insert(text).inserted ? nil : "repeated \(kind) `\(shown(text))`"
        }
    }

    private static func shown(_ text: String) -> String {
        text.unicodeScalars.count <= 60 ? text : String(text.unicodeScalars.prefix(60)) + "…"
    }
}
