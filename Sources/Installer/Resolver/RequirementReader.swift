/// Turns requirements, of the user and of metadata, into edges: applies overrides, drops what does not
/// hold in the scope, joins direct references with the archives known for them.
struct RequirementReader {
    var overrides: [PackageName: [RootRequirement]]
    /// What the user's requirements (and archives they name) give by URL.
    var urls: [PackageName: String]
    let memo = MarkerMemo()

    init(overrides: [RootRequirement], urls: [PackageName: String] = [:]) {
        self.overrides = Dictionary(grouping: overrides, by: \.requirement.name)
        self.urls = urls
    }

    func rootEdges(_ requirements: [RootRequirement], in scope: ResolutionScope) -> [RequirementEdge] {
        var edges: [RequirementEdge] = []
        for (number, root) in requirements.enumerated() {
            let first = edges.count
            append(
                root.requirement, scope.condition(of: root, memo: memo), isRoot: true, origin: root.origin,
                scope, to: &edges)
            for place in first..<edges.count { edges[place].root = number }
        }
        return edges
    }

    /// What a candidate requires; with `extra`, what that extra of it requires in addition.
    /// - Parameter variant: of the wheel; nil leaves conditions on variants open.
    func edges(
        of metadata: CoreMetadata, extra: ExtraName?, variant: VariantValues?, in scope: ResolutionScope
    ) -> [RequirementEdge] {
        var edges: [RequirementEdge] = []
        for requirement in metadata.requirements {
            let condition = scope.condition(
                of: requirement.marker, extra: extra, variant: variant, owner: metadata.name, memo: memo)
            append(requirement, condition, origin: nil, scope, to: &edges)
        }
        return edges
    }

    private func append(
        _ requirement: Requirement, _ outer: ResolutionScope.Condition, isRoot: Bool = false, origin: String?,
        _ scope: ResolutionScope, to edges: inout [RequirementEdge]
    ) {
        if case .never = outer { return }
        guard let replacements = overrides[requirement.name] else {
            edges.append(edge(requirement, outer, origin, isRoot))
            return
        }
        for replacement in replacements {
            let inner = scope.condition(of: replacement, memo: memo)
            guard let both = Self.both(outer, inner) else { continue }
            var edge = edge(replacement.requirement, both, replacement.origin, isRoot)
            edge.extras = Array(Set(edge.extras + requirement.extras)).sorted()
            edge.isOverride = true
            edges.append(edge)
        }
    }

    private static func both(
        _ outer: ResolutionScope.Condition, _ inner: ResolutionScope.Condition
    ) -> ResolutionScope.Condition? {
        switch (outer, inner) {
        case (.never, _), (_, .never): return nil
        case (.always, let other), (let other, .always): return other
        case (.sometimes(let one), .sometimes(let two)):
            let both = one.and(two)
            return both.isFalse ? nil : .sometimes(both)
        }
    }

    private func edge(
        _ requirement: Requirement, _ condition: ResolutionScope.Condition, _ origin: String?, _ isRoot: Bool
    ) -> RequirementEdge {
        var marker: MarkerSet?
        if case .sometimes(let set) = condition { marker = set }
        var text = ""
        if isRoot {
            var bare = requirement
            bare.marker = nil
            text = bare.description
        }
        return RequirementEdge(
            name: requirement.name, extras: requirement.extras, allowed: requirement.specifiers.ranges,
            url: requirement.url, marker: marker,
            text: text, origin: origin)
    }
}
