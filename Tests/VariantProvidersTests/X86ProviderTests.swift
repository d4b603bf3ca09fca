import Testing
import TestSupport
import VariantProviders

/// Spec §16.3.
struct X86ProviderTests {
    static let v2 = "cx16 lahf_lm popcnt pni ssse3 sse4_1 sse4_2"
    static let v3 = "avx avx2 bmi1 bmi2 f16c fma abm movbe"
    static let v4 = "avx512f avx512bw avx512cd avx512dq avx512vl"

    @Test(arguments: [
        ProviderRow(
            "V-340 v3", cpuinfo(v2 + " " + v3),
            ["level = v3, v2, v1"]
                + on("avx2 avx bmi2 bmi1 abm f16c fma movbe sse4_2 sse4_1 ssse3 sse3 cx16 lahf_lm popcnt"),
            observed: "/proc/cpuinfo: flags for v3, 15 extensions", summary: "Some CPU, x86-64-v3"),
        ProviderRow(
            "V-340, V-343 Sandy Bridge", cpuinfo(v2 + " avx aes pclmulqdq"),
            ["level = v2, v1"] + on("avx aes pclmulqdq sse4_2 sse4_1 ssse3 sse3 cx16 lahf_lm popcnt")),
        ProviderRow(
            "V-340 without lahf_lm", cpuinfo("sse2 sse mmx cx16"), ["level = v1"] + on("cx16 sse2 sse mmx")),
        ProviderRow(
            "V-340 a gap: v4 without avx2", cpuinfo(v2 + " avx " + v4),
            ["level = v2, v1"]
                + on(
                    "avx512bw avx512cd avx512dq avx512f avx512vl avx sse4_2 sse4_1 ssse3 sse3 cx16 lahf_lm popcnt"
                )),
        ProviderRow(
            "V-341 no xsave needed", cpuinfo(v2 + " avx avx2 bmi1 bmi2 f16c fma lzcnt movbe"),
            ["level = v3, v2, v1"]
                + on("avx2 avx bmi2 bmi1 abm f16c fma movbe sse4_2 sse4_1 ssse3 sse3 cx16 lahf_lm popcnt")),
        ProviderRow(
            "V-341 the first processor counts",
            FixtureSystem().with {
                $0.file("/proc/cpuinfo", "processor : 0\nflags : sse2\n\nprocessor : 1\nflags : \(v2)\n")
            }, ["level = v1", "sse2 = on"]),
        ProviderRow(
            "V-342 unreadable", FixtureSystem().with { $0.unreadable = ["/proc/cpuinfo"] },
            ["level = v2, v1"],
            observed: "/proc/cpuinfo: cannot be read"),
        ProviderRow(
            "V-342 no flags",
            FixtureSystem().with { $0.file("/proc/cpuinfo", "processor : 0\nflagship : x\n") },
            ["level = v2, v1"], observed: "lists no flags"),
        ProviderRow(
            "V-193 explicit target",
            FixtureSystem("linux", "x86_64", isThisMachine: false).with {
                $0.file("/proc/cpuinfo", "flags : \(v2) \(v3)\n")
            }, ["level = v2, v1"], observed: "target: another platform"),
        ProviderRow(
            "V-193 explicit target, Windows", FixtureSystem("windows", "AMD64", isThisMachine: false),
            ["level = v2, v1"]),
        ProviderRow(
            "V-342 not x86_64",
            FixtureSystem("linux", "aarch64").with {
                $0.file("/proc/cpuinfo", "flags : \(v2)\n")
            }, [], observed: "machine: `aarch64`, not x86_64"),
        ProviderRow("V-342 32-bit", FixtureSystem("linux", "i686"), []),
        ProviderRow(
            "V-341 no /proc, XCR0 0x6",
            FixtureSystem().with { $0.processorRegisters = v4Registers(xcr0: 0x6) },
            ["level = v3, v2, v1"]
                + on("avx2 avx bmi2 bmi1 abm f16c fma movbe sse4_2 sse4_1 ssse3 sse3 cx16 lahf_lm popcnt"),
            observed: "CPUID: flags for v3"),
        ProviderRow(
            "V-341 macOS",
            FixtureSystem("macos", "x86_64").with {
                $0.command(
                    sysctl,
                    prints: """
                        machdep.cpu.features: SSE3 PCLMULQDQ SSSE3 FMA CX16 SSE4.1 SSE4.2 MOVBE POPCNT AES XSAVE AVX1.0 F16C
                        machdep.cpu.leaf7_features: BMI1 AVX2 BMI2 AVX512F
                        machdep.cpu.extfeatures: LAHF LZCNT
                        hw.optional.avx512f: 0
                        machdep.cpu.brand_string: Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz

                        """)
            },
            ["level = v3, v2, v1"]
                + on(
                    "avx2 avx bmi2 bmi1 abm f16c fma movbe xsave aes pclmulqdq sse4_2 sse4_1 ssse3 sse3 cx16 lahf_lm popcnt"
                ),
            summary: "Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz, x86-64-v3"),
        ProviderRow(
            "V-342 macOS without sysctl", FixtureSystem("macos", "x86_64"), ["level = v2, v1"],
            observed: "sysctl: not found"),
    ])
    func `Rows of the specification`(_ row: ProviderRow) throws { try row.check { X86Provider($0) } }

    @Test func `V-340 Registers that the system does not save`() {
        let rows: [(UInt64, String)] = [
            (0, "v2, v1"), (0x2, "v2, v1"), (0x6, "v3, v2, v1"), (0x66, "v3, v2, v1"),
            (0xe6, "v4, v3, v2, v1"),
            (0x2e7, "v4, v3, v2, v1"),
        ]
        for (xcr0, levels) in rows {
            let level = X86Level(of: Self.v4Registers(xcr0: xcr0).flags)
            #expect(level.feature.values.joined(separator: ", ") == levels, "XCR0 \(xcr0)")
        }
    }

    @Test func `V-341 macOS lists AVX-512 that it does not save`() throws {
        for (saved, expected) in [("1", true), ("0", false)] {
            let output = "machdep.cpu.leaf7_features: AVX2 AVX512F\nhw.optional.avx512f: \(saved)\n"
            let flags = try #require(X86Flags(sysctl: Array(output.utf8)))
            #expect(flags.names.contains("avx512f") == expected)
        }
    }

    static let sysctl =
        "sysctl -i machdep.cpu.features machdep.cpu.leaf7_features machdep.cpu.extfeatures hw.optional.avx512f machdep.cpu.brand_string"

    static func cpuinfo(_ flags: String) -> FixtureSystem {
        FixtureSystem().with {
            $0.file(
                "/proc/cpuinfo",
                "processor\t: 0\nmodel name\t: Some CPU\nflags\t\t: fpu \(flags)\nbugs\t\t:\n")
        }
    }

    static func on(_ names: String) -> [String] { names.split(separator: " ").map { "\($0) = on" } }

    /// All bits of V-341.
    static func v4Registers(xcr0: UInt64) -> X86Registers {
        func bits(_ numbers: UInt32...) -> UInt32 { numbers.reduce(0) { $0 | 1 << $1 } }
        return X86Registers(
            leaf1ECX: bits(0, 9, 12, 13, 19, 20, 22, 23, 28, 29), leaf7EBX: bits(3, 5, 8, 16, 17, 28, 30, 31),
            extendedECX: bits(0, 5), xcr0: xcr0)
    }
}
