internal import CArchive

/// Raw deflate of members that are too large to hold in memory, piece by piece, by libarchive.
///
/// libarchive has no reader for bare deflate data, but a gzip stream is just that with ten bytes before
/// and eight bytes after it, so it is given those.
package enum StreamedInflate {
    /// Inflates what `source` gives, checks size and CRC-32, and hands every piece of the result to
    /// `sink`. `source` fills the buffer and returns how many bytes it wrote, 0 at the end.
    ///
    /// Pieces reach the sink before the check: throw away what it made when this throws.
    package static func inflate(
        size: UInt64, crc32 expected: UInt32,
        from source: (UnsafeMutableRawBufferPointer) throws -> Int,
        to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try Inflate.load()
        try unsafe MissingLibrary.check(swuv_archive_load(), "libarchive.so.13", package: "libarchive13")
        try unsafe withoutActuallyEscaping(source) { source in
            let input = unsafe Input(source, size: size, crc32: expected)
            try withExtendedLifetime(input) {
                let reader = try GzipReader(input)
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
            size: size, crc32: crc32,
            from: { buffer in
                let count = min(buffer.count, bytes.count - offset)
                unsafe buffer.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
                offset += count
                return count
            }, to: sink)
    }
}

/// The gzip stream around the deflate data, as libarchive pulls it.
@safe private final class Input {
    private enum Part { case header, data, trailer, end }

    private let source: (UnsafeMutableRawBufferPointer) throws -> Int
    private let trailer: [UInt8]
    private let buffer: UnsafeMutableRawBufferPointer
    private var part = Part.header
    /// What `source` threw.
    private(set) var failure: (any Error)?

    init(_ source: @escaping (UnsafeMutableRawBufferPointer) throws -> Int, size: UInt64, crc32: UInt32) {
        unsafe self.source = source
        // RFC 1952 §2.3: CRC-32 and size modulo 2^32, least significant byte first.
        let words = [crc32, UInt32(truncatingIfNeeded: size)]
        trailer = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
        unsafe buffer = .allocate(byteCount: 128 << 10, alignment: 64)
    }

    deinit { unsafe buffer.deallocate() }

    func next() -> UnsafeRawBufferPointer? {
        switch part {
        case .header:
            part = .data
            // Magic, method deflate, no flags, no time, no level, system unknown.
            return unsafe fill([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
        case .data:
            do {
                let count = try unsafe source(buffer)
                if count > 0 { return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count]) }
            } catch {
                failure = error
                return nil
            }
            part = .trailer
            return unsafe fill(trailer)
        case .trailer, .end:
            part = .end
            return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<0])
        }
    }

    private func fill(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        unsafe buffer.copyBytes(from: bytes)
        return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<bytes.count])
    }
}

/// libarchive's reader of one gzip stream.
@safe private struct GzipReader: ~Copyable {
    private let handle: UnsafeMutableRawPointer

    /// `input` must outlive the reader.
    init(_ input: Input) throws {
        let context = unsafe Unmanaged.passUnretained(input).toOpaque()
        let made = unsafe swuv_gunzip_new(
            { context, bytes in
                let input = unsafe Unmanaged<Input>.fromOpaque(context!).takeUnretainedValue()
                guard let piece = unsafe input.next() else { return -1 }
                unsafe bytes!.pointee = piece.baseAddress
                return piece.count
            }, context)
        guard let made = unsafe made else { throw InflateError.noMemory }
        unsafe handle = made
    }

    deinit { unsafe swuv_gunzip_free(handle) }

    /// Valid until the next call; nil at the end.
    func next(_ input: Input) throws -> UnsafeRawBufferPointer? {
        var bytes: UnsafeRawPointer?
        var count = 0
        switch unsafe swuv_gunzip_next(handle, &bytes, &count) {
        case 0: return nil
        case 1: return unsafe UnsafeRawBufferPointer(start: bytes, count: count)
        default:
            if let failure = input.failure { throw failure }
            throw unsafe InflateError.damaged(String(cString: swuv_gunzip_failure(handle)))
        }
    }
}
