/// A script as a project of its own: what it needs, where that comes from, and how it is locked.
extension Project {
    init(_ script: ScriptMetadata, at file: Path) {
        self.init(
            directory: file.parent, file: file,
            requirements: ProjectRequirements(
                script.document, dependencies: script.entries, requiresPython: script.requiresPython),
            settings: script.settings, buildSystem: nil)
    }
}

extension Workspace {
    /// - Parameter environment: of the script, which lies in no directory of the user.
    package init(_ script: ScriptMetadata, at file: Path, environment: Path) {
        let project = Project(script, at: file)
        self.init(
            root: project.directory, rootProject: project, members: [project], current: nil, files: [file],
            watched: [], lockPath: Path(file.text + "." + Lock.fileName), ownEnvironment: environment)
    }
}
