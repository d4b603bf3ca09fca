/// One walk over a lock's edges, from what is in force to everything that comes with it.
///
/// What an edge's marker asks that only the walk's outcome tells (variants of other packages, extras that a member
/// asks of another) is answered by what is assumed; `LockSelection` repeats the walk until it finds what it assumed.
struct LockWalk {
    let graph: LockGraph
    let roots: Roots
    let markers: LockMarkers
    /// What is assumed of the chosen variant of other packages and of the labels of variant indexes; nil: unknown.
    let scopes: LockMarkers.Scopes
    /// What the chosen wheel of an entry is. Called once for an entry.
    let own: (Int) throws -> VariantValues
    /// Whether edges whose markers cannot be decided are followed.
    var followsUndecided = false

    /// Where a walk begins.
    struct Roots {
        var members: [PackageName]
        /// The members themselves with their dependencies and extras; false: only groups of them.
        var includesProject: Bool
        /// `demo:cpu`
        var extras: Set<ExtraName>
        var groups: Set<ExtraName>
    }

    struct Node {
        var extras: Set<ExtraName> = []
        /// It was reached by an edge or is a root, and not only for its groups.
        var isProject = false
        var own: VariantValues
    }

    struct Edge: Hashable {
        let from: Int
        let part: LockPart
        let to: Int
        /// Which of the dependencies of that part.
        let number: Int
    }

    /// What was reached, by its place in the lock.
    private(set) var nodes: [Int: Node] = [:]
    private(set) var edges: [Edge] = []
    /// Edges that lead nowhere.
    private(set) var broken: [(from: Int, dependency: LockedDependency)] = []
    private var pending: [(place: Int, part: LockPart)] = []

    init(
        graph: LockGraph, roots: Roots, markers: LockMarkers, scopes: @escaping LockMarkers.Scopes,
        own: @escaping (Int) throws -> VariantValues, followsUndecided: Bool = false
    ) {
        self.graph = graph
        self.roots = roots
        self.markers = markers
        self.scopes = scopes
        self.own = own
        self.followsUndecided = followsUndecided
    }

    mutating func run() throws {
        for name in roots.members.sorted() {
            guard let place = graph.member(name) else { continue }
            let package = graph.lock.packages[place]
            if roots.includesProject {
                try enter(place, .project)
                for extra in package.extras.keys where roots.extras.contains(ExtraName(member: name, extra)) {
                    try enter(place, .extra(extra))
                }
            }
            for group in package.groups.keys where roots.groups.contains(ExtraName(member: name, group)) {
                try enter(place, .group(group))
            }
        }
        while let next = pending.popLast() { try follow(next.place, next.part) }
    }

    private mutating func enter(_ place: Int, _ part: LockPart) throws {
        var node = try nodes[place] ?? Node(own: own(place))
        defer { nodes[place] = node }
        switch part {
        case .project:
            if node.isProject { return }
            node.isProject = true
        case .extra(let extra):
            if !node.extras.insert(extra).inserted { return }
        case .group: break
        }
        pending.append((place, part))
    }

    private mutating func follow(_ place: Int, _ part: LockPart) throws {
        let own = nodes[place]!.own
        for (number, dependency) in graph.dependencies(of: place, part).enumerated() {
            if let marker = dependency.marker {
                guard markers.holds(marker, own: own, scopes: scopes) ?? followsUndecided else { continue }
            }
            guard let target = graph.target(of: dependency) else {
                broken.append((place, dependency))
                continue
            }
            edges.append(Edge(from: place, part: part, to: target, number: number))
            try enter(target, .project)
            for extra in dependency.extras { try enter(target, .extra(extra)) }
        }
    }
}
