internal import Glibc

/// Writes a ZIP archive (APPNOTE 6.3): what `ZipArchive` reads, and the same bytes for the same calls.
///
/// Sizes and checksums stand before the data, names are UTF-8, and ZIP64 is used where a number does not fit
/// without it.
package struct ZipWriter: ~Copyable {
    private let file: Descriptor
    private let path: Path
    private var records: [Record] = []
    private var names: Set<String> = []
    /// Bytes written, those in `pending` included.
    private var position: UInt64 = 0
    private var pending: [UInt8] = []

    /// The moment of entries that have none: the first that MS-DOS can write.
    package static let epoch: UInt32 = 0x0021_0000

    /// Writes an archive beside `path` and puts it there when it is complete; what was there is replaced.
    package static func write(to path: Path, _ body: (inout ZipWriter) throws -> Void) throws {
        let temporary = path.parent / RandomName.make(prefix: ".swuv-")
        do {
            var writer = ZipWriter(
                file: try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL), path: temporary)
            try body(&writer)
            try writer.finish()
            try File.rename(from: temporary, to: path)
        } catch {
            _ = try? File.remove(temporary)
            if let error = error as? SystemError, error.path == temporary {
                throw SystemError(error.operation, path, code: error.code, reason: error.reason)
            }
            throw error
        }
    }

    private init(file: consuming Descriptor, path: Path) {
        self.file = file
        self.path = path
    }

    /// Adds a file, deflated when that makes it smaller and `compresses` is true.
    package mutating func add(
        _ name: String, _ content: [UInt8], mode: UInt32 = 0o644, modified: UInt32 = epoch,
        compresses: Bool = true
    ) throws {
        let crc = try unsafe content.withUnsafeBytes { try unsafe Inflate.crc32($0) }
        let deflated = compresses ? try Deflate.deflated(content) : nil
        let data = deflated ?? content
        try begin(
            Record(
                name: name, method: deflated == nil ? 0 : 8, crc: crc, compressedSize: UInt64(data.count),
                size: UInt64(content.count), offset: position, modified: modified, system: Self.unix,
                attributes: (0o100000 | mode & 0o7777) << 16))
        pending += data
        position += UInt64(data.count)
        try flush(above: 256 << 10)
    }

    /// Copies an entry of another archive as it is, without inflating its data.
    package mutating func copy(_ index: Int, of archive: ZipArchive) throws {
        let entry = archive.entries[index]
        try begin(
            Record(
                name: entry.name, method: entry.method.code, crc: entry.crc,
                compressedSize: entry.compressedSize, size: entry.size, offset: position,
                modified: entry.modified, system: entry.system, attributes: entry.attributes))
        try flush(above: 0)
        try unsafe archive.withData(of: index) { data in try unsafe file.write(data, path) }
        position += entry.compressedSize
    }

    private mutating func begin(_ record: Record) throws {
        if let reason = ZipName.fault(record.name) {
            throw ZipError(archive: path.name, entry: record.name, reason)
        }
        guard names.insert(record.name).inserted else {
            throw ZipError(archive: path.name, entry: record.name, "it occurs twice")
        }
        records.append(record)
        let header = record.localHeader
        pending += header
        position += UInt64(header.count)
    }

    private mutating func flush(above limit: Int) throws {
        guard pending.count > limit else { return }
        try file.write(pending, path)
        pending.removeAll(keepingCapacity: true)
    }

    private consuming func finish() throws {
        let start = position
        var directory: [UInt8] = []
        for record in records { directory += record.directoryHeader }
        pending += directory
        pending += Self.end(count: records.count, size: UInt64(directory.count), offset: start)
        try file.write(pending, path)
        try file.close(path)
    }

    private static let unix: UInt8 = 3
}

// MARK: - Headers

extension ZipWriter {
    /// What the headers of one entry say.
    struct Record {
        var name: String
        var method: UInt16
        var crc: UInt32
        var compressedSize: UInt64
        var size: UInt64
        /// Of the local header.
        var offset: UInt64
        var modified: UInt32
        var system: UInt8
        var attributes: UInt32

        private var isLarge: Bool { size >= limit32 || compressedSize >= limit32 }
        private var needed: UInt16 { isLarge || offset >= limit32 ? 45 : 20 }

        /// Version, flags, method, time, checksum, sizes, length of the name: alike in both headers.
        private var common: [UInt8] {
            let flags: UInt16 = name.utf8.allSatisfy { $0 < 0x80 } ? 0 : 0x0800
            return little(needed) + little(flags) + little(method) + little(modified) + little(crc)
                + little(UInt32(isLarge ? limit32 : compressedSize))
                + little(UInt32(isLarge ? limit32 : size))
                + little(UInt16(name.utf8.count))
        }

        var localHeader: [UInt8] {
            let extra = isLarge ? little(UInt16(1)) + little(UInt16(16)) + sizes : []
            return little(UInt32(0x0403_4b50)) + common + little(UInt16(extra.count)) + Array(name.utf8)
                + extra
        }

        var directoryHeader: [UInt8] {
            var large = isLarge ? sizes : []
            if offset >= limit32 { large += little(offset) }
            let extra = large.isEmpty ? [] : little(UInt16(1)) + little(UInt16(large.count)) + large
            return little(UInt32(0x0201_4b50)) + little(UInt16(system) << 8 | needed) + common
                + little(UInt16(extra.count)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0))
                + little(attributes) + little(UInt32(min(offset, limit32))) + Array(name.utf8) + extra
        }

        private var sizes: [UInt8] { little(size) + little(compressedSize) }
    }

    /// The end records of a directory of `size` bytes at `offset`.
    static func end(count: Int, size: UInt64, offset: UInt64) -> [UInt8] {
        var out: [UInt8] = []
        if count >= 0xFFFF || size >= limit32 || offset >= limit32 {
            out += little(UInt32(0x0606_4b50)) + little(UInt64(44)) + little(UInt16(45)) + little(UInt16(45))
            out += little(UInt32(0)) + little(UInt32(0)) + little(UInt64(count)) + little(UInt64(count))
            out += little(size) + little(offset)
            out += little(UInt32(0x0706_4b50)) + little(UInt32(0)) + little(offset + size) + little(UInt32(1))
        }
        let shown = UInt16(min(count, 0xFFFF))
        return out + little(UInt32(0x0605_4b50)) + little(UInt32(0)) + little(shown) + little(shown)
            + little(UInt32(min(size, limit32))) + little(UInt32(min(offset, limit32))) + little(UInt16(0))
    }
}

/// A field of 32 bits that holds this has its number in a ZIP64 field.
private let limit32: UInt64 = 0xFFFF_FFFF

private func little<Number: FixedWidthInteger & UnsignedInteger>(_ value: Number) -> [UInt8] {
    (0..<MemoryLayout<Number>.size).map { UInt8(truncatingIfNeeded: value >> Number($0 * 8)) }
}
