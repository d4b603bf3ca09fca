/// What the builds of a directory hang on: it differs when one of the files that configure them was touched.
///
/// Those are `pyproject.toml`, `setup.py`, `setup.cfg`, and the files from which setuptools reads dynamic fields; or what
/// `cache-keys` of `[tool.swuv]` or `[tool.uv]` names instead: `"FILE"`, `{ file = "FILE" }`, either as a pattern,
/// `{ dir = "DIRECTORY" }`, `{ env = "VARIABLE" }`, `{ git = true }`, `{ git = { commit = true, tags = true } }`.
struct TreeFingerprint {
    private let root: Path
    private let inputs: [Input]
    /// Files that were looked at or for, and directories whose entries were.
    private(set) var watched: [Path] = []
    /// Variables count, too.
    private(set) var hangsOnVariables = false
    private var lines: [String]

    private enum Input {
        case file(String), directory(String), variable(String), git(commit: Bool, tags: Bool)
    }

    /// - Parameter variables: those that `env` speaks of.
    init(of root: Path, _ variables: [String: String]) throws {
        self.root = root
        inputs = Self.inputs(of: root)
        lines = [root.text]
        for input in inputs { try add(input, variables) }
    }

    /// A name for this state.
    var key: String {
        let digest = SmallSHA256.digest(Array(lines.joined(separator: "\n").utf8))
        return "tree-" + Hash(.sha256, bytes: digest).hex.prefix(32)
    }

    // MARK: What counts

    private static func inputs(of root: Path) -> [Input] {
        let usual = [SourceTree.projectFile, "setup.py", "setup.cfg"].map { Input.file($0) }
        guard let bytes = try? File.readIfPresent(root / Path(SourceTree.projectFile), limit: 16 << 20),
            let document = try? TOMLDocument(parsing: bytes, file: SourceTree.projectFile)
        else { return usual }
        let keys = document["tool", "swuv", "cache-keys"] ?? document["tool", "uv", "cache-keys"]
        guard let keys = keys?.array else {
            return usual + [.directory("src")] + filesOfSetuptools(document).map { .file($0) }
        }
        return keys.compactMap(input) + [.file(SourceTree.projectFile)]
    }

    private static func input(_ item: TOMLItem) -> Input? {
        if let name = item.string ?? item["file"]?.string { return .file(name) }
        if let name = item["dir"]?.string { return .directory(name) }
        if let name = item["env"]?.string { return .variable(name) }
        guard let git = item["git"] else { return nil }
        if let isOn = git.boolean { return isOn ? .git(commit: true, tags: false) : nil }
        return .git(commit: git["commit"]?.boolean ?? false, tags: git["tags"]?.boolean ?? false)
    }

    /// `[tool.setuptools.dynamic] dependencies = { file = ["requirements.txt"] }`
    private static func filesOfSetuptools(_ document: TOMLDocument) -> [String] {
        guard let fields = document["tool", "setuptools", "dynamic"]?.table else { return [] }
        return fields.entries.flatMap { entry -> [String] in
            guard let file = entry.item["file"] else { return [] }
            return file.string.map { [$0] } ?? file.array?.compactMap(\.string) ?? []
        }
    }

    // MARK: How it is

    private mutating func add(_ input: Input, _ variables: [String: String]) throws {
        switch input {
        case .file(let name): try addFiles(name)
        case .directory(let name):
            // What is in it does not count, and builds write into it.
            let isThere = (try? File.status(root / Path(name)))?.kind == .directory
            if !isThere { watched.append(root / Path(name)) }
            lines.append("\(name)/ \(isThere)")
        case .variable(let name):
            hangsOnVariables = true
            lines.append("$\(name)=\(variables[name] ?? "")")
        case .git(let commit, let tags):
            let state = GitState(around: root)
            watched += state.files
            if commit { lines.append("commit \(state.commit ?? "-")") }
            if tags { lines.append("tags \(state.tags.joined(separator: " "))") }
        }
    }

    private mutating func addFiles(_ name: String) throws {
        var places = [root / Path(name)]
        if let glob = PathGlob(name), !glob.isLiteral {
            let (found, listed) = try glob.files(in: root)
            places = found
            watched += listed
        }
        for place in places {
            watched.append(place)
            let shown = place.relative(to: root) ?? place
            guard let status = try? File.status(place) else {
                lines.append("\(shown) -")
                continue
            }
            lines.append("\(shown) \(status.mtime) \(status.size)")
        }
    }
}
