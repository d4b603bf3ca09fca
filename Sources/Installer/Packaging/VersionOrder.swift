// The order of versions (PEP 440, "Summary of permitted suffixes and relative ordering").

extension Version: Hashable, Comparable {
    @inline(__always)
    package static func == (a: Version, b: Version) -> Bool {
        if a.key.order != b.key.order { return false }
        if a.parts == nil && b.parts == nil { return true }
        return compareInFull(a, b) == 0
    }

    @inline(__always)
    package static func < (a: Version, b: Version) -> Bool {
        if a.key.order != b.key.order { return a.key.order < b.key.order }
        if a.parts == nil && b.parts == nil { return false }
        return compareInFull(a, b) < 0
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(key.order)
        if let parts, !parts.local.isEmpty { hasher.combine(parts.local) }
    }

    /// Negative, zero or positive, from the parts alone.
    @inline(never)
    static func compareInFull(_ a: Version, _ b: Version) -> Int {
        func sign<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : (x == y ? 0 : 1) }
        if let p = a.parts, let q = b.parts, p === q { return 0 }
        var result = sign(a.epoch, b.epoch)
        if result != 0 { return result }
        for i in 0..<max(a.releaseCount, b.releaseCount) {
            result = sign(a.component(i), b.component(i))
            if result != 0 { return result }
        }
        let s = a.suffix
        let t = b.suffix
        result = sign(s.pre, t.pre)
        if result == 0 { result = sign(s.preNumber, t.preNumber) }
        if result == 0 { result = sign(s.post, t.post) }
        if result == 0 { result = sign(s.dev, t.dev) }
        if result == 0 { result = LocalSegment.compare(a.local, b.local) }
        return result
    }

    /// The suffixes as numbers that compare one after the other. A version with only a dev part comes
    /// before all pre-releases, one without a dev part after all with one.
    private var suffix: (pre: Int, preNumber: UInt64, post: UInt64, dev: UInt64) {
        let post = self.post
        let dev = self.dev
        let devRank = dev ?? .max
        // Numbers are at most `VersionNumber.limit`, or the mark .max for "after every post-release".
        let postRank = post.map { $0 == .max ? .max : $0 + 1 } ?? 0
        if let pre { return (Int(pre.kind.rawValue), pre.number, postRank, devRank) }
        if post == nil && dev != nil { return (-1, 0, 0, devRank) }
        return (3, 0, postRank, devRank)
    }
}

/// One segment of a local version: `+ubuntu.1` has two.
package enum LocalSegment: Hashable, Sendable, CustomStringConvertible {
    /// Not a segment but a mark that `VersionRanges` uses: before every segment.
    case mark
    /// Letters and digits, in lower case.
    case text(String)
    case number(UInt64)
    /// A number too large for `number`, as its digits without leading zeros.
    case digits(String)

    package var description: String {
        switch self {
        case .mark: ""
        case .text(let text), .digits(let text): text
        case .number(let number): String(number)
        }
    }

    /// Text before numbers; a prefix before what it is a prefix of.
    static func compare(_ a: [LocalSegment], _ b: [LocalSegment]) -> Int {
        for i in 0..<min(a.count, b.count) where a[i] != b[i] { return a[i].precedes(b[i]) ? -1 : 1 }
        return a.count < b.count ? -1 : (a.count == b.count ? 0 : 1)
    }

    private func precedes(_ other: LocalSegment) -> Bool {
        switch (self, other) {
        case (.text(let a), .text(let b)): a < b
        case (.number(let a), .number(let b)): a < b
        case (.digits(let a), .digits(let b)):
            a.utf8.count == b.utf8.count ? a < b : a.utf8.count < b.utf8.count
        default: rank < other.rank
        }
    }

    private var rank: Int {
        switch self {
        case .mark: 0
        case .text: 1
        case .number: 2
        case .digits: 3
        }
    }
}
