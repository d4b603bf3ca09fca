/// A file of a wheel's `.dist-info` directory that is read without unpacking the wheel (PEP 427, 825),
/// given pieces of the archive.
enum WheelMember: String, Sendable, Hashable, CaseIterable {
    case metadata = "METADATA"
    case variant = "variant.json"

    /// A larger one is refused; real METADATA with a long description has up to 1 MB.
    var sizeLimit: UInt64 {
        switch self {
        case .metadata: 64 << 20
        case .variant: UInt64(VariantMetadata.sizeLimit)
        }
    }

    /// The one in the one `NAME-VERSION.dist-info` whose name and version are those of the file name. A
    /// variant wheel has no other `.dist-info` at all, so that its parts cannot come from two (V-163).
    func entry(in directory: ZipDirectory, of wheel: WheelFilename) throws(WheelError) -> ZipEntry {
        func fault(_ reason: String) -> WheelError { WheelError(wheel: wheel.text, reason) }
        if wheel.isVariant, Self.distInfoCount(directory) > 1 {
            throw fault("it has more than one `.dist-info` directory")
        }
        let suffix = ".dist-info/\(rawValue)"
        let candidates = directory.entries.filter { entry in
            entry.name.hasSuffix(suffix) && entry.name.utf8.count { $0 == UInt8(ascii: "/") } == 1
        }
        let matching = candidates.filter { entry in
            let stem = entry.name.dropLast(suffix.utf8.count)
            guard let dash = stem.utf8.firstIndex(of: UInt8(ascii: "-")) else { return false }
            return PackageName(String(stem[..<dash])) == wheel.name
                && Version(String(stem[stem.utf8.index(after: dash)...])) == wheel.version
        }
        guard matching.count == 1, candidates.count == 1 else {
            throw fault(
                candidates.isEmpty
                    ? absence
                    : matching.isEmpty
                        ? "its `.dist-info` directory is named for another package or version"
                        : "it has more than one `.dist-info/\(rawValue)`")
        }
        let entry = matching[0]
        guard entry.size <= sizeLimit, entry.compressedSize <= sizeLimit else {
            throw fault("its `\(rawValue)` is larger than \(sizeLimit) bytes")
        }
        return entry
    }

    private var absence: String {
        switch self {
        case .metadata: "it has no `.dist-info/METADATA`"
        case .variant: WheelVariant.absence
        }
    }

    private static func distInfoCount(_ directory: ZipDirectory) -> Int {
        var found: Set<Substring> = []
        for entry in directory.entries {
            guard let slash = entry.name.utf8.firstIndex(of: UInt8(ascii: "/")) else { continue }
            let top = entry.name[..<slash]
            if top.hasSuffix(".dist-info") { found.insert(top) }
        }
        return found.count
    }

    /// Bytes of the archive that are sure to hold the member: its local header has at least the length
    /// of the fixed part and the name, and rarely more than a few extra bytes.
    static func range(of entry: ZipEntry, before directory: UInt64) throws -> Range<UInt64> {
        let slack = 30 + UInt64(entry.name.utf8.count) + 512
        guard entry.localOffset < directory, entry.compressedSize <= directory - entry.localOffset else {
            throw ZipError(archive: "wheel", entry: entry.name, "it lies outside of the archive")
        }
        return entry.localOffset..<min(entry.localOffset + slack + entry.compressedSize, directory)
    }

    /// The member's content; `bytes` begin with its local header.
    static func content(of entry: ZipEntry, _ bytes: ArraySlice<UInt8>, wheel: String) throws -> [UInt8] {
        func fault(_ reason: String) -> ZipError { ZipError(archive: wheel, entry: entry.name, reason) }
        func u16(_ at: Int) -> Int {
            Int(bytes[bytes.startIndex + at]) | Int(bytes[bytes.startIndex + at + 1]) << 8
        }
        guard bytes.count >= 30, bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else {
            throw fault("its local header is missing")
        }
        let start = bytes.startIndex + 30 + u16(26) + u16(28)
        let end = start + Int(entry.compressedSize)
        guard end <= bytes.endIndex else { throw fault("it is cut short") }
        guard !entry.isEncrypted else { throw fault("it is encrypted") }
        let data = bytes[start..<end]
        let content: [UInt8]
        switch entry.method {
        case .stored: content = Array(data)
        case .deflated:
            do {
                content = try unsafe data.withUnsafeBytes {
                    try unsafe Inflate.inflate($0, size: Int(entry.size))
                }
            } catch let error as InflateError {
                throw fault(error.diagnostic.message)
            }
        case .other(let code): throw fault("it is compressed by method \(code), which wheels do not use")
        }
        let crc = try unsafe content.withUnsafeBytes { try unsafe Inflate.crc32($0) }
        guard content.count == Int(entry.size), crc == entry.crc else {
            throw fault("its content does not match its checksum")
        }
        return content
    }

    /// The contents of these files of a wheel at hand. Only the first must be there.
    static func read(_ members: [WheelMember], _ path: Path, _ wheel: WheelFilename) throws -> [WheelMember:
        [UInt8]]
    {
        let archive = try WheelTail(path)
        var contents: [WheelMember: [UInt8]] = [:]
        for (rank, member) in members.enumerated() {
            do {
                contents[member] = try archive.content(of: member, wheel)
            } catch {
                if rank == 0 { throw error }
            }
        }
        return contents
    }
}

/// A wheel file with its directory, of which no more is read than is asked for.
private struct WheelTail: ~Copyable {
    private let file: Descriptor
    private let path: Path
    private let directory: ZipDirectory

    init(_ path: Path) throws {
        let file = try File.openForReading(path)
        let size = UInt64(try file.status(path).size)
        let tail = try Self.bytes(size - min(size, UInt64(ZipDirectory.longestEnd))..<size, file, path)
        let location = try unsafe ZipDirectory.locate(
            tail: tail.span.bytes, archiveSize: size, archive: path.text)
        let raw = try Self.bytes(location.offset..<location.offset + location.size, file, path)
        directory = try unsafe ZipDirectory(parsing: raw.span.bytes, at: location, archive: path.text)
        self.file = file
        self.path = path
    }

    func content(of member: WheelMember, _ wheel: WheelFilename) throws -> [UInt8] {
        let entry = try member.entry(in: directory, of: wheel)
        let bytes = try Self.bytes(WheelMember.range(of: entry, before: directory.offset), file, path)
        return try WheelMember.content(of: entry, bytes[...], wheel: path.text)
    }

    private static func bytes(
        _ range: Range<UInt64>, _ file: borrowing Descriptor, _ path: Path
    ) throws -> [UInt8] {
        var got = [UInt8](repeating: 0, count: Int(range.upperBound - range.lowerBound))
        var done = 0
        while done < got.count {
            let count = try unsafe got.withUnsafeMutableBytes { room in
                try unsafe file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: room[done...]),
                    at: Int64(range.lowerBound) + Int64(done), path)
            }
            if count == 0 { throw ZipError(archive: path.text, "it is cut short") }
            done += count
        }
        return got
    }
}
