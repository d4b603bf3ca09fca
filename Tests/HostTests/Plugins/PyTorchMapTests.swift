import Foundation
import TestSupport
import Testing
import VariantProviders

@testable import Host
@testable import Installer

/// `providers.d/pytorch.toml`: which label a host gets, and what commands make of it.
@Suite struct PyTorchMapTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../providers.d").standardized.path

    /// The shipped map, perhaps with what a file of the site says of it.
    private static func registry(_ site: String? = nil, _ reporter: any Reporter = SilentReporter())
        -> ProviderRegistry
    {
        let drops = DropIns(site.map { ["site.toml": $0] } ?? [:])
        return ProviderFiles(
            folders: [
                .init(
                    Path(folder), custody: FileCustody(owners: ProviderFilesTests.everybody(folder)),
                    isShipped: true), .init(Path(drops.path("d"))),
            ], environment: [:], reporter: reporter
        ).registry()
    }

    /// Nobody reads the map before one of its names is met, so none may be overlooked.
    @Test func namesAreFoundWithoutReading() throws {
        var names = MappedNames()
        names.add(try File.read(Path(Self.folder) / "pytorch.toml", limit: 1 << 20))
        let map = try #require(Self.registry().variantIndexes.first)
        for package in map.packages { #expect(names.mayHold(package), "\(package)") }
        #expect(!names.mayHold(PackageName("numpy")!))
    }

    private enum Machine { case linux, arm, windows, windowsARM, mac }

    private static func markers(_ machine: Machine) -> MarkerEnvironment {
        let (os, platform, name, system) =
            switch machine {
            case .linux: ("posix", "linux", "x86_64", "Linux")
            case .arm: ("posix", "linux", "aarch64", "Linux")
            case .windows: ("nt", "win32", "AMD64", "Windows")
            case .windowsARM: ("nt", "win32", "ARM64", "Windows")
            case .mac: ("posix", "darwin", "arm64", "Darwin")
            }
        return MarkerEnvironment(
            osName: os, sysPlatform: platform, platformMachine: name, platformPythonImplementation: "CPython",
            platformRelease: "", platformSystem: system, platformVersion: "", pythonVersion: "3.12",
            pythonFullVersion: "3.12.4", implementationName: "cpython", implementationVersion: "3.12.4")
    }

    private static func variables(
        cuda: String? = nil, sm: String? = nil, gfx: String? = nil, xpu: String? = nil
    )
        -> [String: String]
    {
        [
            "NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION": cuda ?? "",
            "NV_VARIANT_PROVIDER_FORCE_SM_ARCH": sm ?? "", "AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH": gfx ?? "",
            "INTEL_VARIANT_PROVIDER_FORCE_DEVICE_IP": xpu ?? "",
        ]
    }

    private static func nvidia(_ cuda: String, _ sm: String) -> [String: String] {
        variables(cuda: cuda, sm: sm)
    }

    /// The labels that weigh most, and the first of the next that do: hosts as their providers describe them.
    @Test func hosts() throws {
        let map = try #require(Self.registry().variantIndexes.first)
        #expect(map.variants.count > 30 && !map.isOfSite && map.packages.count == 22)
        let rows: [(String, Machine, [String: String], String)] = [
            ("nothing", .linux, Self.variables(), "cpu"),
            ("V100, driver 580", .linux, Self.nvidia("13.0", "7.0"), "cu129 cu126 cu124 cu121 | cu118"),
            ("P100, driver 580", .linux, Self.nvidia("13.0", "6.0"), "cu126 cu124 cu121 | cu118"),
            ("GTX 1080, driver 580", .linux, Self.nvidia("13.0", "6.1"), "cu126 cu124 cu121 | cu118"),
            ("GTX 980, driver 580", .linux, Self.nvidia("13.0", "5.2"), "cu126 cu124 cu121 | cu118"),
            ("T4, driver 580", .linux, Self.nvidia("13.0", "7.5"), "cu132 cu130 | cu129"),
            ("A100, driver 525", .linux, Self.nvidia("12.0", "8.0"), "cu129 cu128 cu126 cu124 cu121 | cu118"),
            (
                "RTX 3090, driver 550", .linux, Self.nvidia("12.4", "8.6"),
                "cu129 cu128 cu126 cu124 cu121 | cu118"
            ),
            ("RTX 4090, driver 580", .linux, Self.nvidia("13.0", "8.9"), "cu132 cu130 | cu129"),
            ("H100, driver 590", .linux, Self.nvidia("13.1", "9.0"), "cu132 cu130 | cu129"),
            ("A100, driver 450", .linux, Self.nvidia("11.0", "8.0"), "cu118 cu117 cu116 cu113 | cpu"),
            ("V100, driver 450", .linux, Self.nvidia("11.0", "7.0"), "cu118 cu117 cu116 cu113 cu102 | cpu"),
            ("RTX 5090, driver 580", .linux, Self.nvidia("13.0", "12.0"), "cu132 cu130 | cu129"),
            ("RTX 5090, driver 570", .linux, Self.nvidia("12.8", "12.0"), "cu129 cu128 | cpu"),
            ("B200, driver 570", .linux, Self.nvidia("12.8", "10.0"), "cu129 cu128 | cpu"),
            ("B300, driver 580", .linux, Self.nvidia("13.0", "10.3"), "cu132 cu130 | cu129"),
            ("GB10", .arm, Self.nvidia("13.0", "12.1"), "cu132 cu130 | cu128"),
            ("Thor", .arm, Self.nvidia("13.0", "11.0"), "cu132 cu130 | cpu"),
            ("Orin", .arm, Self.nvidia("12.6", "8.7"), "cu128 cu126 | cpu"),
            ("GH200", .arm, Self.nvidia("12.6", "9.0"), "cu128 cu126 | cpu"),
            ("T4G", .arm, Self.nvidia("13.0", "7.5"), "cpu"),
            ("RTX 4090 on Windows", .windows, Self.nvidia("13.0", "8.9"), "cu132 cu130 | cu129"),
            ("Windows on Arm", .windowsARM, Self.variables(), "cpu"),
            ("macOS", .mac, Self.variables(), ""),
            (
                "MI300", .linux, Self.variables(gfx: "gfx942"),
                "rocm7.14 rocm7.2 rocm7.1 rocm7.0 rocm6.4 rocm6.3 rocm6.2.4 rocm6.2 rocm6.1 rocm6.0 | cpu"
            ),
            ("MI350", .linux, Self.variables(gfx: "gfx950"), "rocm7.14 rocm7.2 rocm7.1 rocm7.0 | cpu"),
            (
                "RX 9070", .linux, Self.variables(gfx: "gfx1201"),
                "rocm7.14 rocm7.2 rocm7.1 rocm7.0 rocm6.4 rocm6.3 rocm6.2.4 | cpu"
            ),
            ("Strix Halo", .linux, Self.variables(gfx: "gfx1151"), "rocm7.14 rocm7.2 | cpu"),
            ("RX 6600", .linux, Self.variables(gfx: "gfx1032"), "cpu"),
            ("AMD on Windows", .windows, Self.variables(gfx: "gfx942"), "cpu"),
            ("Arc B580", .linux, Self.variables(xpu: "20.1.0"), "xpu | cpu"),
            ("Arc A770", .windows, Self.variables(xpu: "12.55.8"), "xpu | cpu"),
            ("UHD", .linux, Self.variables(xpu: "12.2.0"), "cpu"),
            (
                "NVIDIA and AMD", .linux, Self.variables(cuda: "13.0", sm: "8.6", gfx: "gfx942"),
                "cu132 cu130 | cu129"
            ),
        ]
        for (what, machine, variables, expected) in rows {
            let markers = Self.markers(machine)
            var system = FixtureSystem("linux", "x86_64")
            system.variables = variables.filter { !$0.value.isEmpty }
            let host = Self.host(system, markers)
            let ranking = try Self.ranking(host, map, markers)
            let first = ranking.fits.prefix { $0.tier == 0 }.map(\.option.label.text).joined(separator: " ")
            let next = ranking.fits.first { $0.tier == 1 }.map { " | \($0.option.label)" } ?? ""
            #expect(first + next == expected, "\(what)")
        }
    }

    /// Profiles that people write name less than providers do.
    @Test(arguments: [
        (["12.6", "12.5", "12.4", "12.3", "12.2", "12.1", "12.0", "12"], "cu129"),
        (["13.0", "13", "12.9", "12.8", "12.6", "12.0"], "cu132"),
    ])
    func profiles(_ bounds: [String], _ expected: String) throws {
        let map = try #require(Self.registry().variantIndexes.first)
        let markers = Self.markers(.linux)
        let host = Self.host(
            FixtureSystem("linux", "x86_64"), markers,
            HostProfile(providers: ["nvidia": .init([VariantFeature("cuda_version_lower_bound", bounds)])]))
        #expect(try Self.ranking(host, map, markers).best?.option.label.text == expected)
    }

    private static func ranking(
        _ host: VariantHost, _ map: VariantIndex, _ markers: MarkerEnvironment
    ) throws -> VariantIndexRanking {
        try host.rank(
            map.variants.map { $0.parts(in: markers).last?.option ?? $0.option }, namespaces: map.namespaces,
            packages: map.packages, environment: markers)
    }

    private static func host(
        _ system: FixtureSystem, _ markers: MarkerEnvironment, _ profile: HostProfile? = nil
    ) -> VariantHost {
        VariantHost(
            registry: { .native }, system: { system }, profile: profile, preferences: .none, markers: markers,
            pool: WorkerPool(threads: 2), reporter: SilentReporter())
    }

    // MARK: Commands

    /// A stand-in for the servers, as directories.
    private struct Stage {
        let directory = TestDirectory()
        let reports = KeptReports()
        let pool = WorkerPool(threads: 4)

        init() throws {
            let rocm = ["rocm[libraries,device-all]==7.14.0"]
            for (label, versions) in [
                ("cu132", ["2.14.0", "2.15.0"]), ("cu130", ["2.9.0", "2.15.0"]),
                ("cu128", ["2.7.1", "2.11.0"]),
                ("cu126", ["2.9.0", "2.14.0"]), ("cpu", ["2.9.0", "2.15.0"]), ("rocm7.14", ["2.15.0"]),
            ] {
                for version in versions {
                    try add(
                        "whl/\(label)/torch", "torch", "\(version)+\(label)",
                        label.hasPrefix("rocm") ? rocm : [])
                }
            }
            try add("whl/cpu", "numpy", "9.0")
            try add("whl/cpu/numpy", "numpy", "9.0")
            try add("whl/cu126/torchvision", "torchvision", "0.29.0+cu126", ["torch==2.14.0"])
            try add("whl/cu132/torchvision", "torchvision", "0.30.0+cu132", ["torch==2.15.0", "numpy"])
            for name in ["plain", "variants"] {
                try add(name, "torch", "2.15.0")
                try add(name, "numpy", "2.0")
                try add(name, "accelerate", "1.0", ["torch"])
            }
            try add("plain", "torchserve", "1.0")
            try add(
                "plain", "rocm", "7.14.0",
                [
                    "rocm-all; extra == 'device-all'", "rocm-gfx942; extra == 'device-gfx942'",
                    "rocm-libraries; extra == 'libraries'",
                ], extras: ["device-all", "device-gfx942", "libraries"])
            for name in ["rocm-all", "rocm-gfx942", "rocm-libraries"] { try add("plain", name, "7.14.0") }
            try write("variants/torch-2.15.0-py3-none-any-gpu.whl", [])
        }

        private func add(
            _ folder: String, _ name: String, _ version: String, _ requires: [String] = [],
            extras: [String] = []
        ) throws {
            var wheel = WheelBuilder(name, version)
            wheel.requires = requires
            wheel.extras = extras
            try write(
                "\(folder)/\(name.replacingOccurrences(of: "-", with: "_"))-\(version)-py3-none-any.whl",
                wheel.build())
        }

        private func write(_ path: String, _ bytes: [UInt8]) throws {
            let url = URL(fileURLWithPath: directory.path + "/" + path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }

        /// Pins without the rest of the text; or the error.
        func compile(
            _ requirements: [String], _ variables: [String: String], index: String = "plain",
            base: String? = nil, platform: TargetPlatform? = nil,
            _ change: (inout VariantPreferences) -> Void = { _ in }
        ) throws -> String {
            var preferences = VariantPreferences.none
            change(&preferences)
            let cache = CacheLayout(root: Path(directory.path) / "cache")
            try cache.prepare()
            let reports = reports
            let site =
                "[[variant-index]]\nname = \"pytorch\"\nbase = \"\(base ?? directory.path + "/whl")\"\n"
            var environment = variables.filter { !$0.value.isEmpty }
            environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
            let session = Session(
                workingDirectory: Path(directory.path), environment: environment, cache: cache, pool: pool,
                reporter: reports,
                providers: ProviderSource(registry: { PyTorchMapTests.registry(site, reports) }))
            let url = URLReference.file(Path(directory.path) / Path(index)).text
            do {
                let report = try compileRequirements(
                    CompileRequest(
                        sources: RequirementSources(requirements: requirements),
                        access: IndexAccess(
                            index: IndexSettings(indexes: [IndexLocation(url: url, isDefault: true)]),
                            network: NetworkSettings(timeoutSeconds: 3, environment: [:]),
                            credentials: Credentials()),
                        resolution: ResolutionOptions(), target: EnvironmentTarget(system: true),
                        pythonPlatform: platform, variants: VariantRequest(preferences: preferences)),
                    in: session)
                return report.packages.map { "\($0.name)==\($0.version)" }.joined(separator: " ")
            } catch {
                let diagnostic = Diagnostic(describing: error)
                return (["error: " + diagnostic.message] + diagnostic.causes).joined(separator: " | ")
            }
        }
    }

    @Test func compiling() throws {
        let stage = try Stage()
        let ampere = Self.nvidia("13.0", "8.6")
        let old = Self.nvidia("12.4", "8.6")
        let none = Self.variables()
        func with(_ label: String) -> (inout VariantPreferences) -> Void {
            { $0.labels[PackageName("torch")!] = VariantLabel(label) }
        }
        #expect(try stage.compile(["torch"], none) == "torch==2.15.0+cpu")
        #expect(try stage.compile(["torch"], ampere) == "torch==2.15.0+cu132")
        #expect(try stage.compile(["torch<2.10"], ampere) == "torch==2.9.0+cu130")
        #expect(try stage.compile(["torch"], Self.nvidia("12.8", "12.0")) == "torch==2.11.0+cu128")
        #expect(try stage.compile(["torch"], Self.nvidia("13.0", "6.1")) == "torch==2.14.0+cu126")
        #expect(
            try stage.compile(["torch"], none, platform: TargetPlatform(named: "macos")) == "torch==2.15.0")
        // Nothing but the map's packages comes from its indexes.
        #expect(
            try stage.compile(["torchvision"], ampere)
                == "numpy==2.0 torch==2.15.0+cu132 torchvision==0.30.0+cu132")
        #expect(try stage.compile(["accelerate"], ampere) == "accelerate==1.0 torch==2.15.0+cu132")
        // A label is given up when there is no solution with it.
        #expect(
            try stage.compile(["torch", "torchvision<0.30"], ampere)
                == "torch==2.14.0+cu126 torchvision==0.29.0+cu126")
        // No label has it.
        #expect(try stage.compile(["torchserve"], ampere) == "torchserve==1.0")
        let skipped = [
            "torch 2.15.0 has no build for the accelerator of this host; 2.11.0 (cu128) is the newest that has (`swuv variants explain torch`)",
            "torch 2.15.0 has no build for the accelerator of this host; 2.14.0 (cu126) is the newest that has (`swuv variants explain torch`)",
        ]
        #expect(stage.reports.notes == skipped)

        #expect(try stage.compile(["torch"], old) == "torch==2.14.0+cu126")
        #expect(try stage.compile(["torch==2.15.0"], old) == "torch==2.15.0+cpu")
        #expect(
            stage.reports.notes == skipped + [
                "torch 2.15.0 has no build for the accelerator of this host; 2.14.0 (cu126) is the newest that has (`swuv variants explain torch`)",
                "torch 2.15.0 has no build for the accelerator of this host, so cpu is taken (`swuv variants explain torch`)",
            ])

        // Preferences.
        #expect(try stage.compile(["torch"], ampere, with("cu126")) == "torch==2.14.0+cu126")
        #expect(
            try stage.compile(["torch"], ampere, with("cu999"))
                == "error: the variant index `pytorch` has no label `cu999`")
        #expect(
            try stage.compile(["torch"], old, with("cu130")).hasPrefix(
                "error: the build `cu130` of `torch` does not fit this host | it needs `nvidia :: cuda_version_lower_bound :: 13.0`"
            ))
        #expect(
            try stage.compile(["torch"], ampere) { $0.excluded = [.namespace("nvidia")] }
                == "torch==2.15.0+cpu")
        #expect(
            try stage.compile(["torch"], ampere) { $0.disabledProviders = ["nvidia"] } == "torch==2.15.0+cpu")
        #expect(try stage.compile(["torch"], ampere) { $0.disabledIndexes = ["pytorch"] } == "torch==2.15.0")
        #expect(try stage.compile(["torch"], ampere) { $0.takesNone = true } == "torch==2.15.0")
        // Requirements are written anew for the host.
        let mi300 = Self.variables(gfx: "gfx942")
        #expect(
            try stage.compile(["torch"], mi300)
                == "rocm==7.14.0 rocm-gfx942==7.14.0 rocm-libraries==7.14.0 torch==2.15.0+rocm7.14")
        #expect(
            try stage.compile(["torch"], mi300) { $0.keepsRequirements = true }
                == "rocm==7.14.0 rocm-all==7.14.0 rocm-libraries==7.14.0 torch==2.15.0+rocm7.14")
        #expect(stage.reports.warnings.isEmpty, "\(stage.reports.warnings)")

        // The index publishes variants itself.
        #expect(try stage.compile(["torch"], ampere, index: "variants") == "torch==2.15.0")

        // Nobody listens there.
        let start = Clock.monotonic()
        #expect(
            try stage.compile(["torch", "numpy"], ampere, base: "http://127.0.0.1:9/whl")
                == "numpy==2.0 torch==2.15.0")
        #expect(Clock.monotonic() - start < 5_000_000_000)
        #expect(
            stage.reports.warnings.last?.message
                == "the indexes of `pytorch` cannot be reached; `torch` comes from the ordinary ones")
    }
}
