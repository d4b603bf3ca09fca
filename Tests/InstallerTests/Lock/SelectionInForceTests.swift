import Testing
import VariantProviders

@testable import Installer

/// Which extras, groups and labels are in force, and what the hardware decides.
struct SelectionInForceTests {
    static let lock: HandmadeLock = {
        var lock = HandmadeLock()
        lock.member(
            "demo", ["t 2.0 @cpu; 'demo:cpu' in extras", "t 2.0 @cu; 'demo:cu' in extras"],
            extras: [
                "cpu": ["t 2.0 @cpu; 'demo:cpu' in extras"], "cu": ["t 2.0 @cu; 'demo:cu' in extras"],
                "web": [],
            ], groups: ["dev": [], "docs": []])
        lock.member("lib", [], extras: ["web": []])
        lock.add("t 2.0 @cpu")
        lock.add("t 2.0 @cu")
        lock.conflict("demo[cpu]", "demo[cu]")
        lock.conflict("demo[cpu]", "demo:docs")
        lock.choices = [
            LockedChoice(
                subject: .extras(of: PackageName("demo")!), namespaces: ["gpu"],
                options: [
                    .init(extra: ExtraName("cpu")!, VariantOption(label: VariantLabel("cpu")!)),
                    .init(
                        extra: ExtraName("cu")!,
                        VariantOption(
                            label: VariantLabel("cu12")!,
                            properties: VariantProperties([VariantProperty("gpu", "cuda", "12")]))),
                ])
        ]
        return lock
    }()

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var request: SelectionRequest
        var memory: RememberedSelection
        var defaultExtras: [String]
        var defaultGroups: [String]
        var members: [String]
        /// Extras and groups before and after the hardware had its say, or a part of the error.
        var expected: String

        init(
            _ name: String, members: [String] = ["demo"], extras: [String] = [], groups: [String] = [],
            memory: [String] = [], memoryGroups: [String] = [], defaultExtras: [String] = [],
            defaultGroups: [String] = ["demo:dev"], adjust: (inout SelectionRequest) -> Void = { _ in },
            _ expected: String
        ) {
            testDescription = name
            self.members = members
            request = SelectionRequest()
            request.extras = Self.names(extras)
            request.groups = Self.names(groups)
            adjust(&request)
            self.memory = RememberedSelection(extras: Self.names(memory), groups: Self.names(memoryGroups))
            self.defaultExtras = defaultExtras
            self.defaultGroups = defaultGroups
            self.expected = expected
        }

        static func names(_ names: [String]) -> Set<ExtraName> { Set(names.map { ExtraName($0)! }) }
    }

    static let rows: [Row] = [
        Row("nothing", "demo:dev | demo:cpu"),
        Row("an extra", extras: ["cu"], "demo:cu demo:dev | demo:cu"),
        Row("one that decides nothing", extras: ["web"], "demo:dev demo:web | demo:cpu demo:web"),
        Row(
            "of all members", members: ["demo", "lib"], extras: ["web"],
            "demo:dev demo:web lib:web | demo:cpu demo:web lib:web"),
        Row("of the one at work", members: ["lib"], extras: ["web"], "lib:web | lib:web"),
        Row(
            "not of this one", members: ["lib"], extras: ["cpu"],
            "Extra `cpu` is not defined in the project's `optional-dependencies` table"),
        Row("several of none", extras: ["one", "two"], "Extras `one`, `two` are not defined"),
        Row(
            "no such group", groups: ["one"],
            "Group `one` is not defined in the project's `dependency-groups` table"),
        Row(
            "all extras", adjust: { $0.allExtras = true },
            "demo:cpu demo:cu demo:dev demo:web | demo:cpu demo:cu demo:web"),
        Row(
            "all but one",
            adjust: {
                $0.allExtras = true; $0.noExtras = Row.names(["cu"])
            }, "demo:cpu demo:dev demo:web | demo:cpu demo:web"),
        Row("remembered", memory: ["cu"], memoryGroups: ["docs"], "demo:cu demo:dev demo:docs | demo:cu"),
        Row("remembered, and not any more there", memory: ["old"], "demo:dev | demo:cpu"),
        Row(
            "remembered, left out", memory: ["cu", "web"], adjust: { $0.noExtras = Row.names(["cu"]) },
            "demo:dev demo:web | demo:cpu demo:web"),
        Row(
            "given before remembered", extras: ["cpu"], memory: ["cu", "web"], "demo:cpu demo:dev | demo:cpu"),
        Row(
            "given of another kind", groups: ["docs"], memory: ["cu"], "demo:cu demo:dev demo:docs | demo:cu"),
        Row("forgotten", memory: ["cu"], adjust: { $0.forgets = true }, "demo:dev | demo:cpu"),
        Row("a variable", adjust: { $0.environmentExtras = Row.names(["cu"]) }, "demo:cu demo:dev | demo:cu"),
        Row(
            "remembered before a variable", memory: ["web"],
            adjust: { $0.environmentExtras = Row.names(["cu"]) },
            "demo:dev demo:web | demo:cpu demo:web"),
        Row(
            "a variable about nothing here", adjust: { $0.environmentGroups = Row.names(["x"]) },
            "demo:dev | demo:cpu"),
        Row(
            "default", defaultExtras: ["demo:cu", "demo:web"], "demo:cu demo:dev demo:web | demo:cu demo:web"),
        Row(
            "default loses to what was given", extras: ["cpu"], defaultExtras: ["demo:cu", "demo:web"],
            "demo:cpu demo:dev demo:web | demo:cpu demo:web"),
        Row("default group loses", extras: ["cpu"], defaultGroups: ["demo:docs"], "demo:cpu | demo:cpu"),
        Row("hardware loses to a group", groups: ["docs"], "demo:dev demo:docs |"),
        Row("no default groups", groups: ["docs"], adjust: { $0.noDefaultGroups = true }, "demo:docs |"),
        Row("no dev", adjust: { $0.noGroups = Row.names(["dev"]) }, " | demo:cpu"),
        Row("all groups", adjust: { $0.allGroups = true }, "demo:dev demo:docs |"),
        Row("only a group", memory: ["cu"], adjust: { $0.onlyGroups = Row.names(["docs"]) }, "demo:docs |"),
    ]

    static func rank(_ supported: [VariantFeature], labels: [PackageName: VariantLabel] = [:])
        -> SelectionInForce.Rank
    {
        { options, namespaces, packages in
            VariantIndexRanking(
                options, namespaces: namespaces, supported: SupportedProperties(features: ["gpu": supported]),
                preferences: VariantPreferences(labels: labels),
                wanted: labels.first { packages.contains($0.key) }?.value, environment: nil)
        }
    }

    @Test(arguments: rows) func layers(_ row: Row) {
        let lock = Self.lock.lock
        let found: String
        do {
            var selection = try SelectionInForce(
                row.request, members: row.members.map { PackageName($0)! }, in: lock.inputs,
                defaultExtras: Set(row.defaultExtras.map { ExtraName(inLock: $0)! }),
                defaultGroups: Set(row.defaultGroups.map { ExtraName(inLock: $0)! }), remembered: row.memory)
            let before = (selection.namedExtras + selection.namedGroups).sorted().joined(separator: " ")
            try selection.decide(lock, markers: VariantMarkerTests.environment, rank: Self.rank([]))
            found = "\(before) | \(selection.namedExtras.joined(separator: " "))"
        } catch {
            found = Diagnostic(describing: error).message
        }
        #expect(
            found.hasPrefix(row.expected) || found.trimmingSuffix == row.expected, "\(found)")
    }

    @Test func memoryIsReplaced() {
        let memory = RememberedSelection(extras: Row.names(["cu"]), groups: Row.names(["docs"]))
        var request = SelectionRequest()
        #expect(memory.updated(by: request) == memory)
        request.extras = Row.names(["cpu"])
        #expect(memory.updated(by: request).extras == request.extras)
        #expect(memory.updated(by: request).groups == memory.groups)
        request.remembers = false
        #expect(memory.updated(by: request) == memory)
        request.remembers = true
        request.forgets = true
        #expect(memory.updated(by: request) == RememberedSelection(extras: request.extras))
    }

    // MARK: The hardware

    static let cuda = [VariantFeature("cuda", ["13", "12"])]

    static func decided(
        _ lock: Lock, _ supported: [VariantFeature], labels: [PackageName: VariantLabel] = [:],
        adjust: (inout SelectionRequest) -> Void = { _ in }
    ) throws -> SelectionInForce {
        var request = SelectionRequest()
        adjust(&request)
        var selection = try SelectionInForce(
            request, members: [PackageName("demo")!], in: lock.inputs,
            preferences: VariantPreferences(labels: labels))
        try selection.decide(
            lock, markers: VariantMarkerTests.environment, rank: rank(supported, labels: labels))
        return selection
    }

    @Test func hardwareChoosesAnExtra() throws {
        let lock = Self.lock.lock
        let plain = try Self.decided(lock, [])
        #expect(plain.namedExtras == ["demo:cpu"])
        #expect(plain.decisions.count == 1)
        #expect(plain.decisions.first?.foundHardware == false)
        #expect(plain.decisions.first?.rejected.map(\.option.label.text) == ["cu12"])
        let found = try Self.decided(lock, Self.cuda)
        #expect(found.namedExtras == ["demo:cu"])
        #expect(found.decisions.first?.properties == ["gpu :: cuda :: 12"])
        let asked = try Self.decided(lock, Self.cuda, labels: [PackageName("t")!: VariantLabel("cpu")!])
        #expect(asked.namedExtras == ["demo:cpu"])
    }

    static let map: Lock = {
        var lock = HandmadeLock()
        lock.member("demo", ["a"], extras: ["more": ["t 2.1+cpu; variant_label[@m] == 'cpu'"]])
        lock.packages[0].groups[ExtraName("all")!] = [
            HandmadeLock.dependency("t 2.1+cpu; variant_label[@m] == 'cpu'"),
            HandmadeLock.dependency("t 2.0+cu12; variant_label[@m] == 'cu12'"),
        ]
        lock.add("a 1.0")
        lock.add("t 2.1+cpu @cpu")
        lock.add("t 2.0+cu12 @cu12")
        lock.choices = [
            LockedChoice(
                subject: .index("m", packages: [PackageName("t")!]), namespaces: ["gpu"],
                options: [
                    .init(
                        VariantOption(
                            label: VariantLabel("cu12")!,
                            properties: VariantProperties([VariantProperty("gpu", "cuda", "12")]))),
                    .init(
                        VariantOption(
                            label: VariantLabel("cpu")!,
                            marker: try! Marker(parsing: "sys_platform != 'darwin'"))),
                ])
        ]
        return lock.lock
    }()

    @Test func hardwareChoosesALabel() throws {
        let all: (inout SelectionRequest) -> Void = { $0.groups = Row.names(["all"]) }
        // Nobody is asked where no package of the map comes into question.
        var asked = 0
        var selection = try SelectionInForce(
            SelectionRequest(), members: [PackageName("demo")!], in: Self.map.inputs)
        try selection.decide(Self.map, markers: VariantMarkerTests.environment) { _, _, _ in
            asked += 1
            throw Diagnostic("asked")
        }
        #expect(asked == 0)
        #expect(selection.labels == [:])

        #expect(try Self.decided(Self.map, [], adjust: all).labels.mapValues(\.text) == ["m": "cpu"])
        let found = try Self.decided(Self.map, Self.cuda, adjust: all)
        #expect(found.labels.mapValues(\.text) == ["m": "cu12"])

        var setting = LockSelection.Setting(
            found, markers: VariantMarkerTests.environment, tags: PylockTests.tags,
            supported: { _, _ in SupportedProperties() })
        var chosen = try LockSelection(Self.map, in: setting)
        #expect(chosen.summary == "a 1.0, demo 0.1, t 2.0+cu12")
        var lines = try DecisionText(lock: Self.map, setting: setting, selection: chosen).lines(of: found)
        #expect(
            lines == ["Selected t 2.0+cu12 for gpu :: cuda :: 12 (`swuv variants explain t`)"])

        let plain = try Self.decided(Self.map, [], adjust: all)
        setting.labels = plain.labels
        chosen = try LockSelection(Self.map, in: setting)
        lines = try DecisionText(lock: Self.map, setting: setting, selection: chosen).lines(of: plain)
        #expect(lines == ["Selected t 2.1+cpu: no accelerator found (`swuv variants explain t`)"])
    }

    /// The newest release was not built for this host.
    @Test func anOlderReleaseIsSaid() throws {
        var lock = Self.map
        lock.packages = lock.packages.map { package in
            var package = package
            if package.version == Version("2.1+cpu") { package.source = .index("https://x/cpu") }
            return package
        }
        var decision = HardwareDecision(
            subject: .index("m"), label: VariantLabel("cu12")!, properties: ["gpu :: cuda :: 12"])
        decision.rejected = [
            .init(option: VariantOption(label: VariantLabel("cpu")!), reason: "turned off")
        ]
        var found = try Self.decided(lock, Self.cuda) { $0.groups = Row.names(["all"]) }
        let setting = LockSelection.Setting(
            found, markers: VariantMarkerTests.environment, tags: PylockTests.tags,
            supported: { _, _ in SupportedProperties() })
        found.decisions = [decision]
        let lines = try DecisionText(
            lock: lock, setting: setting, selection: try LockSelection(lock, in: setting)
        ).lines(of: found)
        #expect(
            lines.first
                == "t 2.1 has no build for this computer; 2.0+cu12 is the newest locked one that has")
    }

    @Test func nothingFits() {
        var lock = Self.map
        lock.choices[0].options.removeLast()
        let all: (inout SelectionRequest) -> Void = { $0.groups = Row.names(["all"]) }
        let error = #expect(throws: Diagnostic.self) { try Self.decided(lock, [], adjust: all) }
        #expect(error?.message == "no build of `t` fits this computer")
        #expect(error?.causes == ["`cu12`: needs `gpu :: cuda :: 12`"])
        let named = #expect(throws: Diagnostic.self) {
            try Self.decided(
                Self.map, [], labels: [PackageName("t")!: VariantLabel("cu12")!], adjust: all)
        }
        #expect(named?.message == "the variant `cu12` of `t` cannot be taken here")
    }
}

extension String {
    fileprivate var trimmingSuffix: String { hasSuffix(" ") ? String(dropLast()) : self }
}
