/// Where the requirements of an `install` or a `compile` come from, as the user wrote them.
package struct RequirementSources: Sendable, Equatable {
    /// Requirements of the command line, in their order: a PEP 508 text, a path or a URL.
    package var requirements: [String]
    /// `-e`: projects to install in place.
    package var editables: [String]
    /// `-r`: a path, a URL, or `-` for standard input.
    package var files: [String]
    /// `-c`: narrow versions without asking for the packages.
    package var constraints: [String]
    /// `--override`: replace what any package says of these names.
    package var overrides: [String]
    /// `--extra`: extras of the `pyproject.toml` files among `files`.
    package var extras: Set<ExtraName>
    package var allExtras: Bool
    /// `--group`: dependency groups of the `pyproject.toml` of the working directory, or `PATH:NAME` of another.
    package var groups: [String]
    /// What was read already: that of a script.
    var roots: [RootRequirement] = []
    var rootConstraints: [RootRequirement] = []
    var rootOverrides: [RootRequirement] = []

    package init(
        requirements: [String] = [], editables: [String] = [], files: [String] = [],
        constraints: [String] = [], overrides: [String] = [], extras: Set<ExtraName> = [],
        allExtras: Bool = false, groups: [String] = []
    ) {
        self.requirements = requirements
        self.editables = editables
        self.files = files
        self.constraints = constraints
        self.overrides = overrides
        self.extras = extras
        self.allExtras = allExtras
        self.groups = groups
    }
}

extension RequirementSources {
    init(_ lists: LockRoots) {
        self.init()
        roots = lists.requirements
        rootConstraints = lists.constraints
        rootOverrides = lists.overrides
    }
}
