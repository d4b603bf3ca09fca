internal import VariantProviders

extension SelectionInForce {
    /// Ranks options for a host: `VariantHost.rank`, or what a test says.
    package typealias Rank = (
        _ options: [VariantOption], _ namespaces: [String], _ packages: Set<PackageName>
    )
        throws -> VariantIndexRanking

    /// Lets the hardware choose what nothing stronger chose: of extras that exclude each other the one whose index fits
    /// best, and the label of each variant index whose packages come into question. Where the lock holds no such choice,
    /// nobody is asked anything.
    package mutating func decide(_ lock: Lock, markers: MarkerEnvironment, rank: Rank) throws {
        if lock.choices.isEmpty { return }
        let graph = LockGraph(lock)
        for choice in lock.choices {
            guard case .extras(let member) = choice.subject else { continue }
            try decideExtra(of: member, choice, graph, markers, rank)
        }
        for choice in lock.choices {
            guard case .index(let name, let packages) = choice.subject else { continue }
            try decideLabel(of: name, Set(packages), choice, graph, markers, rank)
        }
    }

    private mutating func decideExtra(
        of member: PackageName, _ choice: LockedChoice, _ graph: LockGraph, _ markers: MarkerEnvironment,
        _ rank: Rank
    ) throws {
        guard try reached(graph, markers).contains(where: { graph.member(member) == $0 }) else { return }
        var options: [LockedChoice.Option] = []
        for candidate in choice.options {
            guard let extra = candidate.extra, candidate.option.marker?.evaluate(markers) ?? true else {
                continue
            }
            let item = ConflictSet.Item(member: member, kind: .extra(extra))
            if item.isInForce(extras, groups) {
                // The user chose; which devices there are is still a matter of the hardware.
                guard !candidate.rewrites.isEmpty else { return }
                narrow(candidate, try rank([candidate.option], choice.namespaces, []).supported)
                return
            }
            if !isExcluded(item) { options.append(candidate) }
        }
        guard !options.isEmpty else { return }
        var packages: Set<PackageName> = []
        if let place = graph.member(member) {
            for extra in options.compactMap(\.extra) {
                packages.formUnion(graph.dependencies(of: place, .extra(extra)).map(\.name))
            }
        }
        let ranking = try rank(options.map(\.option), choice.namespaces, packages)
        let fit = try newest(ranking, of: packages, graph, markers) { trial, fit in
            if let extra = options[fit.place].extra { trial.extras.insert(ExtraName(member: member, extra)) }
        }
        guard let best = fit, let extra = options[best.place].extra else { return }
        extras.insert(ExtraName(member: member, extra))
        narrow(options[best.place], ranking.supported)
        guard options.count > 1 else { return }
        decisions.append(HardwareDecision(subject: .extra(extra, of: member), best, of: ranking))
    }

    private mutating func narrow(_ option: LockedChoice.Option, _ supported: SupportedProperties) {
        narrowings += option.rewrites.map {
            NarrowedExtras(
                $0, of: option.option, on: supported, keepsRequirements: preferences.keepsRequirements)
        }
    }

    private mutating func decideLabel(
        of name: String, _ packages: Set<PackageName>, _ choice: LockedChoice, _ graph: LockGraph,
        _ markers: MarkerEnvironment, _ rank: Rank
    ) throws {
        let names = { (places: Set<Int>) in Set(places.map { graph.lock.packages[$0].name }) }
        guard !packages.isDisjoint(with: names(try reached(graph, markers))) else { return }
        let options = choice.options.filter { $0.option.marker?.evaluate(markers) ?? true }
        guard !options.isEmpty else { return }
        let ranking = try rank(options.map(\.option), choice.namespaces, packages)
        let fit = try newest(ranking, of: packages, graph, markers) { $0.labels[name] = $1.option.label }
        if let best = fit {
            labels[name] = best.option.label
            narrow(options[best.place], ranking.supported)
            guard Set(options.map(\.option.label)).count > 1 else { return }
            decisions.append(HardwareDecision(subject: .index(name), best, of: ranking))
            return
        }
        // Ordinary indexes, where the lock has that.
        let ordinary = try reached(graph, markers, deciding: name)
        let wanted = preferences.labels.filter { packages.contains($0.key) }.min { $0.key < $1.key }
        if wanted == nil, !packages.isDisjoint(with: names(ordinary)) { return }
        let subject = (wanted?.key ?? packages.min()).map { "`\($0)`" } ?? "the variant index `\(name)`"
        throw Diagnostic(
            wanted.map { "the variant `\($0.value)` of \(subject) cannot be taken here" }
                ?? "no build of \(subject) fits this computer",
            causes: ranking.rejected.prefix(8).map {
                "`\($0.option.label)`: \($0.rejection.reason.text)"
            },
            hints: ["`swuv variants detect` shows what was found here"])
    }

    /// Among options that weigh the same, the first with the newest releases: none of the others has a newer one of
    /// one of the packages without having an older one of another.
    private func newest(
        _ ranking: VariantIndexRanking, of packages: Set<PackageName>, _ graph: LockGraph,
        _ markers: MarkerEnvironment, choosing: (inout SelectionInForce, VariantIndexRanking.Fit) -> Void
    ) throws -> VariantIndexRanking.Fit? {
        let alike = ranking.fits.prefix { $0.tier == 0 }
        guard alike.count > 1 else { return alike.first }
        var best: (fit: VariantIndexRanking.Fit, versions: [PackageName: Version])?
        for fit in alike {
            var trial = self
            choosing(&trial, fit)
            var versions: [PackageName: Version] = [:]
            for place in try trial.reached(graph, markers) {
                let package = graph.lock.packages[place]
                if packages.contains(package.name) { versions[package.name] = package.version?.withoutLocal }
            }
            let isNewer = best.map { best in
                let both = versions.compactMap { name, version in
                    best.versions[name].map { (version, $0) }
                }
                return both.contains { $0.0 > $0.1 } && !both.contains { $0.0 < $0.1 }
            }
            if isNewer ?? true { best = (fit, versions) }
        }
        return best?.fit
    }

    /// The entries that can come into question: what hangs on labels that are not decided is followed.
    private func reached(
        _ graph: LockGraph, _ markers: MarkerEnvironment, deciding decided: String? = nil
    ) throws -> Set<Int> {
        let labels = labels
        var walk = LockWalk(
            graph: graph,
            roots: LockWalk.Roots(
                members: members, includesProject: includesProject, extras: extras, groups: groups),
            markers: LockMarkers(environment: markers, extras: extras, groups: groups),
            scopes: { scope in
                switch scope {
                case .package, .release: return nil
                case .index(let name):
                    if let label = labels[name] { return VariantValues(label: label) }
                    return name == decided ? .ordinary : nil
                }
            }, own: { _ in .ordinary }, followsUndecided: true)
        try walk.run()
        return Set(walk.nodes.keys)
    }
}

extension HardwareDecision {
    init(subject: Subject, _ fit: VariantIndexRanking.Fit, of ranking: VariantIndexRanking) {
        self.init(
            subject: subject, label: fit.option.label,
            properties: fit.match.rankedProperties.map(\.property.description),
            rejected: ranking.rejected.map { Rejected(option: $0.option, reason: $0.rejection.reason.text) },
            foundHardware: ranking.supported.features.values.contains { !$0.isEmpty })
    }
}
