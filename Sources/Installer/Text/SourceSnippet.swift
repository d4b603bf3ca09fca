/// One line of a document with a caret under what is wrong, for every error that points into a text.
///
/// `lines` renders it as
/// ```
///   |
/// 3 | requests >> 2
///   |          ^^
/// ```
/// The text is made safe for a terminal: control characters are shown, long lines are cut around the caret.
package struct SourceSnippet: Hashable, Sendable {
    /// What the reader knows the document as: a path, a URL, `<stdin>`.
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars of `text`.
    package let column: Int
    /// The line itself, without its end.
    package let text: String
    /// How many scalars the carets underline; at least 1.
    package let length: Int

    /// Longest part of a line that is shown, in scalars.
    private static let window = 100

    package init(file: String, line: Int, column: Int, text: String, length: Int = 1) {
        self.file = file
        self.line = line
        self.column = max(1, column)
        self.text = text
        self.length = max(1, length)
    }

    /// The snippet of the bytes at `range` of a document; a range over several lines is cut at its first.
    package init(file: String, source: [UInt8], range: Range<Int>) {
        let offset = min(max(0, range.lowerBound), source.count)
        let position = SourcePosition(offset: offset, in: source)
        var start = offset
        while start > 0, source[start - 1] != 0x0A { start -= 1 }
        if start == 0, source.starts(with: [0xEF, 0xBB, 0xBF]) { start = min(3, source.count) }
        var end = offset
        while end < source.count, source[end] != 0x0A { end += 1 }
        if end > start, source[end - 1] == 0x0D { end -= 1 }
        let marked = source[offset..<max(offset, min(range.upperBound, end))]
        let length = marked.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
        self.init(
            file: file, line: position.line, column: position.column,
            text: String(decoding: source[start..<max(start, end)], as: UTF8.self), length: length)
    }

    /// The snippet at one byte.
    package init(file: String, source: [UInt8], offset: Int) {
        self.init(file: file, source: source, range: offset..<offset)
    }

    package var position: SourcePosition { SourcePosition(line: line, column: column) }

    /// `file:line:column`.
    package var location: String { "\(file):\(line):\(column)" }

    /// The gutter, the line and the carets; three lines, no end of line after the last.
    package var lines: [String] {
        let scalars = Array(text.unicodeScalars)
        let mark = min(column - 1, scalars.count)
        var from = 0
        var to = scalars.count
        if scalars.count > Self.window {
            from = max(0, min(mark - Self.window / 2, scalars.count - Self.window))
            to = from + Self.window
        }
        var shown = from > 0 ? "…" : ""
        var indent = from > 0 ? 1 : 0
        var width = 0
        for index in from..<to {
            let piece = Self.printable(scalars[index])
            shown += piece.text
            if index < mark {
                indent += piece.width
            } else if index < mark + length {
                width += piece.width
            }
        }
        if to < scalars.count { shown += "…" }
        let number = String(line)
        let gutter = String(repeating: " ", count: number.utf8.count) + " |"
        return [
            gutter,
            shown.isEmpty ? number + " |" : number + " | " + shown,
            gutter + " " + String(repeating: " ", count: indent)
                + String(repeating: "^", count: max(1, width)),
        ]
    }

    package var rendered: String { lines.joined(separator: "\n") }

    /// A scalar as a terminal may show it, and the columns it takes there.
    private static func printable(_ scalar: Unicode.Scalar) -> (text: String, width: Int) {
        switch scalar.properties.generalCategory {
        case .control where scalar == "\t":
            return (" ", 1)
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            let hex = String(scalar.value, radix: 16)
            return ("\\u{\(hex)}", hex.utf8.count + 4)
        case .nonspacingMark, .enclosingMark:
            return (String(scalar), 0)
        default:
            return (String(scalar), isWide(scalar.value) ? 2 : 1)
        }
    }

    /// The blocks that terminals draw two columns wide (East Asian Width W and F, roughly).
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
