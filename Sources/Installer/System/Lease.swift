internal import Glibc
internal import Synchronization

/// A lock for file systems without flock: the file `<lock>.lease`, made with O_EXCL and removed when the
/// lock is given back. It names its owner, whose thread touches it every few seconds.
///
/// Whoever waits breaks a lease that is dead: its process does not exist any more on this machine, or
/// nobody touched it for `patience` on the waiter's own clock (the clocks of two machines need not agree).
/// Only the holder of `<lease>.break` may break one, so that two waiters cannot break each other's.
///
/// There are no shared leases between processes; within one, holders of a shared lock share its lease.
final class Lease: Sendable {
    static let heartbeat: Int64 = 5_000_000_000
    static let patience: Int64 = 60_000_000_000

    private let path: Path
    /// The content of the file: process, host, and a random word.
    private let token: [UInt8]
    private let isShared: Bool
    /// True when the heart should stop.
    private let stopped = Monitor(false)

    private init(_ path: Path, token: [UInt8], isShared: Bool) {
        self.path = path
        self.token = token
        self.isShared = isShared
    }

    /// The shared leases of this process and their holders.
    private static let shared = Mutex<[Path: (lease: Lease, holders: Int)]>([:])

    static func acquire(_ lock: Path, exclusive: Bool, _ patience: inout Patience) throws -> Lease {
        let path = Path(lock.text + ".lease")
        var watch: Watch?
        while true {
            if !exclusive, let joined = join(path) { return joined }
            if let lease = try take(path, isShared: !exclusive) {
                lease.startHeart()
                return lease
            }
            if let owner = try File.readIfPresent(path, limit: 4096) {
                let mtime = try File.status(path)?.mtime ?? 0
                if watch?.owner != owner || watch?.mtime != mtime {
                    watch = Watch(owner: owner, mtime: mtime, since: Clock.monotonic())
                }
                let isSilent = Clock.monotonic() - watch!.since > Self.patience
                if isSilent || isDead(owner) {
                    try breakLease(path, of: owner)
                    continue
                }
            }
            try patience.pause(else: lock)
        }
    }

    func release() {
        if isShared {
            let isLast = Self.shared.withLock { shared in
                guard let entry = shared[path] else { return true }
                shared[path] = entry.holders > 1 ? (entry.lease, entry.holders - 1) : nil
                return entry.holders <= 1
            }
            if !isLast { return }
        }
        stopped.withLock { $0 = true }
        stopped.broadcast()
        // Another process may have thought us dead and taken it.
        if (try? File.read(path, limit: 4096)) == token { _ = try? File.remove(path) }
    }

    /// A lease as this waiter saw it, unchanged since then.
    private struct Watch {
        let owner: [UInt8]
        let mtime: Int64
        let since: Int64
    }

    private static func join(_ path: Path) -> Lease? {
        shared.withLock { shared in
            guard let entry = shared[path] else { return nil }
            shared[path] = (entry.lease, entry.holders + 1)
            return entry.lease
        }
    }

    /// nil when somebody has it.
    private static func take(_ path: Path, isShared: Bool) throws(SystemError) -> Lease? {
        let text = "\(getpid()) \(ProcessEnvironment.hostName) \(RandomName.make())\n"
        let token = Array(text.utf8)
        // Made under another name and linked, so that nobody sees it without its owner.
        let draft = Path(path.text + RandomName.make(prefix: "."))
        let file = try Descriptor(draft, O_WRONLY | O_CREAT | O_EXCL)
        defer { unsafe unlink(draft.text) }
        try file.write(token, draft)
        try file.close(draft)
        do throws(SystemError) {
            try Link.hard(from: draft, to: path)
        } catch {
            if error.code == EEXIST { return nil }
            guard error.isUnsupported || error.code == EPERM || error.code == EMLINK else { throw error }
            // No hard links either.
            do throws(SystemError) {
                let file = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL)
                try file.write(token, path)
                try file.close(path)
            } catch {
                if error.code == EEXIST { return nil }
                throw error
            }
        }
        let lease = Lease(path, token: token, isShared: isShared)
        if isShared { shared.withLock { $0[path] = (lease, 1) } }
        return lease
    }

    /// Its process was on this machine and is gone.
    private static func isDead(_ owner: [UInt8]) -> Bool {
        let words = String(decoding: owner, as: UTF8.self).split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[1] == ProcessEnvironment.hostName, let pid = Int32(words[0]), pid > 0
        else { return false }
        return kill(pid, 0) != 0 && errno == ESRCH
    }

    private static func breakLease(_ path: Path, of owner: [UInt8]) throws(SystemError) {
        let guardPath = Path(path.text + ".break")
        do throws(SystemError) {
            let file = try Descriptor(guardPath, O_WRONLY | O_CREAT | O_EXCL)
            try file.close(guardPath)
        } catch {
            guard error.code == EEXIST else { throw error }
            // Breaking takes microseconds: one that is a minute old was left by a crash.
            if let status = try File.status(guardPath), Clock.wall() - status.mtime > Self.patience {
                try File.remove(guardPath)
            }
            Clock.sleep(nanoseconds: 1_000_000)
            return
        }
        defer { unsafe unlink(guardPath.text) }
        if try File.readIfPresent(path, limit: 4096) == owner { try File.remove(path) }
    }

    /// Touches the file until the lease is given back. The thread keeps its parts alive, not the lease.
    private func startHeart() {
        let (path, stopped, token) = (path, stopped, token)
        WorkerPool.detached {
            while !stopped.wait(while: { !$0 }, until: Clock.monotonic() + Self.heartbeat) {
                guard (try? File.read(path, limit: 4096)) == token else { return }
                try? File.setModificationTime(path, to: Clock.wall())
            }
        }
    }
}
