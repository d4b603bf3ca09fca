/// What providers read: short lines of ASCII in files of the kernel and in the output of programs. Bytes that
/// are no text are kept as they are, since they match nothing.
extension [UInt8] {
    /// Its lines, without their ends.
    var lines: [ArraySlice<UInt8>] {
        split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }

    /// The first line without the blanks around it: what a file of one value in /sys says.
    var value: String { (lines.first ?? []).trimmed.text }
}

extension ArraySlice<UInt8> {
    /// Without blanks, tabs and carriage returns at both ends.
    var trimmed: ArraySlice<UInt8> {
        var rest = self
        while let first = rest.first, first.isBlank { rest.removeFirst() }
        while let last = rest.last, last.isBlank { rest.removeLast() }
        return rest
    }

    /// The words between blanks.
    var words: [String] { split(whereSeparator: \.isBlank).map(\.text) }

    var text: String { String(decoding: self, as: UTF8.self) }

    /// What follows `key` and a colon, as in `flags : fpu sse`; nil when the line is another one.
    func value(of key: StaticString) -> ArraySlice<UInt8>? {
        let count = key.utf8CodeUnitCount
        guard self.count > count, starts(with: key.description.utf8) else { return nil }
        let rest = dropFirst(count).trimmed
        guard rest.first == UInt8(ascii: ":") else { return nil }
        return rest.dropFirst().trimmed
    }
}

extension UInt8 {
    /// A blank, a tab or a carriage return.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}

extension String {
    /// A number written as `0x1ae0`; nil for anything else.
    var hexadecimal: UInt32? {
        guard hasPrefix("0x") || hasPrefix("0X"), utf8.count > 2,
            utf8.dropFirst(2).first != UInt8(ascii: "+"),
            utf8.dropFirst(2).first != UInt8(ascii: "-")
        else { return nil }
        return UInt32(dropFirst(2), radix: 16)
    }

    /// One or more decimal digits and nothing else.
    var isDigits: Bool {
        !utf8.isEmpty && utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }

    /// As a message may show it: short, and without anything that a terminal obeys.
    var shown: String {
        var text = ""
        for scalar in unicodeScalars.prefix(80) {
            text.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? "?" : scalar)
        }
        return unicodeScalars.count > 80 ? text + "…" : text
    }
}

extension Sequence where Element: Hashable {
    /// Each element once, where it came first.
    var distinct: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
