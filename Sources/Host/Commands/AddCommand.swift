internal import Installer

enum AddCommand {
    static let spec = CommandSpec(
        "add", "Add packages to the project",
        positional: CommandSpec.Positional(
            "PACKAGE", required: true, "What to add: requirements, paths or URLs of projects and archives"),
        alternatives: [.requirements],
        options: {
            [
                .requirements, .constraints, .addMarker, .editDev, .editOptional, .editGroup, .addEditable,
                .raw,
                .bounds, .rev, .tag, .branch, .lfs, .addExtra, .addWorkspace, .editPackage, .scriptFile,
            ] + OptionSpec.editGroupOfOptions
        },
        run: run)

    static func run(_ context: CommandContext) throws -> Int32 {
        let context = try context.onScript(excluding: ProjectEditing.notOfScripts)
        let settings = context.settings
        try ProjectEditing.check(context)
        var request = AddRequest(
            edit: try ProjectEditing.edit(context),
            sources: RequirementSources(
                requirements: context.arguments.positionals, files: settings.texts(.requirements),
                constraints: settings.texts(.constraints)),
            extras: try settings.extras(.addExtra), marker: try marker(settings),
            bounds: try settings.choice(.bounds, as: VersionBounds.self), isRaw: try settings.isOn(.raw),
            isEditable: try settings.isOn(.addEditable), reference: try reference(context),
            lfs: try settings.isOn(.lfs),
            indexes: try settings.givenIndexes().map {
                AddRequest.NewIndex(name: $0.name, url: $0.url, isDefault: $0.isDefault)
            })
        request.joinsWorkspace = try settings.flag(.addWorkspace)
        return try ProjectEditing.run(context) { [request] session, finish in
            try addDependencies(request, in: session, finish: finish)
        }
    }

    private static func marker(_ settings: Settings) throws -> Marker? {
        guard let value = settings.value(of: .addMarker) else { return nil }
        do throws(RequirementError) {
            return try Marker(parsing: value.text)
        } catch {
            throw value.complaint(about: .addMarker, error.message)
        }
    }

    private static func reference(_ context: CommandContext) throws -> DependencyEdit.Source.Reference? {
        let options: [OptionSpec] = [.rev, .tag, .branch]
        let given = options.filter { context.settings.value(of: $0) != nil }
        if given.count > 1 {
            throw UsageError.conflict(
                given[0], given[1], command: context.arguments.command, path: context.arguments.path)
        }
        if let name = context.settings.text(.rev) { return .revision(name) }
        if let name = context.settings.text(.tag) { return .tag(name) }
        return context.settings.text(.branch).map { .branch($0) }
    }
}
