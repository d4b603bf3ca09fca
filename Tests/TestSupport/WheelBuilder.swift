import Installer

/// Makes small wheels in memory: ZIP archives with stored members and a right RECORD.
package struct WheelBuilder: Sendable {
    package var name: String
    package var version: String
    package var tags = "py3-none-any"
    package var requires: [String] = []
    package var extras: [String] = []
    package var requiresPython: String?
    /// Further members by path; `VALUE = 1` in the package unless given.
    package var files: [(path: String, content: [UInt8])] = []
    /// The variant label of the file name.
    package var label: String?
    /// The content of `variant.json`.
    package var variant: String?
    /// Replaces the METADATA that follows from the rest.
    package var metadata: String?

    package init(_ name: String, _ version: String) {
        self.name = name
        self.version = version
    }

    private var stem: String { "\(name.replacing("-", with: "_"))-\(version)" }

    package var filename: String { "\(stem)-\(tags)\(label.map { "-\($0)" } ?? "").whl" }

    package var metadataText: String {
        if let metadata { return metadata }
        var text = "Metadata-Version: 2.1\nName: \(name)\nVersion: \(version)\n"
        if let requiresPython { text += "Requires-Python: \(requiresPython)\n" }
        for requirement in requires { text += "Requires-Dist: \(requirement)\n" }
        for extra in extras { text += "Provides-Extra: \(extra)\n" }
        return text + "\nWhat it is about.\n"
    }

    package func build() throws -> [UInt8] {
        var members = files
        if members.isEmpty {
            members = [("\(name.replacing("-", with: "_"))/__init__.py", Array("VALUE = 1\n".utf8))]
        }
        let info = "\(stem).dist-info"
        let wheel = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: \(tags)\n"
        members.append(("\(info)/METADATA", Array(metadataText.utf8)))
        members.append(("\(info)/WHEEL", Array(wheel.utf8)))
        if let variant { members.append(("\(info)/variant.json", Array(variant.utf8))) }
        var record = ""
        for (path, content) in members {
            record += "\(path),\(try Digest.of(content).recordText),\(content.count)\n"
        }
        record += "\(info)/RECORD,,\n"
        members.append(("\(info)/RECORD", Array(record.utf8)))
        return StoredZip.archive(members)
    }
}

/// Writes ZIP archives whose members are stored.
package enum StoredZip {
    package static func archive(_ members: [(path: String, content: [UInt8])]) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for (path, content) in members {
            let offset = out.count
            let name = Array(path.utf8)
            let common =
                u16(20) + u16(0x0800) + u16(0) + u16(0) + u16(0x21) + u32(crc32(content)) + u32(content.count)
                + u32(content.count) + u16(name.count) + u16(0)
            out += u32(0x0403_4b50) + common + name + content
            directory +=
                u32(0x0201_4b50) + u16(0x0314) + common + u16(0) + u16(0) + u16(0)
                + u32(0o100644 << 16) + u32(offset) + name
        }
        let start = out.count
        out += directory
        out +=
            u32(0x0605_4b50) + u16(0) + u16(0) + u16(members.count) + u16(members.count)
            + u32(directory.count) + u32(start) + u16(0)
        return out
    }

    private static func u16(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
    private static func u32(_ value: Int) -> [UInt8] { u16(value & 0xFFFF) + u16(value >> 16 & 0xFFFF) }

    static func crc32(_ bytes: [UInt8]) -> Int {
        var crc: UInt32 = ~0
        for byte in bytes { crc = crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] }
        return Int(~crc)
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
}
