/// A version of CUDA's user-mode driver, `13.0`.
struct CUDAVersion: Hashable, Sendable {
    var major: Int
    var minor: Int

    /// What the published provider knows; it believes a driver only in between (V-304).
    static let oldest = CUDAVersion(major: 11, minor: 0)
    static let newest = CUDAVersion(major: 15, minor: 20)

    init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// From the number that drivers give: 12070 is 12.7 (V-305). nil when no CUDA ever had it.
    init?(number: Int) {
        guard (1000..<1_000_000).contains(number) else { return nil }
        major = number / 1000
        minor = number % 1000 / 10
    }

    /// From `13.0`, as programs print it.
    init?(decimal text: some StringProtocol) {
        guard let pair = DottedPair(text) else { return nil }
        major = pair.first
        minor = pair.second
    }

    /// From a version as PEP 440 has them: `12` is 12.0; epoch, suffixes and further numbers do not count.
    init?(release text: String) {
        var scanner = VersionScanner(text)
        guard let release = scanner.release() else { return nil }
        major = release[0]
        minor = release.count > 1 ? release[1] : 0
    }
}

extension CUDAVersion: Comparable {
    static func < (a: CUDAVersion, b: CUDAVersion) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
}

extension CUDAVersion: CustomStringConvertible {
    var description: String { "\(major).\(minor)" }
}

/// What a device can compute, `9.0`.
struct ComputeCapability: Hashable, Sendable {
    var major: Int
    var minor: Int

    /// Below, no wheel is built for it (V-303).
    static let lowest = ComputeCapability(major: 5, minor: 0)

    init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    init?(_ text: some StringProtocol) {
        guard let pair = DottedPair(text) else { return nil }
        major = pair.first
        minor = pair.second
    }

    /// As nvcc calls it: `sm_90`.
    var name: String { "sm_\(major)\(minor)" }
}

extension ComputeCapability: Comparable {
    static func < (a: ComputeCapability, b: ComputeCapability) -> Bool {
        (a.major, a.minor) < (b.major, b.minor)
    }
}

extension ComputeCapability: CustomStringConvertible {
    var description: String { "\(major).\(minor)" }
}

/// Two numbers with a dot between them, and nothing else.
private struct DottedPair {
    let first: Int
    let second: Int

    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = Self.number(parts[0]), let second = Self.number(parts[1]) else {
            return nil
        }
        self.first = first
        self.second = second
    }

    private static func number(_ text: some StringProtocol) -> Int? {
        guard text.utf8.count <= 9,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }
}
