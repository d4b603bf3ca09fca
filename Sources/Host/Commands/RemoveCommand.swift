internal import Installer

enum RemoveCommand {
    static let spec = CommandSpec(
        "remove", "Remove packages from the project",
        positional: CommandSpec.Positional("PACKAGE", required: true, "The packages to remove"),
        options: {
            [.editDev, .editOptional, .editGroup, .editPackage, .scriptFile] + OptionSpec.editGroupOfOptions
        },
        run: run)

    static func run(_ context: CommandContext) throws -> Int32 {
        let context = try context.onScript(excluding: ProjectEditing.notOfScripts)
        try ProjectEditing.check(context)
        let names = try context.arguments.positionals.map { text in
            guard let name = PackageName(text) else {
                throw UsageError.invalid(
                    value: text, for: "<PACKAGE>", reason: "expected the name of a package")
            }
            return name
        }
        let request = RemoveRequest(edit: try ProjectEditing.edit(context), names: names)
        return try ProjectEditing.run(context) { session, finish in
            try removeDependencies(request, in: session, finish: finish)
        }
    }
}
