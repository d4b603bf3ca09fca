@testable import Installer

/// Builds ZIP archives byte by byte, sound ones and any kind of unsound one.
struct ZipFixture {
    struct Header {
        var name: [UInt8]?
        var crc: UInt32?
        var size: UInt32?
        var compressedSize: UInt32?
        var method: UInt16?
        var flags: UInt16?
        var offset: UInt32?
    }

    struct Entry {
        var name: [UInt8]
        var data: [UInt8]
        var isDeflated = true
        /// st_mode.
        var mode: UInt32 = 0o100644
        var flags: UInt16 = 0
        var local = Header()
        var central = Header()
        /// The data descriptor: nothing, with signature, without, or only promised by the flag.
        var descriptor = Descriptor.absent
        var descriptorSize: UInt32?
        /// Replaces the compressed bytes.
        var raw: [UInt8]?
        var after: [UInt8] = []
        var extra: [UInt8] = []

        init(_ name: String, _ data: String = "", mode: UInt32 = 0o100644, isDeflated: Bool = true) {
            self.name = Array(name.utf8)
            self.data = Array(data.utf8)
            self.mode = mode
            self.isDeflated = isDeflated
        }
    }

    enum Descriptor { case absent, signed, unsigned, missing }

    var entries: [Entry]
    var prepend: [UInt8] = []
    var append: [UInt8] = []
    var comment: [UInt8] = []
    var disk: UInt16 = 0
    var countDelta = 0
    var offsetDelta = 0
    var ends = 1
    /// Entries listed in the central directory; all if nil.
    var listed: [Int]?
    var isZip64 = false

    init(_ entries: [Entry]) { self.entries = entries }

    var bytes: [UInt8] {
        var out = prepend
        var offsets: [Int] = []
        var directory: [UInt8] = []
        for entry in entries {
            let crc = (try? entry.data.withUnsafeBytes { try Inflate.crc32($0) }) ?? 0
            let body = entry.raw ?? (entry.isDeflated ? Self.deflated(entry.data) : entry.data)
            let promised = entry.descriptor != .absent
            let flags = entry.flags | (promised ? 8 : 0)
            let method: UInt16 = entry.isDeflated ? 8 : 0
            offsets.append(out.count)
            let local = entry.local
            let localName = local.name ?? entry.name
            out += le32(0x0403_4b50) + le16(20) + le16(local.flags ?? flags) + le16(local.method ?? method)
            out += le32(0)
            out += le32(local.crc ?? (promised ? 0 : crc))
            out += le32(local.compressedSize ?? (promised ? 0 : UInt32(body.count)))
            out += le32(local.size ?? (promised ? 0 : UInt32(entry.data.count)))
            out += le16(UInt16(localName.count)) + le16(0) + localName + body
            if entry.descriptor == .signed { out += le32(0x0807_4b50) }
            if entry.descriptor == .signed || entry.descriptor == .unsigned {
                out +=
                    le32(crc) + le32(UInt32(body.count))
                    + le32(entry.descriptorSize ?? UInt32(entry.data.count))
            }
            out += entry.after
            let central = entry.central
            let name = central.name ?? entry.name
            var row = le32(0x0201_4b50) + le16(3 << 8 | 20) + le16(20) + le16(central.flags ?? flags)
            row += le16(central.method ?? method) + le32(0) + le32(central.crc ?? crc)
            row +=
                le32(central.compressedSize ?? UInt32(body.count))
                + le32(central.size ?? UInt32(entry.data.count))
            row += le16(UInt16(name.count)) + le16(UInt16(entry.extra.count)) + le16(0) + le16(0) + le16(0)
            row += le32(entry.mode << 16) + le32(central.offset ?? UInt32(offsets.last!)) + name + entry.extra
            if listed?.contains(offsets.count - 1) ?? true { directory += row }
        }
        let count = (listed?.count ?? entries.count) + countDelta
        let at = out.count
        out += directory
        if isZip64 {
            let end = out.count
            out += le32(0x0606_4b50) + le64(44) + le16(45) + le16(45) + le32(0) + le32(0)
            out +=
                le64(UInt64(count)) + le64(UInt64(count)) + le64(UInt64(directory.count)) + le64(UInt64(at))
            out += le32(0x0706_4b50) + le32(0) + le64(UInt64(end)) + le32(1)
        }
        for _ in 0..<ends {
            out += le32(0x0605_4b50) + le16(disk) + le16(disk) + le16(UInt16(count)) + le16(UInt16(count))
            out +=
                le32(isZip64 ? .max : UInt32(directory.count))
                + le32(isZip64 ? .max : UInt32(at + offsetDelta))
            out += le16(UInt16(comment.count)) + comment
        }
        return out + append
    }

    /// Deflate without compression: blocks of stored bytes (RFC 1951, 3.2.4).
    static func deflated(_ data: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var rest = data[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            out += [rest.isEmpty ? 1 : 0] + le16(UInt16(block.count)) + le16(~UInt16(block.count)) + block
        } while !rest.isEmpty
        return out
    }
}

func le16(_ value: UInt16) -> [UInt8] { (0..<2).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
func le32(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
func le64(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

/// A wheel: its own files and the `.dist-info` that belongs to them.
struct WheelFixture {
    let name: String
    let version: String
    /// The variant label of the file name.
    var label: String?
    var files: [ZipFixture.Entry]
    var wheel = "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    var metadata: String
    var entryPoints: String?
    /// Rows of RECORD by path that are not what the content says; nil rows are left out.
    var rows: [String: String?] = [:]
    var record: String?
    var lineEnd = "\n"
    var dropped: Set<String> = []

    init(_ name: String, _ version: String = "1.0", files: [ZipFixture.Entry] = []) {
        self.name = name
        self.version = version
        self.files = files
        metadata = "Metadata-Version: 2.1\nName: \(name)\nVersion: \(version)\n"
    }

    var filename: String { "\(name)-\(version)-py3-none-any\(label.map { "-\($0)" } ?? "").whl" }
    var distInfo: String { "\(name)-\(version).dist-info" }

    var zip: ZipFixture {
        var all = files
        func add(_ file: String, _ text: String) {
            if !dropped.contains(file) { all.append(.init("\(distInfo)/\(file)", text)) }
        }
        add("METADATA", metadata)
        add("WHEEL", wheel)
        if let entryPoints { add("entry_points.txt", entryPoints) }
        let own = "\(distInfo)/RECORD"
        let lines = all.compactMap { entry -> String? in
            let path = String(decoding: entry.name, as: UTF8.self)
            if let row = rows[path] { return row }
            let digest = Hash.base64url(SmallSHA256.digest(entry.data))
            let field = path.contains(",") ? "\"" + path.replacing("\"", with: "\"\"") + "\"" : path
            return path.hasSuffix("/") ? nil : "\(field),sha256=\(digest),\(entry.data.count)"
        }
        add("RECORD", record ?? (lines + ["\(own),,"]).map { $0 + lineEnd }.joined())
        return ZipFixture(all)
    }
}
