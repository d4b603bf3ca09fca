/// A ZIP archive on disk, read strictly: what the central directory says of an entry must be what its
/// local header says, entries fill the file from its first byte to the directory without gap or
/// overlap, and every name stays below the directory it is unpacked into. Two readers that differ in
/// which of the contradicting parts they believe would unpack different files from the same bytes.
package final class ZipArchive: Sendable {
    private let file: MappedFile
    /// For messages.
    package let name: String
    package let entries: [ZipEntry]
    /// Where the data of each entry begins.
    private let dataOffsets: [Int]

    /// Opens and checks everything but the data.
    package init(_ path: Path, name: String? = nil) throws {
        file = try MappedFile(path)
        let name = name ?? path.name
        self.name = name
        let count = file.count
        (entries, dataOffsets) = try unsafe file.withBytes { bytes throws(ZipError) in
            let bytes = unsafe RawSpan(_unsafeBytes: bytes)
            let tail = bytes.extracting(max(0, count - ZipDirectory.longestEnd)..<count)
            let location = try ZipDirectory.locate(tail: tail, archiveSize: UInt64(count), archive: name)
            let directory = try ZipDirectory(
                parsing: bytes.extracting(Int(location.offset)..<Int(location.end)), at: location,
                archive: name)
            try Self.checkNames(directory.entries, name)
            return (directory.entries, try Self.checkLayout(directory, bytes, name))
        }
    }

    /// The archive's own size in bytes.
    package var byteCount: Int { file.count }

    /// Unpacks an entry into exactly `entry.size` bytes and checks its checksum.
    package func extract(_ index: Int, into target: UnsafeMutableRawBufferPointer) throws {
        let entry = entries[index]
        precondition(target.count == Int(entry.size))
        try unsafe withData(of: index) { data in
            if entry.method == .stored {
                unsafe target.copyMemory(from: data)
            } else {
                try unsafe Inflate.inflate(data, into: target)
            }
            guard try unsafe Inflate.crc32(UnsafeRawBufferPointer(target)) == entry.crc else {
                throw InflateError.wrongChecksum
            }
        }
    }

    /// Unpacks an entry piece by piece, for entries too large to hold in memory. Pieces reach the sink
    /// before the checksum is known: throw away what it made when this throws.
    package func stream(_ index: Int, to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
        let entry = entries[index]
        try unsafe withData(of: index) { data in
            if entry.method == .stored {
                guard try unsafe Inflate.crc32(data) == entry.crc else { throw InflateError.wrongChecksum }
                try unsafe sink(data)
            } else {
                try unsafe StreamedInflate.inflate(data, size: entry.size, crc32: entry.crc, to: sink)
            }
        }
    }

    /// The data of an entry as it is stored. Errors of the decompressor are given the name of the archive
    /// and the entry.
    func withData(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let (entry, start) = (entries[index], dataOffsets[index])
        // What was unpacked is not needed again; several large archives at once would add up.
        defer {
            if entry.compressedSize >= 64 << 10 { file.release(start..<start + Int(entry.compressedSize)) }
        }
        do {
            try unsafe file.withBytes { bytes in
                try unsafe body(
                    UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(entry.compressedSize)]))
            }
        } catch let error as InflateError {
            throw ZipError(archive: name, entry: entry.name, error.diagnostic.message)
        }
    }

    /// The content of an entry of at most `limit` bytes.
    package func content(_ index: Int, limit: Int = 64 << 20) throws -> [UInt8] {
        let entry = entries[index]
        guard entry.size <= limit else {
            throw ZipError(archive: name, entry: entry.name, "it is larger than \(limit) bytes")
        }
        return try unsafe [UInt8](unsafeUninitializedCapacity: Int(entry.size)) { buffer, count in
            let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<Int(entry.size)])
            try unsafe extract(index, into: UnsafeMutableRawBufferPointer(room))
            count = Int(entry.size)
        }
    }

    // MARK: Checks

    private static func checkNames(_ entries: [ZipEntry], _ archive: String) throws(ZipError) {
        var files: Set<String> = []
        files.reserveCapacity(entries.count)
        var listed: Set<String> = []
        var directories: Set<String> = []
        var lastParent = ""
        for entry in entries {
            func fail(_ reason: String) -> ZipError { ZipError(archive: archive, entry: entry.name, reason) }
            if let reason = ZipName.fault(entry.name) { throw fail(reason) }
            if let mode = entry.unixMode {
                // Some tools give directories the type of a file; the name says what an entry is.
                switch mode & 0o170000 {
                case 0, 0o100000: break
                case 0o040000 where entry.isDirectory: break
                case 0o120000: throw fail("it is a symbolic link, which a wheel cannot have")
                default: throw fail("it is neither a regular file nor a directory")
                }
            }
            if entry.isEncrypted { throw fail("it is encrypted") }
            if case .other(let code) = entry.method {
                throw fail("its compression method \(code) is not supported")
            }
            if entry.isDirectory {
                guard entry.size == 0 else { throw fail("it is a directory but holds data") }
                guard listed.insert(entry.name).inserted else { throw fail("it occurs twice") }
                directories.insert(String(entry.name.dropLast()))
            } else {
                guard files.insert(entry.name).inserted else { throw fail("it occurs twice") }
            }
            guard
                entry.size <= entry.compressedSize.multipliedReportingOverflow(by: 1040).partialValue &+ 1024
            else {
                throw fail("it says that it grows to \(entry.size) bytes, more than its data can hold")
            }
            if entry.method == .stored, entry.size != entry.compressedSize {
                throw fail("its two sizes differ although it is stored")
            }
            // Its parents are directories, whether or not the archive lists them.
            var parent = ZipName.parent(of: entry.name)
            if parent != lastParent {
                lastParent = parent
                while !parent.isEmpty, directories.insert(parent).inserted {
                    parent = ZipName.parent(of: parent)
                }
            }
        }
        if let clash = directories.first(where: files.contains) {
            throw ZipError(archive: archive, entry: clash, "it is a file and a directory")
        }
    }

    /// Walks the entries in the order of their data and compares headers and descriptors.
    private static func checkLayout(
        _ directory: ZipDirectory, _ bytes: RawSpan, _ archive: String
    ) throws(ZipError) -> [Int] {
        let entries = directory.entries
        var offsets = [Int](repeating: 0, count: entries.count)
        let order = entries.indices.sorted { entries[$0].localOffset < entries[$1].localOffset }
        let limit = Int(directory.offset)
        var position = 0
        for (rank, index) in order.enumerated() {
            let entry = entries[index]
            func fail(_ reason: String) -> ZipError { ZipError(archive: archive, entry: entry.name, reason) }
            guard entry.localOffset == UInt64(position) else {
                throw fail(
                    rank == 0
                        ? "bytes stand before the first entry"
                        : "it overlaps another entry, or unused bytes stand before it")
            }
            guard position + 30 <= limit, bytes.u32(position) == 0x0403_4b50 else {
                throw fail("its local header is missing")
            }
            let nameLength = Int(bytes.u16(position + 26))
            let extraLength = Int(bytes.u16(position + 28))
            let data = position + 30 + nameLength + extraLength
            guard data <= limit, entry.compressedSize <= UInt64(limit - data) else {
                throw fail("it reaches into the central directory")
            }
            guard bytes.extracting(position + 30..<position + 30 + nameLength).utf8Text == entry.name else {
                throw fail("its local header has another name")
            }
            let flags = bytes.u16(position + 6)
            guard flags & 0x2049 == entry.flags & 0x2049,
                ZipEntry.Method(bytes.u16(position + 8)) == entry.method
            else {
                throw fail("its local header contradicts the central directory")
            }
            try checkSizes(
                entry, bytes, position, bytes.extracting(data - extraLength..<data), fail)
            offsets[index] = data
            let end = data + Int(entry.compressedSize)
            let next =
                rank + 1 < order.count ? Int(min(entries[order[rank + 1]].localOffset, UInt64(limit))) : limit
            if entry.hasDescriptor {
                position = try checkDescriptor(entry, bytes, end, next, fail)
            } else {
                position = end
            }
        }
        guard position == limit else {
            throw ZipError(archive: archive, "unused bytes stand before the central directory")
        }
        return offsets
    }

    private static func checkSizes(
        _ entry: ZipEntry, _ bytes: RawSpan, _ position: Int, _ extra: RawSpan, _ fail: (String) -> ZipError
    ) throws(ZipError) {
        let crc = bytes.u32(position + 14)
        var compressed = UInt64(bytes.u32(position + 18))
        var size = UInt64(bytes.u32(position + 22))
        var field = 0
        while field + 4 <= extra.byteCount {
            let (id, length) = (extra.u16(field), Int(extra.u16(field + 2)))
            var value = field + 4
            let end = value + length
            guard end <= extra.byteCount else { break }
            if id == 0x0001 {
                if size == 0xFFFF_FFFF, value + 8 <= end {
                    size = extra.u64(value)
                    value += 8
                }
                if compressed == 0xFFFF_FFFF, value + 8 <= end { compressed = extra.u64(value) }
            } else if id == 0x7075, length >= 5, extra.extracting(value + 5..<end).utf8Text != entry.name {
                throw fail("its Unicode path field names another file")
            }
            field = end
        }
        let agrees = crc == entry.crc && compressed == entry.compressedSize && size == entry.size
        // A streaming writer did not know them yet; they follow the data.
        let unknown =
            entry.hasDescriptor && (crc == 0 || crc == entry.crc)
            && (compressed == 0 || compressed == entry.compressedSize || compressed == 0xFFFF_FFFF)
            && (size == 0 || size == entry.size || size == 0xFFFF_FFFF)
        guard agrees || unknown else {
            throw fail("size or checksum in its local header differ from the central directory")
        }
    }

    /// The data descriptor (APPNOTE 4.3.9) between the data and `next`: with or without signature, with
    /// sizes of four or eight bytes.
    private static func checkDescriptor(
        _ entry: ZipEntry, _ bytes: RawSpan, _ end: Int, _ next: Int, _ fail: (String) -> ZipError
    ) throws(ZipError) -> Int {
        let length = next - end
        let at = length == 16 || length == 24 ? end + 4 : end
        let isSigned = at != end
        switch length {
        case 12, 16:
            guard !isSigned || bytes.u32(end) == 0x0807_4b50, bytes.u32(at) == entry.crc,
                UInt64(bytes.u32(at + 4)) == entry.compressedSize, UInt64(bytes.u32(at + 8)) == entry.size
            else { throw fail("its data descriptor contradicts the central directory") }
        case 20, 24:
            guard !isSigned || bytes.u32(end) == 0x0807_4b50, bytes.u32(at) == entry.crc,
                bytes.u64(at + 4) == entry.compressedSize, bytes.u64(at + 12) == entry.size
            else { throw fail("its data descriptor contradicts the central directory") }
        default:
            throw fail("its data descriptor is missing, or unused bytes follow it")
        }
        return next
    }
}
