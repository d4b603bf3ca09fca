/// The facts of a derivation that is too long to be told step by step, those of a kind put together:
/// `all versions of a depend on c (25 different ranges, such as c==1.24)`.
struct ReportSummary {
    private let derivation: Derivation
    private let facts: ReportFacts

    init(_ derivation: Derivation) {
        self.derivation = derivation
        facts = ReportFacts(derivation)
    }

    private struct Pair: Hashable {
        var dependent: PackageID
        var dependency: PackageID
    }
    private struct Group {
        var versions = VersionRanges.empty
        var allowed: [VersionSetID] = []
    }

    func text(steps: Int) -> String {
        var order: [Pair] = []
        var groups: [Pair: Group] = [:]
        var others: [String] = []
        var required: [String] = []
        for leaf in derivation.leaves {
            switch leaf {
            case .dependency(.root, _, _, _):
                let text = facts.sentence(leaf, [])
                if !required.contains(text) { required.append(text) }
            case .dependency(_, _, let dependency, _) where facts.names.isBuild(dependency): continue
            case .dependency(let dependent, let versions, let dependency, let allowed):
                let pair = Pair(dependent: dependent, dependency: dependency)
                if groups[pair] == nil { order.append(pair) }
                var group = groups[pair] ?? Group()
                group.versions = group.versions.union(derivation.sets[versions])
                if !group.allowed.contains(allowed) { group.allowed.append(allowed) }
                groups[pair] = group
            case .noVersions(let package, let set):
                // Gaps between versions tell nothing here.
                if facts.names.runs(package, derivation.sets[set])?.isEmpty ?? false { continue }
                others.append(facts.sentence(leaf, []))
            case .unavailable, .restriction, .binding: others.append(facts.sentence(leaf, []))
            case .root, .sameVersion, .derived: continue
            }
        }
        let sentences = order.map { sentence($0, groups[$0]!) } + Self.shortened(others) + required
        return "Because these do not fit together in any combination of versions:\n"
            + sentences.map { "  \($0)" }.joined(separator: "\n")
            + "\nwe can conclude, in \(steps) steps, that your requirements are unsatisfiable."
    }

    private func sentence(_ pair: Pair, _ group: Group) -> String {
        let subject = facts.names.subject(pair.dependent, group.versions)
        let object = facts.names.object(pair.dependency, derivation.sets[group.allowed[0]])
        let verb = subject.verb("depends", "depend")
        if group.allowed.count == 1 { return "\(subject.text) \(verb) on \(object)" }
        let name = facts.names.name(pair.dependency)
        return
            "\(subject.text) \(verb) on \(name) (\(group.allowed.count) different ranges, such as \(object))"
    }

    private static func shortened(_ sentences: [String]) -> [String] {
        let most = 8
        if sentences.count <= most { return sentences }
        return sentences.prefix(most) + ["and \(sentences.count - most) more facts of this kind"]
    }
}
