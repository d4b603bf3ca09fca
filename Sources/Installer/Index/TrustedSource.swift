internal import Synchronization

/// Another source, narrowed to wheels of packages that are trusted to run: nothing of any other package is asked
/// for, downloaded or looked into (V-184).
package final class TrustedSource: WheelSource {
    private let source: any DistributionSource
    private let trusted: [PackageName: [TrustedPlugin]]
    private let state = Mutex(State())

    private struct State {
        var refused: Set<PackageName> = []
        /// URLs of the files that pages listed. What a dependency names by URL is none of them.
        var listed: Set<String> = []
    }

    package init(_ source: any DistributionSource, trusted: [TrustedPlugin]) {
        self.source = source
        self.trusted = Dictionary(grouping: trusted, by: \.package)
    }

    /// Packages that were asked for and are not trusted; sorted.
    package var refused: [PackageName] { state.withLock { $0.refused.sorted() } }

    /// An untrusted package is one without versions.
    package func page(for name: PackageName, from index: String?) -> Future<PackagePage> {
        guard let entries = trusted[name] else {
            state.withLock { _ = $0.refused.insert(name) }
            return Future(value: .missing(name, .unknown(indexes: [])))
        }
        let result = Future<PackagePage>()
        source.page(for: name, from: index).whenComplete { [self] outcome in
            result.complete(outcome.map { narrowed($0, to: entries) })
        }
        return result
    }

    private func narrowed(_ page: PackagePage, to entries: [TrustedPlugin]) -> PackagePage {
        if page.isMissing { return page }
        var files: [(tier: Int, file: IndexFile)] = []
        for index in 0..<page.versionCount {
            let version = page.version(index)
            let admitting = entries.filter { $0.versions?.contains(version) ?? true }
            if admitting.isEmpty { continue }
            for file in page.files(index) where admitting.contains(where: { $0.admits(file) }) {
                files.append((page.tier(index), file))
            }
        }
        let first = files.map(\.tier).min() ?? 0
        let kept = files.filter { $0.tier == first }.map(\.file)
        state.withLock { $0.listed.formUnion(kept.map(\.url)) }
        return PackagePage(name: page.name, files: kept)
    }

    package func metadata(for file: IndexFile) -> Future<CoreMetadata> {
        refusal(of: file).map { Future(error: $0) } ?? source.metadata(for: file)
    }

    /// None: plugins are installed from ordinary wheels (V-185).
    package func variants(of release: VariantRelease) -> Future<VariantAnswer> {
        Future(value: VariantAnswer(metadata: nil))
    }

    package func archive(for file: IndexFile) -> Future<Path> {
        refusal(of: file).map { Future(error: $0) } ?? source.archive(for: file)
    }

    private func refusal(of file: IndexFile) -> Diagnostic? {
        if state.withLock({ $0.listed.contains(file.url) }) { return nil }
        return Diagnostic("`\(file.url)` is not taken: what a plugin needs comes from an index")
    }
}

extension TrustedPlugin {
    /// An ordinary wheel of this package with one of the hashes; a file whose index tells no hash is held against
    /// them when it is here.
    func admits(_ file: IndexFile) -> Bool {
        guard let wheel = file.wheel, !wheel.isVariant, wheel.name == package else { return false }
        guard versions?.contains(file.version) ?? true else { return false }
        if hashes.isEmpty { return true }
        let algorithms = Set(hashes.map(\.algorithm))
        let comparable = file.hashes.filter { algorithms.contains($0.algorithm) }
        return comparable.isEmpty || comparable.contains { hashes.contains($0) }
    }
}
