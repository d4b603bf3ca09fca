internal import VariantProviders

/// What `swuv variants explain` is asked.
package struct ExplainRequest: Sendable {
    /// `torch`, `torch>=2.8`, or a wheel: `./torch-2.8-…-cu128.whl`, a URL.
    package var requirement: String
    package var access: IndexAccess
    package var resolution: ResolutionOptions
    package var target: EnvironmentTarget
    package var pythonVersion: Version?
    package var pythonPlatform: TargetPlatform?
    package var variants: VariantRequest

    package init(
        requirement: String, access: IndexAccess, resolution: ResolutionOptions, target: EnvironmentTarget,
        pythonVersion: Version? = nil, pythonPlatform: TargetPlatform? = nil,
        variants: VariantRequest = VariantRequest()
    ) {
        self.requirement = requirement
        self.access = access
        self.resolution = resolution
        self.target = target
        self.pythonVersion = pythonVersion
        self.pythonPlatform = pythonPlatform
        self.variants = variants
    }
}

/// Says which file of the newest version that a requirement admits is taken, and why. When nothing of that fits,
/// also which older version is.
///
/// The requirement is looked at by itself: other requirements may still lead to another version. A wheel that is
/// named by its place is judged by its own metadata.
package func explainVariants(
    _ request: ExplainRequest, in session: Session
) throws -> VariantExplanation {
    let subject: RequirementSubject
    do {
        subject = try RequirementSubject(parsing: request.requirement, in: session.workingDirectory)
    } catch {
        throw error.diagnostic
    }
    let interpreter = try session.interpreter(for: request.target, preference: .any)
    let use = try session.useCache()
    defer { withExtendedLifetime(use) {} }
    let source = try session.distributions(request.access, for: interpreter, options: request.resolution)
    let wheel = try wheel(at: subject, source)
    let requirement = wheel.map { Requirement(name: $0.filename.name) } ?? subject.requirement!
    let target = TargetEnvironment(
        interpreter, pythonVersion: request.pythonVersion, platform: request.pythonPlatform)
    let host = try session.variantHost(
        request.variants, interpreter: interpreter, platform: request.pythonPlatform, tellsLeftOut: false)
    let rules = ReleaseJudgement.Rules(
        package: requirement.name, tags: target.tags,
        python: Version(target.markers.pythonFullVersion).map { Version(release: $0.release) }
            ?? interpreter.version,
        preferences: request.variants.preferences,
        versions: installedVersions(of: interpreter, request.target).merging(session.abiOverrides()) { $1 },
        options: request.resolution,
        isPinned: requirement.specifiers.pinned != nil)
    if let wheel {
        var search = ReleaseSearch(
            page: PackagePage(name: requirement.name, files: [wheel]), source: source, host: host,
            rules: rules, markers: target.markers, reporter: session.reporter)
        return try search.explain(requirement, request)
    }
    let labels = LabelExplanation(
        choice: VariantIndexChoice(
            host: host, access: request.access, source: source, target: target, rules: rules,
            roots: [RootRequirement(requirement)], in: session),
        pages: LabelPages(source: source, rules: rules), preferences: request.variants.preferences)
    if let explanation = try labels.explain(requirement, request) { return explanation }
    let page = try source.page(for: requirement.name).wait()
    guard !page.isMissing else {
        throw Diagnostic("`\(requirement.name)` has no release", causes: page.absence.map { [$0.text] } ?? [])
    }
    var search = ReleaseSearch(
        page: page, source: source, host: host, rules: rules, markers: target.markers,
        reporter: session.reporter)
    return try search.explain(requirement, request)
}

/// The wheel that is named by where it is; nil for a name.
private func wheel(at subject: RequirementSubject, _ source: BuildingSource) throws -> IndexFile? {
    let url: String
    switch subject {
    case .named(let requirement):
        guard let place = requirement.url else { return nil }
        url = place.hasPrefix("/") ? URLReference.file(Path(place)).text : place
    case .located(let located):
        switch located.location {
        case .path(let path): url = URLReference.file(path).text
        case .url(let text): url = text
        }
    }
    let shown = URLReference.redacted(url)
    guard (try? URLReference(parsing: url))?.lastComponent.hasSuffix(".whl") ?? false else {
        throw Diagnostic(
            "`\(shown)` is no wheel, so there is nothing to choose",
            hints: ["Name a package, and where its files are with `--index` or `--find-links`"],
            exitCode: .usage)
    }
    return try source.file(at: url, for: subject.requirement?.name, isEditable: false).wait()
}

extension RequirementSubject {
    /// nil for a place alone.
    fileprivate var requirement: Requirement? {
        if case .named(let requirement) = self { requirement } else { nil }
    }
}

/// Of the packages that ABI dependencies may be about; nothing when there is no environment to look at.
private func installedVersions(
    of interpreter: Interpreter, _ target: EnvironmentTarget
) -> [PackageName: Version] {
    guard target.destination == .environment, let site = try? SitePackages(Environment(interpreter)) else {
        return [:]
    }
    return Dictionary(
        site.distributions.map { ($0.name, $0.version) }, uniquingKeysWith: { first, _ in first })
}

/// Goes through the versions, the newest first, until one has a file that fits.
private struct ReleaseSearch {
    let page: PackagePage
    let source: BuildingSource
    let host: VariantHost
    let rules: ReleaseJudgement.Rules
    let markers: MarkerEnvironment
    let reporter: any Reporter

    /// Versions that are looked at in vain.
    private static let patience = 100

    mutating func explain(_ requirement: Requirement, _ request: ExplainRequest) throws -> VariantExplanation
    {
        var explanation: VariantExplanation?
        for index in order(requirement).prefix(Self.patience) {
            var offers = try offers(index)
            var judgement = ReleaseJudgement(offers, rules)
            while let unbound = unbound(judgement, offers, requirement.extras) {
                offers[unbound.offer].unbound[unbound.label] = unbound.dependency
                judgement = ReleaseJudgement(offers, rules)
            }
            if let python = otherPython(of: judgement, offers) {
                for place in offers.indices {
                    for file in offers[place].files.indices
                    where offers[place].files[file].requiresPython == nil {
                        offers[place].files[file].requiresPython = python
                    }
                }
                judgement = ReleaseJudgement(offers, rules)
            }
            let version = page.version(index)
            if explanation == nil {
                explanation = VariantExplanation(
                    requirement: request.requirement, name: requirement.name, version: version,
                    profile: request.variants.profile, namespaces: namespaces(of: offers),
                    candidates: judgement.candidates, unlocks: judgement.unlocks)
            }
            guard let best = judgement.candidates.first, best.rank == 1 else { continue }
            if explanation?.version != version {
                explanation?.older = .init(version: version, basename: best.basename, label: best.label)
            }
            break
        }
        guard let explanation else {
            throw Diagnostic(
                "no version of `\(requirement.name)` matches `\(requirement)`", causes: [others])
        }
        return explanation
    }

    /// The best file, if it was built for versions of a package that is not installed and that nothing brings: an ABI
    /// pulls nothing in (A-07). What other requirements of it bring is not looked at; they may bring the package.
    private func unbound(
        _ judgement: ReleaseJudgement, _ offers: [ReleaseJudgement.Offer], _ extras: [ExtraName]
    ) -> (offer: Int, label: VariantLabel, dependency: PackageName)? {
        guard let best = judgement.candidates.first, best.rank == 1, let label = best.label,
            let place = offers.firstIndex(where: { $0.source == best.source }),
            let dependency = offers[place].metadata?.abiBounds(of: [label]).keys.sorted().first(where: {
                rules.versions[$0] == nil
            }),
            let file = offers[place].files.first(where: { $0.basename == best.basename }),
            let core = try? source.metadata(for: file).wait()
        else { return nil }
        let variant = VariantValues(label: label, of: best.properties)
        let brings = core.requirements.contains {
            $0.marker?.evaluate(markers, extras: Set(extras), variant: variant) ?? true
        }
        return brings ? nil : (place, label, dependency)
    }

    /// What Python the best wheel needs, where this is another and no index tells, but only the wheel: the release
    /// is not installed then.
    private func otherPython(
        of judgement: ReleaseJudgement, _ offers: [ReleaseJudgement.Offer]
    ) -> VersionSpecifiers? {
        guard let best = judgement.candidates.first, best.rank == 1,
            let file = offers.lazy.flatMap(\.files).first(where: {
                $0.basename == best.basename && $0.indexURL == best.source
            }), file.isWheel, file.requiresPython == nil,
            let required = (try? source.metadata(for: file).wait())?.requiresPython,
            !CandidateRules.accepts(required, rules.python)
        else { return nil }
        return required
    }

    /// The versions that there are, for somebody who asked for another.
    private var others: String {
        let versions = (0..<page.versionCount).reversed().map { page.version($0).description }
        let list = versions.prefix(5).joined(separator: ", ")
        return versions.count > 5 ? "the newest are \(list)" : "there is \(list)"
    }

    /// The versions that the requirement admits, in the order in which they are tried.
    private func order(_ requirement: Requirement) -> [Int] {
        let specifiers = requirement.specifiers
        let rules = CandidateRules(
            options: rules.options, askedPrereleases: specifiers.asksForPrereleases ? [requirement.name] : [])
        var places: [Int] = []
        CandidateOrder(rules: rules).visit(
            CandidateList(requirement.name, page, rules), in: specifiers.ranges
        ) { index in
            if specifiers.contains(page.version(index)) { places.append(index) }
            return places.count < Self.patience
        }
        // Yanked releases are no releases, unless there is nothing else.
        let kept = places.filter { index in !page.files(index).allSatisfy(\.isYanked) }
        return kept.isEmpty ? places : kept
    }

    /// One for each source, in their order. Metadata is asked for, and the host, where a variant wheel comes into
    /// question (V-075).
    private func offers(_ index: Int) throws -> [ReleaseJudgement.Offer] {
        let files = page.files(index)
        var sources: [String] = []
        for file in files where !sources.contains(file.indexURL) { sources.append(file.indexURL) }
        return try sources.map { source in
            var offer = ReleaseJudgement.Offer(
                source: source, files: files.filter { $0.indexURL == source })
            let wheels = offer.files.filter {
                $0.wheel?.isVariant == true && rules.exclusion(of: $0) == nil
            }
            guard !wheels.isEmpty else { return offer }
            let answer = try self.source.variants(
                of: VariantRelease(
                    name: page.name, version: page.version(index),
                    file: page.variantsFiles(index).first { $0.indexURL == source }, wheels: wheels)
            ).wait()
            answer.faults.forEach(reporter.warning)
            guard let metadata = answer.metadata else { return offer }
            let labels = Set(wheels.compactMap { $0.wheel?.variantLabel.flatMap { VariantLabel($0) } })
            let used = metadata.variants.filter { labels.contains($0.key) }.values
            offer.metadata = metadata
            offer.supported = try host.supported(
                for: metadata, namespaces: Set(used.flatMap { $0.namespaces.keys })
            ).wait()
            return offer
        }
    }

    private func namespaces(of offers: [ReleaseJudgement.Offer]) -> [VariantExplanation.Namespace] {
        var seen: Set<String> = []
        return offers.flatMap { offer -> [VariantExplanation.Namespace] in
            let supported = offer.supported
            let asked = Set(supported.features.keys).union(supported.reasons.keys)
                .union(supported.abiNamespaces)
            let order = offer.metadata?.namespaces ?? []
            return (order + asked.subtracting(order).sorted()).filter {
                asked.contains($0) && seen.insert($0).inserted
            }.map { name in
                VariantExplanation.Namespace(
                    name: name, features: supported.features[name] ?? [], reason: supported.reasons[name],
                    isABI: supported.abiNamespaces.contains(name))
            }
        }
    }
}

extension Absence {
    /// Why there is nothing, in one line.
    fileprivate var text: String {
        switch self {
        case .unknown(let indexes): "it is not on \(indexes.map { "`\($0)`" }.joined(separator: " or "))"
        case .empty(let indexes):
            "none of its files on \(indexes.map { "`\($0)`" }.joined(separator: " or ")) can be used"
        case .offline: "it is not in the cache, and the network may not be asked"
        case .noIndex(let places):
            places.isEmpty
                ? "no index may be asked"
                : "it is not in \(places.map { "`\($0)`" }.joined(separator: " or ")), and no index may be asked"
        }
    }
}
