/// A requirement as it counts for the resolution: constraints and overrides applied, its condition
/// decided (one environment) or kept as a set (universal).
struct RequirementEdge: Hashable {
    var name: PackageName
    var extras: [ExtraName]
    var allowed: VersionRanges
    var url: String?
    /// nil: always.
    var marker: MarkerSet?
    /// A requirement of the user as it was written, without the marker; else empty.
    var text: String
    /// Where it was read, for requirements of the user.
    var origin: String?
    var isOverride = false
}

/// The environments a run of the solver is for, and how requirements' markers are decided in them.
enum ResolutionScope {
    case environment(MarkerEnvironment)
    /// All environments of the set; the set as a whole lies within `universe`.
    case universal(UniversalScope)

    /// Whether a requirement counts, and under which condition.
    enum Condition {
        case never, always
        case sometimes(MarkerSet)
    }

    /// - Parameter extra: the extra under which the requirement is looked at; with one, requirements
    ///   that count without it do not count again.
    func condition(of marker: Marker?, extra: ExtraName?, memo: MarkerMemo) -> Condition {
        guard let marker else { return extra == nil ? .always : .never }
        let extras: Set<ExtraName> = extra.map { [$0] } ?? []
        switch self {
        case .environment(let environment):
            if extra != nil && marker.evaluate(environment) { return .never }
            return marker.evaluate(environment, extras: extras) ? .always : .never
        case .universal(let scope):
            let under = memo.set(marker, extra: extra)
            if extra != nil && under == memo.set(marker, extra: nil) { return .never }
            let inScope = under.and(scope.environments)
            if inScope.isFalse { return .never }
            return scope.environments.implies(under) ? .always : .sometimes(under)
        }
    }
}

/// A fork of a universal resolution.
struct UniversalScope {
    var environments: MarkerSet
    /// The least Python of these environments.
    var lowestPython: Version?

    init(_ environments: MarkerSet) {
        self.environments = environments
        lowestPython = environments.pythonRequirement()?.lowestPlace
    }
}

/// Markers as sets, each made once: the same few markers stand in the metadata of hundreds of releases.
final class MarkerMemo {
    private struct Key: Hashable {
        var marker: Marker
        var extra: ExtraName?
    }
    private var sets: [Key: MarkerSet] = [:]

    func set(_ marker: Marker, extra: ExtraName?) -> MarkerSet {
        let key = Key(marker: marker, extra: extra)
        if let known = sets[key] { return known }
        let set: MarkerSet =
            switch marker.deciding(extras: extra.map { [$0] } ?? []) {
            case .always: .always
            case .never: .never
            case .depends(let rest): MarkerSet(rest)
            }
        sets[key] = set
        return set
    }
}

extension Marker {
    /// What is left of a marker when the extras are known.
    enum Decided {
        case always, never
        case depends(Marker)
    }

    /// Replaces all terms about extras, groups and variants by what they are.
    func deciding(extras: Set<ExtraName>) -> Decided {
        switch self {
        case .term(let term):
            if case .variable = term.subject { return .depends(self) }
            // The environment does not matter to such a term.
            return evaluate(.nowhere, extras: extras) ? .always : .never
        case .and(let parts):
            var rest: [Marker] = []
            for part in parts {
                switch part.deciding(extras: extras) {
                case .never: return .never
                case .always: continue
                case .depends(let marker): rest.append(marker)
                }
            }
            return rest.isEmpty ? .always : .depends(rest.count == 1 ? rest[0] : .and(rest))
        case .or(let parts):
            var rest: [Marker] = []
            for part in parts {
                switch part.deciding(extras: extras) {
                case .always: return .always
                case .never: continue
                case .depends(let marker): rest.append(marker)
                }
            }
            return rest.isEmpty ? .never : .depends(rest.count == 1 ? rest[0] : .or(rest))
        }
    }
}

extension MarkerEnvironment {
    fileprivate static let nowhere = MarkerEnvironment(
        osName: "", sysPlatform: "", platformMachine: "", platformPythonImplementation: "",
        platformRelease: "", platformSystem: "", platformVersion: "", pythonVersion: "0",
        pythonFullVersion: "0", implementationName: "", implementationVersion: "0")
}
