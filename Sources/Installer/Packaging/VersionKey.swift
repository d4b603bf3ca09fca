/// A version packed into 64 bits so that common versions compare as integers.
///
/// From the top: four release components of 14, 10, 12 and 8 bits, the kind of suffix (3), its number
/// (14). These 61 bits are the order. The last 3 bits hold how many components were written, for the
/// description only.
///
/// The packing never inverts the order: when two keys differ, they say how the versions compare, even
/// if one of the versions did not fit (its key is then filled with ones from where it overflows).
/// Only equal keys need the parts.
struct VersionKey: Sendable {
    let bits: UInt64

    var order: UInt64 { bits >> 3 }

    /// What follows the release, in the order of versions.
    private enum Kind: UInt64 {
        case dev, alpha, beta, candidate
        /// Nothing follows; or, with number 1, the mark after this very version and before its locals.
        case final
        /// `.post0.devN`. With N = 0 it is the least version above all local versions of the release.
        case firstPostDev
        case post
        /// Number 0: the mark after all post-releases. All ones: a component beyond the fourth follows.
        case beyond
    }

    private static let widths: InlineArray<4, UInt64> = [14, 10, 12, 8]
    private static let shifts: InlineArray<4, UInt64> = [50, 40, 28, 20]
    private static let kindShift: UInt64 = 17
    private static let numberLimit: UInt64 = (1 << 14) - 1

    private init(bits: UInt64) { self.bits = bits }

    private static func suffix(_ kind: Kind, _ number: UInt64) -> UInt64 {
        kind.rawValue << kindShift | min(number, numberLimit) << 3
    }

    /// The key of the parts, and whether it says all of them. `component` is called for places below `count`.
    @inline(__always)
    static func packed(
        epoch: UInt64, count: Int, pre: Prerelease?, post: UInt64?, dev: UInt64?, local: [LocalSegment],
        component: (Int) -> UInt64
    ) -> (key: VersionKey, isExact: Bool) {
        if epoch > 0 { return (VersionKey(bits: ~7), false) }
        var bits: UInt64 = 0
        for i in 0..<min(4, count) {
            let value = component(i)
            if value >> widths[i] != 0 {
                bits |= (1 << (shifts[i] + widths[i])) &- 1
                return (VersionKey(bits: bits & ~7), false)
            }
            bits |= value << shifts[i]
        }
        for i in stride(from: 4, to: count, by: 1) where component(i) != 0 {
            return (VersionKey(bits: bits | suffix(.beyond, numberLimit)), false)
        }
        let (suffix, isExact) = packed(pre: pre, post: post, dev: dev, local: local)
        return (VersionKey(bits: bits | suffix | UInt64(min(count, 7))), isExact && count <= 7)
    }

    private static func packed(
        pre: Prerelease?, post: UInt64?, dev: UInt64?, local: [LocalSegment]
    ) -> (bits: UInt64, isExact: Bool) {
        if let pre {
            let kind: Kind =
                switch pre.kind {
                case .alpha: .alpha
                case .beta: .beta
                case .candidate: .candidate
                }
            let isExact = pre.number <= numberLimit && post == nil && dev == nil && local.isEmpty
            return (suffix(kind, pre.number), isExact)
        }
        if let post {
            if post == .max { return (suffix(.beyond, 0), dev == nil && local.isEmpty) }
            if post == 0, let dev {
                return (suffix(.firstPostDev, dev), dev <= numberLimit && local.isEmpty)
            }
            return (suffix(.post, post), post <= numberLimit && dev == nil && local.isEmpty)
        }
        if let dev { return (suffix(.dev, dev), dev <= numberLimit && local.isEmpty) }
        if local.isEmpty { return (suffix(.final, 0), true) }
        // The mark is the least local version there is, so number 1 is right for all of them.
        return (suffix(.final, 1), local.count == 1 && local[0] == .mark)
    }

    /// The key of a version that is digits and dots only and fits; nil for all others.
    @inline(__always)
    static func quick(_ bytes: Span<UInt8>) -> VersionKey? {
        var bits: UInt64 = 0
        var value: UInt64 = 0
        var component = 0
        var hasDigits = false
        for i in bytes.indices {
            let byte = bytes[i]
            if byte >= 0x30 && byte <= 0x39 {
                value = value &* 10 &+ UInt64(byte &- 0x30)
                if value > numberLimit { return nil }
                hasDigits = true
            } else if byte == 0x2E && hasDigits && component < 3 {
                if value >> widths[component] != 0 { return nil }
                bits |= value << shifts[component]
                component += 1
                value = 0
                hasDigits = false
            } else {
                return nil
            }
        }
        guard hasDigits, value >> widths[component] == 0 else { return nil }
        bits |= value << shifts[component]
        return VersionKey(bits: bits | suffix(.final, 0) | UInt64(component + 1))
    }
}

// MARK: - Places next to a release

/// The places that `VersionRanges` needs next to a version that is an exact key without a suffix; nil
/// for any other key. They are made without unpacking it.
extension VersionKey {
    private var isPlainRelease: Bool { kind == .final && number == 0 }

    private func withSuffix(_ kind: Kind, _ number: UInt64) -> VersionKey? {
        let suffixBits: UInt64 = ((1 << 17) - 1) << 3
        return isPlainRelease ? VersionKey(bits: bits & ~suffixBits | Self.suffix(kind, number)) : nil
    }

    /// `1.2+` with an empty segment, for `1.2`.
    var placeAfterItself: VersionKey? { withSuffix(.final, 1) }
    /// `1.2.post0.dev0`
    var placeAfterLocals: VersionKey? { withSuffix(.firstPostDev, 0) }
    /// `1.2.post*`
    var placeAfterPosts: VersionKey? { withSuffix(.beyond, 0) }
    /// `1.2.dev0`
    var firstDev: VersionKey? { withSuffix(.dev, 0) }
    /// `1.3.dev0`
    var nextPrefix: VersionKey? {
        let last = releaseCount - 1
        guard last < 4, component(last) + 1 < 1 << Self.widths[last] else { return nil }
        return VersionKey(bits: bits + 1 << Self.shifts[last]).firstDev
    }
}

// MARK: - Reading an exact key

extension VersionKey {
    private var kind: Kind { Kind(rawValue: bits >> Self.kindShift & 7) ?? .beyond }
    private var number: UInt64 { bits >> 3 & Self.numberLimit }

    var releaseCount: Int { Int(bits & 7) }

    func component(_ index: Int) -> UInt64 {
        index < 4 ? bits >> Self.shifts[index] & ((1 << Self.widths[index]) - 1) : 0
    }

    var pre: Prerelease? {
        switch kind {
        case .alpha: Prerelease(kind: .alpha, number: number)
        case .beta: Prerelease(kind: .beta, number: number)
        case .candidate: Prerelease(kind: .candidate, number: number)
        default: nil
        }
    }

    var post: UInt64? {
        switch kind {
        case .firstPostDev: 0
        case .post: number
        case .beyond: .max
        default: nil
        }
    }

    var dev: UInt64? {
        switch kind {
        case .dev, .firstPostDev: number
        default: nil
        }
    }

    var isPrerelease: Bool {
        switch kind {
        case .dev, .alpha, .beta, .candidate, .firstPostDev: true
        default: false
        }
    }

    /// Whether it is the mark after one version and before its locals.
    var isAfterMark: Bool { kind == .final && number != 0 }
    var local: [LocalSegment] { isAfterMark ? [.mark] : [] }
}
