internal import Installer

enum UninstallCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        let request = UninstallRequest(
            packages: context.arguments.positionals, files: settings.texts(.requirements),
            target: try settings.environmentTarget(), dryRun: try settings.isOn(.dryRun))
        return try context.withSession { session in
            let report = try uninstall(request, in: session)
            InstallCommand.show(report.changes, isDryRun: report.isDryRun, downloads: 0, in: context)
            context.emit([
                ("environment", JSONReport.value(report.environment)), ("dry_run", .bool(report.isDryRun)),
                ("changes", JSONReport.value(report.changes)), ("steps", JSONReport.value(report.steps)),
                ("missing", JSONValue(report.missing.map(\.text))),
            ])
            return 0
        }
    }
}
