/// The labels of variant indexes in a universal resolution: which environments each divides, and which turned out to
/// have no solution.
struct LabelForks {
    private(set) var maps: [VariantIndex]
    private(set) var sources: SourceRules
    private let pins: IndexPins
    private var dropped: [String: Set<VariantLabel>] = [:]
    /// Why the first label of each map was dropped.
    private var failures: [String: ResolutionFailure] = [:]

    /// - Parameter suspects: names of packages that make it necessary to look at the maps.
    init(maps: [VariantIndex], pins: IndexPins, suspects: MappedNames? = nil) {
        self.maps = maps
        self.pins = pins
        sources = SourceRules(suspects: suspects, places: pins.divided)
        for map in maps { take(map) }
    }

    private mutating func take(_ map: VariantIndex) {
        let pinned = pins.divided
        for (name, places) in map.places(without: dropped[map.name] ?? []) {
            if places.isCompanion, let pins = pinned[name] {
                sources.places[name] = pins
            } else {
                sources.places[name] = places
            }
        }
    }

    /// The map does not divide anything from now on.
    mutating func forget(_ map: VariantIndex) {
        maps.removeAll { $0.name == map.name }
        for name in map.packages.union(map.companions) { sources.places[name] = pins.divided[name] }
    }

    // MARK: Earlier forks

    /// Forks of an earlier resolution without what they say of variant indexes, extras, groups and releases that do not
    /// count any more.
    func startingForks(
        _ forks: [MarkerSet], conditions: [MarkerSet], keeping: (PackageName, Version) -> Bool
    ) -> [MarkerSet] {
        if forks.isEmpty { return [] }
        let subjects = Set(conditions.flatMap(\.subjects))
        let names = Set(maps.map { MarkerScope.index($0.name) })
        return forks.map { fork in
            fork.forgetting { subject in
                switch subject {
                case .label(.index(let name)?): !names.contains(.index(name))
                case .label(.release(let name, let version)?): !keeping(name, version)
                case .member: !subjects.contains(subject)
                default: false
                }
            }
        }
    }

    /// The packages by whose releases the forks tell hosts apart.
    static func releases(in forks: [MarkerSet]) -> Set<PackageName> {
        Set(
            forks.flatMap(\.subjects).compactMap { subject in
                if case .label(.release(let name, _)?) = subject { name } else { nil }
            })
    }

    /// The forks of the earlier resolution as far as they lie in the universe, and what they leave out. Where they tell
    /// labels apart, labels that there are not are no part of that.
    func start(_ forks: [MarkerSet], _ universe: MarkerSet) -> [MarkerSet] {
        var rest = universe
        var parts: [MarkerSet] = []
        for fork in forks {
            let part = fork.and(rest)
            if part.isFalse { continue }
            parts.append(part)
            rest = rest.and(fork.not)
        }
        for map in maps where rest.subjects.contains(.label(.index(map.name))) {
            rest = rest.and(map.environments)
        }
        return rest.isFalse ? parts : parts + [rest]
    }

    // MARK: Labels without a solution

    /// The label that the map has throughout the environments; an empty one for the ordinary indexes.
    private func label(of map: VariantIndex, in environments: MarkerSet) -> String? {
        guard environments.subjects.contains(.label(.index(map.name))) else { return nil }
        return (map.variants.map(\.option.label.text) + [""]).first {
            environments.implies(map.marker(label: $0))
        }
    }

    func isDropped(_ environments: MarkerSet) -> Bool {
        if dropped.isEmpty { return false }
        return maps.contains { map in
            guard let gone = dropped[map.name], let label = label(of: map, in: environments) else {
                return false
            }
            return VariantLabel(label).map(gone.contains) ?? false
        }
    }

    /// Takes out the label that the environments have.
    /// - Parameter names: the packages that the failure is about.
    /// - Throws: the failure, when there is no such label or none would be left.
    mutating func drop(
        _ environments: MarkerSet, _ failure: ResolutionFailure, _ names: Set<PackageName>,
        _ reporter: any Reporter
    ) throws {
        let candidates = maps.compactMap { map in
            label(of: map, in: environments).flatMap(VariantLabel.init).map { (map: map, label: $0) }
        }
        guard
            let (map, label) = candidates.last(where: { !$0.map.packages.isDisjoint(with: names) })
                ?? candidates.last
        else { throw failure }
        failures[map.name] = failures[map.name] ?? failure
        dropped[map.name, default: []].insert(label)
        if map.variants.allSatisfy({ dropped[map.name]!.contains($0.option.label) }) {
            throw failures[map.name]!
        }
        reporter.trace(1) {
            "no solution with `\(label)` of the variant index `\(map.name)`:\n\(failure.explanation)"
        }
        take(map)
    }

    // MARK: Solutions

    /// Whether parts have a label of the map, and none of them has a package of it.
    func isIdle(_ map: VariantIndex, _ graphs: [SolvedGraph]) -> Bool {
        let divided = graphs.filter { label(of: map, in: $0.environments) != nil }
        return !divided.isEmpty
            && !divided.contains { graph in graph.choices.keys.contains(where: map.packages.contains) }
    }

    /// The labels with a solution.
    func solved(_ graphs: [SolvedGraph]) -> [String: [VariantLabel]] {
        var result: [String: [VariantLabel]] = [:]
        for map in maps {
            let labels = Set(graphs.compactMap { label(of: map, in: $0.environments) })
            if labels.isEmpty { continue }
            var known: [VariantLabel] = []
            for label in map.variants.map(\.option.label) where labels.contains(label.text) {
                if !known.contains(label) { known.append(label) }
            }
            result[map.name] = known
        }
        return result
    }
}
