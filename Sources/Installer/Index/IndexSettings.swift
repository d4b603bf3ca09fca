/// Where packages come from during one command.
package struct IndexSettings: Sendable {
    /// In the order in which they are asked; those marked as default are asked after all others.
    package var indexes: [IndexLocation]
    /// Directories (paths or `file:` URLs), pages of links (`http:`, `https:`, `file:`), single archives.
    package var findLinks: [String]
    /// Only `findLinks` are used.
    package var noIndex: Bool
    package var strategy: IndexStrategy
    /// Packages that come from the index of that name and from nowhere else.
    package var pins: [PackageName: String]
    /// The default index is the public one because nobody named another: a requirements file may.
    package var isDefaultAssumed: Bool

    package init(
        indexes: [IndexLocation] = [], findLinks: [String] = [], noIndex: Bool = false,
        strategy: IndexStrategy = .firstIndex, pins: [PackageName: String] = [:],
        isDefaultAssumed: Bool = false
    ) {
        self.indexes = indexes
        self.findLinks = findLinks
        self.noIndex = noIndex
        self.strategy = strategy
        self.pins = pins
        self.isDefaultAssumed = isDefaultAssumed
    }
}

/// One package index: a simple repository (PEP 503, 691).
package struct IndexLocation: Hashable, Sendable {
    /// As the user named it: `pytorch` of `--index pytorch=https://…`.
    package var name: String?
    /// The page of package P lies at `url/P/`. Without credentials; those are in `Credentials`.
    package var url: String
    /// Asked after those that are not default.
    package var isDefault: Bool
    /// Asked only for packages that are pinned to it.
    package var isExplicit: Bool

    /// `url` must not hold credentials; where it may, make the location with
    /// `Credentials.location(parsing:)`, which keeps them apart.
    package init(name: String? = nil, url: String, isDefault: Bool = false, isExplicit: Bool = false) {
        self.name = name
        self.url = url
        self.isDefault = isDefault
        self.isExplicit = isExplicit
    }

    /// What messages call it.
    package var label: String { name ?? Credentials.redact(url) }
}

/// Which of several indexes may provide a package.
package enum IndexStrategy: String, Sendable, CaseIterable {
    /// The first index that has the package provides all its versions. Protects against a stranger
    /// who publishes a private package's name on a public index.
    case firstIndex = "first-index"
    /// All indexes; every version of an earlier index is preferred to any of a later one.
    case unsafeFirstMatch = "unsafe-first-match"
    /// All indexes; the best version wins, wherever it is.
    case unsafeBestMatch = "unsafe-best-match"
}
