internal import Glibc

/// Work on directories, by path.
package enum Directory {
    /// Makes the directory; with `intermediates` also those above it. One that exists is fine.
    package static func create(
        _ path: Path, intermediates: Bool = true, mode: UInt32 = 0o777
    ) throws(SystemError) {
        do throws(SystemError) {
            _ = try retrying("create directory", path) { unsafe mkdir(path.text, mode_t(mode)) }
        } catch {
            if error.code == EEXIST {
                if try File.status(path)?.kind == .directory { return }
            } else if error.code == ENOENT && intermediates && path.parent != path {
                try create(path.parent, mode: mode)
                // Again through here: another process may be making it too.
                return try create(path, intermediates: false, mode: mode)
            }
            throw error
        }
    }

    /// The entries without `.` and `..`, in no particular order.
    package static func entries(_ path: Path) throws(SystemError) -> [DirectoryEntry] {
        let raw = try retrying("read directory", path) {
            unsafe open(path.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        return try DirectoryReader(taking: raw, path).entries()
    }

    /// As `entries`, nil when there is no such directory.
    package static func entriesIfPresent(_ path: Path) throws(SystemError) -> [DirectoryEntry]? {
        do throws(SystemError) {
            return try entries(path)
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    /// Removes an empty directory. False when it is absent or not empty.
    @discardableResult
    package static func remove(_ path: Path) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try retrying("remove directory", path) { unsafe rmdir(path.text) }
            return true
        } catch {
            if error.isNotFound || error.isExists { return false }
            throw error
        }
    }

    /// The working directory of the process, as the kernel names it.
    package static func current() throws(SystemError) -> Path {
        guard let text = unsafe getcwd(nil, 0) else {
            throw SystemError("find the working directory", code: errno)
        }
        defer { unsafe free(text) }
        return unsafe Path(String(cString: text))
    }

    /// A new directory with a random name, readable by its owner alone.
    package static func temporary(in parent: Path, prefix: String = ".swuv-") throws(SystemError) -> Path {
        let path = parent / RandomName.make(prefix: prefix)
        _ = try retrying("create directory", path) { unsafe mkdir(path.text, 0o700) }
        return path
    }

    /// Where programs put temporary files: `TMPDIR` of `environment`, else `/tmp`.
    package static func temporaryRoot(_ environment: [String: String]) -> Path {
        guard let chosen = environment["TMPDIR"], chosen.utf8.first == UInt8(ascii: "/") else {
            return "/tmp"
        }
        return Path(chosen)
    }

    /// Bytes that this user may still write on the file system of `path`.
    package static func freeSpace(_ path: Path) throws(SystemError) -> UInt64 {
        var facts = statvfs()
        _ = try retrying("read free space of", path) { unsafe statvfs(path.text, &facts) }
        return UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
    }
}
