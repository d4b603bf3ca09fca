/// Finds the stamp for a place, as cheaply as it can be done: the nearest directory with a `pyproject.toml` is the
/// project; its environment lies there or, for a member of a workspace, above.
package struct StampSearch: Sendable {
    package let project: Path
    /// The environment's directory.
    package let root: Path
    package let file: Path
    package let stamp: RunStamp

    /// What would make a directory below the project's count for itself.
    static let deciding = ["pyproject.toml", "swuv.toml", ".python-version"]
    private static let deepest = 64

    /// - Parameter environment: the value of `SWUV_PROJECT_ENVIRONMENT`.
    package static func find(from start: Path, words: String, environment: String?) -> StampSearch? {
        guard let project = project(above: start) else { return nil }
        if let environment, Path(environment).isAbsolute {
            return look(in: Path(environment).normalised, project, words)
        }
        var directory = project
        for _ in 0..<deepest {
            let root = Path(environment ?? ".venv").absolute(in: directory)
            if let found = look(in: root, project, words) { return found }
            if directory.parent == directory { return nil }
            directory = directory.parent
        }
        return nil
    }

    /// The nearest directory with a `pyproject.toml`, if nothing below it has a say of its own.
    static func project(above start: Path) -> Path? {
        var directory = start
        for _ in 0..<deepest {
            switch FileStamp(of: directory / deciding[0]).kind {
            case .absent: break
            case .hidden: return nil
            default: return directory
            }
            for name in deciding.dropFirst() where FileStamp(of: directory / name).kind != .absent {
                return nil
            }
            if directory.parent == directory { return nil }
            directory = directory.parent
        }
        return nil
    }

    private static func look(in root: Path, _ project: Path, _ words: String) -> StampSearch? {
        let file = root / RunStamp.name(project: project, words: words, isRoot: root.parent == project)
        return RunStamp(at: file).map { StampSearch(project: project, root: root, file: file, stamp: $0) }
    }
}
