/// What is to be resolved: requirements, what narrows them, and for which environments.
package struct ResolutionRequest: Sendable {
    package var requirements: [RootRequirement]
    /// They narrow the versions of packages and ask for none.
    package var constraints: [RootRequirement]
    /// They take the place of every requirement of the same package.
    package var overrides: [RootRequirement]
    /// Versions to take where they fit: pins of an earlier output, a lock. In order of preference.
    package var preferences: [PackageName: [VersionPreference]]
    /// What the environment holds; taken where it fits, without a look at the index.
    package var installed: [PackageName: InstalledCandidate]
    package var options: ResolutionOptions
    package var target: ResolutionTarget
    /// Chooses among variant wheels; nil: none is ever taken (V-016).
    package var variants: VariantHost?
    /// Versions that variants built against these packages are held against instead of those that are
    /// chosen (V-238).
    package var abiOverrides: [PackageName: Version]
    /// What the maps from hardware to indexes may have. They are read when the first of these names is met.
    package var mappedNames: @Sendable () -> MappedNames = { .any }
    /// The maps that are in force; no package is in two of them.
    package var variantIndexes: @Sendable () throws -> [VariantIndex] = { [] }
    /// One environment: the labels of a variant index that fit it, best first; the first with a solution is taken. Asked
    /// when a package of the map is met. None: its packages come from the ordinary indexes.
    package var chosenLabels: @Sendable (VariantIndex) throws -> [VariantLabel] = { _ in [] }
    /// All environments: whether the ordinary indexes serve the packages of a variant index after all. Asked when a
    /// package of the map is met, perhaps often.
    package var stepsAside: @Sendable (VariantIndex) throws -> Bool = { _ in false }

    package init(
        requirements: [RootRequirement], constraints: [RootRequirement] = [],
        overrides: [RootRequirement] = [], preferences: [PackageName: [VersionPreference]] = [:],
        installed: [PackageName: InstalledCandidate] = [:], options: ResolutionOptions = ResolutionOptions(),
        target: ResolutionTarget, variants: VariantHost? = nil, abiOverrides: [PackageName: Version] = [:]
    ) {
        self.requirements = requirements
        self.constraints = constraints
        self.overrides = overrides
        self.preferences = preferences
        self.installed = installed
        self.options = options
        self.target = target
        self.variants = variants
        self.abiOverrides = abiOverrides
    }

    /// The host, unless the user wants no variant wheels at all.
    var variantHost: VariantHost? {
        guard let variants, !variants.preferences.takesNone else { return nil }
        return variants
    }
}

/// A requirement with the place it was read from.
package struct RootRequirement: Hashable, Sendable {
    package var requirement: Requirement
    /// As it stands behind `# via`: `-r requirements.in`. nil for the command line.
    package var origin: String?
    /// `--hash` options of its line; empty when there were none.
    package var hashes: [Hash]
    /// Universal: when it counts beside its own marker, `'demo:cpu' in extras`; nil: always.
    package var condition: MarkerSet?
    /// The URL of the index that the package comes from where the requirement counts; nil: the ordinary ones.
    package var index: String?
    /// `-e`: the directory that its URL names is installed in place.
    package var isEditable = false

    package init(
        _ requirement: Requirement, origin: String? = nil, hashes: [Hash] = [], condition: MarkerSet? = nil,
        index: String? = nil
    ) {
        self.requirement = requirement
        self.origin = origin
        self.hashes = hashes
        self.condition = condition
        self.index = index
    }
}

/// A version that would be welcome, perhaps only in some environments.
package struct VersionPreference: Hashable, Sendable {
    package var version: Version
    /// nil: everywhere.
    package var marker: MarkerSet?

    package init(_ version: Version, marker: MarkerSet? = nil) {
        self.version = version
        self.marker = marker
    }
}

/// A package that the environment already holds.
package struct InstalledCandidate: Sendable {
    package var version: Version
    /// Where it came from, when that was a URL (PEP 610).
    package var url: String?
    package var metadata: @Sendable () throws -> CoreMetadata
    /// The content of its `variant.json`; nil for an ordinary distribution (V-123).
    package var variant: @Sendable () throws -> VariantMetadata?
    /// Whether it must not stay, where the package is needed.
    package var isRuledOut: @Sendable () throws -> Bool

    package init(
        version: Version, url: String? = nil, metadata: @escaping @Sendable () throws -> CoreMetadata,
        variant: @escaping @Sendable () throws -> VariantMetadata? = { nil },
        isRuledOut: @escaping @Sendable () throws -> Bool = { false }
    ) {
        self.version = version
        self.url = url
        self.metadata = metadata
        self.variant = variant
        self.isRuledOut = isRuledOut
    }
}

/// The environments that the resolution is for.
package enum ResolutionTarget: Sendable {
    /// One interpreter on one machine. `pythonFullVersion` is what `requires-python` is held against;
    /// `3.9` as a target means 3.9.0.
    case environment(MarkerEnvironment, PlatformTags)
    /// Every environment whose Python is in `requiresPython`.
    case universal(UniversalTarget)

    package static func universal(requiresPython: VersionRanges) -> ResolutionTarget {
        .universal(UniversalTarget(requiresPython: requiresPython))
    }
}

/// What a universal resolution covers.
package struct UniversalTarget: Sendable {
    package var requiresPython: VersionRanges
    /// Only environments in one of these; empty: no limit.
    package var environments: [MarkerSet]
    /// Environments for which packages without a source distribution must have a wheel.
    package var requiredEnvironments: [MarkerSet]
    /// The forks of an earlier resolution, to start from; empty: start as one.
    package var forks: [MarkerSet]
    /// What cannot be: extras and groups that exclude each other in force together.
    package var excluded = MarkerSet.never

    package init(
        requiresPython: VersionRanges, environments: [MarkerSet] = [], requiredEnvironments: [MarkerSet] = [],
        forks: [MarkerSet] = []
    ) {
        self.requiresPython = requiresPython
        self.environments = environments
        self.requiredEnvironments = requiredEnvironments
        self.forks = forks
    }
}
