import Testing
import VariantProviders

@testable import Host
@testable import Installer

/// Releases with variants, on hosts that fit more or less.
enum ExplanationRows {
    struct Row {
        var title: String
        var explanation: VariantExplanation
        var isFull = false
        var showsJSON = false
    }

    static func all() throws -> [Row] {
        var rows: [Row] = []
        rows.append(
            Row(
                title: "PyTorch, CUDA 12.8 and sm_89 (spec E5)",
                explanation: try torch(nvidia: (12, 8, 8, 9)), showsJSON: true))
        rows.append(
            Row(
                title: "the same in full",
                explanation: try torch(nvidia: (12, 8, 8, 9)), isFull: true))
        rows.append(
            Row(
                title: "PyTorch, CUDA 13.0 and sm_90, a profile",
                explanation: try torch(nvidia: (13, 0, 9, 0), profile: "/tmp/h200.json")))
        rows.append(Row(title: "PyTorch, no accelerator", explanation: try torch(nvidia: nil)))
        rows.append(
            Row(
                title: "PyTorch, nvidia excluded",
                explanation: try torch(
                    nvidia: (13, 0, 9, 0), preferences: .init(excluded: [.namespace("nvidia")]))))
        rows.append(
            Row(
                title: "PyTorch, a label asked for that does not fit",
                explanation: try torch(
                    nvidia: nil,
                    preferences: .init(labels: [try #require(PackageName("torch")): label("cuda13.0")]))))
        rows.append(Row(title: "CPU levels, v3", explanation: try levels(["v3", "v2", "v1"])))
        rows.append(
            Row(
                title: "CPU levels without a fit, an older release",
                explanation: try levels([], onlyNew: true)))
        rows.append(Row(title: "no variants at all", explanation: try plain()))
        rows.append(Row(title: "reasons", explanation: try reasons(), showsJSON: true))
        return rows
    }

    private static func label(_ text: String) throws -> VariantLabel { try #require(VariantLabel(text)) }

    static func file(
        _ basename: String, size: UInt64? = nil, requiresPython: String? = nil, yanked: String? = nil,
        index: String = "https://index.example/simple/"
    ) throws -> IndexFile {
        let name = try DistributionFilename.parse(basename)
        return IndexFile(
            filename: name, basename: basename, version: name.version, url: index + basename, size: size,
            requiresPython: try requiresPython.map { try VersionSpecifiers(parsing: $0) }, yanked: yanked,
            indexURL: index)
    }

    private static let tags = PlatformTags(
        python: (3, 12), implementation: "cpython", freeThreaded: false, debug: false,
        platform: .linux(machine: "x86_64", libc: .glibc(major: 2, minor: 36)))

    private static func explain(
        _ requirement: String, _ offers: [ReleaseJudgement.Offer], namespaces: [String],
        preferences: VariantPreferences = .none, profile: Path? = nil,
        older: VariantExplanation.Older? = nil, versions: [PackageName: Version] = [:]
    ) throws -> VariantExplanation {
        let name = try #require(PackageName(requirement))
        let judgement = ReleaseJudgement(
            offers,
            ReleaseJudgement.Rules(
                package: name, tags: tags, python: try #require(Version("3.12.4")),
                preferences: preferences, versions: versions))
        let supported = offers[0].supported
        return VariantExplanation(
            requirement: requirement, name: name, version: try #require(offers[0].files.first).version,
            profile: profile,
            namespaces: namespaces.map {
                .init(
                    name: $0, features: supported.features[$0] ?? [], reason: supported.reasons[$0],
                    isABI: supported.abiNamespaces.contains($0))
            }, candidates: judgement.candidates, older: older, unlocks: judgement.unlocks)
    }

    // MARK: Releases

    /// V-420, E5.
    private static func torch(
        nvidia: (Int, Int, Int, Int)?, profile: Path? = nil, preferences: VariantPreferences = .none
    ) throws -> VariantExplanation {
        func arch(_ values: Int...) -> [String] { values.map { "\($0)_real" } }
        let variants: [String: [String: [String: [String]]]] = [
            "cuda12.6": [
                "nvidia": [
                    "cuda_version_lower_bound": ["12.0"], "sm_arch": arch(50, 60, 70, 75, 80, 86, 90),
                ], "priority": ["order": ["3"]],
            ],
            "cuda12.8": [
                "nvidia": [
                    "cuda_version_lower_bound": ["12.0"], "sm_arch": arch(70, 75, 80, 86, 90, 100, 120),
                ], "priority": ["order": ["2"]],
            ],
            "cuda13.0": [
                "nvidia": [
                    "cuda_version_lower_bound": ["13.0"],
                    "sm_arch": arch(75, 80, 86, 90, 100, 120) + ["120_virtual"],
                ], "priority": ["order": ["1"]],
            ],
            "rocm7.1": [
                "amd": [
                    "rocm_version": ["7.1"],
                    "gfx_arch": ["900", "906", "908", "90a", "942", "950", "1030", "1100", "1101", "1201"].map
                    { "gfx" + $0 },
                ]
            ], "xpu": ["intel": ["device_ip": ["12.55.8", "20.1.0", "30.0.4"]]], "null": [:],
        ]
        var supported = SupportedProperties(
            features: ["priority": [VariantFeature("order", ["1", "2", "3"])]],
            reasons: ["amd": .nothingFound, "intel": .nothingFound])
        if let nvidia {
            supported.features["nvidia"] = Self.nvidia(nvidia)
        } else {
            supported.reasons["nvidia"] = .nothingFound
        }
        if profile != nil { supported.reasons["intel"] = .notInProfile }
        let metadata = VariantMetadata(
            schema: VariantMetadata.schema850, namespaces: ["nvidia", "intel", "amd", "priority"],
            variants: Dictionary(
                uniqueKeysWithValues: try variants.map { (try label($0.key), VariantProperties($0.value)) }))
        var files: [IndexFile] = []
        for (place, name) in variants.keys.sorted().enumerated() {
            for python in ["cp311", "cp312", "cp313"] {
                let size = UInt64(900 - place * 120) << 20
                files.append(
                    try file("torch-2.11.0-\(python)-\(python)-manylinux_2_28_x86_64-\(name).whl", size: size)
                )
            }
        }
        files.append(try file("torch-2.11.0-cp312-cp312-manylinux_2_28_x86_64.whl", size: 530 << 20))
        files.append(try file("torch-2.11.0-cp312-cp312-win_amd64.whl"))
        let offer = ReleaseJudgement.Offer(
            source: "https://index.example/simple/", files: files, metadata: metadata, supported: supported)
        return try explain(
            "torch", [offer], namespaces: metadata.namespaces, preferences: preferences, profile: profile)
    }

    /// V-301, V-303
    private static func nvidia(_ host: (Int, Int, Int, Int)) -> [VariantFeature] {
        let (major, minor, x, y) = host
        var lower: [String] = []
        for m in stride(from: major, through: 11, by: -1) {
            lower += (0...(m == major ? minor : 20)).reversed().map { "\(m).\($0)" } + ["\(m)"]
        }
        return [
            VariantFeature("cuda_version_lower_bound", lower),
            VariantFeature("sm_arch", (0...y).reversed().map { "\(x)\($0)_real" } + ["\(x)0_virtual"]),
        ]
    }

    private static func levels(_ host: [String], onlyNew: Bool = false) throws -> VariantExplanation {
        let names = onlyNew ? ["v3", "v4"] : ["v1", "v2", "v3", "v4", "null"]
        let metadata = VariantMetadata(
            schema: VariantMetadata.schema850, namespaces: ["x86_64"],
            variants: Dictionary(
                uniqueKeysWithValues: try names.map { name in
                    let properties: [String: [String: [String]]] =
                        name == "null" ? [:] : ["x86_64": ["level": [name]]]
                    return (try label(name), VariantProperties(properties))
                }))
        var supported = SupportedProperties(features: ["x86_64": [VariantFeature("level", host)]])
        if host.isEmpty { supported = SupportedProperties(reasons: ["x86_64": .nothingFound]) }
        let offer = ReleaseJudgement.Offer(
            source: "", files: try names.map { try file("demo-1.0-py3-none-any-\($0).whl") },
            metadata: metadata, supported: supported)
        return try explain(
            "demo", [offer], namespaces: ["x86_64"],
            older: onlyNew
                ? .init(
                    version: try #require(Version("0.9")), basename: "demo-0.9-py3-none-any-null.whl",
                    label: .null) : nil)
    }

    private static func plain() throws -> VariantExplanation {
        try explain(
            "demo",
            [
                .init(
                    source: "",
                    files: [
                        try file("demo-1.0-py3-none-any.whl", size: 12_000), try file("demo-1.0.tar.gz"),
                        try file("demo-1.0-2-py3-none-any.whl"),
                        try file("demo-1.0-cp313-cp313-manylinux_2_28_x86_64.whl"),
                        try file("demo-1.0-cp312-abi3-manylinux_2_28_x86_64.whl"),
                    ])
            ], namespaces: [])
    }

    /// Every way of not fitting, two sources, and ABI dependencies.
    private static func reasons() throws -> VariantExplanation {
        let variants: [String: [String: [String: [String]]]] = [
            "abi": ["abi": ["torch": ["2.7", "2.8"]]], "abi_old": ["abi": ["torch": ["2.6"]]],
            "off": ["gpu": ["f": ["1"]]], "odd": ["odd": ["f": ["1", "2"]]],
            "new": ["npu": ["f": ["1"]]], "tpu": ["tpu": ["present": ["true"]]],
            "same_a": ["x86_64": ["level": ["v2"]]], "same_b": ["x86_64": ["level": ["v2"]]],
            "more": ["x86_64": ["level": ["v2"]], "abi": ["torch": ["2.8"]]],
        ]
        let metadata = VariantMetadata(
            schema: VariantMetadata.schema850, namespaces: ["x86_64", "abi", "gpu", "npu", "odd", "tpu"],
            variants: Dictionary(
                uniqueKeysWithValues: try variants.map { (try label($0.key), VariantProperties($0.value)) }))
        let supported = SupportedProperties(
            features: [
                "x86_64": [VariantFeature("level", ["v2", "v1"])],
                "tpu": [VariantFeature("present", ["false"])],
            ],
            reasons: [
                "gpu": .optional, "odd": .untrusted(packages: ["odd-provider"]),
                "npu": .otherRelease("npu-provider>=2", reproduced: ["1.0", "1.1"]),
            ], abiNamespaces: ["abi"])
        var files = try (variants.keys.sorted() + ["unlisted"]).map {
            try file("demo-1.0-py3-none-any-\($0).whl")
        }
        files += [
            try file("demo-1.0-1-py3-none-any-same_a.whl"), try file("demo-1.0-py3-none-any.whl"),
            try file("demo-1.0.tar.gz"), try file("demo-1.0-py3-none-win_amd64-same_a.whl"),
            try file("demo-1.0-py3-none-any-yanked.whl", yanked: "broken"),
            try file("demo-1.0-py2-none-any.whl", requiresPython: "<3"),
            try file("demo-1.0-py310-none-any.whl", requiresPython: ">=3.13"),
        ]
        return try explain(
            "demo",
            [
                .init(
                    source: "https://index.example/simple/", files: files, metadata: metadata,
                    supported: supported),
                .init(
                    source: "https://other.example/",
                    files: [
                        try file("demo-1.0-py3-none-any-x.whl", index: "https://other.example/"),
                        try file("demo-1.0-py3-none-any.whl", index: "https://other.example/"),
                    ]),
            ], namespaces: metadata.namespaces,
            versions: [try #require(PackageName("torch")): try #require(Version("2.8.1"))])
    }
}
