/// Puts the answers of all forks together into one resolution.
struct ResolutionAssembly {
    let request: ResolutionRequest
    let archives: DirectArchives

    /// A name may be on several indexes with the same version.
    private struct Key: Hashable {
        var name: PackageName
        var version: Version
        /// nil: the installed distribution.
        var index: String?
    }
    private struct RootKey: Hashable {
        var target: Key
        var extras: [ExtraName]
    }
    private struct DependencyKey: Hashable {
        var target: Key
        var extras: [ExtraName]
        var extra: ExtraName?
    }
    private struct Entry {
        var choice: SolvedGraph.Choice
        var extras: Set<ExtraName> = []
        var marker = MarkerSet.never
        var dependencies: [DependencyKey: MarkerSet] = [:]
        var requiredBy: Set<Via> = []
        var isDirect = false
    }

    /// - Parameter universe: the environments that markers may take for granted.
    func resolution(of graphs: [SolvedGraph], universe: MarkerSet) -> Resolution {
        var entries: [Key: Entry] = [:]
        for graph in graphs { add(graph, isOnly: graphs.count == 1, to: &entries) }
        var indexes: [PackageName: Set<String?>] = [:]
        for key in entries.keys { indexes[key.name, default: []].insert(key.index) }
        let ambiguous = Set(indexes.filter { $0.value.count > 1 }.keys)
        let packages = entries.keys.sorted(by: Self.isBefore).map { key in
            package(key, entries[key]!, universe, ambiguous)
        }
        var resolution = Resolution(packages: packages, forks: graphs.map(\.environments))
        if case .universal = request.target {
            resolution.roots = roots(graphs, universe, ambiguous)
        }
        return resolution
    }

    private static func isBefore(_ first: Key, _ second: Key) -> Bool {
        if first.name != second.name { return first.name < second.name }
        if first.version != second.version { return first.version < second.version }
        return first.index ?? "" < second.index ?? ""
    }

    /// What each requirement of the request came to.
    private func roots(
        _ graphs: [SolvedGraph], _ universe: MarkerSet, _ ambiguous: Set<PackageName>
    ) -> [[ResolvedDependency]] {
        var found = [[RootKey: MarkerSet]](repeating: [:], count: request.requirements.count)
        for graph in graphs {
            for edge in graph.rootEdges {
                guard let root = edge.root else { continue }
                let here = edge.marker.map(graph.environments.and) ?? graph.environments
                if here.isFalse { continue }
                let key = RootKey(target: key(edge.name, graph), extras: edge.extras)
                found[root][key] = found[root][key].map { $0.or(here) } ?? here
            }
        }
        return zip(request.requirements, found).map { root, targets in
            let known = root.condition.map(universe.and) ?? universe
            return targets.sorted { Self.isBefore($0.key.target, $1.key.target) }.map { key, marker in
                ResolvedDependency(
                    name: key.target.name, version: key.target.version,
                    indexURL: ambiguous.contains(key.target.name) ? key.target.index : nil,
                    extras: key.extras, extra: nil, marker: marker.simplified(under: known))
            }
        }
    }

    private func add(_ graph: SolvedGraph, isOnly: Bool, to entries: inout [Key: Entry]) {
        let reached = graph.reached()
        func key(_ name: PackageName) -> Key { self.key(name, graph) }
        for (node, marker) in reached {
            let key = key(node.name)
            var entry = entries.removeValue(forKey: key) ?? Entry(choice: graph.choices[node.name]!)
            if let extra = node.extra {
                entry.extras.insert(extra)
            } else {
                entry.marker = entry.marker.or(marker)
            }
            for edge in graph.edges[node] ?? [] {
                let condition = edge.marker.map { marker.and($0) } ?? marker
                if condition.isFalse { continue }
                let target = DependencyKey(
                    target: self.key(edge.name, graph), extras: edge.extras, extra: node.extra)
                let own = isOnly ? edge.marker ?? .always : condition
                entry.dependencies[target] = entry.dependencies[target].map { $0.or(own) } ?? own
            }
            entries[key] = entry
        }
        for (node, marker) in reached {
            for edge in graph.edges[node] ?? [] where edge.name != node.name {
                if let condition = edge.marker, condition.and(marker).isFalse { continue }
                let version = graph.choices[node.name]!.version
                entries[key(edge.name)]?.requiredBy.insert(.package(node.name, version))
            }
        }
        for edge in graph.rootEdges where reached[NodeTable.Node(name: edge.name, extra: nil)] != nil {
            entries[key(edge.name)]?.requiredBy.insert(.root(origin: edge.origin))
            entries[key(edge.name)]?.isDirect = true
        }
        for constraint in request.constraints {
            let name = constraint.requirement.name
            guard reached[NodeTable.Node(name: name, extra: nil)] != nil else { continue }
            entries[key(name)]?.requiredBy.insert(.constraint(origin: constraint.origin))
        }
        for replacement in request.overrides {
            let name = replacement.requirement.name
            guard reached[NodeTable.Node(name: name, extra: nil)] != nil else { continue }
            entries[key(name)]?.requiredBy.insert(.constraint(origin: replacement.origin))
        }
    }

    private func key(_ name: PackageName, _ graph: SolvedGraph) -> Key {
        let choice = graph.choices[name]!
        return Key(name: name, version: choice.version, index: choice.file?.indexURL)
    }

    private func package(
        _ key: Key, _ entry: Entry, _ universe: MarkerSet, _ ambiguous: Set<PackageName>
    ) -> ResolvedPackage {
        let source: ResolvedSource
        var yanked: String?
        if let file = entry.choice.file {
            if let archive = archives.archives[key.name] {
                source = .archive(file, url: archive.url)
            } else {
                source = .index(file)
            }
            yanked = file.yanked
        } else {
            source = .installed
        }
        let known = universe.and(entry.marker)
        let dependencies = entry.dependencies.sorted {
            Self.isBefore($0.key.target, $1.key.target)
        }.map { dependency, marker in
            ResolvedDependency(
                name: dependency.target.name, version: dependency.target.version,
                indexURL: ambiguous.contains(dependency.target.name) ? dependency.target.index : nil,
                extras: dependency.extras, extra: dependency.extra,
                marker: marker.simplified(under: known).unqualified(in: .package(key.name)))
        }
        return ResolvedPackage(
            name: key.name, version: key.version, extras: entry.extras.sorted(), source: source,
            files: entry.choice.release?.files ?? [], metadata: entry.choice.metadata,
            marker: entry.marker.withoutVariants.simplified(under: universe),
            dependencies: dependencies.sorted {
                ($0.name, $0.version, $0.extra?.text ?? "") < ($1.name, $1.version, $1.extra?.text ?? "")
            },
            requiredBy: entry.requiredBy.sorted(), yanked: yanked, isDirect: entry.isDirect,
            variant: entry.choice.variant)
    }
}

extension Via: Comparable {
    package static func < (first: Via, second: Via) -> Bool {
        switch (first, second) {
        case (.package(let one, let version), .package(let two, let other)):
            (one, version) < (two, other)
        default: (first.rank, first.origin) < (second.rank, second.origin)
        }
    }

    /// The user's requirements, then constraints, then packages.
    private var rank: Int {
        switch self {
        case .root: 0
        case .constraint: 1
        case .package: 2
        }
    }

    private var origin: String {
        switch self {
        case .root(let origin), .constraint(let origin): origin ?? ""
        case .package: ""
        }
    }
}
