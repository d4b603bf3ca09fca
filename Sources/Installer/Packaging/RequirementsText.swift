/// The logical lines of a requirements file: continued lines joined, comments removed, `${NAME}` replaced, with
/// the way back from each byte to its place in the file.
struct RequirementsText {
    struct Line {
        /// The line of the file on which it begins, from 1.
        let number: Int
        /// White space around it removed; never empty.
        fileprivate(set) var bytes: [UInt8]
        /// For each byte, and for the end, its place in the source.
        fileprivate(set) var offsets: [Int]

        var text: String { String(decoding: bytes, as: UTF8.self) }

        func source(_ range: Range<Int>) -> Range<Int> {
            offsets[range.lowerBound]..<max(offsets[range.lowerBound], offsets[range.upperBound])
        }
    }

    /// Why the bytes are no text that can be read, and where.
    struct Fault: Error {
        let message: String
        let offset: Int
        /// What `offset` counts in: the bytes, or what they were decoded to.
        let text: [UInt8]
    }

    /// UTF-8 without byte order mark; every line ends with LF.
    let source: [UInt8]
    private let environment: [String: String]
    private var at = 0
    /// The line at `at`, from 1.
    private var number = 1

    /// UTF-16 with a byte order mark is decoded, as pip does. Other encodings and NUL bytes are refused.
    init(_ bytes: [UInt8], environment: [String: String]) throws(Fault) {
        self.environment = environment
        var text = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            text.removeFirst(3)
        } else if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            throw Fault(message: "the text is UTF-32; it must be UTF-8", offset: 0, text: [])
        } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            text = try Self.utf8(fromUTF16: bytes)
        }
        if let bad = UTF8Validity.firstFault(in: text) {
            throw Fault(message: "the text is not UTF-8", offset: bad, text: text)
        }
        if let nul = text.firstIndex(of: 0) {
            throw Fault(message: "a NUL byte, which no requirements file holds", offset: nul, text: text)
        }
        // A carriage return of its own ends a line, too; counting stays the same.
        for index in text.indices where text[index] == 0x0D {
            if index + 1 == text.count || text[index + 1] != 0x0A { text[index] = 0x0A }
        }
        source = text
    }

    private static func utf8(fromUTF16 bytes: [UInt8]) throws(Fault) -> [UInt8] {
        guard bytes.count % 2 == 0 else {
            throw Fault(message: "the text is broken UTF-16", offset: 0, text: [])
        }
        let isLittle = bytes[0] == 0xFF
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 2, to: bytes.count, by: 2) {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isLittle ? second << 8 | first : first << 8 | second)
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw Fault(message: "the text is broken UTF-16", offset: 0, text: [])
        }
        return Array(text.utf8)
    }
}

// MARK: - Lines

extension RequirementsText {
    /// The next line that says something; nil at the end.
    mutating func nextLine() -> Line? {
        while at < source.count {
            let line = trimmed(expanded(withoutComment(joinedLine())))
            if !line.bytes.isEmpty { return line }
        }
        return nil
    }

    /// One physical line, and as long as they end with a backslash those that follow it. A line that is all comment
    /// ends the logical line.
    private mutating func joinedLine() -> Line {
        var line = Line(number: number, bytes: [], offsets: [])
        while at < source.count {
            let start = at
            var end = source[start...].firstIndex(of: 0x0A) ?? source.count
            at = min(end + 1, source.count)
            number += 1
            if end > start, source[end - 1] == 0x0D { end -= 1 }
            let first = source[start..<end].first { !$0.isASCIISpace }
            if first == UInt8(ascii: "#") {
                line.offsets.append(start)
                return line
            }
            let continues = end > start && source[end - 1] == UInt8(ascii: "\\")
            if continues { end -= 1 }
            line.bytes.append(contentsOf: source[start..<end])
            line.offsets.append(contentsOf: start..<end)
            if !continues || at >= source.count {
                line.offsets.append(end)
                return line
            }
        }
        line.offsets.append(source.count)
        return line
    }

    /// A comment starts with `#` at the beginning or after white space, so that URLs keep their fragments.
    private func withoutComment(_ line: Line) -> Line {
        var end = line.bytes.count
        for index in line.bytes.indices where line.bytes[index] == UInt8(ascii: "#") {
            if index == 0 || line.bytes[index - 1].isASCIISpace {
                end = index
                break
            }
        }
        return Line(
            number: line.number, bytes: Array(line.bytes[..<end]), offsets: Array(line.offsets[...end]))
    }

    /// `${NAME}`, of capitals, digits and underscores, replaced when the environment has a value for it.
    private func expanded(_ line: Line) -> Line {
        guard line.bytes.contains(UInt8(ascii: "$")) else { return line }
        var result = Line(number: line.number, bytes: [], offsets: [])
        var index = 0
        while index < line.bytes.count {
            if let (end, value) = variable(line.bytes, index) {
                result.bytes.append(contentsOf: value.utf8)
                result.offsets.append(contentsOf: repeatElement(line.offsets[index], count: value.utf8.count))
                index = end
            } else {
                result.bytes.append(line.bytes[index])
                result.offsets.append(line.offsets[index])
                index += 1
            }
        }
        result.offsets.append(line.offsets[line.bytes.count])
        return result
    }

    private func variable(_ bytes: [UInt8], _ start: Int) -> (end: Int, value: String)? {
        guard bytes[start] == UInt8(ascii: "$"), start + 1 < bytes.count,
            bytes[start + 1] == UInt8(ascii: "{")
        else {
            return nil
        }
        var end = start + 2
        while end < bytes.count,
            bytes[end] &- UInt8(ascii: "A") < 26 || bytes[end].isASCIIDigit || bytes[end] == UInt8(ascii: "_")
        {
            end += 1
        }
        guard end > start + 2, end < bytes.count, bytes[end] == UInt8(ascii: "}") else { return nil }
        let name = String(decoding: bytes[(start + 2)..<end], as: UTF8.self)
        guard let value = environment[name], !value.isEmpty else { return nil }
        return (end + 1, value)
    }

    private func trimmed(_ line: Line) -> Line {
        let start = line.bytes.firstIndex { !$0.isASCIISpace } ?? line.bytes.count
        let end = (line.bytes.lastIndex { !$0.isASCIISpace } ?? start - 1) + 1
        return Line(
            number: line.number, bytes: Array(line.bytes[start..<end]),
            offsets: Array(line.offsets[start...end]))
    }
}

extension RequirementsText.Line {
    /// Where the options of a requirement begin: at ` --` outside of quotes.
    var startOfOptions: Int {
        var quote: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte.isASCIISpace, index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "-"),
                bytes[index + 2] == UInt8(ascii: "-")
            {
                return index + 1
            }
        }
        return bytes.count
    }

    /// The words from `start` on as a shell splits them: quotes group, a backslash outside of single quotes escapes.
    func words(from start: Int) -> [(text: String, range: Range<Int>)] {
        var words: [(text: String, range: Range<Int>)] = []
        var at = start
        while at < bytes.count {
            if bytes[at].isASCIISpace {
                at += 1
                continue
            }
            let first = at
            var word: [UInt8] = []
            var quote: UInt8 = 0
            while at < bytes.count, quote != 0 || !bytes[at].isASCIISpace {
                let byte = bytes[at]
                if byte == quote {
                    quote = 0
                } else if quote == 0, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'"), at + 1 < bytes.count {
                    at += 1
                    word.append(bytes[at])
                } else {
                    word.append(byte)
                }
                at += 1
            }
            words.append((String(decoding: word, as: UTF8.self), first..<at))
        }
        return words
    }
}
