/// A provider whose answer depends on no machine: what wheels were linked with (V-410…V-412).
///
/// In wheels these appear mostly as lists in the metadata, which win; this answers where a wheel asks the plugin.
package struct FixedListProvider: VariantProvider {
    package let name: String
    let values: [String]

    package init(name: String, values: [String]) {
        self.name = name
        self.values = values
    }

    var known: [KnownFeature] { [KnownFeature("provider", values)] }

    package func answer() -> ProviderAnswer {
        ProviderAnswer(
            features: [VariantFeature("provider", values)], source: "fixed list",
            summary: values.commaSeparated,
            observations: [.init("fixed list", "the same on every host")])
    }
}

extension FixedListProvider {
    static let blasLapack = FixedListProvider(name: "blas_lapack", values: ["accelerate", "openblas", "mkl"])
    static let openMP = FixedListProvider(name: "openmp", values: ["gnu", "intel", "llvm"])
}

extension NativeProvider {
    static let blasLapack = NativeProvider(
        name: "blas_lapack", namespace: "blas_lapack",
        endpoints: [
            ProviderEndpoint(
                package: "blas-lapack-variant-provider", versions: ["0.0.3"],
                pluginAPI: "blas_lapack_variant_provider")
        ],
        known: { FixedListProvider.blasLapack.known }, make: { _ in FixedListProvider.blasLapack })

    static let openMP = NativeProvider(
        name: "openmp", namespace: "openmp",
        endpoints: [
            ProviderEndpoint(
                package: "openmp-variant-provider", versions: ["0.0.2"], pluginAPI: "openmp_variant_provider")
        ],
        known: { FixedListProvider.openMP.known }, make: { _ in FixedListProvider.openMP })
}
