extension MarkerDiagram {
    func evaluate(
        _ id: ID, _ environment: MarkerEnvironment, extras: Set<ExtraName>, groups: Set<ExtraName>,
        variant: VariantValues, variants: (MarkerScope) -> VariantValues
    ) -> Bool {
        var id = id
        while id > 1 {
            let node = node(id)
            switch node.edges {
            case .boolean(let yes, let no):
                let holds =
                    conditions[node.variable]?.evaluate(
                        environment, extras: extras, groups: groups, variant: variant, variants: variants)
                    ?? false
                id = holds ? yes : no
            case .texts(let values, let children, let other):
                let actual =
                    MarkerVariable(rawValue: node.variable.name).map { environment[$0] }
                    ?? labelScopes[node.variable].map { variants($0).label } ?? variant.label
                id = values.firstIndex(of: actual).map { children[$0] } ?? other
            case .ordered(let places, let children):
                let name = MarkerVariable(rawValue: node.variable.name) ?? .pythonFullVersion
                guard let version = Version(environment[name]) else { return false }
                let point =
                    node.variable == .python
                    ? Version(release: [version.major, version.minor, version.patch]) : version
                id = children[places.firstIndex { point < $0 } ?? places.count]
            }
        }
        return id == Self.always
    }

    func subject(_ variable: Variable) -> MarkerSet.Subject {
        switch variable.rank {
        case .python: return .variable(.pythonFullVersion)
        case .version: return MarkerVariable(rawValue: variable.name).map { .variable($0) } ?? .other
        case .text:
            if let known = MarkerVariable(rawValue: variable.name) { return .variable(known) }
            return .label(labelScopes[variable])
        case .term, .extra:
            guard case .term(let term)? = conditions[variable] else { return .other }
            switch term.subject {
            case .extras, .dependencyGroups: return .member(term)
            default: return term.subject.isVariant ? .variant(term.scope) : .other
            }
        }
    }

    /// True wherever some value of the forgotten variables makes the node true.
    mutating func forgetting(
        _ id: ID, _ known: inout [ID: ID], _ isForgotten: (MarkerSet.Subject) -> Bool
    ) -> ID {
        if id <= 1 { return id }
        if let result = known[id] { return result }
        let node = node(id)
        let children = node.edges.children.map { forgetting($0, &known, isForgotten) }
        let result =
            isForgotten(subject(node.variable))
            ? children.reduce(Self.never) { or($0, $1) } : make(node.variable, node.edges.replacing(children))
        known[id] = result
        return result
    }

    /// A function that equals `id` wherever `context` holds and is free elsewhere, chosen so that it is
    /// small: what cannot be reached takes the value of a neighbour.
    mutating func restricted(_ id: ID, to context: ID, _ known: inout [UInt64: ID]) -> ID {
        if id <= 1 || context == Self.always { return id }
        if context == Self.never { return Self.never }
        let key = UInt64(id) << 32 | UInt64(context)
        if let result = known[key] { return result }
        let own = node(id)
        let other = node(context)
        let result: ID
        if other.variable < own.variable {
            // The function does not test what the context tests first.
            var any = Self.never
            for child in other.edges.children { any = or(any, child) }
            result = restricted(id, to: any, &known)
        } else if own.variable < other.variable {
            result = restricted(own, own.edges.children.map { _ in context }, own.edges, &known)
        } else {
            result = restrictedTogether(own, other, &known)
        }
        known[key] = result
        return result
    }

    /// Each child of `node`, with the context in which it is reached.
    private mutating func restricted(
        _ node: Node, _ contexts: [ID], _ edges: Edges, _ known: inout [UInt64: ID]
    ) -> ID {
        var children: [ID?] = []
        for (child, context) in zip(edges.children, contexts) {
            children.append(context == Self.never ? nil : restricted(child, to: context, &known))
        }
        switch edges {
        case .boolean:
            return make(
                node.variable,
                .boolean(yes: children[0] ?? children[1] ?? 0, no: children[1] ?? children[0] ?? 0))
        case .ordered(let places, _):
            var filled: [ID] = []
            let first = children.compactMap { $0 }.first ?? Self.never
            for child in children { filled.append(child ?? filled.last ?? first) }
            return make(node.variable, .ordered(places: places, children: filled))
        case .texts(let values, _, _):
            // Values that are not reached go where most of the others go, and fail when in doubt.
            let reached = children.dropLast().compactMap { $0 }
            let other = children[children.count - 1] ?? Self.mostFrequent(reached)
            return make(
                node.variable, .texts(values, children: children.dropLast().map { $0 ?? other }, other: other)
            )
        }
    }

    private static func mostFrequent(_ ids: [ID]) -> ID {
        var counts: [ID: Int] = [:]
        for id in ids { counts[id, default: 0] += 1 }
        return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? never
    }

    /// The same for a context that tests the same variable: the edges of both are refined first.
    private mutating func restrictedTogether(_ own: Node, _ context: Node, _ known: inout [UInt64: ID]) -> ID
    {
        switch (own.edges, context.edges) {
        case (.boolean, .boolean(let yes, let no)):
            return restricted(own, [yes, no], own.edges, &known)
        case (.ordered(let placesA, let childrenA), .ordered(let placesB, let childrenB)):
            var places: [Version] = []
            var children = [childrenA[0]]
            var contexts = [childrenB[0]]
            var i = 0
            var j = 0
            while i < placesA.count || j < placesB.count {
                let place =
                    j == placesB.count || (i < placesA.count && placesA[i] < placesB[j])
                    ? placesA[i] : placesB[j]
                if i < placesA.count && placesA[i] == place { i += 1 }
                if j < placesB.count && placesB[j] == place { j += 1 }
                places.append(place)
                children.append(childrenA[i])
                contexts.append(childrenB[j])
            }
            return restricted(own, contexts, .ordered(places: places, children: children), &known)
        case (.texts(let valuesA, let childrenA, let otherA), .texts(let valuesB, let childrenB, let otherB)):
            let values = Array(Set(valuesA + valuesB)).sorted()
            let children = values.map { value in valuesA.firstIndex(of: value).map { childrenA[$0] } ?? otherA
            }
            let contexts = values.map { value in valuesB.firstIndex(of: value).map { childrenB[$0] } ?? otherB
            }
            return restricted(
                own, contexts + [otherB], .texts(values, children: children, other: otherA), &known)
        default: preconditionFailure("one variable has one kind of edges")
        }
    }
}

extension MarkerDiagram.Edges {
    /// In the order of the edges; for texts the other values last, for conditions the true side first.
    var children: [MarkerDiagram.ID] {
        switch self {
        case .boolean(let yes, let no): [yes, no]
        case .ordered(_, let children): children
        case .texts(_, let children, let other): children + [other]
        }
    }
}

extension MarkerDiagram.Edges {
    /// With other children, in the order of `children`.
    func replacing(_ new: [MarkerDiagram.ID]) -> MarkerDiagram.Edges {
        switch self {
        case .boolean: .boolean(yes: new[0], no: new[1])
        case .ordered(let places, _): .ordered(places: places, children: new)
        case .texts(let values, _, _):
            .texts(values, children: Array(new.dropLast()), other: new[new.count - 1])
        }
    }
}

extension PythonLine {
    /// A place on the line as a version for people: `3.9` for 3.9.0.
    static func bound(_ place: Version) -> Version {
        place.patch != 0 ? place : Version(release: [place.major, place.minor])
    }
}

extension VersionRanges {
    /// Joins intervals that meet at a release: one ends before the first pre-release of what the next
    /// begins with.
    func closingGapsBeforeReleases() -> VersionRanges {
        var gaps: [VersionRanges] = []
        let all = intervals
        for (one, next) in zip(all, all.dropFirst()) {
            if let end = one.upper, let start = next.lower, end == start.with(dev: 0) {
                gaps.append(.between(end, start))
            }
        }
        return gaps.isEmpty ? self : union(.union(of: gaps))
    }
}
