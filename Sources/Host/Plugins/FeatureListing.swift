internal import VariantProviders

/// Features with their values as a drop-in or a program lists them, and where each part stands, to be held against
/// the rules of PEP 850's static providers (V-002, V-003, V-054…V-057).
struct FeatureListing<Place> {
    var features: [(name: String, place: Place, values: [(text: String, place: Place)])]
    /// `feature-order`; nil when it is not given.
    var order: [(name: String, place: Place)]?
    /// Where faults of the whole are shown.
    var place: Place

    /// The features in order; those with an empty list are left out, since nothing of them is supported. Every
    /// breach of a rule is told to `report`; then the result is of no use.
    func ordered(_ report: (String, Place) -> Void) -> [VariantFeature] {
        var known: [String: VariantFeature] = [:]
        for feature in features {
            if !VariantSyntax.isName(feature.name) {
                report(
                    "expected a feature of `a`-`z`, `0`-`9` and `_`, found `\(Self.shown(feature.name))`",
                    feature.place)
            }
            var seen: Set<String> = []
            for value in feature.values {
                if !VariantSyntax.isValue(value.text) {
                    report(
                        "expected a value of `a`-`z`, `0`-`9`, `_` and `.`, found `\(Self.shown(value.text))`",
                        value.place)
                } else if !seen.insert(value.text).inserted {
                    report(
                        "`\(Self.shown(value.text))` stands in the list of `\(Self.shown(feature.name))` already",
                        value.place)
                }
            }
            if known[feature.name] != nil {
                report("`\(Self.shown(feature.name))` is listed already", feature.place)
            }
            known[feature.name] = VariantFeature(feature.name, feature.values.map(\.text))
        }
        guard let order else {
            if features.count > 1 {
                report("more than one feature needs a `feature-order`", place)
            }
            return features.compactMap { known[$0.name] }.filter { !$0.values.isEmpty }
        }
        var result: [VariantFeature] = []
        var left = known
        for entry in order {
            if let feature = left.removeValue(forKey: entry.name) {
                result.append(feature)
            } else if known[entry.name] != nil {
                report("`\(Self.shown(entry.name))` stands in `feature-order` already", entry.place)
            } else {
                report("`feature-order` names `\(Self.shown(entry.name))`, which is not listed", entry.place)
            }
        }
        for name in left.keys.sorted() {
            report("`feature-order` does not name `\(Self.shown(name))`", place)
        }
        return result.filter { !$0.values.isEmpty }
    }

    /// For messages: whoever wrote it may have written a megabyte.
    private static func shown(_ text: String) -> String {
        text.count > 60 ? text.prefix(60) + "…" : text
    }
}
