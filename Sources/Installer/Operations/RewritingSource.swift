/// A source of distributions in which requirements of the wheels of some indexes are written anew for the host:
/// `rocm[device-all]` becomes `rocm[device-gfx942]`.
struct RewritingSource: DistributionSource {
    let source: any DistributionSource
    /// By the URL of the index; asked when a wheel from there is met.
    let rewrites: @Sendable (String) -> [RequirementRewrite]?
    let supported: @Sendable (RequirementRewrite) throws -> SupportedProperties

    func page(for name: PackageName, from index: String?) -> Future<PackagePage> {
        source.page(for: name, from: index)
    }

    func metadata(for file: IndexFile) -> Future<CoreMetadata> {
        guard let rewrites = rewrites(file.indexURL) else { return source.metadata(for: file) }
        let supported = supported
        return source.metadata(for: file).map { metadata in
            var metadata = metadata
            for rewrite in rewrites
            where metadata.requirements.contains(where: {
                $0.name == rewrite.package && $0.extras.contains(rewrite.extra)
            }) {
                let host = try supported(rewrite)
                metadata.requirements = metadata.requirements.map { rewrite.applied(to: $0, on: host) }
            }
            return metadata
        }
    }

    func variants(of release: VariantRelease) -> Future<VariantAnswer> { source.variants(of: release) }
    func archive(for file: IndexFile) -> Future<Path> { source.archive(for: file) }
}
