/// What the solver needs from outside before it can go on, or its answer.
enum SolverStep {
    /// Pick a version of the package within the set; answer with `select` or `rule(out:…)`.
    case choose(PackageID, allowed: VersionSetID)
    /// Tell what the candidate requires; answer with `add(dependencies:)`, or rule it out.
    case needDependencies(PackageID, choice: Int32)
    /// Every package that has to be selected is decided.
    case solved
    /// There is no solution; the derivation starts at this incompatibility.
    case failed(IncompatibilityID)
}

/// One requirement of a candidate: `package` at a version of `allowed`.
struct SolverDependency: Hashable {
    var package: PackageID
    var allowed: VersionSetID
}

/// A PubGrub solver, synchronous and without I/O: it says what it needs next and is told.
///
/// The words (term, incompatibility, satisfier, decision level) are those of dart-lang/pub's
/// `doc/solver.md`. Extras are packages of their own, tied to the version of their base; the solver
/// decides them itself as soon as the base is decided.
struct Solver: ~Copyable {
    var sets = VersionSetTable()
    private(set) var incompatibilities = IncompatibilityTable()
    private var solution = PartialSolution()
    private var priorities = PriorityTable()

    /// For each package the incompatibilities that mention it, oldest first.
    private var mentions: ContiguousArray<ContiguousArray<IncompatibilityID>> = []
    /// For each extra the package it belongs to; for a package itself.
    private var bases: ContiguousArray<PackageID> = []
    private var extras: ContiguousArray<ContiguousArray<PackageID>> = []

    /// The incompatibilities that the solution contradicts: the level at which, or -1.
    private var contradictedAt: ContiguousArray<Int32> = []
    private var contradictions: ContiguousArray<(id: IncompatibilityID, level: Int32)> = []

    /// Packages about which something was learnt and not yet propagated.
    private var changed: ContiguousArray<PackageID> = []
    /// The candidates whose requirements are known.
    private var expanded = PairTable()
    /// Requirements of one package on another with the same allowed set are kept as one.
    private var merged: [MergeKey: IncompatibilityID] = [:]
    private var pending: Selection?

    /// The level of the root's decision: what follows from it alone holds for good.
    private static let rootLevel: Int32 = 1

    private struct Selection {
        var package: PackageID
        var set: VersionSetID
        var span: VersionSetID
        var choice: Int32
    }
    private struct MergeKey: Hashable {
        var dependent: PackageID
        var dependency: SolverDependency
    }

    init() {
        _ = addPackage(base: nil)
        let id = record([Term(.root, notIn: .full)], .root)
        solution.derive(Term(.root, in: .full), cause: id, sets: &sets)
        solution.decide(.root, exactly: .full, span: .full, choice: 0)
    }

    // MARK: Telling the solver

    /// A new node: a package, or with `base` an extra of that package.
    /// - Parameter isLast: it is decided after everything else that is open.
    mutating func addPackage(base: PackageID?, isLast: Bool = false) -> PackageID {
        let id = PackageID(mentions.count)
        mentions.append([])
        extras.append([])
        bases.append(base ?? id)
        if let base { extras[base.column].append(id) }
        solution.addPackage()
        priorities.addPackage(isLast: isLast)
        return id
    }

    /// The answer to `choose`: this one version, `choice` in the caller's numbering.
    ///
    /// `span` holds that version and may hold others that do not exist, so that what is learnt about
    /// neighbouring versions grows together into one interval and not into hundreds.
    mutating func select(
        _ package: PackageID, exactly set: VersionSetID, span: VersionSetID? = nil, choice: Int32
    ) {
        pending = Selection(package: package, set: set, span: span ?? set, choice: choice)
    }

    /// The requirements of the root.
    mutating func addRoot(_ dependencies: [SolverDependency]) {
        for dependency in dependencies { addDependency(of: .root, at: .full, dependency) }
        changed.append(.root)
    }

    /// The package is never to be selected outside `allowed`.
    mutating func restrict(_ package: PackageID, to allowed: VersionSetID, note: Int32) {
        if allowed == .full { return }
        let outside = sets.complement(allowed)
        let cause = IncompatibilityCause.restriction(package, allowed: allowed, note: note)
        noteAllowed(allowed, of: package)
        add([Term(package, in: outside)], cause)
    }

    /// The answer to `choose` when no version of the set can be used.
    mutating func noVersions(of package: PackageID, in set: VersionSetID) {
        add([Term(package, in: set)], .noVersions(package, set))
    }

    /// These versions are of no use, whatever else is chosen. Also an answer to `needDependencies`.
    mutating func ruleOut(_ package: PackageID, _ set: VersionSetID, note: Int32) {
        pending = nil
        exclude(package, set, note: note)
    }

    /// The same of a package that was not asked about.
    mutating func exclude(_ package: PackageID, _ set: VersionSetID, note: Int32) {
        add([Term(package, in: set)], .unavailable(package, set, note: note))
    }

    /// These versions of the package go only with `allowed` ones of `dependency`, which they do not require.
    mutating func bind(
        _ package: PackageID, _ versions: VersionSetID, to dependency: PackageID, in allowed: VersionSetID
    ) {
        if allowed == .full { return }
        add(
            [Term(package, in: versions), Term(dependency, in: sets.complement(allowed))],
            .binding(of: package, versions: versions, on: dependency, allowed: allowed))
    }

    /// The alternatives `versions` of a build are of the release `released` of its package.
    mutating func tie(
        _ build: PackageID, _ versions: VersionSetID, to package: PackageID, _ released: VersionSetID
    ) {
        add(
            [Term(build, in: versions), Term(package, notIn: released)],
            .sameVersion(extra: build, package: package))
    }

    /// As `exclude`, beside exactly what is decided now.
    mutating func excludeHere(_ package: PackageID, _ set: VersionSetID, note: Int32) {
        var terms = [Term(package, in: set)]
        for index in 1..<mentions.count where index != package.column {
            guard let decision = solution.decision(PackageID(index)) else { continue }
            terms.append(Term(PackageID(index), in: decision.span))
        }
        add(terms, .unavailable(package, set, note: note))
    }

    /// The answer to `needDependencies`: what the candidate just selected requires.
    mutating func add(dependencies: [SolverDependency]) {
        guard let selection = pending else { preconditionFailure("no candidate is selected") }
        expanded.insert(selection.package.index, selection.choice, 1)
        for dependency in dependencies {
            addDependency(of: selection.package, at: selection.span, dependency)
        }
    }

    /// The answer to `choose` when others are to be decided first, of those that come last.
    mutating func postpone(_ package: PackageID) { priorities.postpone(package) }

    /// A package whose version is given from outside (an archive): decided first.
    mutating func markDirect(_ package: PackageID) { priorities.markDirect(bases[package.column]) }

    /// What is known about the package at this moment, for those who fetch ahead.
    func allowed(_ package: PackageID) -> VersionSetID? {
        guard let known = solution.known(package), known.isPositive else { return nil }
        return known.set
    }

    /// What may be selected of the package, whatever else is: what only decisions forbid is in it.
    mutating func allowedInAnyCase(_ package: PackageID) -> VersionSetID {
        guard let known = solution.known(package, at: Self.rootLevel) else { return .full }
        return known.isPositive ? known.set : sets.complement(known.set)
    }

    /// Whether the package has to be selected and has no version yet.
    func isOpen(_ package: PackageID) -> Bool { solution.isOpen(package) }

    /// The chosen candidate of a package, in the caller's numbering.
    func choice(of package: PackageID) -> Int32? { solution.decision(package)?.choice }

    var packageCount: Int { mentions.count }
    func base(of package: PackageID) -> PackageID { bases[package.column] }

    // MARK: Going on

    /// Goes on until something is needed or the answer is known.
    mutating func next() -> SolverStep {
        while true {
            if let selection = pending {
                guard expanded[selection.package.index, selection.choice] != nil else {
                    return .needDependencies(selection.package, choice: selection.choice)
                }
                pending = nil
                settle(selection)
            }
            if let failure = propagate() { return .failed(failure) }
            let rejecting = priorities.takeDeprioritised()
            if !rejecting.isEmpty {
                for package in rejecting { reconsider(package) }
                continue
            }
            guard let package = nextOpenPackage() else { return .solved }
            let allowed = solution.known(package)!.set
            let base = bases[package.column]
            if base == package { return .choose(package, allowed: allowed) }
            if !follow(base, extra: package, allowed: allowed) {
                return .choose(base, allowed: allowed)
            }
        }
    }

    /// Selects for an extra the version its package has. False when the package is not decided.
    private mutating func follow(_ base: PackageID, extra: PackageID, allowed: VersionSetID) -> Bool {
        guard let decision = solution.decision(base) else { return false }
        let set = decision.added.set
        if sets.isSubset(set, of: allowed) {
            pending = Selection(package: extra, set: set, span: decision.span, choice: decision.choice)
        } else {
            let outside = sets.complement(allowed)
            add(
                [Term(extra, in: allowed), Term(base, in: outside)],
                .sameVersion(extra: extra, package: base))
        }
        return true
    }

    /// Decides the selected candidate, unless its own requirements already speak against it.
    private mutating func settle(_ selection: Selection) {
        let decision = Term(selection.package, in: selection.set)
        for id in mentions[selection.package.column].reversed() {
            var isConflict = true
            for index in incompatibilities.range(of: id) {
                let term = incompatibilities.term(at: index)
                let known = term.package == selection.package ? decision : solution.known(term.package)
                guard let known, sets.relation(of: known, to: term) == .satisfied else {
                    isConflict = false
                    break
                }
            }
            if isConflict {
                noteConflict(over: selection.package, id)
                changed.append(selection.package)
                return
            }
        }
        solution.decide(
            selection.package, exactly: selection.set, span: selection.span, choice: selection.choice)
        changed.append(selection.package)
    }

    /// The open package to decide next: an extra whose package is decided, else by priority.
    private func nextOpenPackage() -> PackageID? {
        var best: PackageID?
        for index in 0..<mentions.count {
            let package = PackageID(index)
            guard solution.isOpen(package) else { continue }
            let base = bases[index]
            if base != package {
                if solution.decision(base) != nil { return package }
                if solution.isOpen(base) { continue }
            }
            if let current = best, !priorities.isBefore(base, bases[current.column]) { continue }
            best = package
        }
        return best
    }

    /// Takes back the decision about a package that often stood in the way of others.
    private mutating func reconsider(_ package: PackageID) {
        guard let decision = solution.decision(package), decision.level > 1 else { return }
        backtrack(to: decision.level - 1)
        // What was learnt since that level may already speak about it.
        for index in 0..<mentions.count where solution.known(PackageID(index)) != nil {
            changed.append(PackageID(index))
        }
    }

    // MARK: Incompatibilities

    private mutating func record(_ terms: [Term], _ cause: IncompatibilityCause) -> IncompatibilityID {
        let id = incompatibilities.append(terms, cause)
        contradictedAt.append(-1)
        for term in terms { mentions[term.package.column].append(id) }
        return id
    }

    private mutating func add(_ terms: [Term], _ cause: IncompatibilityCause) {
        _ = record(terms, cause)
        for term in terms { changed.append(term.package) }
    }

    private mutating func addDependency(
        of dependent: PackageID, at versions: VersionSetID, _ dependency: SolverDependency
    ) {
        let (package, allowed) = (dependency.package, dependency.allowed)
        noteAllowed(allowed, of: package)
        if package == dependent {
            let rest = sets.difference(versions, allowed)
            if rest == .empty { return }
            _ = record(
                [Term(dependent, in: rest)],
                .dependency(of: dependent, versions: rest, on: package, allowed: allowed))
            return
        }
        let key = MergeKey(dependent: dependent, dependency: dependency)
        var all = versions
        if let old = merged[key] {
            all = sets.union(versions, incompatibilities.term(of: dependent, in: old)!.set)
            forget(old)
        }
        var terms = [Term(dependent, in: all)]
        if allowed != .empty { terms.append(Term(package, notIn: allowed)) }
        merged[key] = record(
            terms, .dependency(of: dependent, versions: all, on: package, allowed: allowed))
    }

    /// Takes an incompatibility out of the working set; it stays readable in the arena.
    private mutating func forget(_ id: IncompatibilityID) {
        for index in incompatibilities.range(of: id) {
            let column = incompatibilities.term(at: index).package.column
            if let place = mentions[column].lastIndex(of: id) { mentions[column].remove(at: place) }
        }
    }

    private mutating func noteAllowed(_ allowed: VersionSetID, of package: PackageID) {
        priorities.noteSeen(bases[package.column], isSingle: sets[allowed].singleVersion != nil)
    }

    // MARK: Propagation

    /// Draws every conclusion from what changed. Returns the incompatibility that rules out the root.
    private mutating func propagate() -> IncompatibilityID? {
        while let package = changed.popLast() {
            var index = mentions[package.column].count - 1
            while index >= 0 {
                let id = mentions[package.column][index]
                index -= 1
                if contradictedAt[id.column] >= 0 { continue }
                switch examine(id) {
                case .contradicted, .inconclusive: continue
                case .follows(let term):
                    if !changed.contains(term.package) { changed.append(term.package) }
                    derive(term, from: id)
                case .conflict:
                    guard let learnt = resolve(id) else { return failure }
                    changed.removeAll(keepingCapacity: true)
                    changed.append(learnt.package)
                    noteConflict(over: learnt.package, learnt.id)
                    let term = incompatibilities.term(of: learnt.package, in: learnt.id)!
                    derive(term.negated, from: learnt.id)
                    index = -1
                }
            }
        }
        return nil
    }

    private enum Examination {
        case contradicted, inconclusive, conflict
        case follows(Term)
    }

    private mutating func examine(_ id: IncompatibilityID) -> Examination {
        var open: Term?
        for index in incompatibilities.range(of: id) {
            let term = incompatibilities.term(at: index)
            let relation = solution.known(term.package).map { sets.relation(of: $0, to: term) }
            switch relation ?? .inconclusive {
            case .satisfied: continue
            case .contradicted:
                markContradicted(id)
                return .contradicted
            case .inconclusive:
                if open != nil { return .inconclusive }
                open = term
            }
        }
        return open.map { .follows($0.negated) } ?? .conflict
    }

    private mutating func derive(_ term: Term, from id: IncompatibilityID) {
        solution.derive(term, cause: id, sets: &sets)
        markContradicted(id)
    }

    private mutating func markContradicted(_ id: IncompatibilityID) {
        contradictedAt[id.column] = solution.level
        contradictions.append((id, solution.level))
    }

    private mutating func backtrack(to level: Int32) {
        solution.backtrack(to: level)
        while let last = contradictions.last, last.level > level {
            contradictedAt[last.id.column] = -1
            contradictions.removeLast()
        }
    }

    private mutating func noteConflict(over package: PackageID, _ id: IncompatibilityID) {
        let affected = bases[package.column]
        var hasCulprit = false
        for index in incompatibilities.range(of: id) {
            let other = bases[incompatibilities.term(at: index).package.column]
            if other == affected || other == .root { continue }
            priorities.noteCulprit(other)
            hasCulprit = true
        }
        if hasCulprit { priorities.noteAffected(affected) }
    }

    // MARK: Conflict resolution

    /// Set when `resolve` found that the root itself is ruled out.
    private var failure: IncompatibilityID?

    /// Traces a conflict to its root cause, learns that, and goes back to where it still can be
    /// avoided. Nil when there is no such place.
    private mutating func resolve(
        _ conflict: IncompatibilityID
    ) -> (package: PackageID, id: IncompatibilityID)? {
        var current = conflict
        while true {
            if rulesOutRoot(current) {
                failure = current
                return nil
            }
            let found = satisfier(of: current)
            let assignment = solution.trail[found.index]
            if assignment.isDecision || found.previousLevel < assignment.level {
                if current != conflict {
                    for index in incompatibilities.range(of: current) {
                        mentions[incompatibilities.term(at: index).package.column].append(current)
                    }
                }
                backtrack(to: found.previousLevel)
                return (assignment.package, current)
            }
            current = priorCause(current, assignment.cause, over: assignment.package)
        }
    }

    private func rulesOutRoot(_ id: IncompatibilityID) -> Bool {
        let range = incompatibilities.range(of: id)
        if range.isEmpty { return true }
        let first = incompatibilities.term(at: range.lowerBound)
        return range.count == 1 && first.package == .root && first.isPositive
    }

    /// The step that completed the incompatibility, and the level that satisfies all the rest of it.
    private mutating func satisfier(of id: IncompatibilityID) -> (index: Int, previousLevel: Int32) {
        var last = -1
        var lastTerm: Term?
        var previousLevel: Int32 = 1
        for index in incompatibilities.range(of: id) {
            let term = incompatibilities.term(at: index)
            let place = solution.satisfier(of: term, sets: &sets)
            if place > last {
                if last >= 0 { previousLevel = max(previousLevel, solution.trail[last].level) }
                last = place
                lastTerm = term
            } else {
                previousLevel = max(previousLevel, solution.trail[place].level)
            }
        }
        let assignment = solution.trail[last]
        if let lastTerm, !assignment.isDecision,
            sets.relation(of: assignment.added, to: lastTerm) != .satisfied
        {
            let earlier = solution.satisfier(of: lastTerm, given: assignment.added, sets: &sets)
            previousLevel = max(previousLevel, solution.trail[earlier].level)
        } else {
            // The step alone completes it. Going back further than to where the package came up would
            // throw away decisions that have nothing to do with it, to make them anew in another order.
            let first =
                assignment.isDecision
                ? min(assignment.firstLevel, assignment.level - 1) : assignment.firstLevel
            previousLevel = max(previousLevel, first)
        }
        return (last, previousLevel)
    }

    /// The rule of resolution: what both together say when the package is left out of account.
    private mutating func priorCause(
        _ first: IncompatibilityID, _ second: IncompatibilityID, over package: PackageID
    ) -> IncompatibilityID {
        var terms: [Term] = []
        for id in [first, second] {
            for index in incompatibilities.range(of: id) {
                let term = incompatibilities.term(at: index)
                if term.package == package { continue }
                if let place = terms.firstIndex(where: { $0.package == term.package }) {
                    terms[place] = sets.conjunction(terms[place], term)
                } else {
                    terms.append(term)
                }
            }
        }
        if let one = incompatibilities.term(of: package, in: first),
            let two = incompatibilities.term(of: package, in: second),
            let either = sets.disjunction(one, two)
        {
            terms.append(either)
        }
        let id = incompatibilities.append(terms, .derived(first, second))
        contradictedAt.append(-1)
        return id
    }
}
