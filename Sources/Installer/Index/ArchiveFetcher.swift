internal import Synchronization

/// Downloads files of indexes into the cache and verifies them. A broken download is continued, also by a
/// later command: the part and what the server said about it stay until the file is whole.
final class ArchiveFetcher: Sendable {
    private let network: NetworkSettings
    private let cache: CacheLayout
    private let transfer: Transfer
    private let credentials: Credentials
    private let pool: WorkerPool
    private let reporter: any Reporter
    private let downloads = Memo<String, Path>()
    private static let lastID = Atomic<UInt64>(0)

    /// Where no size is known.
    private static let sizeLimit: UInt64 = 16 << 30

    init(
        network: NetworkSettings, cache: CacheLayout, transfer: Transfer, credentials: Credentials,
        pool: WorkerPool, reporter: any Reporter
    ) {
        self.network = network
        self.cache = cache
        self.transfer = transfer
        self.credentials = credentials
        self.pool = pool
        self.reporter = reporter
    }

    /// A file with the promised size and hashes. A local file is given as it is, after verification.
    func archive(for file: IndexFile) -> Future<Path> {
        // Whoever unpacked it may have removed it since.
        if case .success(let path)? = downloads.existing(file.url)?.result, !File.exists(path) {
            downloads.forget(file.url)
        }
        return downloads.value(for: file.url) {
            pool.run { try self.start(file) }.flatMap { $0 }
        }
    }

    private func start(_ file: IndexFile) throws -> Future<Path> {
        let url = try URLReference(parsing: file.url)
        if let path = url.filePath {
            try verify(path, file)
            return Future(value: path)
        }
        guard url.isHTTP else { throw InvalidURL(file.url, "only `https`, `http` and `file` are supported") }
        let target = cache.wheels / (key(of: file) + suffix(of: file))
        // Without a hash nobody can tell whether an earlier download is still the file.
        if isHashed(file), try File.status(target)?.kind == .file {
            if (try? verify(target, file)) != nil { return Future(value: target) }
            try File.remove(target)
        }
        if network.offline { throw IndexError(.offline, url: url.text) }
        return download(try Download(file, url, target, key(of: file), cache))
    }

    private func isHashed(_ file: IndexFile) -> Bool { file.preferredHash?.algorithm.isSecure ?? false }

    private func key(of file: IndexFile) -> String {
        if let hash = file.preferredHash, hash.algorithm.isSecure {
            return "\(hash.algorithm.rawValue)-\(hash.hex)"
        }
        return "url-\(Checksum.name(of: file.url))"
    }

    private func suffix(of file: IndexFile) -> String {
        switch file.filename {
        case .wheel: ".whl"
        case .source(let source): source.format.rawValue
        }
    }

    // MARK: Downloading

    private func download(_ download: Download) -> Future<Path> {
        let file = download.file
        let id = Self.lastID.add(1, ordering: .relaxed).newValue
        let isHashed = isHashed(file)
        let credential = credentials.credential(for: download.url)
        reporter.downloadBegan(id, name: file.basename, size: file.size)
        let request = TransferRequest(
            url: download.url, credential: credential,
            destination: .file(
                FileDestination(
                    path: download.part, limit: file.size ?? Self.sizeLimit, offset: download.offset,
                    validator: download.validator, isVerified: isHashed)),
            onHead: { download.remember($0) },
            onBytes: { self.reporter.downloadAdvanced(id, bytes: UInt64($0)) })
        let future = transfer.start(request).flatMap(on: pool) { response -> Future<Path> in
            self.reporter.trace(1) { "GET \(download.url.text): \(response.status)" }
            guard response.status == 200 || response.status == 206 else {
                throw IndexError(
                    .status(response.status), url: download.url.text, hasCredentials: credential != nil)
            }
            do {
                try self.verify(download.part, file)
            } catch {
                download.discard()
                guard download.offset > 0, !(error is SystemError) else { throw error }
                // The older part was of another file: once more from the start.
                return self.download(download.fromStart())
            }
            try download.publish()
            return Future(value: download.target)
        }
        future.whenComplete { result in
            self.reporter.downloadEnded(id)
            if case .failure = result { download.abandon() }
        }
        return future
    }

    // MARK: Verifying

    /// Size and best hash. A file without either promise is accepted.
    private func verify(_ path: Path, _ file: IndexFile) throws {
        let open = try File.openForReading(path)
        let size = UInt64(try open.status(path).size)
        if let expected = file.size, expected != size {
            throw Diagnostic(
                "Size mismatch for `\(Credentials.redact(file.url))`",
                causes: ["expected \(expected) bytes, found \(size)"])
        }
        guard let expected = file.preferredHash else { return }
        let found = try Digest.ofFile(open, path, expected.algorithm)
        if found != expected {
            throw HashMismatch(url: file.url, expected: expected, found: found, file: file.basename)
        }
    }
}

/// A file on its way into the cache.
private final class Download: Sendable {
    let file: IndexFile
    let url: URLReference
    /// Where the whole file goes.
    let target: Path
    let part: Path
    /// Bytes of the part that are there from an earlier command.
    let offset: UInt64
    let validator: String?
    private let note: Path
    /// nil when another process is downloading the same file: then the part is our own and not kept.
    private let lock: Mutex<FileLock?>
    private let isShared: Bool

    init(_ file: IndexFile, _ url: URLReference, _ target: Path, _ key: String, _ cache: CacheLayout) throws {
        self.file = file
        self.url = url
        self.target = target
        try Directory.create(cache.downloads)
        let lock = try? FileLock.acquire(cache.downloads / "\(key).lock", exclusive: true, timeout: .zero)
        isShared = lock != nil
        self.lock = Mutex(lock)
        let stem = isShared ? key : "\(key)-\(RandomName.make())"
        part = cache.downloads / "\(stem).part"
        note = cache.downloads / "\(stem).json"
        var offset: UInt64 = 0
        var validator: String?
        if isShared, let size = try File.status(part, followingLinks: false)?.size, size > 0 {
            let known = Self.readNote(note)
            if known?.url == url.text, file.size.map({ UInt64(size) < $0 }) ?? true {
                offset = UInt64(size)
                validator = known?.validator
            }
        }
        self.offset = offset
        self.validator = validator
    }

    private init(again download: Download) {
        file = download.file
        url = download.url
        target = download.target
        part = download.part
        note = download.note
        isShared = download.isShared
        lock = Mutex(download.lock.withLock { $0 })
        offset = 0
        validator = nil
    }

    func fromStart() -> Download { Download(again: self) }

    private static func readNote(_ path: Path) -> (url: String, validator: String?)? {
        guard let bytes = try? File.readIfPresent(path, limit: 1 << 16),
            let note = try? JSONReader.parse(bytes), let url = note["url"]?.string
        else { return nil }
        return (url, note["validator"]?.string)
    }

    /// Writes down what a later command needs to continue.
    func remember(_ head: TransferResponse) {
        guard isShared, head.status == 200 else { return }
        let text = JSONWriter.text(
            of: .object([
                (key: "url", value: .string(url.text)),
                (key: "validator", value: head.headers.validator.map { .string($0) } ?? .null),
            ]))
        try? File.writeAtomically(Array(text.utf8), to: note)
    }

    /// The part is whole and verified.
    func publish() throws {
        do {
            try File.rename(from: part, to: target)
        } catch {
            guard error.isNotFound else { throw error }
            // Somebody cleared the cache; the part is here if its directory is.
            try Directory.create(target.parent)
            try File.rename(from: part, to: target)
        }
        finish()
    }

    func discard() {
        _ = try? File.remove(part)
        _ = try? File.remove(note)
    }

    /// The download failed; what there is of it stays for another time.
    func abandon() {
        if !isShared { discard() }
        release()
    }

    private func finish() {
        _ = try? File.remove(note)
        release()
    }

    private func release() {
        let held = lock.withLock { lock in
            defer { lock = nil }
            return lock
        }
        // Removed while it is held: whoever opened it before makes a new one.
        if let held { _ = try? File.remove(held.path) }
    }
}
