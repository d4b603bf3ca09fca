/// Core metadata of index files in the cache: the header of METADATA behind a checksum.
struct MetadataCache: Sendable {
    private let root: Path

    /// "swuvmd" and the version of the format.
    private static let magic: UInt64 = 0x3130_646d_7675_7773
    private static let headerSize = 24
    /// What is known by its URL alone may change; it is believed for this long, in seconds.
    private static let unhashedLife: Int64 = 600

    init(_ cache: CacheLayout) { root = cache.metadata }

    /// The header of the metadata; nil when there is none, or when it is damaged or too old.
    func header(of file: IndexFile) -> [UInt8]? {
        guard let bytes = try? File.readIfPresent(path(file), limit: 64 << 20), bytes.count >= Self.headerSize
        else { return nil }
        return unsafe bytes.withUnsafeBytes { raw -> [UInt8]? in
            func word(_ at: Int) -> UInt64 {
                unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            }
            guard word(0) == Self.magic,
                unsafe word(8) == Checksum.of(UnsafeRawBufferPointer(rebasing: raw[16...]))
            else { return nil }
            if !isHashed(file) {
                let age = Clock.wall() / 1_000_000_000 - Int64(bitPattern: word(16))
                guard (0..<Self.unhashedLife).contains(age) else { return nil }
            }
            return unsafe Array(raw[Self.headerSize...])
        }
    }

    /// Keeps the header of `metadata`; the description behind it is never needed.
    func store(_ metadata: [UInt8], of file: IndexFile) throws(SystemError) {
        var content: [UInt8] = []
        let header = Self.header(metadata)
        content.reserveCapacity(header.count + Self.headerSize)
        for value in [Self.magic, 0, UInt64(bitPattern: Clock.wall() / 1_000_000_000)] {
            unsafe withUnsafeBytes(of: value.littleEndian) { unsafe content.append(contentsOf: $0) }
        }
        content.append(contentsOf: header)
        let check = Checksum.of(Array(content[16...]))
        for index in 0..<8 { content[8 + index] = UInt8(truncatingIfNeeded: check >> UInt64(8 * index)) }
        try File.writeAtomically(content, to: path(file))
    }

    private func path(_ file: IndexFile) -> Path {
        if let hash = file.preferredHash, hash.algorithm.isSecure {
            return root / "\(hash.algorithm.rawValue)-\(hash.hex)"
        }
        return root / "url-\(Checksum.name(of: file.url))"
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
