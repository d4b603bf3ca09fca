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
    /// Which of the request's requirements it is, or takes the place of.
    var root: Int?
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

    /// - Parameters:
    ///   - extra: the extra under which the requirement is looked at; with one, requirements that count without
    ///     it do not count again.
    ///   - variant: of the wheel that the requirement was read from (V-133); nil leaves conditions on variants
    ///     open, for the wheel of `owner` that will be chosen where it is installed (V-136).
    func condition(
        of marker: Marker?, extra: ExtraName?, variant: VariantValues? = .ordinary, owner: PackageName? = nil,
        memo: MarkerMemo
    ) -> Condition {
        guard let marker else { return extra == nil ? .always : .never }
        let extras: Set<ExtraName> = extra.map { [$0] } ?? []
        switch self {
        case .environment(let environment):
            let variant = variant ?? .ordinary
            if extra != nil && marker.evaluate(environment, variant: variant) { return .never }
            return marker.evaluate(environment, extras: extras, variant: variant) ? .always : .never
        case .universal(let scope):
            let under = memo.set(marker, extra: extra, variant: variant, owner: owner)
            if extra != nil && under == memo.set(marker, extra: nil, variant: variant, owner: owner) {
                return .never
            }
            return scope.condition(under)
        }
    }

    /// The condition under which a requirement of the user counts.
    func condition(of root: RootRequirement, memo: MarkerMemo) -> Condition {
        let own = condition(of: root.requirement.marker, extra: nil, memo: memo)
        guard let further = root.condition else { return own }
        switch (self, own) {
        case (_, .never): return .never
        case (.environment(let environment), _): return further.evaluate(environment) ? own : .never
        case (.universal(let scope), .always): return scope.condition(further)
        case (.universal(let scope), .sometimes(let marker)): return scope.condition(marker.and(further))
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

    func condition(_ marker: MarkerSet) -> ResolutionScope.Condition {
        if marker.isDisjoint(with: environments) { return .never }
        return environments.implies(marker) ? .always : .sometimes(marker)
    }
}

/// Markers as sets, each made once: the same few markers stand in the metadata of hundreds of releases.
final class MarkerMemo {
    private struct Key: Hashable {
        var marker: Marker
        var extra: ExtraName?
        /// Whose variants stay open.
        var owner: PackageName?
    }
    private var sets: [Key: MarkerSet] = [:]

    func set(
        _ marker: Marker, extra: ExtraName?, variant: VariantValues?, owner: PackageName?
    ) -> MarkerSet {
        // Of the known ones only those of ordinary files come again and again.
        if let variant, variant != .ordinary { return Self.make(marker, extra, variant, owner) }
        let key = Key(marker: marker, extra: extra, owner: variant == nil ? owner : nil)
        if let known = sets[key] { return known }
        let set = Self.make(marker, extra, variant, owner)
        sets[key] = set
        return set
    }

    private static func make(
        _ marker: Marker, _ extra: ExtraName?, _ variant: VariantValues?, _ owner: PackageName?
    ) -> MarkerSet {
        switch marker.deciding(extras: extra.map { [$0] } ?? [], variant: variant) {
        case .always: .always
        case .never: .never
        case .depends(let rest): MarkerSet(owner.map { rest.qualified(by: .package($0)) } ?? rest)
        }
    }
}

extension Marker {
    /// What is left of a marker when the extras are known.
    enum Decided {
        case always, never
        case depends(Marker)
    }

    /// Replaces all terms about extras and groups by what they are, and those about variants unless `variant` is
    /// nil.
    func deciding(extras: Set<ExtraName>, variant: VariantValues?) -> Decided {
        switch self {
        case .term(let term):
            if case .variable = term.subject { return .depends(self) }
            if variant == nil && term.subject.isVariant { return .depends(self) }
            // The environment does not matter to such a term.
            return evaluate(.nowhere, extras: extras, variant: variant ?? .ordinary) ? .always : .never
        case .and(let parts):
            var rest: [Marker] = []
            for part in parts {
                switch part.deciding(extras: extras, variant: variant) {
                case .never: return .never
                case .always: continue
                case .depends(let marker): rest.append(marker)
                }
            }
            return rest.isEmpty ? .always : .depends(rest.count == 1 ? rest[0] : .and(rest))
        case .or(let parts):
            var rest: [Marker] = []
            for part in parts {
                switch part.deciding(extras: extras, variant: variant) {
                case .always: return .always
                case .never: continue
                case .depends(let marker): rest.append(marker)
                }
            }
            return rest.isEmpty ? .never : .depends(rest.count == 1 ? rest[0] : .or(rest))
        }
    }
}

extension MarkerTerm {
    /// About the variant of a package, not about the label of a variant index or what of a release fits a host.
    fileprivate var isAboutWheel: Bool {
        guard subject.isVariant else { return false }
        switch scope {
        case .index, .release: return false
        case .package, nil: return true
        }
    }
}

extension Marker {
    /// What it says of environments whatever the variants are; nil when that is nothing.
    fileprivate var withoutVariants: Marker? {
        switch self {
        case .term(let term): return term.isAboutWheel ? nil : self
        case .and(let parts):
            let rest = parts.compactMap(\.withoutVariants)
            return rest.count > 1 ? .and(rest) : rest.first
        case .or(let parts):
            let rest = parts.compactMap(\.withoutVariants)
            return rest.count < parts.count ? nil : .or(rest)
        }
    }
}

extension MarkerSet {
    /// Holds wherever this holds with some variant: conditions on variants have no place in where a package
    /// is needed (V-134).
    var withoutVariants: MarkerSet {
        guard mentionsVariants, let marker, marker.terms.contains(where: \.isAboutWheel) else { return self }
        return MarkerSet(marker.withoutVariants)
    }
}

extension MarkerEnvironment {
    static let nowhere = MarkerEnvironment(
        osName: "", sysPlatform: "", platformMachine: "", platformPythonImplementation: "",
        platformRelease: "", platformSystem: "", platformVersion: "", pythonVersion: "0",
        pythonFullVersion: "0", implementationName: "", implementationVersion: "0")
}
