import Foundation
import VariantProviders

/// A machine that exists only in a test: what a provider may touch of a system, in memory.
///
///     var system = FixtureSystem("linux", "x86_64")
///     system.file("/proc/cpuinfo", "flags : sse sse2\n")
///     system.command(["npu-smi", "info"], .output(Array(…)))
///     system.drivers[.nvml] = .facts([.init("cuda", "13.0")])
///
/// Directories follow from the files in them. What is not set is not there: files and directories are
/// absent, programs are not found, libraries are absent. Every question is remembered in `asked`.
package struct FixtureSystem: SystemProbe {
    package var target: ProbeTarget
    package var variables: [String: String] = [:]
    package var files: [String: [UInt8]] = [:]
    /// Directories that are there without a file in them.
    package var directories: Set<String> = []
    /// Paths that are there and cannot be read.
    package var unreadable: Set<String> = []
    /// By command line, its words joined with blanks. Another command line with a program that is here is
    /// `.failed`.
    package var commands: [String: CommandOutcome] = [:]
    package var drivers: [DriverLibrary: DriverOutcome] = [:]
    package var hardwareCapabilities: UInt64?
    package var processorRegisters: X86Registers?
    private var log = Log()

    package init(_ system: String = "linux", _ machine: String = "x86_64", isThisMachine: Bool = true) {
        target = ProbeTarget(system: system, machine: machine, isThisMachine: isThisMachine)
    }

    package mutating func file(_ path: String, _ text: String) { files[path] = Array(text.utf8) }

    package mutating func command(_ words: [String], _ outcome: CommandOutcome) {
        commands[words.joined(separator: " ")] = outcome
    }

    package mutating func command(_ line: String, prints text: String) {
        commands[line] = .output(Array(text.utf8))
    }

    /// What was asked so far, in order: `file /proc/cpuinfo`, `entries /sys/…`, `run npu-smi info`,
    /// `driver nvml`, `variable ROCM_PATH`. A copy of the system shares it.
    package var asked: [String] { log.lines }
    /// The same system, of which nothing was asked yet.
    package var fresh: FixtureSystem {
        var system = self
        system.log = Log()
        return system
    }

    /// The programs that were run.
    package var commandsRun: [String] {
        asked.filter { $0.hasPrefix("run ") }.map { String($0.dropFirst(4)) }
    }

    package func variable(_ name: String) -> String? {
        log.add("variable \(name)")
        return variables[name]
    }

    package func contents(of path: String, limit: Int) -> [UInt8]? {
        log.add("file \(path)")
        guard !unreadable.contains(path), let bytes = files[path] else { return nil }
        return Array(bytes.prefix(limit))
    }

    package func entries(of directory: String) -> [String]? {
        log.add("entries \(directory)")
        guard !unreadable.contains(directory) else { return nil }
        let prefix = directory + "/"
        var names: Set<String> = []
        for path in Array(files.keys) + Array(directories) + Array(unreadable) where path.hasPrefix(prefix) {
            if let name = path.dropFirst(prefix.count).split(separator: "/").first {
                names.insert(String(name))
            }
        }
        guard !names.isEmpty || directories.contains(directory) else { return nil }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package func output(of command: [String], timeout: Duration) -> CommandOutcome {
        let line = command.joined(separator: " ")
        log.add("run \(line)")
        if let outcome = commands[line] { return outcome }
        let program = (command.first ?? "") + " "
        return commands.keys.contains { ($0 + " ").hasPrefix(program) } ? .failed("exit status 2") : .notFound
    }

    package func facts(from driver: DriverLibrary) -> DriverOutcome {
        log.add("driver \(driver.rawValue)")
        return drivers[driver] ?? .absent
    }

    private final class Log: @unchecked Sendable {
        private let lock = NSLock()
        private var entries: [String] = []

        var lines: [String] { lock.withLock { entries } }

        func add(_ line: String) { lock.withLock { entries.append(line) } }
    }
}
