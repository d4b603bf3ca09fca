internal import VariantProviders

/// Rows of words in columns, for texts that explain.
struct Listing {
    /// How many columns there are; a word that is longer than what is left goes beyond.
    let width: Int

    /// `head` in a column of `headWidth`, then the words of `text`, whose further lines stand below its first.
    /// Both are plain text of unknown origin; styles are put on afterwards.
    func row(
        indent: Int, _ head: String, headWidth: Int, _ text: String,
        headStyle: (String) -> String = { $0 }, textStyle: (String) -> String = { $0 }
    ) -> [String] {
        let head = TerminalText.told(head)
        let headCount = head.unicodeScalars.count
        let column = indent + headWidth
        let first = max(column, indent + headCount)
        var lines = wrapped(TerminalText.told(text), first: width - first, others: width - column)
        for place in lines.indices {
            let text = lines[place].isEmpty ? "" : textStyle(lines[place])
            if place > 0 || head.isEmpty {
                lines[place] = Self.blanks(column) + text
            } else {
                let gap = text.isEmpty ? "" : Self.blanks(max(headWidth - headCount, 1))
                lines[place] = Self.blanks(indent) + headStyle(head) + gap + text
            }
        }
        return lines
    }

    /// The words of a text in lines of so many columns, the first of which may have less room; one line at least.
    private func wrapped(_ text: String, first: Int, others: Int) -> [String] {
        var lines: [String] = []
        var room = first
        let bytes = text.utf8
        var (start, end, place) = (bytes.startIndex, bytes.startIndex, bytes.startIndex)
        while true {
            var gap = 0
            while place != bytes.endIndex, bytes[place] == UInt8(ascii: " ") {
                place = bytes.index(after: place)
                gap += 1
            }
            if place == bytes.endIndex { return lines + [String(text[start..<end])] }
            let word = place
            var count = 0
            while place != bytes.endIndex, bytes[place] != UInt8(ascii: " ") {
                // A scalar takes one column; its further bytes none.
                if bytes[place] & 0xC0 != 0x80 { count += 1 }
                place = bytes.index(after: place)
            }
            if start == end {
                start = word
                gap = 0
            } else if gap + count > room {
                lines.append(String(text[start..<end]))
                (start, gap, room) = (word, 0, others)
            }
            room -= gap + count
            end = place
        }
    }

    /// A paragraph.
    func row(
        indent: Int, _ text: String, textStyle: (String) -> String = { $0 }
    ) -> [String] {
        row(indent: indent, "", headWidth: 0, text, textStyle: textStyle)
    }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

    /// All of a short list; of a long one how it begins and ends: `12.8, 12.7, 12.6 … 11.0, 11 (31 values)`.
    static func shortened(_ values: [String], of noun: String = "value") -> String {
        if values.count <= 7 { return values.commaSeparated }
        return Array(values.prefix(3)).commaSeparated + " … " + Array(values.suffix(2)).commaSeparated
            + " (\(Quantities.count(values.count, noun)))"
    }
}
