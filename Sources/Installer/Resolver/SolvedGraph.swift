/// The answer of one run of the solver: what was chosen, and all edges between the chosen.
struct SolvedGraph {
    struct Choice {
        var version: Version
        /// nil: the installed distribution.
        var release: CandidateList.Release?
        /// The file of the release that is taken.
        var file: IndexFile?
        var variant: ChosenVariant?
        var metadata: CoreMetadata
    }

    /// nil: universal only; the environments the graph is for.
    var environments: MarkerSet
    var choices: [PackageName: Choice]
    var rootEdges: [RequirementEdge]
    var edges: [NodeTable.Node: [RequirementEdge]]

    /// In which environments each node is needed: what is reached from the root, over edges whose
    /// conditions hold. Nodes that are never needed are left out.
    func reached() -> [NodeTable.Node: MarkerSet] {
        var reached: [NodeTable.Node: MarkerSet] = [:]
        var todo: [NodeTable.Node] = []
        func reach(_ node: NodeTable.Node, _ marker: MarkerSet) {
            if marker.isFalse { return }
            let known = reached[node]
            let all = known.map { $0.or(marker) } ?? marker
            if all == known { return }
            reached[node] = all
            todo.append(node)
        }
        func follow(_ edge: RequirementEdge, from marker: MarkerSet) {
            let condition = edge.marker.map { marker.and($0) } ?? marker
            reach(NodeTable.Node(name: edge.name, extra: nil), condition)
            for extra in edge.extras { reach(NodeTable.Node(name: edge.name, extra: extra), condition) }
        }
        for edge in rootEdges { follow(edge, from: environments) }
        while let node = todo.popLast() {
            for edge in edges[node] ?? [] { follow(edge, from: reached[node]!) }
        }
        return reached
    }
}
