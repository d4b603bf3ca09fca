/// A file of environment variables, `.env`: `NAME=value` lines, `export` before them, comments, quotes.
///
/// Unquoted values end at a comment or the end of the line. Within double quotes `\n`, `\"`, `\\` and `\$` are
/// escapes, and both these and unquoted values may speak of variables (`$NAME`, `${NAME}`, `${NAME:-other}`); within
/// single quotes everything stands for itself. Quoted values may have several lines.
package struct EnvironmentFile: Sendable, Hashable {
    /// In their order; of a name that occurs twice the last counts.
    package var variables: [Variable] = []

    package struct Variable: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    package static let sizeLimit = 1 << 20

    /// - Parameter known: the value of a variable outside the file, for `$NAME`.
    package init(
        parsing bytes: [UInt8], file: String, known: (String) -> String?
    ) throws(EnvironmentFileError) {
        var scanner = Scanner(bytes: bytes, file: file)
        while let variable = try scanner.next(lookup: { name in value(of: name) ?? known(name) }) {
            variables.append(variable)
        }
    }

    /// As it stands in the file.
    package func value(of name: String) -> String? {
        variables.last { $0.name == name }?.value
    }

    private struct Scanner {
        let bytes: [UInt8]
        let file: String
        private var at = 0
        private var line = 1

        init(bytes: [UInt8], file: String) {
            self.bytes = bytes
            self.file = file
            if bytes.starts(with: [0xef, 0xbb, 0xbf]) { at = 3 }
        }

        private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

        private func failure(_ reason: String) -> EnvironmentFileError {
            EnvironmentFileError(file: file, line: line, reason: reason)
        }

        mutating func next(
            lookup: (String) -> String?
        ) throws(EnvironmentFileError) -> EnvironmentFile.Variable? {
            while true {
                skipBlanks()
                guard let byte else { return nil }
                if byte == UInt8(ascii: "\n") {
                    at += 1
                    line += 1
                } else if byte == UInt8(ascii: "#") {
                    skipLine()
                } else {
                    break
                }
            }
            var name = try name()
            if name == "export", let byte, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                skipBlanks()
                name = try self.name()
            }
            skipBlanks()
            guard byte == UInt8(ascii: "=") else { throw failure("expected `=` after `\(name)`") }
            at += 1
            skipBlanks()
            let value = try value(lookup)
            return EnvironmentFile.Variable(name: name, value: value)
        }

        private mutating func skipBlanks() {
            while let byte,
                byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            {
                at += 1
            }
        }

        private mutating func skipLine() {
            while let byte, byte != UInt8(ascii: "\n") { at += 1 }
        }

        private mutating func name() throws(EnvironmentFileError) -> String {
            let start = at
            while let byte, Self.isName(byte) { at += 1 }
            guard at > start, bytes[start] < UInt8(ascii: "0") || bytes[start] > UInt8(ascii: "9") else {
                throw failure("expected the name of a variable")
            }
            return String(decoding: bytes[start..<at], as: UTF8.self)
        }

        private static func isName(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }

        private mutating func value(_ lookup: (String) -> String?) throws(EnvironmentFileError) -> String {
            let first = line
            switch byte {
            case UInt8(ascii: "'"):
                at += 1
                let start = at
                while let byte, byte != UInt8(ascii: "'") {
                    if byte == UInt8(ascii: "\n") { line += 1 }
                    at += 1
                }
                guard byte != nil else { throw unclosed("'", first) }
                let text = try checked(Array(bytes[start..<at]))
                at += 1
                try requireEnd()
                return text
            case UInt8(ascii: "\""):
                at += 1
                var text: [UInt8] = []
                while let byte, byte != UInt8(ascii: "\"") {
                    try append(byte, to: &text, isQuoted: true, lookup)
                }
                guard byte != nil else { throw unclosed("\"", first) }
                at += 1
                try requireEnd()
                return try checked(text)
            default:
                var text: [UInt8] = []
                while let byte, byte != UInt8(ascii: "\n") {
                    let isBlankBefore = at > 0 && (bytes[at - 1] == 32 || bytes[at - 1] == 9)
                    if byte == UInt8(ascii: "#"), isBlankBefore {
                        skipLine()
                        break
                    }
                    try append(byte, to: &text, isQuoted: false, lookup)
                }
                while let last = text.last, last == 32 || last == 9 || last == 13 { text.removeLast() }
                return try checked(text)
            }
        }

        /// Takes one sign, escape or variable.
        private mutating func append(
            _ byte: UInt8, to text: inout [UInt8], isQuoted: Bool, _ lookup: (String) -> String?
        ) throws(EnvironmentFileError) {
            at += 1
            switch byte {
            case UInt8(ascii: "\\"):
                guard let escaped = self.byte, isQuoted || escaped != UInt8(ascii: "\n") else {
                    text.append(byte)
                    return
                }
                at += 1
                switch escaped {
                case UInt8(ascii: "n") where isQuoted: text.append(10)
                case UInt8(ascii: "r") where isQuoted: text.append(13)
                case UInt8(ascii: "t") where isQuoted: text.append(9)
                case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "$"),
                    UInt8(ascii: " "), UInt8(ascii: "#"):
                    text.append(escaped)
                default:
                    if escaped == UInt8(ascii: "\n") { line += 1 }
                    text += [byte, escaped]
                }
            case UInt8(ascii: "$"): try substitute(into: &text, lookup)
            default:
                if byte == UInt8(ascii: "\n") { line += 1 }
                text.append(byte)
            }
        }

        /// After a `$`.
        private mutating func substitute(
            into text: inout [UInt8], _ lookup: (String) -> String?
        ) throws(EnvironmentFileError) {
            guard let byte else { return text.append(UInt8(ascii: "$")) }
            var value: String?
            if byte == UInt8(ascii: "{") {
                let start = at + 1
                at = start
                while let byte = self.byte, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "\n") { at += 1 }
                guard self.byte == UInt8(ascii: "}") else { throw failure("`${` is never closed") }
                let inner = bytes[start..<at]
                at += 1
                let name = inner.prefix(while: Self.isVariable)
                let rest = inner.dropFirst(name.count)
                guard !name.isEmpty, rest.isEmpty || rest.starts(with: [0x3a, 0x2d]) else {
                    throw failure("expected `${NAME}` or `${NAME:-other}`")
                }
                value = lookup(String(decoding: name, as: UTF8.self))
                if value ?? "" == "", !rest.isEmpty {
                    value = String(decoding: rest.dropFirst(2), as: UTF8.self)
                }
            } else {
                let start = at
                while let byte = self.byte, Self.isVariable(byte) { at += 1 }
                guard at > start else { return text.append(UInt8(ascii: "$")) }
                value = lookup(String(decoding: bytes[start..<at], as: UTF8.self))
            }
            text += Array((value ?? "").utf8)
            guard text.count <= EnvironmentFile.sizeLimit else { throw failure("the value is too long") }
        }

        private static func isVariable(_ byte: UInt8) -> Bool {
            isName(byte) && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "-")
        }

        private mutating func requireEnd() throws(EnvironmentFileError) {
            skipBlanks()
            if byte == UInt8(ascii: "#") { skipLine() }
            guard byte == nil || byte == UInt8(ascii: "\n") else {
                throw failure("expected the end of the line after the closing quote")
            }
        }

        private func unclosed(_ quote: String, _ first: Int) -> EnvironmentFileError {
            EnvironmentFileError(file: file, line: first, reason: "the quote `\(quote)` is never closed")
        }

        private func checked(_ bytes: [UInt8]) throws(EnvironmentFileError) -> String {
            guard !bytes.contains(0) else { throw failure("a value cannot hold a null byte") }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw failure("the value is no UTF-8")
            }
            return text
        }
    }
}

/// A line of a `.env` file that cannot be read.
package struct EnvironmentFileError: Diagnosable, Hashable {
    package let file: String
    package let line: Int
    package let reason: String

    package var diagnostic: Diagnostic {
        Diagnostic("failed to read the environment file `\(file)`", causes: ["line \(line): \(reason)"])
    }
}
