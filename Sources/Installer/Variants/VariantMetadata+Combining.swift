internal import VariantProviders

extension VariantMetadata {
    /// The metadata of a release from that of its wheels (V-062). Neither the order nor the grouping of the
    /// wheels makes a difference.
    package func combined(with other: VariantMetadata) throws(InconsistentVariants) -> VariantMetadata {
        let (shorter, longer) =
            namespaces.count <= other.namespaces.count
            ? (namespaces, other.namespaces) : (other.namespaces, namespaces)
        guard longer.starts(with: shorter) else {
            throw .namespaces(namespaces, other.namespaces)
        }
        var variants = variants
        for (label, properties) in other.variants.sorted(by: { $0.key < $1.key }) {
            if let known = variants.updateValue(properties, forKey: label), known != properties {
                throw .variant(label, known, properties)
            }
        }
        var providers = providers
        for (namespace, provider) in other.providers.sorted(by: { $0.key < $1.key }) {
            if let known = providers.updateValue(provider, forKey: namespace), known != provider {
                throw .provider(namespace)
            }
        }
        return VariantMetadata(
            schema: Self.newer(schema, other.schema), namespaces: longer, providers: providers,
            variants: variants)
    }

    /// The schema with the greater version, so that the result may hold what either holds.
    private static func newer(_ a: String, _ b: String) -> String {
        let first = VariantSchema(a).version ?? (0, 0, 0)
        let second = VariantSchema(b).version ?? (0, 0, 0)
        return first == second ? max(a, b) : first > second ? a : b
    }
}

/// Two wheels of one release whose metadata contradict each other (V-061, V-062).
package enum InconsistentVariants: Error, Hashable, Sendable {
    /// Neither `default-priorities.namespace` begins with the other.
    case namespaces([String], [String])
    /// One label stands for two sets of properties.
    case variant(VariantLabel, VariantProperties, VariantProperties)
    /// The provider information of one namespace differs.
    case provider(String)
}

extension InconsistentVariants: Diagnosable {
    package var diagnostic: Diagnostic {
        switch self {
        case .namespaces(let a, let b):
            Diagnostic(
                "Neither `default-priorities.namespace` begins with the other",
                causes: [Self.text(a), Self.text(b)])
        case .variant(let label, let a, let b):
            Diagnostic(
                "The label `\(TextExcerpt.shortened(label.text))` stands for different properties",
                causes: [Self.text(a.all.map(\.description)), Self.text(b.all.map(\.description))])
        case .provider(let namespace):
            Diagnostic(
                "The entries of `providers` for `\(TextExcerpt.shortened(namespace))` differ")
        }
    }

    private static func text(_ items: [String]) -> String {
        if items.isEmpty { return "none" }
        let shown = items.prefix(20).map { "`\(TextExcerpt.shortened($0))`" }.joined(separator: ", ")
        return shown + (items.count > 20 ? " and \(items.count - 20) more" : "")
    }
}
