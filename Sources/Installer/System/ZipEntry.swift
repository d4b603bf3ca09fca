/// One entry of a ZIP archive, as its central directory tells it (APPNOTE 4.3.12).
package struct ZipEntry: Sendable, Hashable {
    package enum Method: Sendable, Hashable {
        case stored, deflated
        case other(UInt16)

        var code: UInt16 {
            switch self {
            case .stored: 0
            case .deflated: 8
            case .other(let code): code
            }
        }

        init(_ code: UInt16) {
            self =
                switch code {
                case 0: .stored
                case 8: .deflated
                default: .other(code)
                }
        }
    }

    /// With `/` between components and at the end of a directory's name.
    package let name: String
    /// The general purpose bits (APPNOTE 4.4.4).
    package let flags: UInt16
    package let method: Method
    package let crc: UInt32
    package let compressedSize: UInt64
    package let size: UInt64
    /// Where the local header begins, from the beginning of the archive.
    package let localOffset: UInt64
    /// The Unix st_mode when the archive was made by a tool that stores one.
    package let unixMode: UInt32?
    /// The system whose attributes these are (APPNOTE 4.4.2): 3 for Unix.
    package let system: UInt8
    package let attributes: UInt32
    /// When it was last changed, as MS-DOS writes it: the date in the upper half, the time in the lower.
    package let modified: UInt32
    /// The sizes or the offset come from a ZIP64 extra field.
    package let isZip64: Bool

    package var isDirectory: Bool { name.utf8.last == UInt8(ascii: "/") }
    package var isEncrypted: Bool { flags & 0x2041 != 0 }
    /// Checksum and sizes follow the data instead of standing before it.
    package var hasDescriptor: Bool { flags & 0x8 != 0 }
    package var isExecutable: Bool { unixMode.map { $0 & 0o111 != 0 } ?? false }
}
