import Testing
import TestSupport
import VariantProviders

/// Spec §16.2: both designs on the same systems.
struct AMDProviderTests {
    @Test(arguments: rows)
    func `Design A`(_ row: Row) throws {
        try ProviderRow(
            row.testDescription, row.system, row.a, warning: row.warningA, observed: row.observed,
            summary: row.summary, runs: row.runs
        ).check { AMDProvider($0) }
    }

    @Test(arguments: rows)
    func `Design B`(_ row: Row) throws {
        try ProviderRow(row.testDescription, row.system, row.b, warning: row.warningB).check {
            ROCmBootstrapProvider($0)
        }
    }

    struct Row: CustomTestStringConvertible {
        var testDescription: String
        var system: FixtureSystem
        var a: [String]
        var b: [String]
        var warningA: String?
        var warningB: String?
        var observed: String?
        var summary: String?
        var runs: [String]?
    }

    static let rows: [Row] =
        [
            Row(
                testDescription: "V-320, V-321 one GPU and ROCm 7.1.1",
                system: kfd([90402]).with { $0.file("/opt/rocm/.info/version", "7.1.1-38\n") },
                a: ["gfx_arch = gfx942", "rocm_version = 7.1"], b: ["gfx_arch = gfx942"],
                observed: "nodes: 2 nodes, GPUs gfx942",
                summary: "gfx942, ROCm 7.1", runs: []),
            Row(
                testDescription: "V-322 no ROCm userland; A sorts as text, B does not",
                system: kfd([90010, 100300]),
                a: ["gfx_arch = gfx1030, gfx90a"], b: ["gfx_arch = gfx90a, gfx1030"],
                observed: "/opt/rocm/.info/version: not found"),
            Row(
                testDescription: "V-322 the other order", system: kfd([100300, 90010]),
                a: ["gfx_arch = gfx1030, gfx90a"],
                b: ["gfx_arch = gfx1030, gfx90a"]),
            Row(
                testDescription: "V-322 twice the same", system: kfd([110501, 120001, 120001]),
                a: ["gfx_arch = gfx1151, gfx1201"], b: ["gfx_arch = gfx1151, gfx1201"],
                summary: "gfx1151, gfx1201 x2"),
            Row(
                testDescription: "V-322 nodes in the order of their numbers",
                system: kfd([110000] + Array(repeating: 90402, count: 8) + [90010]),
                a: ["gfx_arch = gfx1100, gfx90a, gfx942"], b: ["gfx_arch = gfx1100, gfx942, gfx90a"]),
            Row(
                testDescription: "V-322 CPU nodes, and one without a version",
                system: FixtureSystem().with {
                    $0.file(properties(0), "simd_count 0\ngfx_target_version 90402\n")
                    $0.file(properties(1), "simd_count 304\ngfx_target_version 0\n")
                    $0.file(properties(2), "simd_count 304\n")
                    $0.file(
                        properties(3),
                        "cpu_cores_count 0\nsimd_count 304\nname gfx\ngfx_target_version 90500\n")
                    $0.unreadable = [properties(4)]
                }, a: ["gfx_arch = gfx950"], b: ["gfx_arch = gfx950"],
                observed: "5 nodes, 1 cannot be read, GPUs gfx950"),
            Row(
                testDescription: "V-323 a number that has no name yet", system: kfd([130102]),
                a: ["gfx_arch = gfx1312"],
                b: ["gfx_arch = gfx1312"]),
            Row(
                testDescription: "V-322 a number that is none", system: kfd([4_000_000_000]), a: [], b: [],
                warningA: "node 1 of `/sys/class/kfd/kfd/topology/nodes` has the GPU version 4000000000",
                warningB: "GPU version 4000000000"),
            Row(
                testDescription: "V-320 no KFD directory", system: FixtureSystem(), a: [], b: [],
                observed: "/sys/class/kfd/kfd/topology/nodes: not found", runs: []),
            Row(
                testDescription: "V-320 ROCm without a GPU",
                system: FixtureSystem().with { $0.file("/opt/rocm/.info/version", "6.4.1") },
                a: ["rocm_version = 6.4"], b: []),
            Row(
                testDescription: "V-320 ROCM_PATH first",
                system: kfd([90402]).with {
                    $0.variables = ["ROCM_PATH": "/srv/rocm/"]
                    $0.file("/srv/rocm/.info/version", "6.3-2")
                    $0.file("/opt/rocm/.info/version", "7.1.1-38\n")
                }, a: ["gfx_arch = gfx942", "rocm_version = 6.3"], b: ["gfx_arch = gfx942"],
                observed: "/srv/rocm/.info/version: ROCm 6.3"),
            Row(
                testDescription: "V-320 ROCM_PATH without a version, then /opt/rocm",
                system: FixtureSystem().with {
                    $0.variables = ["ROCM_PATH": "/srv/rocm"]
                    $0.file("/srv/rocm/.info/version", "unknown")
                    $0.file("/opt/rocm/.info/version", "7.1.1-38\n")
                }, a: ["rocm_version = 7.1"], b: [],
                observed: "/srv/rocm/.info/version: `unknown`, which is no version"),
            Row(
                testDescription: "overrides of A, in their order",
                system: kfd([90402]).with {
                    $0.variables = [gfx: "gfx1101;gfx1100 gfx1101,gfx1100", version: "7.0.0"]
                    $0.file("/opt/rocm/.info/version", "7.1.1-38\n")
                }, a: ["gfx_arch = gfx1101, gfx1100", "rocm_version = 7.0"], b: ["gfx_arch = gfx942"]),
            Row(
                testDescription: "override of the architectures only",
                system: kfd([90402]).with {
                    $0.variables = [gfx: "gfx1100;gfx1101"]
                    $0.file("/opt/rocm/.info/version", "7.1.1-38\n")
                }, a: ["gfx_arch = gfx1100, gfx1101", "rocm_version = 7.1"], b: ["gfx_arch = gfx942"]),
            Row(
                testDescription: "override of the version only",
                system: kfd([90402]).with { $0.variables = [version: "6.4.1"] },
                a: ["gfx_arch = gfx942", "rocm_version = 6.4"], b: ["gfx_arch = gfx942"]),
            Row(
                testDescription: "empty overrides are unset",
                system: kfd([90402]).with { $0.variables = [gfx: "", version: "", bootstrap: "", off: ""] },
                a: ["gfx_arch = gfx942"], b: ["gfx_arch = gfx942"]),
            Row(
                testDescription: "V-193 overrides for another platform",
                system: FixtureSystem("linux", "x86_64", isThisMachine: false).with {
                    $0.variables = [gfx: "gfx1100", bootstrap: "gfx942"]
                    $0.file("/opt/rocm/.info/version", "7.1.1")
                }, a: ["gfx_arch = gfx1100"], b: ["gfx_arch = gfx942"]),
            Row(
                testDescription: "V-193 another platform, no overrides",
                system: FixtureSystem("linux", "x86_64", isThisMachine: false).with {
                    $0.file(properties(1), "simd_count 304\ngfx_target_version 90402\n")
                }, a: [], b: [], observed: "target: another platform"),
            Row(
                testDescription: "V-320 Linux only",
                system: FixtureSystem("windows", "AMD64").with {
                    $0.file("/opt/rocm/.info/version", "7.1.1")
                }, a: [], b: [],
                observed: "system: `windows`, not linux"),
        ]
        + malformed + programs

    /// V-194: a warning, and nothing is reported, although there is a GPU.
    static let malformed: [Row] = [
        ("7.0", version, true), ("7.0.0.0", version, true), ("7.0.x", version, true),
        ("v7.0.0", version, true),
        ("7.0.", version, true), (" 7.0.0", version, true), ("GFX1100", gfx, true),
        ("gfx1100:sramecc+", gfx, true),
        ("942", gfx, true), (" ,;", gfx, true), ("gfx", gfx, true), ("gfx1100,gfx9-4-generic", gfx, true),
        ("gfx9999", bootstrap, false), ("gfx942;gfx950", bootstrap, false), ("gfx1150,x", bootstrap, false),
        (" , ", bootstrap, false),
    ].map { value, variable, isA in
        let system = kfd([90402]).with {
            $0.variables = [variable: value]
            $0.file("/opt/rocm/.info/version", "7.1.1")
        }
        return Row(
            testDescription: "V-194 \(variable)=\(value)", system: system,
            a: isA ? [] : ["gfx_arch = gfx942", "rocm_version = 7.1"], b: isA ? ["gfx_arch = gfx942"] : [],
            warningA: isA ? "`\(variable)` is `\(value)`" : nil,
            warningB: isA ? nil : "`\(variable)` is `\(value)`")
    }

    static let programs: [Row] = [
        Row(
            testDescription: "V-320 rocminfo, sorted",
            system: wsl.with { $0.command("rocminfo", prints: agents("gfx90a", "gfx1030")) },
            a: ["gfx_arch = gfx1030, gfx90a"], b: [], observed: "rocminfo: gfx90a, gfx1030",
            runs: ["rocminfo"]),
        Row(
            testDescription: "V-320 rocminfo names one that is not known",
            system: wsl.with {
                $0.command("rocminfo", prints: agents("gfx90a", "gfx1151"))
                $0.command("rocm_agent_enumerator -name", prints: "gfx000\ngfx1151\ngfx90a\ngfx1151\n")
            }, a: ["gfx_arch = gfx1151, gfx90a"], b: [],
            observed: "rocminfo: `gfx1151` is not among those known to it",
            runs: ["rocminfo", "rocm_agent_enumerator -name"]),
        Row(
            testDescription: "V-320 AMD_PREFERRED_GFX_ARCHS makes it known",
            system: wsl.with {
                $0.variables = ["AMD_PREFERRED_GFX_ARCHS": "gfx1150, gfx1151"]
                $0.command("rocminfo", prints: agents("gfx90a", "gfx1151"))
            }, a: ["gfx_arch = gfx1151, gfx90a"], b: [], runs: ["rocminfo"]),
        Row(
            testDescription: "V-320 only the CPU",
            system: wsl.with { $0.command("rocm_agent_enumerator -name", prints: "gfx000\n") },
            a: [], b: [], observed: "rocm_agent_enumerator: names no GPU",
            runs: ["rocminfo", "rocm_agent_enumerator -name"]),
        Row(
            testDescription: "V-194 rocminfo fails",
            system: wsl.with { $0.command(["rocminfo"], .failed("timed out after 7 s")) },
            a: [], b: [], observed: "rocminfo: timed out after 7 s"),
        Row(
            testDescription: "programs are not run while the kernel lists GPUs",
            system: kfd([90402]).with {
                $0.files["/dev/kfd"] = []
                $0.command("rocminfo", prints: agents("gfx90a"))
            }, a: ["gfx_arch = gfx942"], b: ["gfx_arch = gfx942"], runs: []),
        Row(
            testDescription: "clinfo, the fallback of B",
            system: wsl.with {
                $0.command(
                    "clinfo",
                    prints: """
                          Platform Name: AMD
                          Device Type:   CL_DEVICE_TYPE_CPU
                          Name:          gfx900
                          Device Type:   CL_DEVICE_TYPE_GPU
                          Name:          gfx1100
                          Name:          gfx1101
                          Device Type:   CL_DEVICE_TYPE_GPU
                          Name:          AMD Radeon

                        """)
            }, a: [], b: ["gfx_arch = gfx1100"]),
    ]

    /// V-323.
    @Test func `Overrides of B`() throws {
        let (gfx, version, bootstrap, off) = (Self.gfx, Self.version, Self.bootstrap, Self.off)
        let rows: [([String: String], [String])] = [
            ([bootstrap: "gfx950"], ["gfx_arch = gfx950"]),
            ([bootstrap: "gfx1250-strict"], ["gfx_arch = gfx1250"]),
            ([bootstrap: "gfx1250,gfx1250-strict"], ["gfx_arch = gfx1250"]),
            ([bootstrap: " gfx90c , gfx942,,gfx90c"], ["gfx_arch = gfx90c, gfx942"]),
            ([off: "1"], []), ([off: "1", bootstrap: "gfx942"], []), ([off: "0"], ["gfx_arch = gfx1151"]),
            ([off: "true"], ["gfx_arch = gfx1151"]),
            ([gfx: "gfx1100", version: "7.0.0"], ["gfx_arch = gfx1151"]),
        ]
        for (variables, features) in rows {
            let answer = ROCmBootstrapProvider(Self.kfd([110501]).with { $0.variables = variables }).answer()
            #expect(answer.features.lines == features, "\(variables)")
            #expect(answer.warnings == [])
            #expect(!answer.observations.isEmpty)
        }
    }

    @Test func `V-322 Numbers and names`() {
        let rows: [(UInt32, String?)] = [
            (90000, "gfx900"), (90010, "gfx90a"), (90012, "gfx90c"), (90402, "gfx942"), (100306, "gfx1036"),
            (110003, "gfx1103"), (120500, "gfx1250"), (80003, "gfx803"), (0, nil), (9999, nil),
            (1_000_000, nil),
        ]
        for (version, name) in rows { #expect(GfxTarget.name(version: version) == name) }
    }

    @Test func `V-320 Versions of ROCm`() {
        let rows: [(String, String?)] = [
            ("7.1.1-38", "7.1"), ("6.4", "6.4"), ("7.10.0", "7.10"), ("6-3", "6.3"), ("7", nil), ("", nil),
            ("a.b", nil),
            ("7.", nil), ("99999999.1", nil),
        ]
        for (text, version) in rows { #expect(AMDProvider.version(text) == version, "\(text)") }
    }

    static let gfx = "AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH"
    static let version = "AMD_VARIANT_PROVIDER_FORCE_ROCM_VERSION"
    static let bootstrap = "ROCM_BOOTSTRAP_FORCE_GFX_ARCH"
    static let off = "ROCM_BOOTSTRAP_DISABLE_DETECTION"

    static func properties(_ node: Int) -> String { "/sys/class/kfd/kfd/topology/nodes/\(node)/properties" }

    /// A processor as node 0, then a GPU a node.
    static func kfd(_ versions: [Int]) -> FixtureSystem {
        FixtureSystem().with {
            $0.file(properties(0), "cpu_cores_count 64\nsimd_count 0\ngfx_target_version 0\n")
            for (index, version) in versions.enumerated() {
                $0.file(
                    properties(index + 1),
                    "cpu_cores_count 0\nsimd_count 304\nmem_banks_count 1\ngfx_target_version \(version)\nvendor_id 4098\n"
                )
            }
        }
    }

    /// A device, and no list of the kernel.
    static let wsl = FixtureSystem().with { $0.files["/dev/dxg"] = [] }

    static func agents(_ names: String...) -> String {
        "ROCk module is loaded\n"
            + (["AMD EPYC 9554"] + names).enumerated().map { index, name in
                """
                *******
                Agent \(index + 1)
                *******
                  Name:                    \(name)
                  Uuid:                    GPU-\(index)
                  Vendor Name:             AMD
                  ISA Info:
                    ISA 1
                      Name:                    amdgcn-amd-amdhsa--\(name):sramecc+:xnack-

                """
            }.joined()
    }
}
