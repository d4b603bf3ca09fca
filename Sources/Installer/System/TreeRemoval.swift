internal import Glibc

/// Removes a directory with everything in it. Links are removed, never followed; every step is relative
/// to an open directory, so that swapping a directory for a link meanwhile leads nowhere else.
///
/// Needs bounded descriptors, stack and time per entry, however deep the tree: directories below
/// `deepest` are first moved up to the top of the tree.
struct TreeRemoval {
    private static let deepest = 32

    /// The tree being removed.
    private let path: Path
    /// Names moved up to the top, still to be removed.
    private var movedUp: [String] = []

    /// Removes the entry `name` of the open directory `parent`. False when there was none.
    static func remove(_ name: String, in parent: Int32, _ path: Path) throws(SystemError) -> Bool {
        var removal = TreeRemoval(path: path)
        return try removal.removeTop(name, in: parent)
    }

    private init(path: Path) {
        self.path = path
    }

    private mutating func removeTop(_ name: String, in parent: Int32) throws(SystemError) -> Bool {
        if unsafe unlinkat(parent, name, 0) == 0 { return true }
        switch errno {
        case ENOENT, ENOTDIR: return false
        // EISDIR is Linux's answer for a directory, EPERM that of POSIX.
        case EISDIR, EPERM: break
        case let code: throw SystemError("remove", path, code: code)
        }
        let top = try unsafe open(name, in: parent)
        try empty(top.raw, top: top.raw, depth: 0)
        while let moved = movedUp.popLast() {
            let directory = try unsafe open(moved, in: top.raw)
            try empty(directory.raw, top: top.raw, depth: 1)
            try unsafe removeEmpty(moved, in: top.raw, top: top.raw)
        }
        try unsafe removeEmpty(name, in: parent, top: top.raw)
        return true
    }

    /// Removes all entries of an open directory.
    private mutating func empty(_ directory: Int32, top: Int32, depth: Int) throws(SystemError) {
        for entry in try entries(of: directory) {
            try unsafe entry.name.withUnsafeBufferPointer { (name) throws(SystemError) in
                let name = name.baseAddress!
                if !entry.isDirectory {
                    if try unsafe removeFile(name, in: directory) { return }
                }
                if depth >= Self.deepest {
                    try unsafe moveUp(name, from: directory, top: top)
                    return
                }
                do throws(SystemError) {
                    let inner = try unsafe open(name, in: directory)
                    try empty(inner.raw, top: top, depth: depth + 1)
                } catch {
                    // Another process removes the same tree.
                    if error.code == ENOENT { return }
                    throw error
                }
                try unsafe removeEmpty(name, in: directory, top: top)
            }
        }
    }

    private mutating func moveUp(
        _ name: UnsafePointer<CChar>, from directory: Int32, top: Int32
    ) throws(SystemError) {
        let newName = RandomName.make(prefix: ".swuv-removed-")
        if unsafe renameat(directory, name, top, newName) != 0 {
            // A directory that changes its parent must be writable itself.
            makeWritable(directory)
            makeWritable(try unsafe open(name, in: directory).raw)
            _ = try unsafe retrying("remove", path / String(cString: name)) {
                unsafe renameat(directory, name, top, newName)
            }
        }
        movedUp.append(newName)
    }

    /// False when it turns out to be a directory.
    private func removeFile(_ name: UnsafePointer<CChar>, in directory: Int32) throws(SystemError) -> Bool {
        if unsafe unlinkat(directory, name, 0) == 0 { return true }
        if errno == EACCES {
            makeWritable(directory)
            if unsafe unlinkat(directory, name, 0) == 0 { return true }
        }
        switch errno {
        case ENOENT: return true
        case EISDIR: return false
        case let code:
            var status = stat()
            if code == EPERM, unsafe fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
                FileKind(mode: status.st_mode) == .directory
            {
                return false
            }
            throw unsafe SystemError("remove", path / String(cString: name), code: code)
        }
    }

    private mutating func removeEmpty(
        _ name: UnsafePointer<CChar>, in parent: Int32, top: Int32
    ) throws(SystemError) {
        for attempt in 0... {
            if unsafe unlinkat(parent, name, AT_REMOVEDIR) == 0 { return }
            switch errno {
            case ENOENT: return
            case EACCES where attempt == 0: makeWritable(parent)
            // Somebody put something into it meanwhile.
            case ENOTEMPTY where attempt < 3, EEXIST where attempt < 3:
                let directory = try unsafe open(name, in: parent)
                try empty(directory.raw, top: top, depth: Self.deepest - 1)
            case let code: throw unsafe SystemError("remove", path / String(cString: name), code: code)
            }
        }
    }

    private func open(_ name: UnsafePointer<CChar>, in parent: Int32) throws(SystemError) -> Descriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let subject = { unsafe self.path / String(cString: name) }
        do throws(SystemError) {
            return try Descriptor(
                taking: retrying("remove", subject()) { unsafe openat(parent, name, flags) })
        } catch {
            guard error.code == EACCES else { throw error }
            // Not readable by its owner: let it be. A link in its place is not followed.
            makeWritable(parent)
            unsafe fchmodat(parent, name, 0o700, AT_SYMLINK_NOFOLLOW)
            return try Descriptor(
                taking: retrying("remove", subject()) { unsafe openat(parent, name, flags) })
        }
    }

    private func makeWritable(_ directory: Int32) {
        var status = stat()
        if unsafe fstat(directory, &status) == 0, status.st_mode & 0o700 != 0o700 {
            fchmod(directory, (status.st_mode & 0o7777) | 0o700)
        }
    }

    /// Names as the system has them (they may not be UTF-8), each null-terminated.
    private func entries(of directory: Int32) throws(SystemError) -> [(name: [CChar], isDirectory: Bool)] {
        var entries: [(name: [CChar], isDirectory: Bool)] = []
        let copy = try retrying("read directory", path) {
            unsafe openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        try unsafe DirectoryReader(taking: copy, path).forEach { (name, kind) throws(SystemError) in
            let bytes = unsafe Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1))
            entries.append((bytes, kind == .directory))
        }
        return entries
    }
}

extension Directory {
    /// Removes the directory with everything in it, or the file or link at `path`. Links are not
    /// followed; read-only directories of this user are emptied too. False when there was nothing.
    @discardableResult
    package static func removeTree(_ path: Path) throws(SystemError) -> Bool {
        try TreeRemoval.remove(path.text, in: AT_FDCWD, path)
    }
}

extension OpenDirectory {
    /// As `Directory.removeTree`, for an entry of this directory.
    @discardableResult
    package func removeTree(_ name: String) throws(SystemError) -> Bool {
        try TreeRemoval.remove(name, in: raw, path / name)
    }
}
