/// What `show` is asked for.
package struct ShowRequest: Sendable {
    package var target: EnvironmentTarget
    package var names: [PackageName]
    /// List every installed file too (`--files`).
    package var files: Bool

    package init(target: EnvironmentTarget, names: [PackageName], files: Bool = false) {
        self.target = target
        self.names = names
        self.files = files
    }
}

package struct ShowReport: Sendable {
    package var environment: EnvironmentSummary
    /// In the order asked for.
    package var distributions: [ShownDistribution]
    package var missing: [PackageName]

    package init(
        environment: EnvironmentSummary, distributions: [ShownDistribution], missing: [PackageName]
    ) {
        self.environment = environment
        self.distributions = distributions
        self.missing = missing
    }
}

package struct ShownDistribution: Sendable, Equatable {
    package var name: PackageName
    package var version: Version
    package var summary: String?
    package var homePage: String?
    package var license: String?
    /// The label of the variant it was installed as; nil for an ordinary wheel.
    package var variant: String?
    /// The directory that holds the package, `site-packages` for most.
    package var location: Path
    package var editableLocation: Path?
    /// Names of the dependencies that hold in this environment, sorted.
    package var requires: [PackageName]
    /// Names of the installed packages that depend on this one, sorted.
    package var requiredBy: [PackageName]
    /// Paths relative to `location`, sorted; nil when they were not asked for.
    package var files: [String]?

    package init(
        name: PackageName, version: Version, summary: String? = nil, homePage: String? = nil,
        license: String? = nil, variant: String? = nil, location: Path, editableLocation: Path? = nil,
        requires: [PackageName] = [],
        requiredBy: [PackageName] = [], files: [String]? = nil
    ) {
        self.name = name
        self.version = version
        self.summary = summary
        self.homePage = homePage
        self.license = license
        self.variant = variant
        self.location = location
        self.editableLocation = editableLocation
        self.requires = requires
        self.requiredBy = requiredBy
        self.files = files
    }
}
