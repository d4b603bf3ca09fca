internal import Synchronization

/// How much of the end of a package's wheels was needed: their versions are much alike, so the next one needs one request.
final class WheelTails: Sendable {
    private let sizes = Mutex<[PackageName: UInt64]>([:])

    /// No more of an end is asked for on a guess.
    static let limit: UInt64 = 512 << 10

    /// nil when no wheel of the package was read.
    func expected(_ name: PackageName) -> UInt64? { sizes.withLock { $0[name] } }

    /// A wheel's directory began `directory` bytes before its end, the file that was wanted `member` bytes: build tools
    /// put it near the directory, or far away, where it is not worth what lies between.
    func learn(_ name: PackageName, directory: UInt64, member: UInt64) {
        let needed = member <= Self.limit ? max(member, directory) : directory
        let size = min(needed + needed / 8 + (1 << 10), Self.limit)
        sizes.withLock { $0[name] = max($0[name] ?? 0, size) }
    }
}
