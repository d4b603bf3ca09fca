import Foundation
import Testing
import TestSupport
import VariantProviders

/// What holds for every native provider on every system, however broken.
struct ConformanceTests {
    @Test(arguments: NativeProvider.all)
    func `A provider is registered as it should be`(_ provider: NativeProvider) {
        #expect(NativeProvider.all.filter { $0.name == provider.name }.count == 1)
        #expect(VariantSyntax.isName(provider.namespace))
        #expect(provider.make(FixtureSystem()).name == provider.name)
        #expect(!provider.endpoints.isEmpty)
        for endpoint in provider.endpoints {
            // V-190: compared with normalised names.
            #expect(
                endpoint.package.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
            #expect(!endpoint.versions.isEmpty && Set(endpoint.versions).count == endpoint.versions.count)
            #expect(!endpoint.pluginAPI.isEmpty && !endpoint.pluginAPI.contains { $0.isWhitespace })
            let others = NativeProvider.all.filter { $0.name != provider.name }.flatMap(\.endpoints)
            #expect(!others.contains { $0.package == endpoint.package && $0.pluginAPI == endpoint.pluginAPI })
        }
    }

    /// V-195: wheels that ask for an older release of a plugin, or for its older endpoint, are answered still.
    @Test func `Older releases and endpoints stay`() {
        let endpoints = NativeProvider.all.flatMap(\.endpoints)
        for (package, version, api) in [
            ("nvidia-variant-provider", "0.0.1", "nvidia_variant_provider.plugin:NvidiaVariantPlugin"),
            ("rocm-bootstrap", "0.2.0", "rocm_bootstrap.variant_provider:AMDVariantPlugin"),
            ("ascend-variant-provider", "0.0.2", "ascend_variant_provider.plugin:AscendVariantPlugin"),
            ("x86-64-variant-provider", "0.2.0", "x86_64_variant_provider"),
            ("provider-variant-x86-64", "0.0.1.post2", "provider_variant_x86_64.plugin:X8664Plugin"),
            ("provider-variant-x86-64", "0.0.2", "provider_variant_x86_64"),
            ("provider-variant-aarch64", "0.0.1.post2", "provider_variant_aarch64.plugin:AArch64Plugin"),
        ] {
            #expect(
                endpoints.contains {
                    $0.package == package && $0.versions.contains(version) && $0.pluginAPI == api
                }, "\(package) \(version)")
        }
    }

    @Test(arguments: NativeProvider.all)
    func `An answer is valid on any system`(_ provider: NativeProvider) throws {
        for system in AnySystem.all {
            let maker = provider.make(system.probe)
            let answer = try maker.answer()
            #expect(answer.faults == [], "\(system.testDescription)")
            #expect(try maker.answer() == answer, "twice, \(system.testDescription)")
        }
    }

    /// V-254, V-324: what wheels can be made for, and what looks like it.
    @Test func `A provider knows what it can be asked for`() throws {
        let rows: [(provider: String, feature: String, possible: [String], impossible: [String])] = [
            (
                "nvidia", "cuda_version_lower_bound", ["11", "12.8", "15.20", "16.25"],
                ["10.2", "12.8.1", "012", "12.", "cu128"]
            ),
            ("nvidia", "cuda_version_upper_bound", ["10.10", "11", "15.20"], ["", "x", "1.2.3"]),
            (
                "nvidia", "sm_arch", ["50_real", "90_real", "90_virtual", "120_real", "103_real"],
                ["45_real", "sm_90", "90", "90a_real", "86_virtual", "90_", "_real", "90_real_x"]
            ),
            ("nvidia", "sm_arch_lowest", ["75_real"], ["75"]),
            (
                "amd", "gfx_arch", ["gfx90a", "gfx1201", "gfx950", "gfx1150", "gfx1151"],
                ["gfx90b", "gfx1152", "90a"]
            ),
            ("amd", "rocm_version", ["6.3", "6.4", "7.0", "7.10"], ["6.2", "7.11", "7", "7.0.0"]),
            ("rocm-bootstrap", "gfx_arch", ["gfx90c", "gfx1251"], ["gfx1250_strict", "gfx90b"]),
            ("intel", "device_ip", ["12.0.0", "20.4.4", "35.11.0"], ["99.0.0", "20.4"]),
            ("tpu", "present", ["true", "false"], ["yes", "1"]),
            ("ascend", "npu_type", ["a3", "910b", "310p", "950a"], ["910b3", "ascend910", "b"]),
            ("ascend", "cann_version", ["8.2", "8.2.1", "8.2.rc1", "8.2.1.rc1"], ["8", "8.2.x", "8.2.1.1"]),
            ("ascend-variant-provider", "npu_type", ["910b", "310p"], ["a3", "910b3", "910"]),
            ("ascend-variant-provider", "driver_version", ["25.2.0"], ["25", "v25.2"]),
            ("x86_64", "level", ["v1", "v4"], ["v0", "v5", "3"]), ("x86_64", "avx2", ["on"], ["off"]),
            ("aarch64", "version", ["8a", "8.4a"], ["8.0a", "8.5a", "9.0a"]),
            ("aarch64", "sve2", ["on"], ["1"]), ("blas_lapack", "provider", ["mkl"], ["blis"]),
            ("openmp", "provider", ["llvm"], ["clang"]),
        ]
        for row in rows {
            let provider = try #require(NativeProvider.all.first { $0.name == row.provider })
            let feature = try #require(provider.known().first { $0.name == row.feature })
            for value in row.possible + feature.values {
                #expect(feature.admits(value), "\(row.feature) \(value)")
            }
            for value in row.impossible { #expect(!feature.admits(value), "\(row.feature) \(value)") }
        }
        #expect(Set(rows.map(\.provider)) == Set(NativeProvider.all.map(\.name)))
    }

    /// V-193: of another platform this machine says nothing; only variables are looked at.
    @Test(arguments: NativeProvider.all, ["x86_64", "aarch64", "riscv64"])
    func `Nothing is touched for another platform`(_ provider: NativeProvider, _ machine: String) throws {
        let system = FixtureSystem("linux", machine, isThisMachine: false)
        _ = try provider.make(system).answer()
        #expect(system.asked.filter { !$0.hasPrefix("variable ") } == [])
    }

    /// The price of a host without accelerators: no program of a vendor runs, save the search for one.
    @Test(arguments: NativeProvider.all)
    func `No program is run for devices that are not there`(_ provider: NativeProvider) throws {
        var system = FixtureSystem()
        system.directories = ["/sys/bus/pci/devices", "/dev"]
        system.command(["rocminfo"], .output([]))
        system.command(["rocm_agent_enumerator", "-name"], .output([]))
        system.command(["clinfo"], .output([]))
        _ = try provider.make(system).answer()
        #expect(!system.commandsRun.contains { $0.hasPrefix("rocm") || $0.hasPrefix("clinfo") })
    }
}

extension ProviderAnswer {
    /// What a caller may rely on, and does not hold.
    fileprivate var faults: [String] {
        var faults: [String] = []
        func check(_ holds: Bool, _ what: String) { if !holds { faults.append(what) } }
        // V-002, V-003, V-213
        check(Set(features.map(\.name)).count == features.count, "a feature twice")
        for feature in features {
            check(VariantSyntax.isName(feature.name), "feature `\(feature.name)`")
            check(!feature.values.isEmpty, "`\(feature.name)` without values")
            check(Set(feature.values).count == feature.values.count, "a value of `\(feature.name)` twice")
            for value in feature.values {
                check(VariantSyntax.isValue(value) && value.utf8.count <= 64, "value `\(value)`")
            }
        }
        check(features.reduce(0) { $0 + $1.values.count } <= 1024, "too many values")

        // V-194: a person is told why there is nothing.
        check(features.isEmpty == (source == nil) && features.isEmpty == (summary == nil), "source, summary")
        check(!features.isEmpty || !observations.isEmpty, "nothing, and no reason")
        check(warnings.count <= 1024 && observations.count <= 64, "too many words")
        let texts = [source, summary].compactMap(\.self) + warnings
        for text in texts + observations.flatMap({ [$0.place, $0.finding] }) {
            check(!text.isEmpty && text.utf8.count <= 600, "text of \(text.utf8.count) bytes")
            check(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "text `\(text)`")
        }
        check(warnings.allSatisfy { !$0.hasSuffix(".") }, "a full stop")
        return faults
    }
}

extension NativeProvider: CustomTestStringConvertible {
    public var testDescription: String { name }
}

/// A system with a name in test reports.
struct AnySystem: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var probe: any SystemProbe

    static let all: [AnySystem] =
        targets + hostileFiles + hostileVariables + [
            AnySystem(
                testDescription: "many entries",
                probe: HostileSystem(
                    machine: "x86_64", bytes: Array("simd_count 8\ngfx_target_version 90402\n".utf8),
                    numbered: 20_000))
        ]

    private static let targets: [AnySystem] = [
        ("linux", "x86_64", true), ("linux", "aarch64", true), ("linux", "riscv64", true),
        ("linux", "x86_64", false), ("linux", "aarch64", false), ("linux", "", true), ("", "", false),
        ("macos", "arm64", true), ("macos", "x86_64", true), ("macos", "arm64", false),
        ("windows", "AMD64", true), ("windows", "ARM64", true), ("windows", "AMD64", false),
    ].map { system, machine, here in
        AnySystem(
            testDescription: "empty \(system) \(machine)\(here ? "" : ", not here")",
            probe: FixtureSystem(system, machine, isThisMachine: here))
    }

    private static let hostileFiles: [AnySystem] = contents.flatMap { what, bytes in
        ["x86_64", "aarch64"].map { machine in
            AnySystem(
                testDescription: "\(machine) where everything is \(what)",
                probe: HostileSystem(machine: machine, bytes: bytes))
        }
    }

    private static let hostileVariables: [AnySystem] = contents.map { what, bytes in
        AnySystem(
            testDescription: "every variable is \(what)",
            probe: HostileSystem(
                machine: "x86_64", bytes: nil, value: String(decoding: bytes.prefix(1 << 13), as: UTF8.self)))
    }

    private static let contents: [(String, [UInt8])] = [
        ("empty", []),
        ("a newline", [10]),
        ("zeros", [UInt8](repeating: 0, count: 1 << 14)),
        ("blanks", [UInt8](repeating: 32, count: 1 << 13)),
        ("newlines", [UInt8](repeating: 10, count: 1 << 14)),
        ("no UTF-8", (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37 | 0x80) }),
        ("all bytes", (0..<4096).map { UInt8(truncatingIfNeeded: $0) }),
        ("a long line", Array("flags : ".utf8) + [UInt8](repeating: 97, count: 1 << 14)),
        ("colons", [UInt8](repeating: 58, count: 1 << 12)),
        ("bars", [UInt8](repeating: 124, count: 1 << 12)),
        ("digits", [UInt8](repeating: 57, count: 1 << 12)),
        ("escapes", Array("\u{1B}[2J\u{7}\r\nVersion: \u{1B}[31m1.2\nversion=\u{1B}\n".utf8)),
        ("a number", Array("4294967295\n".utf8)),
        ("too large a number", Array("18446744073709551616\n".utf8)),
        ("a negative number", Array("-1\n".utf8)),
        ("signs", Array("0x-1\n".utf8)),
        (
            "cut",
            Array(
                "processor\t: 0\nCPU implementer\t: 0x\nCPU part\t:\nFeatures\t: fp as\nflags\t\t: fpu ss"
                    .utf8)
        ),
        (
            "keys without values",
            Array("flags\nFeatures\nCPU part\nsimd_count\ngfx_target_version\nVersion:\nversion=\n".utf8)
        ),
        ("nodes of nonsense", Array("simd_count 4294967295\ngfx_target_version 4294967295\n".utf8)),
        (
            "strange flags",
            Array("flags : ../.. avx;rm \u{202E} SSE2 on\nmodel name : \u{1B}]0;x\u{7}\n".utf8)
        ),
        (
            "strange agents",
            Array("  Name:  gfx\u{1B}\n Name: gfx90a;id\n Name: gfx12345678901234567890\n".utf8)
        ),
        ("many agents", Array((0..<3000).map { "  Name:  gfx\(String($0, radix: 16))0\n" }.joined().utf8)),
        (
            "many models",
            Array(
                (0..<3000).map { "| \($0)  9\(String(repeating: "A", count: 1 + $0 % 20))\($0) | OK |\n" }
                    .joined().utf8)
        ),
        ("many names", Array((0..<3000).map { "gfx\($0)" }.joined(separator: ",").utf8)),
        (
            "strange rows",
            Array("| 0 910B3; | x\n| 0 ../../x | x\n|\n| 0 910B3\n| 99999999999999999999 910B3 |\n".utf8)
        ),
        ("a version", Array("Version: 99999999999999999999.0\nversion=1.99999999999\n".utf8)),
    ]
}

/// A machine on which every file, directory, program and driver is there and answers the same nonsense.
private struct HostileSystem: SystemProbe {
    var machine: String
    /// nil: nothing is there, only variables are.
    var bytes: [UInt8]?
    var value: String?
    /// How many entries every directory has, beside strange ones.
    var numbered = 20

    var target: ProbeTarget { ProbeTarget(system: "linux", machine: machine) }
    var hardwareCapabilities: UInt64? { bytes == nil ? nil : .max }
    var processorRegisters: X86Registers? {
        X86Registers(leaf1ECX: .max, leaf7EBX: .max, extendedECX: .max, xcr0: .max)
    }

    func variable(_ name: String) -> String? { value }

    func contents(of path: String, limit: Int) -> [UInt8]? { bytes.map { Array($0.prefix(limit)) } }

    func entries(of directory: String) -> [String]? {
        guard bytes != nil else { return nil }
        return ["", "-1", "..", "0", "1", "99999999999999999999", "a b", "dxg", "kfd", "\u{1B}[2J"]
            + (2..<numbered).map(String.init)
    }

    func output(of command: [String], timeout: Duration) -> CommandOutcome {
        guard let bytes else { return .notFound }
        return bytes.isEmpty ? .failed("\u{1B}[2Jkilled\n") : .output(bytes)
    }

    func facts(from driver: DriverLibrary) -> DriverOutcome {
        guard let bytes else { return .absent }
        let text = String(decoding: bytes.prefix(200), as: UTF8.self)
        let keys = text.split(separator: "\n").prefix(20).map(String.init)
        return .facts(
            keys.map { .init($0, text) } + ["cuda", "driver", "capability", "device"].map { .init($0, text) })
    }
}
