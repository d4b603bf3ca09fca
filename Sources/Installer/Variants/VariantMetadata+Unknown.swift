internal import VariantProviders

extension VariantMetadata {
    /// Properties of these variants that the plugins which native providers stand for do not know, with what may be meant
    /// instead (V-254, V-324). Such a wheel is hardly ever taken; but a newer release of the plugin may know more.
    package var unknownProperties: [String] {
        namespaces.flatMap { namespace -> [String] in
            guard let (provider, plugin) = native(of: namespace) else { return [] }
            let known = provider.known()
            if known.isEmpty { return [] }
            let used = Set(variants.values.flatMap(\.all).filter { $0.namespace == namespace })
            let unknown = used.filter { property in
                !known.contains { $0.name == property.feature && $0.admits(property.value) }
            }
            let told = unknown.sorted().prefix(Self.mostTold).map { property in
                "`\(property)` is not known to `\(plugin)`\(Self.advice(property, known))"
            }
            let more = unknown.count - told.count
            return more == 0 ? told : told + ["\(more) more properties are not known to `\(plugin)`"]
        }
    }

    private static let mostTold = 8

    /// The native provider that answers for a namespace on every Python (V-190), and what people know it by.
    private func native(of namespace: String) -> (NativeProvider, plugin: String)? {
        switch providers[namespace]?.kind {
        case .builtin(let name):
            return NativeProvider.all.first { $0.name == name }.map { ($0, name) }
        case .plugin(let requires, let api):
            let match = ProviderMatch(requires: requires, api: api, markers: nil)
            let places = match.registrations(in: ProviderRegistry.native.registrations).matching
            guard let place = places.first, let plugin = match.remaining.first?.name else { return nil }
            return (NativeProvider.all[place], plugin.text)
        case .listed, nil: return nil
        }
    }

    /// What is written like it, or else what there is.
    private static func advice(_ property: VariantProperty, _ known: [KnownFeature]) -> String {
        let names = known.map(\.name)
        guard
            let feature = names.contains(property.feature)
                ? property.feature : closest(to: property.feature, among: names),
            let values = known.first(where: { $0.name == feature })
        else { return "; its features are \(listed(names))" }
        let value =
            values.admits(property.value)
            ? property.value : closest(to: property.value, among: values.values)
        guard let value else {
            return values.values.isEmpty ? "" : "; values of `\(feature)` are \(listed(values.values))"
        }
        return "; did you mean `\(VariantProperty(property.namespace, feature, value))`?"
    }

    /// Of similar words the one that begins alike: `90_real` for `90a_real`, and not `109_real`.
    private static func closest(to word: String, among known: [String]) -> String? {
        func alike(_ other: String) -> Int { zip(word.utf8, other.utf8).prefix { $0 == $1 }.count }
        return Suggestions.similar(to: word, among: known).reversed().max {
            alike($0) < alike($1)
        }
    }

    private static func listed(_ words: [String]) -> String {
        let shown = words.prefix(4).map { "`\($0)`" }.commaSeparated
        return words.count > 4 ? "\(shown) and \(words.count - 4) more" : shown
    }
}
