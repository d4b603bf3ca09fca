internal import CSystem
internal import Glibc
internal import Synchronization
package import VariantProviders

/// This machine, as providers may see it (seam 1).
///
/// No driver library is ever loaded into this process: swuv is started again as a helper that does, under a
/// time limit (V-274). On a machine where neither the library nor a kernel driver is in sight not even
/// that happens.
package struct HostSystem: SystemProbe {
    package let target: ProbeTarget
    private let environment: [String: String]
    private let executable: Path
    private let driverTimeout: Duration
    private let evidence: @Sendable (DriverLibrary) -> [Path]
    private let answers = CommandAnswers()

    /// `executable` is the swuv to start as the helper, `evidence` gives the places of which one exists
    /// wherever the library can work.
    package init(
        environment: [String: String], target: ProbeTarget = HostSystem.thisMachine,
        executable: Path = "/proc/self/exe", driverTimeout: Duration = .seconds(15),
        evidence: @escaping @Sendable (DriverLibrary) -> [Path] = \.evidence
    ) {
        self.environment = environment
        self.target = target
        self.executable = executable
        self.driverTimeout = driverTimeout
        self.evidence = evidence
    }

    /// The kernel's name and its word for the processor.
    package static var thisMachine: ProbeTarget {
        var names = utsname()
        guard unsafe uname(&names) == 0 else { return ProbeTarget(system: "linux", machine: "") }
        return ProbeTarget(
            system: text(of: names.sysname).lowercased(), machine: text(of: names.machine))
    }

    private static func text<Field>(of field: Field) -> String {
        unsafe withUnsafeBytes(of: field) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    package func variable(_ name: String) -> String? { environment[name] }

    package func contents(of path: String, limit: Int) -> [UInt8]? {
        guard let file = try? File.openForReading(Path(path)) else { return nil }
        // Files of the kernel have no size before they are read.
        return try? file.readUpTo(limit, Path(path))
    }

    package func exists(_ path: String) -> Bool {
        ((try? File.status(Path(path))) ?? nil) != nil
    }

    package func entries(of directory: String) -> [String]? {
        (try? Directory.entries(Path(directory)))?.map(\.name).sorted()
    }

    package func output(of command: [String], timeout: Duration) -> CommandOutcome {
        answers.outcome(of: command) { run(command, timeout: timeout) }
    }

    private func run(_ command: [String], timeout: Duration) -> CommandOutcome {
        guard let name = command.first, ProcessEnvironment.findProgram(name, environment) != nil else {
            return .notFound
        }
        switch Self.run(command, environment: environment, timeout: timeout) {
        case .success(let outcome):
            return outcome.succeeded ? .output(outcome.stdout) : .failed(outcome.complaint)
        case .failure(let reason):
            return .failed(reason.text)
        }
    }

    package func facts(from driver: DriverLibrary) -> DriverOutcome {
        guard target.isThisMachine, evidence(driver).contains(where: File.exists) else { return .absent }
        let command = [executable.text, DriverHelper.argument, driver.rawValue]
        switch Self.run(command, environment: environment, timeout: driverTimeout) {
        case .success(let outcome):
            switch DriverHelper.Status(rawValue: outcome.status) {
            case .answered:
                guard let facts = DriverHelper.parse(outcome.stdout) else {
                    return .failed("the helper process printed something else than facts")
                }
                return .facts(facts)
            case .absent: return .absent
            case .failed, nil: return .failed(outcome.complaint)
            }
        case .failure(.timeout(let limit)): return .hung(limit)
        case .failure(let reason): return .failed(reason.text)
        }
    }

    package var hardwareCapabilities: UInt64? {
        let bits = swuv_hardware_capabilities()
        return bits == 0 ? nil : bits
    }

    package var processorRegisters: X86Registers? {
        var (leaf1, leaf7, extended): (UInt32, UInt32, UInt32) = (0, 0, 0)
        var xcr0: UInt64 = 0
        guard unsafe swuv_x86_registers(&leaf1, &leaf7, &extended, &xcr0) != 0 else { return nil }
        return X86Registers(leaf1ECX: leaf1, leaf7EBX: leaf7, extendedECX: extended, xcr0: xcr0)
    }

    // MARK: Running programs

    private enum Reason: Error {
        case timeout(Duration)
        case other(String)

        var text: String {
            switch self {
            case .timeout(let limit): "no answer within \(limit)"
            case .other(let text): text
            }
        }
    }

    private static func run(
        _ command: [String], environment: [String: String], timeout: Duration
    ) -> Result<Subprocess.Outcome, Reason> {
        do {
            return .success(
                try Subprocess.run(
                    command, environment: environment, timeout: timeout, outputLimit: outputLimit))
        } catch SubprocessError.timedOut(_, let limit, _) {
            return .failure(.timeout(limit))
        } catch SubprocessError.tooMuchOutput(_, let limit) {
            return .failure(.other("more than \(limit) bytes of output"))
        } catch {
            return .failure(.other(Diagnostic(describing: error).message))
        }
    }

    private static let outputLimit = 1 << 20
}

/// What programs answered: providers of one kind of device ask the same one, which may take it seconds.
private final class CommandAnswers: Sendable {
    private let known = Mutex<[(command: [String], outcome: CommandOutcome)]>([])

    func outcome(of command: [String], asking: () -> CommandOutcome) -> CommandOutcome {
        if let answer = known.withLock({ $0.first { $0.command == command } }) { return answer.outcome }
        // Not under the lock: another program must not wait for one that hangs.
        let outcome = asking()
        known.withLock { $0.append((command, outcome)) }
        return outcome
    }
}

extension Subprocess.Outcome {
    /// Why a program failed, in one line: the last one that it wrote, or how it ended.
    fileprivate var complaint: String {
        if status > 128 {
            return "signal \(status - 128) ended the process"
        }
        let lines = stderr.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard let last = lines.last(where: { $0.contains { $0 > 32 } }) else {
            return "exit status \(status)"
        }
        let text = String(decoding: last.prefix(200), as: UTF8.self)
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : $0 }))
    }
}

extension DriverLibrary {
    /// Where the library lies, or what its kernel driver leaves in the file system. One of them exists on each
    /// machine where the library can work; asking for them is all that the others pay.
    package var evidence: [Path] {
        traces.map { Path($0) } + Self.directories.map { Path($0 + "/" + soname) }
    }

    private var traces: [String] {
        switch self {
        case .nvml, .cuda:
            ["/dev/nvidiactl", "/dev/nvhost-ctrl-gpu", "/dev/dxg", "/proc/driver/nvidia/version"]
        case .levelZero: ["/sys/module/xe", "/sys/module/i915", "/dev/dxg"]
        }
    }
}
