/// The names behind the solver's package ids.
struct NodeTable {
    struct Node: Hashable {
        var name: PackageName
        var extra: ExtraName?
        /// The choice among the files of a release that were built against versions of other packages (V-235):
        /// its "versions" are pairs of a release and one of its alternatives. With `extra`, what the extra
        /// requires of the one that is chosen.
        var isBuild = false
    }

    private(set) var nodes: [Node?] = [nil]
    private var packages: [PackageName: PackageID] = [:]
    private var extras: [Node: PackageID] = [:]

    subscript(id: PackageID) -> Node? { nodes[id.column] }

    func id(of name: PackageName) -> PackageID? { packages[name] }

    /// The id of the package, made if it is new.
    mutating func id(of name: PackageName, in solver: inout Solver) -> PackageID {
        if let known = packages[name] { return known }
        let id = solver.addPackage(base: nil)
        nodes.append(Node(name: name, extra: nil))
        packages[name] = id
        return id
    }

    mutating func id(of name: PackageName, extra: ExtraName, in solver: inout Solver) -> PackageID {
        let node = Node(name: name, extra: extra)
        if let known = extras[node] { return known }
        let base = id(of: name, in: &solver)
        let id = solver.addPackage(base: base)
        nodes.append(node)
        extras[node] = id
        return id
    }

    /// The choice among the package's bound files.
    mutating func build(of name: PackageName, extra: ExtraName?, in solver: inout Solver) -> PackageID {
        let node = Node(name: name, extra: extra, isBuild: true)
        if let known = extras[node] { return known }
        let base = extra.map { _ in build(of: name, extra: nil, in: &solver) }
        let id = solver.addPackage(base: base, isLast: true)
        nodes.append(node)
        extras[node] = id
        return id
    }

    func idIfKnown(_ node: Node) -> PackageID? {
        node.extra == nil && !node.isBuild ? packages[node.name] : extras[node]
    }

    func idOfBuild(of name: PackageName) -> PackageID? {
        extras[Node(name: name, extra: nil, isBuild: true)]
    }

    /// The extras of the package that were ever asked for.
    func extras(of name: PackageName) -> [ExtraName] {
        nodes.compactMap { $0?.name == name && $0?.isBuild == false ? $0?.extra : nil }
    }
}
