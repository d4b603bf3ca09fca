internal import Glibc

/// Reads the entries of one open directory.
@safe struct DirectoryReader: ~Copyable {
    private let stream: OpaquePointer
    private let path: Path

    /// Takes over `raw`, also when it fails.
    init(taking raw: Int32, _ path: Path) throws(SystemError) {
        guard let stream = unsafe fdopendir(raw) else {
            let code = errno
            close(raw)
            throw SystemError("read directory", path, code: code)
        }
        unsafe self.stream = stream
        self.path = path
    }

    deinit { unsafe closedir(stream) }

    var raw: Int32 { unsafe dirfd(stream) }

    /// Gives each name, null-terminated and valid during the call only, and its kind if readdir knows it.
    func forEach(
        _ body: (UnsafePointer<CChar>, FileKind?) throws(SystemError) -> Void
    ) throws(SystemError) {
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { throw SystemError("read directory", path, code: errno) }
                return
            }
            let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
            let name = unsafe UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
            if unsafe Self.isDot(name) { continue }
            try unsafe body(name, FileKind(directoryType: entry.pointee.d_type))
        }
    }

    func entries() throws(SystemError) -> [DirectoryEntry] {
        var entries: [DirectoryEntry] = []
        try unsafe forEach { (name, kind) throws(SystemError) in
            let kind = if let kind { kind } else { try unsafe self.kind(of: name) }
            unsafe entries.append(DirectoryEntry(name: String(cString: name), kind: kind))
        }
        return entries
    }

    /// The kind of an entry where readdir does not tell; one that just vanished counts as other.
    func kind(of name: UnsafePointer<CChar>) throws(SystemError) -> FileKind {
        var status = stat()
        if unsafe fstatat(raw, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
            return FileKind(mode: status.st_mode)
        }
        if errno == ENOENT { return .other }
        throw SystemError("read status of", path, code: errno)
    }

    private static func isDot(_ name: UnsafePointer<CChar>) -> Bool {
        let dot = CChar(UInt8(ascii: "."))
        return unsafe name[0] == dot && (name[1] == 0 || (name[1] == dot && name[2] == 0))
    }
}
