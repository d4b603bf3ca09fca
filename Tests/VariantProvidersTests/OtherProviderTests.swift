import Testing
import TestSupport
import VariantProviders

/// Spec §16.6 to §16.8.
struct OtherProviderTests {
    @Test(arguments: [
        ProviderRow(
            "V-390 v5e", pci(("0x1022", "0x1480"), ("0x1ae0", "0x0063")), ["present = true"],
            observed: "TPU at 0000:00:01.0"),
        ProviderRow(
            "V-390 of another kind", pci(("0x1ae0", "0x9999")), ["present = false"],
            observed: "1 devices, no TPU"),
        ProviderRow("V-390 of another vendor", pci(("0x1022", "0x0063")), ["present = false"]),
        ProviderRow("V-390 upper case", pci(("0x1AE0", "0x006F")), ["present = true"]),
        ProviderRow(
            "V-390 no PCI", FixtureSystem(), ["present = false"], observed: "/sys/bus/pci/devices: not found"),
        ProviderRow(
            "V-390 unreadable entries",
            pci(("0x1ae0", "0x0027")).with {
                $0.unreadable = ["/sys/bus/pci/devices/0000:00:00.0/vendor"]
            }, ["present = false"]),
        ProviderRow(
            "V-390 unreadable, then one",
            pci(("0x1ae0", "0x9999"), ("0x1ae0", "0x0027")).with {
                $0.unreadable = ["/sys/bus/pci/devices/0000:00:00.0/device"]
            }, ["present = true"]),
        ProviderRow("V-390 rubbish", pci(("1ae0", "0027"), ("", ""), ("0x1ae0 ", "x")), ["present = false"]),
        ProviderRow("V-390 macOS", FixtureSystem("macos", "arm64"), ["present = false"]),
        ProviderRow("V-193 another platform", FixtureSystem("linux", "x86_64", isThisMachine: false), []),
        ProviderRow("V-193 another platform, override", tpu("no", isThisMachine: false), ["present = false"]),
        ProviderRow(
            "V-390 YES", tpu("YES"), ["present = true"], observed: "TPU_VARIANT_PROVIDER_FORCE_PRESENT: `YES`"
        ),
        ProviderRow("V-390 True", tpu("True"), ["present = true"]),
        ProviderRow("V-390 1", tpu("1"), ["present = true"]),
        ProviderRow("V-390 0", tpu("0"), ["present = false"]),
        ProviderRow("V-390 no", tpu("no"), ["present = false"]),
        ProviderRow("V-390 on", tpu("on"), ["present = false"]),
        ProviderRow(
            "V-390 set to nothing, with a TPU",
            pci(("0x1ae0", "0x0063")).with {
                $0.variables["TPU_VARIANT_PROVIDER_FORCE_PRESENT"] = ""
            }, ["present = false"]),
    ])
    func `Rows of tpu`(_ row: ProviderRow) throws { try row.check { TPUProvider($0) } }

    @Test func `V-390 Every device of the list`() {
        for device in [
            "0x0027", "0x0056", "0x005e", "0x0062", "0x0063", "0x006f", "0x0076", "0x0083", "0x007c",
        ] {
            #expect(TPUProvider(Self.pci(("0x1ae0", device))).answer().features.lines == ["present = true"])
        }
    }

    @Test(arguments: [
        ProviderRow(
            "V-401 910B3",
            npu("910B3", "25.2.0", toolkit: "package_name=Ascend-cann-toolkit\nversion=8.2.RC1\narch=x\n"),
            ["npu_type = 910b", "driver_version = 25.2.0", "cann_version = 8.2.rc1"],
            summary: "NPU 910b, driver 25.2.0, CANN 8.2.rc1"),
        ProviderRow(
            "V-401 Ascend910, no toolkit", npu("Ascend910", "23.0.rc2"),
            ["npu_type = a3", "driver_version = 23.0.rc2"],
            observed: "ASCEND_TOOLKIT_HOME: not set"),
        ProviderRow("V-401 310P3", npu("310P3", "24.1.0.1"), ["npu_type = 310p", "driver_version = 24.1.0"]),
        ProviderRow(
            "V-401 another model", npu("Ascend910A2", "1.0"), ["npu_type = 910a2", "driver_version = 1.0"]),
        ProviderRow(
            "V-401 only the first device", npu("310P3", "1.0", more: "910B3"),
            ["npu_type = 310p", "driver_version = 1.0"]),
        ProviderRow(
            "V-401 no driver version", npu("910B3", "unknown"), ["npu_type = 910b"],
            observed: "no driver version"),
        ProviderRow(
            "V-400 no npu-smi, forced type", forced(["NPU_TYPE": "310p"]), ["npu_type = 310p"],
            observed: "npu-smi: not found"),
        ProviderRow(
            "V-400 all forced: nothing is run",
            forced(["NPU_TYPE": "910b", "DRIVER_VERSION": "25.2.0", "CANN_VERSION": "8.2.rc1"]),
            ["npu_type = 910b", "driver_version = 25.2.0", "cann_version = 8.2.rc1"], runs: []),
        ProviderRow(
            "V-400 one forced, the others detected",
            npu("910B3", "25.2.0").with {
                $0.variables["ASCEND_VARIANT_PROVIDER_FORCE_DRIVER_VERSION"] = "24.1"
            }, ["npu_type = 910b", "driver_version = 24.1"]),
        ProviderRow("V-400 nothing", FixtureSystem(), [], observed: "npu-smi: not found"),
        ProviderRow(
            "V-194 npu-smi fails",
            FixtureSystem().with { $0.command(["npu-smi", "info"], .failed("exit status 1")) }, [],
            observed: "npu-smi: exit status 1"),
        ProviderRow(
            "V-194 a version with capitals", forced(["CANN_VERSION": "8.2.RC1"]), [],
            warning: "`ASCEND_VARIANT_PROVIDER_FORCE_CANN_VERSION` is `8.2.RC1`"),
        ProviderRow(
            "V-193 another platform",
            FixtureSystem("linux", "x86_64", isThisMachine: false).with {
                $0.command("npu-smi info", prints: "| 0  910B3  | OK |\n")
            }, []),
        ProviderRow(
            "V-193 another platform, forced", forced(["NPU_TYPE": "910b"], isThisMachine: false),
            ["npu_type = 910b"]),
    ])
    func `Rows of ascend`(_ row: ProviderRow) throws { try row.check { AscendProvider($0) } }

    @Test(arguments: [
        ProviderRow(
            "V-401 every type, raw", npu("910B3", "25.2.0", toolkit: "version=8.2.RC1\n", more: "310P3"),
            ["npu_type = 910b, 310p", "driver_version = 25.2.0", "cann_version = 8.2.rc1"]),
        ProviderRow(
            "V-213 the same twice", npu("910B3", "25.2.0", more: "910B3"),
            ["npu_type = 910b", "driver_version = 25.2.0"]),
        ProviderRow(
            "V-401 a model it cannot read: nothing at all",
            npu("Ascend910", "25.2.0", toolkit: "version=8.2.RC1\n"), []),
        ProviderRow("V-213 no npu-smi", FixtureSystem(), []),
        ProviderRow("V-400 forced", forced(["NPU_TYPE": "310p"]), ["npu_type = 310p"]),
        ProviderRow(
            "V-400 forced, with devices",
            npu("910B3", "25.2.0").with {
                $0.variables["ASCEND_VARIANT_PROVIDER_FORCE_NPU_TYPE"] = "310p"
            }, ["npu_type = 310p", "driver_version = 25.2.0"]),
    ])
    func `Rows of the older ascend provider`(_ row: ProviderRow) throws {
        try row.check { AscendProvider($0, design: .older) }
    }

    /// V-410…V-412, on any host.
    @Test func `Fixed lists`() throws {
        let rows = [
            ("blas_lapack", ["provider = accelerate, openblas, mkl"]),
            ("openmp", ["provider = gnu, intel, llvm"]),
        ]
        for (name, features) in rows {
            let provider = try #require(NativeProvider.all.first { $0.name == name })
            for system in [FixtureSystem(), FixtureSystem("windows", "ARM64", isThisMachine: false)] {
                #expect(try provider.make(system).answer().features.lines == features)
                #expect(system.asked == [])
            }
        }
    }

    static func pci(_ devices: (String, String)...) -> FixtureSystem {
        FixtureSystem().with {
            for (index, device) in devices.enumerated() {
                $0.file("/sys/bus/pci/devices/0000:00:0\(index).0/vendor", device.0 + "\n")
                $0.file("/sys/bus/pci/devices/0000:00:0\(index).0/device", device.1 + "\n")
            }
        }
    }

    static func tpu(_ value: String, isThisMachine: Bool = true) -> FixtureSystem {
        FixtureSystem("linux", "x86_64", isThisMachine: isThisMachine).with {
            $0.variables["TPU_VARIANT_PROVIDER_FORCE_PRESENT"] = value
        }
    }

    static func forced(_ values: [String: String], isThisMachine: Bool = true) -> FixtureSystem {
        FixtureSystem("linux", "x86_64", isThisMachine: isThisMachine).with {
            for (name, value) in values { $0.variables["ASCEND_VARIANT_PROVIDER_FORCE_" + name] = value }
        }
    }

    /// `npu-smi info` with one device, or two.
    static func npu(_ model: String, _ driver: String, toolkit: String? = nil, more: String? = nil)
        -> FixtureSystem
    {
        FixtureSystem("linux", "aarch64").with { system in
            let devices = [model] + (more.map { [$0] } ?? [])
            let rows = devices.enumerated().map { index, name in
                """
                | \(index)     \(name)               | OK            | 93.6        40                0    / 0             |
                | 0                         | 0000:C1:00.0  | 0           0    / 0          3162 / 65536         |
                +===========================+===============+====================================================+

                """
            }
            system.command(
                "npu-smi info",
                prints: """
                    +------------------------------------------------------------------------------------------------+
                    | npu-smi \(driver)                   Version: \(driver)                                               |
                    +---------------------------+---------------+----------------------------------------------------+
                    | NPU   Name                | Health        | Power(W)    Temp(C)           Hugepages-Usage(page)|
                    | Chip                      | Bus-Id        | AICore(%)   Memory-Usage(MB)  HBM-Usage(MB)        |
                    +===========================+===============+====================================================+
                    \(rows.joined())| NPU     Chip              | Process id    | Process name             | Process memory(MB)      |
                    | 0       0                 | 4711          | python3                  | 162                     |
                    """)
            if let toolkit {
                system.variables["ASCEND_TOOLKIT_HOME"] = "/usr/local/Ascend/latest"
                system.file("/usr/local/Ascend/latest/aarch64-linux/ascend_toolkit_install.info", toolkit)
            }
        }
    }
}
