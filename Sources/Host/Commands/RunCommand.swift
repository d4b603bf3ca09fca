internal import Installer

/// `swuv run` where there is something to do before the command, or where the stamp does not say; see `RunShortcut` for
/// the other case.
enum RunCommand {
    static let spec = CommandSpec(
        "run", "Run a command in the environment of the project",
        positional: CommandSpec.Positional(
            "COMMAND", trailing: true,
            "The command and its arguments: a program, `python`, a `.py` file, or `-` for a script on standard input"
        ),
        options: {
            [
                .module, .script, .with, .withEditable, .withRequirements, .isolated, .envFile, .noEnvFile,
                .noProject, .noSync,
            ] + OptionSpec.selectionGroup
                + [
                    .noInstallProject, .noInstallWorkspace, .noInstallPackage, .noEditable, .active, .exact,
                    .inexact,
                ] + OptionSpec.lockGroup + [.project, .noBuild, .noBinary, .onlyBinary]
                + OptionSpec.indexGroup + OptionSpec.resolverGroup + OptionSpec.variantGroup
                + OptionSpec.buildGroup
                + OptionSpec.installerGroup + OptionSpec.refreshGroup + [.python]
        },
        run: run)

    static func run(_ context: CommandContext) throws -> Int32 {
        var settings = context.settings
        let depth = try depth(settings.environment)
        let word = context.arguments.positionals.first
        let directory = settings.workingDirectory
        let target = word.map {
            RunTarget(
                $0, in: directory, isModule: context.arguments.occurrences[OptionSpec.module.name] != nil,
                isScript: context.arguments.occurrences[OptionSpec.script.name] != nil)
        }
        if target == .remote {
            throw Diagnostic(
                "`\(word ?? "")` is a script on the web, and swuv runs only scripts that are here",
                hints: ["Download it first, and look at it"])
        }
        // Before anything is changed: a file that cannot be read is an error.
        let additions = try environmentFiles(settings)
        let input: [UInt8]? = target == .input ? try File.readStandardInput(limit: scriptLimit) : nil
        let script = try script(word ?? "", target, input, directory)
        if let script { settings = try settings.adding(script.metadata, in: script.file.parent) }
        let plan = try RunPlan(settings, script: script, isInput: input != nil)
        let reporter = RunReporter(context.console)
        let report = try context.withSession(reporter: reporter) { session in
            try prepareRun(plan.request, in: session)
        }
        if let change = report.reselected {
            let count = report.changes.count == 1 ? "1 package" : "\(report.changes.count) packages"
            context.console.line(context.console.errorStyle.dim("note: \(change); re-selecting \(count)"))
        }
        reporter.tell()
        guard let word, let target, let place = context.arguments.trailingPlace else {
            return listCommands(report, context)
        }
        let searchPath =
            ([report.scripts.dropFirst().map(\.text).joined(separator: ":")]
            + [settings.environment["PATH"] ?? ""]).filter { !$0.isEmpty }.joined(separator: ":")
        let scripts = report.scripts[0]
        var replacement = target.replacement(
            of: word, at: place + 1, interpreter: report.interpreter, scripts: scripts,
            searchPath: searchPath.isEmpty ? nil : searchPath)
        replacement.variables =
            RunSurroundings.variables(
                root: report.root, scripts: scripts, searchPath: searchPath, depth: depth) + additions
        replacement.input = input
        if settings.text(.directory) != nil { replacement.directory = directory }
        context.console.display?.finish()
        _ = context.console.flush()
        let code = context.replaceProcess(replacement)
        throw RunFailure(word: word, code: code, candidates: replacement.candidates)
    }

    private static let scriptLimit = 16 << 20

    /// How many runs this one is within.
    private static func depth(_ environment: [String: String]) throws -> Int {
        guard let text = environment[RunSurroundings.depthVariable], !text.isEmpty else { return 0 }
        guard let depth = Int(text), depth >= 0 else {
            throw Diagnostic(
                "`\(RunSurroundings.depthVariable)` is `\(text)`, which is no number", exitCode: .usage)
        }
        guard depth < RunSurroundings.mostDepth else {
            throw Diagnostic(
                "`swuv run` was called by itself \(depth) times",
                hints: [
                    "A script whose first line runs it through `swuv run` needs `swuv run --script` there"
                ])
        }
        return depth
    }

    /// The variables of `--env-file` that are not set yet.
    private static func environmentFiles(_ settings: Settings) throws -> [String] {
        if try settings.isOn(.noEnvFile) { return [] }
        var set = settings.environment.map { "\($0.key)=\($0.value)" }
        var additions: [String] = []
        for value in settings.values(of: .envFile) {
            let path = Path(value.text).absolute(in: settings.workingDirectory)
            guard let bytes = try File.readIfPresent(path, limit: EnvironmentFile.sizeLimit) else {
                throw Diagnostic("No environment file found at: `\(value.text)`", exitCode: .usage)
            }
            let known = settings.environment
            let file = try EnvironmentFile(parsing: bytes, file: value.text) { known[$0] }
            let more = RunSurroundings.additions(file, besides: set)
            additions += more
            set += more
        }
        return additions
    }

    private static func script(
        _ word: String, _ target: RunTarget?, _ input: [UInt8]?, _ directory: Path
    ) throws -> (metadata: ScriptMetadata, file: Path)? {
        if let input {
            return try ScriptMetadata(script: input, file: "-").map { ($0, directory / "-") }
        }
        guard target == .script else { return nil }
        let path = Path(word).absolute(in: directory)
        guard path.fileExtension != "pyc", let bytes = try File.readIfPresent(path, limit: scriptLimit) else {
            return nil
        }
        return try ScriptMetadata(script: bytes, file: word).map { ($0, path.normalised) }
    }

    /// Without a command: what there is to run.
    private static func listCommands(_ report: RunReport, _ context: CommandContext) -> Int32 {
        var names: Set<String> = []
        for directory in report.scripts {
            for entry in (try? Directory.entries(directory)) ?? [] where !entry.name.hasPrefix("activate") {
                if File.isExecutable(directory / Path(entry.name)) { names.insert(entry.name) }
            }
        }
        context.console.result(
            "Provide a command or script to invoke with `swuv run <command>` or `swuv run <script>.py`.\n")
        if report.root != nil, !names.isEmpty {
            context.console.result("\nThe following commands are available in the environment:\n\n")
            for name in names.sorted() { context.console.result("- \(TerminalText.escaped(name))\n") }
        }
        context.console.result("\nSee `swuv run --help` for more information.\n")
        return ExitCode.usage.rawValue
    }
}
