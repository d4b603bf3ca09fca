internal import Installer

/// The configuration files in force, the strongest first.
struct Configuration: Sendable {
    var files: [ConfigurationFile] = []

    static let none = Configuration()

    /// What the user and the machine say, without the project.
    var ofUser: Configuration { Configuration(files: files.filter { !$0.isOfProject }) }

    /// The machine's file.
    static let systemFile: Path = "/etc/swuv/swuv.toml"
}

extension Configuration {
    /// Finds and reads them: those of the project (`ProjectConfiguration`), the user's, the machine's. Throws the
    /// faults of the first file that has some.
    static func search(
        from directory: Path, environment: [String: String], systemFile: Path = Configuration.systemFile
    ) throws -> Configuration {
        var project = ProjectConfiguration(from: directory)
        var files = try project.read()
        if let home = userDirectory(environment), let file = try read(home / "swuv" / "swuv.toml") {
            files.append(file)
        }
        if let file = try read(systemFile) { files.append(file) }
        return Configuration(files: files)
    }

    /// The one file of `--config-file`, which must be there.
    static func only(_ path: Path) throws -> Configuration {
        guard let file = try read(path) else {
            throw Diagnostic("the configuration file `\(path)` does not exist", exitCode: .usage)
        }
        return Configuration(files: [file])
    }

    static func read(_ path: Path) throws -> ConfigurationFile? {
        guard let bytes = try source(path) else { return nil }
        let document = try parse(bytes, path)
        let root = TOMLItem(value: .table(document.root), span: 0..<0)
        return try ConfigurationFile(reading: root, of: document, in: path.parent)
    }

    private static func parse(_ bytes: [UInt8], _ path: Path) throws -> TOMLDocument {
        do {
            return try TOMLDocument(parsing: bytes, file: path.text)
        } catch {
            throw error.diagnostic.asUsage
        }
    }

    static func source(_ path: Path) throws -> [UInt8]? { try File.readIfPresent(path, limit: 16 << 20) }

    /// `$XDG_CONFIG_HOME`, or `.config` of the home directory.
    static func userDirectory(_ environment: [String: String]) -> Path? {
        if let home = environment["XDG_CONFIG_HOME"], home.hasPrefix("/") { return Path(home) }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : Path($0) / ".config" }
    }
}
