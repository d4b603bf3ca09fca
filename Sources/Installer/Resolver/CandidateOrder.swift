/// In which order the versions of a package are tried.
///
/// A stable version comes before every pre-release, and a pre-release is a last resort rather than
/// out of the question: when the solver has rejected all stable versions in a range, it goes on to the
/// pre-releases in it, before it gives up what required the range. `allow` makes no difference between
/// the two, `disallow` and `explicit` take the last resort away.
struct CandidateOrder {
    var rules: CandidateRules
    /// Packages that root requirements name: for `lowest-direct`.
    var direct: Set<PackageName> = []

    /// The first version in `set` that can be used, or may turn out so, and that `isFitting` does not refuse.
    func first(
        of list: CandidateList, in set: VersionRanges, preferring preferences: [Version] = [],
        lowest: Bool? = nil, where isFitting: (CandidateList.Release) -> Bool = { _ in true }
    ) -> Int? {
        first(
            of: list, in: set, preferring: preferences, lowest: lowest, settling: { _ in }, where: isFitting)
    }

    /// - Parameter settle: is shown each release with variant wheels on the way, to find out which of them
    ///   fit; what is pending after that is the answer.
    func first(
        of list: CandidateList, in set: VersionRanges, preferring preferences: [Version],
        lowest: Bool? = nil, settling settle: (Int) throws -> Void,
        where isFitting: (CandidateList.Release) -> Bool
    ) rethrows -> Int? {
        var found: Int?
        try visit(list, in: set, preferring: preferences, lowest: lowest) { index in
            let release = list.release(index)
            if release.offer != nil {
                try settle(index)
                if release.isPending {
                    found = index
                    return false
                }
            }
            guard release.file != nil, isFitting(release) else { return true }
            found = index
            return false
        }
        return found
    }

    /// Visits usable and unusable versions in order, until `body` says stop by returning false.
    func visit(
        _ list: CandidateList, in set: VersionRanges, preferring preferences: [Version] = [],
        lowest: Bool? = nil, _ body: (Int) throws -> Bool
    ) rethrows {
        let takesPrereleases = rules.allowsPrereleases(of: list.name)
        for version in preferences where set.contains(version) {
            guard !version.isPrerelease || takesPrereleases, let index = list.index(of: version) else {
                continue
            }
            if try !body(index) { return }
        }
        // Mostly the first interval settles it, and a set may have hundreds: they are looked up as needed.
        let intervals = set.intervals
        let ascending = lowest ?? ascends(list.name)
        let isMixed = rules.options.prerelease == .allow
        var hasPrereleases = false
        for tier in 0...list.lastTier {
            for pass in 0..<2 {
                if pass == 1 && !(hasPrereleases && takesPrereleases && !isMixed) { break }
                for place in 0..<intervals.count {
                    let interval = intervals[ascending ? place : intervals.count - 1 - place]
                    guard let range = list.indices(from: interval.lower, to: interval.upper) else { continue }
                    for offset in 0..<range.count {
                        let index = ascending ? range.lowerBound + offset : range.upperBound - 1 - offset
                        if list.lastTier > 0 && list.tier(index) != tier { continue }
                        let isPrerelease = list.version(index).isPrerelease
                        if isPrerelease { hasPrereleases = true }
                        guard isMixed || isPrerelease == (pass == 1) else { continue }
                        if try !body(index) { return }
                    }
                }
            }
        }
    }

    /// Whether the lowest versions of the package are tried first.
    func ascends(_ name: PackageName) -> Bool {
        switch rules.options.mode {
        case .highest: false
        case .lowest: true
        case .lowestDirect: direct.contains(name)
        }
    }
}
