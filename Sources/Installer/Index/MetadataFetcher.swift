/// Gets the core metadata of wheels: from the cache, from the index beside the wheel (PEP 658), from the
/// wheel's end by ranges, or from the whole wheel, in this order.
final class MetadataFetcher: Sendable {
    private let network: NetworkSettings
    private let members: WheelMemberFetcher
    private let transfer: Transfer
    private let credentials: Credentials
    private let pool: WorkerPool
    private let reporter: any Reporter

    init(
        network: NetworkSettings, members: WheelMemberFetcher, transfer: Transfer, credentials: Credentials,
        pool: WorkerPool, reporter: any Reporter
    ) {
        self.network = network
        self.members = members
        self.transfer = transfer
        self.credentials = credentials
        self.pool = pool
        self.reporter = reporter
    }

    func metadata(for file: IndexFile) -> Future<CoreMetadata> {
        guard let wheel = file.wheel else {
            return Future(
                error: BuildFailure(file.basename, ["its metadata is only known after building it"]))
        }
        return pool.run { try self.start(file, wheel) }.flatMap { $0 }
    }

    private func start(_ file: IndexFile, _ wheel: WheelFilename) throws -> Future<CoreMetadata> {
        let url = try URLReference(parsing: file.url)
        if url.filePath != nil { return fromWheel(file, wheel) }
        if let header = members.cached(.metadata, of: file) {
            reporter.trace(2) { "cached metadata of \(file.basename)" }
            if let metadata = try? parse(header, file, source: file.url) { return Future(value: metadata) }
        }
        if network.offline { throw IndexError(.offline, url: url.text) }
        if case .available(let hash) = file.metadata { return beside(file, wheel, url, hash) }
        return fromWheel(file, wheel)
    }

    // MARK: Beside the wheel

    private func beside(
        _ file: IndexFile, _ wheel: WheelFilename, _ url: URLReference, _ hash: Hash?
    ) -> Future<CoreMetadata> {
        let place = url.appendingToPath(".metadata")
        let credential = credentials.credential(for: place)
        let request = TransferRequest(
            url: place, credential: credential,
            destination: .memory(limit: Int(WheelMember.metadata.sizeLimit)), allowsCompression: true)
        return transfer.start(request).flatMap(on: pool) { response in
            self.reporter.trace(1) { "GET \(place.text): \(response.status)" }
            switch response.status {
            case 200: break
            case 404, 410, 403:
                // The index promised it; the wheel has it too.
                return self.fromWheel(file, wheel)
            default:
                throw IndexError(.status(response.status), url: place.text, hasCredentials: credential != nil)
            }
            if let hash {
                let found = try Digest.of(response.body, hash.algorithm)
                if found != hash { throw HashMismatch(url: place.text, expected: hash, found: found) }
            }
            let metadata = try self.parse(response.body, file, source: place.text)
            self.members.keep(response.body, .metadata, of: file)
            return Future(value: metadata)
        }
    }

    // MARK: From the wheel

    private func fromWheel(_ file: IndexFile, _ wheel: WheelFilename) -> Future<CoreMetadata> {
        members.content(.metadata, of: file, wheel).map(on: pool) {
            try self.parse($0, file, source: file.url)
        }
    }

    // MARK: Parsing

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
    /// The name of the file, told where the URL does not end with it.
    var file: String?

    var diagnostic: Diagnostic {
        Diagnostic(
            "Hash mismatch for \(TransferError.subject(Credentials.redact(url), file))",
            causes: ["expected `\(expected)`, computed `\(found)`"],
            hints: [
                "The file was changed after the hash was published, or the index or its connection is "
                    + "tampered with"
            ])
    }
}
