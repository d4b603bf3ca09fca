/// What a directory's builds hang on, in short: it differs when one of the files that configure them was touched.
///
/// Those are `pyproject.toml`, `setup.py` and `setup.cfg`, or what `cache-keys` of `[tool.swuv]` or `[tool.uv]` names
/// instead: `"FILE"`, `{ file = "FILE" }`, `{ dir = "DIRECTORY" }`, `{ env = "VARIABLE" }`, `{ git = … }`.
enum TreeFingerprint {
    static func key(of root: Path, _ variables: [String: String]) -> String {
        let lines = [root.text] + inputs(of: root).map { line($0, root, variables) }
        let digest = SmallSHA256.digest(Array(lines.joined(separator: "\n").utf8))
        return "tree-" + Hash(.sha256, bytes: digest).hex.prefix(32)
    }

    /// The last change of the files, in nanoseconds since 1970; nil when the keys are not all about files.
    static func lastChange(of root: Path) -> Int64? {
        var last: Int64 = 0
        for input in inputs(of: root) {
            switch input {
            case .file(let name), .directory(let name):
                last = max(last, (try? File.status(root / name))?.mtime ?? 0)
            case .variable, .git: return nil
            }
        }
        return last
    }

    private enum Input {
        case file(String), directory(String), variable(String), git
    }

    private static let usual = ["pyproject.toml", "setup.py", "setup.cfg"].map { Input.file($0) }

    private static func inputs(of root: Path) -> [Input] {
        guard let bytes = try? File.readIfPresent(root / SourceTree.projectFile, limit: 16 << 20),
            let document = try? TOMLDocument(parsing: bytes, file: SourceTree.projectFile),
            let keys = (document["tool", "swuv", "cache-keys"] ?? document["tool", "uv", "cache-keys"])?.array
        else { return usual }
        return keys.compactMap { key in
            if let name = key.string { return .file(name) }
            if let name = key["file"]?.string { return .file(name) }
            if let name = key["dir"]?.string { return .directory(name) }
            if let name = key["env"]?.string { return .variable(name) }
            return key["git"] == nil ? nil : .git
        } + [.file(SourceTree.projectFile)]
    }

    private static func line(_ input: Input, _ root: Path, _ variables: [String: String]) -> String {
        switch input {
        case .file(let name), .directory(let name):
            guard let status = try? File.status(root / name) else { return "\(name) -" }
            return "\(name) \(status.mtime) \(status.size)"
        case .variable(let name): return "$\(name)=\(variables[name] ?? "")"
        case .git:
            guard let head = try? File.readIfPresent(root / ".git/HEAD", limit: 4096) else { return "git -" }
            let text = String(decoding: head, as: UTF8.self)
            guard text.hasPrefix("ref: ") else { return "git \(text)" }
            let name = text.dropFirst(5).prefix { !$0.isNewline }
            let commit = (try? File.readIfPresent(root / ".git" / String(name), limit: 4096)) ?? []
            return "git \(name) \(String(decoding: commit, as: UTF8.self))"
        }
    }
}
