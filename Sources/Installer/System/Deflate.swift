internal import CDeflate

/// Makes raw deflate (RFC 1951) of data that is in memory as a whole, by libdeflate.
package enum Deflate {
    /// nil when the data does not become smaller. The same bytes every time with one release of the library.
    package static func deflated(_ bytes: [UInt8]) throws -> [UInt8]? {
        try Inflate.load()
        guard bytes.count > 1 else { return nil }
        let room = bytes.count - 1
        let result = unsafe bytes.withUnsafeBytes { source in
            unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                count = unsafe swuv_deflate(source.baseAddress!, source.count, buffer.baseAddress!, room)
            }
        }
        return result.isEmpty ? nil : result
    }
}
