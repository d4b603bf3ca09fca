/// Finds and extracts the METADATA member of a wheel, given pieces of the archive (PEP 427).
enum WheelMetadata {
    /// Larger metadata is refused; real ones with long descriptions have up to 1 MB.
    static let sizeLimit: UInt64 = 64 << 20

    /// The one `NAME-VERSION.dist-info/METADATA` whose name and version are those of the file name.
    static func entry(in directory: ZipDirectory, of wheel: WheelFilename) throws -> ZipEntry {
        let suffix = ".dist-info/METADATA"
        let candidates = directory.entries.filter { entry in
            entry.name.hasSuffix(suffix) && entry.name.utf8.count { $0 == UInt8(ascii: "/") } == 1
        }
        let matching = candidates.filter { entry in
            let stem = entry.name.dropLast(suffix.count)
            guard let dash = stem.utf8.firstIndex(of: UInt8(ascii: "-")) else { return false }
            return PackageName(String(stem[..<dash])) == wheel.name
                && Version(String(stem[stem.utf8.index(after: dash)...])) == wheel.version
        }
        guard matching.count == 1, candidates.count == 1 else {
            throw ZipError(
                archive: wheel.text,
                candidates.isEmpty
                    ? "it has no `.dist-info/METADATA`"
                    : matching.isEmpty
                        ? "its `.dist-info` directory is named for another package or version"
                        : "it has more than one `.dist-info/METADATA`")
        }
        let entry = matching[0]
        guard entry.size <= sizeLimit, entry.compressedSize <= sizeLimit else {
            throw ZipError(archive: wheel.text, entry: entry.name, "it is too large")
        }
        return entry
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
            content = try unsafe data.withUnsafeBytes {
                try unsafe Inflate.inflate($0, size: Int(entry.size))
            }
        case .other(let code): throw fault("it is compressed by method \(code), which wheels do not use")
        }
        let crc = try unsafe content.withUnsafeBytes { try unsafe Inflate.crc32($0) }
        guard content.count == Int(entry.size), crc == entry.crc else {
            throw fault("its content does not match its checksum")
        }
        return content
    }

    /// The metadata of a wheel file at hand.
    static func read(_ path: Path, _ wheel: WheelFilename) throws -> [UInt8] {
        let file = try File.openForReading(path)
        let size = UInt64(try file.status(path).size)
        func bytes(_ range: Range<UInt64>) throws -> [UInt8] {
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
        let tail = try bytes(size - min(size, UInt64(ZipDirectory.longestEnd))..<size)
        let location = try unsafe ZipDirectory.locate(
            tail: tail.span.bytes, archiveSize: size, archive: path.text)
        let raw = try bytes(location.offset..<location.offset + location.size)
        let directory = try unsafe ZipDirectory(parsing: raw.span.bytes, at: location, archive: path.text)
        let entry = try entry(in: directory, of: wheel)
        let member = try bytes(range(of: entry, before: location.offset))
        return try content(of: entry, member[...], wheel: path.text)
    }
}
