/// A set of versions, as a union of intervals.
///
/// Kept as the places where membership changes, in order. Each place is just before some version, and
/// every bound that specifiers need can be said so, if a few versions exist that nobody can write:
///
/// | place | written as the version |
/// |---|---|
/// | just before `v` | `v` |
/// | just after `v`, before its local versions | `v+` with an empty segment, the least local version |
/// | after `v` and its local versions | `v.post0.dev0`, or one more than its last number |
/// | after `v` and its post-releases | `v` with the post-release number .max |
///
/// So equal sets have equal places, and the operations are merges of two sorted lists.
package struct VersionRanges: Hashable, Sendable {
    /// Whether the least versions are members.
    let startsInside: Bool
    /// Ascending, without repetitions.
    let places: [Version]

    private init(startsInside: Bool, places: [Version]) {
        // Nothing lies below the least version, so a change there is a change of the start.
        if let first = places.first, first <= Self.least {
            self.startsInside = !startsInside
            self.places = Array(places.dropFirst())
        } else {
            self.startsInside = startsInside
            self.places = places
        }
    }

    private static let least = Version(release: [0], dev: 0)

    package static let empty = VersionRanges(startsInside: false, places: [])
    package static let full = VersionRanges(startsInside: true, places: [])

    /// That version and no other, not even its local versions.
    package static func exactly(_ version: Version) -> VersionRanges {
        VersionRanges(startsInside: false, places: [version, version.placeAfterItself])
    }

    /// The version with all its local versions, as `==` means it.
    package static func equal(to version: Version) -> VersionRanges {
        VersionRanges(
            startsInside: false,
            places: [version, version.isLocal ? version.placeAfterItself : version.placeAfterLocals])
    }

    /// Everything from `version` on, itself included.
    package static func from(_ version: Version) -> VersionRanges {
        VersionRanges(startsInside: false, places: [version])
    }

    /// Everything that comes before `version` in the order, its pre-releases included.
    package static func before(_ version: Version) -> VersionRanges {
        VersionRanges(startsInside: true, places: [version])
    }

    /// From `lower` to just before `upper`.
    package static func between(_ lower: Version, _ upper: Version) -> VersionRanges {
        lower < upper ? VersionRanges(startsInside: false, places: [lower, upper]) : .empty
    }

    /// The union of single versions, as `exactly` takes them. `versions` ascend and do not repeat.
    package static func exactly(ascending versions: [Version]) -> VersionRanges {
        var places: [Version] = []
        places.reserveCapacity(versions.count * 2)
        for version in versions {
            places.append(version)
            places.append(version.placeAfterItself)
        }
        return VersionRanges(startsInside: false, places: places)
    }
}

// MARK: - Questions

extension VersionRanges {
    package var isEmpty: Bool { !startsInside && places.isEmpty }
    package var isFull: Bool { startsInside && places.isEmpty }

    @inline(__always)
    package func contains(_ version: Version) -> Bool {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle] <= version { low = middle + 1 } else { high = middle }
        }
        return startsInside != (low & 1 == 1)
    }

    /// No version is in both.
    package func isDisjoint(with other: VersionRanges) -> Bool {
        Self.holdsNowhere(self, other) { $0 && $1 }
    }

    package func isSubset(of other: VersionRanges) -> Bool {
        Self.holdsNowhere(self, other) { $0 && !$1 }
    }

    private static func holdsNowhere(
        _ a: VersionRanges, _ b: VersionRanges, _ operation: (Bool, Bool) -> Bool
    ) -> Bool {
        var i = 0
        var j = 0
        var inA = a.startsInside
        var inB = b.startsInside
        while true {
            if operation(inA, inB) { return false }
            if i < a.places.count && (j == b.places.count || a.places[i] <= b.places[j]) {
                if j < b.places.count && a.places[i] == b.places[j] {
                    inB.toggle()
                    j += 1
                }
                inA.toggle()
                i += 1
            } else if j < b.places.count {
                inB.toggle()
                j += 1
            } else {
                return true
            }
        }
    }
}

// MARK: - Algebra

extension VersionRanges {
    package var complement: VersionRanges { VersionRanges(startsInside: !startsInside, places: places) }

    package func union(_ other: VersionRanges) -> VersionRanges {
        if isEmpty || other.isFull { return other }
        if other.isEmpty || isFull { return self }
        return merged(other) { $0 || $1 }
    }

    package func intersection(_ other: VersionRanges) -> VersionRanges {
        if isFull || other.isEmpty { return other }
        if other.isFull || isEmpty { return self }
        return merged(other) { $0 && $1 }
    }

    package func subtracting(_ other: VersionRanges) -> VersionRanges {
        if isEmpty || other.isEmpty { return self }
        return merged(other) { $0 && !$1 }
    }

    /// The intersection of many, in time proportional to n log n of their places: 20,000 exclusions
    /// are merged pairwise, never one by one into a growing list.
    package static func intersection(of all: [VersionRanges]) -> VersionRanges {
        reduced(all[...], whenNone: .full) { $0.intersection($1) }
    }

    package static func union(of all: [VersionRanges]) -> VersionRanges {
        reduced(all[...], whenNone: .empty) { $0.union($1) }
    }

    private static func reduced(
        _ all: ArraySlice<VersionRanges>, whenNone: VersionRanges,
        _ operation: (VersionRanges, VersionRanges) -> VersionRanges
    ) -> VersionRanges {
        switch all.count {
        case 0: return whenNone
        case 1: return all[all.startIndex]
        default:
            let middle = all.startIndex + all.count / 2
            return operation(
                reduced(all[..<middle], whenNone: whenNone, operation),
                reduced(all[middle...], whenNone: whenNone, operation))
        }
    }

    @inline(__always)
    private func merged(_ other: VersionRanges, _ operation: (Bool, Bool) -> Bool) -> VersionRanges {
        var out: [Version] = []
        out.reserveCapacity(places.count + other.places.count)
        var i = 0
        var j = 0
        var inA = startsInside
        var inB = other.startsInside
        let start = operation(inA, inB)
        var state = start
        while i < places.count || j < other.places.count {
            let place: Version
            if j == other.places.count || (i < places.count && places[i] <= other.places[j]) {
                place = places[i]
                if j < other.places.count && place == other.places[j] {
                    inB.toggle()
                    j += 1
                }
                inA.toggle()
                i += 1
            } else {
                place = other.places[j]
                inB.toggle()
                j += 1
            }
            let next = operation(inA, inB)
            if next != state {
                out.append(place)
                state = next
            }
        }
        return VersionRanges(startsInside: start, places: out)
    }
}

// MARK: - Specifiers

extension VersionRanges {
    /// The versions that the specifier matches, pre-releases included. For `===` it is the version with
    /// that very text; versions that are equal but written differently (`1.0`, `1.0.0`) count as one here.
    package init(_ specifier: VersionSpecifier) {
        guard let version = specifier.version else {
            self = .empty
            return
        }
        switch specifier.op {
        case .equal where specifier.isPrefix:
            self = .between(version.firstDev, version.nextPrefix)
        case .notEqual where specifier.isPrefix:
            self = VersionRanges.between(version.firstDev, version.nextPrefix).complement
        case .equal:
            self = .equal(to: version)
        case .notEqual:
            self = VersionRanges.equal(to: version).complement
        case .greaterOrEqual:
            self = .from(version)
        case .lessOrEqual:
            self = .before(version.placeAfterLocals)
        case .less:
            self = .before(version.isPrerelease ? version : version.firstDev)
        case .greater:
            let isPlain = version.dev == nil && version.post == nil
            self = .from(isPlain ? version.placeAfterPosts : version.placeAfterLocals)
        case .compatible:
            self = .between(version, version.with(release: Array(version.release.dropLast())).nextPrefix)
        case .arbitrary:
            self = version.description == specifier.text ? .exactly(version) : .empty
        }
    }
}

extension Version {
    /// The place after this version and before everything else that is greater.
    var placeAfterItself: Version {
        plain(key.placeAfterItself) ?? with(local: local + [.mark])
    }

    /// The first development release of this version, which is none itself.
    var firstDev: Version { plain(key.firstDev) ?? with(dev: 0, local: []) }

    /// The version with that key, when this one is in its key altogether.
    private func plain(_ place: @autoclosure () -> VersionKey?) -> Version? {
        parts == nil ? place().map { Version(key: $0, parts: nil) } : nil
    }

    /// The place after this version and all its local versions.
    var placeAfterLocals: Version {
        if let place = plain(key.placeAfterLocals) { return place }
        if let dev { return with(dev: dev + 1, local: []) }
        return with(post: post.map { $0 == .max ? $0 : $0 + 1 } ?? 0, dev: 0, local: [])
    }

    /// The place after this version, which is no post-release, and all its post-releases.
    var placeAfterPosts: Version {
        if let place = plain(key.placeAfterPosts) { return place }
        if let pre {
            return with(pre: Prerelease(kind: pre.kind, number: pre.number + 1), dev: 0, local: [])
        }
        return with(post: .max, local: [])
    }

    /// The first development release of the next prefix: `1.3.dev0` for `1.2`.
    var nextPrefix: Version {
        if let place = plain(key.nextPrefix) { return place }
        var release = self.release
        release[release.count - 1] += 1
        return Version(epoch: epoch, release: release, dev: 0)
    }
}
