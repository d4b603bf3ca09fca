// What variant markers (PEP 825) say about each other: a property belongs to a feature and this to a namespace, and
// neither the null variant nor an ordinary wheel has any. Markers of different scopes say nothing about each other.
extension MarkerDiagram {
    /// Whether no wheels can make the node true. Only for nodes that depend on variant terms; the answer is false
    /// when it would take too long to find.
    mutating func isImpossibleForVariants(_ id: ID) -> Bool {
        guard let scopes = VariantTerms.scopes(of: id, in: self) else { return false }
        return bounded { diagram in
            var id = id
            for terms in scopes {
                diagram.exclude(&id, sets: terms)
                diagram.exclude(&id, labels: terms)
            }
            return id
        } == Self.never
    }

    /// Takes away where `one` holds and `other` does not.
    private mutating func imply(_ id: inout ID, _ one: ID, _ other: ID) {
        if id != Self.never { id = and(id, not(and(one, not(other)))) }
    }

    private mutating func exclude(_ id: inout ID, sets terms: VariantTerms) {
        for term in terms.sets {
            // All that it begins with: a property implies its feature and its namespace.
            for outer in terms.sets where outer.parts.count < term.parts.count {
                if term.parts.starts(with: outer.parts) { imply(&id, term.id, outer.id) }
            }
        }
        let any = terms.sets.reduce(Self.never) { or($0, $1.id) }
        for label in ["", "null"] where any != Self.never {
            imply(&id, any, not(labelEquals(label, terms.label)))
        }
    }

    private mutating func exclude(_ id: inout ID, labels terms: VariantTerms) {
        if terms.containing.isEmpty && terms.within.isEmpty { return }
        for label in Set(terms.labels).union(["", "null"]).sorted() {
            let isLabel = labelEquals(label, terms.label)
            for (term, holds) in terms.containing.map({ ($0, MarkerTerm.contains(label, $0.text)) })
                + terms.within.map({ ($0, MarkerTerm.contains($0.text, label)) })
            {
                imply(&id, isLabel, holds ? term.id : not(term.id))
            }
        }
        for a in terms.containing {
            for b in terms.containing where a.text != b.text && MarkerTerm.contains(a.text, b.text) {
                imply(&id, a.id, b.id)
            }
            for b in terms.within where !MarkerTerm.contains(b.text, a.text) { imply(&id, a.id, not(b.id)) }
        }
        for a in terms.within {
            for b in terms.within where a.text != b.text && MarkerTerm.contains(b.text, a.text) {
                imply(&id, a.id, b.id)
            }
        }
    }

    private mutating func labelEquals(_ label: String, _ variable: Variable) -> ID {
        make(variable, .texts([label], children: [Self.always], other: Self.never))
    }
}

/// What a node asks about the variants of one scope.
private struct VariantTerms {
    typealias ID = MarkerDiagram.ID

    /// The variable of `variant_label`.
    let label: MarkerDiagram.Variable
    /// `"…" in variant_properties` and the like.
    private(set) var sets: [(parts: [String], id: ID)] = []
    /// The labels that `variant_label` is compared with.
    private(set) var labels: [String] = []
    /// `"cuda" in variant_label`
    private(set) var containing: [(text: String, id: ID)] = []
    /// `variant_label in "cpu null"`
    private(set) var within: [(text: String, id: ID)] = []

    /// More are not looked into: what they say about each other grows with their square.
    private static let limit = 100

    private init(label: MarkerDiagram.Variable) { self.label = label }

    /// In the order of the labels' names; nil when there are too many terms.
    static func scopes(of root: ID, in diagram: MarkerDiagram) -> [VariantTerms]? {
        var scopes: [MarkerDiagram.Variable: VariantTerms] = [:]
        var labels: [MarkerDiagram.Variable: Set<String>] = [:]
        var count = 0
        var seen: Set<ID> = []
        var known: Set<MarkerDiagram.Variable> = []
        var open = [root]
        while let id = open.popLast() {
            guard id > 1, diagram.dependsOnVariants(id), seen.insert(id).inserted else { continue }
            let node = diagram.node(id)
            open += node.edges.children
            if let term = diagram.variantTerm(node.variable), known.insert(node.variable).inserted,
                let own = diagram.id(of: node.variable)
            {
                count += 1
                scopes[.label(in: term.scope), default: VariantTerms(label: .label(in: term.scope))].add(
                    term, own)
            } else if case .texts(let values, _, _) = node.edges {
                labels[node.variable, default: []].formUnion(values)
            }
            if count > limit { return nil }
        }
        for variable in scopes.keys {
            scopes[variable]!.labels = labels[variable, default: []].sorted()
            if scopes[variable]!.labels.count > limit { return nil }
        }
        return scopes.values.sorted { $0.label < $1.label }
    }

    private mutating func add(_ term: MarkerTerm, _ id: ID) {
        if let parts = term.variantParts {
            sets.append((parts, id))
        } else if term.isReversed {
            containing.append((term.value, id))
        } else {
            within.append((term.value, id))
        }
    }
}
