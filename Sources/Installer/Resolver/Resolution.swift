/// The packages that together meet all requirements.
package struct Resolution: Sendable {
    /// Sorted by name, then version.
    package var packages: [ResolvedPackage]
    /// Universal: the environments that were resolved apart; one, `true`, when it never had to fork.
    package var forks: [MarkerSet]
    /// Universal: what each of the request's requirements came to, in their order; its condition is left out of the
    /// markers.
    package var roots: [[ResolvedDependency]] = []
    /// Of each variant index (by name) that has one of the packages: universal, the labels for which there is a
    /// solution, in the order of the map; for one environment, the label that was taken.
    package var labels: [String: [VariantLabel]] = [:]
    /// Universal: hosts, told apart by their variants of packages, for which there is no solution. Perhaps no host is
    /// like that.
    package var unsolved: [MarkerSet] = []

    package init(packages: [ResolvedPackage], forks: [MarkerSet] = []) {
        self.packages = packages
        self.forks = forks
    }

    package subscript(name: PackageName) -> ResolvedPackage? { packages.first { $0.name == name } }
}

/// One package of a resolution at its version.
package struct ResolvedPackage: Sendable {
    package var name: PackageName
    package var version: Version
    /// The extras of it that are required.
    package var extras: [ExtraName]
    package var source: ResolvedSource
    /// All files of the release, for hashes and lockfiles; of an archive only itself.
    package var files: [IndexFile]
    package var metadata: CoreMetadata
    /// Where the package is needed; always true for one environment.
    package var marker: MarkerSet
    /// What it requires directly, extras' requirements included.
    package var dependencies: [ResolvedDependency]
    /// Who requires it, the user's own requirements first.
    package var requiredBy: [Via]
    /// The reason, possibly empty, when the version was yanked.
    package var yanked: String?
    /// Root requirements name it.
    package var isDirect: Bool
    /// The variant that was chosen; nil for ordinary wheels, source distributions, and where nothing is chosen
    /// because the resolution is for all environments.
    package var variant: ChosenVariant?

    /// The file to install; nil when it is installed already.
    package var file: IndexFile? {
        switch source {
        case .index(let file): file
        case .archive(let file, _): file
        case .installed: nil
        }
    }
}

/// The variant of a package that was chosen, and what it was chosen from (V-275).
package struct ChosenVariant: Hashable, Sendable {
    package var match: VariantMatch
    /// Of the release on the source that the wheel comes from.
    package var metadata: VariantMetadata
    /// All variants that fit, best first, and those that do not; empty for one that is installed already.
    package var ranked: [VariantMatch]
    package var rejected: [VariantRejection]

    package var label: VariantLabel { match.label }

    package init(
        match: VariantMatch, metadata: VariantMetadata, ranked: [VariantMatch] = [],
        rejected: [VariantRejection] = []
    ) {
        self.match = match
        self.metadata = metadata
        self.ranked = ranked
        self.rejected = rejected
    }
}

/// Where a resolved package comes from.
package enum ResolvedSource: Hashable, Sendable {
    /// A file of an index.
    case index(IndexFile)
    /// An archive that a requirement gave by URL or path.
    case archive(IndexFile, url: String)
    /// It is in the environment.
    case installed
}

/// An edge of the resolution.
package struct ResolvedDependency: Hashable, Sendable {
    package var name: PackageName
    package var version: Version
    /// The index of the target, where its name is on several (`IndexFile.indexURL`).
    package var indexURL: String?
    package var extras: [ExtraName]
    /// The extra of the requiring package under which it is required, if any.
    package var extra: ExtraName?
    /// The condition of the requirement itself, extras left out.
    package var marker: MarkerSet
}

/// Who requires a package.
package enum Via: Hashable, Sendable {
    /// A requirement of the user; the place it was read from, nil for the command line.
    case root(origin: String?)
    /// A constraint, `-c FILE`, or override narrowed or replaced it.
    case constraint(origin: String?)
    case package(PackageName, Version)
}
