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
}
