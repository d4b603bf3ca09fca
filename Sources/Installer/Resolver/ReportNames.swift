/// Puts packages and sets of versions into words: `all versions of flask`, `flask>=2,<3`, `flask==2.0 and
/// flask==2.1`.
struct ReportNames {
    let derivation: Derivation

    /// A phrase that can be the subject of a sentence.
    struct Subject {
        var text: String
        var isPlural: Bool

        func verb(_ singular: String, _ plural: String) -> String { isPlural ? plural : singular }
    }

    func name(_ package: PackageID) -> String {
        guard let node = derivation.nodes[package] else { return "your requirements" }
        return node.extra.map { "\(node.name.text)[\($0.text)]" } ?? node.name.text
    }

    /// Whether it stands for the choice among files that are bound to versions of other packages.
    func isBuild(_ package: PackageID) -> Bool { derivation.nodes[package]?.isBuild ?? false }

    func list(_ package: PackageID) -> CandidateList? {
        derivation.nodes[package].flatMap { $0.isBuild ? nil : derivation.lists[$0.name] }
    }

    /// The published versions in the set, as few ranges of their numbers.
    func runs(_ package: PackageID, _ set: VersionRanges) -> [Range<Int>]? {
        guard let list = list(package), list.count > 0 else { return nil }
        var runs: [Range<Int>] = []
        for range in list.indices(in: set) {
            if let last = runs.last, last.upperBound == range.lowerBound {
                runs[runs.count - 1] = last.lowerBound..<range.upperBound
            } else {
                runs.append(range)
            }
        }
        return runs
    }

    /// Versions that something is said about.
    func subject(_ package: PackageID, _ set: VersionRanges) -> Subject {
        if isBuild(package) { return builds(package, set) }
        let name = name(package)
        if package == .root { return Subject(text: "you", isPlural: true) }
        if let version = set.singleVersion { return Subject(text: "\(name)==\(version)", isPlural: false) }
        guard let runs = runs(package, set), !runs.isEmpty, let list = list(package) else {
            return set.isFull
                ? Subject(text: "all versions of \(name)", isPlural: true)
                : Subject(text: text(name, set), isPlural: false)
        }
        if runs == [0..<list.count] {
            // With one version known, naming it says more.
            return list.count == 1
                ? Subject(text: "\(name)==\(list.version(0))", isPlural: false)
                : Subject(text: "all versions of \(name)", isPlural: true)
        }
        let phrases = runs.map { phrase(name, $0, list) }
        return Subject(text: Self.enumeration(phrases, "and"), isPlural: phrases.count > 1)
    }

    /// `the variants t27 and t28 of torchvision==0.23`
    private func builds(_ package: PackageID, _ set: VersionRanges) -> Subject {
        guard let node = derivation.nodes[package], let list = derivation.lists[node.name] else {
            return Subject(text: "the variants of \(name(package))", isPlural: true)
        }
        var phrases: [(text: String, isPlural: Bool)] = []
        for index in list.boundReleases {
            guard let alternatives = list.release(index).boundAlternatives else { continue }
            let named = alternatives.indices.filter {
                !ResolverDriver.buildSpan(index, $0, of: alternatives.count).isDisjoint(with: set)
            }.map { alternatives[$0] }
            if named.isEmpty { continue }
            let pin = "\(name(package))==\(list.version(index))"
            let labels = named.compactMap { $0.match?.label.text }
            var parts: [String] = []
            if named.count == alternatives.count && labels.count > 1 {
                parts.append("the variants of \(pin)")
            } else if !labels.isEmpty {
                let word = labels.count == 1 ? "variant" : "variants"
                parts.append("the \(word) \(Self.enumeration(labels, "and")) of \(pin)")
            }
            if let other = named.first(where: { $0.match == nil }),
                named.count < alternatives.count || labels.count < 2
            {
                let kind = other.file.isWheel ? "ordinary wheel" : "source distribution"
                parts.append("the \(kind) of \(pin)")
            }
            phrases += parts.map { ($0, named.count > 1) }
        }
        return Subject(
            text: phrases.isEmpty
                ? "the variants of \(name(package))" : Self.enumeration(phrases.map(\.text), "and"),
            isPlural: phrases.isEmpty || phrases.count > 1 || phrases[0].isPlural)
    }

    func phrase(_ name: String, _ run: Range<Int>, _ list: CandidateList) -> String {
        let first = list.version(run.lowerBound)
        let last = list.version(run.upperBound - 1)
        if run.count == 1 { return "\(name)==\(first)" }
        if run.lowerBound == 0 { return "\(name)<=\(last)" }
        if run.upperBound == list.count { return "\(name)>=\(first)" }
        return "\(name)>=\(first),<=\(last)"
    }

    /// What is required, as it was written.
    func object(_ package: PackageID, _ set: VersionRanges) -> String {
        isBuild(package) ? "one of \(builds(package, set).text)" : text(name(package), set)
    }

    private func text(_ name: String, _ set: VersionRanges) -> String {
        if set.isFull { return name }
        if set.isEmpty { return "\(name) in no version" }
        if let version = set.singleVersion { return "\(name)==\(version)" }
        if set.places.count > 24 { return "\(name) within \(set.places.count / 2) ranges of versions" }
        let alternatives = Self.split(set.description).map { name + $0 }
        return alternatives.count == 1 ? alternatives[0] : "one of " + Self.enumeration(alternatives, "or")
    }

    /// `>=1, <2 | >=3` as its alternatives, without blanks.
    private static func split(_ description: String) -> [String] {
        description.split(separator: "|").map { part in part.filter { $0 != " " } }
    }

    static func enumeration(_ items: [String], _ word: String) -> String {
        let most = 8
        var items = items
        if items.count > most {
            let left = items.count - most + 1
            items = Array(items.prefix(most - 1)) + ["\(left) more"]
        }
        switch items.count {
        case 0: return ""
        case 1: return items[0]
        case 2: return "\(items[0]) \(word) \(items[1])"
        default: return items.dropLast().joined(separator: ", ") + ", \(word) \(items.last!)"
        }
    }
}
