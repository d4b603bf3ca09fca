/// A statement about one package. Positive: it is selected, at a version of `set`. Negative: it is not
/// selected at a version of `set` (it may well not be selected at all).
struct Term: Hashable, Sendable {
    var package: PackageID
    var set: VersionSetID
    var isPositive: Bool

    init(_ package: PackageID, in set: VersionSetID) {
        self.init(package: package, set: set, isPositive: true)
    }

    init(_ package: PackageID, notIn set: VersionSetID) {
        self.init(package: package, set: set, isPositive: false)
    }

    init(package: PackageID, set: VersionSetID, isPositive: Bool) {
        self.package = package
        self.set = set
        self.isPositive = isPositive
    }

    /// The opposite statement.
    var negated: Term { Term(package: package, set: set, isPositive: !isPositive) }
}

/// How what is known relates to a term, or to a whole incompatibility.
enum TermRelation {
    case satisfied, contradicted, inconclusive
}

extension VersionSetTable {
    /// Both statements at once.
    mutating func conjunction(_ first: Term, _ second: Term) -> Term {
        switch (first.isPositive, second.isPositive) {
        case (true, true): Term(first.package, in: intersection(first.set, second.set))
        case (true, false): Term(first.package, in: difference(first.set, second.set))
        case (false, true): Term(first.package, in: difference(second.set, first.set))
        case (false, false): Term(first.package, notIn: union(first.set, second.set))
        }
    }

    /// At least one of the statements; nil when one of them always holds.
    mutating func disjunction(_ first: Term, _ second: Term) -> Term? {
        let result =
            switch (first.isPositive, second.isPositive) {
            case (true, true): Term(first.package, in: union(first.set, second.set))
            case (true, false): Term(first.package, notIn: difference(second.set, first.set))
            case (false, true): Term(first.package, notIn: difference(first.set, second.set))
            case (false, false): Term(first.package, notIn: intersection(first.set, second.set))
            }
        return !result.isPositive && result.set == .empty ? nil : result
    }

    /// What the statement `known` says about `term`.
    mutating func relation(of known: Term, to term: Term) -> TermRelation {
        switch (known.isPositive, term.isPositive) {
        case (true, true):
            let both = intersection(known.set, term.set)
            return both == known.set ? .satisfied : both == .empty ? .contradicted : .inconclusive
        case (true, false):
            let both = intersection(known.set, term.set)
            return both == .empty ? .satisfied : both == known.set ? .contradicted : .inconclusive
        case (false, true):
            return isSubset(term.set, of: known.set) ? .contradicted : .inconclusive
        case (false, false):
            return isSubset(term.set, of: known.set) ? .satisfied : .inconclusive
        }
    }
}
