/// A version of a distribution (PEP 440).
///
/// Sixteen bytes. `key` orders versions of the common shapes by one integer comparison; a version it
/// cannot say in full (an epoch, a local version, five or more components, large numbers, a suffix of a
/// suffix) keeps `parts` too. Versions that differ only in trailing zeros of the release are equal.
///
/// Numbers above `VersionNumber.limit` are refused: no real version has them, and the orders stay
/// free of overflow. A numeric segment of a local version may be of any length.
package struct Version: Sendable {
    let key: VersionKey
    /// Nil exactly when `key` says everything.
    let parts: VersionParts?

    init(key: VersionKey, parts: VersionParts?) {
        self.key = key
        self.parts = parts
    }

    init(
        epoch: UInt64 = 0, release: [UInt64], pre: Prerelease? = nil, post: UInt64? = nil,
        dev: UInt64? = nil, local: [LocalSegment] = []
    ) {
        let (key, isExact) = VersionKey.packed(
            epoch: epoch, count: release.count, pre: pre, post: post, dev: dev, local: local
        ) { release[$0] }
        self.init(
            key: key,
            parts: isExact
                ? nil
                : VersionParts(epoch: epoch, release: release, pre: pre, post: post, dev: dev, local: local))
    }

    /// A version of a release segment only, such as `3.12`.
    package init(release: [UInt64]) { self.init(epoch: 0, release: release) }

    package init?(_ text: String) {
        self.init(bytes: text.utf8.span)
    }

    /// Parses without allocating when the version is of a common shape.
    package init?(bytes: Span<UInt8>) {
        if let key = VersionKey.quick(bytes) {
            self.init(key: key, parts: nil)
            return
        }
        var scanner = VersionScanner()
        guard scanner.scan(bytes) else { return nil }
        self = scanner.version
    }

    package init?(bytes: UnsafeBufferPointer<UInt8>) {
        unsafe self.init(bytes: Span(_unsafeElements: bytes))
    }

    package init(parsing text: String) throws(VersionError) {
        if let version = Version(text) {
            self = version
            return
        }
        throw VersionError(describing: text)
    }
}

// MARK: - Parts

/// The kinds of pre-release, in their order.
package enum PrereleaseKind: UInt8, Sendable, Comparable {
    case alpha, beta, candidate

    package static func < (a: PrereleaseKind, b: PrereleaseKind) -> Bool { a.rawValue < b.rawValue }

    /// How it is written in a normalised version.
    package var letters: String {
        switch self {
        case .alpha: "a"
        case .beta: "b"
        case .candidate: "rc"
        }
    }
}

/// The pre-release part of a version: `rc1`.
package struct Prerelease: Hashable, Sendable {
    package var kind: PrereleaseKind
    package var number: UInt64
}

/// Everything a version says, for those that a `VersionKey` cannot hold.
final class VersionParts: Sendable {
    let epoch: UInt64
    let release: [UInt64]
    let pre: Prerelease?
    let post: UInt64?
    let dev: UInt64?
    let local: [LocalSegment]

    init(
        epoch: UInt64, release: [UInt64], pre: Prerelease?, post: UInt64?, dev: UInt64?,
        local: [LocalSegment]
    ) {
        self.epoch = epoch
        self.release = release
        self.pre = pre
        self.post = post
        self.dev = dev
        self.local = local
    }
}

enum VersionNumber {
    /// The largest number a version may hold. One more never overflows, and the marks that
    /// `VersionRanges` sets between versions lie above it.
    static let limit = UInt64(Int64.max)
}

extension Version {
    package var epoch: UInt64 { parts?.epoch ?? 0 }
    package var release: [UInt64] { parts?.release ?? (0..<releaseCount).map { key.component($0) } }
    package var pre: Prerelease? { if let parts { parts.pre } else { key.pre } }
    package var post: UInt64? { if let parts { parts.post } else { key.post } }
    package var dev: UInt64? { if let parts { parts.dev } else { key.dev } }
    package var local: [LocalSegment] { if let parts { parts.local } else { key.local } }

    /// How many components the release was written with: 3 for `1.2.0`.
    package var releaseCount: Int { if let parts { parts.release.count } else { key.releaseCount } }

    /// A component of the release; 0 beyond the last.
    package func component(_ index: Int) -> UInt64 {
        guard let parts else { return key.component(index) }
        return index < parts.release.count ? parts.release[index] : 0
    }

    package var major: UInt64 { component(0) }
    package var minor: UInt64 { component(1) }
    package var patch: UInt64 { component(2) }

    /// A pre-release or a development release, which installers avoid unless asked (PEP 440).
    package var isPrerelease: Bool {
        if let parts { return parts.pre != nil || parts.dev != nil }
        return key.isPrerelease
    }

    package var isPostrelease: Bool { post != nil }
    /// Whether it has a local part, such as `+cu130`.
    package var isLocal: Bool { if let parts { !parts.local.isEmpty } else { key.isAfterMark } }
    package var isStable: Bool { !isPrerelease }

    /// The version without its local part.
    package var withoutLocal: Version {
        guard isLocal else { return self }
        return with(local: [])
    }

    /// The release alone: no suffix, no local part.
    package var base: Version { Version(epoch: epoch, release: release) }

    /// The text of the local part, without `+`; nil without one.
    package var localText: String? {
        let segments = local
        return segments.isEmpty ? nil : segments.map(\.description).joined(separator: ".")
    }

    func with(
        release: [UInt64]? = nil, pre: Prerelease?? = nil, post: UInt64?? = nil, dev: UInt64?? = nil,
        local: [LocalSegment]? = nil
    ) -> Version {
        Version(
            epoch: epoch, release: release ?? self.release, pre: pre ?? self.pre, post: post ?? self.post,
            dev: dev ?? self.dev, local: local ?? self.local)
    }
}
