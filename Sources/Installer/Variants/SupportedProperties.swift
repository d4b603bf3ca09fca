package import VariantProviders

/// The host lists that one release's variants are held against: for each namespace the features and values
/// that the host supports, in order of preference (V-094), and why a namespace has none.
package struct SupportedProperties: Hashable, Sendable {
    /// By namespace. Absent or empty: nothing of it is supported.
    package var features: [String: [VariantFeature]]
    /// Why a namespace supports nothing, for messages.
    package var reasons: [String: Unsupported]
    /// Namespaces that are bound to the ABI dependency provider; their properties are decided by the versions of
    /// other packages and not by lists (V-230).
    package var abiNamespaces: Set<String>

    package init(
        features: [String: [VariantFeature]] = [:], reasons: [String: Unsupported] = [:],
        abiNamespaces: Set<String> = []
    ) {
        self.features = features
        self.reasons = reasons
        self.abiNamespaces = abiNamespaces
    }

    /// Why the host list of a namespace is empty (V-092).
    package enum Unsupported: Hashable, Sendable {
        /// The metadata calls the provider optional, and the user has not enabled it.
        case optional
        /// The user disabled it.
        case disabled
        /// The profile in force does not name it.
        case notInProfile
        /// No provider here stands for the plugin, and the user does not trust these packages.
        case untrusted(packages: [String])
        /// A provider here stands for the plugin, but for none of the releases that the metadata asks for
        /// and the plugin is not trusted.
        case otherRelease(String, reproduced: [String])
        /// `builtin` names something unknown.
        case unknownBuiltin(String)
        /// The metadata names no provider for it (PEP 825 alone), and the user gave no list (V-189).
        case noProvider
        /// The provider was asked and found nothing.
        case nothingFound
        /// The provider was asked and failed; why.
        case failed(String)
    }
}
