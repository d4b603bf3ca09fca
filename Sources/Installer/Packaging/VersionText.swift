extension Version: CustomStringConvertible {
    /// The normalised text (PEP 440, "Normalization"); trailing zeros stay as they were written.
    package var description: String {
        var text = ""
        let epoch = self.epoch
        if epoch > 0 { text += "\(epoch)!" }
        for i in 0..<releaseCount {
            if i > 0 { text += "." }
            text += String(component(i))
        }
        if let pre { text += pre.kind.letters + String(pre.number) }
        if let post { text += ".post" + (post == .max ? "*" : String(post)) }
        if let dev { text += ".dev" + String(dev) }
        if let localText { text += "+" + localText }
        return text
    }
}

/// Why a text is no version, or no version specifier.
package struct VersionError: Diagnosable, Equatable {
    /// The text as it was given.
    package var text: String
    /// What was expected, in words that follow "expected".
    package var reason: String
    /// The place in `text`, in characters from 0; empty at the end.
    package var columns: Range<Int>
    /// `version` or `version specifier`.
    package var subject: String = "version"

    package var diagnostic: Diagnostic {
        Diagnostic(
            "invalid \(subject) `\(TextExcerpt.shortened(text))`",
            causes: [TextExcerpt.pointing(at: columns, in: text, saying: reason)])
    }

    /// Finds out what is wrong with a text that is known not to be a version.
    init(describing text: String) {
        let bytes = text.utf8.span
        var scanner = VersionScanner()
        _ = scanner.scan(bytes)
        let position = TextExcerpt.column(of: scanner.position, in: text)
        self.text = text
        switch scanner.failure {
        case .numberTooLarge: reason = "the number is too large"
        case .noRelease: reason = "expected a number"
        case .emptyLocal: reason = "expected letters or digits after `+`"
        case .trailing, nil:
            reason = "expected the end of the version or a suffix such as `rc1`, `.post1`, `.dev1`"
        }
        columns = position..<position
    }

    init(text: String, reason: String, columns: Range<Int>, subject: String = "version") {
        self.text = text
        self.reason = reason
        self.columns = columns
        self.subject = subject
    }
}

/// How a place in a one-line text is shown in an error.
package enum TextExcerpt {
    /// At most 100 characters, without control characters.
    package static func shortened(_ text: String) -> String {
        let clean = cleaned(text.prefix(101))
        return clean.count > 100 ? String(clean.prefix(99)) + "…" : clean
    }

    /// Characters before a byte offset.
    static func column(of offset: Int, in text: String) -> Int {
        let utf8 = text.utf8
        let index = utf8.index(utf8.startIndex, offsetBy: min(offset, utf8.count))
        return text.unicodeScalars[..<index].count
    }

    /// Three lines: the reason, the text, and carets under the place. A long text is cut around the place.
    static func pointing(at columns: Range<Int>, in text: String, saying reason: String) -> String {
        let scalars = text.unicodeScalars
        let from = max(0, min(columns.lowerBound - 60, scalars.count - 100))
        var line = String.UnicodeScalarView()
        line.append(contentsOf: scalars.dropFirst(from).prefix(100))
        let lead = from > 0 ? "…" : ""
        let tail = from + 100 < scalars.count ? "…" : ""
        let start = columns.lowerBound - from + lead.count
        let carets = max(1, min(columns.count, 100 - start))
        return reason + "\n" + lead + cleaned(String(line)) + tail + "\n"
            + String(repeating: " ", count: start) + String(repeating: "^", count: carets)
    }

    /// Control characters as spaces, so that columns stay and the terminal is left alone.
    private static func cleaned(_ text: some StringProtocol) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (scalar.value >= 0x7F && scalar.value < 0xA0)
            out.append(isControl ? " " : scalar)
        }
        return String(out)
    }
}
