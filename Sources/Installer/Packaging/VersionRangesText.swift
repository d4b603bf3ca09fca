extension VersionRanges {
    /// One end of an interval.
    package enum Bound: Hashable, Sendable {
        case unbounded
        case including(Version)
        case excluding(Version)
    }

    /// The intervals, ascending. Bounds are meant for people: that the pre-releases of an excluded upper
    /// version are out, or the post-releases of an excluded lower one, is not visible in them.
    package var segments: [(lower: Bound, upper: Bound)] {
        intervals.map { interval in
            let lower: Bound =
                switch interval.lower {
                case nil: .unbounded
                case let place?: place.versionBeforePlace.map(Bound.excluding) ?? .including(place)
                }
            let upper: Bound =
                switch interval.upper {
                case nil: .unbounded
                case let place?:
                    if let version = place.versionBeforePlace {
                        .including(version)
                    } else {
                        .excluding(place.versionWithoutFirstDev)
                    }
                }
            return (lower, upper)
        }
    }

    /// The intervals as places; nil is the end of the line.
    var intervals: [(lower: Version?, upper: Version?)] {
        var out: [(lower: Version?, upper: Version?)] = []
        var lower: Version?? = startsInside ? .some(nil) : .none
        for place in places {
            if let open = lower {
                out.append((open, place))
                lower = .none
            } else {
                lower = .some(place)
            }
        }
        if let open = lower { out.append((open, nil)) }
        return out
    }

    /// The version, when the set is that one version, with or without its local versions.
    package var singleVersion: Version? {
        guard !startsInside, places.count == 2 else { return nil }
        let version = places[0]
        return places[1] == version.placeAfterItself || places[1] == version.placeAfterLocals ? version : nil
    }
}

extension VersionRanges: CustomStringConvertible {
    /// For people: `>=1.0, <2.0`, `==1.4`, `!=1.5`, `<1 | >=2`; `*` for all and `<none>` for none.
    package var description: String {
        if isFull { return "*" }
        if isEmpty { return "<none>" }
        let intervals = self.intervals
        var groups: [String] = []
        var i = 0
        while i < intervals.count {
            // Intervals that only a single version or a prefix separates are one group with exclusions.
            let lower = intervals[i].lower
            var exclusions: [String] = []
            while i + 1 < intervals.count, let hole = Self.hole(intervals[i].upper, intervals[i + 1].lower) {
                exclusions.append("!=" + hole)
                i += 1
            }
            groups.append(Self.group(from: lower, to: intervals[i].upper, exclusions))
            i += 1
        }
        return groups.joined(separator: " | ")
    }

    private static func hole(_ from: Version?, _ to: Version?) -> String? {
        guard let from, let to else { return nil }
        if to == from.placeAfterItself || to == from.placeAfterLocals { return from.description }
        return prefix(from, to)
    }

    /// `1.2.*`, when the places enclose just that.
    private static func prefix(_ from: Version, _ to: Version) -> String? {
        guard from.dev == 0, from.pre == nil, from.post == nil, to.dev == 0 else { return nil }
        var release = from.release
        while release.count > 1, Version(release: release).nextPrefix != to, release.last == 0 {
            release.removeLast()
        }
        let base = Version(epoch: from.epoch, release: release)
        return base.nextPrefix == to ? "\(base).*" : nil
    }

    private static func group(from lower: Version?, to upper: Version?, _ exclusions: [String]) -> String {
        var parts: [String] = []
        if let lower, let upper, exclusions.isEmpty {
            if let only = hole(lower, upper) { return "==" + only }
        }
        if let lower {
            if let version = lower.versionBeforePlace {
                parts.append(">\(version)")
            } else {
                parts.append(">=\(lower.versionWithoutFirstDev)")
            }
        }
        parts += exclusions
        if let upper {
            if let version = upper.versionBeforePlace {
                parts.append("<=\(version)")
            } else {
                parts.append("<\(upper.versionWithoutFirstDev)")
            }
        }
        return parts.joined(separator: ", ")
    }
}

extension Version {
    /// For a place that no real version has: the version it comes after.
    fileprivate var versionBeforePlace: Version? {
        if local.last == .mark { return with(local: Array(local.dropLast())) }
        if post == .max { return with(post: .some(nil)) }
        guard dev == 0, let post else { return nil }
        return with(post: .some(post == 0 ? nil : post - 1), dev: .some(nil))
    }

    /// `2.0` for `2.0.dev0`, which a bound at `2.0` means; any other version as it is.
    fileprivate var versionWithoutFirstDev: Version {
        dev == 0 && pre == nil && post == nil ? with(dev: .some(nil)) : self
    }
}
