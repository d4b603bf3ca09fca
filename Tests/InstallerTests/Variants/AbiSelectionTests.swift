import Testing
import VariantProviders

@testable import Installer

/// `abi_dependency` (spec §13).
struct AbiSelectionTests {
    // MARK: Values

    struct ValueRow: Sendable, CustomTestStringConvertible {
        let values: [String]
        let admits: [String]
        let excludes: [String]
        var testDescription: String { values.joined(separator: ", ") }
    }

    static let valueRows: [ValueRow] = [
        ValueRow(
            values: ["2"], admits: ["2", "2.0", "2.9.1", "2.1rc1", "2.0.dev0"], excludes: ["3.0", "1.9"]),
        ValueRow(
            values: ["2.0"], admits: ["2", "2.0", "2.0.5", "2.0.post1"], excludes: ["2.1", "20.0"]),
        ValueRow(
            values: ["2.8.0"], admits: ["2.8", "2.8.0", "2.8.0rc1", "2.8.0.1", "2.8.0+cu128"],
            excludes: ["2.8.1", "1!2.8.0"]),
        ValueRow(
            values: ["2.10", "2.8"], admits: ["2.8.4", "2.10", "2.10.1rc1", "2.8.dev0"],
            excludes: ["2.9.1", "2.11", "2.9.dev0"]),
        ValueRow(values: ["0"], admits: ["0", "0.9"], excludes: ["1.0.dev0", "1"]),
    ]

    /// V-234, and V-237 agrees with it: a version has one of the values on its host list exactly when admitted.
    @Test(arguments: valueRows) func valuesAdmit(_ row: ValueRow) throws {
        let requirement = try AbiRequirement(feature: "torch", values: row.values)
        for version in row.admits + row.excludes {
            let parsed = try #require(Version(version))
            let isAdmitted = row.admits.contains(version)
            #expect(requirement.allows(parsed) == isAdmitted, "\(version)")
            #expect(
                AbiRequirement.prefixes(of: parsed).contains(where: row.values.contains) == isAdmitted,
                "\(version) on the host list")
        }
    }

    /// V-232, V-233.
    @Test(arguments: [
        ("torch", "02.8"), ("torch", "2.8.0.1"), ("torch", "2rc1"), ("torch", "2."), ("torch", ".2"),
        ("torch", "2..8"), ("torch", "1_0"), ("torch", "99999999999999999999"), ("_torch", "2"),
        ("torch_", "2"), ("my__runtime", "2"), ("_", "2"), ("torch", "2.9223372036854775807"),
    ]) func valueIsBad(_ feature: String, _ value: String) {
        #expect(throws: AbiError.self) { try AbiRequirement(feature: feature, values: ["1", value]) }
        let selection = Self.selection(["a": ["abi": [feature: ["1", value]]], "null": [:]])
        #expect(selection.ranked.map(\.label.text) == ["null"])
        guard case .badAbi? = selection.rejected.first?.reason else {
            Issue.record("\(selection.rejected)")
            return
        }
    }

    @Test func featureIsAName() throws {
        let requirement = try AbiRequirement(feature: "my_runtime", values: ["2.10", "2.8", "2"])
        #expect(requirement.dependency == PackageName("my-runtime"))
        #expect(requirement.description == "my-runtime 2.* or 2.8.* or 2.10.*")
    }

    // MARK: Selection

    static func selection(
        _ variants: [String: Properties], order: [String] = ["abi"], versions: [String: String] = [:],
        preferences: VariantPreferences = .none, abi: Set<String> = ["abi"]
    ) -> VariantSelection {
        VariantSelection(
            VariantMetadata(order: order, variants), labels: Set(variants.keys.map(label)),
            supported: SupportedProperties(
                features: ["nvidia": [VariantFeature("cuda", ["12.8", "12.6"])]], abiNamespaces: abi),
            preferences: preferences, package: PackageName("vision")!,
            versions: Dictionary(
                uniqueKeysWithValues: versions.map { (PackageName($0.key)!, Version($0.value)!) }))
    }

    static let vision: [String: Properties] = [
        "t27": ["abi": ["torch": ["2.7"]]], "t28": ["abi": ["torch": ["2.8"]]],
        "t28x": ["abi": ["torch": ["2.8.0"]]], "t2": ["abi": ["torch": ["2"]]],
        "t28_cu": ["abi": ["torch": ["2.8"]], "nvidia": ["cuda": ["12.8"]]],
        "t28_my": ["abi": ["my_runtime": ["1"], "torch": ["2.8"]]],
        "t28_rocm": ["abi": ["torch": ["2.8"]], "amd": ["gfx": ["x"]]], "null": [:],
    ]

    @Test(
        arguments: [
            // Nothing known: the less specific first, then the newest (V-236).
            ([:], "abi nvidia", "t28_my t2 t28_cu t28 t28x t27 null"),
            // Known: major, then minor, then patch (V-237, A-06); the others are not offered.
            (["torch": "2.8.0+cu128"], "abi nvidia", "t28_my t2 t28_cu t28 t28x null"),
            (["torch": "2.8.1"], "abi nvidia", "t28_my t2 t28_cu t28 null"),
            (["torch": "2.7.1"], "abi nvidia", "t2 t27 null"),
            (["torch": "3.0"], "abi nvidia", "null"),
            (["torch": "1!2.8"], "abi nvidia", "null"),
            (["torch": "2.8.0", "my-runtime": "2.0"], "abi nvidia", "t2 t28_cu t28 t28x null"),
            // Another namespace may count for more.
            (["torch": "2.8.1"], "nvidia abi", "t28_cu t28_my t2 t28 null"),
            // The reserved namespace of older drafts is in no list and comes last.
            (["torch": "2.8.1"], "nvidia", "t28_cu t28_my t2 t28 null"),
        ] as [([String: String], String, String)]) func orders(
            _ versions: [String: String], _ namespaces: String, _ order: String
        )
    {
        let selection = Self.selection(
            Self.vision, order: namespaces.split(separator: " ").map(String.init), versions: versions)
        #expect(selection.ranked.map(\.label.text).joined(separator: " ") == order)
    }

    @Test func carriesRequirementsAndReasons() {
        let selection = Self.selection(Self.vision, order: ["abi", "nvidia"], versions: ["torch": "2.8.1"])
        #expect(selection.ranked[0].abi.map(\.description) == ["my-runtime 1.*", "torch 2.8.*"])
        #expect(selection.ranked.last?.abi == [])
        #expect(
            selection.rejected.map { "\($0.label): \($0.reason.text)" } == [
                "t27: was built for torch 2.7.*, and `torch` is 2.8.1", "t28_rocm: needs `amd :: gfx :: x`",
                "t28x: was built for torch 2.8.0.*, and `torch` is 2.8.1",
            ])
    }

    /// V-133 for ABI namespaces.
    @Test func markersSeeWhatFits() throws {
        let variants: [String: Properties] = ["a": ["abi": ["torch": ["2.7", "2.8", "2"]]]]
        let known = Self.selection(variants, versions: ["torch": "2.8.1"]).ranked[0].markerValues
        #expect(known.properties == ["abi :: torch :: 2", "abi :: torch :: 2.8"])
        #expect(known.features == ["abi :: torch"])
        let open = Self.selection(variants).ranked[0].markerValues
        #expect(open.properties.count == 3)
    }

    /// V-231: not bound, the namespace has no host list.
    @Test func incompatibleWhenTurnedOff() {
        let selection = Self.selection(Self.vision, order: ["abi", "nvidia"], abi: [])
        #expect(selection.ranked.map(\.label.text) == ["null"])
        #expect(
            selection.rejected.first { $0.label.text == "t27" }?.reason.text == "needs `abi :: torch :: 2.7`")
    }

    // MARK: Which namespaces

    @Test func namespacesOfMetadata() {
        var metadata = VariantMetadata(order: ["a", "b"], ["x": ["a": ["torch": ["2"]]]])
        #expect(metadata.abiNamespaces == [])
        metadata.providers = ["a": ProviderInformation(.builtin("abi_dependency"))]
        #expect(metadata.abiNamespaces == ["a"])
        // the reserved name counts only without such a provider.
        metadata.variants[label("y")] = VariantProperties(["abi_dependency": ["torch": ["2"]]])
        #expect(metadata.abiNamespaces == ["a"])
        metadata.providers = ["a": ProviderInformation(.builtin("other"))]
        #expect(metadata.abiNamespaces == ["abi_dependency"])
        metadata.providers["abi_dependency"] = ProviderInformation(.listed([]))
        #expect(metadata.abiNamespaces == [])
    }

    // MARK: Without a host

    /// What builds are for apart from what they were built against, which no lock can know of a host.
    @Test func kindsOfHardware() {
        var metadata = VariantMetadata(
            order: ["gpu", "abi"],
            [
                "b": ["gpu": ["f": ["1"]], "abi": ["torch": ["2.8"]]],
                "c": ["gpu": ["f": ["1"]], "abi": ["torch": ["2.7"]]], "a": ["abi": ["torch": ["2.7"]]],
                "d": ["gpu": ["f": ["2"]]], "null": [:],
            ])
        metadata.providers = ["abi": ProviderInformation(.builtin("abi_dependency"))]
        let all = metadata.variants.keys.sorted()
        #expect(metadata.kinds(of: all).map { $0.map(\.text) } == [["b", "c"], ["d"], ["a", "null"]])
        #expect(metadata.kinds(of: [label("c"), label("gone")]).map { $0.map(\.text) } == [["c"]])
        #expect(metadata.withoutAbi.variants[label("a")]?.isEmpty == true)
        #expect(metadata.withoutAbi.namespaces == metadata.namespaces)
        let bounds = metadata.abiBounds(of: [label("b"), label("c")])[PackageName("torch")!]
        #expect(bounds?.contains(Version("2.8")!) == true && bounds?.contains(Version("2.7")!) == true)
        #expect(metadata.abiBounds(of: all).isEmpty)
    }
}
