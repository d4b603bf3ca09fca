/// A source of distributions that also builds: what is there only as source has metadata and a wheel like anything
/// else (seam 2).
package final class BuildingSource: DistributionSource {
    private let source: any DistributionSource
    private let builds: SourceBuilds

    package init(_ source: any DistributionSource, builds: SourceBuilds) {
        self.source = source
        self.builds = builds
    }

    package func page(for name: PackageName, from index: String?) -> Future<PackagePage> {
        source.page(for: name, from: index)
    }

    package func metadata(for file: IndexFile) -> Future<CoreMetadata> {
        file.isWheel ? source.metadata(for: file) : builds.metadata(of: file)
    }

    package func variants(of release: VariantRelease) -> Future<VariantAnswer> {
        source.variants(of: release)
    }

    package func archive(for file: IndexFile) -> Future<Path> { source.archive(for: file) }

    package func file(at url: String, for name: PackageName?, isEditable: Bool) -> Future<IndexFile> {
        builds.file(at: url, for: name, isEditable: isEditable)
    }

    package func build(_ file: IndexFile) -> Future<UnpackedWheel> { builds.wheel(of: file) }

    package func built(_ file: IndexFile) -> UnpackedWheel? { builds.existing(file) }

    package func archive(of wheel: UnpackedWheel, builtFrom file: IndexFile) throws -> Path {
        try builds.archive(of: wheel, builtFrom: file)
    }
}
