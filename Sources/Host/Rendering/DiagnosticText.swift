internal import Installer

/// How a failure, a warning and a usage error read. Every text is escaped here, and nowhere before.
enum DiagnosticText {
    /// ```
    /// error: message
    ///   cause: why
    ///          more of it
    ///
    /// hint: what to do
    /// ```
    static func error(_ diagnostic: Diagnostic, style: Style) -> String {
        let label = style.bold(style.red("error")) + style.bold(":")
        return body(diagnostic, label: label, indent: "       ", style: style)
    }

    static func warning(_ diagnostic: Diagnostic, style: Style) -> String {
        let label = style.bold(style.yellow("warning")) + style.bold(":")
        return body(diagnostic, label: label, indent: "         ", style: style)
    }

    private static func body(
        _ diagnostic: Diagnostic, label: String, indent: String, style: Style
    ) -> String {
        var text = label + " " + continued(diagnostic.message, indent: indent) + "\n"
        for cause in diagnostic.causes {
            text += "  " + style.bold(style.red("cause")) + style.bold(":") + " "
            text += continued(cause, indent: "         ") + "\n"
        }
        for hint in diagnostic.hints {
            text += "\n" + style.bold(style.cyan("hint")) + style.bold(":") + " "
            text += continued(hint, indent: "      ") + "\n"
        }
        return text
    }

    /// Lines after the first are indented to stand below it.
    private static func continued(_ text: String, indent: String) -> String {
        let lines = TerminalText.abridged(TerminalText.told(text, keepingLines: true))
            .split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map {
            $0.offset == 0 || $0.element.isEmpty ? String($0.element) : indent + $0.element
        }
        .joined(separator: "\n")
    }

    static func usage(_ error: UsageError, style: Style) -> String {
        var text = style.bold(style.red("error:")) + " " + TerminalText.told(error.message) + "\n"
        for detail in error.details { text += "  " + TerminalText.told(detail) + "\n" }
        text += "\n"
        for tip in error.tips {
            text += "  " + style.green("tip:") + " " + TerminalText.told(tip) + "\n\n"
        }
        if let usage = error.usage {
            text += style.bold(style.green("Usage:")) + " " + style.bold(style.cyan(usage)) + "\n\n"
        }
        return text + "For more information, try '" + style.bold(style.cyan("--help")) + "'.\n"
    }
}

extension UsageError {
    /// As `--json` gives it.
    var diagnostic: Diagnostic {
        Diagnostic(
            ([message] + details).joined(separator: " "), hints: tips, exitCode: .usage)
    }
}
