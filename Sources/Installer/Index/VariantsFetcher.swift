/// Gets the variant metadata of releases: their variants files (V-070…V-081), and where there are none, what the
/// wheels say of themselves (`WheelVariantsReader`).
final class VariantsFetcher: Sendable {
    private let network: NetworkSettings
    private let cache: VariantsCache
    private let transfer: Transfer
    private let credentials: Credentials
    private let pool: WorkerPool
    private let wheels: WheelVariantsReader
    private let reporter: any Reporter
    private let files = Memo<VariantsFile, Reading>()

    /// What a variants file brought.
    private enum Reading: Sendable {
        case metadata(VariantMetadata)
        /// It is no variant metadata (V-060).
        case unusable(Diagnostic)
        /// The index lists it, but does not have it (V-080).
        case absent
    }

    init(
        network: NetworkSettings, cache: VariantsCache, transfer: Transfer, credentials: Credentials,
        pool: WorkerPool, wheels: WheelVariantsReader, reporter: any Reporter
    ) {
        self.network = network
        self.cache = cache
        self.transfer = transfer
        self.credentials = credentials
        self.pool = pool
        self.wheels = wheels
        self.reporter = reporter
    }

    func variants(of release: VariantRelease) -> Future<VariantAnswer> {
        guard let file = release.file else { return wheels.variants(of: release) }
        let reading = files.value(for: file) {
            pool.run { try self.start(file, release.name) }.flatMap { $0 }
        }
        return reading.flatMap { reading in
            switch reading {
            case .metadata(let metadata): Future(value: VariantAnswer(metadata: metadata))
            case .unusable(let fault): Future(value: VariantAnswer(metadata: nil, faults: [fault]))
            case .absent: self.wheels.variants(of: release)
            }
        }
    }

    /// A file that is asked for.
    private struct Question: Sendable {
        let file: VariantsFile
        let name: PackageName
        let url: URLReference
        let credential: Credential?
        let userKey: UInt64
    }

    private func start(_ file: VariantsFile, _ name: PackageName) throws -> Future<Reading> {
        let url = try URLReference(parsing: file.url)
        if let path = url.filePath { return Future(value: try local(path, file)) }
        guard url.isHTTP else { throw InvalidURL(file.url, "only `https`, `http` and `file` are supported") }
        let credential = credentials.credential(for: url)
        let ask = Question(
            file: file, name: name, url: url, credential: credential,
            userKey: Credentials.userKey(of: credential))
        let cached = cache.answer(file, of: name).flatMap { isFor($0, ask) ? $0 : nil }
        if let cached, network.offline || isCurrent(cached, ask) {
            reporter.trace(2) { "cached \(url.text)" }
            return Future(value: reading(of: cached, file))
        }
        if network.offline { throw IndexError(.offline, url: url.text) }
        return fetch(ask, cached)
    }

    private func isFor(_ answer: VariantsCache.Answer, _ ask: Question) -> Bool {
        !answer.facts.variesByUser || answer.facts.userKey == ask.userKey
    }

    /// What the index tells a secure hash of is what it is, however old: when the file changes, its hash does.
    private func isCurrent(_ answer: VariantsCache.Answer, _ ask: Question) -> Bool {
        if !answer.facts.isAbsent, ask.file.preferredHash?.algorithm.isSecure == true { return true }
        let facts = answer.facts
        return !network.refresh.covers(ask.name) && Self.now >= facts.fetchedAt && Self.now < facts.freshUntil
    }

    private static var now: Int64 { Clock.wall() / 1_000_000_000 }

    // MARK: Over the network

    private func fetch(_ ask: Question, _ cached: VariantsCache.Answer?) -> Future<Reading> {
        var headers = cached?.facts.revalidation ?? []
        if network.refresh.covers(ask.name) { headers.append(("Cache-Control", "no-cache")) }
        let request = TransferRequest(
            url: ask.url, headers: headers, credential: ask.credential,
            destination: .memory(limit: VariantMetadata.sizeLimit), allowsCompression: true)
        return transfer.start(request).map(on: pool) { response in
            self.reporter.trace(1) { "GET \(ask.url.text): \(response.status)" }
            return try self.answer(ask, response, cached)
        }.recover { error in
            guard let error = error as? TransferError, error.kind == .tooLarge else { throw error }
            return Future(value: .unusable(Self.tooLarge(ask.url.text)))
        }
    }

    private func answer(
        _ ask: Question, _ response: TransferResponse, _ cached: VariantsCache.Answer?
    ) throws -> Reading {
        switch response.status {
        case 200:
            try Self.verify(response.body, ask.file)
            return keep(response.body, isAbsent: false, ask, response)
        case 304:
            guard let cached else { break }
            var response = response
            if response.headers["etag"] == nil, let etag = cached.facts.etag {
                response.headers.append("etag", etag)
            }
            if response.headers["last-modified"] == nil, let date = cached.facts.lastModified {
                response.headers.append("last-modified", date)
            }
            return keep(cached.body, isAbsent: cached.facts.isAbsent, ask, response)
        case 404, 410: return keep([], isAbsent: true, ask, response)
        default: break
        }
        throw IndexError(
            .status(response.status), url: ask.url.text, hasCredentials: ask.credential != nil)
    }

    /// Into the cache, if it may be, and as a reading.
    private func keep(
        _ body: [UInt8], isAbsent: Bool, _ ask: Question, _ response: TransferResponse
    ) -> Reading {
        let now = Self.now
        let freshness = Freshness(response.headers, now: now)
        let answer = VariantsCache.Answer(
            facts: PageFacts(
                url: ask.url.text, etag: isAbsent ? nil : response.headers["etag"],
                lastModified: isAbsent ? nil : response.headers["last-modified"], fetchedAt: now,
                freshUntil: now + freshness.seconds, isAbsent: isAbsent,
                variesByUser: freshness.variesByUser,
                userKey: ask.userKey), body: body)
        // The cache is a convenience: that it cannot be written is no reason to fail.
        if freshness.isStorable { try? cache.store(answer, ask.file, of: ask.name) }
        return reading(of: answer, ask.file)
    }

    // MARK: Reading

    /// A file beside local wheels (V-077): read each time, never kept.
    private func local(_ path: Path, _ file: VariantsFile) throws -> Reading {
        guard let size = try File.status(path)?.size else { return .absent }
        guard size <= VariantMetadata.sizeLimit,
            let bytes = try File.readIfPresent(path, limit: VariantMetadata.sizeLimit)
        else { return .unusable(Self.tooLarge(path.text)) }
        try Self.verify(bytes, file)
        return parse(bytes, path.text)
    }

    /// Before anything else is made of it (V-073).
    private static func verify(_ bytes: [UInt8], _ file: VariantsFile) throws {
        guard let expected = file.preferredHash else { return }
        let found = try Digest.of(bytes, expected.algorithm)
        if found != expected { throw HashMismatch(url: file.url, expected: expected, found: found) }
    }

    private func reading(of answer: VariantsCache.Answer, _ file: VariantsFile) -> Reading {
        answer.facts.isAbsent ? .absent : parse(answer.body, Credentials.redact(file.url))
    }

    private func parse(_ bytes: [UInt8], _ source: String) -> Reading {
        do {
            return .metadata(try VariantMetadata(parsing: bytes, file: source))
        } catch {
            return .unusable(error.diagnostic)
        }
    }

    private static func tooLarge(_ source: String) -> Diagnostic {
        Diagnostic(
            "The variant metadata `\(source)` cannot be used",
            causes: ["it is larger than \(VariantMetadata.sizeLimit) bytes"])
    }
}
