internal import CSystem
internal import Glibc

/// Work on whole files, by path.
package enum File {
    /// The bytes of a regular file. A FIFO, device, socket or directory is refused without being read
    /// (and without waiting for a writer); a file of more than `limit` bytes is an error.
    package static func read(_ path: Path, limit: Int = 1 << 30) throws(SystemError) -> [UInt8] {
        let file = try Descriptor(path, O_RDONLY | O_NONBLOCK)
        let status = try file.status(path)
        try requireRegular(status, path)
        return try file.readToEnd(path, expected: Int(status.size), limit: limit, isRegular: true)
    }

    /// The bytes of a regular file and the status of that very file; nil where it is a link, is no regular file or
    /// cannot be opened.
    package static func readDirectly(
        _ path: Path, limit: Int
    ) throws(SystemError) -> (bytes: [UInt8], status: FileStatus)? {
        let raw = unsafe open(path.text, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY)
        guard raw >= 0 else { return nil }
        let file = Descriptor(taking: raw)
        let status = try file.status(path)
        guard status.kind == .file else { return nil }
        let bytes = try file.readToEnd(path, expected: Int(status.size), limit: limit, isRegular: true)
        return (bytes, status)
    }

    /// As `read`, nil when there is no such file.
    package static func readIfPresent(_ path: Path, limit: Int = 1 << 30) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try read(path, limit: limit)
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    /// The first bytes of a file, at most `limit`, in three system calls: for small files and those of the kernel. nil
    /// when it cannot be read, whatever the reason.
    package static func beginning(of path: Path, limit: Int) -> [UInt8]? {
        let raw = unsafe open(path.text, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard raw >= 0 else { return nil }
        let file = Descriptor(taking: raw)
        var isComplete = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            let got = unsafe Glibc.read(file.raw, buffer.baseAddress!, limit)
            isComplete = got >= 0
            count = max(got, 0)
        }
        return isComplete ? bytes : nil
    }

    /// Whatever can be read to an end: also a FIFO such as `/dev/fd/63` of `-r <(…)`. For files that
    /// the user named, never for those a package or cache names.
    package static func readStream(_ path: Path, limit: Int = 1 << 30) throws(SystemError) -> [UInt8] {
        let file = try Descriptor(path, O_RDONLY)
        let status = try file.status(path)
        if status.kind == .directory { throw SystemError("open file", path, code: EISDIR) }
        return try file.readToEnd(path, expected: Int(status.size), limit: limit)
    }

    /// Standard input up to its end (`-r -`).
    package static func readStandardInput(limit: Int = 1 << 30) throws(SystemError) -> [UInt8] {
        let path: Path = "/dev/stdin"
        let copy = try retrying("open file", path) { fcntl(0, F_DUPFD_CLOEXEC, 3) }
        return try Descriptor(taking: copy).readToEnd(path, expected: 0, limit: limit)
    }

    /// Opens a regular file for reading; anything else is refused as `read` does.
    package static func openForReading(_ path: Path) throws(SystemError) -> Descriptor {
        let file = try Descriptor(path, O_RDONLY | O_NONBLOCK)
        try requireRegular(file.status(path), path)
        return file
    }

    static func requireRegular(_ status: FileStatus, _ path: Path) throws(SystemError) {
        switch status.kind {
        case .file: return
        case .directory: throw SystemError("open file", path, code: EISDIR)
        case .link, .other:
            throw SystemError("open file", path, code: EINVAL, reason: "not a regular file")
        }
    }

    /// Replaces the file in one step: a reader, and a crash, see the old bytes or the new ones. A link
    /// at `path` is replaced, not followed. `durable` also waits for the disk.
    package static func writeAtomically(
        _ bytes: [UInt8], to path: Path, mode: UInt32 = 0o644, durable: Bool = false
    ) throws(SystemError) {
        let temporary = path.parent / RandomName.make(prefix: ".swuv-")
        do throws(SystemError) {
            let file = try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
            try file.write(bytes, temporary)
            if durable { try file.sync(temporary) }
            try file.close(temporary)
            try rename(from: temporary, to: path)
        } catch {
            unsafe unlink(temporary.text)
            throw SystemError(error.operation, path, code: error.code, reason: error.reason)
        }
    }

    /// nil when there is nothing at the path.
    package static func status(
        _ path: Path, followingLinks: Bool = true
    ) throws(SystemError) -> FileStatus? {
        var status = stat()
        do throws(SystemError) {
            _ = try retrying("read status of", path) {
                unsafe fstatat(AT_FDCWD, path.text, &status, followingLinks ? 0 : AT_SYMLINK_NOFOLLOW)
            }
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
        return FileStatus(status)
    }

    /// There is something at the path; an error counts as absence.
    package static func exists(_ path: Path) -> Bool {
        unsafe access(path.text, F_OK) == 0
    }

    /// A regular file that this user may execute.
    package static func isExecutable(_ path: Path) -> Bool {
        // Most of the time there is nothing, and that is told sooner than by an error.
        guard unsafe access(path.text, X_OK) == 0 else { return false }
        return (try? status(path))??.kind == .file
    }

    /// Throws where this user may not make and remove entries of the directory.
    package static func requireWritable(_ directory: Path) throws(SystemError) {
        _ = try retrying("write to directory", directory) { unsafe access(directory.text, W_OK | X_OK) }
    }

    /// Removes a file or link, not a directory. True when there was one.
    @discardableResult
    package static func remove(_ path: Path) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try retrying("remove file", path) { unsafe unlink(path.text) }
            return true
        } catch {
            if error.isNotFound { return false }
            throw error
        }
    }

    /// Renames a file or directory; an existing file at `to` is replaced.
    package static func rename(from: Path, to: Path) throws(SystemError) {
        _ = try retrying("rename `\(from)` to", to) { unsafe Glibc.rename(from.text, to.text) }
    }

    /// Renames unless there is something at `to` already (EEXIST), also where the file system has no
    /// such call: then a moment remains in which another process can put a file there unseen.
    package static func renameExclusively(from: Path, to: Path) throws(SystemError) {
        try OpenDirectory.renameExclusively(
            AT_FDCWD, from.text, AT_FDCWD, to.text, error: { ("rename `\(from)` to", to) })
    }

    /// Swaps two files or directories in one step. Where the file system cannot, by three renames;
    /// between these a crash leaves one of them under a temporary name beside it.
    package static func exchange(_ first: Path, _ second: Path) throws(SystemError) {
        try OpenDirectory.exchange(
            AT_FDCWD, first.text, AT_FDCWD, second.text, error: { ("exchange `\(first)` with", second) })
    }

    /// Nanoseconds since 1970; a link is followed.
    package static func setModificationTime(_ path: Path, to time: Int64) throws(SystemError) {
        let times = FileStatus.times(modification: time)
        _ = try retrying("set times of", path) {
            unsafe times.withUnsafeBufferPointer { unsafe utimensat(AT_FDCWD, path.text, $0.baseAddress, 0) }
        }
    }

    package static func setMode(_ path: Path, to mode: UInt32) throws(SystemError) {
        _ = try retrying("set permissions of", path) { unsafe chmod(path.text, mode_t(mode)) }
    }

    /// Without links, `.` and `..`; every component must exist.
    package static func resolved(_ path: Path) throws(SystemError) -> Path {
        guard let real = unsafe realpath(path.text, nil) else {
            throw SystemError("resolve path", path, code: errno)
        }
        defer { unsafe free(real) }
        return unsafe Path(String(cString: real))
    }
}
