internal import Installer

/// `--script`: a script in the place of a project.
extension OptionSpec {
    static let scriptFile = OptionSpec(
        "script", .one("SCRIPT"), .own, completes: .file,
        "Work on this script, whose metadata is in a comment (PEP 723), and not on a project")
}

extension CommandContext {
    /// The context of a command on a script: what the script says of indexes and versions counts before all
    /// configuration files. `excluding`: options that have no meaning then.
    func onScript(excluding options: [OptionSpec] = []) throws -> CommandContext {
        guard let file = settings.path(.scriptFile) else { return self }
        for option in [.project] + options where !arguments.occurrences(of: option).isEmpty {
            throw UsageError.conflict(
                .scriptFile, option, command: arguments.command, path: arguments.path)
        }
        guard let bytes = try File.readIfPresent(file, limit: LockRequest.Script.sizeLimit) else {
            throw Diagnostic("The script `\(file)` does not exist")
        }
        guard let metadata = try ScriptMetadata(script: bytes, file: file.text) else { return self }
        var context = self
        context.settings = try settings.adding(metadata, in: file.parent)
        return context
    }
}

extension Settings {
    /// With the tables of a script before the configuration files.
    func adding(_ script: ScriptMetadata, in directory: Path) throws -> Settings {
        let document = script.document
        var files: [ConfigurationFile] = []
        for (name, kind) in [("swuv", ConfigurationFile.Kind.project), ("uv", .uv)] {
            guard let table = document["tool", name] else { continue }
            files.append(try ConfigurationFile(reading: table, of: document, in: directory, as: kind))
        }
        return Settings(
            arguments: arguments, environment: environment,
            configuration: Configuration(files: files + configuration.files),
            workingDirectory: workingDirectory)
    }

    /// What `--script` names; `writesFirstLock` as in `LockRequest.Script`.
    func script(writesFirstLock: Bool = false) throws -> LockRequest.Script? {
        guard let file = path(.scriptFile) else { return nil }
        return LockRequest.Script(
            file.normalised, environments: try environmentsOfScripts(), writesFirstLock: writesFirstLock)
    }

    /// Environments stay where the cache would be, even where no cache is wanted: commands run in them.
    func environmentsOfScripts() throws -> Path {
        if let cache = try cacheDirectory() { return CacheLayout(root: cache).environments }
        let home = ProcessEnvironment.homeDirectory(environment) ?? workingDirectory
        return home / ".cache/swuv" / Path(CacheLayout.environmentsName)
    }
}
