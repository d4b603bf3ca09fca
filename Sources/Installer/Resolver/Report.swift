/// The text of a derivation: `Because … and …, we can conclude that …`, one line a conclusion. One that is
/// too long to follow is summed up (`ReportSummary`).
struct Report {
    private let derivation: Derivation
    private let facts: ReportFacts
    private var made: [IncompatibilityID: Node] = [:]
    private var lines: [String] = []
    private var numbers: [IncompatibilityID: Int] = [:]
    private var uses: [IncompatibilityID: Int] = [:]
    /// The line that says a conclusion.
    private var said: [String: Int] = [:]
    /// The number of a line.
    private var lineNumbers: [Int: Int] = [:]

    /// A step of the derivation that is worth telling.
    private struct Node {
        var id: IncompatibilityID
        var terms: [Term]
        var kind: Kind
        enum Kind {
            case fact(IncompatibilityCause)
            /// What it follows from; look it up in `made`.
            case conclusion(IncompatibilityID, IncompatibilityID)
        }
        var isFact: Bool { if case .fact = kind { true } else { false } }
    }

    /// How many lines a person will follow, and how many are worth the work of finding that out.
    private static let longest = 16
    private static let mostConclusions = 400

    private init(_ derivation: Derivation) {
        self.derivation = derivation
        facts = ReportFacts(derivation)
    }

    static func text(_ derivation: Derivation) -> String {
        var report = Report(derivation)
        let top = report.node(derivation.top)
        if case .fact(let cause) = top.kind {
            return "Because \(report.facts.sentence(cause, top.terms)), your requirements are unsatisfiable."
        }
        report.countUses(top)
        if report.uses.count > mostConclusions {
            return ReportSummary(derivation).text(steps: report.uses.count)
        }
        report.write(top)
        if report.lines.count > longest {
            return ReportSummary(derivation).text(steps: report.lines.count)
        }
        return report.lines.joined(separator: "\n")
    }

    // MARK: Leaving out what tells nothing

    private mutating func node(_ id: IncompatibilityID) -> Node {
        if let known = made[id] { return known }
        // Deep derivations: children first, without recursion.
        var todo = [id]
        while let next = todo.last {
            guard made[next] == nil else {
                todo.removeLast()
                continue
            }
            let terms = Array(derivation.table.terms(of: next))
            let cause = derivation.table.cause(of: next)
            guard case .derived(let first, let second) = cause else {
                made[next] = Node(id: next, terms: terms, kind: .fact(cause))
                todo.removeLast()
                continue
            }
            let missing = [first, second].filter { made[$0] == nil }
            if !missing.isEmpty {
                todo += missing
                continue
            }
            let (one, two) = (made[first]!, made[second]!)
            if isIdle(one, beside: two) {
                made[next] = Node(id: next, terms: terms, kind: two.kind)
            } else if isIdle(two, beside: one) {
                made[next] = Node(id: next, terms: terms, kind: one.kind)
            } else {
                made[next] = Node(id: next, terms: terms, kind: .conclusion(first, second))
            }
            todo.removeLast()
        }
        return made[id]!
    }

    /// Facts that only fill gaps between versions (no version lies between two that are ruled out), and
    /// that extras go with their package.
    private func isIdle(_ node: Node, beside other: Node) -> Bool {
        guard case .fact(let cause) = node.kind else { return false }
        switch cause {
        case .sameVersion: return true
        case .dependency(_, _, let dependency, _): return facts.names.isBuild(dependency)
        case .noVersions(let package, let set):
            if case .fact(.noVersions) = other.kind { return false }
            guard other.terms.contains(where: { $0.package == package && $0.isPositive }) else {
                return false
            }
            return facts.names.runs(package, derivation.sets[set])?.isEmpty ?? false
        default: return false
        }
    }

    // MARK: Writing

    private mutating func countUses(_ top: Node) {
        var todo = [top]
        while let node = todo.popLast() {
            guard case .conclusion(let first, let second) = node.kind else { continue }
            for child in [made[first]!, made[second]!] where !child.isFact {
                uses[child.id, default: 0] += 1
                if uses[child.id] == 1 { todo.append(child) }
            }
        }
    }

    private mutating func write(_ node: Node) {
        guard case .conclusion(let one, let two) = node.kind else { return }
        let (first, second) = (made[one]!, made[two]!)
        switch (first.isFact, second.isFact) {
        case (true, true):
            let (one, two) = (says(first), says(second))
            conclude(one == two ? "Because \(one)" : "Because \(one) and \(two)", node)
        case (false, true): write(node, from: first, and: second)
        case (true, false): write(node, from: second, and: first)
        case (false, false):
            switch (number(of: first), number(of: second)) {
            case (_?, _?): conclude("Because \(says(first)) and \(says(second))", node)
            case (nil, _?):
                write(first)
                conclude("And because \(says(second))", node)
            case (_?, nil):
                write(second)
                conclude("And because \(says(first))", node)
            case (nil, nil):
                write(first)
                number(first)
                if number(of: second) != nil {
                    conclude("Because \(says(first)) and \(says(second))", node)
                } else {
                    write(second)
                    conclude("And because \(says(first))", node)
                }
            }
        }
    }

    private mutating func write(_ node: Node, from conclusion: Node, and fact: Node) {
        if number(of: conclusion) != nil {
            conclude("Because \(says(fact)) and \(says(conclusion))", node)
            return
        }
        // Facts that follow one another beside one line of argument make one sentence, if it stays short.
        var reasons = [says(fact)]
        var inner = conclusion
        while uses[inner.id] == 1, case .conclusion(let one, let two) = inner.kind {
            let (first, second) = (made[one]!, made[two]!)
            if first.isFact == second.isFact { break }
            let (deeper, other) = first.isFact ? (second, first) : (first, second)
            let reason = says(other)
            if number(of: deeper) != nil || (!reasons.contains(reason) && reasons.count > 1) { break }
            if !reasons.contains(reason) { reasons.insert(reason, at: 0) }
            inner = deeper
        }
        write(inner)
        conclude("And because \(reasons.joined(separator: " and "))", node)
    }

    private func says(_ node: Node) -> String {
        if case .fact(let cause) = node.kind { return facts.sentence(cause, node.terms) }
        let text = facts.conclusion(node.terms)
        return numbers[node.id].map { "\(text) (\($0))" } ?? text
    }

    private mutating func conclude(_ reasons: String, _ node: Node) {
        let text = facts.conclusion(node.terms)
        said[text] = lines.count
        lines.append("\(reasons), we can conclude that \(text).")
        if uses[node.id, default: 0] > 1 { number(node) }
    }

    /// The number by which a conclusion is referred to, if some line has said it.
    private mutating func number(of node: Node) -> Int? {
        if let number = numbers[node.id] { return number }
        guard let line = said[facts.conclusion(node.terms)] else { return nil }
        number(node, line)
        return numbers[node.id]
    }

    /// Gives the line just written a number, by which later lines refer to it.
    private mutating func number(_ node: Node) {
        if numbers[node.id] == nil, !lines.isEmpty { number(node, lines.count - 1) }
    }

    private mutating func number(_ node: Node, _ line: Int) {
        if let known = lineNumbers[line] {
            numbers[node.id] = known
            return
        }
        let number = lineNumbers.count + 1
        lineNumbers[line] = number
        numbers[node.id] = number
        lines[line] += " (\(number))"
    }
}
