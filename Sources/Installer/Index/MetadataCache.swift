/// What is known of wheels of indexes without unpacking them, in the cache behind a checksum: the header of
/// METADATA, and `variant.json`.
struct MetadataCache: Sendable {
    private let root: Path

    /// "swuvmd" and the version of the format.
    private static let magic: UInt64 = 0x3130_646d_7675_7773
    private static let headerSize = 24
    /// What is known by its URL alone may change; it is believed for this long, in seconds.
    private static let unhashedLife: Int64 = 600

    init(_ cache: CacheLayout) { root = cache.metadata }

    /// nil when there is none, or when it is damaged or, unless any age will do, too old.
    func content(_ member: WheelMember, of file: IndexFile, anyAge: Bool) -> [UInt8]? {
        guard let bytes = try? File.readIfPresent(path(member, file), limit: 64 << 20),
            bytes.count >= Self.headerSize
        else { return nil }
        return unsafe bytes.withUnsafeBytes { raw -> [UInt8]? in
            func word(_ at: Int) -> UInt64 {
                unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            }
            guard word(0) == Self.magic,
                unsafe word(8) == Checksum.of(UnsafeRawBufferPointer(rebasing: raw[16...]))
            else { return nil }
            if !anyAge && !isHashed(file) {
                let age = Clock.wall() / 1_000_000_000 - Int64(bitPattern: word(16))
                guard (0..<Self.unhashedLife).contains(age) else { return nil }
            }
            return unsafe Array(raw[Self.headerSize...])
        }
    }

    /// Of METADATA only the header is kept; the description behind it is never needed.
    func store(_ bytes: [UInt8], _ member: WheelMember, of file: IndexFile) throws(SystemError) {
        var content: [UInt8] = []
        let kept = member == .metadata ? Self.header(bytes) : bytes[...]
        content.reserveCapacity(kept.count + Self.headerSize)
        for value in [Self.magic, 0, UInt64(bitPattern: Clock.wall() / 1_000_000_000)] {
            unsafe withUnsafeBytes(of: value.littleEndian) { unsafe content.append(contentsOf: $0) }
        }
        content.append(contentsOf: kept)
        let check = Checksum.of(Array(content[16...]))
        for index in 0..<8 { content[8 + index] = UInt8(truncatingIfNeeded: check >> UInt64(8 * index)) }
        try File.writeAtomically(content, to: path(member, file))
    }

    private func path(_ member: WheelMember, _ file: IndexFile) -> Path {
        let suffix = member == .metadata ? "" : ".variant"
        if let hash = file.preferredHash, hash.algorithm.isSecure {
            return root / "\(hash.algorithm.rawValue)-\(hash.hex)\(suffix)"
        }
        return root / "url-\(Checksum.name(of: file.url))\(suffix)"
    }

    private func isHashed(_ file: IndexFile) -> Bool { file.preferredHash?.algorithm.isSecure ?? false }

    /// Up to the first empty line.
    static func header(_ metadata: [UInt8]) -> ArraySlice<UInt8> {
        var lineStart = 0
        while lineStart < metadata.count {
            let first = metadata[lineStart]
            if first == 0x0A { return metadata[...lineStart] }
            if first == 0x0D, lineStart + 1 < metadata.count, metadata[lineStart + 1] == 0x0A {
                return metadata[...(lineStart + 1)]
            }
            guard let end = metadata[lineStart...].firstIndex(of: 0x0A) else { break }
            lineStart = end + 1
        }
        return metadata[...]
    }
}
