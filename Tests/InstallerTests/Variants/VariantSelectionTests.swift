import Testing
import VariantProviders

@testable import Installer

struct VariantSelectionTests {
    typealias Hosts = [String: [(String, [String])]]

    static let package = PackageName("demo")!

    static func supported(_ hosts: Hosts) -> SupportedProperties {
        SupportedProperties(features: hosts.mapValues { $0.map { VariantFeature($0.0, $0.1) } })
    }

    static func selection(
        _ namespaces: [String], _ variants: [String: Properties], on hosts: Hosts,
        preferences: VariantPreferences = .none
    ) -> VariantSelection {
        VariantSelection(
            VariantMetadata(order: namespaces, variants), labels: Set(variants.keys.map(label)),
            supported: supported(hosts), preferences: preferences, package: package)
    }

    static func order(_ selection: VariantSelection) -> [String] { selection.ranked.map(\.label.text) }

    // MARK: Worked examples

    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let namespaces: [String]
        let hosts: [String: [VariantFeature]]
        let variants: [String: Properties]
        let order: String
        var testDescription: String { name }

        init(
            _ name: String, _ namespaces: [String], _ hosts: Hosts, _ variants: [String: Properties],
            _ order: String
        ) {
            self.name = name
            self.namespaces = namespaces
            self.hosts = hosts.mapValues { $0.map { VariantFeature($0.0, $0.1) } }
            self.variants = variants
            self.order = order
        }
    }

    static let e2Hosts: Hosts = [
        "x86_64": [("level", ["v3", "v2", "v1"])],
        "blas_lapack": [("library", ["accelerate", "openblas", "mkl"])],
    ]
    static let e2Variants: [String: Properties] = [
        "x86_64_v3_openblas": ["x86_64": ["level": ["v3"]], "blas_lapack": ["library": ["openblas"]]],
        "x86_64_v4_mkl": ["x86_64": ["level": ["v4"]], "blas_lapack": ["library": ["mkl"]]],
        "x86_64_v3": ["x86_64": ["level": ["v3"]]],
        "x86_64_v2_mkl": ["x86_64": ["level": ["v2"]], "blas_lapack": ["library": ["mkl"]]],
        "openblas": ["blas_lapack": ["library": ["openblas"]]],
        "mkl": ["blas_lapack": ["library": ["mkl"]]],
        "null": [:],
    ]

    /// CUDA `major.minor` as `cuda_version_lower_bound` lists it (V-301).
    static func lowerBounds(_ major: Int, _ minor: Int) -> [String] {
        stride(from: major, through: 11, by: -1).flatMap { each in
            stride(from: each == major ? minor : 20, through: 0, by: -1).map { "\(each).\($0)" } + ["\(each)"]
        }
    }

    static func nvidia(_ major: Int, _ minor: Int, arch: [String]) -> Hosts {
        [
            "nvidia": [("cuda_version_lower_bound", lowerBounds(major, minor)), ("sm_arch", arch)],
            "priority": [("order", ["1", "2", "3"])],
        ]
    }

    static func real(_ numbers: [Int]) -> [String] { numbers.map { "\($0)_real" } }

    /// PyTorch 2.11 (V-420).
    static let torch: [String: Properties] = [
        "cuda12.6": [
            "nvidia": [
                "cuda_version_lower_bound": ["12.0"], "sm_arch": real([50, 60, 70, 75, 80, 86, 90]),
            ], "priority": ["order": ["3"]],
        ],
        "cuda12.8": [
            "nvidia": [
                "cuda_version_lower_bound": ["12.0"], "sm_arch": real([70, 75, 80, 86, 90, 100, 120]),
            ], "priority": ["order": ["2"]],
        ],
        "cuda13.0": [
            "nvidia": [
                "cuda_version_lower_bound": ["13.0"],
                "sm_arch": real([75, 80, 86, 90, 100, 120]) + ["120_virtual"],
            ], "priority": ["order": ["1"]],
        ],
        "xpu": ["intel": ["device_ip": ["12.55.8", "12.60.7", "20.1.0"]]],
        "rocm7.0": ["amd": ["rocm_version": ["7.0"], "gfx_arch": ["gfx900", "gfx942", "gfx1100"]]],
        "rocm7.1": ["amd": ["rocm_version": ["7.1"], "gfx_arch": ["gfx900", "gfx942", "gfx1100"]]],
        "null": [:],
    ]
    static let torchOrder = ["nvidia", "intel", "amd", "priority"]

    static let examples: [Example] = [
        Example(
            "E1", ["x86_64"], ["x86_64": [("level", ["v3", "v2", "v1"])]],
            [
                "v1": ["x86_64": ["level": ["v1"]]], "v2": ["x86_64": ["level": ["v2"]]],
                "v3": ["x86_64": ["level": ["v3"]]], "v4": ["x86_64": ["level": ["v4"]]], "null": [:],
            ], "v3 v2 v1 null"),
        Example(
            "E2", ["x86_64", "aarch64", "blas_lapack"], e2Hosts, e2Variants,
            "x86_64_v3_openblas x86_64_v3 x86_64_v2_mkl openblas mkl null"),
        Example(
            "E3", ["n"], ["n": [("f", ["1", "2"]), ("g", ["x"]), ("h", ["y"])]],
            [
                "f": ["n": ["f": ["1"]]], "fg": ["n": ["f": ["1"], "g": ["x"]]],
                "fh": ["n": ["f": ["1"], "h": ["y"]]], "g": ["n": ["g": ["x"]]],
                "f2gh": ["n": ["f": ["2"], "g": ["x"], "h": ["y"]]], "null": [:],
            ], "fg fh f f2gh g null"),
        Example(
            "E4", ["n"], ["n": [("arch", ["90", "80", "70"])]],
            [
                "zfat": ["n": ["arch": ["70", "80", "90"]]], "afat": ["n": ["arch": ["90", "100"]]],
                "mid": ["n": ["arch": ["70", "80"]]], "old": ["n": ["arch": ["60"]]], "null": [:],
            ], "afat zfat mid null"),
        Example(
            "E5 CUDA 12.8, sm 8.9", torchOrder,
            nvidia(12, 8, arch: real([89, 88, 87, 86, 85, 84, 83, 82, 81, 80]) + ["80_virtual"]), torch,
            "cuda12.8 cuda12.6 null"),
        Example(
            "E5 CUDA 13.0, sm 9.0", torchOrder, nvidia(13, 0, arch: ["90_real", "90_virtual"]), torch,
            "cuda13.0 cuda12.8 cuda12.6 null"),
        Example(
            "E5 CUDA 12.9, sm 12.0", torchOrder, nvidia(12, 9, arch: ["120_real", "120_virtual"]), torch,
            "cuda12.8 null"),
        Example("E5 no GPU", torchOrder, ["priority": [("order", ["1", "2", "3"])]], torch, "null"),
        Example(
            "E6", ["nvidia", "x86_64"],
            [
                "nvidia": [("cuda", ["13.0", "12.0"]), ("arch", ["sm120"])],
                "x86_64": [("level", ["v4", "v3", "v2"])],
            ],
            [
                "gpu": ["nvidia": ["cuda": ["13.0"]]],
                "gpu_cpuv2": ["nvidia": ["cuda": ["13.0"]], "x86_64": ["level": ["v2"]]],
                "gpu_cpuv4": ["nvidia": ["cuda": ["13.0"]], "x86_64": ["level": ["v4"]]],
                "multiple_values": ["nvidia": ["cuda": ["12.0", "13.0", "14.0"]]],
                "older_cuda": ["nvidia": ["cuda": ["12.0"]]],
                "lower_feature": ["nvidia": ["arch": ["sm120"]]], "cpuv4": ["x86_64": ["level": ["v4"]]],
                "null": [:],
            ], "gpu_cpuv4 gpu_cpuv2 gpu multiple_values older_cuda lower_feature cpuv4 null"),
        Example(
            "labels of one set tie by bytes (A-04, V-094 step 5)", ["n"], ["n": [("f", ["1"])]],
            ["b.": ["n": ["f": ["1"]]], "b_": ["n": ["f": ["1"]]], "b0": ["n": ["f": ["1"]]], "zero": [:]],
            "b. b0 b_ zero"),
        Example(
            "a namespace that is undetectable makes its variants incompatible (V-092)", ["n"], ["n": []],
            ["a": ["n": ["f": ["1"]]], "b": ["m": ["f": ["1"]]], "null": [:]], "null"),
        Example(
            "`_`, `.` and zeros count (V-005)", ["n"], ["n": [("f", ["1.0", "01", "a_b"])]],
            [
                "a": ["n": ["f": ["1"]]], "b": ["n": ["f": ["1.0"]]], "c": ["n": ["f": ["1_0"]]],
                "d": ["n": ["f": ["a.b"]]], "e": ["n": ["f": ["01"]]],
            ], "b e"),
    ]

    /// V-091, V-094, and the examples of spec §5.
    @Test(arguments: examples) func workedExample(_ example: Example) {
        let selection = VariantSelection(
            VariantMetadata(order: example.namespaces, example.variants),
            labels: Set(example.variants.keys.map(label)),
            supported: SupportedProperties(features: example.hosts), package: Self.package)
        #expect(Self.order(selection).joined(separator: " ") == example.order)
        #expect(selection.ranked.count + selection.rejected.count == example.variants.count)
    }

    @Test func keysSayWhatDecided() {
        let ranked = Self.selection(
            ["x86_64", "aarch64", "blas_lapack"], Self.e2Variants, on: Self.e2Hosts
        ).ranked
        #expect(
            ranked.map(\.key.description) == [
                "[(0,0,0), (2,0,1)]", "[(0,0,0)]", "[(0,0,1), (2,0,2)]", "[(2,0,1)]", "[(2,0,2)]", "[]",
            ])
        #expect(
            ranked[0].rankedProperties.map(\.property.description) == [
                "x86_64 :: level :: v3", "blas_lapack :: library :: openblas",
            ])
    }

    // MARK: Against variantlib

    @Test func agreesWithVariantlib() throws {
        let rows = try VariantVectors.rows("order")
        var failures: [String] = []
        for (number, row) in rows.enumerated() {
            let hosts = try #require(row["host"] as? [String: [[Any]]])
            let variants = try #require(row["variants"] as? [String: Properties])
            var preferences = VariantPreferences()
            preferences.preferred = (row["prefer"] as? [String] ?? []).map(selector)
            preferences.excluded = (row["exclude"] as? [String] ?? []).map(selector)
            let selection = Self.selection(
                try #require(row["namespaces"] as? [String]), variants,
                on: hosts.mapValues { $0.map { ($0[0] as! String, $0[1] as! [String]) } },
                preferences: preferences)
            let expected = try #require(row["order"] as? [String])
            if Self.order(selection) != expected {
                failures.append("row \(number): \(Self.order(selection)), expected \(expected)")
            }
            let supported = try #require(row["supported"] as? [String: [String]])
            for match in selection.ranked
            where match.markerValues.properties != Set(supported[match.label.text] ?? []) {
                failures.append("row \(number): \(match.label) supports \(match.supported.all)")
            }
        }
        PackagingVectors.expectNone(failures, of: rows.count)
    }

    // MARK: Rejections

    @Test func rejectionsSayWhy() {
        let variants: [String: Properties] = [
            "sm": ["nvidia": ["arch": ["sm90", "sm80"], "cuda": ["14.0"]]],
            "one": ["nvidia": ["arch": ["sm90", "sm80"]]], "fits": ["cpu": ["level": ["1"]]],
            "other": ["cpu": ["level": ["1"], "vendor": ["x"]]],
        ]
        let metadata = VariantMetadata(order: ["nvidia", "cpu"], variants)
        let selection = VariantSelection(
            metadata, labels: Set((Array(variants.keys) + ["missing", "null"]).map(label)),
            supported: Self.supported(["cpu": [("level", ["1"])]]), package: Self.package)
        // `null` needs no entry.
        #expect(Self.order(selection) == ["fits", "null"])
        // V-079, V-093.
        let reasons = selection.rejected.map { "\($0.label): \($0.reason.text)" }
        #expect(
            reasons == [
                "missing: its label is not in the variant metadata",
                "one: needs `nvidia :: arch :: sm80` or `nvidia :: arch :: sm90`",
                "other: needs `cpu :: vendor :: x`",
                "sm: needs (`nvidia :: arch :: sm80` or `nvidia :: arch :: sm90`) and `nvidia :: cuda :: 14.0`",
            ])
    }

    // MARK: Preferences

    struct PreferenceRow: Sendable, CustomTestStringConvertible {
        let name: String
        let preferences: VariantPreferences
        let order: String
        var testDescription: String { name }

        init(
            _ name: String, prefer: [String] = [], exclude: [String] = [], label: String? = nil,
            none: Bool = false, _ order: String
        ) {
            self.name = name
            var preferences = VariantPreferences()
            preferences.preferred = prefer.map { VariantSelector(parsing: $0)! }
            preferences.excluded = exclude.map { VariantSelector(parsing: $0)! }
            preferences.labels = label.map { [PackageName("demo")!: VariantLabel($0)!] } ?? [:]
            preferences.takesNone = none
            self.preferences = preferences
            self.order = order
        }
    }

    static let preferenceRows: [PreferenceRow] = [
        PreferenceRow(
            "none", "x86_64_v3_openblas x86_64_v3 x86_64_v2_mkl openblas mkl null"),
        PreferenceRow(
            "a namespace", prefer: ["blas_lapack"],
            "x86_64_v3_openblas openblas x86_64_v2_mkl mkl x86_64_v3 null"),
        PreferenceRow(
            "a value", prefer: ["blas_lapack :: library :: mkl"],
            "x86_64_v3_openblas x86_64_v3 x86_64_v2_mkl mkl openblas null"),
        PreferenceRow(
            "a value that the host does not support changes nothing (V-098)",
            prefer: [
                "x86_64 :: level :: v4", "blas_lapack :: library :: nonsense", "nowhere", "x86_64 :: x",
            ],
            "x86_64_v3_openblas x86_64_v3 x86_64_v2_mkl openblas mkl null"),
        PreferenceRow(
            "the first of several comes first (V-099)",
            prefer: ["x86_64 :: level :: v2", "x86_64 :: level :: v3"],
            "x86_64_v2_mkl x86_64_v3_openblas x86_64_v3 openblas mkl null"),
        PreferenceRow(
            "exclude a namespace", exclude: ["x86_64"], "openblas mkl null"),
        PreferenceRow(
            "exclude a feature", exclude: ["blas_lapack :: library"], "x86_64_v3 null"),
        PreferenceRow(
            "exclude a property", exclude: ["blas_lapack::library::openblas"],
            "x86_64_v3 x86_64_v2_mkl mkl null"),
        PreferenceRow("a label", label: "mkl", "mkl"),
        PreferenceRow("a label that does not fit is not taken (V-098)", label: "x86_64_v4_mkl", ""),
        PreferenceRow("the null variant", label: "null", "null"),
        PreferenceRow("no variants", none: true, ""),
    ]

    /// V-098, V-099.
    @Test(arguments: preferenceRows) func preference(_ row: PreferenceRow) {
        let selection = Self.selection(
            ["x86_64", "aarch64", "blas_lapack"], Self.e2Variants, on: Self.e2Hosts,
            preferences: row.preferences)
        #expect(Self.order(selection).joined(separator: " ") == row.order)
        #expect(selection.rejected.count == Self.e2Variants.count - selection.ranked.count)
    }

    @Test func featuresAreReordered() {
        let variants: [String: Properties] = ["f": ["n": ["f": ["1"]]], "g": ["n": ["g": ["1"]]]]
        let hosts: Hosts = ["n": [("f", ["1"]), ("g", ["1"])]]
        var preferences = VariantPreferences()
        #expect(Self.order(Self.selection(["n"], variants, on: hosts)) == ["f", "g"])
        preferences.preferred = [selector("n :: g")]
        #expect(
            Self.order(Self.selection(["n"], variants, on: hosts, preferences: preferences)) == ["g", "f"])
    }

    /// V-098: incompatibility is told before any preference.
    @Test func reasonsOfPreferences() {
        var preferences = VariantPreferences()
        preferences.excluded = [selector("blas_lapack :: library :: openblas")]
        preferences.labels = [Self.package: label("mkl")]
        let rejected = Self.selection(
            ["x86_64", "blas_lapack"], Self.e2Variants, on: Self.e2Hosts, preferences: preferences
        ).rejected
        #expect(
            rejected.map { "\($0.label): \($0.reason.text)" } == [
                "null: the variant `mkl` was asked for",
                "openblas: declares `blas_lapack :: library :: openblas`, which is excluded",
                "x86_64_v2_mkl: the variant `mkl` was asked for",
                "x86_64_v3: the variant `mkl` was asked for",
                "x86_64_v3_openblas: declares `blas_lapack :: library :: openblas`, which is excluded",
                "x86_64_v4_mkl: needs `x86_64 :: level :: v4`",
            ])
    }
}
