/// The central directory of a ZIP archive, read from the archive's last bytes.
///
/// This half of the reader knows nothing of local headers and data, so that the index client can use it
/// on ranges of a remote file; `ZipArchive` adds the checks of a whole file.
package struct ZipDirectory: Sendable {
    package let entries: [ZipEntry]
    /// Where the central directory begins: where the data of the last entry must end.
    package let offset: UInt64

    /// The length of an end record with the longest comment, its ZIP64 companions included: a tail of
    /// this size always holds all of them.
    package static let longestEnd = 22 + 65_535 + 20 + 56

    /// What the end of an archive says about where the directory is.
    package struct Location: Sendable, Hashable {
        package let offset: UInt64
        package let size: UInt64
        package let count: UInt64
        /// Where the first end record begins, which is where the directory must end.
        package let end: UInt64
    }

    /// Finds the end record in `tail`, the last bytes of an archive of `archiveSize` bytes.
    ///
    /// Refused: no end record, more than one, bytes after it, several disks, a directory that does not
    /// end where the end record begins.
    package static func locate(
        tail: RawSpan, archiveSize: UInt64, archive: String
    ) throws(ZipError) -> Location {
        func fail(_ reason: String) -> ZipError { ZipError(archive: archive, reason) }
        let end = try lastEnd(tail, fail)
        guard end + 22 + Int(tail.u16(end + 20)) == tail.byteCount else {
            throw fail("bytes follow the end of the archive, or it holds more than one end record")
        }
        let tailStart = archiveSize - UInt64(tail.byteCount)
        var disk = UInt32(tail.u16(end + 4))
        var directoryDisk = UInt32(tail.u16(end + 6))
        var countHere = UInt64(tail.u16(end + 8))
        var count = UInt64(tail.u16(end + 10))
        var size = UInt64(tail.u32(end + 12))
        var offset = UInt64(tail.u32(end + 16))
        var boundary = tailStart + UInt64(end)
        if end >= 20, tail.u32(end - 20) == 0x0706_4b50 {
            // A ZIP64 end record. What the plain one says must agree unless it is saturated.
            let record = tail.u64(end - 20 + 8)
            guard tail.u32(end - 20 + 4) == 0, tail.u32(end - 20 + 16) <= 1, record >= tailStart,
                record + 56 <= boundary - 20
            else { throw fail("the ZIP64 end record is not where its locator points") }
            let at = Int(record - tailStart)
            guard tail.u32(at) == 0x0606_4b50, record + 12 + tail.u64(at + 4) == boundary - 20 else {
                throw fail("the ZIP64 end record is malformed")
            }
            func agree(_ plain: UInt64, _ limit: UInt64, _ large: UInt64) throws(ZipError) -> UInt64 {
                guard plain == limit || plain == large else {
                    throw fail("the end records contradict each other")
                }
                return large
            }
            disk = UInt32(try agree(UInt64(disk), 0xFFFF, UInt64(tail.u32(at + 16))))
            directoryDisk = UInt32(try agree(UInt64(directoryDisk), 0xFFFF, UInt64(tail.u32(at + 20))))
            countHere = try agree(countHere, 0xFFFF, tail.u64(at + 24))
            count = try agree(count, 0xFFFF, tail.u64(at + 32))
            size = try agree(size, 0xFFFF_FFFF, tail.u64(at + 40))
            offset = try agree(offset, 0xFFFF_FFFF, tail.u64(at + 48))
            boundary = record
        } else if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
            throw fail("the ZIP64 end record is missing")
        }
        guard disk == 0, directoryDisk == 0, countHere == count else {
            throw fail("the archive says it is one of several disks")
        }
        guard size <= boundary, offset == boundary - size else {
            throw fail("the central directory is not where the end record says")
        }
        guard count <= size / 46 else {
            throw fail("the end record counts \(count) entries, too many for its directory")
        }
        return Location(offset: offset, size: size, count: count, end: boundary)
    }

    /// Parses the bytes of the directory that `location` names.
    package init(parsing bytes: RawSpan, at location: Location, archive: String) throws(ZipError) {
        var entries: [ZipEntry] = []
        entries.reserveCapacity(Int(location.count))
        var at = 0
        while at < bytes.byteCount {
            guard bytes.byteCount - at >= 46, bytes.u32(at) == 0x0201_4b50 else {
                throw ZipError(archive: archive, "the central directory is malformed")
            }
            let nameLength = Int(bytes.u16(at + 28))
            let extraLength = Int(bytes.u16(at + 30))
            let next = at + 46 + nameLength + extraLength + Int(bytes.u16(at + 32))
            guard next <= bytes.byteCount else {
                throw ZipError(archive: archive, "the central directory is cut short")
            }
            entries.append(try Self.entry(bytes, at, nameLength, extraLength, archive))
            at = next
        }
        guard entries.count == Int(location.count) else {
            throw ZipError(
                archive: archive,
                "the end record counts \(location.count) entries, the directory has \(entries.count)")
        }
        self.entries = entries
        offset = location.offset
    }

    private static func entry(
        _ bytes: RawSpan, _ at: Int, _ nameLength: Int, _ extraLength: Int, _ archive: String
    ) throws(ZipError) -> ZipEntry {
        let nameBytes = bytes.extracting(at + 46..<at + 46 + nameLength)
        guard let name = nameBytes.utf8Text else {
            throw ZipError(archive: archive, entry: nameBytes.lossyText, "the name is not valid UTF-8")
        }
        func fail(_ reason: String) -> ZipError { ZipError(archive: archive, entry: name, reason) }
        var compressed = UInt64(bytes.u32(at + 20))
        var size = UInt64(bytes.u32(at + 24))
        var offset = UInt64(bytes.u32(at + 42))
        var disk = UInt32(bytes.u16(at + 34))
        var isZip64 = false
        let extra = bytes.extracting(at + 46 + nameLength..<at + 46 + nameLength + extraLength)
        var field = 0
        while field + 4 <= extra.byteCount {
            let (id, length) = (extra.u16(field), Int(extra.u16(field + 2)))
            var value = field + 4
            let end = value + length
            guard end <= extra.byteCount else { throw fail("an extra field is cut short") }
            if id == 0x0001 {
                if isZip64 { throw fail("it has two ZIP64 fields") }
                isZip64 = true
                func next() throws(ZipError) -> UInt64 {
                    guard value + 8 <= end else { throw fail("the ZIP64 field is cut short") }
                    value += 8
                    return extra.u64(value - 8)
                }
                if size == 0xFFFF_FFFF { size = try next() }
                if compressed == 0xFFFF_FFFF { compressed = try next() }
                if offset == 0xFFFF_FFFF { offset = try next() }
                if disk == 0xFFFF, value + 4 <= end { disk = extra.u32(value) }
            } else if id == 0x7075, length >= 5 {
                // Info-ZIP's UTF-8 path: readers that honour it must not see another name.
                guard extra.extracting(value + 5..<end).utf8Text == name else {
                    throw fail("its Unicode path field names another file")
                }
            }
            field = end
        }
        guard disk == 0 else { throw fail("it lies on another disk") }
        let madeBy = bytes.u16(at + 4) >> 8
        let attributes = bytes.u32(at + 38)
        return ZipEntry(
            name: name, flags: bytes.u16(at + 8), method: .init(bytes.u16(at + 10)), crc: bytes.u32(at + 16),
            compressedSize: compressed, size: size, localOffset: offset,
            unixMode: madeBy == 3 || madeBy == 19 ? attributes >> 16 : nil, system: UInt8(madeBy),
            attributes: attributes, modified: bytes.u32(at + 12), isZip64: isZip64)
    }

    /// The place of the last end record's signature in `tail`.
    private static func lastEnd(_ tail: RawSpan, _ fail: (String) -> ZipError) throws(ZipError) -> Int {
        var at = tail.byteCount - 22
        let lowest = max(0, at - 65_535)
        while at >= lowest {
            if tail.u32(at) == 0x0605_4b50 { return at }
            at -= 1
        }
        throw fail(tail.byteCount == 0 ? "it is empty" : "it is no ZIP archive, or it is cut short")
    }
}

extension RawSpan {
    func u16(_ at: Int) -> UInt16 {
        UInt16(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: at, as: UInt16.self))
    }
    func u32(_ at: Int) -> UInt32 {
        UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self))
    }
    func u64(_ at: Int) -> UInt64 {
        UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    /// Nil unless the bytes are valid UTF-8.
    var utf8Text: String? { unsafe withUnsafeBytes { unsafe String(validating: $0, as: UTF8.self) } }
    var lossyText: String { unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }
}
