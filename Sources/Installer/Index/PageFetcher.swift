/// Gets one index's page for one package: from the cache while it is fresh, else from the index.
final class PageFetcher: Sendable {
    private let network: NetworkSettings
    private let cache: PageCache
    private let transfer: Transfer
    private let credentials: Credentials
    private let pool: WorkerPool
    private let reporter: any Reporter

    /// What an index has to say about a package.
    enum Answer: Sendable {
        case page(SimplePage)
        case absent
        /// Not in the cache, and the network is not used.
        case offline
    }

    /// Inflated. The largest real pages have about 40 MB.
    static let pageLimit = 128 << 20

    private static let accept =
        "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01"

    init(
        network: NetworkSettings, cache: PageCache, transfer: Transfer, credentials: Credentials,
        pool: WorkerPool, reporter: any Reporter
    ) {
        self.network = network
        self.cache = cache
        self.transfer = transfer
        self.credentials = credentials
        self.pool = pool
        self.reporter = reporter
    }

    /// A fresh page of the cache is given at once, on this thread.
    func page(_ name: PackageName, from index: IndexLocation) -> Future<Answer> {
        let ask: Question
        do { ask = try Question(name, index, credentials) } catch { return Future(error: error) }
        if ask.url.scheme == "file" { return pool.run { try self.localPage(ask) } }
        let cached = cache.page(index, name)
        if let cached, cached.isFor(userKey: ask.userKey) {
            let refreshes = network.refresh.covers(name)
            if network.offline || (!refreshes && cached.isFresh(at: Self.now, userKey: ask.userKey)) {
                reporter.trace(2) { "cached page \(ask.url.text)" }
                return Future(value: cached.isAbsent ? .absent : .page(cached))
            }
        }
        if network.offline { return Future(value: .offline) }
        return fetch(ask, cached: cached.flatMap { $0.isFor(userKey: ask.userKey) ? $0 : nil })
    }

    /// A package asked of an index.
    private struct Question: Sendable {
        let name: PackageName
        let index: IndexLocation
        let url: URLReference
        let credential: Credential?
        let userKey: UInt64

        init(_ name: PackageName, _ index: IndexLocation, _ credentials: Credentials) throws(InvalidURL) {
            self.name = name
            self.index = index
            url = try URLReference(parsing: index.url).asDirectory.resolving("\(name.text)/")
            credential = credentials.credential(for: url)
            userKey = Credentials.userKey(of: credential)
        }
    }

    private static var now: Int64 { Clock.wall() / 1_000_000_000 }

    // MARK: Over the network

    private func fetch(_ ask: Question, cached: SimplePage?) -> Future<Answer> {
        var headers = [("Accept", Self.accept)] + (cached?.facts.revalidation ?? [])
        if network.refresh.covers(ask.name) { headers.append(("Cache-Control", "no-cache")) }
        let request = TransferRequest(
            url: ask.url, headers: headers, credential: ask.credential,
            destination: .memory(limit: Self.pageLimit), allowsCompression: true)
        return transfer.start(request).map(on: pool) { response in
            self.reporter.trace(1) { "GET \(ask.url.text): \(response.status)" }
            return try self.answer(ask, response, cached)
        }
    }

    private func answer(_ ask: Question, _ response: TransferResponse, _ cached: SimplePage?) throws -> Answer
    {
        let now = Self.now
        let freshness = Freshness(response.headers, now: now)
        switch response.status {
        case 200:
            return .page(try page(ask, response, freshness, now))
        case 304:
            guard let cached else { break }
            // The cache is a convenience: that it cannot be written is no reason to fail.
            try? cache.renew(ask.index, ask.name, fetchedAt: now, freshUntil: now + freshness.seconds)
            return cached.isAbsent ? .absent : .page(cached)
        case 404, 410:
            if freshness.isStorable && freshness.seconds > 0 {
                let builder = PageBuilder(project: ask.name, base: response.url)
                var facts = Self.facts(ask, response, freshness, now)
                facts.isAbsent = true
                try? cache.store(builder.encoded(facts), ask.index, ask.name)
            }
            return .absent
        case 403 where ask.url.host == "download.pytorch.org":
            // This server says so of everything that it does not have.
            return .absent
        default: break
        }
        throw IndexError(
            .status(response.status), url: ask.url.text, index: ask.index.name,
            hasCredentials: ask.credential != nil)
    }

    private func page(
        _ ask: Question, _ response: TransferResponse, _ freshness: Freshness, _ now: Int64
    ) throws -> SimplePage {
        let builder = try Self.read(ask.name, response, shownURL: ask.url.text)
        let bytes = builder.encoded(Self.facts(ask, response, freshness, now))
        if freshness.isStorable { try? cache.store(bytes, ask.index, ask.name) }
        guard let page = SimplePage(bytes, name: ask.name, indexURL: ask.index.url) else {
            throw IndexError(.page("it is too large"), url: ask.url.text)
        }
        return page
    }

    private static func facts(
        _ ask: Question, _ response: TransferResponse, _ freshness: Freshness, _ now: Int64
    ) -> PageFacts {
        PageFacts(
            url: response.url.text, etag: response.headers["etag"],
            lastModified: response.headers["last-modified"], fetchedAt: now,
            freshUntil: now + freshness.seconds, variesByUser: freshness.variesByUser, userKey: ask.userKey)
    }

    /// The page in whatever form it came.
    static func read(
        _ name: PackageName, _ response: TransferResponse, shownURL: String
    ) throws -> PageBuilder {
        do {
            if try isJSON(response) {
                var builder = PageBuilder(project: name, base: response.url)
                try PageJSON.read(response.body, into: &builder)
                return builder
            }
            let anchors = HTMLAnchors(response.body)
            var builder = PageBuilder(project: name, base: PageHTML.base(of: anchors, at: response.url))
            try PageHTML.read(anchors, into: &builder)
            return builder
        } catch let fault as PageFault {
            throw IndexError(.page(fault.reason), url: shownURL)
        } catch let error as JSONError {
            throw IndexError(
                .page("line \(error.line), column \(error.column): \(error.what)"), url: shownURL)
        }
    }

    private static func isJSON(_ response: TransferResponse) throws(PageFault) -> Bool {
        let type = (response.headers["content-type"] ?? "").prefix(128).lowercased()
        if type.hasPrefix("application/vnd.pypi.simple.v"), !type.hasPrefix("application/vnd.pypi.simple.v1+")
        {
            throw PageFault(
                "its type `\(TextExcerpt.shortened(type))` is of a version that swuv does not know")
        }
        if type.contains("json") { return true }
        if type.contains("html") { return false }
        switch response.body.first(where: { !$0.isASCIISpace && $0 < 0x80 }) {
        case UInt8(ascii: "{"): return true
        case UInt8(ascii: "<"), nil: return false
        default: throw PageFault("it is neither JSON nor HTML")
        }
    }

    // MARK: A directory as an index

    private func localPage(_ ask: Question) throws -> Answer {
        guard let directory = ask.url.filePath, let root = try URLReference(parsing: ask.index.url).filePath
        else { throw InvalidURL(ask.url.text, "it names another host") }
        let index = LocalIndex(root: root, location: ask.index.url, mayBeMissing: ask.index.isExplicit)
        return try index.page(ask.name, in: directory).map { .page($0) } ?? .absent
    }
}
