/// What a marker means: the set of environments (and extras) in which it holds.
///
/// Equal when they mean the same, however they were written. `python_version` and `python_full_version`
/// are one variable, on which a pre-release counts as its release; everywhere else the meaning is that of
/// `Marker.evaluate`. Questions (`isFalse`, `isDisjoint`, `implies`) know that some values never come
/// together, such as `os_name == 'nt'` and `sys_platform == 'linux'`, and what variant markers say about each
/// other: a wheel with a property has its feature and its namespace, and then neither an empty label nor `null`. That
/// is so for each scope by itself: the variant of one package tells nothing about that of another.
package struct MarkerSet: Hashable, Sendable {
    private let id: MarkerDiagram.ID

    private init(id: MarkerDiagram.ID) { self.id = id }

    package static let always = MarkerSet(id: MarkerDiagram.always)
    package static let never = MarkerSet(id: MarkerDiagram.never)

    package init(_ marker: Marker) {
        id = MarkerDiagram.with { $0.id(of: marker) }
    }

    /// True for nil: a requirement without a marker.
    package init(_ marker: Marker?) {
        self = marker.map { MarkerSet($0) } ?? .always
    }

    /// The environments whose Python is in `ranges`, as `Requires-Python` means it.
    package init(pythonVersions ranges: VersionRanges) {
        id = MarkerDiagram.with { $0.python(ranges) }
    }

    // MARK: Algebra

    package func and(_ other: MarkerSet) -> MarkerSet {
        if id == other.id { return self }
        return MarkerSet(id: MarkerDiagram.with { $0.and(id, other.id) })
    }

    package func or(_ other: MarkerSet) -> MarkerSet {
        if id == other.id { return self }
        return MarkerSet(id: MarkerDiagram.with { $0.or(id, other.id) })
    }

    package var not: MarkerSet { MarkerSet(id: MarkerDiagram.with { $0.not(id) }) }

    // MARK: Questions

    /// It holds in no environment that can exist.
    package var isFalse: Bool {
        if id == MarkerDiagram.never || id == MarkerDiagram.always { return id == MarkerDiagram.never }
        let possible = and(Self.possible).id
        return possible == MarkerDiagram.never
            || MarkerDiagram.with { $0.dependsOnVariants(possible) && $0.isImpossibleForVariants(possible) }
    }

    /// It holds everywhere, whatever the extras.
    package var isTrue: Bool { id == MarkerDiagram.always }

    package func isDisjoint(with other: MarkerSet) -> Bool { and(other).isFalse }

    /// Wherever this holds, `other` holds too.
    package func implies(_ other: MarkerSet) -> Bool { id == other.id || and(other.not).isFalse }

    /// Whether it asks for a variant, or for the label of a variant index.
    package var mentionsVariants: Bool {
        MarkerDiagram.with { diagram in
            diagram.variables(of: id).contains { variable in
                variable == .label(in: nil) || diagram.labelScopes[variable] != nil
                    || diagram.variantTerm(variable) != nil
            }
        }
    }

    /// What a marker asks about that resolutions may lose interest in.
    package enum Subject: Hashable, Sendable {
        case variable(MarkerVariable)
        /// `'demo:cpu' in extras`, `'demo:dev' in dependency_groups`
        case member(MarkerTerm)
        /// `variant_label`
        case label(MarkerScope?)
        /// Another condition on a variant: `'nvidia' in variant_namespaces`
        case variant(MarkerScope?)
        case other
    }

    package var subjects: Set<Subject> {
        MarkerDiagram.with { diagram in Set(diagram.variables(of: id).map(diagram.subject)) }
    }

    /// Holds wherever this holds, whatever the subjects are.
    package func forgetting(_ isForgotten: (Subject) -> Bool) -> MarkerSet {
        MarkerSet(
            id: MarkerDiagram.with { diagram in
                var known: [MarkerDiagram.ID: MarkerDiagram.ID] = [:]
                return diagram.forgetting(id, &known, isForgotten)
            })
    }

    /// The same said by a wheel of the package: what asks for its variant by its name asks without.
    package func unqualified(in scope: MarkerScope) -> MarkerSet {
        guard mentionsVariants else { return self }
        return MarkerSet(marker.map { $0.unqualified(in: scope) })
    }

    /// Whether it holds in one environment.
    package func evaluate(
        _ environment: MarkerEnvironment, extras: Set<ExtraName> = [], groups: Set<ExtraName> = [],
        variant: VariantValues = .ordinary, variants: (MarkerScope) -> VariantValues = { _ in .ordinary }
    ) -> Bool {
        MarkerDiagram.with {
            $0.evaluate(
                id, environment, extras: extras, groups: groups, variant: variant, variants: variants)
        }
    }

    /// The Pythons under which it can hold; nil when it does not depend on Python.
    package func pythonRequirement() -> VersionRanges? {
        if id == MarkerDiagram.never { return .empty }
        return MarkerDiagram.with { diagram in
            guard diagram.variable(id) == .python,
                case .ordered(let places, let children) = diagram.node(id).edges
            else { return nil }
            var all: [VersionRanges] = []
            for (i, child) in children.enumerated() where child != MarkerDiagram.never {
                let lower = i > 0 ? PythonLine.bound(places[i - 1]) : nil
                // `<3.13` excludes the pre-releases of 3.13.
                let upper = i < places.count ? PythonLine.bound(places[i]).with(dev: 0) : nil
                switch (lower, upper) {
                case (nil, nil): all.append(.full)
                case (nil, let upper?): all.append(.before(upper))
                case (let lower?, nil): all.append(.from(lower))
                case (let lower?, let upper?): all.append(.between(lower, upper))
                }
            }
            // Neighbours meet at a release and the place of its first pre-release.
            return VersionRanges.union(of: all).closingGapsBeforeReleases()
        }
    }

    // MARK: Extras

    /// Holds wherever this holds with some choice of extras.
    package var withoutExtras: MarkerSet {
        rewritten { diagram, _, children in diagram.or(children.yes, children.no) }
    }

    /// What remains when exactly these extras are asked for.
    package func assuming(extras: Set<ExtraName>) -> MarkerSet {
        rewritten { _, name, children in name.map(extras.contains) ?? false ? children.yes : children.no }
    }

    /// What remains when one extra is asked for, or is known not to be; others stay open.
    package func assuming(extra: ExtraName, isActive: Bool) -> MarkerSet {
        rewritten { _, name, children in name == extra ? (isActive ? children.yes : children.no) : nil }
    }

    private func rewritten(
        _ replace: (inout MarkerDiagram, ExtraName?, (yes: MarkerDiagram.ID, no: MarkerDiagram.ID)) ->
            MarkerDiagram.ID?
    ) -> MarkerSet {
        let result = MarkerDiagram.with { diagram in
            var known: [MarkerDiagram.ID: MarkerDiagram.ID] = [:]
            return diagram.rewritten(id, &known) { diagram, node, children in
                guard node.variable.rank == .extra, case .term(let term)? = diagram.conditions[node.variable]
                else { return nil }
                return replace(&diagram, term.extra, children)
            }
        }
        return MarkerSet(id: result)
    }

    // MARK: Simplification

    /// A set that holds in the same environments as this among those of `context`, and whose text is
    /// shorter if one can be found. `always` when `context` implies it, `never` when both are disjoint.
    package func simplified(under context: MarkerSet) -> MarkerSet {
        if isDisjoint(with: context) { return .never }
        if context.implies(self) { return .always }
        return MarkerSet(id: MarkerDiagram.with { $0.shortest(id, under: context.id) })
    }

    /// As a marker, with as few terms as can be found; nil when it is `always`. `never` is written as
    /// a condition on Python that cannot hold.
    package var marker: Marker? {
        if id == MarkerDiagram.always { return nil }
        return MarkerDiagram.with { $0.marker(of: id) }
    }

    /// The marker's text, empty for `always`.
    package var text: String { marker?.description ?? "" }

    /// The environments that can exist, as far as pairs of well-known values tell.
    private static let possible: MarkerSet = {
        var all = MarkerSet.always
        func exclude(_ a: MarkerVariable, _ x: String, _ b: MarkerVariable, _ values: [String]) {
            for y in values {
                let pair = Marker.and([
                    .term(MarkerTerm(.variable(a), .equal, x)), .term(MarkerTerm(.variable(b), .equal, y)),
                ])
                all = all.and(MarkerSet(pair).not)
            }
        }
        let unix = ["linux", "darwin", "cygwin", "aix", "emscripten", "wasi", "ios", "android"]
        exclude(.osName, "nt", .sysPlatform, unix)
        exclude(.osName, "posix", .sysPlatform, ["win32"])
        exclude(.osName, "nt", .platformSystem, ["Linux", "Darwin"])
        exclude(.osName, "posix", .platformSystem, ["Windows"])
        exclude(.platformSystem, "Windows", .sysPlatform, unix)
        exclude(
            .platformSystem, "Linux", .sysPlatform,
            ["win32", "darwin", "cygwin", "aix", "emscripten", "wasi", "ios"])
        exclude(
            .platformSystem, "Darwin", .sysPlatform,
            ["win32", "linux", "cygwin", "aix", "emscripten", "wasi", "android"])
        return all
    }()
}

extension MarkerSet: CustomStringConvertible {
    package var description: String { id == MarkerDiagram.always ? "always" : text }
}
