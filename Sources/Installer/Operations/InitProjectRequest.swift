/// What `init` is asked to do.
package struct InitProjectRequest: Sendable {
    /// Absolute, or relative to the session's working directory, which it is by default.
    package var path: Path?
    /// Nil for the name of the directory.
    package var name: PackageName?
    package var kind: ProjectTemplate.Kind
    /// Whether it is built; nil: as its kind needs it.
    package var isPackage: Bool?
    package var backend: ProjectTemplate.BuildSystem
    package var isBare: Bool
    package var description: Description
    package var hasReadme: Bool
    package var pinsPython: Bool
    package var python: String?
    package var repository: Repository
    /// Do not join the workspace of a project above.
    package var standsAlone: Bool

    package enum Description: Hashable, Sendable {
        /// A sentence to replace.
        case placeholder
        case none
        case text(String)
    }

    package enum Repository: String, Sendable {
        case none, git
        /// Git, unless there is a repository already or no Git.
        case automatic
    }

    package init(
        path: Path? = nil, name: PackageName? = nil, kind: ProjectTemplate.Kind = .application,
        isPackage: Bool? = nil, backend: ProjectTemplate.BuildSystem = .hatch, isBare: Bool = false,
        description: Description = .placeholder, hasReadme: Bool = true, pinsPython: Bool = true,
        python: String? = nil, repository: Repository = .automatic, standsAlone: Bool = false
    ) {
        self.path = path
        self.name = name
        self.kind = kind
        self.isPackage = isPackage
        self.backend = backend
        self.isBare = isBare
        self.description = description
        self.hasReadme = hasReadme
        self.pinsPython = pinsPython
        self.python = python
        self.repository = repository
        self.standsAlone = standsAlone
    }
}

/// The project that was made.
package struct InitProjectReport: Sendable {
    package var root: Path
    package var name: PackageName
    /// What was written, by paths from the root; files that were there already stayed.
    package var files: [String]
    /// The root of the workspace that it joined.
    package var workspace: Path?

    package init(root: Path, name: PackageName, files: [String], workspace: Path? = nil) {
        self.root = root
        self.name = name
        self.files = files
        self.workspace = workspace
    }
}
