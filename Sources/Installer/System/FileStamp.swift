internal import Glibc

/// What tells whether a file or directory is still the one that was looked at before, by one system call. The device
/// is left out: it differs from mount to mount of the same files.
package struct FileStamp: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case absent, file, directory, other
        /// There may be something, but this user is not told.
        case hidden
    }

    package var kind: Kind
    /// Bytes.
    package var size: Int64
    /// Last modification, nanoseconds since 1970.
    package var mtime: Int64
    /// Last change of content or status, nanoseconds since 1970. Nobody can set it back.
    package var ctime: Int64
    package var inode: UInt64

    package static let absent = FileStamp(kind: .absent, size: 0, mtime: 0, ctime: 0, inode: 0)

    package init(kind: Kind, size: Int64, mtime: Int64, ctime: Int64, inode: UInt64) {
        self.kind = kind
        self.size = size
        self.mtime = mtime
        self.ctime = ctime
        self.inode = inode
    }

    /// Of what is at `path` now; links are followed.
    package init(of path: Path) {
        self.init(ofText: path.text)
    }

    package init(ofText path: String) {
        var status = stat()
        while unsafe fstatat(AT_FDCWD, path, &status, 0) != 0 {
            switch errno {
            case EINTR: continue
            case ENOENT, ENOTDIR: self = .absent
            default: self = FileStamp(kind: .hidden, size: 0, mtime: 0, ctime: 0, inode: 0)
            }
            return
        }
        switch FileKind(mode: status.st_mode) {
        case .file: kind = .file
        case .directory: kind = .directory
        case .link, .other: kind = .other
        }
        size = Int64(status.st_size)
        mtime = Self.nanoseconds(status.st_mtim)
        ctime = Self.nanoseconds(status.st_ctim)
        inode = UInt64(status.st_ino)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        let (whole, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? Int64.max : whole &+ Int64(time.tv_nsec)
    }

    /// Whether any change made at `moment` or later (nanoseconds since 1970) would give another stamp. A file that was
    /// changed just before could be changed again with the same times, since file systems count in ticks.
    package func isSettled(at moment: Int64) -> Bool {
        if kind == .absent { return true }
        let changed = max(mtime, ctime)
        return changed < moment - tick
    }

    /// The kernel stamps files by its timer, 10 ms at the coarsest; some file systems keep whole or even seconds only.
    private var tick: Int64 {
        let keepsFractions = mtime % 1_000_000_000 != 0 || ctime % 1_000_000_000 != 0
        return keepsFractions ? 25_000_000 : 2_100_000_000
    }
}
