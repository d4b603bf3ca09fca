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
    /// Finds and reads them: the nearest `swuv.toml`, or `pyproject.toml` with a `[tool.swuv]` table, in
    /// `directory` and those above it; the user's; the machine's. `swuv.toml` wins where both stand in one
    /// directory. Throws the faults of the first file that has some.
    static func search(
        from directory: Path, environment: [String: String], systemFile: Path = Configuration.systemFile
    ) throws -> Configuration {
        var files: [ConfigurationFile] = []
        if var file = try projectFile(from: directory) {
            file.isOfProject = true
            files.append(file)
        }
        if let home = userDirectory(environment),
            let file = try read(home / "swuv" / "swuv.toml")
        {
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

    private static func projectFile(from directory: Path) throws -> ConfigurationFile? {
        var directory = directory
        while true {
            if let file = try read(directory / "swuv.toml") { return file }
            // Somebody else's project may lie above ours, where it cannot be read.
            if let bytes = try source(directory / "pyproject.toml", skippingUnreadable: true),
                mentionsUs(bytes)
            {
                let path = directory / "pyproject.toml"
                let document = try parse(bytes, path)
                if let table = document["tool", "swuv"] {
                    return try ConfigurationFile(reading: table, of: document, in: directory)
                }
            }
            let parent = directory.parent
            if parent == directory { return nil }
            directory = parent
        }
    }

    private static func read(_ path: Path) throws -> ConfigurationFile? {
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

    private static func source(_ path: Path, skippingUnreadable: Bool = false) throws -> [UInt8]? {
        do {
            return try File.readIfPresent(path, limit: 16 << 20)
        } catch {
            if skippingUnreadable, error.isPermissionDenied { return nil }
            throw error
        }
    }

    /// Whether it is worth parsing a `pyproject.toml`: the name stands somewhere in it.
    private static func mentionsUs(_ bytes: [UInt8]) -> Bool {
        let name = Array("swuv".utf8)
        guard bytes.count >= name.count else { return false }
        return (0...(bytes.count - name.count)).contains { start in
            bytes[start] == name[0] && bytes[start + 1] == name[1] && bytes[start + 2] == name[2]
                && bytes[start + 3] == name[3]
        }
    }

    /// `$XDG_CONFIG_HOME`, or `.config` of the home directory.
    private static func userDirectory(_ environment: [String: String]) -> Path? {
        if let home = environment["XDG_CONFIG_HOME"], home.hasPrefix("/") { return Path(home) }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : Path($0) / ".config" }
    }
}
