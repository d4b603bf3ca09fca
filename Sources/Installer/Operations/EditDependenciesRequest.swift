/// What `add` and `remove` have in common: which project, which of its lists, and what follows the edit.
package struct ProjectEdit: Sendable {
    /// Where the project is, and how it is locked afterwards.
    package var lock: LockRequest
    /// A member of the workspace (`--package`); nil: the one where the command stands.
    package var member: PackageName?
    package var list: List
    /// `--frozen`: only `pyproject.toml` is changed.
    package var isFrozen: Bool

    package enum List: Hashable, Sendable {
        case of(DependencyList)
        /// `--dev`: the group `dev`, or the list of a tool that has the package already.
        case development
    }

    package init(
        lock: LockRequest, member: PackageName? = nil, list: List = .of(.project), isFrozen: Bool = false
    ) {
        self.lock = lock
        self.member = member
        self.list = list
        self.isFrozen = isFrozen
    }
}

/// What `add` is asked to do.
package struct AddRequest: Sendable {
    package var edit: ProjectEdit
    /// Requirements, paths and URLs; files of requirements, and constraints for this time.
    package var sources: RequirementSources
    /// Extras that are asked of every one of them.
    package var extras: Set<ExtraName>
    /// Put to each one's own.
    package var marker: Marker?
    /// Of requirements that name no version; nil: a lower bound.
    package var bounds: VersionBounds?
    /// Write what was given as it stands.
    package var isRaw: Bool
    package var isEditable: Bool
    /// Whether projects in directories become members of the workspace; nil: those below its root do.
    package var joinsWorkspace: Bool?
    /// Of Git repositories.
    package var reference: DependencyEdit.Source.Reference?
    package var lfs: Bool
    /// Indexes of the command line, which the project keeps; the strongest first.
    package var indexes: [NewIndex]

    package struct NewIndex: Hashable, Sendable {
        package var name: String?
        /// Without credentials.
        package var url: String
        package var isDefault: Bool

        package init(name: String?, url: String, isDefault: Bool) {
            self.name = name
            self.url = url
            self.isDefault = isDefault
        }
    }

    package init(
        edit: ProjectEdit, sources: RequirementSources, extras: Set<ExtraName> = [], marker: Marker? = nil,
        bounds: VersionBounds? = nil, isRaw: Bool = false, isEditable: Bool = false,
        reference: DependencyEdit.Source.Reference? = nil, lfs: Bool = false, indexes: [NewIndex] = []
    ) {
        self.edit = edit
        self.sources = sources
        self.extras = extras
        self.marker = marker
        self.bounds = bounds
        self.isRaw = isRaw
        self.isEditable = isEditable
        self.reference = reference
        self.lfs = lfs
        self.indexes = indexes
    }
}

/// What `remove` is asked to do.
package struct RemoveRequest: Sendable {
    package var edit: ProjectEdit
    package var names: [PackageName]

    package init(edit: ProjectEdit, names: [PackageName]) {
        self.edit = edit
        self.names = names
    }
}

/// What became of a project's lists.
package struct EditReport: Sendable {
    /// The `pyproject.toml`.
    package var file: Path
    package var changes: [DependencyEdit.Change]
    /// Nil with `--frozen`.
    package var lock: LockReport?
}
