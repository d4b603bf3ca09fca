internal import Installer

enum SyncCommand {
    static let spec = CommandSpec(
        "sync", "Make the environment of the project hold what its lock says for this computer",
        positional: CommandSpec.Positional(
            "LOCK", repeated: false, completes: .file, "A `pylock.toml` to install instead of the project"),
        options: {
            OptionSpec.selectionGroup + [
                .forget, .noRemember, .noInstallProject, .noInstallWorkspace, .noInstallPackage, .noEditable,
                .active, .exact, .inexact,
            ] + OptionSpec.lockGroup + [
                .check, .dryRun, .scriptFile, .project, .noBuild, .noBinary, .onlyBinary,
            ]
                + OptionSpec.indexGroup + OptionSpec.resolverGroup + OptionSpec.variantGroup
                + OptionSpec.buildGroup
                + OptionSpec.installerGroup + OptionSpec.refreshGroup + [.python]
        },
        run: run)

    static func run(_ context: CommandContext) throws -> Int32 {
        if let file = context.arguments.positionals.first { return try install(file, context) }
        return try sync(context.onScript(excluding: OptionSpec.selectionGroup + [.active]))
    }

    /// The environment of the project; `swuv install` without anything to install does the same.
    static func sync(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        let isCheck = try settings.isOn(.check)
        var request = try settings.syncRequest()
        request.lock.script = try settings.script()
        request.lock.dryRun = try isCheck || settings.isOn(.dryRun)
        if isCheck, request.lock.mode == .update { request.lock.mode = .check(flag: "--check") }
        let given = ["swuv"] + context.arguments.given
        let words = given.dropFirst().first == "sync" ? RunWords(given, from: 2, takesCommand: false) : nil
        let stamping = words.flatMap {
            request.lock.script == nil && $0.isPlainSync ? RunPlan.stamping(settings, words: $0.bearing) : nil
        }
        return try context.withSession { session in
            let report = try syncProject(request, in: session)
            if let stamping {
                StampedSync(request: request, report: report, stamping: stamping).write(in: session)
            }
            if report.isDryRun { showPlan(report, in: context) }
            InstallCommand.show(
                report.changes, isDryRun: report.isDryRun, downloads: report.downloads, in: context)
            for selection in report.selections {
                context.console.line(ReportText.line(of: selection, style: context.console.errorStyle))
            }
            if isCheck, !report.changes.isEmpty || report.environmentState != .kept {
                throw Diagnostic(
                    "The environment is outdated", hints: ["Run `swuv sync` to update the environment"])
            }
            context.emit(SyncJSON.members(of: report))
            return 0
        }
    }

    /// `Would use project environment at: .venv`, `Found up-to-date lockfile at: swuv.lock`.
    private static func showPlan(_ report: SyncReport, in context: CommandContext) {
        let base = context.settings.workingDirectory
        func shown(_ path: Path) -> String { TerminalText.told((path.relative(to: base) ?? path).text) }
        let style = context.console.errorStyle
        let verb =
            switch report.environmentState {
            case .kept: "use"
            case .created: "create"
            case .replaced: "replace"
            }
        context.console.line(
            style.dim("Would \(verb) project environment at: ") + shown(report.environment.root))
        let lock =
            switch report.lock.outcome {
            case .unchanged: "Found up-to-date lockfile at: "
            case .used: "Would use lockfile at: "
            case .created: "Would create lockfile at: "
            case .updated: "Would update lockfile at: "
            }
        context.console.line(style.dim(lock) + shown(report.lock.path))
    }

    /// `swuv sync pylock.toml`: what the file says and nothing else.
    private static func install(_ file: String, _ context: CommandContext) throws -> Int32 {
        guard PylockDocument.isFileName(Path(file).name) else {
            throw UsageError.invalid(
                value: file, for: "[LOCK]", reason: "expected a `pylock.toml` or `pylock.NAME.toml`")
        }
        let settings = context.settings
        var request = InstallRequest(
            sources: RequirementSources(
                files: [file], extras: try settings.extras(.projectExtra),
                allExtras: try settings.isOn(.projectAllExtras), groups: settings.texts(.projectGroup)),
            target: try settings.environmentTarget(), access: try settings.indexAccess(),
            resolution: try settings.resolutionOptions(),
            reinstall: try settings.selection(all: .reinstall, some: .reinstallPackage),
            dryRun: try settings.isOn(.dryRun) || settings.isOn(.check),
            linkMode: try settings.choice(.linkMode, as: LinkMode.self),
            compileBytecode: try settings.isOn(.compileBytecode), variants: try settings.variantRequest())
        request.isExact = try !settings.isOn(.inexact)
        return try InstallCommand.run(request, context)
    }
}

/// The object of `sync --json`.
enum SyncJSON {
    static func members(of report: SyncReport) -> [(key: String, value: JSONValue)] {
        let selection = report.selection
        return [
            ("environment", JSONReport.value(report.environment)),
            ("environment_state", .string(report.environmentState.rawValue)),
            (
                "lock",
                [
                    "path": .string(report.lock.path.text),
                    "outcome": .string(report.lock.outcome.rawValue),
                ]
            ), ("dry_run", .bool(report.isDryRun)),
            (
                "selection",
                [
                    "members": JSONValue(selection.members.map(\.text)),
                    "extras": JSONValue(selection.namedExtras), "groups": JSONValue(selection.namedGroups),
                    "labels": .object(
                        selection.labels.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.text)) }),
                    "remembered": .bool(!selection.remembered.isEmpty),
                    "decisions": .array(selection.decisions.map(value)),
                ]
            ), ("changes", JSONReport.value(report.changes)), ("steps", JSONReport.value(report.steps)),
            ("variants", .array(report.selections.map(JSONReport.value))),
        ]
    }

    private static func value(_ decision: HardwareDecision) -> JSONValue {
        let subject: (key: String, value: JSONValue) =
            switch decision.subject {
            case .extra(let extra, let member): ("extra", .string("\(member):\(extra)"))
            case .index(let name): ("index", .string(name))
            }
        return .object(
            [
                subject, ("label", decision.label.map { .string($0.text) } ?? .null),
                ("properties", JSONValue(decision.properties)),
                (
                    "rejected",
                    .array(
                        decision.rejected.map {
                            ["label": .string($0.option.label.text), "reason": .string($0.reason)]
                        })
                ),
            ])
    }
}
