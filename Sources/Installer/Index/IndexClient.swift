/// The indexes and find-links locations of a command as one source of distributions (seam 2).
package final class IndexClient: WheelSource {
    private let settings: IndexSettings
    /// Those that may be asked for any package, in the order in which they are.
    private let indexes: [IndexLocation]
    private let pageFetcher: PageFetcher
    private let metadataFetcher: MetadataFetcher
    private let variantsFetcher: VariantsFetcher
    private let archiveFetcher: ArchiveFetcher
    private let findLinks: FindLinks
    private let pages = Memo<PackageName, PackagePage>()
    private let pinnedPages = Memo<Pin, PackagePage>()
    private let metadata = Memo<String, CoreMetadata>()

    /// - Parameters:
    ///   - cache: prepared (`CacheLayout.prepare`).
    ///   - pool: parses pages and metadata and verifies downloads.
    package init(
        settings: IndexSettings, network: NetworkSettings, cache: CacheLayout, pool: WorkerPool,
        reporter: any Reporter, credentials: Credentials
    ) {
        self.settings = settings
        let open = settings.indexes.filter { !$0.isExplicit }
        indexes = settings.noIndex ? [] : open.filter { !$0.isDefault } + open.filter(\.isDefault)
        let transfer = Transfer(settings: network.transfer)
        pageFetcher = PageFetcher(
            network: network, cache: PageCache(cache), transfer: transfer, credentials: credentials,
            pool: pool, reporter: reporter)
        archiveFetcher = ArchiveFetcher(
            network: network, cache: cache, transfer: transfer, credentials: credentials, pool: pool,
            reporter: reporter)
        let members = WheelMemberFetcher(
            network: network, cache: MetadataCache(cache), transfer: transfer, credentials: credentials,
            pool: pool, archives: archiveFetcher, reporter: reporter)
        metadataFetcher = MetadataFetcher(
            network: network, members: members, transfer: transfer, credentials: credentials, pool: pool,
            reporter: reporter)
        variantsFetcher = VariantsFetcher(
            network: network, cache: VariantsCache(cache), transfer: transfer, credentials: credentials,
            pool: pool, wheels: WheelVariantsReader(members: members, pool: pool), reporter: reporter)
        findLinks = FindLinks(
            locations: settings.findLinks, network: network, transfer: transfer, credentials: credentials,
            pool: pool, reporter: reporter)
    }

    private struct Pin: Hashable {
        var name: PackageName
        var index: String
    }

    package func page(for name: PackageName, from index: String?) -> Future<PackagePage> {
        guard let index else { return pages.value(for: name) { lookUp(name) } }
        return pinnedPages.value(for: Pin(name: name, index: index)) { lookUp(name, only: index) }
    }

    package func metadata(for file: IndexFile) -> Future<CoreMetadata> {
        metadata.value(for: file.url) { Self.naming(file, metadataFetcher.metadata(for: file)) }
    }

    package func variants(of release: VariantRelease) -> Future<VariantAnswer> {
        variantsFetcher.variants(of: release)
    }

    package func archive(for file: IndexFile) -> Future<Path> {
        Self.naming(file, archiveFetcher.archive(for: file))
    }

    /// URLs may say nothing: what fails is told by the file's name too.
    private static func naming<Value>(_ file: IndexFile, _ future: Future<Value>) -> Future<Value> {
        let name = file.basename
        if file.url.hasSuffix(name) { return future }
        return future.recover { error in
            if var error = error as? TransferError {
                error.file = name
                throw error
            }
            if var error = error as? IndexError {
                error.file = name
                throw error
            }
            throw error
        }
    }

    // MARK: One index

    /// What one index has; find-links locations do not count. An index of the settings keeps its name in messages.
    private func lookUp(_ name: PackageName, only url: String) -> Future<PackagePage> {
        if settings.noIndex {
            return Future(value: .missing(name, .noIndex(findLinks: settings.findLinks)))
        }
        let index = settings.indexes.first { $0.url == url } ?? IndexLocation(url: url, isExplicit: true)
        return pageFetcher.page(name, from: index).map { self.merged(name, [index], [$0], links: []) }
    }

    // MARK: Several indexes

    private func lookUp(_ name: PackageName) -> Future<PackagePage> {
        let asked: [IndexLocation]
        if let pin = settings.pins[name], !settings.noIndex {
            guard let index = settings.indexes.first(where: { $0.name == pin }) else {
                return Future(error: IndexError(.noSuchIndex(name, pin), url: ""))
            }
            asked = [index]
        } else {
            asked = indexes
        }
        let answers: Future<[PageFetcher.Answer]> =
            settings.strategy == .firstIndex ? first(name, asked[...], []) : all(name, asked)
        if findLinks.isEmpty { return answers.map { self.merged(name, asked, $0, links: []) } }
        let links = findLinks.pages(for: name)
        return answers.flatMap { answers in
            links.map { self.merged(name, asked, answers, links: $0) }
        }
    }

    /// Asks one index after the other until one has the package. An index that fails ends the search: a
    /// stranger's package must not take the place of a private one whose index is out of order.
    private func first(
        _ name: PackageName, _ rest: ArraySlice<IndexLocation>, _ before: [PageFetcher.Answer]
    ) -> Future<[PageFetcher.Answer]> {
        guard let index = rest.first else { return Future(value: before) }
        return pageFetcher.page(name, from: index).flatMap { answer in
            if case .page = answer { return Future(value: before + [answer]) }
            return self.first(name, rest.dropFirst(), before + [answer])
        }
    }

    /// Asks all indexes at a time.
    private func all(_ name: PackageName, _ asked: [IndexLocation]) -> Future<[PageFetcher.Answer]> {
        Future.all(asked.map { pageFetcher.page(name, from: $0) })
    }

    private func merged(
        _ name: PackageName, _ asked: [IndexLocation], _ answers: [PageFetcher.Answer], links: [SimplePage]
    ) -> PackagePage {
        var found: [SimplePage] = []
        var isOffline = false
        for answer in answers {
            switch answer {
            case .page(let page): found.append(page)
            case .absent: break
            case .offline: isOffline = true
            }
        }
        if found.isEmpty && links.isEmpty {
            if isOffline { return .missing(name, .offline) }
            if asked.isEmpty { return .missing(name, .noIndex(findLinks: settings.findLinks)) }
            return .missing(name, .unknown(indexes: asked.map(\.url)))
        }
        return PackagePage(
            name: name, links: links, pages: found, tiered: settings.strategy == .unsafeFirstMatch,
            notAsked: asked.dropFirst(answers.count).map(\.url))
    }
}
