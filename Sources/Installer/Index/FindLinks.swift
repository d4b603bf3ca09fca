/// The find-links locations: directories of archives, pages of links, single archives. They are read once,
/// when the first package is asked for.
final class FindLinks: Sendable {
    private let sources: [Source]
    private let network: NetworkSettings
    private let transfer: Transfer
    private let credentials: Credentials
    private let pool: WorkerPool
    private let reporter: any Reporter
    private let lists = Memo<String, [Listed]>()

    /// A file that was found, not yet known to belong to any package.
    struct Listed: Sendable {
        let basename: String
        let url: String
        var size: UInt64?
        /// For pages: the link as it was read, which tells hashes and more.
        let anchor: HTMLAnchor?
        let page: URLReference?
    }

    /// What counts as one source: a directory, a page, or the files of one directory that were named one by one (V-077).
    private struct Source: Sendable {
        /// The first location.
        let name: String
        var locations: [String]
    }

    private static let pageLimit = 64 << 20

    init(
        locations: [String], network: NetworkSettings, transfer: Transfer, credentials: Credentials,
        pool: WorkerPool, reporter: any Reporter
    ) {
        sources = Self.sources(locations)
        self.network = network
        self.transfer = transfer
        self.credentials = credentials
        self.pool = pool
        self.reporter = reporter
    }

    var isEmpty: Bool { sources.isEmpty }

    /// The files of a package at all locations, as one page for each source.
    func pages(for name: PackageName) -> Future<[SimplePage]> {
        collect(sources[...], [], name)
    }

    private func collect(
        _ rest: ArraySlice<Source>, _ pages: [SimplePage], _ name: PackageName
    ) -> Future<[SimplePage]> {
        guard let source = rest.first else { return Future(value: pages) }
        let found = Future.all(source.locations.map { at in lists.value(for: at) { list(at) } })
        return found.flatMap { found in
            let page = Self.page(name, found.count == 1 ? found[0] : Self.united(found), source.name)
            return self.collect(rest.dropFirst(), pages + (page.map { [$0] } ?? []), name)
        }
    }

    private static func sources(_ locations: [String]) -> [Source] {
        var sources: [Source] = []
        var known: [String: Int] = [:]
        for location in locations {
            let directory = directory(ofFile: location)
            if let place = directory.flatMap({ known[$0] }) {
                sources[place].locations.append(location)
                continue
            }
            if let directory { known[directory] = sources.count }
            sources.append(Source(name: location, locations: [location]))
        }
        return sources
    }

    /// nil for a location that is not a single file by its name.
    private static func directory(ofFile location: String) -> String? {
        var path = Path(location)
        if let url = try? URLReference(parsing: location), url.scheme.utf8.count > 1 {
            guard let local = url.filePath else {
                return isListed(url.lastComponent) ? try? url.resolving(".").text : nil
            }
            path = local
        }
        return isListed(path.name) ? path.parent.text : nil
    }

    /// Each file once.
    private static func united(_ lists: [[Listed]]) -> [Listed] {
        var seen: Set<String> = []
        return lists.joined().filter { seen.insert($0.url).inserted }
    }

    /// nil when nothing of it belongs to the package.
    static func page(_ name: PackageName, _ listed: [Listed], _ location: String) -> SimplePage? {
        let mine = listed.filter { Self.mayBelong($0.basename, to: name) }
        if mine.isEmpty { return nil }
        let base = mine[0].page ?? URLReference.file("/")
        var builder = PageBuilder(project: name, base: base)
        for file in mine {
            if let anchor = file.anchor {
                PageHTML.read(anchor, into: &builder)
            } else {
                builder.begin()
                builder.setBasename(file.basename)
                builder.setURL(file.url)
                if let size = file.size { builder.setSize(size) }
                builder.finish()
            }
        }
        let facts = PageFacts(url: base.text, fetchedAt: 0, freshUntil: 0)
        let page = SimplePage(builder.encoded(facts), name: name, indexURL: Credentials.redact(location))
        return page.flatMap { $0.versionCount > 0 ? $0 : nil }
    }

    /// A quick look: the name begins with the package's, dashes and the like being equal.
    private static func mayBelong(_ basename: String, to name: PackageName) -> Bool {
        var rest = basename.utf8[...]
        for byte in name.text.utf8 {
            guard let next = rest.popFirst() else { return false }
            if byte == UInt8(ascii: "-") {
                guard Self.isSeparator(next) else { return false }
                while let more = rest.first, Self.isSeparator(more) { rest.removeFirst() }
            } else if next.asciiLowercased != byte {
                return false
            }
        }
        return rest.first == UInt8(ascii: "-")
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    // MARK: Reading a location

    private func list(_ location: String) -> Future<[Listed]> {
        if let url = try? URLReference(parsing: location), url.scheme.utf8.count > 1 {
            if url.isHTTP {
                return Self.isListed(url.lastComponent) ? Future(value: [Self.single(url)]) : remote(url)
            }
            guard let path = url.filePath else {
                return Future(error: InvalidURL(location, "only `https`, `http` and `file` are supported"))
            }
            return pool.run { try self.local(path) }
        }
        return pool.run { try self.local(Path(location)) }
    }

    private static func single(_ url: URLReference) -> Listed {
        Listed(basename: url.lastComponent, url: url.text, anchor: nil, page: nil)
    }

    private func local(_ path: Path) throws -> [Listed] {
        let path = try path.isAbsolute ? path : path.absolute(in: Directory.current())
        guard let status = try File.status(path) else {
            throw Diagnostic("The find-links location `\(path)` does not exist")
        }
        switch status.kind {
        case .directory: return try Self.archives(in: path)
        case .file where Self.isListed(path.name):
            return [Self.archive(path, status)] + [try Self.variantsFile(beside: path)].compactMap(\.self)
        case .file:
            return Self.links(in: try File.read(path, limit: Self.pageLimit), at: .file(path))
        default:
            throw Diagnostic("The find-links location `\(path)` is neither a directory nor a file")
        }
    }

    /// Only regular files count: a pipe or a directory named like a wheel is passed over.
    static func archives(in path: Path) throws -> [Listed] {
        var found: [Listed] = []
        for entry in try Directory.entries(path).sorted() where isListed(entry.name) {
            guard entry.kind == .file || entry.kind == .link,
                let status = try? File.status(path / entry.name),
                status.kind == .file
            else { continue }
            found.append(archive(path / entry.name, status))
        }
        return found
    }

    private static func archive(_ path: Path, _ status: FileStatus) -> Listed {
        Listed(
            basename: path.name, url: URLReference.file(path).text, size: UInt64(status.size), anchor: nil,
            page: nil)
    }

    /// What describes a variant wheel, where it lies in the same directory (V-077).
    private static func variantsFile(beside path: Path) throws -> Listed? {
        guard let wheel = try? WheelFilename(parsing: path.name), wheel.isVariant else { return nil }
        let release = path.name.split(separator: "-").prefix(2).joined(separator: "-")
        let file = path.parent / Path("\(release)\(PageBuilder.variantsSuffix)")
        return try File.status(file).flatMap { $0.kind == .file ? archive(file, $0) : nil }
    }

    private func remote(_ url: URLReference) -> Future<[Listed]> {
        if network.offline {
            reporter.note("The find-links page \(url.text) is left out, since the network is not used")
            return Future(value: [])
        }
        let credential = credentials.credential(for: url)
        let request = TransferRequest(
            url: url, headers: [("Accept", "text/html, */*;q=0.1")], credential: credential,
            destination: .memory(limit: Self.pageLimit), allowsCompression: true)
        return transfer.start(request).map(on: pool) { response in
            guard response.status == 200 else {
                throw IndexError(.status(response.status), url: url.text, hasCredentials: credential != nil)
            }
            return Self.links(in: response.body, at: response.url)
        }
    }

    private static func links(in bytes: [UInt8], at url: URLReference) -> [Listed] {
        let page = HTMLAnchors(bytes)
        let base = PageHTML.base(of: page, at: url)
        return page.anchors.compactMap { anchor in
            guard let target = try? base.resolving(anchor.href) else { return nil }
            let name = PageBuilder.isVariantsName(anchor.text) ? anchor.text : target.lastComponent
            guard isListed(name) else { return nil }
            return Listed(basename: name, url: target.text, anchor: anchor, page: base)
        }
    }

    /// An archive, or what describes some of them (V-077).
    private static func isListed(_ name: String) -> Bool {
        isArchive(name) || PageBuilder.isVariantsName(name)
    }

    private static func isArchive(_ name: String) -> Bool {
        [".whl", ".tar.gz", ".zip", ".tgz", ".tar.bz2", ".tar.xz"].contains { name.hasSuffix($0) }
    }
}
