internal import Installer

enum VenvCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        let settings = context.settings
        let path = Path(context.arguments.positionals.first ?? ".venv")
        var existing = VirtualEnvironmentRequest.Existing.refuse
        if try settings.isOn(.clear) { existing = .clear }
        if try settings.isOn(.allowExisting) { existing = .keep }
        let request = VirtualEnvironmentRequest(
            path: path, python: settings.pythonRequest(), prompt: settings.text(.prompt),
            systemSitePackages: try settings.isOn(.systemSitePackages), existing: existing,
            seed: try settings.isOn(.seed) ? settings.indexAccess() : nil)
        return try context.withSession { session in
            let report = try createVirtualEnvironment(request, in: session)
            let command = activation(of: path, shell: settings.environment["SHELL"])
            context.console.line(
                "Activate with: " + context.console.errorStyle.green(TerminalText.escaped(command)))
            context.emit([("environment", JSONReport.value(report.environment))])
            return 0
        }
    }

    /// The command that activates an environment in the user's shell.
    static func activation(of path: Path, shell: String?) -> String {
        let script = path / "bin" / (shell.map { Path($0).name } == "fish" ? "activate.fish" : "activate")
        let text = script.text
        return "source " + (text.contains(" ") ? "'\(text)'" : text)
    }
}
