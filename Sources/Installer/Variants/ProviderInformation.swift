package import VariantProviders

/// What a release's metadata says about the provider of one namespace (PEP 850).
package struct ProviderInformation: Hashable, Sendable {
    /// Off until the user enables it (V-180).
    package var isOptional: Bool
    package var kind: Kind

    package enum Kind: Hashable, Sendable {
        /// The lists are in the metadata: features in order, values in order (V-181).
        case listed([VariantFeature])
        /// A plugin package answers (V-184…V-192).
        /// `api` is nil when the default applies (V-192).
        case plugin(requires: [Requirement], api: String?)
        /// The tool itself answers: `abi_dependency`, or a name that it may not know (V-059).
        case builtin(String)
    }

    package init(isOptional: Bool = false, _ kind: Kind) {
        self.isOptional = isOptional
        self.kind = kind
    }
}
