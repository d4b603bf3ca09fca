/// One step of the trail: a decision, or a term that follows from an incompatibility.
struct Assignment {
    var package: PackageID
    /// Everything known about the package after this step.
    var accumulated: Term
    /// The term this step added; for a decision, the chosen version alone.
    var added: Term
    /// The incompatibility it follows from; `.none` for a decision.
    var cause: IncompatibilityID
    var level: Int32
    /// The level at which something was first known about the package.
    var firstLevel: Int32
    /// The step before this one about the same package, -1 when this is the first.
    var previous: Int32
    /// For a decision: which candidate, in the driver's numbering.
    var choice: Int32
    /// For a decision: a set in which the chosen version is the only one there is.
    var span: VersionSetID

    var isDecision: Bool { cause == .none }
}

/// What has been decided and derived so far, in order. Backtracking truncates it.
struct PartialSolution {
    private(set) var trail: ContiguousArray<Assignment> = []
    /// For each package its last step in the trail, -1 for none.
    private var latest: ContiguousArray<Int32> = []
    private(set) var level: Int32 = 0

    mutating func addPackage() { latest.append(-1) }

    /// Everything known about the package, nil when nothing is.
    func known(_ package: PackageID) -> Term? {
        let index = latest[package.column]
        return index < 0 ? nil : trail[Int(index)].accumulated
    }

    /// What was known about the package by the end of `level`, nil when nothing was.
    func known(_ package: PackageID, at level: Int32) -> Term? {
        var index = latest[package.column]
        while index >= 0, trail[Int(index)].level > level { index = trail[Int(index)].previous }
        return index < 0 ? nil : trail[Int(index)].accumulated
    }

    /// The decision about the package, if there is one.
    func decision(_ package: PackageID) -> Assignment? {
        let index = latest[package.column]
        guard index >= 0, trail[Int(index)].isDecision else { return nil }
        return trail[Int(index)]
    }

    /// Whether the package has to be selected and is not decided yet.
    func isOpen(_ package: PackageID) -> Bool {
        let index = latest[package.column]
        guard index >= 0 else { return false }
        let last = trail[Int(index)]
        return last.accumulated.isPositive && !last.isDecision
    }

    mutating func decide(
        _ package: PackageID, exactly set: VersionSetID, span: VersionSetID, choice: Int32
    ) {
        level += 1
        let term = Term(package, in: set)
        push(
            Assignment(
                package: package, accumulated: term, added: term, cause: .none, level: level,
                firstLevel: firstLevel(package), previous: latest[package.column], choice: choice, span: span)
        )
    }

    mutating func derive(_ term: Term, cause: IncompatibilityID, sets: inout VersionSetTable) {
        let accumulated = known(term.package).map { sets.conjunction($0, term) } ?? term
        push(
            Assignment(
                package: term.package, accumulated: accumulated, added: term, cause: cause, level: level,
                firstLevel: firstLevel(term.package), previous: latest[term.package.column], choice: -1,
                span: .empty))
    }

    private func firstLevel(_ package: PackageID) -> Int32 {
        let index = latest[package.column]
        return index < 0 ? level : trail[Int(index)].firstLevel
    }

    private mutating func push(_ assignment: Assignment) {
        latest[assignment.package.column] = Int32(truncatingIfNeeded: trail.count)
        trail.append(assignment)
    }

    mutating func backtrack(to level: Int32) {
        while let last = trail.last, last.level > level {
            latest[last.package.column] = last.previous
            trail.removeLast()
        }
        self.level = level
    }

    /// The index of the earliest step after which what is known about the term's package, together
    /// with `extra` if given, satisfies the term. The term must be satisfied by now.
    func satisfier(of term: Term, given extra: Term? = nil, sets: inout VersionSetTable) -> Int {
        var index = latest[term.package.column]
        var found = index
        while index >= 0 {
            var known = trail[Int(index)].accumulated
            if let extra { known = sets.conjunction(known, extra) }
            guard sets.relation(of: known, to: term) == .satisfied else { break }
            found = index
            index = trail[Int(index)].previous
        }
        return Int(found)
    }
}
