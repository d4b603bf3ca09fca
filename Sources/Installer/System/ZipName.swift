/// Which names an archive's entries may have.
package enum ZipName {
    /// Why `name` is refused, nil when it is a plain relative path below the directory it is unpacked into.
    package static func fault(_ name: String) -> String? {
        let bytes = name.utf8
        guard let first = bytes.first else { return "it has no name" }
        if first == slash { return "its path is absolute" }
        var previous: UInt8 = slash
        // Bytes of the current component, and whether they are only dots.
        var length = 0
        var isDots = true
        var index = 0
        for byte in bytes {
            switch byte {
            case slash:
                if let reason = component(length, isDots) { return reason }
                length = 0
                isDots = true
            case 0..<0x20, 0x7F:
                return "its name holds a control character"
            case 0x80...0x9F where previous == 0xC2:
                return "its name holds a control character"
            case UInt8(ascii: "\\"):
                return "its name holds a backslash"
            case UInt8(ascii: ":") where index == 1:
                return "its name begins with a drive letter"
            default:
                length += 1
                if byte != UInt8(ascii: ".") { isDots = false }
            }
            previous = byte
            index += 1
        }
        return previous == slash ? nil : component(length, isDots)
    }

    /// The name without its last component and the slash before that; empty at the top.
    package static func parent(of name: String) -> String {
        let bytes = name.utf8
        let end = bytes.last == slash ? bytes.index(before: bytes.endIndex) : bytes.endIndex
        guard let cut = bytes[..<end].lastIndex(of: slash) else { return "" }
        return String(name[..<cut])
    }

    private static func component(_ length: Int, _ isDots: Bool) -> String? {
        if length == 0 { return "its path has an empty component" }
        if isDots && length <= 2 { return "its path has a component `\(length == 1 ? "." : "..")`" }
        return length > 255 ? "its path has a component of \(length) bytes" : nil
    }

    private static let slash = UInt8(ascii: "/")
}
