/// Writes tar archives (ustar) by hand, so that tests can make ones that no tool would.
package struct TarBuilder: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// `type` is the type flag: `0` a file, `1` a hard link, `2` a symbolic link, `5` a directory, `6` a FIFO.
    package mutating func add(
        _ name: String, _ content: String = "", type: Character = "0", link: String = "", mode: Int = 0o644
    ) {
        let data = Array(content.utf8)
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at place: Int, limit: Int) {
            for (offset, byte) in text.utf8.prefix(limit).enumerated() { header[place + offset] = byte }
        }
        func octal(_ number: Int, _ digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
        put(name, at: 0, limit: 100)
        put(octal(mode, 7), at: 100, limit: 7)
        put(octal(0, 7), at: 108, limit: 7)
        put(octal(0, 7), at: 116, limit: 7)
        put(octal(data.count, 11), at: 124, limit: 11)
        put(octal(0, 11), at: 136, limit: 11)
        header[156] = type.asciiValue ?? 0x30
        put(link, at: 157, limit: 100)
        put("ustar", at: 257, limit: 5)
        put("00", at: 263, limit: 2)
        for place in 148..<156 { header[place] = 0x20 }
        put(octal(header.reduce(0) { $0 + Int($1) }, 6), at: 148, limit: 6)
        header[154] = 0
        bytes += header + data + [UInt8](repeating: 0, count: (512 - data.count % 512) % 512)
    }

    /// With the end that an archive has.
    package var archive: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }
}
