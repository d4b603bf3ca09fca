/// Reads the header fields at the start of a document (RFC 822 as email and core metadata use it), up
/// to the first empty line; what follows is never looked at.
///
/// A line that begins with white space continues the field before it. A line that is neither a field
/// nor a continuation ends the header, as Python's `email` package has it.
package struct HeaderReader {
    package struct Field: Sendable {
        package var name: String
        /// Without white space around it; continuation lines keep their line breaks.
        package var value: String
        /// Of the field's first line, from 1.
        package var line: Int
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no part of the first field's name.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next field for which `wanted` holds; the values of others are not built.
    /// The name is given to `wanted` as bytes, in lower case.
    package mutating func next(where wanted: ([UInt8]) -> Bool = { _ in true }) -> Field? {
        while position < bytes.count {
            let start = position
            let end = endOfLine(from: start)
            if end == start { break }
            guard let colon = bytes[start..<end].firstIndex(of: UInt8(ascii: ":")), colon - start <= 128,
                colon > start, !bytes[start..<colon].contains(where: { $0 <= 0x20 || $0 >= 0x7F })
            else { break }
            let fieldLine = line
            advance(past: end)
            var last = end
            while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 {
                last = endOfLine(from: position)
                advance(past: last)
            }
            let name = bytes[start..<colon].map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
            if wanted(name) {
                return Field(
                    name: String(decoding: bytes[start..<colon], as: UTF8.self),
                    value: trimmed(colon + 1, last), line: fieldLine)
            }
        }
        position = bytes.count
        return nil
    }

    /// The offset of the line break, or of the end.
    private func endOfLine(from start: Int) -> Int {
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        return end > start && bytes[end - 1] == 0x0D ? end - 1 : end
    }

    private mutating func advance(past end: Int) {
        position = end
        if position < bytes.count, bytes[position] == 0x0D { position += 1 }
        if position < bytes.count, bytes[position] == 0x0A { position += 1 }
        line += 1
    }

    private func trimmed(_ from: Int, _ to: Int) -> String {
        var from = from
        var to = to
        while from < to, bytes[from].isASCIISpace { from += 1 }
        while to > from, bytes[to - 1].isASCIISpace { to -= 1 }
        return String(decoding: bytes[from..<to], as: UTF8.self)
    }
}
