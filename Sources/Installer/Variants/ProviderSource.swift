/// The files of `providers.d`, read no further than somebody asks.
package struct ProviderSource: Sendable {
    /// Reads all of them.
    package let registry: @Sendable () throws -> ProviderRegistry
    /// Only those that may say who answers for a namespace, for whoever needs no map.
    package let detectors: @Sendable () throws -> ProviderRegistry
    /// Only what tells whether a package may be in a variant index.
    package let mappedNames: @Sendable () -> MappedNames

    package init(
        registry: @escaping @Sendable () throws -> ProviderRegistry,
        detectors: (@Sendable () throws -> ProviderRegistry)? = nil,
        mappedNames: @escaping @Sendable () -> MappedNames = { .any }
    ) {
        self.registry = registry
        self.detectors = detectors ?? registry
        self.mappedNames = mappedNames
    }

    /// swuv's own providers and no map.
    package static let native = ProviderSource(registry: { .native }, mappedNames: { .none })

    package func callAsFunction() throws -> ProviderRegistry { try registry() }
}
