/// What a provider may touch of the system: files, programs, driver libraries and the environment.
///
/// Providers reach the machine through this alone, so that tests can feed them a recorded tree. Nothing here
/// throws: what is absent or unreadable is nil, and a provider says in its observations what it did not find.
package protocol SystemProbe: Sendable {
    /// The platform that the answer is for.
    var target: ProbeTarget { get }
    /// An environment variable; nil when it is not set.
    func variable(_ name: String) -> String?
    /// A file's bytes, at most `limit` of them; nil when it is absent, unreadable or no regular file.
    func contents(of path: String, limit: Int) -> [UInt8]?
    /// The names in a directory, in ascending order; nil when there is none.
    func entries(of directory: String) -> [String]?
    /// Whether there is anything at the path, such as a device's node.
    func exists(_ path: String) -> Bool
    /// Runs a program found on the PATH of the environment, without a shell.
    func output(of command: [String], timeout: Duration) -> CommandOutcome
    /// Asks a driver library, in a helper process of its own: drivers hang and crash.
    func facts(from driver: DriverLibrary) -> DriverOutcome
    /// The kernel's hardware capability bits, AT_HWCAP; nil where there are none.
    var hardwareCapabilities: UInt64? { get }
    /// What an x86-64 processor says of itself (CPUID); nil on another one, or where nothing asks it.
    var processorRegisters: X86Registers? { get }
}

extension SystemProbe {
    package var processorRegisters: X86Registers? { nil }

    package func exists(_ path: String) -> Bool {
        guard let slash = path.lastIndex(of: "/") else { return false }
        let name = path[path.index(after: slash)...]
        return entries(of: String(path[..<slash]))?.contains { $0 == name } ?? false
    }
}

/// The platform that properties are asked for.
package struct ProbeTarget: Hashable, Sendable {
    /// `linux`, `macos`, `windows`, …
    package var system: String
    /// As Python's `platform.machine()` has it: `x86_64`, `aarch64`, `arm64`, `AMD64`, …
    package var machine: String
    /// False when the user named another platform (`--python-platform`): then nothing of this machine counts
    /// (V-193).
    package var isThisMachine: Bool

    package init(system: String, machine: String, isThisMachine: Bool = true) {
        self.system = system
        self.machine = machine
        self.isThisMachine = isThisMachine
    }
}

/// What came of running a program.
package enum CommandOutcome: Hashable, Sendable {
    /// The standard output of a program that succeeded.
    case output([UInt8])
    case notFound
    /// It failed, hung or wrote too much; why, in a few words.
    case failed(String)
}

/// The driver libraries that the helper process knows.
package enum DriverLibrary: String, Hashable, Sendable, CaseIterable {
    /// libnvidia-ml (V-305)
    case nvml
    /// libcuda (V-306)
    case cuda
    /// libze_loader (V-380)
    case levelZero = "level-zero"
}

/// What came of asking a driver library.
package enum DriverOutcome: Hashable, Sendable {
    /// Lines `key value` in the order in which they were found; keys may repeat, one per device.
    case facts([Fact])
    /// The library is not on this machine.
    case absent
    /// It is, but it failed or crashed; why, in a few words.
    case failed(String)
    /// It is, but it did not answer for that long. Whatever else asks this driver would wait too.
    case hung(Duration)

    package struct Fact: Hashable, Sendable {
        package var key: String
        package var value: String

        package init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }
}
