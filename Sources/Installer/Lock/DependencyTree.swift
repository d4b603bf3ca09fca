/// Packages of a lock and the requirements between them, as they are shown: from the project down, or from each
/// package up to whoever needs it.
package struct DependencyTree: Sendable {
    package struct Node: Hashable, Sendable {
        package var name: PackageName
        package var version: Version?
        package var isMember: Bool
        /// Which build it is: the label of the variant, that of the variant index, or the name of the index that the
        /// project pins it to. Several where all variants are shown.
        package var origins: [String]
        /// A newer version, where one was looked for.
        package var newest: Version?
    }

    /// From a package to one that it needs (inverted: to one that needs it).
    package struct Edge: Hashable, Sendable {
        package var to: Int
        /// Of the package that is needed.
        package var extras: [ExtraName]
        /// Which part of the requiring package asks for it.
        package var part: LockPart
        /// Where all of a lock is shown, what it counts under.
        package var marker: Marker?
    }

    package var nodes: [Node]
    /// By the number of the node that they start from.
    package var edges: [[Edge]]
    package var roots: [Int]

    package init(nodes: [Node], edges: [[Edge]], roots: [Int]) {
        self.nodes = nodes
        self.edges = edges
        self.roots = roots
    }
}

extension DependencyTree {
    /// With every edge turned around; the roots are the packages that are no members.
    package var inverted: DependencyTree {
        var turned = [[Edge]](repeating: [], count: nodes.count)
        let alive = reached
        for (from, list) in edges.enumerated() where alive.contains(from) {
            for edge in list {
                turned[edge.to].append(
                    Edge(to: from, extras: edge.extras, part: edge.part, marker: edge.marker))
            }
        }
        for index in turned.indices {
            turned[index].sort { ($0.part, nodes[$0.to].name) < ($1.part, nodes[$1.to].name) }
        }
        // What needs nothing stands at the top, and what else would be shown nowhere: circles.
        var roots = alive.sorted().filter { edges[$0].isEmpty && !nodes[$0].isMember }
        var seen: Set<Int> = []
        for root in roots { Self.reach(from: root, turned, &seen) }
        for index in alive.sorted() where !seen.contains(index) && !nodes[index].isMember {
            roots.append(index)
            Self.reach(from: index, turned, &seen)
        }
        return DependencyTree(nodes: nodes, edges: turned, roots: roots.sorted())
    }

    /// What the roots need in their place.
    package var withoutRoots: DependencyTree {
        var copy = self
        copy.roots = Set(roots.flatMap { edges[$0].map(\.to) }).sorted { nodes[$0].name < nodes[$1].name }
        for root in roots { copy.edges[root] = [] }
        return copy
    }

    /// Without some packages and what only they lead to.
    package func pruned(_ names: Set<PackageName>) -> DependencyTree {
        var copy = self
        copy.roots.removeAll { names.contains(nodes[$0].name) }
        for index in edges.indices { copy.edges[index].removeAll { names.contains(nodes[$0.to].name) } }
        return copy
    }

    /// What the roots lead to, and they.
    package var reached: Set<Int> {
        var seen: Set<Int> = []
        for root in roots { Self.reach(from: root, edges, &seen) }
        return seen
    }

    private static func reach(from root: Int, _ edges: [[Edge]], _ seen: inout Set<Int>) {
        var open = [root]
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            open += edges[next].map(\.to)
        }
    }
}

// MARK: - From a lock

extension DependencyTree {
    /// What is selected on a host.
    init(_ selection: LockSelection, naming origins: TreeOrigins) {
        nodes = selection.items.map { item in
            var node = Node(
                name: item.package.name, version: item.package.version, isMember: item.package.isMember,
                origins: [])
            if let variant = item.variant, variant.label.text != "null" {
                node.origins = [variant.label.text]
            } else if let origin = origins.origin(of: item.package) {
                node.origins = [origin]
            }
            return node
        }
        edges = [[Edge]](repeating: [], count: nodes.count)
        for edge in selection.edges {
            edges[edge.from].append(
                Edge(to: edge.to, extras: edge.dependency.extras, part: edge.part, marker: nil))
        }
        roots = selection.roots
        tidy()
    }

    /// Every entry and edge of a lock that `holds` does not rule out; nil where that is not known.
    ///
    /// - Parameter parts: whether the requirements of an extra or group of a member are shown.
    init(
        _ lock: Lock, members: [PackageName], naming origins: TreeOrigins,
        parts: (PackageName, LockPart) -> Bool, holds: (Marker) -> Bool?
    ) {
        let graph = LockGraph(lock)
        nodes = lock.packages.map { package in
            let labels = package.variants.map { Set($0.variants.keys.map(\.text)).sorted() } ?? []
            return Node(
                name: package.name, version: package.version, isMember: package.isMember,
                origins: labels.isEmpty ? [origins.origin(of: package)].compactMap { $0 } : labels)
        }
        edges = [[Edge]](repeating: [], count: nodes.count)
        roots = []
        var open = members.compactMap { graph.member($0) }.map { ($0, LockPart.project) }
        for place in open.map(\.0) {
            let package = lock.packages[place]
            roots.append(place)
            open += package.extras.keys.sorted().map { (place, .extra($0)) }
            open += package.groups.keys.sorted().map { (place, .group($0)) }
        }
        open.removeAll { place, part in !parts(lock.packages[place].name, part) }
        struct Visit: Hashable {
            let place: Int
            let part: LockPart
        }
        var seen: Set<Visit> = []
        while let (place, part) = open.popLast() {
            guard seen.insert(Visit(place: place, part: part)).inserted else { continue }
            for dependency in graph.dependencies(of: place, part) {
                if let marker = dependency.marker, holds(marker) == false { continue }
                guard let target = graph.target(of: dependency) else { continue }
                edges[place].append(
                    Edge(to: target, extras: dependency.extras, part: part, marker: dependency.marker))
                open.append((target, .project))
                open += dependency.extras.map { (target, .extra($0)) }
            }
        }
        tidy()
    }

    /// By part, then name; each thing once.
    private mutating func tidy() {
        roots = Array(Set(roots)).sorted { nodes[$0].name < nodes[$1].name }
        for index in edges.indices {
            var seen: Set<Edge> = []
            edges[index] = edges[index].filter { seen.insert($0).inserted }.sorted { a, b in
                if a.part != b.part { return a.part < b.part }
                let (one, other) = (nodes[a.to], nodes[b.to])
                if one.name != other.name { return one.name < other.name }
                guard let v = one.version, let w = other.version, v != w else { return a.to < b.to }
                return v < w
            }
        }
    }
}

/// What places of packages are called: labels of variant indexes, and names of a project's indexes.
struct TreeOrigins {
    private var names: [String: String] = [:]

    init(_ inputs: LockInputs, maps: [VariantIndex]) {
        let requirements = inputs.members.flatMap { member in
            member.dependencies + member.extras.values.flatMap { $0 } + member.groups.values.flatMap { $0 }
        }
        for requirement in requirements {
            if case .index(let name, let url)? = requirement.source { names[Self.key(url)] = name }
        }
        for map in maps {
            for variant in map.variants { names[Self.key(variant.url)] = variant.option.label.text }
        }
    }

    mutating func leaveOut(_ url: String) { names[Self.key(url)] = nil }

    func origin(of package: LockedPackage) -> String? {
        switch package.source {
        case .index(let url): names[Self.key(url)]
        default: nil
        }
    }

    private static func key(_ url: String) -> String {
        url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
