internal import Glibc

/// What the file system knows about one file.
package struct FileStatus: Hashable, Sendable {
    package let kind: FileKind
    /// Bytes.
    package let size: Int64
    /// Last modification, nanoseconds since 1970.
    package let mtime: Int64
    /// Permission bits only, `0o7777` at most.
    package let mode: UInt32
    package let inode: UInt64
    package let device: UInt64
    package let linkCount: UInt64
    /// The user id of the owner.
    package let owner: UInt32

    init(_ status: stat) {
        kind = FileKind(mode: status.st_mode)
        size = Int64(status.st_size)
        mtime = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        mode = UInt32(status.st_mode) & 0o7777
        inode = UInt64(status.st_ino)
        device = UInt64(status.st_dev)
        linkCount = UInt64(status.st_nlink)
        owner = UInt32(status.st_uid)
    }

    /// Somebody may execute it.
    package var isExecutable: Bool { mode & 0o111 != 0 }

    /// The argument of utimensat that leaves the access time alone.
    static func times(modification time: Int64) -> [timespec] {
        let (seconds, rest) = time.quotientAndRemainder(dividingBy: 1_000_000_000)
        let floor = rest < 0 ? seconds - 1 : seconds
        let utimeOmit = (1 << 30) - 2
        return [
            timespec(tv_sec: 0, tv_nsec: utimeOmit),
            timespec(tv_sec: Int(floor), tv_nsec: Int(time - floor * 1_000_000_000)),
        ]
    }
}

package enum FileKind: Hashable, Sendable {
    case file, directory, link, other

    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .link
        default: self = .other
        }
    }

    /// Of readdir's d_type; nil when the file system does not tell there.
    init?(directoryType: UInt8) {
        switch Int(directoryType) {
        case Int(DT_UNKNOWN): return nil
        case Int(DT_REG): self = .file
        case Int(DT_DIR): self = .directory
        case Int(DT_LNK): self = .link
        default: self = .other
        }
    }
}

package struct DirectoryEntry: Hashable, Sendable, Comparable {
    package let name: String
    /// Of the entry itself, a link is not followed.
    package let kind: FileKind

    package init(name: String, kind: FileKind) {
        self.name = name
        self.kind = kind
    }

    package static func < (left: DirectoryEntry, right: DirectoryEntry) -> Bool { left.name < right.name }
}
