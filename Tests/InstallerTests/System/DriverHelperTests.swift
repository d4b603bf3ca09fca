import Installer
import Testing
import VariantProviders

/// The helper process with driver libraries that work, fail, crash and hang (V-274, V-305, V-306, V-380).
@Suite(.enabled(if: FakeDrivers.canRun, "needs cc, and swuv beside the tests"))
struct DriverHelperTests {
    struct Row: Sendable {
        let library: DriverLibrary
        let mood: String
        var folder = "new"
        let lines: [String]
    }

    static let devices = ["device 9.0 NVIDIA H200", "device 7.5 NVIDIA H200"]

    @Test(arguments: [
        Row(library: .nvml, mood: "good", lines: ["driver 580.65.06", "cuda 13000", "devices 2"] + devices),
        // What a driver prints by itself is not taken for an answer.
        Row(library: .nvml, mood: "noise", lines: ["driver 580.65.06", "cuda 13000", "devices 2"] + devices),
        Row(library: .nvml, mood: "old", lines: ["driver 580.65.06", "cuda 12040", "devices 2"] + devices),
        Row(library: .nvml, mood: "zero", lines: ["driver 580.65.06", "cuda 13000", "devices 0"]),
        // A driver that ends the process as if all were well has said nothing.
        Row(library: .nvml, mood: "exit", lines: []),
        Row(
            library: .nvml, mood: "lost",
            lines: [
                "driver 580.65.06", "cuda 13000", "devices 2",
                "skipped 0 nvmlDeviceGetHandleByIndex: GPU is lost (code 15)", devices[1],
            ]),
        Row(
            library: .nvml, mood: "blind",
            lines: [
                "driver 580.65.06", "cuda 13000", "devices 2",
                "skipped 0 nvmlDeviceGetCudaComputeCapability: failed (code 3)",
                "skipped 1 nvmlDeviceGetCudaComputeCapability: failed (code 3)",
            ]),
        Row(
            library: .nvml, mood: "control",
            lines: [
                "driver " + String(repeating: "?", count: 80), "cuda 13000", "devices 2",
                "device 9.0 " + String(repeating: "?", count: 95),
                "device 7.5 " + String(repeating: "?", count: 95),
            ]),
        Row(
            library: .cuda, mood: "good",
            lines: ["cuda 12080", "devices 2", "device 8.6 NVIDIA L4", "device 8.9 NVIDIA L4"]),
        Row(library: .cuda, mood: "zero", lines: ["cuda 12080", "devices 0"]),
        Row(library: .cuda, mood: "negative", lines: ["cuda 12080", "devices -5"]),
        Row(
            library: .cuda, mood: "blind",
            lines: [
                "cuda 12080", "devices 2", "device 8.6 NVIDIA L4",
                "skipped 1 cuDeviceGetAttribute: failed (code 1)",
            ]),
        Row(library: .levelZero, mood: "good", lines: xpus),
        Row(library: .levelZero, mood: "good", folder: "old", lines: xpus),
        Row(library: .levelZero, mood: "none", lines: ["devices 0"]),
        Row(library: .levelZero, mood: "none", folder: "old", lines: ["devices 0"]),
        Row(
            library: .levelZero, mood: "blind",
            lines: ["skipped 0 zeDeviceGetProperties failed with code 0x70000001"] + xpus.dropFirst()),
    ])
    func answers(_ row: Row) throws {
        let outcome = try FakeDrivers.shared.get().system(row.mood, folder: row.folder).facts(
            from: row.library)
        guard case .facts(let facts) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(facts.map { "\($0.key) \($0.value)" } == row.lines)
    }

    static let xpus = [
        "device 32902 83951620 Intel(R) Arc(TM) Graphics", "device 32902 83902464 Intel(R) Arc(TM) Graphics",
        "device 4318 83902464 Intel(R) Arc(TM) Graphics", "devices 3",
    ]

    /// Counts that cannot be are not believed.
    @Test(arguments: [DriverLibrary.nvml, .levelZero])
    func manyDevices(_ library: DriverLibrary) throws {
        let outcome = try FakeDrivers.shared.get().system("many").facts(from: library)
        guard case .facts(let facts) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(facts.filter { $0.key == "device" }.count == 1024)
    }

    @Test(arguments: [
        (DriverLibrary.nvml, "error", "nvmlInitWithFlags failed: Driver Not Loaded (code 9)"),
        (.nvml, "no-count", "nvmlDeviceGetCount failed with code 999"),
        (.nvml, "crash", "signal 6 ended the process"),
        (.nvml, "late-crash", "signal 6 ended the process"),
        (
            .cuda, "error",
            "cuInit failed: system has unsupported display driver / cuda driver combination (code 803)"
        ),
        (.cuda, "crash", "signal 11 ended the process"),
        (.levelZero, "error", "zeInitDrivers failed with code 2013265921"),
    ])
    func failures(_ row: (library: DriverLibrary, mood: String, reason: String)) throws {
        let system = try FakeDrivers.shared.get().system(row.mood)
        #expect(system.facts(from: row.library) == .failed(row.reason))
    }

    @Test func hang() throws {
        let limit = Duration.milliseconds(300)
        let system = try FakeDrivers.shared.get().system("hang", timeout: limit)
        #expect(system.facts(from: .nvml) == .hung(limit))
    }

    /// A library that is there and cannot be loaded is a failure, none is absence.
    @Test(arguments: DriverLibrary.allCases)
    func noLibrary(_ library: DriverLibrary) throws {
        let outcome = try FakeDrivers.shared.get().system("good", folder: "broken").facts(from: library)
        guard case .failed(let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reason.contains(library.soname) && reason.contains("file too short"), "\(reason)")
    }

    /// From the library to the properties.
    @Test func properties() throws {
        let system = try FakeDrivers.shared.get().system("good")
        let nvidia = NVIDIAProvider(system).answer()
        #expect(nvidia.summary == "driver 580.65.06 (CUDA 13.0), sm_90, sm_75")
        #expect(nvidia.features.map(\.values.count) == [46, 64, 2, 7])
        let intel = IntelProvider(system).answer()
        #expect(intel.features == [VariantFeature("device_ip", ["20.4.4", "20.1.0"])])
    }
}
