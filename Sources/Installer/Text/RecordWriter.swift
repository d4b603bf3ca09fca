/// Writes RECORD files: fields quoted only where they must be, lines ended by LF.
package struct RecordWriter {
    package static func bytes(of entries: some Sequence<RecordEntry>) -> [UInt8] {
        var result: [UInt8] = []
        for entry in entries {
            append(entry.path, to: &result)
            result.append(UInt8(ascii: ","))
            append(entry.hash ?? "", to: &result)
            result.append(UInt8(ascii: ","))
            if let size = entry.size { result.append(contentsOf: String(size).utf8) }
            result.append(0x0A)
        }
        return result
    }

    private static func append(_ field: String, to result: inout [UInt8]) {
        let needsQuotes = field.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
        }
        guard needsQuotes else {
            result.append(contentsOf: field.utf8)
            return
        }
        result.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { result.append(byte) }
            result.append(byte)
        }
        result.append(UInt8(ascii: "\""))
    }
}
