/// Why there is no solution: the solver's incompatibilities, from the one that rules out the root down
/// to requirements and pages, with everything needed to put names to them.
struct Derivation {
    let table: IncompatibilityTable
    let sets: VersionSetTable
    let nodes: NodeTable
    let top: IncompatibilityID
    /// The reasons behind the notes of `unavailable` and `restriction`.
    let exclusions: [Exclusion]
    let restrictions: [RootRequirement]
    /// The page of each package that was looked at.
    let lists: [PackageName: CandidateList]
    let rules: CandidateRules
    /// What the user required, as edges.
    let rootEdges: [RequirementEdge]
    /// The conditions of the requirements in the derivation, each once, outermost first.
    let markers: [MarkerSet]

    /// The packages it speaks of.
    var names: Set<PackageName> {
        var names: Set<PackageName> = []
        for leaf in leaves {
            switch leaf {
            case .dependency(let one, _, let other, _), .binding(let one, _, let other, _):
                for package in [one, other] { if let node = nodes[package] { names.insert(node.name) } }
            case .restriction(let package, _, _), .noVersions(let package, _),
                .unavailable(let package, _, _):
                if let node = nodes[package] { names.insert(node.name) }
            case .root, .sameVersion, .derived: continue
            }
        }
        return names
    }

    /// All incompatibilities that are no conclusions, each once.
    var leaves: [IncompatibilityCause] {
        var leaves: [IncompatibilityCause] = []
        var seen: Set<IncompatibilityID> = []
        var todo = [top]
        while let id = todo.popLast() {
            guard seen.insert(id).inserted else { continue }
            switch table.cause(of: id) {
            case .derived(let first, let second): todo += [second, first]
            case let leaf: leaves.append(leaf)
            }
        }
        return leaves
    }
}

extension ResolverDriver {
    func derivation(_ top: IncompatibilityID) -> Derivation {
        let table = solver.incompatibilities
        var lists: [PackageName: CandidateList] = [:]
        for node in nodes.nodes {
            if let name = node?.name { lists[name] = listIfHere(name) }
        }
        let bare = Derivation(
            table: table, sets: solver.sets, nodes: nodes, top: top, exclusions: exclusions,
            restrictions: restrictions, lists: lists, rules: rules, rootEdges: rootEdges, markers: [])
        return Derivation(
            table: table, sets: solver.sets, nodes: nodes, top: top, exclusions: exclusions,
            restrictions: restrictions, lists: lists, rules: rules, rootEdges: rootEdges,
            markers: markers(of: bare))
    }

    private func markers(of derivation: Derivation) -> [MarkerSet] {
        guard case .universal = scope else { return [] }
        var markers: [MarkerSet] = []
        for leaf in derivation.leaves {
            guard case .dependency(let dependent, _, let dependency, _) = leaf,
                let target = nodes[dependency]
            else { continue }
            let candidates: [RequirementEdge] =
                dependent == .root ? rootEdges : knownEdges(of: nodes[dependent]!)
            for edge in candidates where edge.name == target.name {
                if let marker = edge.marker, !markers.contains(marker) { markers.append(marker) }
            }
        }
        return markers
    }
}
