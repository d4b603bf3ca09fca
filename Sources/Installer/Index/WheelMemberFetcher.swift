internal import Synchronization

/// Gets files of wheels' `.dist-info` directories: from the wheel's end by ranges, or from the whole wheel. Keeps
/// them in the cache.
final class WheelMemberFetcher: Sendable {
    private let network: NetworkSettings
    private let cache: MetadataCache
    private let transfer: Transfer
    private let credentials: Credentials
    private let pool: WorkerPool
    private let archives: ArchiveFetcher
    private let reporter: any Reporter
    /// Servers that ignore ranges.
    private let rangeless = Mutex<Set<Origin>>([])
    private let tails = WheelTails()

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

    /// What the cache has; it may be the content of another time if the index tells no hash of the wheel.
    func cached(_ member: WheelMember, of file: IndexFile) -> [UInt8]? {
        cache.content(member, of: file, anyAge: network.offline)
    }

    /// The cache is a convenience: that it cannot be written is no reason to fail.
    func keep(_ bytes: [UInt8], _ member: WheelMember, of file: IndexFile) {
        try? cache.store(bytes, member, of: file)
    }

    /// From the wheel itself, wherever that lies.
    func content(_ member: WheelMember, of file: IndexFile, _ wheel: WheelFilename) -> Future<[UInt8]> {
        let url: URLReference
        do { url = try URLReference(parsing: file.url) } catch { return Future(error: error) }
        if let path = url.filePath {
            return pool.run { try WheelMember.read([member], path, wheel)[member] ?? [] }
        }
        if network.offline { return Future(error: IndexError(.offline, url: url.text)) }
        return fetched(member, file, wheel, url).map { contents in
            for (member, bytes) in contents { self.keep(bytes, member, of: file) }
            return contents[member] ?? []
        }
    }

    private func fetched(
        _ member: WheelMember, _ file: IndexFile, _ wheel: WheelFilename, _ url: URLReference
    ) -> Future<[WheelMember: [UInt8]]> {
        if let size = file.size, size <= Self.wholeSize { return fromWhole(member, file, wheel) }
        if rangeless.withLock({ $0.contains(url.origin) }) { return fromWhole(member, file, wheel) }
        let reader = RangeReader(
            transfer: transfer, pool: pool, credential: credentials.credential(for: url), url: url,
            wheel: wheel, size: file.size, tails: tails)
        return reader.read(member).map(on: pool) { contents in
            self.reporter.trace(1) { "GET \(url.text): `\(member.rawValue)` by ranges" }
            return contents
        }.recover { error in
            try self.checkMayFallBack(error, url)
            self.reporter.trace(1) {
                "\(file.basename): ranges do not serve (\(error)), fetching the whole wheel"
            }
            return self.fromWhole(member, file, wheel)
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
        } else if error is WheelError || error is MissingLibrary {
            throw error
        }
    }

    private func fromWhole(
        _ member: WheelMember, _ file: IndexFile, _ wheel: WheelFilename
    ) -> Future<[WheelMember: [UInt8]]> {
        let others = wheel.isVariant ? WheelMember.allCases.filter { $0 != member } : []
        return archives.archive(for: file).map(on: pool) { path in
            try WheelMember.read([member] + others, path, wheel)
        }
    }
}
