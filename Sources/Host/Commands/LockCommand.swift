internal import Installer

enum LockCommand {
    static let spec = CommandSpec(
        "lock", "Bring the lock of the project up to date",
        options: {
            [
                .check, .locked, .frozen, .noSources, .noSourcesPackage, .dryRun, .scriptFile, .project,
                .noBuild, .noBinary, .onlyBinary,
            ] + OptionSpec.indexGroup + OptionSpec.resolverGroup + OptionSpec.variantGroup
                + OptionSpec.buildGroup
                + OptionSpec.refreshGroup + [.python]
        },
        run: LockCommand.run)

    static func run(_ context: CommandContext) throws -> Int32 {
        let context = try context.onScript()
        var request = try context.settings.lockRequest()
        request.script = try context.settings.script(writesFirstLock: true)
        if try context.settings.isOn(.check) { request.mode = .check(flag: "--check") }
        request.dryRun = try context.settings.isOn(.dryRun)
        let isDryRun = request.dryRun
        return try context.withSession { session in
            let report = try lockProject(request, in: session)
            for line in lines(of: report.changes, isDryRun: isDryRun, style: context.console.errorStyle) {
                context.console.line(line)
            }
            if isDryRun, report.outcome == .unchanged {
                context.console.line("Would make no changes")
            }
            context.emit([
                ("lock", .string(report.path.text)), ("outcome", .string(report.outcome.rawValue)),
                ("dry_run", .bool(isDryRun)), ("changes", .array(report.changes.map(value))),
                ("steps", JSONReport.value(report.steps)),
            ])
            return 0
        }
    }

    /// `Updated idna v3.19 -> v3.20`
    static func lines(of changes: [LockChange], isDryRun: Bool, style: Style) -> [String] {
        changes.map { change in
            let name = style.bold(change.name.text)
            switch change.kind {
            case .added:
                return style.green(isDryRun ? "Add" : "Added") + " \(name)" + text(of: change.after)
            case .removed:
                return style.red(isDryRun ? "Remove" : "Removed") + " \(name)" + text(of: change.before)
            case .updated:
                return style.cyan(isDryRun ? "Update" : "Updated")
                    + " \(name)\(text(of: change.before)) ->\(text(of: change.after))"
            }
        }
    }

    /// Versions come from indexes.
    private static func text(of versions: [Version]) -> String {
        versions.isEmpty
            ? "" : " " + versions.map { TerminalText.told("v\($0)") }.joined(separator: ", ")
    }

    private static func value(_ change: LockChange) -> JSONValue {
        [
            "action": .string(change.kind.rawValue), "name": .string(change.name.text),
            "before": JSONValue(change.before.map(\.description)),
            "after": JSONValue(change.after.map(\.description)),
        ]
    }
}
