/// What `list` and `freeze` are asked for.
package struct ListRequest: Sendable {
    package var target: EnvironmentTarget
    package var excluding: Set<PackageName>
    package var editables: EditableFilter

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

    package init(name: PackageName, version: Version, editableLocation: Path? = nil, url: String? = nil) {
        self.name = name
        self.version = version
        self.editableLocation = editableLocation
        self.url = url
    }
}
