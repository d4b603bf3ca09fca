internal import Installer
internal import VariantProviders

/// What a plugin answered, held against the rules (V-212, V-213).
struct PluginAnswer {
    /// Features without values are not supported and left out.
    let catalogue: PluginCatalogue

    var features: [VariantFeature] { catalogue.features.map { VariantFeature($0.name, $0.values) } }

    /// - Parameter bytes: what `PluginScript` wrote: `{"features": [[name, [value…], multi_value]…],
    ///   "all_properties_compatible": …}`. It has checked the types.
    init(parsing bytes: [UInt8], api: ObjectReference) throws {
        func refusal(_ causes: [String]) -> Diagnostic {
            Diagnostic("`\(api.text)` gave no valid list of features", causes: Array(causes.prefix(8)))
        }
        let document = try JSONReader.parse(bytes, maxDepth: 5)
        guard let elements = document["features"]?.array else { throw refusal(["its answer is no list"]) }
        var faults: [String] = []
        var names: Set<String> = []
        var features: [PluginCatalogue.Feature] = []
        for element in elements {
            guard let name = element[0]?.string, let list = element[1]?.array else {
                throw refusal(["its answer is no list of features"])
            }
            let values = list.compactMap(\.string)
            if !VariantSyntax.isName(name) {
                faults.append("a feature is called `\(name.prefix(60))`, which is no valid name")
            } else if !names.insert(name).inserted {
                faults.append("the feature `\(name)` is there twice")
            }
            var seen: Set<String> = []
            for value in values {
                if !VariantSyntax.isValue(value) {
                    faults.append("`\(name.prefix(60))` has `\(value.prefix(60))`, which is no valid value")
                } else if !seen.insert(value).inserted {
                    faults.append("`\(name.prefix(60))` has the value `\(value.prefix(60))` twice")
                }
            }
            if !values.isEmpty {
                features.append(.init(name, values, isMultiValue: element[2]?.bool ?? true))
            }
        }
        if !faults.isEmpty { throw refusal(faults) }
        catalogue = PluginCatalogue(
            features: features, isForEveryHost: document["all_properties_compatible"]?.bool ?? false)
    }
}
