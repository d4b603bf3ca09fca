internal import Installer

/// One value of a setting, as it was written, and by whom.
struct SettingValue: Sendable, Equatable {
    /// `true` or `false` for a flag.
    let text: String
    let origin: Origin

    enum Origin: Sendable, Equatable {
        case commandLine
        case variable(String)
        /// A configuration file; relative paths in it start at `directory`.
        case file(SourceSnippet, directory: Path)
    }

    /// The error for a value that cannot be what it should be.
    ///
    /// `reason` reads on from "invalid value": ``expected a whole number``.
    func complaint(about option: OptionSpec, _ reason: String) -> any Error {
        switch origin {
        case .commandLine:
            UsageError.invalid(value: text, for: option.usage, reason: reason)
        case .variable(let name):
            Diagnostic(
                "invalid value `\(text)` of the variable `\(name)`", causes: [reason], exitCode: .usage)
        case .file(let snippet, _):
            Diagnostic(
                "invalid value of `\(option.configurationKey)` in `\(snippet.location)`",
                causes: ["\(reason)\n\(snippet.rendered)"], exitCode: .usage)
        }
    }

    /// Where a relative path starts.
    func base(_ workingDirectory: Path) -> Path {
        if case .file(_, let directory) = origin { directory } else { workingDirectory }
    }
}
