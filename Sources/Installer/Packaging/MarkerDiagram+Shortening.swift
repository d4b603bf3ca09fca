// Markers that need to be right in some environments only, in as few and as plain terms as can be found.
extension MarkerDiagram {
    /// A function that equals `id` wherever `context` holds and is free elsewhere.
    mutating func shortest(_ id: ID, under context: ID) -> ID {
        let inside = and(id, context)
        let outside = and(context, not(id))
        let plain = plainTerms(id, inside, outside)
        if let plain, plain.count == 1 { return plain[0] }
        var known: [UInt64: ID] = [:]
        let result = shortened(restricted(id, to: context, &known), context, outside)
        guard let plain else { return result }
        let union = plain.reduce(Self.never) { or($0, $1) }
        return plain.count <= termCount(result) ? union : result
    }

    private mutating func termCount(_ id: ID) -> Int {
        id <= 1 ? 0 : marker(of: id).terms.count
    }

    /// Whether it holds nowhere, with what markers about variants say about each other.
    mutating func isImpossible(_ id: ID) -> Bool {
        id == Self.never || dependsOnVariants(id) && isImpossibleForVariants(id)
    }

    /// More alternatives are no shorter than what can be found otherwise.
    private static let mostPlainTerms = 8

    /// Single terms such as `sys_platform == 'win32'` or `'demo:cpu' in extras`, one of which holds where, in the context,
    /// the node does; nil when there are none such.
    private mutating func plainTerms(_ id: ID, _ inside: ID, _ outside: ID) -> [ID]? {
        var terms: [ID] = []
        var rest = inside
        for variable in variables(of: id) {
            for term in positiveTerms(variable, below: id) {
                if and(term, rest) == Self.never || !isImpossible(and(term, outside)) { continue }
                // One alone is best, whatever came before it.
                if and(inside, not(term)) == Self.never { return [term] }
                terms.append(term)
                rest = and(rest, not(term))
                if terms.count > Self.mostPlainTerms { return nil }
            }
        }
        return rest == Self.never ? terms : nil
    }

    /// The terms that affirm something of the variable: its being one of the texts that it is compared with.
    private mutating func positiveTerms(_ variable: Variable, below id: ID) -> [ID] {
        switch variable.rank {
        case .python, .version: return []
        case .term, .extra: return [make(variable, .boolean(yes: Self.always, no: Self.never))]
        case .text:
            return texts(variable, below: id).map {
                make(variable, .texts([$0], children: [Self.always], other: Self.never))
            }
        }
    }

    func texts(_ variable: Variable, below id: ID) -> [String] {
        var seen: Set<ID> = []
        var found: Set<String> = []
        var open = [id]
        while let id = open.popLast() {
            guard id > 1, seen.insert(id).inserted else { continue }
            let node = node(id)
            if variable < node.variable { continue }
            if node.variable == variable, case .texts(let values, _, _) = node.edges {
                found.formUnion(values)
            }
            open += node.edges.children
        }
        return found.sorted()
    }
}
