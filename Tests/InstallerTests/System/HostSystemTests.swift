import Glibc
import Testing
import VariantProviders

@testable import Installer

/// What providers see of this machine (V-274).
@Suite struct HostSystemTests {
    static let thisMachine = ProbeTarget(system: "linux", machine: "x86_64")

    @Test func filesAndDirectories() throws {
        let scratch = try Scratch()
        try File.writeAtomically(Array("abcdef".utf8), to: scratch / "file")
        for name in ["b", "a", "_", "Z"] { try Directory.create(scratch / "folder" / name) }
        #expect(mkfifo((scratch / "fifo").text, 0o600) == 0)
        let system = HostSystem(environment: ["A": "1", "EMPTY": ""], target: Self.thisMachine)
        #expect(system.contents(of: (scratch / "file").text, limit: 100) == Array("abcdef".utf8))
        #expect(system.contents(of: (scratch / "file").text, limit: 2) == Array("ab".utf8))
        #expect(system.contents(of: (scratch / "none").text, limit: 100) == nil)
        #expect(system.contents(of: (scratch / "folder").text, limit: 100) == nil)
        // A FIFO without a writer would be waited for.
        #expect(system.contents(of: (scratch / "fifo").text, limit: 100) == nil)
        #expect(system.contents(of: "/dev/zero", limit: 100) == nil)
        // Files of the kernel say that they are empty.
        #expect(system.contents(of: "/proc/self/status", limit: 5) == Array("Name:".utf8))
        #expect(system.contents(of: "/proc/cpuinfo", limit: 1 << 20)?.isEmpty == false)
        #expect(system.entries(of: (scratch / "folder").text) == ["Z", "_", "a", "b"])
        #expect(system.entries(of: (scratch / "file").text) == nil)
        #expect(system.entries(of: (scratch / "none").text) == nil)
        #expect(system.variable("A") == "1")
        #expect(system.variable("EMPTY") == "")
        #expect(system.variable("HOME") == nil)
    }

    @Test func thisMachineItself() throws {
        var names = utsname()
        uname(&names)
        #expect(HostSystem.thisMachine.system == "linux")
        #expect(["x86_64", "aarch64"].contains(HostSystem.thisMachine.machine))
        #expect(HostSystem.thisMachine.isThisMachine)
        let bits = HostSystem(environment: [:]).hardwareCapabilities
        #if arch(arm64)
            // Pairs of words: a kind, 16 for the capabilities, and its value. On x86-64 the C library gives its own.
            let vector = try File.read("/proc/self/auxv").withUnsafeBytes {
                Array($0.bindMemory(to: UInt64.self))
            }
            let place = try #require(stride(from: 0, to: vector.count, by: 2).first { vector[$0] == 16 })
            #expect(bits == vector[place + 1])
        #else
            #expect(bits != 0)
        #endif
    }

    /// The kernel and the processor agree on the level (V-340, V-341).
    @Test func processorItself() throws {
        let system = HostSystem(environment: [:], target: ProbeTarget(system: "linux", machine: "x86_64"))
        guard let registers = system.processorRegisters else { return }
        let cpuinfo = try #require(system.contents(of: "/proc/cpuinfo", limit: 16 << 10))
        let flags = try #require(X86Flags(cpuinfo: cpuinfo))
        #expect(X86Level(of: registers.flags) == X86Level(of: flags))
    }

    @Test func programs() throws {
        let scratch = try Scratch()
        func program(_ name: String, _ script: String) throws {
            try File.writeAtomically(Array("#!/bin/sh\n\(script)\n".utf8), to: scratch / name, mode: 0o755)
        }
        try program("good", "echo \"$A $1 $2\"; echo noise >&2")
        try program("bad", "echo first >&2; printf 'no \\001 device\\n\\n' >&2; exit 9")
        try program("silent", "exit 9")
        try program("killed", "kill -6 $$")
        try program("slow", "exec sleep 600")
        try program("flood", "exec /usr/bin/yes")
        let system = HostSystem(
            environment: ["PATH": scratch.path.text + ":/usr/bin:/bin", "A": "1"], target: Self.thisMachine)
        func outcome(_ command: String..., timeout: Duration = .seconds(20)) -> CommandOutcome {
            system.output(of: command, timeout: timeout)
        }
        #expect(outcome("good", "a b", "$A") == .output(Array("1 a b $A\n".utf8)))
        #expect(outcome("bad") == .failed("no ? device"))
        #expect(outcome("silent") == .failed("exit status 9"))
        #expect(outcome("killed") == .failed("signal 6 ended the process"))
        #expect(outcome("slow", timeout: .milliseconds(100)) == .failed("no answer within 0.1 seconds"))
        #expect(outcome("flood") == .failed("more than 1048576 bytes of output"))
        #expect(outcome("no-such-program") == .notFound)
        #expect(system.output(of: [], timeout: .seconds(1)) == .notFound)
    }

    /// Without a library or a kernel driver in sight nothing is started, and nothing for another machine (V-193).
    @Test func nothingInSight() throws {
        let scratch = try Scratch()
        let mark = scratch / "ran"
        try File.writeAtomically(Array("#!/bin/sh\ntouch \(mark)\n".utf8), to: scratch / "swuv", mode: 0o755)
        let other = ProbeTarget(system: "linux", machine: "x86_64", isThisMachine: false)
        for (target, places) in [(Self.thisMachine, [scratch / "none", "/nowhere/x"]), (other, ["/"])] {
            let system = HostSystem(
                environment: [:], target: target, executable: scratch / "swuv", evidence: { _ in places })
            for library in DriverLibrary.allCases { #expect(system.facts(from: library) == .absent) }
        }
        #expect(!File.exists(mark))
        for library in DriverLibrary.allCases {
            #expect(!library.evidence.contains { !$0.isAbsolute })
            #expect(library.evidence.contains { $0.name == library.soname })
        }
    }

    /// What another program in the helper's place may print, and how it may end.
    @Test(arguments: [
        ("echo 'a b c'; echo 'd '; exit 0", DriverOutcome.facts([.init("a", "b c"), .init("d", "")])),
        ("exit 0", .facts([])),
        ("exit 3", .absent),
        ("echo reason >&2; exit 4", .failed("reason")),
        ("echo 'a b'; exit 1", .failed("exit status 1")),
        ("echo 'a b'; kill -11 $$", .failed("signal 11 ended the process")),
        ("printf 'a b'", rubbish), ("echo", rubbish), ("echo a", rubbish), ("echo ' b'", rubbish),
        ("echo 'A b'", rubbish), ("echo 'a b'; echo; echo 'a b'", rubbish), ("printf 'a \\001\\n'", rubbish),
        ("printf 'a \\377\\n'", rubbish), ("printf 'a \\000\\n'", rubbish),
        ("printf 'a %0500d\\n' 0", rubbish),
        ("yes 'a b' | head -n 5000", rubbish),
        ("yes", .failed("more than 1048576 bytes of output")),
        ("exec sleep 600", .hung(.milliseconds(500))),
    ])
    func helpers(_ row: (script: String, outcome: DriverOutcome)) throws {
        let scratch = try Scratch()
        try File.writeAtomically(
            Array("#!/bin/sh\n[ \"$1 $2\" = '__driver nvml' ] || exit 7\n\(row.script)\n".utf8),
            to: scratch / "swuv", mode: 0o755)
        let isSlow = row.script.contains("sleep")
        let system = HostSystem(
            environment: ["PATH": "/usr/bin:/bin"], target: Self.thisMachine, executable: scratch / "swuv",
            driverTimeout: isSlow ? .milliseconds(500) : .seconds(20), evidence: { _ in ["/"] })
        #expect(system.facts(from: .nvml) == row.outcome)
    }

    static let rubbish = DriverOutcome.failed("the helper process printed something else than facts")
}
