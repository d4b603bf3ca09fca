internal import Synchronization

/// Gets the core metadata of wheels: from the cache, from the index beside the wheel (PEP 658), from the
/// wheel's end by ranges, or from the whole wheel, in this order.
final class MetadataFetcher: Sendable {
    private let network: NetworkSettings
    private let cache: MetadataCache
    private let transfer: Transfer
    private let credentials: Credentials
    private let pool: WorkerPool
    private let archives: ArchiveFetcher
    private let reporter: any Reporter
    /// Servers that ignore ranges.
    private let rangeless = Mutex<Set<Origin>>([])

    /// A wheel of at most this size is fetched whole: one request either way, and it may be installed next.
    private static let wholeSize: UInt64 = 48 << 10

    init(
        network: NetworkSettings, cache: MetadataCache, transfer: Transfer, credentials: Credentials,
        pool: WorkerPool, archives: ArchiveFetcher, reporter: any Reporter
    ) {
        self.network = network
        self.cache = cache
        self.transfer = transfer
        self.credentials = credentials
        self.pool = pool
        self.archives = archives
        self.reporter = reporter
    }

    func metadata(for file: IndexFile) -> Future<CoreMetadata> {
        guard let wheel = file.wheel else {
            return Future(
                error: Diagnostic(
                    "The metadata of `\(file.basename)` is only known after building it",
                    hints: ["Source distributions are not built yet; choose a version that has a wheel"]))
        }
        return pool.run { try self.start(file, wheel) }.flatMap { $0 }
    }

    private func start(_ file: IndexFile, _ wheel: WheelFilename) throws -> Future<CoreMetadata> {
        let url = try URLReference(parsing: file.url)
        if let path = url.filePath {
            return Future(value: try parse(WheelMetadata.read(path, wheel), file, source: file.url))
        }
        if let header = cache.header(of: file) {
            reporter.trace(2) { "cached metadata of \(file.basename)" }
            if let metadata = try? parse(header, file, source: file.url) { return Future(value: metadata) }
        }
        if network.offline { throw IndexError(.offline, url: url.text) }
        if case .available(let hash) = file.metadata { return beside(file, wheel, url, hash) }
        return fromWheel(file, wheel, url)
    }

    // MARK: Beside the wheel

    private func beside(
        _ file: IndexFile, _ wheel: WheelFilename, _ url: URLReference, _ hash: Hash?
    ) -> Future<CoreMetadata> {
        let place = url.appendingToPath(".metadata")
        let credential = credentials.credential(for: place)
        let request = TransferRequest(
            url: place, credential: credential,
            destination: .memory(limit: Int(WheelMetadata.sizeLimit)), allowsCompression: true)
        return transfer.start(request).flatMap(on: pool) { response in
            self.reporter.trace(1) { "GET \(place.text): \(response.status)" }
            switch response.status {
            case 200: break
            case 404, 410, 403:
                // The index promised it; the wheel has it too.
                return self.fromWheel(file, wheel, url)
            default:
                throw IndexError(.status(response.status), url: place.text, hasCredentials: credential != nil)
            }
            if let hash {
                let found = try Digest.of(response.body, hash.algorithm)
                if found != hash { throw HashMismatch(url: place.text, expected: hash, found: found) }
            }
            return Future(value: try self.keep(response.body, file, source: place.text))
        }
    }

    // MARK: From the wheel

    private func fromWheel(
        _ file: IndexFile, _ wheel: WheelFilename, _ url: URLReference
    ) -> Future<CoreMetadata> {
        if let size = file.size, size <= Self.wholeSize { return fromWhole(file, wheel) }
        if rangeless.withLock({ $0.contains(url.origin) }) { return fromWhole(file, wheel) }
        let reader = RangeReader(
            transfer: transfer, pool: pool, credential: credentials.credential(for: url), url: url,
            wheel: wheel, size: file.size)
        return reader.metadata().map(on: pool) { bytes in
            self.reporter.trace(1) { "GET \(url.text): metadata by ranges" }
            return try self.keep(bytes, file, source: url.text)
        }.recover { error in
            try self.checkMayFallBack(error, url)
            self.reporter.trace(1) {
                "\(file.basename): ranges do not serve (\(error)), fetching the whole wheel"
            }
            return self.fromWhole(file, wheel)
        }
    }

    /// Throws the error again if the whole wheel would meet it too.
    private func checkMayFallBack(_ error: any Error, _ url: URLReference) throws {
        if let error = error as? TransferError {
            switch error.kind {
            case .unreachable, .timedOut, .untrusted, .unavailable, .badRedirect, .interrupted: throw error
            case .rangeIgnored: rangeless.withLock { _ = $0.insert(url.origin) }
            default: break
            }
        } else if error is MetadataError || error is MissingLibrary {
            throw error
        }
    }

    private func fromWhole(_ file: IndexFile, _ wheel: WheelFilename) -> Future<CoreMetadata> {
        archives.archive(for: file).map(on: pool) { path in
            try self.keep(WheelMetadata.read(path, wheel), file, source: file.url)
        }
    }

    // MARK: Parsing

    private func keep(_ bytes: [UInt8], _ file: IndexFile, source: String) throws -> CoreMetadata {
        let metadata = try parse(bytes, file, source: source)
        try? cache.store(bytes, of: file)
        return metadata
    }

    private func parse(_ bytes: [UInt8], _ file: IndexFile, source: String) throws -> CoreMetadata {
        do {
            let metadata = try CoreMetadata(parsing: bytes, tolerant: true)
            guard metadata.name == file.filename.name else {
                throw MetadataError(file.basename, source, ["it names the package `\(metadata.name)`"])
            }
            guard metadata.version == file.version else {
                throw MetadataError(file.basename, source, ["it names the version `\(metadata.version)`"])
            }
            return metadata
        } catch let error as CoreMetadataError {
            let diagnostic = error.diagnostic
            throw MetadataError(
                file.basename, source, diagnostic.causes.isEmpty ? [diagnostic.message] : diagnostic.causes)
        }
    }
}

/// Metadata that cannot be used, or that contradicts the name of its file.
struct MetadataError: Diagnosable {
    let basename: String
    let url: String
    let reasons: [String]

    init(_ basename: String, _ url: String, _ reasons: [String]) {
        self.basename = basename
        self.url = Credentials.redact(url)
        self.reasons = reasons
    }

    var diagnostic: Diagnostic {
        Diagnostic("The metadata of `\(basename)` at `\(url)` is not valid", causes: reasons)
    }
}

/// A download that is not the file that was promised.
struct HashMismatch: Diagnosable {
    let url: String
    let expected: Hash
    let found: Hash

    var diagnostic: Diagnostic {
        Diagnostic(
            "Hash mismatch for `\(Credentials.redact(url))`",
            causes: ["expected `\(expected)`, computed `\(found)`"],
            hints: [
                "The file was changed after the hash was published, or the index or its connection is "
                    + "tampered with"
            ])
    }
}
