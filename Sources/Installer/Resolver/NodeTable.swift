/// The names behind the solver's package ids.
struct NodeTable {
    struct Node: Hashable {
        var name: PackageName
        var extra: ExtraName?
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

    /// The extras of the package that were ever asked for.
    func extras(of name: PackageName) -> [ExtraName] {
        nodes.compactMap { $0?.name == name ? $0?.extra : nil }
    }
}
