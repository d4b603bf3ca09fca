internal import Installer

enum ExportCommand {
    static let spec = CommandSpec(
        "export", "Write the lock of the project as a requirements file or `pylock.toml`",
        options: {
            [
                .exportFormat, .exportOutput, .noHashes, .noHeader, .noAnnotate, .noEditable, .noEmitProject,
                .noEmitWorkspace, .noEmitPackage, .prune, .emitIndexURL, .emitFindLinks, .scriptFile, .forget,
                .project,
            ] + OptionSpec.selectionGroup + OptionSpec.lockGroup + [.noBuild, .noBinary, .onlyBinary]
                + OptionSpec.indexGroup + OptionSpec.resolverGroup + OptionSpec.variantGroup
                + OptionSpec.buildGroup
                + OptionSpec.refreshGroup + [.python]
        },
        run: ExportCommand.run)

    static func run(_ context: CommandContext) throws -> Int32 {
        let context = try context.onScript()
        let settings = context.settings
        var request = ExportRequest(sync: try settings.syncRequest(), format: try format(settings))
        request.sync.lock.script = try settings.script()
        request.sync.omitsProject = try settings.isOn(.noEmitProject)
        request.sync.omitsMembers = try settings.isOn(.noEmitWorkspace)
        request.hashes = try !settings.isOn(.noHashes)
        request.annotations = try !settings.isOn(.noAnnotate)
        request.headerCommand = try settings.isOn(.noHeader) ? nil : CompileCommand.headerCommand(context)
        request.editable = try !settings.isOn(.noEditable)
        request.omitting = Set(try settings.names(.noEmitPackage))
        request.pruned = Set(try settings.names(.prune))
        request.emitIndexURL = try settings.isOn(.emitIndexURL)
        request.emitFindLinks = try settings.isOn(.emitFindLinks)
        request.output = settings.path(.exportOutput)
        return try context.withSession { session in
            let report = try exportLock(request, in: session)
            if context.isJSON {
                context.emit(
                    [
                        (
                            "packages",
                            .array(
                                report.packages.map { package in
                                    .object(
                                        [(key: "name", value: JSONValue.string(package.name.text))]
                                            + JSONReport.optional("version", package.version?.description)
                                            + JSONReport.optional("marker", package.marker))
                                })
                        )
                    ] + JSONReport.optional("output", report.output?.text))
            } else if report.output == nil {
                context.console.result(TerminalText.escaped(report.text, keepingLines: true))
            }
            return 0
        }
    }

    /// What was named, else what the name of the output says.
    private static func format(_ settings: Settings) throws -> ExportRequest.Format {
        if let text = settings.text(.exportFormat) {
            return text.hasPrefix("pylock") ? .pylock : .requirements
        }
        let name = settings.path(.exportOutput)?.name
        return name.map(PylockDocument.isFileName) == true ? .pylock : .requirements
    }
}

extension OptionSpec {
    static let exportFormat = OptionSpec(
        "format", .one("FORMAT"), .own,
        choices: ["requirements.txt", "requirements-txt", "pylock.toml", "pylock"],
        "The form of the result (by default what the name of the output says, else requirements.txt)")
    static let exportOutput = OptionSpec(
        "output-file", .one("OUTPUT_FILE"), .own, short: "o", aliases: ["output"], completes: .file,
        "Write the result to this file")
    static let noHashes = OptionSpec(
        "no-hashes", .flag, .own, negation: "hashes", "Leave out the hashes of a requirements file")
    static let noEmitProject = OptionSpec(
        "no-emit-project", .flag, .own, aliases: ["no-install-project"],
        "Leave out the project itself, but not what it needs")
    static let noEmitWorkspace = OptionSpec(
        "no-emit-workspace", .flag, .own, aliases: ["no-install-workspace"],
        "Leave out all members of the workspace, but not what they need")
}
