import Testing
import TestSupport
import VariantProviders

/// Spec §16.4.
struct ARMProviderTests {
    @Test(arguments: [
        ProviderRow(
            "V-361 Neoverse N1", cores([(0x41, 0xd0c)]), ["version = 8.2a, 8.1a, 8a"],
            observed: "cores 0x41/0xd0c (up to 8.2a)", summary: "ARMv8.2a, 1 cores"),
        ProviderRow(
            "V-360 Cobalt 100 and N1 mixed", cores([(0x6d, 0xd49), (0x41, 0xd0c)]),
            ["version = 8.2a, 8.1a, 8a"]),
        ProviderRow(
            "V-361 Cobalt 100 without bit 20", cores([(0x6d, 0xd49)], all & ~(1 << 20)),
            ["version = 8.3a, 8.2a, 8.1a, 8a"]),
        ProviderRow("V-360 AmpereOne", cores([(0xc0, 0xac3)]), ["version = 8.4a, 8.3a, 8.2a, 8.1a, 8a"]),
        ProviderRow("V-360 unknown core", cores([(0x41, 0xfff)]), ["version = 8a"]),
        ProviderRow(
            "V-360 one unknown core among known", cores([(0x41, 0xd4f), (0x99, 1)]), ["version = 8a"]),
        ProviderRow(
            "V-361 no capabilities", cores([(0x41, 0xd40)], nil), ["version = 8a"], observed: "AT_HWCAP: none"
        ),
        ProviderRow("V-361 without bit 16", cores([(0x41, 0xd40)], all & ~(1 << 16)), ["version = 8.1a, 8a"]),
        ProviderRow("V-361 without bit 12", cores([(0x41, 0xd40)], all & ~(1 << 12)), ["version = 8a"]),
        ProviderRow(
            "V-361 without bit 31", cores([(0x41, 0xd40)], all & ~(1 << 31)), ["version = 8.2a, 8.1a, 8a"]),
        ProviderRow(
            "V-363 extensions", cores([(0x42, 0x516)], all, "sha1 fp asimd evtstrm aes atomics sve2"),
            [
                "version = 8.1a, 8a", "sve2 = on", "aes = on", "asimd = on", "evtstrm = on", "fp = on",
                "sha1 = on",
            ]),
        ProviderRow(
            "V-362 explicit target", FixtureSystem("linux", "aarch64", isThisMachine: false), ["version = 8a"]
        ),
        ProviderRow(
            "V-362 unreadable", FixtureSystem("linux", "aarch64"), ["version = 8a"],
            observed: "/proc/cpuinfo: cannot be read"),
        ProviderRow(
            "V-362 no cores",
            FixtureSystem("linux", "aarch64").with { $0.file("/proc/cpuinfo", "processor : 0\n") },
            ["version = 8a"], observed: "lists no cores"),
        ProviderRow("V-362 Windows", FixtureSystem("windows", "ARM64"), ["version = 8a"]),
        ProviderRow(
            "V-362 Apple M4", apple("Apple M4"), ["version = 8.4a, 8.3a, 8.2a, 8.1a, 8a"],
            summary: "Apple M4, ARMv8.4a"),
        ProviderRow("V-362 Apple M1 Pro", apple("Apple M1 Pro"), ["version = 8.4a, 8.3a, 8.2a, 8.1a, 8a"]),
        ProviderRow(
            "V-362 Apple M10", apple("Apple M10"), ["version = 8a"], observed: "`Apple M10`, not known"),
        ProviderRow("V-362 a virtual machine", apple("Apple processor"), ["version = 8a"]),
        ProviderRow(
            "V-362 not aarch64", FixtureSystem("linux", "x86_64"), [],
            observed: "machine: `x86_64`, not aarch64"),
    ])
    func `Rows of the specification`(_ row: ProviderRow) throws { try row.check { ARMProvider($0) } }

    /// V-360: every model of the table, and its neighbours.
    @Test func `Models`() {
        let rows: [(UInt32, [UInt32], ARMVersion)] = [
            (0x41, [0xd0c], .v82), (0x41, [0xd40, 0xd49, 0xd4f, 0xd83], .v84), (0x6d, [0xd49], .v84),
            (0x42, [0x516], .v81), (0x43, [0x0af], .v81), (0x46, [0x001], .v82),
            (0xc0, [0xac3, 0xac4], .v84),
            (0x61, Array(0x020...0x025) + [0x028, 0x029] + Array(0x030...0x035), .v84),
            (0x61, [0x038, 0x039] + Array(0x042...0x045) + [0x048, 0x049] + Array(0x052...0x055), .v84),
            (0x61, [0x058, 0x059] + Array(0x062...0x065) + [0x068, 0x069], .v84),
            (
                0x61,
                [0x000, 0x019, 0x026, 0x027, 0x02a, 0x036, 0x037, 0x03a, 0x041, 0x046, 0x047, 0x04a, 0x056],
                .v80
            ),
            (0x61, [0x057, 0x05a, 0x061, 0x066, 0x067, 0x06a, 0xd0c], .v80),
            (0x41, [0xd03, 0xd08, 0xd41, 0xac3], .v80), (0xc0, [0xac5], .v80), (0x6d, [0xd0c], .v80),
        ]
        for (implementer, parts, version) in rows {
            for part in parts {
                #expect(
                    ARMCore(implementer: implementer, part: part).version == version, "\(implementer)/\(part)"
                )
            }
        }
        #expect(ARMCore(implementer: 0x41, part: nil).version == .v80)
    }

    static let all: UInt64 = .max

    static func cores(_ models: [(Int, Int)], _ capabilities: UInt64? = .max, _ flags: String = "")
        -> FixtureSystem
    {
        FixtureSystem("linux", "aarch64").with {
            $0.hardwareCapabilities = capabilities
            $0.file(
                "/proc/cpuinfo",
                models.enumerated().map { index, model in
                    """
                    processor\t: \(index)
                    BogoMIPS\t: 50.00
                    Features\t: \(flags)
                    CPU implementer\t: 0x\(String(model.0, radix: 16))
                    CPU architecture: 8
                    CPU variant\t: 0x3
                    CPU part\t: 0x\(String(model.1, radix: 16))
                    CPU revision\t: 1

                    """
                }.joined(separator: "\n"))
        }
    }

    static func apple(_ brand: String) -> FixtureSystem {
        FixtureSystem("macos", "arm64").with {
            $0.command("sysctl -n machdep.cpu.brand_string", prints: brand + "\n")
        }
    }
}
