internal import VariantProviders

/// All files of one version, held against a host. Pure; `explainVariants` gathers what it needs.
package struct ReleaseJudgement: Sendable {
    /// Files that fit, best first; then the others.
    package let candidates: [VariantCandidate]
    package let unlocks: [VariantUnlock]

    /// The files of a version on one source (V-150), and what is known of its variants there.
    package struct Offer: Sendable {
        package var source: String
        package var files: [IndexFile]
        /// nil: there are no variants that come into question, or nothing can be known of them (V-060).
        package var metadata: VariantMetadata?
        package var supported: SupportedProperties
        /// Of variants that are not taken since nothing requires it, the package that they were built for.
        package var unbound: [VariantLabel: PackageName] = [:]

        package init(
            source: String, files: [IndexFile], metadata: VariantMetadata? = nil,
            supported: SupportedProperties = SupportedProperties()
        ) {
            self.source = source
            self.files = files
            self.metadata = metadata
            self.supported = supported
        }
    }

    /// What the files of a package are held against.
    package struct Rules: Sendable {
        package var package: PackageName
        package var tags: PlatformTags
        /// The release of the Python in question.
        package var python: Version
        package var preferences: VariantPreferences
        /// Of installed packages, for ABI dependencies.
        package var versions: [PackageName: Version]
        package var options: ResolutionOptions
        /// The requirement pins the version, so that a yanked file may be taken.
        package var isPinned: Bool

        package init(
            package: PackageName, tags: PlatformTags, python: Version,
            preferences: VariantPreferences = .none, versions: [PackageName: Version] = [:],
            options: ResolutionOptions = ResolutionOptions(), isPinned: Bool = false
        ) {
            self.package = package
            self.tags = tags
            self.python = python
            self.preferences = preferences
            self.versions = versions
            self.options = options
            self.isPinned = isPinned
        }
    }

    /// Sources in the order in which they are taken from (V-151).
    package init(_ offers: [Offer], _ rules: Rules) {
        var fitting: [Fitting] = []
        var rest: [VariantCandidate] = []
        var unlocks: [VariantUnlock]?
        for (place, offer) in offers.enumerated() {
            var judge = OfferJudge(offer: offer, place: place, rules: rules)
            judge.run()
            // What would be better is asked of the source that is taken from.
            if unlocks == nil, !judge.fitting.isEmpty || place == offers.count - 1 {
                unlocks = judge.unlocks(over: judge.fitting.min()?.match)
            }
            fitting += judge.fitting
            rest += judge.rest
        }
        fitting.sort()
        let known = unlocks ?? []
        self.unlocks = known.filter(\.isAboutHost) + known.filter { !$0.isAboutHost }
        candidates =
            fitting.indices.map { index in
                let next = index + 1 < fitting.count ? fitting[index + 1] : nil
                return fitting[index].candidate(rank: index + 1, lead: next.map(fitting[index].lead))
            } + rest
    }

    /// A file that fits, with all that its rank depends on.
    fileprivate struct Fitting {
        let file: IndexFile
        let kind: VariantCandidate.Kind
        /// Of the source.
        let place: Int
        let match: VariantMatch?
        /// Of a variant among the variants of its source.
        let order: Int
        let tagRank: Int
    }
}

extension ReleaseJudgement.Fitting: Comparable {
    private var kindOrder: Int {
        switch kind {
        case .variant: 0
        case .wheel: 1
        case .source: 2
        }
    }

    static func < (a: Self, b: Self) -> Bool {
        let one = (a.place, a.kindOrder, a.order, a.tagRank)
        let other = (b.place, b.kindOrder, b.order, b.tagRank)
        if one != other { return one < other }
        switch (a.file.wheel?.build, b.file.wheel?.build) {
        case (let x?, let y?) where x != y: return y < x
        case (_?, nil): return true
        case (nil, _?): return false
        default: return a.file.basename < b.file.basename
        }
    }

    static func == (a: Self, b: Self) -> Bool { a.file == b.file && a.place == b.place }

    func candidate(rank: Int, lead: VariantLead?) -> VariantCandidate {
        VariantCandidate(
            basename: file.basename, source: file.indexURL, size: file.size, kind: kind,
            properties: match?.properties ?? VariantProperties(),
            fate: .fits(
                rank: rank, supported: match?.supported ?? VariantProperties(),
                abi: match?.abi.map(\.description) ?? [], lead: lead))
    }

    /// Why this comes before `next`.
    func lead(over next: Self) -> VariantLead {
        if place != next.place { return .index }
        guard kindOrder == next.kindOrder else { return next.kind == .source ? .wheel : .variant }
        guard let match, let other = next.match, match.label != other.label else { return .tags }
        let mine = match.rankedProperties
        let theirs = other.rankedProperties
        for (index, one) in mine.enumerated() {
            guard index < theirs.count else { return .property(one.property, over: nil) }
            let two = theirs[index]
            if one.key != two.key {
                let isRival =
                    one.property.namespace == two.property.namespace
                    && one.property.feature == two.property.feature
                return .property(one.property, over: isRival ? two.property : nil)
            }
        }
        return .label
    }
}

/// Judges the files of one source.
private struct OfferJudge {
    let offer: ReleaseJudgement.Offer
    let place: Int
    let rules: ReleaseJudgement.Rules
    var fitting: [ReleaseJudgement.Fitting] = []
    var rest: [VariantCandidate] = []
    private var labels: Set<VariantLabel> = []

    init(offer: ReleaseJudgement.Offer, place: Int, rules: ReleaseJudgement.Rules) {
        self.offer = offer
        self.place = place
        self.rules = rules
    }

    mutating func run() {
        var variants: [(file: IndexFile, label: VariantLabel, tagRank: Int)] = []
        for file in offer.files {
            let label = file.wheel?.variantLabel.flatMap { VariantLabel($0) }
            let kind = file.wheel == nil ? VariantCandidate.Kind.source : label.map { .variant($0) } ?? .wheel
            if let reason = rules.exclusion(of: file) {
                leaveOut(file, kind, .unsuitable(reason))
            } else if let label {
                variants.append((file, label, tagRank(of: file)))
            } else if let wanted = rules.preferences.labels[rules.package] {
                // Nor is an ordinary file installed instead of it (V-098).
                leaveOut(file, kind, .refused(VariantRejection.Reason.notTheLabel(wanted).text))
            } else {
                fitting.append(
                    .init(
                        file: file, kind: kind, place: place, match: nil, order: 0,
                        tagRank: tagRank(of: file)))
            }
        }
        judge(variants)
        rest.sort { a, b in
            (Self.order(a), a.label?.text ?? "", a.basename) < (
                Self.order(b), b.label?.text ?? "", b.basename
            )
        }
    }

    private func tagRank(of file: IndexFile) -> Int { file.wheel.flatMap { rules.tags.rank(of: $0) } ?? 0 }

    /// What hardware decides comes before files that have nothing to do with this platform.
    private static func order(_ candidate: VariantCandidate) -> Int {
        switch candidate.fate {
        case .lacks, .fits: 0
        case .refused: 1
        case .unsuitable: 2
        }
    }

    private mutating func judge(_ variants: [(file: IndexFile, label: VariantLabel, tagRank: Int)]) {
        labels = Set(variants.map(\.label))
        guard let metadata = offer.metadata else {
            for variant in variants {
                leaveOut(
                    variant.file, .variant(variant.label),
                    .refused("its variant metadata is missing or not valid"))
            }
            return
        }
        let selection = selection(metadata, offer.supported)
        for variant in variants {
            if let dependency = offer.unbound[variant.label] {
                leaveOut(
                    variant.file, .variant(variant.label),
                    .refused("was built for versions of `\(dependency)`, which nothing requires"))
            } else if let order = selection.ranked.firstIndex(where: { $0.label == variant.label }) {
                fitting.append(
                    .init(
                        file: variant.file, kind: .variant(variant.label), place: place,
                        match: selection.ranked[order], order: order, tagRank: variant.tagRank))
            } else if let rejection = selection.rejected.first(where: { $0.label == variant.label }) {
                var fate = VariantCandidate.Fate.refused(rejection.reason.text)
                if case .unsupported(let features) = rejection.reason { fate = .lacks(features) }
                leaveOut(variant.file, .variant(variant.label), fate, rejection.properties)
            }
        }
    }

    private func selection(
        _ metadata: VariantMetadata, _ supported: SupportedProperties
    ) -> VariantSelection {
        VariantSelection(
            metadata, labels: labels, supported: supported, preferences: rules.preferences,
            package: rules.package, versions: rules.versions)
    }

    private mutating func leaveOut(
        _ file: IndexFile, _ kind: VariantCandidate.Kind, _ fate: VariantCandidate.Fate,
        _ properties: VariantProperties? = nil
    ) {
        var known = properties
        if known == nil, case .variant(let label) = kind { known = offer.metadata?.variants[label] }
        rest.append(
            VariantCandidate(
                basename: file.basename, source: file.indexURL, size: file.size, kind: kind,
                properties: known ?? VariantProperties(), fate: fate))
    }

    // MARK: What would be better

    /// Variants that would be taken in place of `current` if only the host had what they lack, those with the
    /// fewest missing features first.
    func unlocks(over current: VariantMatch?) -> [VariantUnlock] {
        guard let metadata = offer.metadata else { return [] }
        let lacking = selection(metadata, offer.supported).rejected.compactMap { rejection in
            if case .unsupported(let features) = rejection.reason { (rejection.label, features) } else { nil }
        }
        let better = lacking.filter { label, features in
            guard features.allSatisfy(metadata.mayBeSupported) else { return false }
            let richer = selection(metadata, offer.supported.adding(features))
            return richer.ranked.first?.label == label && label != current?.label
        }
        return better.sorted { a, b in
            if a.1.count != b.1.count { return a.1.count < b.1.count }
            return HostChange.isNearer(a.1, than: b.1) ?? (a.0 < b.0)
        }.map { label, features in
            let change = HostChange(features, on: offer.supported)
            return VariantUnlock(
                label: label, features: features, change: change.text, isAboutHost: change.isAboutHost)
        }
    }
}

extension VariantMetadata {
    /// Whether some host has what is missing: a list in the metadata is the same everywhere (V-181).
    fileprivate func mayBeSupported(_ missing: UnsupportedFeature) -> Bool {
        guard case .listed(let features) = providers[missing.namespace]?.kind else { return true }
        let values = features.first { $0.name == missing.feature }?.values ?? []
        return missing.values.contains(where: values.contains)
    }
}

extension SupportedProperties {
    /// A host that has these too, and likes them best: newer hardware mostly comes first in host lists.
    func adding(_ missing: [UnsupportedFeature]) -> SupportedProperties {
        var copy = self
        for feature in missing {
            var list = copy.features[feature.namespace] ?? []
            if let place = list.firstIndex(where: { $0.name == feature.feature }) {
                list[place] = VariantFeature(feature.feature, feature.values + list[place].values)
            } else {
                list.append(VariantFeature(feature.feature, feature.values))
            }
            copy.features[feature.namespace] = list
        }
        return copy
    }
}

extension ReleaseJudgement.Rules {
    /// Why a file does not come into question at all; reads on from its name.
    func exclusion(of file: IndexFile) -> String? {
        if let limit = options.excludeNewer {
            guard let time = file.uploadTime else { return "the index does not tell when it was uploaded" }
            if time >= limit { return "it was uploaded too late for `--exclude-newer`" }
        }
        if let reason = file.yanked, !isPinned {
            return reason.isEmpty ? "it was yanked" : "it was yanked (\(TextExcerpt.shortened(reason)))"
        }
        if let required = file.requiresPython, !CandidateRules.accepts(required, python) {
            return "it needs Python \(required)"
        }
        guard let wheel = file.wheel else {
            return options.onlyBinary.contains(package) || options.noBuild.contains(package)
                ? "source distributions are turned off" : nil
        }
        if options.noBinary.contains(package) { return "wheels are turned off" }
        return tags.mismatch(of: wheel).map(tags.explanation)
    }
}
