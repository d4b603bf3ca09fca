internal import Installer

/// Whether a file can be changed only by root and by the user that runs swuv: then what it says, or does, is theirs.
///
/// Drop-in files decide what runs, and so do the programs that they name; whoever may write to one of them, or put
/// another in its place, could run code as this user.
struct FileCustody: Sendable {
    /// Users who may own a file or directory on the way.
    let owners: [UInt32]

    init(owners: [UInt32] = [0, ProcessEnvironment.userID]) {
        self.owners = owners
    }

    /// Follows `path`, an absolute one, as the system does: every directory on the way, every link, and what it
    /// ends at. Answers with the place without links.
    ///
    /// Others may write to none of them. A directory with the sticky bit (`/tmp`) may lie on the way, since what
    /// belongs to this user in it is nobody else's to replace, but the file must not lie in it directly: there
    /// others could put one that was not there yet.
    ///
    /// - Parameter folder: the directory of `path` as an earlier check answered with it; the way to it is not gone
    ///   again.
    @discardableResult
    func check(_ path: Path, is kind: FileKind, in folder: Path? = nil) throws -> Path {
        var waiting = (folder == nil ? Self.steps(path.text) : [path.name])[...]
        var here: Path = folder ?? "/"
        var end = try status(here)
        try require(here, end, isEnd: waiting.isEmpty)
        var links = 0
        while let name = waiting.popFirst() {
            if name == ".." {
                here = here.parent
                end = try status(here)
                continue
            }
            let entry = here / name
            let found = try status(entry)
            if found.kind == .link {
                try requireOwner(entry, found)
                links += 1
                let target = try Link.target(of: entry)
                guard links <= 40 else { throw UnsafePlace(path: path, reason: .tooManyLinks) }
                if target.hasPrefix("/") {
                    here = "/"
                    end = try status(here)
                }
                waiting = (Self.steps(target) + waiting)[...]
                continue
            }
            let isEnd = waiting.isEmpty
            if isEnd, kind != .directory { try require(here, end, isEnd: true) }
            try require(entry, found, isEnd: isEnd)
            if !isEnd, found.kind != .directory { throw UnsafePlace(path: entry, reason: .kind(.directory)) }
            here = entry
            end = found
        }
        guard end.kind == kind else { throw UnsafePlace(path: path, reason: .kind(kind)) }
        return here
    }

    /// The bytes of a file in a directory that was checked, and of the same file that was judged.
    ///
    /// - Parameter folder: the directory of `path` as `check` answered with it.
    func contents(of path: Path, in folder: Path, limit: Int) throws -> [UInt8] {
        if let file = try File.readDirectly(folder / path.name, limit: limit) {
            try require(path, file.status, isEnd: true)
            return file.bytes
        }
        return try File.read(try check(path, is: .file, in: folder), limit: limit)
    }

    private static func steps(_ text: String) -> [String] {
        Path(text).components.filter { $0 != "." }.map(String.init)
    }

    private func status(_ path: Path) throws -> FileStatus {
        guard let status = try File.status(path, followingLinks: false) else {
            throw UnsafePlace(path: path, reason: .missing)
        }
        return status
    }

    private func require(_ path: Path, _ status: FileStatus, isEnd: Bool) throws {
        try requireOwner(path, status)
        let isSticky = status.kind == .directory && status.mode & 0o1000 != 0
        if status.mode & 0o022 != 0, isEnd || !isSticky {
            throw UnsafePlace(path: path, reason: .writable(status.mode))
        }
    }

    private func requireOwner(_ path: Path, _ status: FileStatus) throws {
        if !owners.contains(status.owner) { throw UnsafePlace(path: path, reason: .owner(status.owner)) }
    }
}

/// A place that others than root and this user have a hand in, or that is not there.
struct UnsafePlace: Diagnosable, Equatable {
    let path: Path
    let reason: Reason

    enum Reason: Equatable {
        case missing
        /// The group or everybody may write to it; its permission bits.
        case writable(UInt32)
        /// The user it belongs to.
        case owner(UInt32)
        case tooManyLinks
        /// What it should have been.
        case kind(FileKind)
    }

    var diagnostic: Diagnostic {
        switch reason {
        case .missing: Diagnostic("`\(path)` does not exist")
        case .writable(let mode):
            Diagnostic(
                "others may write to `\(path)` (mode \(Self.octal(mode)))",
                hints: ["Run `chmod go-w '\(path)'` if what it holds is yours"])
        case .owner(let user):
            Diagnostic("`\(path)` belongs to user \(user), and not to root or to you")
        case .tooManyLinks: Diagnostic("`\(path)` leads through too many links")
        case .kind(.directory): Diagnostic("`\(path)` is not a directory")
        case .kind: Diagnostic("`\(path)` is not a regular file")
        }
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
