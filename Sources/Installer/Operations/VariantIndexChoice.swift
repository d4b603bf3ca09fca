internal import Synchronization
internal import VariantProviders

/// Chooses among the labels of variant indexes for one environment: what `install`, `compile` and `explain` do
/// outside of projects. Asked by the resolver when it meets a package of a map.
final class VariantIndexChoice: Sendable {
    private let host: VariantHost
    private let settings: IndexSettings
    private let source: any DistributionSource
    /// Without a second try: whether the indexes of a map can be reached at all.
    private let probe: LabelPages
    private let markers: MarkerEnvironment
    private let precedence: VariantIndexPrecedence
    private let reporter: any Reporter
    private let mappedNames: @Sendable () -> MappedNames
    private let chosen = Mutex<[String: VariantIndexRanking]>([:])
    /// The labels whose requirements are rewritten, by the URL of their index; of the maps that were met.
    private let met = Mutex<[String: VariantIndex.Variant]>([:])

    /// - Parameters:
    ///   - rules: of the target and the request.
    ///   - roots: the user's requirements; those of this environment count.
    init(
        host: VariantHost, access: IndexAccess, source: any DistributionSource, target: TargetEnvironment,
        rules: ReleaseJudgement.Rules, roots: [RootRequirement], in session: Session
    ) {
        self.host = host
        self.source = source
        settings = access.index
        markers = target.markers
        reporter = session.reporter
        mappedNames = session.providers.mappedNames
        var network = access.network
        network.retries = 0
        probe = LabelPages(
            source: IndexClient(
                settings: access.index, network: network, cache: session.cache, pool: session.pool,
                reporter: session.reporter, credentials: access.credentials), rules: rules)
        precedence = VariantIndexPrecedence(
            settings: access.index, source: source,
            roots: roots.filter { $0.requirement.marker?.evaluate(target.markers) ?? true })
    }

    /// Has the resolution ask here.
    func serve(_ request: inout ResolutionRequest) {
        request.mappedNames = { self.host.preferences.takesNone ? .none : self.mappedNames() }
        request.variantIndexes = { try self.maps() }
        request.chosenLabels = { try self.labels(of: $0) }
    }

    /// The maps in force.
    func maps() throws -> [VariantIndex] {
        let reporter = reporter
        return settings.inForce(try host.variantIndexes()) { why in reporter.trace(1) { why } }
    }

    /// The labels that fit the environment and the host, best first; none: the ordinary indexes are used.
    func labels(of map: VariantIndex) throws -> [VariantLabel] {
        let lead = precedence.lead(of: map)
        if let reason = precedence.ordinaryReason(map) {
            reporter.trace(1) { "the variant index `\(map.name)` is not in force: \(reason)" }
            return []
        }
        let ranking = try rank(map)
        chosen.withLock { $0[map.name] = ranking }
        met.withLock { met in
            for variant in map.variants where !variant.rewrites.isEmpty { met[variant.url] = variant }
        }
        let fits = ranking.fits.map { (fit: $0, variant: Self.variant(of: $0, map)) }
        guard !fits.isEmpty else {
            try requireWanted(map, ranking)
            return []
        }
        guard let lead else { return fits.map(\.variant.option.label) }
        return try ordered(fits, lead, map)
    }

    /// Each label as a whole: one whose wheels were not all made for this host does not fit it.
    func rank(_ map: VariantIndex) throws -> VariantIndexRanking {
        try host.rank(
            map.variants.flatMap { variant in
                let parts = variant.parts(in: markers)
                return parts.isEmpty ? [variant.option] : [parts[parts.count - 1].option]
            }, namespaces: map.namespaces, packages: map.packages, environment: markers)
    }

    private static func variant(of fit: VariantIndexRanking.Fit, _ map: VariantIndex) -> VariantIndex.Variant
    {
        map.variants[fit.place]
    }

    private func requireWanted(_ map: VariantIndex, _ ranking: VariantIndexRanking) throws {
        guard let name = map.packages.filter({ host.preferences.labels[$0] != nil }).min(),
            let label = host.preferences.labels[name]
        else { return }
        let labels = map.variants.map(\.option.label)
        guard let misfit = ranking.rejected.first(where: { $0.option.label == label }) else {
            throw Diagnostic(
                "the variant index `\(map.name)` has no label `\(label)`",
                hints: ["It has \(labels.map { "`\($0)`" }.joined(separator: ", "))"])
        }
        throw Diagnostic(
            "the build `\(label)` of `\(name)` does not fit this host",
            causes: ["it \(misfit.rejection.reason.text)"],
            hints: ["`swuv variants explain \(name)` tells about every build"])
    }

    // MARK: Order

    private typealias Fitting = (fit: VariantIndexRanking.Fit, variant: VariantIndex.Variant)

    /// Among labels that weigh the same the one with the newest release comes first; the others as they are.
    private func ordered(
        _ fits: [Fitting], _ lead: (name: PackageName, specifiers: VersionSpecifiers), _ map: VariantIndex
    ) throws -> [VariantLabel] {
        // Labels whose versions cannot meet the requirement are not asked.
        let able = fits.filter { fitting in
            !(fitting.variant.versions[lead.name] ?? .any).ranges.intersection(lead.specifiers.ranges).isEmpty
        }
        if able.isEmpty { return fits.map(\.variant.option.label) }
        var labels: [VariantLabel] = []
        var rest = able[...]
        var isKnown = false
        var isReached = false
        while let first = rest.first {
            let tier = rest.prefix { $0.fit.tier == first.fit.tier }
            rest = rest.dropFirst(tier.count)
            let answers = probe.answers(lead.name, tier.map(\.variant))
            if !isReached, case .unreachable(let diagnostic)? = answers.first(where: \.isUnreachable),
                answers.allSatisfy(\.isUnreachable)
            {
                reporter.warning(
                    diagnostic.wrapped(
                        in:
                            "the indexes of `\(map.name)` cannot be reached; `\(lead.name)` comes from the ordinary ones"
                    ))
                return []
            }
            isReached = true
            isKnown = isKnown || answers.contains(where: \.mayHaveReleases)
            let releases = zip(tier, answers).map { fitting, answer -> LabelPages.Release? in
                guard case .page(let page) = answer else { return nil }
                return probe.newest(of: page, lead.specifiers, fitting.variant)
            }
            let order = tier.indices.sorted { a, b in
                let x = releases[a - tier.startIndex]?.version.withoutLocal
                let y = releases[b - tier.startIndex]?.version.withoutLocal
                return x == y ? a < b : x.map { x in y.map { x > $0 } ?? true } ?? false
            }
            labels += order.map { able[$0].variant.option.label }
            if let best = releases.compactMap(\.self).max(by: { $0.version < $1.version }) {
                tellSkipped(lead, best.version, able[order[0]].variant, fits)
                return labels + rest.map(\.variant.option.label)
            }
        }
        if !isKnown {
            reporter.trace(1) { "no index of `\(map.name)` has `\(lead.name)`" }
            return []
        }
        return labels + rest.map(\.variant.option.label)
    }

    /// One line when the accelerator of this host gets nothing of the release that machines without one get.
    private func tellSkipped(
        _ lead: (name: PackageName, specifiers: VersionSpecifiers), _ version: Version,
        _ variant: VariantIndex.Variant, _ fits: [Fitting]
    ) {
        guard precedence.wanted[lead.name] != nil,
            let plain = fits.first(where: { $0.variant.isPlain })?.variant
        else {
            return
        }
        let hint = "(`swuv variants explain \(lead.name)`)"
        let version = version.withoutLocal
        if variant.isPlain {
            guard fits[0].fit.option.label != variant.option.label else { return }
            reporter.note(
                "\(lead.name) \(version) has no build for the accelerator of this host, so \(variant.option.label) is taken \(hint)"
            )
            return
        }
        guard case .page(let page)? = probe.answers(lead.name, [plain]).first,
            let newer = probe.newest(of: page, lead.specifiers, plain)?.version.withoutLocal, newer > version
        else { return }
        reporter.note(
            "\(lead.name) \(newer) has no build for the accelerator of this host; \(version) (\(variant.option.label)) is the newest that has \(hint)"
        )
    }

    // MARK: What came of it

    /// The source with requirements of the labels' wheels written anew for the host.
    func rewriting(_ source: any DistributionSource) -> any DistributionSource {
        guard !host.preferences.keepsRequirements else { return source }
        return RewritingSource(source: source) { index in
            guard let variant = self.met.withLock({ $0[index] }) else { return [] }
            return variant.rewrites.map { rewrite in
                RewritingSource.Rewrite(rewrite: rewrite) { try self.extras(of: rewrite, variant) }
            }
        }
    }

    private func extras(of rewrite: RequirementRewrite, _ variant: VariantIndex.Variant) throws -> [ExtraName]
    {
        variant.extras(of: rewrite, on: try host.supported(namespaces: [rewrite.namespace]).wait())
    }

    /// What to say of the requirements that were written anew, where what they ask for is added.
    func rewritings(_ resolution: Resolution, among added: Set<PackageName>) throws -> [String] {
        if resolution.labels.isEmpty || host.preferences.keepsRequirements { return [] }
        var lines: [String] = []
        for map in try maps() {
            guard let label = resolution.labels[map.name]?.first,
                let variant = map.variants.first(where: { $0.option.label == label })
            else { continue }
            for rewrite in variant.rewrites where added.contains(rewrite.package) {
                let extras = try extras(of: rewrite, variant)
                guard let package = resolution[rewrite.package], extras != [rewrite.extra],
                    extras.allSatisfy(package.extras.contains)
                else { continue }
                lines.append(NarrowedExtras(rewrite, kept: extras).text)
            }
        }
        return lines
    }

    /// In short, of each map that had a say: the package that stands for it among those that were added.
    func selections(_ resolution: Resolution, among added: Set<PackageName>) throws -> [VariantSummary] {
        if resolution.labels.isEmpty { return [] }
        return try maps().compactMap { map in
            guard let label = resolution.labels[map.name]?.first,
                let ranking = chosen.withLock({ $0[map.name] }),
                let fit = ranking.fits.first(where: { $0.option.label == label }),
                let lead = precedence.lead(of: map)?.name
            else { return nil }
            let names = added.intersection(map.packages)
            guard let name = names.contains(lead) ? lead : names.min(), let package = resolution[name] else {
                return nil
            }
            return VariantSummary(name, package.version, fit.match)
        }
    }
}

extension VariantIndex.Variant {
    /// It fits every host.
    fileprivate var isPlain: Bool { option.properties.isEmpty && builds.isEmpty }
}

extension LabelPages.Answer {
    fileprivate var isUnreachable: Bool {
        if case .unreachable = self { true } else { false }
    }

    /// It has a page, or nobody could tell.
    fileprivate var mayHaveReleases: Bool {
        if case .page(let page) = self { !page.isMissing || page.absence == .offline } else { true }
    }
}
