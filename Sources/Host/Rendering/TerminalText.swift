/// Makes text of unknown origin (metadata, URLs, server answers) safe to print: nothing in it can move the
/// cursor, change colours or reorder what is on screen.
enum TerminalText {
    /// For everything told to people: escaped, and without credentials.
    static func told(_ text: String, keepingLines: Bool = false) -> String {
        escaped(Redaction.redacted(text), keepingLines: keepingLines)
    }

    /// Words beyond 600 characters without their middle: one of somebody else's could fill the screen.
    static func abridged(_ text: String) -> String {
        let limit = 600
        guard text.utf8.count > limit else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: " ", omittingEmptySubsequences: false).map { word in
                word.count <= limit ? String(word) : "\(word.prefix(limit / 2))…\(word.suffix(limit / 3))"
            }.joined(separator: " ")
        }.joined(separator: "\n")
    }

    /// Shows control and bidirectional formatting characters as `\n`, `\x1b` or `\u{202e}`. Tabs stay; ends of
    /// line stay when `keepingLines`.
    static func escaped(_ text: String, keepingLines: Bool = false) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 >= 0xC2 }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09: result.append(scalar)
            case 0x0A where keepingLines: result.append(scalar)
            case 0x0A: result.append(contentsOf: "\\n".unicodeScalars)
            case 0x0D: result.append(contentsOf: "\\r".unicodeScalars)
            case 0..<0x20, 0x7F..<0xA0:
                let hex = String(scalar.value, radix: 16)
                result.append(contentsOf: (hex.utf8.count == 1 ? "\\x0" : "\\x").unicodeScalars)
                result.append(contentsOf: hex.unicodeScalars)
            case 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF:
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
