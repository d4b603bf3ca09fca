internal import Installer
internal import VariantProviders

/// What one file of `providers.d` says (design §4).
struct DropInFile: Sendable {
    var path: Path
    /// It came with swuv.
    var isShipped = false
    var providers: [DropInProvider] = []
    /// `[[trust]]`: plugin packages that may be installed and run (V-271).
    var trusted: [TrustedPlugin] = []
    /// `[[variant-index]]`: maps from hardware to indexes.
    var variantIndexes: [DropInIndex] = []

    var isEmpty: Bool { providers.isEmpty && trusted.isEmpty && variantIndexes.isEmpty }
}

/// A `[[provider]]` table: who answers for a namespace.
struct DropInProvider: Sendable {
    var namespace: String
    var kind: Kind
    /// The plugins it stands for (V-190); nil when the table does not say.
    var standsFor: [ProviderEndpoint]?
    var isEnabled: Bool
    /// nil: the usual limit of its kind.
    var timeout: Duration?

    enum Kind: Sendable {
        /// One that swuv implements.
        case builtin(NativeProvider)
        /// A program that prints its answer.
        case command([String])
        /// A Python plugin (V-184, V-185).
        case python(requires: [Requirement], api: ObjectReference)
        /// A fixed list.
        case listed([VariantFeature])
        /// No one: the namespace is switched off (`enabled = false` alone).
        case nobody
    }
}
