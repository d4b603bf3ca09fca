internal import Installer

/// One run of the program, from arguments to exit status. Everything the process gives comes in through
/// `Invocation`, so that tests can run it too.
enum Program {
    static let version = "0.1.0"

    static func run(_ invocation: Invocation) -> Int32 {
        switch invocation.arguments {
        case ["--version"], ["-V"]: return finish(invocation, Self.versionLine, status: 0)
        default: break
        }
        do throws(UsageError) {
            switch try ArgumentParser.parse(invocation.arguments) {
            case .version:
                return finish(invocation, Self.versionLine, status: 0)
            case .help(let path, let command, 0):
                let style = invocation.style(choice: nil, isTerminal: invocation.outputIsTerminal)
                let page = HelpPage(path: path, command: command, style: style)
                return finish(invocation, page.text, status: 0)
            case .help(let path, let command, let status):
                let style = invocation.style(choice: nil, isTerminal: invocation.errorIsTerminal)
                invocation.writeErrors(HelpPage(path: path, command: command, style: style).text)
                return status
            case .command(let arguments):
                return run(arguments, invocation)
            }
        } catch {
            let console = invocation.plainConsole(colour: nil, verbosity: 0)
            return report(error, console, path: ["swuv"], isJSON: invocation.asksForJSON)
        }
    }

    /// Lets a command take this process's place; the result is that of not being able to.
    static func run(_ shortcut: RunShortcut, _ invocation: @autoclosure () -> Invocation) -> Int32 {
        let replacement = shortcut.replacement
        let code = ProcessImage.replace(with: replacement)
        let failure = RunFailure(word: shortcut.word, code: code, candidates: replacement.candidates)
        return report(
            failure, invocation().plainConsole(colour: nil, verbosity: 0), path: ["swuv", "run"],
            isJSON: false)
    }

    private static var versionLine: String { "swuv \(version)\n" }

    private static func finish(_ invocation: Invocation, _ text: String, status: Int32) -> Int32 {
        Self.status(
            after: invocation.writeOutput(text), status, invocation.plainConsole(colour: nil, verbosity: 0))
    }

    /// `status`, unless the result did not reach its reader.
    private static func status(after fate: OutputFate, _ status: Int32, _ console: Console) -> Int32 {
        switch fate {
        case .written: return status
        case .closed: return closedOutput
        case .failed(let code):
            let reason = SystemError("", code: code).reasonText
            console.error(Diagnostic("failed to write to standard output: \(reason)"))
            return ExitCode.failure.rawValue
        }
    }

    /// As of a process that the signal ended: nobody reads what it writes.
    private static let closedOutput: Int32 = 128 + 13

    // MARK: A command

    private static func run(_ arguments: ParsedArguments, _ invocation: Invocation) -> Int32 {
        let isJSON = arguments.occurrences[OptionSpec.json.name] != nil
        let verbosity =
            (arguments.occurrences[OptionSpec.verbose.name]?.count ?? 0)
            - (arguments.occurrences[OptionSpec.quiet.name]?.count ?? 0)
        let colour = arguments.occurrences[OptionSpec.color.name]?.first?.value
        let early = invocation.plainConsole(colour: colour, verbosity: max(verbosity, -2))
        let context: CommandContext
        do {
            let settings = try settings(arguments, invocation)
            let hidesProgress = try isJSON || settings.isOn(.noProgress)
            let console =
                invocation.errorIsTerminal && verbosity == 0 && !hidesProgress
                    && invocation.environment["TERM"] != "dumb"
                ? invocation.drawingConsole(colour: colour) : early
            context = CommandContext(
                settings: settings, console: console, isJSON: isJSON,
                replaceProcess: invocation.replaceProcess)
        } catch {
            return report(error, early, path: arguments.path, isJSON: isJSON)
        }
        let console = context.console
        for file in context.settings.configuration.files { file.warnings.forEach(console.warning) }
        if arguments.saidPip {
            let command = arguments.path.joined(separator: " ")
            console.line(
                console.errorStyle.dim("note: `\(command)` does the same: the word `pip` is not needed"))
        }
        do {
            let status = try arguments.command.run?(context) ?? 0
            return Self.status(after: console.flush(), status, console)
        } catch {
            return report(error, console, path: arguments.path, isJSON: isJSON)
        }
    }

    private static func settings(_ arguments: ParsedArguments, _ invocation: Invocation) throws -> Settings {
        var settings = Settings(
            arguments: arguments, environment: invocation.environment, configuration: .none,
            workingDirectory: try invocation.workingDirectory())
        if let directory = settings.path(.directory) {
            guard try File.status(directory)?.kind == .directory else {
                throw Diagnostic("`\(directory)` of `--directory` is no directory", exitCode: .usage)
            }
            settings = Settings(
                arguments: arguments, environment: invocation.environment, configuration: .none,
                workingDirectory: directory)
        }
        let configuration: Configuration
        if try settings.isOn(.noConfig) || !arguments.command.isConfigurable {
            configuration = .none
        } else if let file = settings.path(.configFile) {
            configuration = try .only(file)
        } else {
            configuration = try .search(
                from: settings.workingDirectory, environment: invocation.environment,
                systemFile: invocation.systemConfiguration)
        }
        return Settings(
            arguments: arguments, environment: invocation.environment, configuration: configuration,
            workingDirectory: settings.workingDirectory)
    }

    /// Says what went wrong and gives the exit status.
    private static func report(
        _ error: any Error, _ console: Console, path: [String], isJSON: Bool
    ) -> Int32 {
        let diagnostic: Diagnostic
        console.display?.finish()
        if let usage = error as? UsageError {
            diagnostic = usage.diagnostic
            console.usage(usage)
        } else {
            diagnostic = Diagnostic(describing: error)
            console.error(diagnostic)
        }
        if isJSON { console.json(JSONReport.failure(path, diagnostic, warnings: console.warnings)) }
        _ = console.flush()
        return diagnostic.exitCode.rawValue
    }
}

extension CommandSpec {
    /// Whether configuration files matter to it; a broken one must not stop `swuv help`.
    fileprivate var isConfigurable: Bool {
        name != CommandSpec.help.name && name != CommandSpec.completions.name
    }
}
