/// What `[tool.swuv]` and `[tool.uv]` of one `pyproject.toml` say about the project. A key of `[tool.swuv]` counts
/// before the same key of `[tool.uv]`; of `sources` the packages, and of `index` the names, are the keys.
///
/// Settings of the program that may also stand elsewhere (`prerelease`, `index-url`, …) are Host's to read.
package struct ProjectSettings: Sendable {
    typealias Entry = ProjectRequirements.Entry

    /// It is the root of a workspace with these members.
    package internal(set) var workspace: WorkspaceTable?
    package internal(set) var sources = SourcesTable()
    /// Indexes that sources may name; `url` is as written, perhaps a path that starts at the document.
    package internal(set) var indexes: [NamedIndex] = []
    /// At most one of each set may be in force.
    package internal(set) var conflicts: [[ConflictEntry]] = []
    package internal(set) var environments: [Marker] = []
    package internal(set) var requiredEnvironments: [Marker] = []
    /// nil: not said.
    package internal(set) var defaultExtras: DefaultNames?
    /// nil: not said, which means `dev` where there is such a group.
    package internal(set) var defaultGroups: DefaultNames?
    /// What the hardware must be for an extra: `[tool.swuv.extras]`.
    package internal(set) var extras: [ExtraName: LockInputs.ExtraHardware] = [:]
    /// Whether the project itself is built and installed; nil: when it has a build system.
    package internal(set) var isPackage: Bool?
    /// False: nothing here is the program's business.
    package internal(set) var isManaged = true
    var constraints: [Entry] = []
    var overrides: [Entry] = []
    /// Old name of a group `dev`: `dev-dependencies`.
    var development: [Entry] = []

    package struct NamedIndex: Hashable, Sendable {
        package var name: String
        package var url: String
    }

    /// An element of a conflict; without `extra` and `group` the package itself.
    package struct ConflictEntry: Hashable, Sendable {
        /// nil: the project of the document.
        package var package: PackageName?
        package var extra: ExtraName?
        package var group: ExtraName?
        var span: Range<Int>
    }

    package init() {}
}

/// Names of extras or groups in a setting: some, or `"all"`.
package enum DefaultNames: Hashable, Sendable {
    case all
    case these([ExtraName])
}
