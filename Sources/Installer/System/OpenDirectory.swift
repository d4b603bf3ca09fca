internal import CSystem
internal import Glibc

/// An open directory: the anchor of calls that take a name relative to it, so that nobody can put a
/// link into the way and long paths are not walked again for every file.
///
/// Names may have several components; links in their middle are followed, so use single ones where
/// that matters. Shared freely between threads; closed with the last reference.
package final class OpenDirectory: Sendable {
    private let descriptor: Descriptor
    /// Where it was when it was opened; only for messages.
    package let path: Path

    /// Opens a directory. With `followingLinks` false the last component must not be a link (ENOTDIR).
    package init(_ path: Path, followingLinks: Bool = true) throws(SystemError) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followingLinks ? 0 : O_NOFOLLOW)
        let raw = try retrying("open directory", path) { unsafe Glibc.open(path.text, flags) }
        descriptor = Descriptor(taking: raw)
        self.path = path
    }

    private init(taking raw: Int32, _ path: Path) {
        descriptor = Descriptor(taking: raw)
        self.path = path
    }

    var raw: Int32 { descriptor.raw }

    /// A directory inside; a link is not followed (ENOTDIR) unless asked.
    package func directory(_ name: String, followingLinks: Bool = false) throws(SystemError) -> OpenDirectory
    {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followingLinks ? 0 : O_NOFOLLOW)
        let opened = try retrying("open directory", path / name) { unsafe openat(raw, name, flags) }
        return OpenDirectory(taking: opened, path / name)
    }

    /// Makes a directory; false when there is one already (or a link to one). Anything else of that
    /// name is an error (EEXIST).
    @discardableResult
    package func createDirectory(_ name: String, mode: UInt32 = 0o777) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try retrying("create directory", path / name) { unsafe mkdirat(raw, name, mode_t(mode)) }
            return true
        } catch {
            if error.code == EEXIST, try status(name, followingLinks: true)?.kind == .directory {
                return false
            }
            throw error
        }
    }

    /// nil when there is no such entry.
    package func status(_ name: String, followingLinks: Bool = false) throws(SystemError) -> FileStatus? {
        var status = stat()
        do throws(SystemError) {
            _ = try retrying("read status of", path / name) {
                unsafe fstatat(raw, name, &status, followingLinks ? 0 : AT_SYMLINK_NOFOLLOW)
            }
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
        return FileStatus(status)
    }

    /// The status of the directory itself.
    package func status() throws(SystemError) -> FileStatus { try descriptor.status(path) }

    /// The entries without `.` and `..`, in no particular order.
    package func entries() throws(SystemError) -> [DirectoryEntry] {
        let copy = try retrying("read directory", path) {
            unsafe openat(raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        return try DirectoryReader(taking: copy, path).entries()
    }

    // MARK: Files

    /// Opens for reading. A link is not followed unless asked; only regular files are opened.
    package func open(_ name: String, followingLinks: Bool = false) throws(SystemError) -> Descriptor {
        let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (followingLinks ? 0 : O_NOFOLLOW)
        let opened = try retrying("open file", path / name) { unsafe openat(raw, name, flags) }
        let file = Descriptor(taking: opened)
        try File.requireRegular(file.status(path / name), path / name)
        return file
    }

    /// The bytes of a regular file inside; a link is not followed unless asked.
    package func read(
        _ name: String, limit: Int = 1 << 30, followingLinks: Bool = false
    ) throws(SystemError) -> [UInt8] {
        let file = try open(name, followingLinks: followingLinks)
        let size = try file.status(path / name).size
        return try file.readToEnd(path / name, expected: Int(size), limit: limit)
    }

    /// Makes a new file for writing (EEXIST when the name is taken). The umask applies to `mode`.
    package func create(_ name: String, mode: UInt32 = 0o666) throws(SystemError) -> Descriptor {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOCTTY | O_CLOEXEC
        let opened = try retrying("create file", path / name) {
            unsafe openat(raw, name, flags, mode_t(mode))
        }
        return Descriptor(taking: opened)
    }

    /// Makes a new file with these bytes (EEXIST when the name is taken).
    package func write(_ bytes: [UInt8], to name: String, mode: UInt32 = 0o666) throws(SystemError) {
        let file = try create(name, mode: mode)
        try file.write(bytes, path / name)
        try file.close(path / name)
    }

    /// Replaces the file in one step, as `File.writeAtomically`.
    package func writeAtomically(
        _ bytes: [UInt8], to name: String, mode: UInt32 = 0o644, durable: Bool = false
    ) throws(SystemError) {
        let cut = name.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = cut.map { String(name[...$0]) } ?? ""
        let temporary = folder + RandomName.make(prefix: ".swuv-")
        do throws(SystemError) {
            let file = try create(temporary, mode: mode)
            try file.write(bytes, path / name)
            if durable { try file.sync(path / name) }
            try file.close(path / name)
            try rename(temporary, to: name)
        } catch {
            unsafe unlinkat(raw, temporary, 0)
            throw SystemError(error.operation, path / name, code: error.code, reason: error.reason)
        }
    }

    // MARK: Names

    /// Removes a file or link. True when there was one.
    @discardableResult
    package func removeFile(_ name: String) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try retrying("remove file", path / name) { unsafe unlinkat(raw, name, 0) }
            return true
        } catch {
            if error.isNotFound { return false }
            throw error
        }
    }

    /// Removes an empty directory. False when it is absent or not empty.
    @discardableResult
    package func removeDirectory(_ name: String) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try retrying("remove directory", path / name) { unsafe unlinkat(raw, name, AT_REMOVEDIR) }
            return true
        } catch {
            if error.isNotFound || error.isExists { return false }
            throw error
        }
    }

    /// Renames, replacing a file of the new name. `other` is the directory of the new name, self if nil.
    package func rename(
        _ name: String, to newName: String, in other: OpenDirectory? = nil
    ) throws(SystemError) {
        let target = other ?? self
        _ = try retrying("rename `\(path / name)` to", target.path / newName) {
            unsafe renameat(raw, name, target.raw, newName)
        }
    }

    /// Renames unless the new name is taken (EEXIST).
    package func renameExclusively(
        _ name: String, to newName: String, in other: OpenDirectory? = nil
    ) throws(SystemError) {
        let target = other ?? self
        try Self.renameExclusively(
            raw, name, target.raw, newName,
            error: { ("rename `\(self.path / name)` to", target.path / newName) })
    }

    /// Swaps two entries in one step; see `File.exchange` for file systems that cannot.
    package func exchange(
        _ name: String, with otherName: String, in other: OpenDirectory? = nil
    ) throws(SystemError) {
        let target = other ?? self
        try Self.exchange(
            raw, name, target.raw, otherName,
            error: { ("exchange `\(self.path / name)` with", target.path / otherName) })
    }

    /// Sets the permission bits of an entry; a link is followed.
    package func setMode(_ name: String, to mode: UInt32) throws(SystemError) {
        _ = try retrying("set permissions of", path / name) { unsafe fchmodat(raw, name, mode_t(mode), 0) }
    }

    /// Nanoseconds since 1970; a link is not followed.
    package func setModificationTime(_ name: String, to time: Int64) throws(SystemError) {
        let times = FileStatus.times(modification: time)
        _ = try retrying("set times of", path / name) {
            unsafe times.withUnsafeBufferPointer {
                unsafe utimensat(raw, name, $0.baseAddress, AT_SYMLINK_NOFOLLOW)
            }
        }
    }

    /// Waits until the entries (renames, removals) are on the disk.
    package func sync() throws(SystemError) { try descriptor.sync(path) }

    /// Whether the two are the same directory.
    package func isSame(as other: OpenDirectory) throws(SystemError) -> Bool {
        let (mine, its) = (try status(), try other.status())
        return mine.inode == its.inode && mine.device == its.device
    }
}

extension OpenDirectory {
    typealias Subject = () -> (operation: String, path: Path)

    static func renameExclusively(
        _ from: Int32, _ name: String, _ to: Int32, _ newName: String, error subject: Subject
    ) throws(SystemError) {
        let flag = UInt32(SWUV_RENAME_NOREPLACE)
        do throws(SystemError) {
            _ = try retrying(subject().operation, subject().path) {
                unsafe swuv_renameat2(from, name, to, newName, flag)
            }
        } catch {
            guard error.isUnsupported else { throw error }
            var status = stat()
            if unsafe fstatat(to, newName, &status, AT_SYMLINK_NOFOLLOW) == 0 {
                throw SystemError(subject().operation, subject().path, code: EEXIST)
            }
            _ = try retrying(subject().operation, subject().path) {
                unsafe renameat(from, name, to, newName)
            }
        }
    }

    static func exchange(
        _ first: Int32, _ firstName: String, _ second: Int32, _ secondName: String, error subject: Subject
    ) throws(SystemError) {
        let flag = UInt32(SWUV_RENAME_EXCHANGE)
        do throws(SystemError) {
            _ = try retrying(subject().operation, subject().path) {
                unsafe swuv_renameat2(first, firstName, second, secondName, flag)
            }
        } catch {
            guard error.isUnsupported else { throw error }
            let aside = secondName + RandomName.make(prefix: ".swuv-")
            _ = try retrying(subject().operation, subject().path) {
                unsafe renameat(second, secondName, second, aside)
            }
            do throws(SystemError) {
                _ = try retrying(subject().operation, subject().path) {
                    unsafe renameat(first, firstName, second, secondName)
                }
            } catch {
                unsafe renameat(second, aside, second, secondName)
                throw error
            }
            _ = try retrying(subject().operation, subject().path) {
                unsafe renameat(second, aside, first, firstName)
            }
        }
    }
}
