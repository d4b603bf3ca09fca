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
        let column = indent + headWidth
        var lines: [[Substring]] = [[]]
        var used = max(column, indent + head.unicodeScalars.count)
        let told = TerminalText.told(text)
        for word in told.split(separator: " ") {
            let length = word.unicodeScalars.count
            if let last = lines.last, !last.isEmpty, used + 1 + length > width {
                lines.append([])
                used = column
            }
            used += length + (lines[lines.count - 1].isEmpty ? 0 : 1)
            lines[lines.count - 1].append(word)
        }
        return lines.enumerated().map { place, words in
            let text = words.isEmpty ? "" : textStyle(words.joined(separator: " "))
            if place > 0 || head.isEmpty { return Self.blanks(column) + text }
            let gap = text.isEmpty ? "" : Self.blanks(max(headWidth - head.unicodeScalars.count, 1))
            return Self.blanks(indent) + headStyle(head) + gap + text
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
        if values.count <= 7 { return values.joined(separator: ", ") }
        return values.prefix(3).joined(separator: ", ") + " … " + values.suffix(2).joined(separator: ", ")
            + " (\(Quantities.count(values.count, noun)))"
    }
}
