internal import CArchive

/// Raw deflate of members that are too large to hold in memory, piece by piece, by libarchive.
///
/// libarchive has no reader for bare deflate data, but it reads a zip archive as a stream: it is given
/// one, of one member, whose header holds the sizes and the checksum that the caller knows. It then checks
/// both sizes itself.
package enum StreamedInflate {
    /// Inflates the `compressedSize` bytes that `source` gives, checks size and CRC-32, and hands every
    /// piece of the result to `sink`. `source` fills the buffer and returns how many bytes it wrote, 0 at
    /// the end.
    ///
    /// Pieces reach the sink before the check: throw away what it made when this throws.
    package static func inflate(
        compressedSize: UInt64, size: UInt64, crc32 expected: UInt32,
        from source: (UnsafeMutableRawBufferPointer) throws -> Int,
        to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try Inflate.load()
        try unsafe MissingLibrary.check(swuv_archive_load(), "libarchive.so.13", package: "libarchive13")
        try unsafe withoutActuallyEscaping(source) { source in
            let input = unsafe Input(source, compressedSize: compressedSize, size: size, crc32: expected)
            try withExtendedLifetime(input) {
                let reader = try MemberReader(input)
                var done: UInt64 = 0
                var crc: UInt32 = 0
                while let piece = try unsafe reader.next(input) {
                    done += UInt64(piece.count)
                    if done > size { throw InflateError.tooLong }
                    crc = try unsafe Inflate.crc32(piece, after: crc)
                    try unsafe sink(piece)
                }
                if done < size { throw InflateError.tooShort }
                if crc != expected { throw InflateError.wrongChecksum }
            }
        }
    }

    /// As the other, for compressed data in (mapped) memory.
    package static func inflate(
        _ bytes: UnsafeRawBufferPointer, size: UInt64, crc32: UInt32,
        to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var offset = 0
        try unsafe inflate(
            compressedSize: UInt64(bytes.count), size: size, crc32: crc32,
            from: { buffer in
                let count = min(buffer.count, bytes.count - offset)
                unsafe buffer.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
                offset += count
                return count
            }, to: sink)
    }
}

/// The zip archive around the deflate data, as libarchive pulls it.
@safe private final class Input {
    private let source: (UnsafeMutableRawBufferPointer) throws -> Int
    /// nil once it was given.
    private var header: [UInt8]?
    private let buffer: UnsafeMutableRawBufferPointer
    /// What `source` threw.
    private(set) var failure: (any Error)?

    init(
        _ source: @escaping (UnsafeMutableRawBufferPointer) throws -> Int, compressedSize: UInt64,
        size: UInt64, crc32: UInt32
    ) {
        unsafe self.source = source
        header = Self.localHeader(compressedSize: compressedSize, size: size, crc32: crc32)
        unsafe buffer = .allocate(byteCount: 128 << 10, alignment: 64)
    }

    deinit { unsafe buffer.deallocate() }

    /// The next piece, empty at the end; nil when the source failed.
    func next() -> UnsafeRawBufferPointer? {
        if let bytes = header {
            header = nil
            unsafe buffer.copyBytes(from: bytes)
            return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<bytes.count])
        }
        do {
            return try unsafe UnsafeRawBufferPointer(rebasing: buffer[..<source(buffer)])
        } catch {
            failure = error
            return nil
        }
    }

    /// APPNOTE.TXT §4.3.7, with the sizes in the Zip64 field (§4.5.3), so that any size will do.
    private static func localHeader(compressedSize: UInt64, size: UInt64, crc32: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ value: some FixedWidthInteger) {
            unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
        }
        append(UInt32(0x0403_4b50))
        // Version needed 4.5, no flags, method deflate, no time, no date.
        for word: UInt16 in [45, 0, 8, 0, 0x21] { append(word) }
        append(crc32)
        append(UInt32.max)
        append(UInt32.max)
        // Lengths of the name and of the extra fields.
        append(UInt16(1))
        append(UInt16(20))
        append(UInt8(ascii: "m"))
        append(UInt16(1))
        append(UInt16(16))
        append(size)
        append(compressedSize)
        return bytes
    }
}

/// libarchive's reader of that archive.
@safe private struct MemberReader: ~Copyable {
    private let handle: UnsafeMutableRawPointer

    /// `input` must outlive the reader.
    init(_ input: Input) throws {
        let context = unsafe Unmanaged.passUnretained(input).toOpaque()
        let made = unsafe swuv_member_new(
            { context, bytes in
                let input = unsafe Unmanaged<Input>.fromOpaque(context!).takeUnretainedValue()
                guard let piece = unsafe input.next() else { return -1 }
                unsafe bytes!.pointee = piece.baseAddress
                return piece.count
            }, context)
        guard let made = unsafe made else { throw InflateError.noMemory }
        unsafe handle = made
    }

    deinit { unsafe swuv_member_free(handle) }

    /// Valid until the next call; nil at the end.
    func next(_ input: Input) throws -> UnsafeRawBufferPointer? {
        var bytes: UnsafeRawPointer?
        var count = 0
        switch unsafe swuv_member_next(handle, &bytes, &count) {
        case 0: return nil
        case 1: return unsafe UnsafeRawBufferPointer(start: bytes, count: count)
        default:
            if let failure = input.failure { throw failure }
            let words = unsafe String(cString: swuv_member_failure(handle))
            throw InflateError.damaged(words.hasSuffix("\n") ? String(words.dropLast()) : words)
        }
    }
}
