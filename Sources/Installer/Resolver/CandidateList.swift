/// The versions of one package that an index has, judged when they are looked at.
///
/// Versions are numbered as on the page, ascending. Belongs to the thread that resolves.
final class CandidateList {
    let place: DistributionSupply.Place
    var name: PackageName { place.name }
    private let page: PackagePage
    private let rules: CandidateRules
    private var releases: [Int: Release] = [:]
    private lazy var versions = [Version?](repeating: nil, count: page.versionCount)
    /// Some file was left out because the index does not tell when it was uploaded.
    private(set) var lacksUploadTimes = false

    /// A version with its files and what came of judging them.
    final class Release {
        let version: Version
        let files: [IndexFile]
        /// nil until it is known which of its variants fit.
        private(set) var verdict: Result<IndexFile, Refusal>?
        /// Its variant wheels, when one environment is resolved for and some of them come into question.
        let offer: VariantOffer?
        /// Universal: it has variant wheels, so its markers about variants are decided where it is installed.
        var keepsVariants: Bool { variants != nil }
        /// Universal: its variant wheels on the first source that has some.
        let variants: VariantRelease?
        /// Universal: the labels of a release that has builds for certain hardware alone; nil: it has others.
        let hostLabels: Set<VariantLabel>?
        /// A wheel for another platform: it tells the metadata of a source distribution without a build.
        let teller: IndexFile?
        /// Universal: the least Python that one of the usable files runs on.
        let lowestPython: Version?
        /// Universal: the wheels that can be used, where there is nothing for all environments.
        private let wheels: [IndexFile]
        var metadata: MetadataState = .unasked

        init(
            version: Version, files: [IndexFile], verdict: Result<IndexFile, Refusal>?,
            lowestPython: Version?, wheels: [IndexFile] = [], offer: VariantOffer? = nil,
            variants: VariantRelease? = nil, hostLabels: Set<VariantLabel>? = nil, teller: IndexFile? = nil
        ) {
            self.hostLabels = hostLabels
            self.wheels = wheels
            self.teller = teller
            self.version = version
            self.files = files
            self.verdict = verdict
            self.lowestPython = lowestPython
            self.offer = offer
            self.variants = variants
        }

        /// Universal: the environments that its wheels are for; nil: all, with a source distribution or a wheel
        /// for everywhere.
        private(set) lazy var coverage: MarkerSet? = WheelCoverage.environments(of: wheels)

        /// The file to use, nil when there is none or it is not known yet. Of a release that is bound to the
        /// versions of other packages, the one it would be if all of them fitted.
        var file: IndexFile? {
            if case .success(let file) = verdict { file } else { nil }
        }
        var isPending: Bool { verdict == nil }

        /// The files of which one is taken depending on the versions of other packages (V-235); nil for
        /// releases that hang on nothing.
        var boundAlternatives: [VariantAlternative]? {
            guard let offer, offer.isBound else { return nil }
            return offer.alternatives
        }
        /// What markers about variants see; nil: they stay open.
        var markerValues: VariantValues? {
            keepsVariants ? nil : offer?.alternatives.first?.markerValues ?? .ordinary
        }

        /// The variants are known.
        func settle(_ offer: VariantOffer) {
            verdict =
                offer.alternatives.first.map { .success($0.file) }
                ?? .failure(Refusal(exclusion: offer.exclusion ?? .noFiles))
        }
        var exclusion: Exclusion? {
            if case .failure(let refusal) = verdict { refusal.exclusion } else { nil }
        }
    }

    struct Refusal: Error { var exclusion: Exclusion }

    enum MetadataState {
        case unasked, asked
        case here(Result<CoreMetadata, any Error>)
    }

    init(_ place: DistributionSupply.Place, _ page: PackagePage, _ rules: CandidateRules) {
        self.place = place
        self.page = page
        self.rules = rules
    }

    /// Of the ordinary indexes.
    convenience init(_ name: PackageName, _ page: PackagePage, _ rules: CandidateRules) {
        self.init(DistributionSupply.Place(name: name), page, rules)
    }

    /// Why there is no version at all.
    var absence: Absence? { page.absence }
    /// Files that were passed over, for hints.
    var skipped: [SkippedFile] { page.skipped }
    /// Indexes that were not asked, since an earlier one has the package; for hints.
    var notAsked: [String] { page.notAsked }

    /// Versions of a lower tier come first, whatever their number.
    func tier(_ index: Int) -> Int { page.tier(index) }
    private(set) lazy var lastTier = (0..<count).reduce(0) { max($0, page.tier($1)) }

    var count: Int { page.versionCount }
    /// Kept once read: the page makes them from text, and looking for places reads many again and again.
    func version(_ index: Int) -> Version {
        if let known = versions[index] { return known }
        let version = page.version(index)
        versions[index] = version
        return version
    }

    func release(_ index: Int) -> Release {
        if let known = releases[index] { return known }
        let release = judge(version(index), page.files(index), index)
        releases[index] = release
        return release
    }

    /// The best wheel by tag rank, then build tag; else the source distribution; else why not.
    private func judge(_ version: Version, _ files: [IndexFile], _ index: Int) -> Release {
        var wheel: (rank: Int, file: IndexFile)?
        var source: IndexFile?
        /// A wheel for another platform, which tells what the source distribution's metadata is.
        var teller: IndexFile?
        var hasSource = false
        var lowest: Version??
        var hasVariants = false
        var wheels: [IndexFile] = []
        for file in files {
            let verdict = rules.judge(file, of: name)
            switch verdict {
            case .wheel(let rank):
                if wheel.map({ rank < $0.rank || rank == $0.rank && Self.hasLaterBuild(file, $0.file) })
                    ?? true
                {
                    wheel = (rank, file)
                }
                lowest = Self.lower(lowest, file)
            case .variant:
                hasVariants = true
                lowest = Self.lower(lowest, file)
            case .source:
                if source == nil || file.basename.hasSuffix(".tar.gz") { source = file }
                lowest = Self.lower(lowest, file)
            case .excluded(let reason):
                if reason == .noUploadTime { lacksUploadTimes = true }
                if case .noMatchingWheel = reason, teller == nil, file.wheel?.isVariant == false {
                    teller = file
                }
                if reason == .needsBuild { hasSource = true }
            }
            if rules.tags == nil, file.isWheel {
                if case .excluded = verdict { continue }
                wheels.append(file)
            }
        }
        if source != nil { wheels = [] }
        if hasVariants {
            return judgeVariants(
                version, files, page.variantsFiles(index), lowestPython: lowest ?? nil, wheels: wheels)
        }
        if wheel == nil, source == nil, rules.options.pinsSources, hasSource, let teller {
            return Release(version: version, files: files, verdict: .success(teller), lowestPython: nil)
        }
        if let file = wheel?.file ?? source {
            return Release(
                version: version, files: files, verdict: .success(file), lowestPython: lowest ?? nil,
                wheels: wheels, teller: wheel == nil ? teller : nil)
        }
        return Release(
            version: version, files: files, verdict: .failure(Refusal(exclusion: exclusion(of: files))),
            lowestPython: nil)
    }

    /// Why none of the files can be used.
    private func exclusion(of files: [IndexFile]) -> Exclusion {
        var heaviest: Exclusion?
        for file in files {
            if case .excluded(let reason) = rules.judge(file, of: name) {
                heaviest = .heavier(heaviest, reason)
            }
        }
        return heaviest ?? .noFiles
    }

    private static func lower(_ known: Version??, _ file: IndexFile) -> Version?? {
        let bound = file.requiresPython?.ranges.lowestPlace
        guard let known else { return .some(bound) }
        guard let known, let bound else { return .some(nil) }
        return .some(min(known, bound))
    }

    /// Of a release with variant wheels that pass platform tags: what each source has of it.
    private func judgeVariants(
        _ version: Version, _ files: [IndexFile], _ variantsFiles: [VariantsFile], lowestPython: Version?,
        wheels: [IndexFile]
    ) -> Release {
        var sources: [VariantOffer.Source] = []
        var teller: IndexFile?
        var hasSource = false
        for file in files {
            let place =
                sources.firstIndex { $0.indexURL == file.indexURL }
                ?? {
                    sources.append(
                        VariantOffer.Source(
                            indexURL: file.indexURL,
                            file: variantsFiles.first { $0.indexURL == file.indexURL }))
                    return sources.count - 1
                }()
            func wheel(_ rank: Int) -> VariantOffer.Wheel {
                VariantOffer.Wheel(file: file, hashClass: rules.hashClass(of: file, name), rank: rank)
            }
            switch rules.judge(file, of: name) {
            case .wheel(let rank):
                let new = wheel(rank)
                if sources[place].ordinary.map(new.isBefore) ?? true { sources[place].ordinary = new }
            case .variant(let label, let rank):
                let new = wheel(rank)
                if sources[place].variants[label].map(new.isBefore) ?? true {
                    sources[place].variants[label] = new
                }
            case .source:
                if sources[place].source == nil || file.basename.hasSuffix(".tar.gz") {
                    sources[place].source = file
                }
            case .excluded(let reason):
                if case .noMatchingWheel = reason, teller == nil, file.wheel?.isVariant == false {
                    teller = file
                }
                if reason == .needsBuild { hasSource = true }
                sources[place].exclusion = .heavier(sources[place].exclusion, reason)
            }
        }
        if hasSource, let teller { sources[0].teller = teller }
        if rules.tags != nil {
            return Release(
                version: version, files: files, verdict: nil, lowestPython: nil,
                offer: VariantOffer(name, version, sources))
        }
        // For all environments the metadata must not hang on this host: one wheel tells it.
        let wanted = rules.wantedLabel(of: name)
        let tellers = sources.lazy.compactMap { source in
            let labels = source.variants.filter { wanted == nil || $0.key == wanted }
            return source.ordinary?.file ?? labels[.null]?.file ?? labels.min { $0.key < $1.key }?.value.file
                ?? source.source
        }
        let isForAll =
            hasSource
            || sources.contains { $0.ordinary != nil || $0.source != nil || $0.variants[.null] != nil }
        let verdict: Result<IndexFile, Refusal> =
            tellers.first.map { .success($0) }
            ?? .failure(Refusal(exclusion: wanted.map { .missingVariant($0) } ?? .noFiles))
        let first = sources.first { !$0.variants.isEmpty }
        let variants = first.map { source in
            let taken = source.variants.filter { wanted == nil || $0.key == wanted }
            return VariantRelease(
                name: name, version: version, file: source.file,
                wheels: taken.sorted { $0.key < $1.key }.map(\.value.file))
        }
        return Release(
            version: version, files: files, verdict: verdict, lowestPython: lowestPython, wheels: wheels,
            variants: variants,
            hostLabels: wanted == nil && !isForAll ? Set(sources.flatMap(\.variants.keys)) : nil)
    }

    static func hasLaterBuild(_ first: IndexFile, _ second: IndexFile) -> Bool {
        guard case .wheel(let one) = first.filename, case .wheel(let two) = second.filename else {
            return false
        }
        return one.hasLaterBuild(than: two)
    }

    /// The releases looked at so far that are bound to the versions of other packages, ascending.
    var boundReleases: [Int] { releases.filter { $0.value.boundAlternatives != nil }.keys.sorted() }

    // MARK: Looking for a version

    /// The numbers of the versions in the set, as ascending ranges.
    func indices(in set: VersionRanges) -> [Range<Int>] {
        if set.isFull { return [0..<count] }
        return set.intervals.compactMap { indices(from: $0.lower, to: $0.upper) }
    }

    /// The numbers of the versions between two places; nil is the end of the line.
    func indices(from lower: Version?, to upper: Version?) -> Range<Int>? {
        let from = lower.map(firstIndex(from:)) ?? 0
        let to = upper.map(firstIndex(from:)) ?? count
        return from < to ? from..<to : nil
    }

    /// The number of the first version at or after the place.
    private func firstIndex(from place: Version) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if version(middle) < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// From the version to just before the next: no other version there is lies in it.
    func span(_ index: Int) -> VersionRanges {
        let isLast = index + 1 == count
        if index == 0 { return isLast ? .full : .before(version(1)) }
        return isLast ? .from(version(index)) : .between(version(index), version(index + 1))
    }

    func index(of version: Version) -> Int? { page.index(of: version) }
}
