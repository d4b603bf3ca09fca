internal import VariantProviders

/// `explain` for a package whose builds lie on an index each: every label of the map, with what it needs and the
/// release that would be taken there.
struct LabelExplanation {
    let choice: VariantIndexChoice
    let pages: LabelPages
    let preferences: VariantPreferences

    /// nil where no map is in force for the package.
    func explain(_ requirement: Requirement, _ request: ExplainRequest) throws -> VariantExplanation? {
        guard let map = try choice.maps().first(where: { $0.packages.contains(requirement.name) }) else {
            return nil
        }
        let order = try choice.labels(of: map)
        guard !order.isEmpty else { return nil }
        let ranking = try choice.rank(map)
        let answers = pages.answers(requirement.name, map.variants)
        var entries = zip(map.variants, answers).map { variant, answer in
            Entry(
                variant: variant,
                release: answer.page.flatMap { pages.newest(of: $0, requirement.specifiers, variant) })
        }
        for fit in ranking.fits { entries[fit.place].fit = fit }
        for misfit in ranking.rejected { entries[misfit.place].rejection = misfit.rejection.reason }
        let places = order.compactMap { label in
            entries.firstIndex { $0.variant.option.label == label && $0.release != nil }
        }
        guard let first = places.first, let release = entries[first].release else { return nil }
        var candidates = places.enumerated().map { rank, place in
            let next = rank + 1 < places.count ? entries[places[rank + 1]] : nil
            return entries[place].candidate(rank: rank + 1, lead: next.map { entries[place].lead(over: $0) })
        }
        let rest = entries.indices.filter { !places.contains($0) }
        candidates += rest.filter { !entries[$0].isForeign }.map { entries[$0].misfit(requirement) }
        candidates += rest.filter { entries[$0].isForeign }.map { entries[$0].misfit(requirement) }
        return VariantExplanation(
            requirement: request.requirement, name: requirement.name, version: release.version.withoutLocal,
            profile: request.variants.profile, namespaces: namespaces(map, ranking.supported),
            candidates: candidates, unlocks: unlocks(map, ranking, entries, over: first),
            variantIndex: map.name)
    }

    private func namespaces(
        _ map: VariantIndex, _ supported: SupportedProperties
    ) -> [VariantExplanation.Namespace] {
        map.namespaces.filter { supported.features[$0] != nil || supported.reasons[$0] != nil }.map { name in
            VariantExplanation.Namespace(
                name: name, features: supported.features[name] ?? [], reason: supported.reasons[name],
                isABI: false)
        }
    }

    /// Labels that would come first if only the host had what they lack, the newest release first.
    private func unlocks(
        _ map: VariantIndex, _ ranking: VariantIndexRanking, _ entries: [Entry], over current: Int
    ) -> [VariantUnlock] {
        let options = map.variants.indices.map { place in
            ranking.fits.first { $0.place == place }?.option
                ?? ranking.rejected.first { $0.place == place }?.option ?? map.variants[place].option
        }
        let lacking = ranking.rejected.compactMap { misfit -> (Int, [UnsupportedFeature], Version)? in
            guard case .unsupported(let features) = misfit.rejection.reason,
                let release = entries[misfit.place].release
            else { return nil }
            let richer = VariantIndexRanking(
                [options[misfit.place], options[current]], namespaces: map.namespaces,
                supported: ranking.supported.adding(features), preferences: preferences, wanted: nil,
                environment: nil)
            return richer.best?.place == 0 ? (misfit.place, features, release.version.withoutLocal) : nil
        }
        return lacking.sorted { a, b in a.2 != b.2 ? a.2 > b.2 : a.0 < b.0 }.map { place, features, _ in
            let change = HostChange(features, on: ranking.supported)
            return VariantUnlock(
                label: entries[place].variant.option.label, features: features, change: change.text,
                isAboutHost: change.isAboutHost)
        }
    }

    /// A label, and what is known of it.
    private struct Entry {
        let variant: VariantIndex.Variant
        /// The newest release there that the requirement admits.
        let release: LabelPages.Release?
        var fit: VariantIndexRanking.Fit?
        var rejection: VariantRejection.Reason?

        /// It is for other platforms.
        var isForeign: Bool {
            if case .otherEnvironment? = rejection { true } else { false }
        }

        private var basename: String { release?.file.basename ?? variant.url }

        private func candidate(_ fate: VariantCandidate.Fate) -> VariantCandidate {
            VariantCandidate(
                basename: basename, source: variant.url, size: release?.file.size,
                kind: .variant(variant.option.label),
                properties: fit?.option.properties ?? variant.option.properties, fate: fate)
        }

        func candidate(rank: Int, lead: VariantLead?) -> VariantCandidate {
            candidate(
                .fits(
                    rank: rank, supported: fit?.match.supported ?? VariantProperties(), abi: [], lead: lead))
        }

        func misfit(_ requirement: Requirement) -> VariantCandidate {
            switch rejection {
            case .unsupported(let features)?: candidate(.lacks(features))
            case .otherEnvironment?: candidate(.unsuitable(rejection?.text ?? ""))
            case let reason?: candidate(.refused(reason.text))
            case nil: candidate(.refused("its index has no wheel for `\(requirement)` on this Python"))
            }
        }

        /// Why this comes before the next label that fits.
        func lead(over next: Entry) -> VariantLead {
            guard let mine = fit, let theirs = next.fit else { return .label }
            if mine.tier == theirs.tier {
                let version = release?.version.withoutLocal
                return version == next.release?.version.withoutLocal ? .order : .release
            }
            let others = theirs.match.rankedProperties
            for (index, one) in mine.match.rankedProperties.enumerated() {
                guard index < others.count else { return .property(one.property, over: nil) }
                let two = others[index]
                if one.key == two.key { continue }
                let isRival =
                    one.property.namespace == two.property.namespace
                    && one.property.feature == two.property.feature
                return .property(one.property, over: isRival ? two.property : nil)
            }
            return .order
        }
    }
}

extension LabelPages.Answer {
    fileprivate var page: PackagePage? {
        if case .page(let page) = self { page } else { nil }
    }
}
