/// Writes the parts of a stamp: integers little-endian, texts with their length before them.
struct StampWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        var rest = UInt64(truncatingIfNeeded: number)
        for _ in 0..<(Number.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    mutating func put(_ text: String) {
        put(UInt32(clamping: text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func put(_ texts: [String]) {
        put(UInt32(clamping: texts.count))
        for text in texts { put(text) }
    }

    mutating func put(_ digest: QuickDigest) {
        put(digest.high)
        put(digest.low)
    }

    mutating func put(_ stamp: FileStamp) {
        put(stamp.kind.rawValue)
        if stamp.kind == .absent { return }
        put(stamp.size)
        put(stamp.mtime)
        put(stamp.ctime)
        put(stamp.inode)
    }
}

/// Reads the parts of a stamp again. Whatever does not fit is nil: the file may come from anywhere.
struct StampReader {
    private let bytes: [UInt8]
    private var at: Int
    private let end: Int

    /// More of anything is no stamp.
    private static let mostTexts = 8192
    private static let longestText = 16 << 10

    /// Reads `bytes` from `start` up to `end`.
    init(_ bytes: [UInt8], from start: Int, to end: Int) {
        self.bytes = bytes
        at = start
        self.end = end
    }

    var isAtEnd: Bool { at == end }

    mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number? {
        let width = Number.bitWidth / 8
        guard end - at >= width else { return nil }
        var word: UInt64 = 0
        for index in 0..<width { word |= UInt64(bytes[at + index]) << UInt64(8 * index) }
        at += width
        return Number(truncatingIfNeeded: word)
    }

    mutating func text() -> String? {
        guard let count: UInt32 = number(), Int(count) <= Self.longestText, end - at >= Int(count) else {
            return nil
        }
        let slice = bytes[at..<(at + Int(count))]
        // A path that the file system would cut.
        guard !slice.contains(0), let text = String(validating: slice, as: UTF8.self) else { return nil }
        at += Int(count)
        return text
    }

    mutating func count() -> Int? {
        guard let count: UInt32 = number(), Int(count) <= Self.mostTexts else { return nil }
        return Int(count)
    }

    mutating func texts() -> [String]? {
        guard let count = count() else { return nil }
        var texts: [String] = []
        for _ in 0..<count {
            guard let text = text() else { return nil }
            texts.append(text)
        }
        return texts
    }

    mutating func digest() -> QuickDigest? {
        guard let high: UInt64 = number(), let low: UInt64 = number() else { return nil }
        return QuickDigest(high: high, low: low)
    }

    mutating func stamp() -> FileStamp? {
        guard let raw: UInt8 = number(), let kind = FileStamp.Kind(rawValue: raw) else { return nil }
        if kind == .absent { return .absent }
        guard let size: Int64 = number(), let mtime: Int64 = number(), let ctime: Int64 = number(),
            let inode: UInt64 = number()
        else { return nil }
        return FileStamp(kind: kind, size: size, mtime: mtime, ctime: ctime, inode: inode)
    }
}
