/// Writes a TOML document piece by piece, in the order in which it is told; the same calls give the same bytes.
///
/// Strings are basic strings, so that what they say can be searched for as it stands.
package struct TOMLWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// What a key can have for a value.
    package enum Value: Sendable {
        case string(String)
        case integer(Int64)
        case boolean(Bool)
        case moment(TOMLDateTime)
        /// On one line.
        case array([Value])
        /// One element a line, so that a change of one is a change of one line.
        case lines([Value])
        /// An inline table; entries keep their order.
        case table([(key: String, value: Value)])
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// `[a.b]`, after an empty line unless it is the first.
    package mutating func beginTable(_ path: String...) {
        open("[", path, "]")
    }

    /// `[[a.b]]`
    package mutating func beginElement(_ path: String...) {
        open("[[", path, "]]")
    }

    private mutating func open(_ opening: String, _ path: [String], _ closing: String) {
        if !bytes.isEmpty { bytes.append(0x0A) }
        write(opening)
        for (index, key) in path.enumerated() {
            if index > 0 { write(".") }
            Self.write(key: key, to: &bytes)
        }
        write(closing)
        write("\n")
    }

    package mutating func entry(_ key: String, _ value: Value) {
        Self.write(key: key, to: &bytes)
        write(" = ")
        Self.write(value, to: &bytes)
        write("\n")
    }

    package mutating func entry(_ key: String, _ text: String) { entry(key, .string(text)) }

    /// A line of its own, `# text`.
    package mutating func comment(_ text: String) {
        write("# ")
        for byte in text.utf8 { bytes.append(byte < 0x20 && byte != 0x09 || byte == 0x7F ? 0x20 : byte) }
        write("\n")
    }

    /// An array with one element a line; left out when it is empty.
    package mutating func lines(_ key: String, _ values: [Value]) {
        if !values.isEmpty { entry(key, .lines(values)) }
    }

    /// Another document's text behind an empty line. It must begin with a table.
    package mutating func append(_ other: TOMLWriter) {
        if !bytes.isEmpty, !other.bytes.isEmpty { bytes.append(0x0A) }
        bytes.append(contentsOf: other.bytes)
    }

    private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

extension TOMLWriter {
    /// A value as it stands in a document.
    package static func text(of value: Value) -> String {
        var bytes: [UInt8] = []
        write(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A key, quoted where it has to be.
    package static func text(ofKey key: String) -> String {
        var bytes: [UInt8] = []
        write(key: key, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ value: Value, to bytes: inout [UInt8]) {
        switch value {
        case .string(let text): quote(text, to: &bytes)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .boolean(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .moment(let moment): moment.write(to: &bytes)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(contentsOf: ", ".utf8) }
                write(value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .lines(let values):
            bytes.append(contentsOf: "[\n".utf8)
            for value in values {
                bytes.append(contentsOf: "    ".utf8)
                write(value, to: &bytes)
                bytes.append(contentsOf: ",\n".utf8)
            }
            bytes.append(UInt8(ascii: "]"))
        case .table(let entries):
            if entries.isEmpty {
                bytes.append(contentsOf: "{}".utf8)
                return
            }
            bytes.append(contentsOf: "{ ".utf8)
            for (index, entry) in entries.enumerated() {
                if index > 0 { bytes.append(contentsOf: ", ".utf8) }
                write(key: entry.key, to: &bytes)
                bytes.append(contentsOf: " = ".utf8)
                write(entry.value, to: &bytes)
            }
            bytes.append(contentsOf: " }".utf8)
        }
    }

    private static func write(key: String, to bytes: inout [UInt8]) {
        let isBare =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte.isASCIIDigit
                    || (byte | 0x20) &- UInt8(ascii: "a") < 26
            }
        if isBare { bytes.append(contentsOf: key.utf8) } else { quote(key, to: &bytes) }
    }

    /// A basic string (TOML 1.0, "String"): only what has to be escaped is.
    private static func quote(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        if text.utf8.allSatisfy({
            $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != 0x7F
        }) {
            bytes.append(contentsOf: text.utf8)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7F:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(hexDigit(byte >> 4))
                bytes.append(hexDigit(byte & 15))
            default: bytes.append(byte)
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}

extension TOMLWriter.Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }

    package static func strings(_ texts: some Sequence<String>) -> Self { .array(texts.map { .string($0) }) }

    /// The same tree. `null` has no place in TOML and becomes an empty string; numbers that are no whole ones that
    /// fit become strings.
    package init(_ value: JSONValue) {
        switch value {
        case .null: self = .string("")
        case .bool(let flag): self = .boolean(flag)
        case .number(let text): self = Int64(text).map { .integer($0) } ?? .string(text)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .array(elements.map { Self($0) })
        case .object(let members): self = .table(members.map { ($0.key, Self($0.value)) })
        }
    }
}
