/// A source of distributions in which extras in the requirements of wheels of some indexes are replaced:
/// `rocm[device-all]` becomes `rocm[device-gfx942]`.
struct RewritingSource: DistributionSource {
    let source: any DistributionSource
    /// What there is to replace in the wheels of an index, given its URL; asked when a wheel from there is met.
    let rewrites: @Sendable (_ index: String) -> [Rewrite]

    struct Rewrite: Sendable {
        var rewrite: RequirementRewrite
        /// What comes in place of the extra; asked where that is required.
        var extras: @Sendable () throws -> [ExtraName]
    }

    func page(for name: PackageName, from index: String?) -> Future<PackagePage> {
        source.page(for: name, from: index)
    }

    func metadata(for file: IndexFile) -> Future<CoreMetadata> {
        let rewrites = rewrites(file.indexURL)
        if rewrites.isEmpty { return source.metadata(for: file) }
        return source.metadata(for: file).map { metadata in
            var metadata = metadata
            for item in rewrites where metadata.requirements.contains(where: item.rewrite.isAbout) {
                let extras = try item.extras()
                metadata.requirements = metadata.requirements.map { item.rewrite.applied(to: $0, extras) }
            }
            return metadata
        }
    }

    func variants(of release: VariantRelease) -> Future<VariantAnswer> { source.variants(of: release) }
    func archive(for file: IndexFile) -> Future<Path> { source.archive(for: file) }
    func file(at url: String, for name: PackageName?, isEditable: Bool) -> Future<IndexFile> {
        source.file(at: url, for: name, isEditable: isEditable)
    }
    func build(_ file: IndexFile) -> Future<UnpackedWheel> { source.build(file) }
    func built(_ file: IndexFile) -> UnpackedWheel? { source.built(file) }
    func archive(of wheel: UnpackedWheel, builtFrom file: IndexFile) throws -> Path {
        try source.archive(of: wheel, builtFrom: file)
    }
}
