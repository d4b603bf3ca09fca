/// Spells keys and values of TOML for edits, where a string may be of either kind.
package enum TOMLSpelling {
    package static func key(_ key: String) -> String { TOMLWriter.text(ofKey: key) }

    package static func key(_ path: some Sequence<String>) -> String {
        path.map { key($0) }.joined(separator: ".")
    }

    /// A string on one line: between `"`, or between `'` where that spares escapes or `prefersLiteral` asks for it.
    package static func string(_ text: String, prefersLiteral: Bool = false) -> String {
        let needsEscape = text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        let canBeLiteral = !text.utf8.contains { $0 == UInt8(ascii: "'") || $0 < 0x20 || $0 == 0x7F }
        return canBeLiteral && (needsEscape || prefersLiteral)
            ? "'\(text)'" : TOMLWriter.text(of: .string(text))
    }

    /// A value on one line.
    package static func text(of value: TOMLValue) -> String {
        switch value {
        case .string(let text): string(text)
        case .integer(let number): String(number)
        case .float(let number): float(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .offsetDateTime(let date), .localDateTime(let date), .localDate(let date), .localTime(let date):
            date.description
        case .array(let items): "[" + items.map { text(of: $0.value) }.joined(separator: ", ") + "]"
        case .table(let table):
            table.isEmpty
                ? "{}"
                : "{ "
                    + table.entries.map { "\(key($0.key)) = \(text(of: $0.item.value))" }
                    .joined(separator: ", ") + " }"
        }
    }

    /// As `text(of:)`, but an array that holds something has an element a line.
    package static func block(of value: TOMLValue, indent: String = "", newline: String = "\n") -> String {
        guard case .array(let items) = value, !items.isEmpty else { return text(of: value) }
        let lines = items.map { indent + "    " + text(of: $0.value) + "," + newline }
        return "[" + newline + lines.joined() + indent + "]"
    }

    private static func float(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        return "\(number)"
    }
}

extension TOMLValue {
    /// A value that stands in no document.
    package static func array(of values: [TOMLValue]) -> TOMLValue {
        .array(values.map { TOMLItem(value: $0, span: 0..<0) })
    }

    package static func table(of pairs: [(String, TOMLValue)]) -> TOMLValue {
        .table(
            TOMLTable(
                entries: pairs.map {
                    TOMLTable.Entry(key: $0.0, keySpan: 0..<0, item: TOMLItem(value: $0.1, span: 0..<0))
                }))
    }
}
