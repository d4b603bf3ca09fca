/// Unpacks the archive of a source distribution (PEP 625, and what came before it), and refuses by name whatever
/// could reach outside the directory it is unpacked into.
///
/// Files are made one component at a time below an open directory, through no link. Links of the archive are made
/// last, when all of them are known: each must lead, through whatever other links, to a place inside.
struct SourceArchive {
    /// As messages call it: the file name.
    let name: String
    private let path: Path
    private let limits: Limits

    /// What an archive may grow to.
    struct Limits: Sendable {
        /// Members of all kinds.
        var members = 200_000
        /// Bytes of all files together.
        var bytes: UInt64 = 8 << 30
        /// Bytes that any archive may hold, however small it is.
        var freeBytes: UInt64 = 64 << 20
        /// Beyond those, how often the size of the archive.
        var ratio: UInt64 = 100
        /// Components of a name.
        var depth = 64
    }

    init(_ path: Path, name: String, limits: Limits = Limits()) {
        self.path = path
        self.name = name
        self.limits = limits
    }

    /// Unpacks into `directory`, which is empty, and answers with the one directory at the top.
    func unpack(into directory: Path) throws -> Path {
        let size = UInt64(max(0, try File.status(path)?.size ?? 0))
        let (scaled, overflow) = size.multipliedReportingOverflow(by: limits.ratio)
        let allowed = min(limits.bytes, max(limits.freeBytes, overflow ? .max : scaled))
        var unpacking = Unpacking(
            archive: name, top: try OpenDirectory(directory), limits: limits, allowedBytes: allowed)
        var reader = try ArchiveReader(path, name: name)
        while let member = try reader.next() { try unpacking.take(member, &reader) }
        try unpacking.makeLinks()
        return directory / (try topDirectory(unpacking))
    }

    private func topDirectory(_ unpacking: Unpacking) throws(ArchiveError) -> String {
        // What macOS adds to archives is no part of the project.
        let names = unpacking.tops.filter { !$0.hasPrefix("._") }
        guard let first = names.first else {
            throw ArchiveError(archive: name, reason: "it is empty")
        }
        guard names.count == 1 else {
            let list = names.sorted().prefix(5).map { "`\(ZipError.escaped($0))`" }.joined(separator: ", ")
            throw ArchiveError(
                archive: name, reason: "it has more than one entry at its top: \(list)")
        }
        guard unpacking.isDirectory([first]) else {
            throw ArchiveError(
                archive: name, member: first, reason: "it is no directory and alone at the top")
        }
        return first
    }
}

/// One archive on its way into a directory.
private struct Unpacking {
    let archive: String
    let top: OpenDirectory
    let limits: SourceArchive.Limits
    let allowedBytes: UInt64

    /// What was made or will be, by its components joined by slashes.
    private enum Made { case directory, file, link(target: String) }
    private var made: [String: Made] = [:]
    /// In the order of the archive.
    private var links: [[String]] = []
    private(set) var tops: [String] = []
    private var members = 0
    private var bytes: UInt64 = 0
    /// The directory used last, and its components.
    private var open: (components: [String], directory: OpenDirectory)?

    init(archive: String, top: OpenDirectory, limits: SourceArchive.Limits, allowedBytes: UInt64) {
        self.archive = archive
        self.top = top
        self.limits = limits
        self.allowedBytes = allowedBytes
    }

    private func refuse(_ member: String, _ reason: String) -> ArchiveError {
        ArchiveError(archive: archive, member: member, reason: reason)
    }

    mutating func take(_ member: ArchiveReader.Member, _ reader: inout ArchiveReader) throws {
        members += 1
        guard members <= limits.members else {
            throw ArchiveError(archive: archive, reason: "it has more than \(limits.members) members")
        }
        let components = try components(of: member.name)
        guard let name = components.last else {
            // `./`
            if member.kind == .directory { return }
            throw refuse(member.name, "it has no name")
        }
        if components.count == 1, !tops.contains(name) { tops.append(name) }
        switch member.kind {
        case .directory:
            _ = try directory(components, of: member.name)
        case .file:
            try count(member.size ?? 0, member.name)
            let parent = try directory(Array(components.dropLast()), of: member.name)
            try write(member, components, in: parent, &reader)
        case .symbolicLink(let target):
            _ = try directory(Array(components.dropLast()), of: member.name)
            try reserve(components, .link(target: target), of: member.name)
            links.append(components)
        case .hardLink(let target):
            try copy(member, components, target)
        case .other:
            throw refuse(member.name, "it is neither a file nor a directory nor a link")
        }
    }

    /// A relative path without `..`; `./` at its start and slashes at its end are nothing.
    private func components(of name: String) throws(ArchiveError) -> [String] {
        var text = name[...]
        while text.hasPrefix("./") { text = text.dropFirst(2).drop { $0 == "/" } }
        while text.hasSuffix("/"), text.utf8.count > 1 { text = text.dropLast() }
        if text.isEmpty || text == "." { return [] }
        if let fault = ZipName.fault(String(text)) { throw refuse(name, fault) }
        let components = text.split(separator: "/").map(String.init)
        guard components.count <= limits.depth else {
            throw refuse(name, "its path has more than \(limits.depth) components")
        }
        return components
    }

    private mutating func count(_ size: UInt64, _ member: String) throws(ArchiveError) {
        let (sum, overflow) = bytes.addingReportingOverflow(size)
        guard !overflow, sum <= allowedBytes else {
            throw refuse(
                member,
                "the archive unpacks to more than \(allowedBytes) bytes, which its size does not explain")
        }
        bytes = sum
    }

    /// Takes the name; a second member of the same name is refused.
    private mutating func reserve(
        _ components: [String], _ what: Made, of member: String
    ) throws(ArchiveError) {
        let key = components.joined(separator: "/")
        guard made[key] == nil else { throw refuse(member, "its place is taken by an earlier member") }
        made[key] = what
    }

    func isDirectory(_ components: [String]) -> Bool {
        if case .directory = made[components.joined(separator: "/")] { true } else { false }
    }

    /// The directory, made with those above it. A member of another kind in the way is refused.
    private mutating func directory(_ components: [String], of member: String) throws -> OpenDirectory {
        if let open, open.components == components { return open.directory }
        var directory = top
        var key = ""
        for (depth, component) in components.enumerated() {
            key += depth == 0 ? component : "/" + component
            switch made[key] {
            case .directory: break
            case nil:
                if depth == 0, !tops.contains(component) { tops.append(component) }
                try directory.createDirectory(component, mode: 0o755)
                made[key] = .directory
            case .link: throw refuse(member, "its path leads through the link `\(ZipError.escaped(key))`")
            case .file: throw refuse(member, "its path leads through the file `\(ZipError.escaped(key))`")
            }
            directory = try directory.directory(component)
        }
        open = (components, directory)
        return directory
    }

    private mutating func write(
        _ member: ArchiveReader.Member, _ components: [String], in parent: OpenDirectory,
        _ reader: inout ArchiveReader
    ) throws {
        let name = components[components.count - 1]
        let key = components.joined(separator: "/")
        if case .file = made[key] { return try compare(member, name, in: parent, &reader) }
        try reserve(components, .file, of: member.name)
        // Only whether it can be run is taken from the archive.
        let file = try parent.create(name, mode: member.mode & 0o111 != 0 ? 0o755 : 0o644)
        let path = parent.path / name
        var written: UInt64 = 0
        var excess: UInt64 = 0
        let announced = member.size
        let allowed = allowedBytes - bytes
        try unsafe reader.content { piece, offset in
            guard offset == written else { throw refuse(member.name, "it is a sparse file") }
            written += UInt64(piece.count)
            if let announced {
                guard written <= announced else { throw refuse(member.name, "it is larger than it says") }
            } else {
                excess = written
                guard excess <= allowed else {
                    throw refuse(member.name, "the archive unpacks to more than \(allowedBytes) bytes")
                }
            }
            try unsafe file.write(piece, path)
        }
        try count(excess, member.name)
        if let announced, written != announced { throw refuse(member.name, "it is a sparse file") }
        try file.close(path)
    }

    /// Some tools write a file twice; the second time it must be the same.
    private func compare(
        _ member: ArchiveReader.Member, _ name: String, in parent: OpenDirectory,
        _ reader: inout ArchiveReader
    ) throws {
        let known = try parent.read(name, limit: 1 << 30)
        var place = 0
        var isSame = true
        try unsafe reader.content { piece, offset in
            if offset == UInt64(place), place + piece.count <= known.count {
                isSame = unsafe isSame && known[place..<place + piece.count].elementsEqual(piece)
            } else {
                isSame = false
            }
            place += piece.count
        }
        guard isSame, place == known.count else {
            throw refuse(member.name, "it is there twice, and the two differ")
        }
    }

    // MARK: Links

    /// A hard link becomes a copy of the file, which must be of this archive and come before.
    private mutating func copy(_ member: ArchiveReader.Member, _ components: [String], _ target: String)
        throws
    {
        let source: [String]
        do {
            source = try self.components(of: target)
        } catch {
            throw refuse(
                member.name, "it is a hard link to `\(ZipError.escaped(target))`, outside the archive")
        }
        guard case .file = made[source.joined(separator: "/")], let name = source.last else {
            throw refuse(
                member.name, "it is a hard link to `\(ZipError.escaped(target))`, which is no file before it")
        }
        let from = try directory(Array(source.dropLast()), of: member.name)
        let size = try from.status(name)?.size ?? 0
        try count(UInt64(max(size, 0)), member.name)
        let content = try from.read(name)
        let mode = try from.status(name)?.mode ?? 0o644
        let parent = try directory(Array(components.dropLast()), of: member.name)
        try reserve(components, .file, of: member.name)
        try parent.write(content, to: components[components.count - 1], mode: mode & 0o755)
    }

    /// Makes the symbolic links, if all of them stay inside.
    mutating func makeLinks() throws {
        for components in links {
            guard case .link(let target) = made[components.joined(separator: "/")] else { continue }
            let shown = ZipError.escaped(target)
            let member = components.joined(separator: "/")
            if target.isEmpty || target.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
                throw refuse(member, "it is a link to `\(shown)`, which is no path")
            }
            guard resolve(Array(components.dropLast()), target) else {
                throw refuse(
                    member, "it is a link to `\(shown)`, which leads out of the source directory or nowhere")
            }
        }
        for components in links {
            guard case .link(let target) = made[components.joined(separator: "/")] else { continue }
            let parent = try directory(Array(components.dropLast()), of: components.joined(separator: "/"))
            try Link.symbolic(target: target, at: parent.path / components[components.count - 1])
        }
    }

    /// Follows a link the way the system would, through the other links. False when it leaves the top directory of
    /// the archive, or goes in circles for too long.
    private func resolve(_ directory: [String], _ target: String) -> Bool {
        guard !target.hasPrefix("/") else { return false }
        var place = directory
        var rest = target.split(separator: "/").map(String.init)[...]
        var steps = 0
        while let component = rest.popFirst() {
            switch component {
            case ".": continue
            case "..":
                // The first component is the directory of the source itself.
                guard place.count > 1 else { return false }
                place.removeLast()
            default:
                place.append(component)
                guard case .link(let inner) = made[place.joined(separator: "/")] else { continue }
                steps += 1
                guard steps <= 40, !inner.hasPrefix("/") else { return false }
                place.removeLast()
                rest = (inner.split(separator: "/").map(String.init) + rest)[...]
            }
        }
        return !place.isEmpty
    }
}
