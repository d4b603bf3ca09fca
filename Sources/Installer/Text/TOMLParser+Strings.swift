/// The four strings of TOML: basic and literal, each on one line or over several.
extension TOMLParser {
    /// A string of any of the four forms, the current byte being its quote.
    mutating func stringValue() throws(Fault) -> String {
        let quote = peek()
        let isLong = peek(1) == quote && peek(2) == quote
        if quote == UInt8(ascii: "\"") { return isLong ? try longBasicString() : try basicString() }
        return isLong ? try longLiteralString() : try literalString()
    }

    mutating func basicString() throws(Fault) -> String {
        let start = at
        at += 1
        let contents = at
        while true {
            at = endOfPlainText(from: at)
            let byte = peek()
            if byte == UInt8(ascii: "\"") {
                at += 1
                return text(contents..<at - 1)
            }
            if byte == UInt8(ascii: "\\") { break }
            try checkLineOfString(from: start)
            at += 1
        }
        // It holds an escape: gather the rest piece by piece.
        var result = Array(bytes[contents..<at])
        while true {
            let byte = peek()
            if byte == UInt8(ascii: "\"") {
                at += 1
                return String(decoding: result, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &result)
                continue
            }
            try checkLineOfString(from: start)
            result.append(byte)
            at += 1
        }
    }

    /// The first byte from `start` on that is not simply part of a basic string.
    private func endOfPlainText(from start: Int) -> Int {
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F {
                break
            }
            end += 1
        }
        return end
    }

    mutating func literalString() throws(Fault) -> String {
        let start = at
        at += 1
        while peek() != UInt8(ascii: "'") {
            try checkLineOfString(from: start)
            at += 1
        }
        at += 1
        return text(start + 1..<at - 1)
    }

    private mutating func longBasicString() throws(Fault) -> String {
        let start = at
        at += 3
        _ = newline()
        var result: [UInt8] = []
        while true {
            let byte = peek()
            if byte == UInt8(ascii: "\""), let quotes = closingQuotes(byte) {
                result.append(contentsOf: repeatElement(byte, count: quotes))
                return String(decoding: result, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                if !skipFoldedLines() { try escape(into: &result) }
                continue
            }
            try checkLongString(from: start)
            result.append(byte)
            at += 1
        }
    }

    private mutating func longLiteralString() throws(Fault) -> String {
        let start = at
        at += 3
        _ = newline()
        let contents = at
        while true {
            let byte = peek()
            if byte == UInt8(ascii: "'") {
                let end = at
                if let quotes = closingQuotes(byte) { return text(contents..<end + quotes) }
            }
            try checkLongString(from: start)
            at += 1
        }
    }

    /// When three quotes or more stand here, passes them all and says how many belong to the contents (at most 2).
    private mutating func closingQuotes(_ quote: UInt8) -> Int? {
        guard peek(1) == quote, peek(2) == quote else { return nil }
        var count = 3
        while count < 5, peek(count) == quote { count += 1 }
        at += count
        return count - 3
    }

    /// A backslash at the end of a line swallows the end of the line and all white space after it.
    private mutating func skipFoldedLines() -> Bool {
        let backslash = at
        at += 1
        skipBlank()
        guard newline() else {
            at = backslash
            return false
        }
        repeat { skipBlank() } while newline()
        return true
    }

    /// The current byte may stand in a string that ends on its line.
    private func checkLineOfString(from start: Int) throws(Fault) {
        let byte = peek()
        guard !isAtEnd, byte != 0x0A, !(byte == 0x0D && peek(1) == 0x0A) else {
            throw Fault(message: "a string without its closing quote", range: start..<start + 1)
        }
        guard !Self.isForbiddenControl(byte) else {
            throw Fault(message: "a control character in a string", range: at..<at + 1)
        }
    }

    private func checkLongString(from start: Int) throws(Fault) {
        guard !isAtEnd else {
            throw Fault(
                message: "a string without its closing quotes", range: start..<start + 3, isFatal: true)
        }
        let byte = peek()
        if byte == 0x0A || (byte == 0x0D && peek(1) == 0x0A) { return }
        guard !Self.isForbiddenControl(byte) else {
            throw Fault(message: "a control character in a string", range: at..<at + 1, isFatal: true)
        }
    }

    private mutating func escape(into result: inout [UInt8]) throws(Fault) {
        let start = at
        let letter = peek(1)
        at += 2
        switch letter {
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): result.append(letter)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let length = letter == UInt8(ascii: "u") ? 4 : 8
            var value: UInt32 = 0
            for ahead in 0..<length {
                guard let digit = peek(ahead).hexDigitValue else {
                    throw badEscape(
                        "`\\\(Character(Unicode.Scalar(letter)))` without \(length) hexadecimal digits", start
                    )
                }
                value = value << 4 | UInt32(digit)
            }
            at += length
            guard let scalar = Unicode.Scalar(value) else {
                throw badEscape("an escape of no character", start)
            }
            result.append(contentsOf: UTF8.encode(scalar)!)
        default:
            throw badEscape("an escape that TOML does not have; `\\\\` is a backslash", start)
        }
    }

    private func badEscape(_ message: String, _ start: Int) -> Fault {
        Fault(message: message, range: start..<min(at, bytes.count))
    }
}
