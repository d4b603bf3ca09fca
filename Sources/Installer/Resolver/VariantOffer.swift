/// The variant wheels of a release beside its other files, source by source, and what came of asking for
/// their metadata and for what the host supports (V-090, V-150…V-152).
///
/// Made only for releases that have variant wheels which pass platform tags. Belongs to the thread that
/// resolves.
final class VariantOffer {
    /// What one source has of the release, as far as tags and the user's options let it pass.
    struct Source {
        let indexURL: String
        let file: VariantsFile?
        /// The best wheel of each label (V-096).
        var variants: [VariantLabel: Wheel] = [:]
        var ordinary: Wheel?
        var source: IndexFile?
        /// An ordinary wheel for another platform, which tells what a source distribution's metadata is that
        /// cannot be built here; nil when it has none such (`pinsSources`).
        var teller: IndexFile?
        /// Why its other files are of no use.
        var exclusion: Exclusion?
    }

    struct Wheel {
        let file: IndexFile
        /// 0 when the requirements name its hash, or none at all; 1 when it has none to compare (V-097).
        let hashClass: Int
        let rank: Int

        func isBefore(_ other: Wheel) -> Bool {
            if hashClass != other.hashClass { return hashClass < other.hashClass }
            return rank == other.rank
                ? CandidateList.hasLaterBuild(file, other.file) : rank < other.rank
        }
    }

    /// What was found out about one source.
    struct Finding: Sendable {
        var answer: VariantAnswer
        /// nil when the answer cannot be used.
        var supported: SupportedProperties?
    }

    let name: PackageName
    let version: Version
    private let sources: [Source]
    /// The source that is being asked about, or comes next.
    private var place = 0
    var isAsked = false
    private(set) var isSettled = false

    /// How the release can be taken, best first. Only the last one needs nothing of other packages; the
    /// rest is bound to the versions of others (V-235).
    private(set) var alternatives: [VariantAlternative] = []
    /// Why it cannot be taken.
    private(set) var exclusion: Exclusion?
    /// What kept the question from being answered.
    private(set) var failure: (any Error)?
    /// Defects of the metadata, to be told once, when the release is really considered (V-060).
    private var faults: [Diagnostic] = []

    /// Of the source that is taken.
    private(set) var finding: Finding?
    private(set) var selection: VariantSelection?
    private var rejections: [VariantRejection] = []
    private var defect: String?

    init(_ name: PackageName, _ version: Version, _ sources: [Source]) {
        self.name = name
        self.version = version
        self.sources = sources
    }

    /// Whether which file is taken hangs on the versions of other packages.
    var isBound: Bool { alternatives.first.map { !$0.abi.isEmpty } ?? false }

    func takeFaults() -> [Diagnostic] {
        defer { faults = [] }
        return faults
    }

    // MARK: Asking

    /// The variants to ask about next; nil when everything is settled.
    func question(_ rules: CandidateRules) -> VariantRelease? {
        while !isSettled {
            guard place < sources.count else {
                exclude(rules)
                return nil
            }
            let source = sources[place]
            if source.variants.isEmpty {
                take(ways(source, []), rules)
                if !isSettled { place += 1 }
                continue
            }
            return VariantRelease(
                name: name, version: version, file: source.file,
                wheels: source.variants.sorted { $0.key < $1.key }.map(\.value.file))
        }
        return nil
    }

    /// The labels that `question` is about, as far as they can be taken (V-188).
    func askedLabels(_ rules: CandidateRules) -> [VariantLabel] {
        let labels = Array(sources[place].variants.keys)
        guard let wanted = rules.wantedLabel(of: name) else { return labels }
        return labels.filter { $0 == wanted }
    }

    /// Takes the answer to `question`.
    func take(_ result: Result<Finding, any Error>, _ rules: CandidateRules) {
        let source = sources[place]
        let finding: Finding
        switch result {
        case .success(let known): finding = known
        case .failure(let error):
            if let error = error as? IndexError, error.problem == .offline {
                exclusion = .noMetadataOffline
            } else {
                failure = error
            }
            isSettled = true
            return
        }
        faults += finding.answer.faults
        guard let metadata = finding.answer.metadata, let supported = finding.supported else {
            takeDefect(of: finding.answer, source, rules)
            return
        }
        let selection = VariantSelection(
            metadata, labels: Set(source.variants.keys), supported: supported,
            preferences: rules.variants ?? .none, package: name, versions: rules.abiOverrides)
        rejections += selection.rejected
        self.finding = finding
        self.selection = selection
        take(ways(source, selection.ranked), rules)
        if !isSettled { place += 1 }
    }

    /// Metadata that cannot be used costs the variant wheels of this source (V-060); a wheel that was given
    /// by itself has nothing beside it (V-161).
    private func takeDefect(of answer: VariantAnswer, _ source: Source, _ rules: CandidateRules) {
        let text =
            answer.faults.map { ([$0.message] + $0.causes).joined(separator: ": ") }.first
            ?? "there is none"
        if rules.archives.contains(name) {
            let wheels = source.variants.values.map { "`\($0.file.url)`" }.sorted().joined(separator: ", ")
            faults = []
            failure = Diagnostic(
                "cannot use \(wheels) as a variant wheel of `\(name.text)`",
                causes: answer.faults.isEmpty
                    ? [text] : answer.faults.map { ([$0.message] + $0.causes).joined(separator: ": ") },
                hints: answer.faults.flatMap(\.hints))
            isSettled = true
            return
        }
        defect = text
        if rules.variants?.isStrict ?? false {
            faults = []
            exclusion = .badVariants(text)
            isSettled = true
            return
        }
        take(ways(source, []), rules)
        if !isSettled { place += 1 }
    }

    // MARK: The verdict

    /// The files of a source in the order in which they are taken (V-095…V-097).
    private func ways(_ source: Source, _ ranked: [VariantMatch]) -> [VariantAlternative] {
        var wheels: [(wheel: Wheel, match: VariantMatch?)] = ranked.compactMap { match in
            source.variants[match.label].map { ($0, match) }
        }
        if let ordinary = source.ordinary { wheels.append((ordinary, nil)) }
        let best = wheels.filter { $0.wheel.hashClass == 0 } + wheels.filter { $0.wheel.hashClass != 0 }
        return best.map { VariantAlternative($0.wheel.file, $0.match) }
            + (source.source.map { [VariantAlternative($0, nil)] } ?? [])
    }

    private func take(_ ways: [VariantAlternative], _ rules: CandidateRules) {
        for way in ways {
            way.abi.removeAll { rules.abiOverrides[$0.dependency] != nil }
            alternatives.append(way)
            if way.abi.isEmpty { break }
        }
        isSettled = !alternatives.isEmpty
    }

    /// No source has anything to take.
    private func exclude(_ rules: CandidateRules) {
        isSettled = true
        if rules.options.pinsSources, let teller = sources.lazy.compactMap(\.teller).first {
            alternatives = [VariantAlternative(teller, nil)]
            return
        }
        var reason: Exclusion?
        for source in sources { if let other = source.exclusion { reason = .heavier(reason, other) } }
        if let defect { reason = .heavier(reason, .badVariants(defect)) }
        if !rejections.isEmpty {
            let wanted = rules.wantedLabel(of: name)
            if let wanted, !rejections.contains(where: { $0.label == wanted }) {
                reason = .heavier(reason, .missingVariant(wanted))
            } else {
                let told = rejections.filter { wanted == nil || $0.label == wanted }
                reason = .heavier(reason, .unsupportedVariants(told))
            }
        }
        exclusion = reason ?? .noFiles
    }

    /// The places of the alternatives in the order that counts once versions of other packages are known, those
    /// that do not fit them left out (V-236, V-237).
    func order(
        knowing versions: [PackageName: Version], _ rules: CandidateRules
    ) -> [Int] {
        guard let finding, let metadata = finding.answer.metadata, let supported = finding.supported else {
            return Array(alternatives.indices)
        }
        let labels = alternatives.compactMap { $0.match?.label }
        let selection = VariantSelection(
            metadata, labels: Set(labels), supported: supported, preferences: rules.variants ?? .none,
            package: name, versions: versions.merging(rules.abiOverrides) { $1 })
        let ranked = selection.ranked.compactMap { match in
            alternatives.firstIndex { $0.match?.label == match.label }
        }
        let classes = alternatives.map { hashClass(of: $0.file) }
        let all = ranked + alternatives.indices.filter { alternatives[$0].match == nil }
        return all.filter { classes[$0] == 0 } + all.filter { classes[$0] != 0 }
    }

    /// What there is to say of an alternative that was taken; nil when it is no variant.
    func chosen(
        _ alternative: VariantAlternative, knowing versions: [PackageName: Version], _ rules: CandidateRules
    ) -> ChosenVariant? {
        guard let match = alternative.match, let finding, let metadata = finding.answer.metadata,
            let selection
        else { return nil }
        var chosen = ChosenVariant(
            match: match, metadata: metadata, ranked: selection.ranked, rejected: selection.rejected)
        if versions.isEmpty { return chosen }
        // With the versions of other packages known, the order and what fits are others.
        let known = VariantSelection(
            metadata, labels: Set(sources[place].variants.keys), supported: finding.supported!,
            preferences: rules.variants ?? .none, package: name,
            versions: versions.merging(rules.abiOverrides) { $1 })
        chosen.ranked = known.ranked
        chosen.rejected = known.rejected
        if let same = known.ranked.first(where: { $0.label == match.label }) { chosen.match = same }
        return chosen
    }

    private func hashClass(of file: IndexFile) -> Int {
        let source = sources[place]
        if source.ordinary?.file == file { return source.ordinary!.hashClass }
        return source.variants.values.first { $0.file == file }?.hashClass ?? 2
    }
}

/// One way to take a release that has variant wheels.
final class VariantAlternative {
    let file: IndexFile
    /// nil: an ordinary wheel or a source distribution.
    let match: VariantMatch?
    /// The versions of other packages that it was built for and that have yet to be met (V-235).
    var abi: [AbiRequirement]
    /// For releases that are bound to other packages; else the release's own is used.
    var metadata = CandidateList.MetadataState.unasked
    /// Why it is out of the question, once its metadata is known.
    var exclusion: Exclusion?

    init(_ file: IndexFile, _ match: VariantMatch?) {
        self.file = file
        self.match = match
        abi = match?.abi ?? []
    }

    var markerValues: VariantValues { match?.markerValues ?? .ordinary }
}
