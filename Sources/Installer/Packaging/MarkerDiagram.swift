internal import Synchronization

/// The decision diagrams behind `MarkerSet`: every node is kept once, so that two markers mean the same
/// exactly when they have the same node.
///
/// A node tests one variable and leads on for each of its values; along every path the variables come
/// in one order. The table is shared by the process and only ever grows; it holds meanings, no state.
struct MarkerDiagram {
    typealias ID = UInt32

    static let never: ID = 0
    static let always: ID = 1

    /// What a node tests. The order is that of `rank`, then of `name`.
    struct Variable: Hashable, Comparable {
        enum Rank: UInt8 { case python, version, text, term, extra }
        let rank: Rank
        let name: String

        static let python = Variable(rank: .python, name: "python")

        /// Each scope has a label of its own.
        static func label(in scope: MarkerScope?) -> Variable {
            let name = MarkerTerm.Subject.variantLabel.name
            return Variable(rank: .text, name: scope.map { "\(name)[\($0)]" } ?? name)
        }

        static func < (a: Variable, b: Variable) -> Bool {
            a.rank == b.rank ? a.name < b.name : a.rank.rawValue < b.rank.rawValue
        }
    }

    /// Where a node leads. Never to the same node for all values: such a node does not exist.
    enum Edges: Hashable {
        /// The line of versions, cut at `places`: one child more than places; neighbours differ.
        case ordered(places: [Version], children: [ID])
        /// Single texts, ascending, and all others. No child equals `other`.
        case texts([String], children: [ID], other: ID)
        /// A condition that is true or false.
        case boolean(yes: ID, no: ID)
    }

    struct Node: Hashable {
        let variable: Variable
        let edges: Edges
    }

    private var nodes: [Node] = []
    /// Of each node, whether it or one below it is a term about variants, which others may contradict. Labels, which
    /// come before all terms, contradict each other by themselves.
    private var isAboutVariants: [Bool] = []
    private var ids: [Node: ID] = [:]
    private var conjunctions: [UInt64: ID] = [:]
    private var negations: [ID: ID] = [:]
    /// What the variables of rank `term` and `extra` stand for.
    private(set) var conditions: [Variable: Marker] = [:]
    /// Whose label the variable is; none for the wheel that the marker was read from.
    private(set) var labelScopes: [Variable: MarkerScope] = [:]
    /// Counts down while one marker is turned into a diagram.
    private var budget = 0

    /// The most steps that one operation may take. Markers of real packages need a few hundred.
    static let maximumSteps = 100_000
    private static let maximumCacheSize = 1 << 20

    private init() {}

    private static let shared = Mutex(MarkerDiagram())

    /// Runs `body` with the table of the process.
    static func with<Result: Sendable>(_ body: (inout sending MarkerDiagram) -> Result) -> Result {
        shared.withLock { body(&$0) }
    }

    // MARK: Nodes

    func node(_ id: ID) -> Node { nodes[Int(id) - 2] }

    /// The variable of a node; terminals have none.
    func variable(_ id: ID) -> Variable? { id > 1 ? node(id).variable : nil }

    func dependsOnVariants(_ id: ID) -> Bool { id > 1 && isAboutVariants[Int(id) - 2] }

    /// The term about variants that a variable of its own stands for.
    func variantTerm(_ variable: Variable) -> MarkerTerm? {
        guard variable.rank == .term, case .term(let term)? = conditions[variable],
            term.subject.isVariant
        else { return nil }
        return term
    }

    mutating func note(_ scope: MarkerScope, of label: Variable) {
        if labelScopes[label] == nil { labelScopes[label] = scope }
    }

    /// What a node and those below it test, in order.
    func variables(of id: ID) -> [Variable] {
        var seen: Set<ID> = []
        var found: Set<Variable> = []
        var open = [id]
        while let id = open.popLast() {
            guard id > 1, seen.insert(id).inserted else { continue }
            let node = node(id)
            found.insert(node.variable)
            open += node.edges.children
        }
        return found.sorted()
    }

    /// The node that is true exactly when a condition is.
    func id(of condition: Variable) -> ID? {
        ids[Node(variable: condition, edges: .boolean(yes: Self.always, no: Self.never))]
    }

    mutating func condition(_ marker: Marker, isExtra: Bool) -> ID {
        let variable = Variable(rank: isExtra ? .extra : .term, name: marker.description)
        conditions[variable] = marker
        return make(variable, .boolean(yes: Self.always, no: Self.never))
    }

    /// The node with these edges, in reduced form.
    mutating func make(_ variable: Variable, _ edges: Edges) -> ID {
        let reduced: Edges
        switch edges {
        case .boolean(let yes, let no):
            if yes == no { return yes }
            reduced = edges
        case .ordered(let places, let children):
            var keptPlaces: [Version] = []
            var keptChildren = [children[0]]
            for i in places.indices where children[i + 1] != keptChildren[keptChildren.count - 1] {
                keptPlaces.append(places[i])
                keptChildren.append(children[i + 1])
            }
            if keptPlaces.isEmpty { return keptChildren[0] }
            reduced = .ordered(places: keptPlaces, children: keptChildren)
        case .texts(let values, let children, let other):
            var keptValues: [String] = []
            var keptChildren: [ID] = []
            for i in values.indices where children[i] != other {
                keptValues.append(values[i])
                keptChildren.append(children[i])
            }
            if keptValues.isEmpty { return other }
            reduced = .texts(keptValues, children: keptChildren, other: other)
        }
        let node = Node(variable: variable, edges: reduced)
        if let id = ids[node] { return id }
        nodes.append(node)
        isAboutVariants.append(
            variantTerm(variable) != nil || reduced.children.contains { dependsOnVariants($0) })
        let id = ID(nodes.count + 1)
        ids[node] = id
        return id
    }

    /// The same node with its children replaced.
    private mutating func mapped(_ id: ID, _ transform: (inout MarkerDiagram, ID) -> ID) -> ID {
        let node = node(id)
        switch node.edges {
        case .boolean(let yes, let no):
            return make(node.variable, .boolean(yes: transform(&self, yes), no: transform(&self, no)))
        case .ordered(let places, let children):
            return make(
                node.variable, .ordered(places: places, children: children.map { transform(&self, $0) }))
        case .texts(let values, let children, let other):
            return make(
                node.variable,
                .texts(
                    values, children: children.map { transform(&self, $0) }, other: transform(&self, other)))
        }
    }

    // MARK: Operations

    mutating func not(_ id: ID) -> ID {
        if id <= 1 { return 1 - id }
        if let known = negations[id] { return known }
        let result = mapped(id) { $0.not($1) }
        if negations.count > Self.maximumCacheSize { negations = [:] }
        negations[id] = result
        negations[result] = id
        return result
    }

    mutating func or(_ a: ID, _ b: ID) -> ID { not(and(not(a), not(b))) }

    mutating func and(_ a: ID, _ b: ID) -> ID {
        if a == b || b == Self.always { return a }
        if a == Self.always { return b }
        if a == Self.never || b == Self.never || isExhausted { return Self.never }
        let key = UInt64(min(a, b)) << 32 | UInt64(max(a, b))
        if let known = conjunctions[key] { return known }
        let nodeA = node(a)
        let nodeB = node(b)
        let result: ID
        if nodeA.variable < nodeB.variable {
            spend(nodeA.edges.count)
            result = mapped(a) { $0.and($1, b) }
        } else if nodeB.variable < nodeA.variable {
            spend(nodeB.edges.count)
            result = mapped(b) { $0.and($1, a) }
        } else {
            spend(nodeA.edges.count + nodeB.edges.count)
            result = zipped(nodeA, nodeB) { $0.and($1, $2) }
        }
        if conjunctions.count > Self.maximumCacheSize { conjunctions = [:] }
        conjunctions[key] = result
        return result
    }

    /// Combines two nodes of one variable, value by value.
    mutating func zipped(_ a: Node, _ b: Node, _ combine: (inout MarkerDiagram, ID, ID) -> ID) -> ID {
        switch (a.edges, b.edges) {
        case (.boolean(let yesA, let noA), .boolean(let yesB, let noB)):
            return make(a.variable, .boolean(yes: combine(&self, yesA, yesB), no: combine(&self, noA, noB)))
        case (.ordered(let placesA, let childrenA), .ordered(let placesB, let childrenB)):
            var places: [Version] = []
            var children = [combine(&self, childrenA[0], childrenB[0])]
            var i = 0
            var j = 0
            while i < placesA.count || j < placesB.count {
                let place =
                    j == placesB.count || (i < placesA.count && placesA[i] < placesB[j])
                    ? placesA[i] : placesB[j]
                if i < placesA.count && placesA[i] == place { i += 1 }
                if j < placesB.count && placesB[j] == place { j += 1 }
                places.append(place)
                children.append(combine(&self, childrenA[i], childrenB[j]))
            }
            return make(a.variable, .ordered(places: places, children: children))
        case (.texts(let valuesA, let childrenA, let otherA), .texts(let valuesB, let childrenB, let otherB)):
            var values: [String] = []
            var children: [ID] = []
            var i = 0
            var j = 0
            while i < valuesA.count || j < valuesB.count {
                let takesA = j == valuesB.count || (i < valuesA.count && valuesA[i] <= valuesB[j])
                let takesB = i == valuesA.count || (j < valuesB.count && valuesB[j] <= valuesA[i])
                values.append(takesA ? valuesA[i] : valuesB[j])
                children.append(
                    combine(&self, takesA ? childrenA[i] : otherA, takesB ? childrenB[j] : otherB))
                if takesA { i += 1 }
                if takesB { j += 1 }
            }
            return make(a.variable, .texts(values, children: children, other: combine(&self, otherA, otherB)))
        default: preconditionFailure("one variable has one kind of edges")
        }
    }

    /// Replaces the nodes for which `replace` gives a function of their children; used to assume or
    /// forget variables.
    mutating func rewritten(
        _ id: ID, _ known: inout [ID: ID], _ replace: (inout MarkerDiagram, Node, (yes: ID, no: ID)) -> ID?
    ) -> ID {
        if id <= 1 { return id }
        if let result = known[id] { return result }
        let node = node(id)
        let result: ID
        if case .boolean(let yes, let no) = node.edges {
            let newYes = rewritten(yes, &known, replace)
            let newNo = rewritten(no, &known, replace)
            result =
                replace(&self, node, (newYes, newNo)) ?? make(node.variable, .boolean(yes: newYes, no: newNo))
        } else {
            var inner = known
            result = mapped(id) { $0.rewritten($1, &inner, replace) }
            known = inner
        }
        known[id] = result
        return result
    }

    // MARK: Bounds

    /// Runs `body` with a bound on its work; nil when it was exceeded.
    mutating func bounded(_ body: (inout MarkerDiagram) -> ID) -> ID? {
        budget = Self.maximumSteps
        let result = body(&self)
        let ranOut = isExhausted
        budget = 0
        if ranOut {
            // What was computed after the budget ran out is not to be believed.
            conjunctions = [:]
            negations = [:]
            return nil
        }
        return result
    }

    private mutating func spend(_ steps: Int) {
        if budget > 0 { budget = budget > steps ? budget - steps : -1 }
    }

    /// Whether the bounded computation is to be abandoned.
    var isExhausted: Bool { budget < 0 }
}

extension MarkerDiagram.Edges {
    fileprivate var count: Int {
        switch self {
        case .boolean: 2
        case .ordered(_, let children): children.count
        case .texts(_, let children, _): children.count + 1
        }
    }
}
