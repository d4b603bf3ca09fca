/// Where a package comes from, when that is not the ordinary indexes.
struct PackageSource: Hashable, Sendable {
    /// nil: the ordinary indexes after all.
    var index: String?
    /// The versions that a variant index says are there, with words for where it says so.
    var limit: RootRequirement?
    /// Where the index has no such package, the ordinary ones are asked.
    var fallsBack = false
    /// It is the index of a label, of which there may be more than its server has.
    var isOfLabel = false

    static let ordinary = PackageSource()

    init(index: String? = nil, limit: RootRequirement? = nil) {
        self.index = index
        self.limit = limit
    }

    /// Of what the wheels of a label need beside the packages of its map.
    init(companionOf variant: VariantIndex.Variant) {
        index = variant.url
        fallsBack = true
        isOfLabel = true
    }

    /// What the label of a variant index says of one of its packages.
    init(_ variant: VariantIndex.Variant, of map: VariantIndex, _ name: PackageName) {
        index = variant.url
        isOfLabel = true
        limit = variant.versions[name].map { versions in
            RootRequirement(
                Requirement(name: name, extras: [], source: .versions(versions), marker: nil),
                origin: "variant index `\(map.name)`, label `\(variant.option.label)`")
        }
    }
}

/// The environments in which a package comes from one place and those in which it comes from others; no two of them
/// have an environment in common.
struct PackagePlaces: Sendable {
    struct Place: Sendable {
        var marker: MarkerSet
        var source: PackageSource
    }
    var places: [Place]
    /// nil: of pins, outside of which the package comes from the ordinary indexes. Else the variant index, which
    /// leaves no environment out.
    var map: VariantIndex?
    /// It is none of the packages of the map: by itself it divides nothing.
    var isCompanion = false
}

/// Where packages come from in one run of the solver, as far as that is not the ordinary indexes.
struct SourceRules: Sendable {
    /// Settled for the whole run.
    var fixed: [PackageName: PackageSource] = [:]
    /// Variant indexes are not looked at yet, and may have packages of these names; nil: they are.
    var suspects: MappedNames?
    /// One environment: packages of variant indexes whose label is not chosen.
    var undecided: [PackageName: VariantIndex] = [:]
    /// Universal: what depends on the environment.
    var places: [PackageName: PackagePlaces] = [:]

    var isOrdinary: Bool { fixed.isEmpty && undecided.isEmpty && places.isEmpty }

    /// One environment, in which the map has this label; nil: none, and its packages come from the ordinary indexes.
    func deciding(_ map: VariantIndex, _ variant: VariantIndex.Variant?) -> SourceRules {
        var copy = self
        for name in map.packages {
            copy.undecided[name] = nil
            if let variant { copy.fixed[name] = PackageSource(variant, of: map, name) }
        }
        if let variant { copy.fix(companionsOf: variant) }
        return copy
    }

    /// Where the user does not say otherwise.
    mutating func fix(companionsOf variant: VariantIndex.Variant) {
        for name in variant.companions where fixed[name]?.fallsBack ?? true {
            fixed[name] = PackageSource(companionOf: variant)
        }
    }
}

extension VariantIndex {
    /// It speaks of a map's label in markers: `variant_label[@pytorch] == 'cu130'`; empty where the packages come from
    /// the ordinary indexes.
    func marker(label: String) -> MarkerSet {
        MarkerSet(.term(MarkerTerm(.variantLabel, .equal, label, scope: .index(name))))
    }

    /// The environments that each label is for, those of `dropped` left out, and the environments for which no label
    /// without properties stands in, where the ordinary indexes serve the packages.
    func divisions(without dropped: Set<VariantLabel>) -> [(marker: MarkerSet, variant: Variant?)] {
        var divisions: [(MarkerSet, Variant?)] = []
        var uncovered = MarkerSet.always
        for variant in variants {
            let option = variant.option
            let environments = MarkerSet(option.marker)
            if option.properties.isEmpty { uncovered = uncovered.and(environments.not) }
            if dropped.contains(option.label) { continue }
            // Of two options with one label the first counts where both would.
            let earlier = divisions.reduce(MarkerSet.never) { $0.or($1.0) }
            let own = marker(label: option.label.text).and(environments).and(earlier.not)
            if !own.isFalse { divisions.append((own, variant)) }
        }
        let rest = marker(label: "").and(uncovered)
        if !rest.isFalse { divisions.append((rest, nil)) }
        return divisions
    }

    /// All environments that its labels divide.
    var environments: MarkerSet { divisions(without: []).reduce(MarkerSet.never) { $0.or($1.marker) } }

    /// What some of its labels have beside its packages.
    var companions: Set<PackageName> { variants.reduce(into: []) { $0.formUnion($1.companions) } }

    /// For each package, the places it comes from; for companions of labels too.
    func places(without dropped: Set<VariantLabel>) -> [PackageName: PackagePlaces] {
        let divisions = divisions(without: dropped)
        var result: [PackageName: PackagePlaces] = [:]
        for name in packages {
            result[name] = PackagePlaces(
                places: divisions.map { marker, variant in
                    PackagePlaces.Place(
                        marker: marker,
                        source: variant.map { PackageSource($0, of: self, name) } ?? .ordinary)
                },
                map: self)
        }
        for name in companions {
            result[name] = PackagePlaces(
                places: divisions.map { marker, variant in
                    let isThere = variant?.companions.contains(name) ?? false
                    return PackagePlaces.Place(
                        marker: marker,
                        source: isThere ? PackageSource(companionOf: variant!) : .ordinary)
                },
                map: self, isCompanion: true)
        }
        return result
    }
}
