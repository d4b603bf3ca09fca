/// The versions of one package that an index has, judged when they are looked at.
///
/// Versions are numbered as on the page, ascending. Belongs to the thread that resolves.
final class CandidateList {
    let name: PackageName
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
        let verdict: Result<IndexFile, Refusal>
        /// Universal: the least Python that one of the usable files runs on.
        let lowestPython: Version?
        var metadata: MetadataState = .unasked

        init(
            version: Version, files: [IndexFile], verdict: Result<IndexFile, Refusal>, lowestPython: Version?
        ) {
            self.version = version
            self.files = files
            self.verdict = verdict
            self.lowestPython = lowestPython
        }

        /// The file to use, nil when there is none.
        var file: IndexFile? { try? verdict.get() }
        var exclusion: Exclusion? {
            if case .failure(let refusal) = verdict { refusal.exclusion } else { nil }
        }
    }

    struct Refusal: Error { var exclusion: Exclusion }

    enum MetadataState {
        case unasked, asked
        case here(Result<CoreMetadata, any Error>)
    }

    init(_ name: PackageName, _ page: PackagePage, _ rules: CandidateRules) {
        self.name = name
        self.page = page
        self.rules = rules
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
        let release = judge(version(index), page.files(index))
        releases[index] = release
        return release
    }

    /// The best wheel by tag rank, then build tag; else the source distribution; else why not.
    private func judge(_ version: Version, _ files: [IndexFile]) -> Release {
        var wheel: (rank: Int, file: IndexFile)?
        var source: IndexFile?
        /// A wheel for another platform, which tells what the source distribution's metadata is.
        var teller: IndexFile?
        var hasSource = false
        var exclusion: Exclusion?
        var lowest: Version??
        for file in files {
            switch rules.judge(file, of: name) {
            case .wheel(let rank):
                if wheel.map({ rank < $0.rank || rank == $0.rank && Self.hasLaterBuild(file, $0.file) })
                    ?? true
                {
                    wheel = (rank, file)
                }
                lowest = Self.lower(lowest, file)
            case .source:
                if source == nil || file.basename.hasSuffix(".tar.gz") { source = file }
                lowest = Self.lower(lowest, file)
            case .excluded(let reason):
                if reason == .noUploadTime { lacksUploadTimes = true }
                if case .noMatchingWheel = reason, teller == nil { teller = file }
                if reason == .needsBuild { hasSource = true }
                exclusion = Self.heavier(exclusion, reason)
            }
        }
        if wheel == nil, source == nil, rules.options.pinsSources, hasSource, let teller {
            return Release(version: version, files: files, verdict: .success(teller), lowestPython: nil)
        }
        if let file = wheel?.file ?? source {
            return Release(
                version: version, files: files, verdict: .success(file), lowestPython: lowest ?? nil)
        }
        return Release(
            version: version, files: files, verdict: .failure(Refusal(exclusion: exclusion ?? .noFiles)),
            lowestPython: nil)
    }

    private static func lower(_ known: Version??, _ file: IndexFile) -> Version?? {
        let bound = file.requiresPython?.ranges.lowestPlace
        guard let known else { return .some(bound) }
        guard let known, let bound else { return .some(nil) }
        return .some(min(known, bound))
    }

    private static func hasLaterBuild(_ first: IndexFile, _ second: IndexFile) -> Bool {
        guard case .wheel(let one) = first.filename, case .wheel(let two) = second.filename else {
            return false
        }
        switch (one.build, two.build) {
        case (nil, _): return false
        case (_, nil): return true
        case (let a?, let b?): return b < a
        }
    }

    private static func heavier(_ known: Exclusion?, _ new: Exclusion) -> Exclusion {
        guard let known else { return new }
        if case .noMatchingWheel(let tags) = known, case .noMatchingWheel(let more) = new {
            return .noMatchingWheel(tags + more.filter { !tags.contains($0) })
        }
        return new.weight > known.weight ? new : known
    }

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
