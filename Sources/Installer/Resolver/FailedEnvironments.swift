/// The environments that have no solution, in words: where they are, and with which extras and groups.
struct FailedEnvironments {
    private let environments: MarkerSet
    /// `python_version >= '3.13'`; nil: everywhere.
    private var place: String?
    /// ``the extra `demo[cpu]` ``
    private var lists: [String] = []

    init(_ environments: MarkerSet) {
        self.environments = environments
        let terms: [Marker]
        switch environments.marker {
        case .and(let parts): terms = parts
        case let marker?: terms = [marker]
        case nil: terms = []
        }
        var others: [Marker] = []
        for term in terms {
            if let list = Self.list(term) { lists.append(list) } else { others.append(term) }
        }
        place =
            others.isEmpty ? nil : (others.count == 1 ? others[0] : Marker.and(others)).description
    }

    private static func list(_ marker: Marker) -> String? {
        guard case .term(let term) = marker, term.op == .within else { return nil }
        let parts = term.value.split(separator: ":", maxSplits: 1)
        switch (term.subject, parts.count) {
        case (.extras, 1): return "the member `\(term.value)`"
        case (.extras, 2): return "the extra `\(parts[0])[\(parts[1])]`"
        case (.dependencyGroups, 2): return "the group `\(parts[0]):\(parts[1])`"
        default: return nil
        }
    }

    var text: String {
        let place = place.map { ["environments with `\($0)`"] } ?? []
        let all = place + (lists.isEmpty ? [] : [lists.joined(separator: " and ")])
        return all.joined(separator: " and ")
    }

    /// What may be said against environments that nobody has.
    var hint: String? {
        let variables = environments.subjects.compactMap { subject -> MarkerVariable? in
            if case .variable(let variable) = subject { variable } else { nil }
        }
        if variables.isEmpty { return nil }
        let isPython = variables.allSatisfy { $0 == .pythonVersion || $0 == .pythonFullVersion }
        return "Other environments have a solution; if the project is not meant for these, say so with "
            + (isPython ? "`requires-python`" : "`environments` in `[tool.swuv]`")
    }
}
