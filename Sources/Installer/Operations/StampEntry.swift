/// One place in the file system that a decision rests on, and how it looked.
package struct StampEntry: Hashable, Sendable {
    package var path: Path
    package var stamp: FileStamp
    /// Of its content (the names in a directory): given while the stamp alone cannot be believed, see
    /// `FileStamp.isSettled`.
    package var content: QuickDigest?
    /// Of a directory: only these names matter, and all of them are absent. Then another stamp means to look for each.
    package var absent: [String]

    /// Throws when something cannot be seen: then nothing may rest on it.
    ///
    /// - Parameter moment: nanoseconds since 1970, before this and before the decision.
    init?(_ path: Path, at moment: Int64) {
        self.path = path
        absent = []
        stamp = FileStamp(of: path)
        guard stamp.kind != .hidden else { return nil }
        if !stamp.isSettled(at: moment) {
            guard let digest = Self.contentDigest(of: path, stamp.kind) else { return nil }
            content = digest
        }
    }

    /// That `names` are not in `directory`; nil when one is.
    init?(noneOf names: [String], in directory: Path, at moment: Int64) {
        path = directory
        absent = names
        stamp = FileStamp(of: directory)
        guard stamp.kind != .hidden, areAbsent else { return nil }
        // Never equal to what is there: look for each name.
        if !stamp.isSettled(at: moment) { stamp.ctime = .min }
    }

    private init(path: Path, stamp: FileStamp, content: QuickDigest?, absent: [String]) {
        self.path = path
        self.stamp = stamp
        self.content = content
        self.absent = absent
    }

    /// Whether it looks as it did.
    package var holds: Bool {
        let now = FileStamp(of: path)
        if !absent.isEmpty { return now == stamp || (now.kind != .hidden && areAbsent) }
        guard now == stamp else { return false }
        guard let content else { return true }
        return Self.contentDigest(of: path, now.kind) == content
    }

    private var areAbsent: Bool {
        absent.allSatisfy { FileStamp(of: path / $0).kind == .absent }
    }

    /// Whether looking at it costs more than it has to, since it was recent or its directory has changed.
    var isSettled: Bool { content == nil && stamp.ctime != .min }

    private static let sizeLimit = 64 << 20

    static func contentDigest(of path: Path, _ kind: FileStamp.Kind) -> QuickDigest? {
        switch kind {
        case .absent: return QuickDigest.none
        case .file:
            guard let bytes = try? File.read(path, limit: sizeLimit) else { return nil }
            return QuickDigest(of: bytes)
        case .directory:
            guard let entries = try? Directory.entries(path) else { return nil }
            return entries.reduce(QuickDigest.none) { $0 + QuickDigest(of: $1.name) }
        case .other, .hidden: return nil
        }
    }
}

extension StampEntry {
    func write(to writer: inout StampWriter) {
        writer.put(path.text)
        writer.put(stamp)
        writer.put(UInt8(content == nil ? 0 : 1))
        if let content { writer.put(content) }
        writer.put(absent)
    }

    init?(reading reader: inout StampReader) {
        guard let path = reader.text(), path.utf8.first == UInt8(ascii: "/"), let stamp = reader.stamp(),
            let hasContent: UInt8 = reader.number(), hasContent < 2
        else { return nil }
        var content: QuickDigest?
        if hasContent == 1 {
            guard let digest = reader.digest() else { return nil }
            content = digest
        }
        guard let absent = reader.texts() else { return nil }
        self.init(path: Path(path), stamp: stamp, content: content, absent: absent)
    }
}
