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

    /// The key of the parts, and whether it says all of them.
    static func packed(_ parts: VersionParts) -> (key: VersionKey, isExact: Bool) {
        if parts.epoch > 0 { return (VersionKey(bits: ~7), false) }
        var bits: UInt64 = 0
        for i in 0..<min(4, parts.release.count) {
            let value = parts.release[i]
            if value >> widths[i] != 0 {
                bits |= (1 << (shifts[i] + widths[i])) &- 1
                return (VersionKey(bits: bits & ~7), false)
            }
            bits |= value << shifts[i]
        }
        if parts.release.count > 4, parts.release[4...].contains(where: { $0 != 0 }) {
            return (VersionKey(bits: bits | suffix(.beyond, numberLimit)), false)
        }
        var isExact = parts.release.count <= 7
        bits |= UInt64(min(parts.release.count, 7))
        if let pre = parts.pre {
            let kind: Kind =
                switch pre.kind {
                case .alpha: .alpha
                case .beta: .beta
                case .candidate: .candidate
                }
            bits |= suffix(kind, pre.number)
            isExact =
                isExact && pre.number <= numberLimit && parts.post == nil && parts.dev == nil
                && parts.local.isEmpty
        } else if let post = parts.post {
            if post == .max {
                bits |= suffix(.beyond, 0)
            } else if post == 0, let dev = parts.dev {
                bits |= suffix(.firstPostDev, dev)
                isExact = isExact && dev <= numberLimit
            } else {
                bits |= suffix(.post, post)
                isExact = isExact && post <= numberLimit && parts.dev == nil
            }
            isExact = isExact && parts.local.isEmpty
        } else if let dev = parts.dev {
            bits |= suffix(.dev, dev)
            isExact = isExact && dev <= numberLimit && parts.local.isEmpty
        } else if parts.local.isEmpty {
            bits |= suffix(.final, 0)
        } else {
            // The mark is the least local version there is, so number 1 is right for all of them.
            bits |= suffix(.final, 1)
            isExact = isExact && parts.local.count == 1 && parts.local[0] == .mark
        }
        return (VersionKey(bits: bits), isExact)
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
