/// Environments that have to be resolved apart.
struct Division {
    var parts: [MarkerSet]
    /// Left until everything else is solved, so that its versions are no example to others.
    var last: MarkerSet?

    init(_ parts: [MarkerSet], last: MarkerSet? = nil) {
        self.parts = parts
        self.last = last
    }
}

extension ResolverDriver {
    /// Where a release can be used, of the environments of the scope.
    enum Fit {
        case everywhere, nowhere
        /// In some; the parts are to be resolved apart.
        case partly(Division)
    }

    func fit(_ release: CandidateList.Release) -> Fit {
        guard case .universal(let scope) = scope else { return .everywhere }
        switch fit(lowestPython: release.lowestPython) {
        case .everywhere: break
        case let other: return other
        }
        guard let coverage = release.coverage else { return .everywhere }
        if coverage.isDisjoint(with: scope.environments) { return .nowhere }
        for required in requiredEnvironments {
            let here = required.and(scope.environments)
            if here.isFalse || !here.isDisjoint(with: coverage) { continue }
            let elsewhere = scope.environments.and(required.not)
            // All others first: they get the newest, and what is required an older one only where it must.
            return elsewhere.isFalse ? .nowhere : .partly(Division([elsewhere], last: here))
        }
        return .everywhere
    }

    /// A release that is there for certain hardware alone leaves some hosts without: those are to be resolved apart, so
    /// that they get an older one that has something for them.
    func fitOfHosts(_ release: CandidateList.Release, in list: CandidateList) -> Fit {
        guard case .universal(let scope) = scope, let labels = release.hostLabels else { return .everywhere }
        let fits = MarkerSet.fits(list.name, release.version)
        if scope.environments.isDisjoint(with: fits) { return .nowhere }
        // One label stands for the same hardware in all releases: what helped nobody does not help again.
        if labels.isSubset(of: labelsInVain(list, scope)) { return .nowhere }
        guard dividesHosts, !scope.environments.implies(fits) else { return .everywhere }
        return .partly(Division([scope.environments.and(fits), scope.environments.and(fits.not)]))
    }

    /// The labels of the releases that have nothing for the hosts of the scope.
    private func labelsInVain(_ list: CandidateList, _ scope: UniversalScope) -> Set<VariantLabel> {
        var labels: Set<VariantLabel> = []
        for case .label(.release(list.name, let version)?) in scope.environments.subjects
        where scope.environments.isDisjoint(with: .fits(list.name, version)) {
            guard let index = list.index(of: version) else { continue }
            labels.formUnion(list.release(index).hostLabels ?? [])
        }
        return labels
    }

    private var requiredEnvironments: [MarkerSet] {
        if case .universal(let target) = request.target { target.requiredEnvironments } else { [] }
    }

    func fit(lowestPython: Version?) -> Fit {
        guard case .universal(let scope) = scope, let bound = lowestPython else { return .everywhere }
        if let lowest = scope.lowestPython, lowest >= bound { return .everywhere }
        let able = scope.environments.and(MarkerSet(pythonVersions: .from(bound)))
        if able.isFalse { return .nowhere }
        let rest = scope.environments.and(MarkerSet(pythonVersions: .from(bound)).not)
        return rest.isFalse ? .everywhere : .partly(Division([able, rest]))
    }

    /// How to split the environments so that requirements that exclude each other come apart; nil when
    /// there are none such.
    ///
    /// A package splits them when it is required twice, differently, under conditions that never hold
    /// together; or under a condition that raises the least Python, because newer versions may be in
    /// reach there.
    func forkMarkers(of edges: [RequirementEdge]) -> [MarkerSet]? {
        guard case .universal(let scope) = scope else { return nil }
        var groups: [PackageName: [RequirementEdge]] = [:]
        for edge in edges { groups[edge.name, default: []].append(edge) }
        for edge in edges {
            guard let marker = edge.marker else { continue }
            let others = groups[edge.name]!
            let rival = others.first { other in
                guard let condition = other.marker, other.allowed != edge.allowed || other.url != edge.url
                else { return false }
                return condition.and(marker).isDisjoint(with: scope.environments)
            }
            if let rival {
                // What is capped goes first: its versions are likely to do for the others too.
                let first = rival.allowed.isCapped && !edge.allowed.isCapped ? rival.marker! : marker
                return split(scope, on: first)
            }
            let inScope = marker.and(scope.environments)
            if others.count == 1, let bound = inScope.pythonRequirement()?.lowestPlace,
                scope.lowestPython.map({ $0 < bound }) ?? true
            {
                return split(scope, on: MarkerSet(pythonVersions: .from(bound)))
            }
        }
        return nil
    }

    private func split(_ scope: UniversalScope, on marker: MarkerSet) -> [MarkerSet]? {
        let inside = scope.environments.and(marker)
        let outside = scope.environments.and(marker.not)
        if inside.isFalse || outside.isFalse { return nil }
        // Newer Pythons first, so that older ones follow their versions and not the other way round.
        let (one, two) = (UniversalScope(inside).lowestPython, UniversalScope(outside).lowestPython)
        if let two, one.map({ $0 < two }) ?? true { return [outside, inside] }
        return [inside, outside]
    }

    /// After a failure: the requirements that led to it may hold in different environments only. The
    /// first condition among them that divides the scope.
    func forkMarkers(of derivation: Derivation) -> [MarkerSet]? {
        guard case .universal(let scope) = scope else { return nil }
        for marker in derivation.markers {
            if let parts = split(scope, on: marker) { return parts }
        }
        return nil
    }
}

extension MarkerSet {
    /// The hosts that something of a release with variants alone can be installed on.
    static func fits(_ name: PackageName, _ version: Version) -> MarkerSet {
        MarkerSet(.term(MarkerTerm(.variantLabel, .notEqual, "", scope: .release(name, version))))
    }
}

extension VersionRanges {
    /// Has an upper end.
    var isCapped: Bool { startsInside != (places.count % 2 == 0) }
}
