/// A provider that swuv implements itself.
package struct NativeProvider: Sendable {
    /// What a drop-in file calls it (`builtin = "nvidia"`), and the namespace that it mostly answers for.
    package let name: String
    /// The namespace of published wheels: `nvidia`, `amd`, …
    package let namespace: String
    /// The published plugins it behaves like.
    package let endpoints: [ProviderEndpoint]
    /// All that it can be asked for; empty where nothing is said of that.
    package let known: @Sendable () -> [KnownFeature]
    package let make: @Sendable (any SystemProbe) -> any VariantProvider

    package init(
        name: String, namespace: String, endpoints: [ProviderEndpoint],
        known: @escaping @Sendable () -> [KnownFeature] = { [] },
        make: @escaping @Sendable (any SystemProbe) -> any VariantProvider
    ) {
        self.name = name
        self.namespace = namespace
        self.endpoints = endpoints
        self.known = known
        self.make = make
    }
}
