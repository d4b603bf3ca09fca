import TestSupport
import Testing

@testable import VariantProviders

/// Where the `nvidia` provider looks, and what it makes of it (V-193, V-194, V-300, V-303 to V-308, A-18).
@Suite struct NVIDIAProviderTests {
    typealias Fact = DriverOutcome.Fact

    static let version = "NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION"
    static let architecture = "NV_VARIANT_PROVIDER_FORCE_SM_ARCH"

    /// What the helper prints for a driver with these devices.
    static func facts(_ number: Int?, _ devices: [String], count: Int? = nil, driver: String? = nil)
        -> DriverOutcome
    {
        var facts: [Fact] = []
        if let driver { facts.append(Fact("driver", driver)) }
        if let number { facts.append(Fact("cuda", "\(number)")) }
        facts.append(Fact("devices", "\(count ?? devices.count)"))
        return .facts(facts + devices.map { Fact("device", "\($0) NVIDIA Something") })
    }

    /// The lists, shortened: the first value of each and how many there are.
    static func shape(_ answer: ProviderAnswer) -> String {
        answer.features.map { "\($0.values[0])/\($0.values.count)" }.joined(separator: " ")
    }

    static func answer(_ change: (inout FixtureSystem) -> Void) -> (answer: ProviderAnswer, asked: [String]) {
        var system = FixtureSystem()
        change(&system)
        let answer = NVIDIAProvider(system).answer()
        return (answer, system.asked.filter { !$0.hasPrefix("variable") })
    }

    // MARK: Overrides

    struct Forced: Sendable {
        var version: String?
        var architecture: String?
        var shape: String
        var source: String?
        var warnings: [String] = []
        var isThisMachine = true
    }

    /// Rows of the table in §16.1 that are forced, and the rules on overrides. No driver is there.
    @Test(arguments: [
        Forced(
            version: "12.7", architecture: "8.9", shape: "12.7/31 15.20/79 89_real/11",
            source: "\(version) and \(architecture)"),
        Forced(
            version: "13.0", architecture: "9.0", shape: "13.0/46 15.20/64 90_real/2",
            source: "\(version) and \(architecture)"),
        Forced(
            version: "15.20", architecture: "10.3", shape: "15.20/110 103_real/5",
            source: "\(version) and \(architecture)"),
        Forced(
            version: "16.25", architecture: "12.5", shape: "16.25/137 125_real/7",
            source: "\(version) and \(architecture)"),
        Forced(
            version: "10.9", architecture: "7.5", shape: "15.20/121 75_real/7",
            source: "\(version) and \(architecture)"),
        Forced(
            version: " 1!12.7.3+x ", architecture: " 8.9 ", shape: "12.7/31 15.20/79 89_real/11",
            source: "\(version) and \(architecture)"),
        Forced(version: "12", shape: "12.0/24 15.20/86", source: version),
        Forced(version: "12", architecture: "", shape: "12.0/24 15.20/86", source: version),
        Forced(version: "12", shape: "12.0/24 15.20/86", source: version, isThisMachine: false),
        Forced(
            version: "12.7", architecture: "8.9", shape: "12.7/31 15.20/79 89_real/11",
            source: "\(version) and \(architecture)", isThisMachine: false),
        Forced(version: "", architecture: "", shape: ""),
        Forced(shape: "", isThisMachine: false),
        // Below 5.0 (V-303)
        Forced(
            version: "11.4", architecture: "3.5", shape: "11.4/6 15.20/104",
            source: "\(version) and \(architecture)",
            warnings: ["the compute capability 3.5 is below 5.0: `sm_arch` is left out"]),
        // The device alone says nothing of the driver.
        Forced(
            architecture: "9.0", shape: "",
            warnings: [
                "`\(architecture)` has no effect: no CUDA driver was found, and `\(version)` is not set"
            ]),
        // Not valid: off, with a warning (V-194, V-308).
        Forced(
            version: "12.7", architecture: "8", shape: "",
            warnings: ["`\(architecture)` is `8`, but has to be a compute capability such as `9.0`"]),
        Forced(
            version: "12.7", architecture: "8.9.1", shape: "",
            warnings: ["`\(architecture)` is `8.9.1`, but has to be a compute capability such as `9.0`"]),
        Forced(
            version: "newest", architecture: "x", shape: "",
            warnings: [
                "`\(version)` is `newest`, but has to be a version such as `12.8`",
                "`\(architecture)` is `x`, but has to be a compute capability such as `9.0`",
            ]),
        Forced(
            version: "12.7", architecture: "-8.9", shape: "",
            warnings: ["`\(architecture)` is `-8.9`, but has to be a compute capability such as `9.0`"]),
        Forced(
            version: "60", architecture: "9.0", shape: "",
            warnings: ["CUDA 60.0 has too many properties to list them"]),
    ])
    func overrides(_ row: Forced) {
        let (answer, asked) = Self.answer { system in
            system.variables[Self.version] = row.version
            system.variables[Self.architecture] = row.architecture
            system.target.isThisMachine = row.isThisMachine
        }
        #expect(Self.shape(answer) == row.shape)
        #expect(answer.source == row.source)
        #expect(answer.warnings == row.warnings)
        // Nothing is asked when nothing is open, for another machine (V-193), or of no use any more.
        let isOpen = { (text: String?) in text == nil || text == "" }
        let asks = row.isThisMachine && (isOpen(row.version) || isOpen(row.architecture))
        #expect(asked.isEmpty == !asks)
    }

    /// When one is forced, only the other is asked for, and a forced version is not held against the range (V-304).
    @Test(arguments: [
        (
            "16.25", nil, "16.25/137 90_real/2", "driver 580.65.06 (CUDA 16.25), sm_90 x8",
            "\(version) and nvml"
        ),
        (
            nil, "8.6", "13.0/46 15.20/64 86_real/8", "driver 580.65.06 (CUDA 13.0), sm_86",
            "nvml and \(architecture)"
        ),
        (nil, nil, "13.0/46 15.20/64 90_real/2", "driver 580.65.06 (CUDA 13.0), sm_90 x8", "nvml"),
    ])
    func oneIsForced(
        _ row: (version: String?, architecture: String?, shape: String, summary: String, source: String)
    ) {
        let (answer, asked) = Self.answer { system in
            system.variables[Self.version] = row.version
            system.variables[Self.architecture] = row.architecture
            system.drivers[.nvml] = Self.facts(13000, Array(repeating: "9.0", count: 8), driver: "580.65.06")
        }
        #expect(Self.shape(answer) == row.shape)
        #expect(answer.summary == row.summary)
        #expect(answer.source == row.source)
        #expect(answer.warnings.isEmpty)
        #expect(asked == ["driver nvml"])
    }

    // MARK: Detection

    struct Found: Sendable {
        var nvml: DriverOutcome = .absent
        var cuda: DriverOutcome = .absent
        var shape: String
        var source: String?
        var summary: String?
        var warnings: [String] = []
        var asked: [String]
    }

    static let smi = ["run nvidia-smi -q"]
    static let kernel = ["file /sys/module/nvidia/version", "file /proc/driver/nvidia/version"]

    @Test(arguments: [
        Found(shape: "", asked: ["driver nvml", "driver cuda"] + smi + kernel),
        Found(
            nvml: facts(12070, ["8.9"]), shape: "12.7/31 15.20/79 89_real/11", source: "nvml",
            summary: "CUDA 12.7, sm_89", asked: ["driver nvml"]),
        // Only the highest counts (V-300); what the least of them runs is told beside it.
        Found(
            nvml: facts(12070, ["7.5", "8.9", "9.0", "7.5"], driver: "565.57"),
            shape: "12.7/31 15.20/79 90_real/2 75_real/7", source: "nvml",
            summary: "driver 565.57 (CUDA 12.7), sm_90, sm_89, sm_75 x2", asked: ["driver nvml"]),
        Found(
            nvml: facts(12080, ["9.0", "10.0"]), shape: "12.8/32 15.20/78 100_real/2 90_real/2",
            source: "nvml",
            summary: "CUDA 12.8, sm_100, sm_90", asked: ["driver nvml"]),
        // No device: the bounds stay (V-308).
        Found(
            nvml: facts(12070, []), shape: "12.7/31 15.20/79", source: "nvml",
            summary: "CUDA 12.7, no device",
            warnings: ["the NVIDIA driver has no device: `sm_arch` is left out"], asked: ["driver nvml"]),
        Found(
            nvml: facts(11040, ["3.5"]), shape: "11.4/6 15.20/104", source: "nvml",
            summary: "CUDA 11.4, sm_35",
            warnings: ["the compute capability 3.5 is below 5.0: `sm_arch` is left out"],
            asked: ["driver nvml"]),
        // Out of range (V-304)
        Found(
            nvml: facts(10090, ["7.5"]), shape: "",
            warnings: ["the driver's CUDA 10.9 is outside of 11.0 to 15.20"], asked: ["driver nvml"]),
        Found(
            nvml: facts(16000, ["9.0"]), shape: "",
            warnings: ["the driver's CUDA 16.0 is outside of 11.0 to 15.20"], asked: ["driver nvml"]),
        // libcuda answers what libnvidia-ml left open (V-306).
        Found(
            nvml: .failed("Unknown Error (code 999)"), cuda: facts(12070, ["8.9"]),
            shape: "12.7/31 15.20/79 89_real/11", source: "libcuda", summary: "CUDA 12.7, sm_89",
            asked: ["driver nvml", "driver cuda"]),
        Found(
            nvml: facts(12080, [], count: 2, driver: "570.1"), cuda: facts(12070, ["8.9", "8.9"]),
            shape: "12.8/32 15.20/78 89_real/11", source: "nvml and libcuda",
            summary: "driver 570.1 (CUDA 12.8), sm_89 x2", asked: ["driver nvml", "driver cuda"]),
        Found(
            nvml: facts(nil, ["9.0"]), cuda: facts(12070, ["8.9"]), shape: "12.7/31 15.20/79 90_real/2",
            source: "libcuda and nvml", summary: "CUDA 12.7, sm_90", asked: ["driver nvml", "driver cuda"]),
        // One device fails: the others count, and it is said.
        Found(
            nvml: .facts([
                Fact("cuda", "12080"), Fact("devices", "2"),
                Fact("skipped", "0 nvmlDeviceGetHandleByIndex: GPU is lost"),
                Fact("device", "9.0 NVIDIA H100"),
            ]),
            shape: "12.8/32 15.20/78 90_real/2", source: "nvml", summary: "CUDA 12.8, sm_90",
            warnings: ["an NVIDIA device was left out: 0 nvmlDeviceGetHandleByIndex: GPU is lost"],
            asked: ["driver nvml"]),
        // Rubbish that has the form of facts.
        Found(
            nvml: .facts([
                Fact("cuda", "-7"), Fact("cuda", "x"), Fact("devices", "many"), Fact("device", "9"),
            ]),
            cuda: .facts([Fact("cuda", "99999999999999999999"), Fact("device", "")]), shape: "",
            asked: ["driver nvml", "driver cuda"] + smi + kernel),
    ])
    func libraries(_ row: Found) {
        let (answer, asked) = Self.answer { system in
            system.drivers[.nvml] = row.nvml
            system.drivers[.cuda] = row.cuda
        }
        #expect(Self.shape(answer) == row.shape)
        #expect(answer.source == row.source)
        #expect(answer.summary == row.summary)
        #expect(answer.warnings == row.warnings)
        #expect(asked == row.asked)
        #expect(!answer.observations.isEmpty)
    }

    /// Devices that differ are mentioned.
    @Test func mixedDevices() {
        let (answer, _) = Self.answer { $0.drivers[.nvml] = Self.facts(12070, ["7.5", "9.0", "7.5"]) }
        #expect(
            answer.observations == [
                .init("libnvidia-ml.so.1", "CUDA 12.7, 3 devices"),
                .init(
                    "devices",
                    "sm_90, sm_75 x2: wheels are chosen for the highest, sm_90; indexes have to do for the lowest too"
                ),
            ])
    }

    static let report = """

        ==============NVSMI LOG==============

        Timestamp                                 : Sun Nov 22 10:00:00 2026
        Driver Version                            : 570.86.15
        CUDA Version                              : 12.8
        Attached GPUs                             : 2
            Product Name                          : NVIDIA L40S: CUDA Version : 9.9
        """

    @Test(arguments: [
        (
            report, "8.9\n 7.5\n[N/A]\n", "12.8/32 15.20/78 89_real/11 75_real/7",
            "driver 570.86.15 (CUDA 12.8), sm_89, sm_75"
        ),
        ("CUDA UMD Version : 13.1\n", "No devices were found\n", "13.1/47 15.20/63", "CUDA 13.1"),
        ("Driver Version : 410.1\nCUDA Version : N/A\n", "7.5\n", "", nil),
        ("CUDA Version : Not Found", "", "", nil),
        ("\u{fffd}", "\u{fffd}", "", nil),
    ])
    func program(_ row: (report: String, capabilities: String, shape: String, summary: String?)) {
        let (answer, _) = Self.answer { system in
            system.drivers[.nvml] = .failed("nvmlInitWithFlags failed: Driver Not Loaded (code 9)")
            system.command("nvidia-smi -q", prints: row.report)
            system.command(
                "nvidia-smi --query-gpu=compute_cap --format=csv,noheader", prints: row.capabilities)
        }
        #expect(Self.shape(answer) == row.shape)
        #expect(answer.summary == row.summary)
        #expect(answer.source == (row.summary == nil ? nil : "nvidia-smi"))
    }

    struct Guess: Sendable {
        var module: String?
        var process: String?
        var hasDevice = true
        var cuda: String?
    }

    /// The last resort (V-307).
    @Test(arguments: [
        Guess(module: "580.65.06\n", cuda: "13.0"), Guess(module: "595.10", cuda: "13.0"),
        Guess(module: "575.1", cuda: "12.9"), Guess(module: "570.86.15", cuda: "12.8"),
        Guess(module: "565.1", cuda: "12.7"), Guess(module: "560.35", cuda: "12.6"),
        Guess(module: "555.1", cuda: "12.5"), Guess(module: "550.54.14", cuda: "12.4"),
        Guess(module: "545.1", cuda: "12.3"), Guess(module: "535.183", cuda: "12.2"),
        Guess(module: "530.1", cuda: "12.1"), Guess(module: "525.60.13", cuda: "12.0"),
        Guess(module: "520.1", cuda: "11.8"), Guess(module: "515.1", cuda: "11.7"),
        Guess(module: "510.1", cuda: "11.6"), Guess(module: "495.1", cuda: "11.5"),
        Guess(module: "470.256.02", cuda: "11.4"), Guess(module: "460.1"), Guess(module: "..."),
        Guess(module: "not a version", process: "NVRM version: X  550.1  Release", cuda: "12.4"),
        Guess(
            process:
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct 19 18:56:32 UTC 2023\nGCC version: x  999.1  y\n",
            cuda: "12.2"),
        Guess(
            process:
                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build  (dvs)\n",
            cuda: "13.0"),
        Guess(process: "rubbish"), Guess(process: ""), Guess(process: "a  b  c"), Guess(process: "  550.1  "),
        // In a container the host's driver shows without its devices.
        Guess(module: "580.65.06", hasDevice: false), Guess(),
    ])
    func guesses(_ row: Guess) {
        let (answer, _) = Self.answer { system in
            if let text = row.module { system.file("/sys/module/nvidia/version", text) }
            if let text = row.process { system.file("/proc/driver/nvidia/version", text) }
            system.directories.insert(row.hasDevice ? "/dev/nvidiactl" : "/dev/null")
        }
        #expect(answer.features.first?.values.first == row.cuda)
        #expect(!answer.features.contains { $0.name == "sm_arch" })
        if let cuda = row.cuda {
            #expect(answer.source == "kernel driver version (a guess)")
            #expect(answer.warnings.count == 1 && answer.warnings[0].hasPrefix("CUDA \(cuda) is a guess"))
        } else {
            #expect(answer.source == nil && answer.features.isEmpty)
        }
    }

    /// A driver that fails is worth a warning where a device is, and only a remark where none is (V-194).
    @Test(arguments: [true, false])
    func brokenDriver(hasDevice: Bool) {
        let (answer, _) = Self.answer { system in
            system.drivers[.nvml] = .failed("code 999")
            system.drivers[.cuda] = .failed("signal 11 ended the process")
            if hasDevice { system.directories.insert("/dev/nvidia0") }
        }
        #expect(answer.features.isEmpty)
        let warning = "the NVIDIA driver does not answer: libnvidia-ml.so.1: code 999"
        #expect(answer.warnings == (hasDevice ? [warning] : []))
        #expect(answer.observations.prefix(2).map(\.finding) == ["code 999", "signal 11 ended the process"])
    }

    /// Nobody waits twice for a driver that hangs; what the kernel shows without it still counts (V-307).
    @Test(arguments: [DriverLibrary.nvml, .cuda])
    func hungDriver(_ library: DriverLibrary) {
        let (answer, asked) = Self.answer { system in
            system.drivers[.nvml] = .failed("code 999")
            system.drivers[library] = .hung(.seconds(15))
            system.command("nvidia-smi -q", prints: "CUDA Version : 12.8")
            system.file("/sys/module/nvidia/version", "580.65.06")
            system.directories.insert("/dev/nvidiactl")
        }
        #expect(asked.filter { $0.hasPrefix("run") }.isEmpty)
        #expect(asked.contains("driver cuda") == (library == .cuda))
        #expect(answer.features.first?.values.first == "13.0")
        #expect(
            answer.warnings == [
                "CUDA 13.0 is a guess from the kernel driver 580.65.06: nothing else answered"
            ])
        #expect(answer.observations.contains { $0.finding == "no answer within 15.0 seconds" })
    }

    @Test func endpoints() throws {
        let provider = try #require(NativeProvider.all.first { $0.name == "nvidia" })
        #expect(provider.namespace == "nvidia")
        #expect(
            provider.endpoints == [
                ProviderEndpoint(
                    package: "nvidia-variant-provider", versions: ["0.0.1", "0.0.2"],
                    pluginAPI: "nvidia_variant_provider.plugin:NvidiaVariantPlugin")
            ])
        #expect(provider.make(FixtureSystem()).name == "nvidia")
    }
}
