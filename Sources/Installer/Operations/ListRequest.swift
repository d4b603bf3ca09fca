/// What `list` and `freeze` are asked for.
package struct ListRequest: Sendable {
    package var target: EnvironmentTarget
    package var excluding: Set<PackageName>
    package var editables: EditableFilter
    /// Whether each one's variant is told, for which a file of it is read.
    package var tellsVariants = false

    package enum EditableFilter: Sendable {
        case include, exclude, only
    }

    package init(
        target: EnvironmentTarget, excluding: Set<PackageName> = [], editables: EditableFilter = .include
    ) {
        self.target = target
        self.excluding = excluding
        self.editables = editables
    }
}

/// The installed distributions, by name.
package struct ListReport: Sendable {
    package var environment: EnvironmentSummary
    package var distributions: [ListedDistribution]

    package init(environment: EnvironmentSummary, distributions: [ListedDistribution]) {
        self.environment = environment
        self.distributions = distributions
    }
}

package struct ListedDistribution: Sendable, Equatable {
    package var name: PackageName
    package var version: Version
    /// The project's directory when it is installed in place.
    package var editableLocation: Path?
    /// From `direct_url.json` (PEP 610), without credentials, as a requirement may name it.
    package var url: String?
    /// The label of the variant it was installed as, if asked for; nil for an ordinary wheel.
    package var variant: VariantLabel?

    package init(
        name: PackageName, version: Version, editableLocation: Path? = nil, url: String? = nil,
        variant: VariantLabel? = nil
    ) {
        self.name = name
        self.version = version
        self.editableLocation = editableLocation
        self.url = url
        self.variant = variant
    }
}
