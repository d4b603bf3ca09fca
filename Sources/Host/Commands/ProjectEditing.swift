internal import Installer

/// What `add` and `remove` share: which list of which project, and how the environment follows.
enum ProjectEditing {
    typealias Finish = (LockReport) throws -> Void

    /// Options that have no meaning for a script.
    static let notOfScripts: [OptionSpec] = [
        .editDev, .editOptional, .editGroup, .editPackage, .noSync, .noInstallProject, .noInstallWorkspace,
        .noInstallPackage,
    ]

    /// Options that exclude each other here and not in other commands.
    static func check(_ context: CommandContext) throws {
        let pairs: [(OptionSpec, OptionSpec)] = [
            (.editDev, .editOptional), (.editDev, .editGroup), (.editOptional, .editGroup),
            (.locked, .frozen),
        ]
        for (one, other) in pairs
        where !context.arguments.occurrences(of: one).isEmpty
            && !context.arguments.occurrences(of: other).isEmpty
        {
            throw UsageError.conflict(
                one, other, command: context.arguments.command, path: context.arguments.path)
        }
    }

    static func edit(_ context: CommandContext) throws -> ProjectEdit {
        let settings = context.settings
        var list = ProjectEdit.List.of(settings.path(.scriptFile) == nil ? .project : .script)
        if try settings.isOn(.editDev) { list = .development }
        if let name = try settings.extras(.editOptional).first { list = .of(.extra(name)) }
        if let name = try settings.extras(.editGroup).first {
            list = name.text == "dev" ? .development : .of(.group(name))
        }
        let isFrozen = try settings.isOn(.frozen)
        return ProjectEdit(
            lock: try lockRequest(context), member: try settings.names(.editPackage).first, list: list,
            isFrozen: isFrozen)
    }

    /// Options of the same names mean something else to commands that select.
    private static func selecting(_ context: CommandContext) -> Settings {
        var arguments = context.arguments
        for option in [OptionSpec.editDev, .editOptional, .editGroup, .addExtra, .editPackage, .addEditable] {
            arguments.occurrences[option.name] = nil
        }
        return Settings(
            arguments: arguments, environment: context.settings.environment,
            configuration: context.settings.configuration, workingDirectory: context.settings.workingDirectory
        )
    }

    private static func lockRequest(_ context: CommandContext) throws -> LockRequest {
        var request = try selecting(context).lockRequest()
        if request.mode == .frozen { request.mode = .update }
        request.script = try context.settings.script()
        return request
    }

    static func run(
        _ context: CommandContext, _ body: (Session, Finish) throws -> EditReport
    ) throws -> Int32 {
        let settings = context.settings
        var sync = try selecting(context).syncRequest()
        sync.lock.mode = .update
        sync.lock.upgrade = .none
        if let name = try settings.extras(.editOptional).first {
            sync.selection.environmentExtras.insert(name)
        }
        if let name = try settings.extras(.editGroup).first { sync.selection.environmentGroups.insert(name) }
        let omitsSync = try settings.isOn(.noSync) || settings.path(.scriptFile) != nil
        return try context.withSession { session in
            var synced: SyncReport?
            let report = try body(session) { _ in
                if !omitsSync { synced = try syncProject(sync, in: session.afterLocking) }
            }
            if let synced {
                InstallCommand.show(synced.changes, isDryRun: false, downloads: 0, in: context)
            }
            for change in report.changes {
                context.console.line(context.console.errorStyle.dim(TerminalText.told(line(of: change))))
            }
            context.emit(
                [
                    ("project", .string(report.file.text)),
                    ("dependencies", .array(report.changes.map(value))),
                ] + JSONReport.optional("lock", report.lock?.path.text)
                    + (synced.map { synced in
                        [
                            ("environment", JSONReport.value(synced.environment)),
                            ("changes", JSONReport.value(synced.changes)),
                        ]
                    } ?? []))
            return 0
        }
    }

    private static func line(of change: DependencyEdit.Change) -> String {
        switch change.kind {
        case .added: "Added `\(change.requirement)` to `\(change.list)`"
        case .updated: "Changed `\(change.list)` to `\(change.requirement)`"
        case .unchanged: "`\(change.list)` has `\(change.requirement)` already"
        case .removed: "Removed `\(change.requirement)` from `\(change.list)`"
        }
    }

    private static func value(_ change: DependencyEdit.Change) -> JSONValue {
        let action =
            switch change.kind {
            case .added: "added"
            case .updated: "updated"
            case .unchanged: "unchanged"
            case .removed: "removed"
            }
        return [
            "action": .string(action), "list": .string(change.list.description),
            "requirement": .string(change.requirement.description),
        ]
    }
}

extension Session {
    /// That the lock is fresh was told when it was made.
    fileprivate var afterLocking: Session {
        Session(
            workingDirectory: workingDirectory, environment: environment, cache: cache, pool: pool,
            reporter: InstallingReporter(reporter: reporter), providers: providers)
    }
}

/// Tells all but how long resolving took.
private struct InstallingReporter: Reporter {
    let reporter: any Reporter

    func warning(_ diagnostic: Diagnostic) { reporter.warning(diagnostic) }
    func note(_ line: String) { reporter.note(line) }
    func trace(_ level: Int, _ message: () -> String) { reporter.trace(level, message) }
    func began(_ phase: Phase, total: Int?) { reporter.began(phase, total: total) }
    func advanced(_ phase: Phase, item: String) { reporter.advanced(phase, item: item) }
    func ended(_ phase: Phase) { reporter.ended(phase) }
    func finished(_ step: StepSummary) { if step.step != .resolved { reporter.finished(step) } }
    func downloadBegan(_ id: UInt64, name: String, size: UInt64?) {
        reporter.downloadBegan(id, name: name, size: size)
    }
    func downloadAdvanced(_ id: UInt64, bytes: UInt64) { reporter.downloadAdvanced(id, bytes: bytes) }
    func downloadEnded(_ id: UInt64) { reporter.downloadEnded(id) }
    func buildBegan(_ subject: String) { reporter.buildBegan(subject) }
    func buildEnded(_ subject: String) { reporter.buildEnded(subject) }
}

extension OptionSpec {
    static let addMarker = OptionSpec(
        "marker", .one("MARKER"), .own, short: "m", "Put this environment marker to every requirement")
    static let editDev = OptionSpec(
        "dev", .flag, .own, variables: ["SWUV_DEV", "UV_DEV"], "The dependency group `dev` is meant")
    static let editOptional = OptionSpec(
        "optional", .one("EXTRA"), .own, "The optional dependencies of this extra are meant")
    static let editGroup = OptionSpec("group", .one("GROUP"), .own, "This dependency group is meant")
    static let addEditable = OptionSpec(
        "editable", .flag, .own, negation: "no-editable", "Install the project of a directory in place")
    static let addWorkspace = OptionSpec(
        "workspace", .flag, .own, negation: "no-workspace",
        "Make projects in directories members of the workspace (by default: those below its root)")
    static let raw = OptionSpec(
        "raw", .flag, .own, aliases: ["raw-sources"], "Write the requirement as it is given, without a source"
    )
    static let bounds = OptionSpec(
        "bounds", .one("BOUNDS"), .own, choices: VersionBounds.allCases.map(\.rawValue),
        "The versions to write where none are given, after the one that is locked (by default: lower)")
    static let rev = OptionSpec("rev", .one("REV"), .own, "The commit of a Git repository")
    static let tag = OptionSpec("tag", .one("TAG"), .own, "The tag of a Git repository")
    static let branch = OptionSpec("branch", .one("BRANCH"), .own, "The branch of a Git repository")
    static let lfs = OptionSpec("lfs", .flag, .own, "Fetch the large files of a Git repository (LFS)")
    static let addExtra = OptionSpec("extra", .list("EXTRA"), .own, "Ask for this extra of the packages")
    static let editPackage = OptionSpec(
        "package", .one("PACKAGE"), .own, "This member of the workspace is meant")

    /// What follows an edit.
    static var editGroupOfOptions: [OptionSpec] {
        [
            .locked, .frozen, .noSources, .noSourcesPackage, .noSync, .active, .project, .noInstallProject,
            .noInstallWorkspace,
            .noInstallPackage, .noBuild, .noBinary, .onlyBinary,
        ] + indexGroup + resolverGroup + variantGroup + buildGroup + installerGroup + refreshGroup + [.python]
    }
}
