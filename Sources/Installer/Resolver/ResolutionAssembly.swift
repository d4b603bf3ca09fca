/// Puts the answers of all forks together into one resolution.
struct ResolutionAssembly {
    let request: ResolutionRequest
    let archives: DirectArchives

    private struct Key: Hashable {
        var name: PackageName
        var version: Version
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
        let packages = entries.map { key, entry in package(key, entry, universe) }
            .sorted { ($0.name, $0.version) < ($1.name, $1.version) }
        return Resolution(packages: packages, forks: graphs.map(\.environments))
    }

    private func add(_ graph: SolvedGraph, isOnly: Bool, to entries: inout [Key: Entry]) {
        let reached = graph.reached()
        func key(_ name: PackageName) -> Key { Key(name: name, version: graph.choices[name]!.version) }
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
        Key(name: name, version: graph.choices[name]!.version)
    }

    private func package(_ key: Key, _ entry: Entry, _ universe: MarkerSet) -> ResolvedPackage {
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
        let dependencies = entry.dependencies.map { dependency, marker in
            ResolvedDependency(
                name: dependency.target.name, version: dependency.target.version, extras: dependency.extras,
                extra: dependency.extra, marker: marker.simplified(under: universe.and(entry.marker)))
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
