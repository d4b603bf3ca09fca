internal import Installer
internal import Synchronization

/// Where the program writes: results to standard output, everything else to standard error.
final class Console: Sendable {
    /// -2 silent, -1 quiet, 0, 1 verbose, 2 everything.
    let verbosity: Int
    let outputStyle: Style
    let errorStyle: Style
    /// Lives while progress may be drawn.
    let display: ProgressDisplay?

    private let writeOutput: @Sendable (String) -> OutputFate
    private let writeErrors: @Sendable (String) -> Void
    private let pending = Mutex(Pending())

    private struct Pending {
        var output = ""
        /// Texts of warnings that were given.
        var warned: Set<String> = []
        var warnings: [Diagnostic] = []
    }

    init(
        verbosity: Int = 0, outputStyle: Style = .plain, errorStyle: Style = .plain,
        display: ProgressDisplay? = nil, writeOutput: @escaping @Sendable (String) -> OutputFate,
        writeErrors: @escaping @Sendable (String) -> Void
    ) {
        self.verbosity = verbosity
        self.outputStyle = outputStyle
        self.errorStyle = errorStyle
        self.display = display
        self.writeOutput = writeOutput
        self.writeErrors = writeErrors
    }

    // MARK: Standard output

    /// Complete lines of the command's result, safe to print. Kept until `flush`.
    func result(_ text: String) {
        if verbosity > -2 { pending.withLock { $0.output += text } }
    }

    /// The object of `--json`: written however quiet the program is.
    func json(_ value: JSONValue) {
        pending.withLock { $0.output += JSONWriter.text(of: value, .pretty) }
    }

    /// Writes what was kept, and ends progress.
    func flush() -> OutputFate {
        display?.finish()
        let text = pending.withLock { pending in
            defer { pending.output = "" }
            return pending.output
        }
        return text.isEmpty ? .written : writeOutput(text)
    }

    // MARK: Standard error

    /// One line about what happened.
    func line(_ text: String) {
        if verbosity >= 0 { emit(text + "\n") }
    }

    func trace(_ level: Int, _ message: () -> String) {
        guard verbosity >= level else { return }
        emit(errorStyle.dim((level == 1 ? "DEBUG " : "TRACE ") + TerminalText.told(message())) + "\n")
    }

    /// Each text once.
    func warning(_ diagnostic: Diagnostic) {
        let text = DiagnosticText.warning(diagnostic, style: errorStyle)
        let isNew = pending.withLock { pending in
            guard pending.warned.insert(text).inserted else { return false }
            pending.warnings.append(diagnostic)
            return true
        }
        if isNew, verbosity >= 0 { emit(text) }
    }

    func error(_ diagnostic: Diagnostic) {
        if verbosity >= -1 { emit(DiagnosticText.error(diagnostic, style: errorStyle)) }
    }

    func usage(_ error: UsageError) {
        if verbosity >= -1 { emit(DiagnosticText.usage(error, style: errorStyle)) }
    }

    /// What was warned of, for `--json`.
    var warnings: [Diagnostic] { pending.withLock { $0.warnings } }

    private func emit(_ text: String) {
        if let display { display.print(text) } else { writeErrors(text) }
    }
}
