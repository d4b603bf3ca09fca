internal import Glibc

/// A lock between processes, and between the threads of this one, named by a file. It is given back when
/// the value goes away, and by the system when the process dies.
///
/// It is a flock(2). Where the file system has none (some network mounts) it is a lease: a file that
/// exists as long as the lock is held, see `Lease`.
package final class FileLock: Sendable {
    package let path: Path
    /// The file that is locked.
    private let file: Descriptor?
    private let lease: Lease?

    private init(_ path: Path, flock file: consuming Descriptor) {
        self.path = path
        self.file = consume file
        lease = nil
    }

    private init(_ path: Path, lease: Lease) {
        self.path = path
        file = nil
        self.lease = lease
    }

    deinit {
        lease?.release()
        switch file {
        // Closing alone is not enough: a child that another thread is starting has the open file too,
        // for a moment, and would hold the lock.
        case .some(let file): flock(file.raw, LOCK_UN)
        case .none: break
        }
    }

    /// Waits until the lock is there; `nil` waits for ever, `.zero` not at all. The file is made if it
    /// is absent, its directory must exist. `onWait` is called once, before the first wait.
    ///
    /// Throws `LockTimeout`, or a `SystemError` when the file cannot be made.
    package static func acquire(
        _ path: Path, exclusive: Bool = true, timeout: Duration? = nil, onWait: () -> Void = {}
    ) throws -> FileLock {
        try acquire(
            path, exclusive: exclusive, timeout: timeout, onWait: onWait,
            flock: { raw, mode in flock(raw, mode) })
    }

    /// With another flock, for tests of file systems that have none.
    static func acquire(
        _ path: Path, exclusive: Bool, timeout: Duration?, onWait: () -> Void,
        flock: (Int32, Int32) -> Int32
    ) throws -> FileLock {
        try withoutActuallyEscaping(onWait) { onWait in
            var patience = Patience(timeout, onWait: onWait)
            while true {
                let file = try open(path)
                guard try lock(file, path, exclusive: exclusive, &patience, flock) else {
                    return try FileLock(path, lease: Lease.acquire(path, exclusive: exclusive, &patience))
                }
                // The file may have been removed while we waited: then others lock a new one.
                let mine = try file.status(path)
                if let present = try File.status(path, followingLinks: false),
                    present.inode == mine.inode, present.device == mine.device
                {
                    return FileLock(path, flock: file)
                }
            }
        }
    }

    /// False when the file system has no flock.
    private static func lock(
        _ file: borrowing Descriptor, _ path: Path, exclusive: Bool, _ patience: inout Patience,
        _ flock: (Int32, Int32) -> Int32
    ) throws -> Bool {
        while flock(file.raw, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: try patience.pause(else: path)
            case ENOLCK, EBADF, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL: return false
            case let code: throw SystemError("lock", path, code: code)
            }
        }
        return true
    }

    /// Writable if possible (some network file systems want that for an exclusive lock), by anybody who
    /// may write the directory.
    private static func open(_ path: Path) throws(SystemError) -> Descriptor {
        do throws(SystemError) {
            return try Descriptor(path, O_RDWR | O_CREAT | O_NOFOLLOW)
        } catch {
            guard error.isPermissionDenied || error.isReadOnly else { throw error }
            do throws(SystemError) { return try Descriptor(path, O_RDONLY | O_NOFOLLOW) } catch _ {}
            throw error
        }
    }
}

/// Another process held a lock for too long.
package struct LockTimeout: Diagnosable, Hashable {
    package let path: Path
    package let waited: Duration

    package var diagnostic: Diagnostic {
        Diagnostic(
            "failed to lock `\(path)`: another process still holds it after \(waited)",
            hints: ["Wait for the other swuv to end, or set `SWUV_LOCK_TIMEOUT` (seconds) to wait longer"])
    }
}

/// How long one call waits for a lock, and how often it looks.
struct Patience {
    private let timeout: Duration?
    private let deadline: Int64
    private let onWait: () -> Void
    private var hasWaited = false
    private var step: Int64 = 1_000_000

    init(_ timeout: Duration?, onWait: @escaping () -> Void) {
        self.timeout = timeout
        self.onWait = onWait
        let end = timeout.map { Clock.monotonic().addingReportingOverflow($0.nanoseconds) }
        deadline = end.map { $0.overflow ? .max : $0.partialValue } ?? .max
    }

    /// Sleeps a while, longer each time (1 ms to 50 ms); throws `LockTimeout` when the time is up.
    mutating func pause(else path: Path) throws(LockTimeout) {
        let left = deadline - Clock.monotonic()
        if left <= 0 { throw LockTimeout(path: path, waited: timeout ?? .zero) }
        if !hasWaited {
            hasWaited = true
            onWait()
        }
        Clock.sleep(nanoseconds: min(step, left))
        step = min(step * 2, 50_000_000)
    }
}
