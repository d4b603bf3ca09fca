/// The compact form of one index's page for one package, as it lies in the cache. Little endian.
///
/// ```
/// 0    magic, 8 bytes
/// 8    u64  length of everything
/// 16   u64  checksum of the bytes from 48 on
/// 24   i64  when the page was fetched or found unchanged, seconds since 1970
/// 32   i64  until when it need not be asked for again
/// 40   u64  check of the two times, which alone are changed in place
/// 48   u32  flags                52   u32  versions
/// 56   u32  files                60   u32  skipped files, of which some are listed
/// 64   u32  Python requirements  68   u32  listed skipped files
/// 72   u64  hash of the user that the page was fetched for
/// 80   (u32 offset, u32 length)  URL after redirects, ETag, Last-Modified, common start of URLs
/// 112  u32  variants files       116  u32  0
/// 120  versions: u32 text offset, u32 text length, u32 number of files, u32 offset of the files
///      Python requirements: u32 offset, u32 length
///      skipped files: u32 offset, u32 length of the name, then the same of the reason
///      variants files, versions ascending: u32 number of the version, u32 offset of the file
///      texts
///      files, version by version (`PageFileCoding`)
/// ```
/// A reader trusts no offset: the checksum finds damage, bounds find malice.
enum PageFormat {
    /// "swuvpg" and the version of the format.
    static let magic: UInt64 = 0x3230_6770_7675_7773

    static let headerSize = 120
    static let versionSize = 16
    static let variantsSize = 8
    static let checkedFrom = 48

    struct Flags: OptionSet {
        let rawValue: UInt32
        /// The index does not know the package.
        static let absent = Flags(rawValue: 1)
        /// The answer depends on the user (`Vary: Authorization`).
        static let variesByUser = Flags(rawValue: 2)
    }

    /// Digest algorithms by their number in the files; the order must not change within a version.
    static let algorithms: [Digest.Algorithm] = [
        .md5, .sha1, .sha224, .sha256, .sha384, .sha512, .blake2b, .blake2s,
    ]

    static let sha256Code: UInt8 = 3

    static func timesCheck(_ fetchedAt: Int64, _ freshUntil: Int64) -> UInt64 {
        Checksum.mix(UInt64(bitPattern: fetchedAt) &+ Checksum.mix(UInt64(bitPattern: freshUntil)))
    }
}

/// A fast 64-bit checksum against accidental damage, and a stable hash for names of cache files. Not a
/// digest: whoever wants a collision finds one.
enum Checksum {
    private static let prime: UInt64 = 0x9E37_79B9_7F4A_7C15

    static func mix(_ value: UInt64) -> UInt64 {
        var h = value
        h ^= h >> 32
        h = h &* 0xD6E8_FEB8_6659_FD93
        h ^= h >> 32
        h = h &* 0xD6E8_FEB8_6659_FD93
        return h ^ (h >> 32)
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var (a, b, c, d) = (prime, prime &* 3, prime &* 5, prime &* 7)
        let count = bytes.count
        var at = 0
        if let base = bytes.baseAddress {
            while at + 32 <= count {
                a = unsafe (a ^ base.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* prime
                b = unsafe (b ^ base.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)) &* prime
                c = unsafe (c ^ base.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self)) &* prime
                d = unsafe (d ^ base.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self)) &* prime
                // High bits must reach low ones, or flips of high bits would be lost in the product.
                a ^= a >> 29
                b ^= b >> 29
                c ^= c >> 29
                d ^= d >> 29
                at += 32
            }
        }
        var hash = mix(a) &+ mix(b &+ 1) &+ mix(c &+ 2) &+ mix(d &+ 3)
        while at < count {
            hash = (hash ^ UInt64(unsafe bytes[at])) &* prime
            hash ^= hash >> 29
            at += 1
        }
        return mix(hash ^ UInt64(count))
    }

    static func of(_ bytes: [UInt8]) -> UInt64 { unsafe bytes.withUnsafeBytes { unsafe of($0) } }

    /// 32 hexadecimal digits that name `text`.
    static func name(of text: String) -> String {
        let first = of(Array(text.utf8))
        let second = of(Array("\(text)\u{0}\(first)".utf8))
        return hex(first) + hex(second)
    }

    static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
