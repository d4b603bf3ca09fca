/// An environment marker (PEP 508), as it was written.
///
/// `MarkerSet` is what a marker means, for algebra; this is its text as a tree, for evaluation in one
/// environment and for printing.
package indirect enum Marker: Hashable, Sendable {
    case term(MarkerTerm)
    /// Two or more.
    case and([Marker])
    /// Two or more.
    case or([Marker])

    /// - Parameter inLock: terms about variants may name a scope (`MarkerScope`).
    package init(parsing text: String, inLock: Bool = false) throws(RequirementError) {
        var parser = RequirementParser(text, subject: "environment marker", takesScopes: inLock)
        self = try parser.parseWholeMarker()
    }

    /// Whether the marker holds.
    /// - Parameters:
    ///   - extras: those that are asked for; `extra == "x"` holds when `x` is among them.
    ///   - groups: the dependency groups in force (PEP 751).
    ///   - variant: of the wheel that the marker was read from.
    ///   - variants: of other packages and of variant indexes, for markers of a lock.
    package func evaluate(
        _ environment: MarkerEnvironment, extras: Set<ExtraName> = [], groups: Set<ExtraName> = [],
        variant: VariantValues = .ordinary, variants: (MarkerScope) -> VariantValues = { _ in .ordinary }
    ) -> Bool {
        func holds(_ part: Marker) -> Bool {
            switch part {
            case .term(let term):
                term.evaluate(
                    environment, extras: extras, groups: groups, variant: variant, variants: variants)
            case .and(let parts): parts.allSatisfy(holds)
            case .or(let parts): parts.contains(where: holds)
            }
        }
        return holds(self)
    }

    /// All terms, left to right.
    package var terms: [MarkerTerm] {
        switch self {
        case .term(let term): [term]
        case .and(let parts), .or(let parts): parts.flatMap(\.terms)
        }
    }

    /// Whether it asks for the variant that the requiring wheel is (PEP 825; V-130).
    package var dependsOnVariant: Bool {
        switch self {
        case .term(let term): term.subject.isVariant
        case .and(let parts), .or(let parts): parts.contains(where: \.dependsOnVariant)
        }
    }

    /// The extras that the marker mentions.
    package var mentionedExtras: Set<ExtraName> {
        var names: Set<ExtraName> = []
        for term in terms { if let name = term.extra { names.insert(name) } }
        return names
    }
}

extension Marker: CustomStringConvertible {
    package var description: String {
        switch self {
        case .term(let term): term.description
        case .and(let parts):
            parts.map { part in if case .or = part { "(\(part))" } else { part.description } }
                .joined(separator: " and ")
        case .or(let parts): parts.map(\.description).joined(separator: " or ")
        }
    }
}
