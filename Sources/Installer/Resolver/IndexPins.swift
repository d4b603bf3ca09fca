/// The indexes that requirements of the user name for packages (`[tool.swuv.sources]`), and where.
struct IndexPins {
    /// For each package the indexes named for it, as they come, with the environments in which they are.
    private(set) var places: [PackageName: [(index: String, marker: MarkerSet)]] = [:]

    /// - Throws: when a package is to come from two indexes in one environment.
    init(_ request: ResolutionRequest, _ scope: ResolutionScope, _ memo: MarkerMemo) throws {
        var universe = MarkerSet.always
        if case .universal(let scope) = scope { universe = scope.environments }
        for root in request.requirements + request.constraints + request.overrides {
            guard let index = root.index, root.requirement.url == nil else { continue }
            let marker: MarkerSet
            switch scope.condition(of: root, memo: memo) {
            case .never: continue
            case .always: marker = universe
            case .sometimes(let some): marker = some.and(universe)
            }
            let name = root.requirement.name
            var known = places[name, default: []]
            if let place = known.firstIndex(where: { $0.index == index }) {
                known[place].marker = known[place].marker.or(marker)
            } else {
                known.append((index, marker))
            }
            places[name] = known
        }
        for (name, known) in places.sorted(by: { $0.key < $1.key }) where known.count > 1 {
            try Self.expectDisjoint(name, known, universe)
        }
    }

    private static func expectDisjoint(
        _ name: PackageName, _ known: [(index: String, marker: MarkerSet)], _ universe: MarkerSet
    ) throws {
        for (number, one) in known.enumerated() {
            for other in known[(number + 1)...] {
                let both = one.marker.and(other.marker)
                if both.isFalse { continue }
                let place = both.simplified(under: universe)
                let text = place.isTrue ? "everywhere" : "where `\(place.text)`"
                var hints = ["Give each source a `marker`, so that only one of them counts in an environment"]
                if place.text.contains(" in extras") || place.text.contains(" in dependency_groups") {
                    hints = [
                        "If these extras or groups are never used together, say so with `conflicts` in "
                            + "`[tool.swuv]`"
                    ]
                }
                throw Diagnostic(
                    "`\(name.text)` is to come from two indexes at once",
                    causes: [
                        "`\(Credentials.redact(one.index))` and `\(Credentials.redact(other.index))` are "
                            + "both its source \(text)"
                    ], hints: hints)
            }
        }
    }

    /// One environment: the index of each package.
    var fixed: [PackageName: PackageSource] {
        places.compactMapValues { $0.first.map { PackageSource(index: $0.index) } }
    }

    var divided: [PackageName: PackagePlaces] {
        places.mapValues { known in
            PackagePlaces(
                places: known.map {
                    PackagePlaces.Place(marker: $0.marker, source: PackageSource(index: $0.index))
                }, map: nil)
        }
    }
}
