internal import Installer

enum InitCommand {
    static let spec = CommandSpec(
        "init", "Make a project",
        positional: CommandSpec.Positional(
            "PATH", repeated: false, completes: .directory, "Where (by default: the working directory)"),
        options: {
            [
                .projectName, .initApp, .initLib, .initPackage, .initScript, .bare, .description,
                .noDescription,
                .buildBackend, .vcs, .noReadme, .noPinPython, .noWorkspace, .python,
            ]
        },
        run: run)

    static func run(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        if try settings.isOn(.initApp), try settings.isOn(.initLib) {
            throw UsageError.conflict(
                .initApp, .initLib, command: context.arguments.command, path: context.arguments.path)
        }
        if try settings.isOn(.initScript) { return try makeScript(context) }
        let isPackage = try settings.flag(.initPackage)
        var kind = ProjectTemplate.Kind.application
        if isPackage == true { kind = .package }
        if try settings.isOn(.initLib) { kind = .library }
        var description =
            settings.text(.description).map { InitProjectRequest.Description.text($0) } ?? .placeholder
        if try settings.isOn(.noDescription) { description = .none }
        let request = InitProjectRequest(
            path: context.arguments.positionals.first.map { Path($0) },
            name: try settings.names(.projectName).first, kind: kind, isPackage: isPackage,
            backend: try settings.choice(.buildBackend, as: ProjectTemplate.BuildSystem.self) ?? .hatch,
            isBare: try settings.isOn(.bare), description: description,
            hasReadme: try !settings.isOn(.noReadme), pinsPython: try !settings.isOn(.noPinPython),
            python: settings.pythonRequest(),
            repository: try settings.choice(.vcs, as: InitProjectRequest.Repository.self) ?? .automatic,
            standsAlone: try settings.isOn(.noWorkspace))
        return try context.withSession { session in
            let report = try initProject(request, in: session)
            let place = report.root == session.workingDirectory ? "" : " at `\(report.root)`"
            context.console.line(
                TerminalText.told("Initialized project `\(report.name)`\(place)"))
            context.emit(
                [
                    ("name", .string(report.name.text)), ("root", .string(report.root.text)),
                    ("files", JSONValue(report.files)),
                ] + JSONReport.optional("workspace", report.workspace?.text))
            return 0
        }
    }
}

extension InitCommand {
    private static func makeScript(_ context: CommandContext) throws -> Int32 {
        for option in [OptionSpec.initApp, .initLib, .initPackage, .buildBackend, .projectName]
        where !context.arguments.occurrences(of: option).isEmpty {
            throw UsageError.conflict(
                .initScript, option, command: context.arguments.command, path: context.arguments.path)
        }
        guard let path = context.arguments.positionals.first else {
            throw Diagnostic(
                "`--script` needs the name of the file to make", hints: ["`swuv init --script tool.py`"],
                exitCode: .usage)
        }
        return try context.withSession { session in
            let file = try initScript(
                Path(path), python: EnvironmentTarget(python: context.settings.pythonRequest()), in: session)
            context.console.line(
                TerminalText.told(
                    "Initialized script at `\(file.relative(to: session.workingDirectory) ?? file)`"))
            context.emit([("script", .string(file.text))])
            return 0
        }
    }
}

extension OptionSpec {
    static let initScript = OptionSpec(
        "script", .flag, .own, "A single file that says itself what it needs (PEP 723)")
    static let projectName = OptionSpec(
        "name", .one("NAME"), .own, "The name of the project (by default: that of the directory)")
    static let initApp = OptionSpec(
        "app", .flag, .own, aliases: ["application"],
        "A project of programs that are run where they lie (the default)")
    static let initLib = OptionSpec(
        "lib", .flag, .own, aliases: ["library"], "A library for other projects, with a build system")
    static let initPackage = OptionSpec(
        "package", .flag, .own, negation: "no-package",
        "An installable program, with a build system and a command")
    static let bare = OptionSpec("bare", .flag, .own, "Make nothing but `pyproject.toml`")
    static let description = OptionSpec(
        "description", .one("DESCRIPTION"), .own, "What the project is about, in a sentence")
    static let noDescription = OptionSpec("no-description", .flag, .own, "Leave out the description")
    static let buildBackend = OptionSpec(
        "build-backend", .one("BUILD_BACKEND"), .own,
        choices: ProjectTemplate.BuildSystem.allCases.map(\.rawValue),
        variables: ["SWUV_INIT_BUILD_BACKEND", "UV_INIT_BUILD_BACKEND"],
        "Who builds the project, with `--package` and `--lib` (by default: hatch)")
    static let vcs = OptionSpec(
        "vcs", .one("VCS"), .own, choices: ["git", "none"],
        "The version control to begin (by default: git where there is one and no repository yet)")
    static let noReadme = OptionSpec("no-readme", .flag, .own, "Make no `README.md`")
    static let noPinPython = OptionSpec("no-pin-python", .flag, .own, "Make no `.python-version`")
    static let noWorkspace = OptionSpec(
        "no-workspace", .flag, .own, "Do not become a member of the project above")
}
