/// What was chosen, once the solver has an answer, and what is known of installed variants.
extension ResolverDriver {
    func graph() throws -> SolvedGraph {
        var choices: [PackageName: SolvedGraph.Choice] = [:]
        var chosenEdges: [NodeTable.Node: [RequirementEdge]] = [:]
        for index in 1..<max(1, solver.packageCount) {
            let id = PackageID(index)
            guard let choice = solver.choice(of: id), let node = nodes[id], !node.isBuild,
                let taken = try taken(node, choice)
            else { continue }
            chosenEdges[node] = taken.edges
            if node.extra == nil {
                let release =
                    choice == Self.installedChoice
                    ? nil : listIfHere(node.name)?.release(Int(choice))
                choices[node.name] = SolvedGraph.Choice(
                    version: version(node.name, choice), release: release, file: taken.file,
                    variant: taken.variant, metadata: taken.metadata)
            }
        }
        var environments = MarkerSet.always
        if case .universal(let scope) = scope { environments = scope.environments }
        return SolvedGraph(
            environments: environments, choices: choices, rootEdges: rootEdges, edges: chosenEdges)
    }

    private func taken(_ node: NodeTable.Node, _ choice: Int32) throws -> Taken? {
        if let build = try takenBuild(node, choice) { return build }
        guard case .success(let metadata) = try metadata(node.name, choice) else { return nil }
        let edges = edges(of: metadata, node, choice, markerValues(node.name, choice))
        if choice == Self.installedChoice {
            return Taken(
                file: nil, variant: installedVariant(node.name)?.chosen, metadata: metadata, edges: edges)
        }
        let release = listIfHere(node.name)?.release(Int(choice))
        var variant: ChosenVariant?
        if let offer = release?.offer, let alternative = offer.alternatives.first {
            variant = offer.chosen(alternative, knowing: [:], rules)
        }
        return Taken(file: release?.file, variant: variant, metadata: metadata, edges: edges)
    }

    /// What was taken of a release: the alternative that fits, or its one file.
    struct Taken {
        var file: IndexFile?
        var variant: ChosenVariant?
        var metadata: CoreMetadata
        var edges: [RequirementEdge]
    }

    /// What is taken of the bound release that is chosen; nil for a choice that hangs on nothing.
    func takenBuild(_ node: NodeTable.Node, _ choice: Int32) throws -> Taken? {
        guard choice != Self.installedChoice,
            let release = listIfHere(node.name)?.release(Int(choice)),
            let alternatives = release.boundAlternatives,
            let id = nodes.idOfBuild(of: node.name), let number = solver.choice(of: id)
        else { return nil }
        let build = builds[Int(number)]
        let alternative = alternatives[build.alternative]
        guard case .here(.success(let metadata)) = alternative.metadata else { return nil }
        let versions = versionsInPlay(of: alternative.abi)
        return Taken(
            file: alternative.file, variant: release.offer?.chosen(alternative, knowing: versions, rules),
            metadata: metadata, edges: try buildEdges(node.asBuild, number))
    }

    // MARK: Installed variants

    /// What is known of the variant that an installed distribution is, as far as the host supports it; nil
    /// for an ordinary one (V-123, V-133).
    func installedVariant(_ name: PackageName) -> InstalledVariant? {
        if let known = installedVariants[name] { return known }
        var found: InstalledVariant?
        if let metadata = try? request.installed[name]?.variant() {
            found = InstalledVariant(metadata, of: name, host: request.variants)
        }
        installedVariants[name] = .some(found)
        return found
    }

    /// Whether an installed variant was built for other versions of a package than those that are left of it.
    func isBroken(_ variant: InstalledVariant?) -> Bool {
        variant?.abi.contains { requirement in
            guard let id = nodes.id(of: requirement.dependency), let known = solver.allowed(id) else {
                return false
            }
            return solver.sets[known].isDisjoint(with: requirement.allowed)
        } ?? false
    }
}
