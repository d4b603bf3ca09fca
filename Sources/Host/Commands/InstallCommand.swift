internal import Installer

enum InstallCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        if namesNothing(context.arguments) {
            let isElsewhere = [OptionSpec.target, .prefix, .system].contains {
                context.arguments.occurrences[$0.name] != nil
            }
            guard !context.arguments.saidPip, !isElsewhere,
                try Workspace.discover(from: settings.workingDirectory) != nil
            else {
                throw UsageError.missingPositional(
                    command: context.arguments.command, path: context.arguments.path)
            }
            return try SyncCommand.sync(context)
        }
        let request = InstallRequest(
            sources: try settings.requirementSources(positionalsAreFiles: false),
            target: try settings.environmentTarget(), access: try settings.indexAccess(),
            resolution: try settings.resolutionOptions(),
            pythonVersion: try settings.version(.pythonVersion),
            pythonPlatform: try settings.platform(.pythonPlatform),
            upgrade: try settings.selection(all: .upgrade, some: .upgradePackage),
            reinstall: try settings.selection(all: .reinstall, some: .reinstallPackage),
            dryRun: try settings.isOn(.dryRun), linkMode: try settings.choice(.linkMode, as: LinkMode.self),
            compileBytecode: try settings.isOn(.compileBytecode), variants: try settings.variantRequest())
        return try run(request, context)
    }

    /// Without anything to install it is about the project here.
    private static func namesNothing(_ arguments: ParsedArguments) -> Bool {
        arguments.positionals.isEmpty
            && !arguments.command.alternatives.contains { arguments.occurrences[$0.name] != nil }
    }

    static func run(_ request: InstallRequest, _ context: CommandContext) throws -> Int32 {
        let isStrict = try context.settings.isOn(.strict)
        return try context.withSession { session in
            let report = try install(request, in: session)
            show(report.changes, isDryRun: report.isDryRun, downloads: report.downloads, in: context)
            for selection in report.selections {
                context.console.line(ReportText.line(of: selection, style: context.console.errorStyle))
            }
            if isStrict, !report.isDryRun {
                try StrictCheck.warn(of: request.target, in: session, console: context.console)
            }
            context.emit([
                ("environment", JSONReport.value(report.environment)), ("dry_run", .bool(report.isDryRun)),
                ("changes", JSONReport.value(report.changes)), ("steps", JSONReport.value(report.steps)),
                ("variants", .array(report.selections.map(JSONReport.value))),
            ])
            return 0
        }
    }

    /// The lines below the steps.
    static func show(_ changes: [Change], isDryRun: Bool, downloads: Int, in context: CommandContext) {
        let style = context.console.errorStyle
        let lines =
            isDryRun
            ? ReportText.dryRun(changes, downloads: downloads, style: style)
            : ReportText.lines(of: changes, style: style)
        for line in lines { context.console.line(line) }
    }
}

/// `--strict`: what `check` finds, as warnings.
enum StrictCheck {
    static func warn(of target: EnvironmentTarget, in session: Session, console: Console) throws {
        // The lines about the check itself would only be noise here.
        let quiet = Session(
            workingDirectory: session.workingDirectory, environment: session.environment,
            cache: session.cache, pool: session.pool, reporter: SilentReporter(),
            providers: session.providers)
        for finding in try checkEnvironment(CheckRequest(target: target), in: quiet).findings {
            console.warning(Diagnostic(ReportText.line(of: finding, style: .plain)))
        }
    }
}
