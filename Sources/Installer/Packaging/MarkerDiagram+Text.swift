// From diagrams back to markers: the paths to `always` as clauses, made as short as they can be.
extension MarkerDiagram {
    /// Terms that hold together.
    private typealias Clause = [Literal]

    private struct Literal: Hashable {
        let marker: Marker
        let id: ID
    }

    /// Beyond this many paths the clauses are not shortened.
    private static let maximumPaths = 400

    /// The marker of a node other than `always`.
    mutating func marker(of id: ID) -> Marker {
        if id == Self.never { return .term(MarkerTerm(.variable(.pythonVersion), .less, "0")) }
        var clauses: [Clause] = []
        collect(id, [], &clauses)
        if clauses.count <= Self.maximumPaths { shorten(&clauses, Self.always, not(id)) }
        return Self.disjunction(clauses)
    }

    /// A function that equals `id` where `context` holds, from as few terms as can be found.
    /// - Parameter outside: where `context` holds and `id` does not.
    mutating func shortened(_ id: ID, _ context: ID, _ outside: ID) -> ID {
        if id <= 1 { return id }
        var clauses: [Clause] = []
        collect(id, [], &clauses)
        if clauses.count > Self.maximumPaths / 4 { return id }
        for place in clauses.indices { affirm(&clauses[place], context, outside) }
        shorten(&clauses, context, outside)
        var result = Self.never
        for clause in clauses { result = or(result, conjunction(clause)) }
        return result
    }

    /// Says which extra, group or label it is rather than which it is not, where one term can.
    private mutating func affirm(_ clause: inout Clause, _ context: ID, _ outside: ID) {
        let kept = clause.filter { !Self.isDenial($0.marker) }
        if kept.count == clause.count { return }
        let inside = and(conjunction(clause), context)
        for term in affirmations(context) where !kept.contains(term) {
            let new = kept + [term]
            let id = conjunction(new)
            if isImpossible(and(id, outside)), and(inside, not(id)) == Self.never {
                clause = new
                return
            }
        }
    }

    private static func isDenial(_ marker: Marker) -> Bool {
        guard case .term(let term) = marker else { return false }
        switch term.subject {
        case .extras, .dependencyGroups: return term.op == .notWithin
        case .variantLabel: return term.op == .notEqual
        default: return false
        }
    }

    /// The extras, groups and labels that the context tells apart.
    private mutating func affirmations(_ context: ID) -> [Literal] {
        var found: [Literal] = []
        for variable in variables(of: context) {
            switch subject(variable) {
            case .member(let term): found.append(literal(term))
            case .label(let scope):
                for value in texts(variable, below: context) {
                    found.append(literal(MarkerTerm(.variantLabel, .equal, value, scope: scope)))
                }
            default: continue
            }
        }
        return found
    }

    private mutating func collect(_ id: ID, _ path: Clause, _ clauses: inout [Clause]) {
        if id == Self.never || clauses.count > 20 * Self.maximumPaths { return }
        if id == Self.always {
            clauses.append(path)
            return
        }
        for (literals, child) in branches(node(id)) { collect(child, path + literals, &clauses) }
    }

    // MARK: Branches

    /// The ways out of a node that can succeed, each as terms and the child they lead to.
    private mutating func branches(_ node: Node) -> [(Clause, ID)] {
        switch node.edges {
        case .boolean(let yes, let no):
            guard let marker = conditions[node.variable] else { return [] }
            let own = make(node.variable, .boolean(yes: Self.always, no: Self.never))
            var out: [(Clause, ID)] = []
            if yes != Self.never { out.append(([Literal(marker: marker, id: own)], yes)) }
            if no != Self.never { out.append(([Literal(marker: Self.negated(marker), id: not(own))], no)) }
            return out
        case .texts(let values, let children, let other):
            let subject: MarkerTerm.Subject =
                MarkerVariable(rawValue: node.variable.name).map { .variable($0) } ?? .variantLabel
            let scope = labelScopes[node.variable]
            var out: [(Clause, ID)] = []
            for (value, child) in zip(values, children) where child != Self.never {
                out.append(([literal(MarkerTerm(subject, .equal, value, scope: scope))], child))
            }
            if other != Self.never {
                out.append((values.map { literal(MarkerTerm(subject, .notEqual, $0, scope: scope)) }, other))
            }
            return out
        case .ordered(let places, let children):
            return orderedBranches(node.variable, places, children)
        }
    }

    private mutating func literal(_ term: MarkerTerm) -> Literal {
        Literal(marker: .term(term), id: id(of: .term(term)))
    }

    private mutating func orderedBranches(
        _ variable: Variable, _ places: [Version], _ children: [ID]
    ) -> [(Clause, ID)] {
        var out: [(Clause, ID)] = []
        var seen: Set<ID> = [Self.never]
        for child in children where seen.insert(child).inserted {
            // The intervals that lead to this child, joined over single excluded minors or releases.
            var i = 0
            while i < children.count {
                guard children[i] == child else {
                    i += 1
                    continue
                }
                let lower = i > 0 ? places[i - 1] : nil
                var exclusions: [MarkerTerm] = []
                while i + 2 < children.count, children[i + 2] == child,
                    let only = term(variable, .notEqual, from: places[i], to: places[i + 1])
                {
                    exclusions.append(only)
                    i += 2
                }
                let upper = i < places.count ? places[i] : nil
                out.append((interval(variable, lower, upper, exclusions).map { literal($0) }, child))
                i += 1
            }
        }
        return out
    }

    private func interval(
        _ variable: Variable, _ lower: Version?, _ upper: Version?, _ exclusions: [MarkerTerm]
    ) -> [MarkerTerm] {
        if let lower, let upper, exclusions.isEmpty, let only = term(variable, .equal, from: lower, to: upper)
        {
            return [only]
        }
        var terms: [MarkerTerm] = []
        if let lower { terms.append(boundary(variable, lower, isLower: true)) }
        terms += exclusions
        if let upper { terms.append(boundary(variable, upper, isLower: false)) }
        return terms
    }

    /// `==` or `!=` when the two places enclose one minor, one release or one version.
    private func term(
        _ variable: Variable, _ op: MarkerTerm.Operator, from lower: Version, to upper: Version
    ) -> MarkerTerm? {
        guard variable == .python else {
            guard lower.post == nil, upper == lower.with(post: .max),
                let name = MarkerVariable(rawValue: variable.name)
            else { return nil }
            return MarkerTerm(.variable(name), op, lower.description)
        }
        if lower.patch == 0, upper == Version(release: [lower.major, lower.minor + 1]) {
            return MarkerTerm(.variable(.pythonVersion), op, "\(lower.major).\(lower.minor)")
        }
        if upper == Version(release: [lower.major, lower.minor, lower.patch + 1]) {
            let text = "\(lower.major).\(lower.minor).\(lower.patch)"
            return MarkerTerm(.variable(.pythonFullVersion), op, text)
        }
        return nil
    }

    private func boundary(_ variable: Variable, _ place: Version, isLower: Bool) -> MarkerTerm {
        guard variable != .python else {
            let subject: MarkerVariable = place.patch == 0 ? .pythonVersion : .pythonFullVersion
            return MarkerTerm(
                .variable(subject), isLower ? .greaterOrEqual : .less, PythonLine.bound(place).description)
        }
        let name = MarkerVariable(rawValue: variable.name) ?? .implementationVersion
        let segment = (isLower ? VersionRanges.from(place) : .before(place)).segments.first
        switch isLower ? segment?.lower : segment?.upper {
        case .including(let version)?:
            return MarkerTerm(.variable(name), isLower ? .greaterOrEqual : .lessOrEqual, version.description)
        case .excluding(let version)?:
            return MarkerTerm(.variable(name), isLower ? .greater : .less, version.description)
        case .unbounded?, nil:
            return MarkerTerm(.variable(name), isLower ? .greaterOrEqual : .less, place.description)
        }
    }

    /// PEP 508 has no `not`: the operators are turned round.
    private static func negated(_ marker: Marker) -> Marker {
        switch marker {
        case .and(let parts): return .or(parts.map(negated))
        case .or(let parts): return .and(parts.map(negated))
        case .term(let term):
            let op: MarkerTerm.Operator =
                switch term.op {
                case .equal, .arbitrary, .compatible: .notEqual
                case .notEqual: .equal
                case .less: .greaterOrEqual
                case .lessOrEqual: .greater
                case .greater: .lessOrEqual
                case .greaterOrEqual: .less
                case .within: .notWithin
                case .notWithin: .within
                }
            return .term(
                MarkerTerm(term.subject, op, term.value, isReversed: term.isReversed, scope: term.scope))
        }
    }

    // MARK: Shortening

    /// Drops terms that a clause does not need, then clauses that the others make superfluous.
    /// - Parameters:
    ///   - context: where they have to be right.
    ///   - outside: where, in it, none of them may hold.
    private mutating func shorten(_ clauses: inout [Clause], _ context: ID, _ outside: ID) {
        for i in clauses.indices {
            var j = 0
            while j < clauses[i].count, clauses[i].count > 1 {
                var rest = clauses[i]
                rest.remove(at: j)
                let beyond = and(conjunction(rest), outside)
                // Without a context the text has to mean the very same.
                if beyond == Self.never || context != Self.always && isImpossible(beyond) {
                    clauses[i] = rest
                } else {
                    j += 1
                }
            }
        }
        var seen: Set<Set<Literal>> = []
        clauses = clauses.filter { seen.insert(Set($0)).inserted }
        for i in clauses.indices.sorted(by: { (clauses[$0].count, $0) > (clauses[$1].count, $1) }) {
            guard clauses.count > 1 else { break }
            var others = Self.never
            for (j, clause) in clauses.enumerated() where j != i && !clause.isEmpty {
                others = or(others, conjunction(clause))
            }
            if and(and(conjunction(clauses[i]), context), not(others)) == Self.never { clauses[i] = [] }
        }
        clauses.removeAll(where: \.isEmpty)
    }

    private mutating func conjunction(_ clause: Clause) -> ID {
        var id = clause.isEmpty ? Self.never : Self.always
        for literal in clause { id = and(id, literal.id) }
        return id
    }

    /// What all clauses share is written once, before the alternatives.
    private static func disjunction(_ clauses: [Clause]) -> Marker {
        if clauses.count == 1 { return conjunction(clauses[0]) }
        let shared = clauses[0].filter { literal in clauses.allSatisfy { $0.contains(literal) } }
        let rests = clauses.map { $0.filter { !shared.contains($0) } }
        if shared.isEmpty || rests.contains(where: \.isEmpty) { return .or(clauses.map(conjunction)) }
        return .and(shared.map(\.marker) + [.or(rests.map(conjunction))])
    }

    private static func conjunction(_ clause: Clause) -> Marker {
        clause.count == 1 ? clause[0].marker : .and(clause.map(\.marker))
    }
}
