import Glibc
import Testing

@testable import Installer

@Suite struct FileLockTests: Sendable {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// flock, and file systems that lack it in their several ways.
    static let systems: [(name: String, code: Int32)] = [
        ("flock", 0), ("ENOLCK", ENOLCK), ("EBADF", EBADF), ("ENOTSUP", ENOTSUP), ("ENOSYS", ENOSYS),
    ]

    func acquire(
        _ code: Int32, exclusive: Bool = true, timeout: Duration? = .zero, onWait: () -> Void = {}
    ) throws -> FileLock {
        try FileLock.acquire(
            scratch / "lock", exclusive: exclusive, timeout: timeout, onWait: onWait,
            flock: { raw, mode in
                if code == 0 { return flock(raw, mode) }
                errno = code
                return -1
            })
    }

    @Test(arguments: systems)
    func excludes(_ row: (name: String, code: Int32)) throws {
        var lock: FileLock? = try acquire(row.code)
        let waits = Tally()
        #expect(throws: LockTimeout.self) { _ = try acquire(row.code, onWait: { waits.add() }) }
        #expect(throws: LockTimeout.self) {
            _ = try acquire(row.code, exclusive: false, timeout: .milliseconds(20), onWait: { waits.add() })
        }
        #expect(waits.value == 1)
        _ = lock
        lock = nil
        let shared = [try acquire(row.code, exclusive: false), try acquire(row.code, exclusive: false)]
        #expect(throws: LockTimeout.self) { _ = try acquire(row.code) }
        withExtendedLifetime(shared) {}
    }

    @Test(arguments: systems)
    func countsUnderContention(_ row: (name: String, code: Int32)) throws {
        final class Counter: @unchecked Sendable { var value = 0 }
        let counter = Counter()
        try WorkerPool(threads: 4).forEach(40) { _ in
            let lock = try acquire(row.code, timeout: .seconds(60))
            let value = counter.value
            Clock.sleep(nanoseconds: 100_000)
            counter.value = value + 1
            withExtendedLifetime(lock) {}
        }
        #expect(counter.value == 40)
        // Once all is given back, only the lock file itself stays.
        #expect(try Directory.entries(scratch.path).map(\.name) == ["lock"])
    }

    @Test func excludesOtherProcesses() throws {
        func other() throws -> Int32 {
            try Subprocess.run(["flock", "-n", (scratch / "lock").text, "true"]).status
        }
        var lock: FileLock? = try FileLock.acquire(scratch / "lock")
        #expect(try other() == 1)
        _ = lock
        lock = nil
        #expect(try other() == 0)
    }

    @Test func survivesTheRemovalOfItsFile() throws {
        let first = try acquire(0)
        try File.remove(scratch / "lock")
        let second = try acquire(0)
        #expect(throws: LockTimeout.self) { _ = try acquire(0) }
        withExtendedLifetime((first, second)) {}
    }

    @Test func breaksTheLeasesOfDeadProcesses() throws {
        // A process id that was ours and is not any more.
        let gone = try Subprocess.run(["sh", "-c", "echo $$"]).text.split(separator: "\n")[0]
        let lease = scratch / "lock.lease"
        try File.writeAtomically(Array("\(gone) \(ProcessEnvironment.hostName) abc\n".utf8), to: lease)
        _ = try acquire(ENOLCK, timeout: .seconds(10))
        // One of another machine is respected.
        try File.writeAtomically(Array("\(gone) elsewhere abc\n".utf8), to: lease)
        #expect(throws: LockTimeout.self) { _ = try acquire(ENOLCK, timeout: .milliseconds(30)) }
    }

    @Test func namesTheFileThatCannotBeLocked() {
        #expect(
            message { _ = try FileLock.acquire(scratch / "none/lock") }
                == "failed to open file `\(scratch / "none/lock")`: No such file or directory (os error 2)")
    }
}
