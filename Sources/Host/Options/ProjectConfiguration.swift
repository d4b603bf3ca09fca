internal import Installer

/// The configuration files of the project that a directory is in, the strongest first:
///
/// 1. the nearest `swuv.local.toml`, here or above;
/// 2. what the nearest directory with one of them has: `swuv.toml`, and then `[tool.swuv]` of its `pyproject.toml`;
/// 3. `[tool.swuv]` of the root of the workspace;
/// 4. `[tool.uv]` of the root of the workspace; outside a project that of the nearest `pyproject.toml` with one.
struct ProjectConfiguration {
    private let start: Path
    private var local: ConfigurationFile?
    private var own: [ConfigurationFile] = []
    private var ofRoot: ConfigurationFile?
    private var foreign: ConfigurationFile?
    /// The directory of the nearest project.
    private var project: Path?
    private var hasRoot = false

    init(from directory: Path) {
        start = directory
    }

    mutating func read() throws -> [ConfigurationFile] {
        var directory = start
        while true {
            try look(in: directory)
            let parent = directory.parent
            if parent == directory { break }
            directory = parent
        }
        var files = [local].compactMap { $0 } + own + [ofRoot, foreign].compactMap { $0 }
        for index in files.indices { files[index].isOfProject = true }
        return files
    }

    private mutating func look(in directory: Path) throws {
        if local == nil { local = try Configuration.read(directory / "swuv.local.toml") }
        let isNearest = own.isEmpty
        if isNearest, let file = try Configuration.read(directory / "swuv.toml") { own.append(file) }
        guard !hasRoot, let document = try document(in: directory) else { return }
        if let table = document["tool", "swuv"] {
            let file = try ConfigurationFile(reading: table, of: document, in: directory, as: .project)
            if isNearest {
                own.append(file)
            } else if isRoot(document, in: directory) {
                ofRoot = file
            }
        }
        let isRoot = isRoot(document, in: directory)
        if let table = document["tool", "uv"],
            foreign == nil ? isRoot || project == nil : isRoot && project != nil
        {
            foreign = try ConfigurationFile(reading: table, of: document, in: directory, as: .uv)
        }
        hasRoot = hasRoot || isRoot
        if project == nil, document["project"] != nil || isRoot { project = directory }
    }

    /// Whether the document is that of the workspace which the nearest project is a member of, or is that project and a
    /// root itself.
    private func isRoot(_ document: TOMLDocument, in directory: Path) -> Bool {
        guard WorkspaceTable.isDeclared(in: document) else { return false }
        guard let project else { return true }
        return WorkspaceTable.hasMember(project, of: document, in: directory)
    }

    /// A `pyproject.toml` that may say something to us.
    private func document(in directory: Path) throws -> TOMLDocument? {
        let path = directory / "pyproject.toml"
        // Somebody else's project may lie above ours, where it cannot be read; of ours, or of what is no file, the
        // commands complain that work on it.
        guard let bytes = try? Configuration.source(path),
            project == nil || Self.mentions(bytes, "workspace") || Self.mentions(bytes, "swuv")
        else { return nil }
        do {
            return try TOMLDocument(parsing: bytes, file: path.text)
        } catch {
            // One that does not speak of us is the commands' to complain about which work on it.
            if Self.mentions(bytes, "swuv") { throw error.diagnostic }
            return nil
        }
    }

    private static func mentions(_ bytes: [UInt8], _ word: String) -> Bool {
        let word = Array(word.utf8)
        guard bytes.count >= word.count else { return false }
        return (0...(bytes.count - word.count)).contains { start in
            bytes[start] == word[0] && bytes[start..<start + word.count].elementsEqual(word)
        }
    }
}
