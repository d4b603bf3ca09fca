/// Writes the compact form of a page (`PageFormat`).
struct PageWriter {
    private var bytes: [UInt8] = []

    init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    var count: Int { bytes.count }

    mutating func header(_ facts: PageFacts, versions: Int, files: Int, skips: Int) {
        append(PageFormat.magic)
        append(0 as UInt64)
        append(0 as UInt64)
        append(UInt64(bitPattern: facts.fetchedAt))
        append(UInt64(bitPattern: facts.freshUntil))
        append(PageFormat.timesCheck(facts.fetchedAt, facts.freshUntil))
        var flags: PageFormat.Flags = []
        if facts.isAbsent { flags.insert(.absent) }
        if facts.variesByUser { flags.insert(.variesByUser) }
        append(flags.rawValue)
        append(UInt32(versions))
        append(UInt32(files))
        append(UInt32(skips))
    }

    /// The rest of the fixed header; gives the offset of its strings.
    mutating func count(pythons: Int, listedSkips: Int, variants: Int) -> Int {
        append(UInt32(pythons))
        append(UInt32(listedSkips))
        append(0 as UInt64)
        let strings = reserve(8 * 4)
        append(UInt32(variants))
        append(0 as UInt32)
        return strings
    }

    /// Room to be filled later; gives its offset.
    mutating func reserve(_ count: Int) -> Int {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        return start
    }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func append(_ run: ArraySlice<UInt8>) { bytes.append(contentsOf: run) }

    mutating func append(_ value: UInt32) {
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func append(_ value: UInt64) {
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Its length, then its bytes.
    mutating func append(run: ArraySlice<UInt8>) {
        if run.count < 255 {
            bytes.append(UInt8(run.count))
        } else {
            bytes.append(255)
            append(UInt32(run.count))
        }
        bytes.append(contentsOf: run)
    }

    mutating func set(_ value: UInt32, at offset: Int) {
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(8 * index)) }
    }

    private mutating func set(_ value: UInt64, at offset: Int) {
        set(UInt32(truncatingIfNeeded: value), at: offset)
        set(UInt32(truncatingIfNeeded: value >> 32), at: offset + 4)
    }

    /// Appends a text and writes its place into the table at `offset`.
    mutating func text(_ run: some Collection<UInt8>, at offset: Int) {
        set(UInt32(bytes.count), at: offset)
        set(UInt32(run.count), at: offset + 4)
        bytes.append(contentsOf: run)
    }

    consuming func finished(_ facts: PageFacts) -> [UInt8] {
        set(facts.userKey, at: 72)
        set(UInt64(bytes.count), at: 8)
        let check = unsafe bytes.withUnsafeBytes { all in
            unsafe Checksum.of(UnsafeRawBufferPointer(rebasing: all[PageFormat.checkedFrom...]))
        }
        set(check, at: 16)
        return bytes
    }
}

/// What HTTP said about a page, or another answer that is kept.
struct PageFacts: Sendable, Equatable {
    /// After redirects.
    var url: String
    var etag: String?
    var lastModified: String?
    /// Seconds since 1970.
    var fetchedAt: Int64
    var freshUntil: Int64
    var isAbsent = false
    var variesByUser = false
    /// Tells users apart without naming them; 0 for nobody.
    var userKey: UInt64 = 0

    /// The headers that ask whether what is cached is still current (RFC 9110, 13.1).
    var revalidation: [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if let etag { headers.append(("If-None-Match", etag)) }
        if let lastModified { headers.append(("If-Modified-Since", lastModified)) }
        return headers
    }
}
