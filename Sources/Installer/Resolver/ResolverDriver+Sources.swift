/// Where packages come from, where the ordinary indexes are not all there is: pins of the user and variant indexes.
extension ResolverDriver {
    /// The list of the package in this run if it is here.
    func listIfHere(_ name: PackageName) -> CandidateList? { supply.listIfHere(place(of: name)) }

    func place(of name: PackageName) -> DistributionSupply.Place {
        guard !sources.isOrdinary, let source = settled[name] else {
            return DistributionSupply.Place(name: name)
        }
        return DistributionSupply.Place(
            name: name, index: source.index, fallsBack: source.fallsBack, isOfLabel: source.isOfLabel)
    }

    /// Whether it is known where the package comes from.
    func isSettled(_ name: PackageName) -> Bool {
        if let suspects = sources.suspects, suspects.mayHold(name) { return false }
        if sources.isOrdinary || settled[name] != nil || archives.urls[name] != nil { return true }
        return sources.places[name] == nil && sources.undecided[name] == nil
    }

    /// Settles for the packages of the edges where they come from. A package comes from one place in a run: where the
    /// edges need it in environments that differ in that, they have to be resolved apart.
    func settleSources(of edges: [RequirementEdge]) throws -> Outcome? {
        if let suspects = sources.suspects,
            try edges.contains(where: { try suspects.mayHold($0.name) && !isSettledByInstalled($0) })
        {
            return .suspected
        }
        if sources.isOrdinary { return nil }
        for edge in edges {
            if let map = sources.undecided[edge.name], try !isSettledByInstalled(edge) {
                return .undecided(map)
            }
            guard case .universal(let scope) = scope, !wholly.contains(edge.name),
                let places = sources.places[edge.name]
            else { continue }
            if let map = places.map, !places.isCompanion, try request.stepsAside(map) { return .aside(map) }
            if let source = Self.only(scope.environments, places) {
                settled[edge.name] = source
                wholly.insert(edge.name)
                continue
            }
            let needed = edge.marker.map(scope.environments.and) ?? scope.environments
            if let source = Self.only(needed, places), settled[edge.name] ?? source == source {
                settled[edge.name] = source
                continue
            }
            if places.isCompanion {
                settled[edge.name] = settled[edge.name] ?? .ordinary
                continue
            }
            return .fork(Division(parts(of: scope, places, edges)))
        }
        return nil
    }

    /// The source of the package in the environments if it has but one there.
    private static func only(_ environments: MarkerSet, _ places: PackagePlaces) -> PackageSource? {
        guard let first = places.places.first(where: { !$0.marker.isDisjoint(with: environments) }) else {
            return places.map == nil ? .ordinary : nil
        }
        return environments.implies(first.marker) ? first.source : nil
    }

    /// The parts of the scope that differ in where the package comes from. Where a label has to be chosen, only the
    /// environments that need a package of the map are divided.
    private func parts(
        of scope: UniversalScope, _ places: PackagePlaces, _ edges: [RequirementEdge]
    ) -> [MarkerSet] {
        var inside = scope.environments
        if let map = places.map {
            var needed = MarkerSet.never
            for edge in edges where map.packages.contains(edge.name) {
                needed = needed.or(edge.marker ?? .always)
            }
            inside = inside.and(needed)
        }
        var rest = scope.environments
        var parts: [MarkerSet] = []
        for place in places.places {
            let part = inside.and(place.marker)
            if part.isFalse { continue }
            parts.append(part)
            rest = rest.and(place.marker.not)
        }
        if places.map != nil { rest = scope.environments.and(inside.not) }
        return rest.isFalse ? parts : parts + [rest]
    }

    private func isSettledByInstalled(_ edge: RequirementEdge) throws -> Bool {
        guard let installed = try usableInstalled(edge.name) else { return false }
        return edge.allowed.contains(installed.version)
    }

    /// The versions that a label allows, once the package is met.
    func limitVersions(_ name: PackageName, _ package: PackageID) {
        guard let limit = settled[name]?.limit, limited.insert(name).inserted else { return }
        restrictions.append(limit)
        solver.restrict(
            package, to: solver.sets.intern(limit.requirement.specifiers.ranges),
            note: Int32(restrictions.count - 1))
    }
}
