internal import Installer

/// What the process gives to the program.
struct Invocation: Sendable {
    /// Without the program's name.
    var arguments: [String]
    var environment: [String: String]
    var workingDirectory: @Sendable () throws -> Path
    var outputIsTerminal = false
    var errorIsTerminal = false
    var systemConfiguration = Configuration.systemFile
    var writeOutput: @Sendable (String) -> OutputFate
    var writeErrors: @Sendable (String) -> Void

    var replaceProcess: @Sendable (ProcessImage.Replacement) -> Int32 = { ProcessImage.replace(with: $0) }

    /// `--json` before any parsing, so that a usage error is JSON too.
    var asksForJSON: Bool { arguments.prefix { $0 != "--" }.contains("--json") }

    func style(choice: String?, isTerminal: Bool) -> Style {
        Style(choice: choice, environment: environment, isTerminal: isTerminal)
    }

    /// Of standard output: texts are made no wider than its terminal.
    private func outputStyle(_ colour: String?) -> Style {
        var style = style(choice: colour, isTerminal: outputIsTerminal)
        if outputIsTerminal {
            style.width = min(style.width, max(40, TerminalSize.current(of: 1).columns))
        }
        return style
    }

    /// A console that draws no progress.
    func plainConsole(colour: String?, verbosity: Int) -> Console {
        Console(
            verbosity: verbosity, outputStyle: outputStyle(colour),
            errorStyle: style(choice: colour, isTerminal: errorIsTerminal), writeOutput: writeOutput,
            writeErrors: writeErrors)
    }

    /// A console that draws progress on the terminal behind standard error.
    func drawingConsole(colour: String?) -> Console {
        let style = style(choice: colour, isTerminal: true)
        return Console(
            outputStyle: outputStyle(colour), errorStyle: style,
            display: ProgressDisplay(style: style, size: { TerminalSize.current() }, write: writeErrors),
            writeOutput: writeOutput, writeErrors: writeErrors)
    }
}
