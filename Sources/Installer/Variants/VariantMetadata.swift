/// The variant metadata of a release on one source, or of one wheel (PEP 825, PEP 850; spec §3).
///
/// `NAME-VERSION-variants.json` of an index and `variant.json` of a wheel have this one shape.
package struct VariantMetadata: Hashable, Sendable {
    /// `$schema` as written.
    package var schema: String
    /// `default-priorities.namespace`: the most preferred first.
    package var namespaces: [String]
    /// By namespace; empty for metadata of PEP 825 alone.
    package var providers: [String: ProviderInformation]
    package var variants: [VariantLabel: VariantProperties]

    package init(
        schema: String, namespaces: [String], providers: [String: ProviderInformation] = [:],
        variants: [VariantLabel: VariantProperties]
    ) {
        self.schema = schema
        self.namespaces = namespaces
        self.providers = providers
        self.variants = variants
    }

    package static let schema825 = "https://variants-schema.wheelnext.dev/peps/825/v0.1.1.json"
    package static let schema850 = "https://variants-schema.wheelnext.dev/peps/850/v0.2.0.json"

    /// Longer files are not read.
    package static let sizeLimit = 16 << 20

    /// The namespaces whose properties are decided by the versions of other packages: those that a provider binds,
    /// and where none does the reserved one, if the variants use it without any other provider.
    package var abiNamespaces: Set<String> {
        let bound = providers.filter { $0.value.kind == .builtin(ProviderInformation.abiDependency) }
        if !bound.isEmpty { return Set(bound.keys) }
        let isUsed = variants.values.contains { $0.namespaces[ProviderInformation.abiDependency] != nil }
        return isUsed && providers[ProviderInformation.abiDependency] == nil
            ? [ProviderInformation.abiDependency] : []
    }

    /// What is allowed and yet hardly meant: a label other than `null` without properties (V-049), and labels with
    /// the same properties (V-050). Sorted.
    package var doubts: [String] {
        var doubts: [String] = []
        var labels: [VariantProperties: [VariantLabel]] = [:]
        for (label, properties) in variants {
            if !properties.isEmpty {
                labels[properties, default: []].append(label)
            } else if label != .null {
                doubts.append(
                    "`\(TextExcerpt.shortened(label.text))` has no properties, as only `null` should")
            }
        }
        for same in labels.values where same.count > 1 {
            let names = same.sorted().prefix(4).map { "`\(TextExcerpt.shortened($0.text))`" }
            doubts.append(
                names.joined(separator: ", ") + (same.count > 4 ? " and \(same.count - 4) more" : "")
                    + " have the same properties")
        }
        return doubts.sorted()
    }
}
