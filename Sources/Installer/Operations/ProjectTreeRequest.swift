/// What `tree` is asked to show.
package struct ProjectTreeRequest: Sendable {
    /// The project, and what would be installed of it.
    package var sync: SyncRequest
    package var scope: Scope
    /// Packages to show instead of the project; empty: none.
    package var packages: [PackageName]
    /// Packages to leave out, with what nothing else needs.
    package var pruned: Set<PackageName>
    package var isInverted: Bool
    /// Ask the indexes what newer versions there are.
    package var findsNewest = false

    /// Which part of the lock.
    package enum Scope: Sendable {
        /// What is installed on a host: this one, or that of a profile.
        case host
        /// As `host`, with every variant and the packages of each.
        case allVariants
        /// All of it: every Python, platform, extra, group and variant.
        case universal
    }

    package init(
        sync: SyncRequest, scope: Scope = .host, packages: [PackageName] = [],
        pruned: Set<PackageName> = [], isInverted: Bool = false
    ) {
        self.sync = sync
        self.scope = scope
        self.packages = packages
        self.pruned = pruned
        self.isInverted = isInverted
    }
}

/// The packages of a project and what they need of each other.
package struct ProjectTreeReport: Sendable {
    package var tree: DependencyTree
    /// What is in force, qualified by the member that has it; nil for the whole lock.
    package var extras: Set<ExtraName>?
    package var groups: Set<ExtraName>?
    /// The labels of variant indexes.
    package var labels: [String: VariantLabel]
    /// What to say about the selection.
    package var notes: [String]
}
