internal import CDeflate

/// Raw deflate (RFC 1951) of data that is in memory as a whole, by libdeflate.
package enum Inflate {
    /// Inflates `bytes` into exactly `room`. It is an `InflateError` when the data is damaged, or when
    /// it holds fewer or more bytes than `room` has, or when input is left over.
    package static func inflate(
        _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
    ) throws {
        try load()
        // The library wants addresses even where there is nothing to write.
        var nothing: UInt8 = 0
        let code = unsafe withUnsafeMutableBytes(of: &nothing) { nothing in
            unsafe swuv_inflate(
                bytes.baseAddress ?? UnsafeRawPointer(nothing.baseAddress!), bytes.count,
                room.baseAddress ?? nothing.baseAddress!, room.count)
        }
        switch Int(code) {
        case SWUV_INFLATE_FINE: return
        case SWUV_INFLATE_SHORT: throw InflateError.tooShort
        case SWUV_INFLATE_LONG: throw InflateError.tooLong
        case SWUV_INFLATE_REST: throw InflateError.leftOver
        case SWUV_INFLATE_NO_MEMORY: throw InflateError.noMemory
        default: throw InflateError.damaged(nil)
        }
    }

    /// Inflates `bytes` to an array of exactly `size` bytes.
    package static func inflate(_ bytes: UnsafeRawBufferPointer, size: Int) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            try unsafe inflate(
                bytes,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]))
            count = size
        }
    }

    /// The CRC-32 of zip and gzip: of what gave `previous`, 0 for nothing, followed by `bytes`.
    package static func crc32(_ bytes: UnsafeRawBufferPointer, after previous: UInt32 = 0) throws -> UInt32 {
        try load()
        guard let base = bytes.baseAddress else { return previous }
        return unsafe swuv_crc32(previous, base, bytes.count)
    }

    static func load() throws {
        try unsafe MissingLibrary.check(swuv_deflate_load(), "libdeflate.so.0", package: "libdeflate0")
    }
}

/// Compressed data that is not what its archive says. The caller names the archive and the member.
package enum InflateError: Diagnosable, Hashable {
    /// Not a deflate stream, or it breaks off; with the library's words if it has any.
    case damaged(String?)
    case tooShort, tooLong, leftOver
    case wrongChecksum
    case noMemory

    package var diagnostic: Diagnostic {
        switch self {
        case .damaged(let words):
            Diagnostic("the compressed data is damaged", causes: words.map { [$0] } ?? [])
        case .tooShort: Diagnostic("the compressed data holds fewer bytes than the archive says")
        case .tooLong: Diagnostic("the compressed data holds more bytes than the archive says")
        case .leftOver: Diagnostic("the compressed data ends before the size that the archive says")
        case .wrongChecksum: Diagnostic("the data does not have the checksum (CRC-32) that the archive says")
        case .noMemory: Diagnostic("not enough memory to inflate compressed data")
        }
    }
}
