/// What a lock is made from: what the members of a workspace ask for, and the settings that bear on the answer. Kept in
/// the lock, so that a later command sees whether it still holds, and which requirement changed.
///
/// `Projects` makes it from `pyproject.toml` files; nothing in it depends on the machine.
package struct LockInputs: Hashable, Sendable {
    /// What all members can run on.
    package var requiresPython: VersionSpecifiers
    /// By name.
    package var members: [Member]
    /// Source trees that requirements name and that are no members.
    package var directories: [Directory] = []
    package var constraints: [LockRequirement]
    package var overrides: [LockRequirement]
    /// Only these environments are locked; empty: all.
    package var environments: [Marker]
    /// Environments for which every package needs a wheel or a source distribution.
    package var requiredEnvironments: [Marker]
    package var conflicts: [ConflictSet]
    package var mode: ResolutionOptions.Mode
    package var prerelease: ResolutionOptions.Prerelease
    /// Unix seconds.
    package var excludeNewer: Int64?

    /// A project of the workspace.
    package struct Member: Hashable, Sendable {
        package var name: PackageName
        /// nil when it is dynamic.
        package var version: Version?
        /// Relative to the directory of the lock, `.` for the root.
        package var path: String
        /// Only its dependencies are installed: it has no build system, or says `package = false`.
        package var isVirtual: Bool
        package var dependencies: [LockRequirement]
        package var extras: [ExtraName: [LockRequirement]]
        /// PEP 735 groups, those they include put in.
        package var groups: [ExtraName: [LockRequirement]]
        /// What the hardware must be for an extra, where `[tool.swuv.extras]` says it.
        package var hardware: [ExtraName: ExtraHardware] = [:]

        package init(
            name: PackageName, version: Version?, path: String, isVirtual: Bool,
            dependencies: [LockRequirement] = [], extras: [ExtraName: [LockRequirement]] = [:],
            groups: [ExtraName: [LockRequirement]] = [:]
        ) {
            self.name = name
            self.version = version
            self.path = path
            self.isVirtual = isVirtual
            self.dependencies = dependencies
            self.extras = extras
            self.groups = groups
        }
    }

    /// What a source tree says of itself, as far as a resolution hangs on it.
    package struct Directory: Hashable, Sendable {
        /// Relative to the directory of the lock where it is near.
        package var path: String
        /// nil when it is dynamic: then it is no reason to resolve anew.
        package var version: Version?
        package var requiresPython: VersionSpecifiers?
        package var dependencies: [Requirement]

        package init(
            path: String, version: Version?, requiresPython: VersionSpecifiers?, dependencies: [Requirement]
        ) {
            self.path = path
            self.version = version
            self.requiresPython = requiresPython
            self.dependencies = dependencies
        }
    }

    /// For which hardware an extra is.
    package enum ExtraHardware: Hashable, Sendable {
        /// That of the variants with this label.
        case label(VariantLabel)
        case properties(VariantProperties)
    }

    package init(
        requiresPython: VersionSpecifiers, members: [Member], constraints: [LockRequirement] = [],
        overrides: [LockRequirement] = [], environments: [Marker] = [], requiredEnvironments: [Marker] = [],
        conflicts: [ConflictSet] = [], mode: ResolutionOptions.Mode = .highest,
        prerelease: ResolutionOptions.Prerelease = .ifNecessaryOrExplicit, excludeNewer: Int64? = nil
    ) {
        self.requiresPython = requiresPython
        self.members = members
        self.constraints = constraints
        self.overrides = overrides
        self.environments = environments
        self.requiredEnvironments = requiredEnvironments
        self.conflicts = conflicts
        self.mode = mode
        self.prerelease = prerelease
        self.excludeNewer = excludeNewer
    }
}

/// A requirement of a member with its source applied: one with several sources under different markers is several of
/// these.
package struct LockRequirement: Hashable, Sendable {
    /// Its URL, if it has one, is that of the document.
    package var requirement: Requirement
    /// nil: the ordinary indexes, or the requirement's own URL.
    package var source: Source?

    /// What `[tool.swuv.sources]` or `[tool.uv.sources]` say. Paths are relative to the directory of the lock.
    package enum Source: Hashable, Sendable {
        /// `url` is without credentials; a directory below that of the lock is a relative path.
        case index(name: String, url: String)
        case archive(url: String, subdirectory: String?)
        case path(String, isEditable: Bool?)
        case git(url: String, reference: String?, subdirectory: String?, lfs: Bool)
        case workspace(isEditable: Bool?)
    }

    package init(_ requirement: Requirement, source: Source? = nil) {
        self.requirement = requirement
        self.source = source
    }
}

/// Extras and groups of which at most one may be in force (`conflicts`).
package struct ConflictSet: Hashable, Sendable {
    package var items: [Item]

    package struct Item: Hashable, Sendable {
        package var member: PackageName
        package var kind: Kind

        package enum Kind: Hashable, Sendable {
            case extra(ExtraName)
            case group(ExtraName)
            /// The member itself: its own dependencies.
            case project
        }

        package init(member: PackageName, kind: Kind) {
            self.member = member
            self.kind = kind
        }
    }

    package init(items: [Item]) { self.items = items }
}
