import Synchronization
import TestSupport
import Testing
import VariantProviders

@testable import Installer

private let api = "gpu_provider.plugin:Plugin"
private let nvidia = ProviderInformation(
    .plugin(requires: [requirement("gpu-provider >=0.0.1,<1")], api: api))

private func requirement(_ text: String) -> Requirement { try! Requirement(parsing: text) }

/// Who answers for a namespace: V-180…V-194.
@Suite struct VariantHostTests {
    /// One question and what is expected.
    private struct Row {
        var what: String
        var provider: ProviderInformation?
        var profile: HostProfile?
        var preferences = VariantPreferences.none
        var registrations = Fixture.registrations
        var trusted: [String] = []
        /// `feature=value,value;…` in order; empty for nothing.
        var features = ""
        var reason: SupportedProperties.Unsupported?
        var isABI = false
        var asked: [String] = []
        var warnings = 0
        var fails = false
        var namespace = "gpu"
    }

    @Test func whoAnswers() throws {
        let listed = HostProfile(providers: ["gpu": .init([VariantFeature("f", ["p"])])])
        let other = HostProfile(providers: ["tpu": .init([])])
        var partial = other
        partial.isComplete = false
        let named = VariantFeature("s", ["2", "1"])
        func plugin(_ requires: String..., api: String? = api, optional: Bool = false) -> ProviderInformation
        {
            ProviderInformation(
                isOptional: optional, .plugin(requires: requires.map(requirement), api: api))
        }
        var on = VariantPreferences.none
        on.enabledProviders = ["gpu"]
        var off = VariantPreferences.none
        off.disabledProviders = ["gpu"]
        var strict = VariantPreferences.none
        strict.isStrict = true
        let asksNative = ["gpu"]

        let rows: [Row] = [
            // V-180
            Row(what: "optional", provider: plugin("gpu-provider", optional: true), reason: .optional),
            Row(
                what: "optional, enabled", provider: plugin("gpu-provider", optional: true), preferences: on,
                features: "f=2,1", asked: asksNative),
            Row(
                what: "an optional static list is off, A-08",
                provider: ProviderInformation(isOptional: true, .listed([named])), reason: .optional),
            Row(
                what: "optional, and the user gave a list, A-13",
                provider: plugin("gpu-provider", optional: true), profile: listed, features: "f=p"),
            Row(
                what: "optional, and a drop-in answers, A-13",
                provider: plugin("gpu-provider", optional: true),
                registrations: Fixture.registrations + [Fixture.userList], features: "u=1", asked: ["user"]),
            Row(
                what: "optional ABI is off", provider: .init(isOptional: true, .builtin("abi_dependency")),
                reason: .optional),
            Row(what: "disabled", provider: nvidia, preferences: off, reason: .disabled),
            Row(
                what: "disabled beats static lists", provider: .init(.listed([named])), preferences: off,
                reason: .disabled),
            Row(
                what: "switched off by a file", provider: nvidia,
                registrations: [Fixture.switchedOff], reason: .disabled),
            Row(
                what: "switched off by a file, enabled by the user", provider: nvidia, preferences: on,
                registrations: [Fixture.switchedOff], features: "f=2,1", asked: asksNative),
            // V-181
            Row(what: "static", provider: .init(.listed([named])), features: "s=2,1"),
            Row(
                what: "static beats the profile, A-12", provider: .init(.listed([named])), profile: listed,
                features: "s=2,1"),
            Row(
                what: "static in a profile without it", provider: .init(.listed([named])), profile: other,
                features: "s=2,1"),
            Row(
                what: "a static list without values, V-057",
                provider: .init(.listed([VariantFeature("s", [])])), reason: .nothingFound),
            // V-182, V-186
            Row(what: "profile", provider: nvidia, profile: listed, features: "f=p"),
            Row(
                what: "profile for metadata without providers, V-189", profile: listed, features: "f=p"),
            Row(what: "complete profile without it", provider: nvidia, profile: other, reason: .notInProfile),
            Row(
                what: "a complete profile leaves drop-ins alone", provider: nvidia, profile: other,
                registrations: [Fixture.userList], reason: .notInProfile),
            Row(
                what: "incomplete profile without it", provider: nvidia, profile: partial, features: "f=2,1",
                asked: asksNative),
            Row(
                what: "profile that says nothing of it", provider: nvidia,
                profile: HostProfile(providers: ["gpu": .init([])]), reason: .nothingFound),
            Row(
                what: "drop-in list", provider: nvidia,
                registrations: [Fixture.userList] + Fixture.registrations, features: "u=1", asked: ["user"]),
            Row(
                what: "drop-in list for another plugin", provider: plugin("odd"),
                registrations: [Fixture.userList], features: "u=1", asked: ["user"]),
            // V-190…V-192
            Row(what: "match", provider: nvidia, features: "f=2,1", asked: asksNative),
            Row(
                what: "match by another namespace", provider: nvidia, features: "f=2,1", asked: asksNative,
                namespace: "cuda"),
            Row(
                what: "trust is not consulted, A-14", provider: nvidia, trusted: ["gpu-provider"],
                features: "f=2,1", asked: asksNative),
            Row(
                what: "white space in the endpoint, V-210",
                provider: plugin("GPU.Provider", api: "gpu_provider.plugin : Plugin"), features: "f=2,1",
                asked: asksNative),
            Row(
                what: "another endpoint", provider: plugin("gpu-provider", api: "gpu_provider:Other"),
                reason: .untrusted(packages: ["gpu-provider"])),
            Row(
                what: "default endpoint, V-192", provider: plugin("Gpu.Provider-2", api: nil),
                registrations: [Fixture.withDefault], features: "f=2,1", asked: asksNative),
            Row(
                what: "marker that holds, V-191",
                provider: plugin("gpu-provider; python_version >= '3.0'"), features: "f=2,1",
                asked: asksNative),
            Row(
                what: "all but one filtered out",
                provider: plugin("other; sys_platform == 'win32'", "gpu-provider"), features: "f=2,1",
                asked: asksNative),
            Row(
                what: "two remain", provider: plugin("gpu-provider", "other"),
                reason: .untrusted(packages: ["gpu-provider", "other"])),
            Row(
                what: "none remains", provider: plugin("gpu-provider; sys_platform == 'win32'"),
                reason: .failed("none of its `requires` applies to this Python")),
            Row(
                what: "an extra", provider: plugin("gpu-provider[x]"),
                reason: .untrusted(packages: ["gpu-provider"])),
            Row(
                what: "a URL", provider: plugin("gpu-provider @ https://host/x.whl"),
                trusted: ["gpu-provider"],
                reason: .untrusted(packages: ["gpu-provider"])),
            Row(
                what: "newer releases only, A-15", provider: plugin("gpu-provider>=2"),
                reason: .otherRelease("gpu-provider>=2", reproduced: ["0.0.1", "0.0.2", "0.1rc1"])),
            Row(
                what: "the last of the reproduced", provider: plugin("gpu-provider>=0.0.2"),
                features: "f=2,1", asked: asksNative),
            Row(
                what: "pre-releases do not count, A-21", provider: plugin("gpu-provider==0.1rc1"),
                reason: .otherRelease("gpu-provider==0.1rc1", reproduced: ["0.0.1", "0.0.2", "0.1rc1"])),
            // V-184, V-185
            Row(
                what: "unknown plugin", provider: plugin("odd-provider", api: nil),
                reason: .untrusted(packages: ["odd-provider"])),
            Row(
                what: "trusted plugin", provider: plugin("odd-provider", api: nil), trusted: ["odd-provider"],
                features: "x=1", asked: ["plugin odd-provider odd_provider"]),
            Row(
                what: "one of two trusted", provider: plugin("odd-provider", "helper"),
                trusted: ["odd-provider"], reason: .untrusted(packages: ["helper"])),
            Row(
                what: "newer releases only, trusted", provider: plugin("gpu-provider>=2"),
                trusted: ["gpu-provider"], features: "x=1",
                asked: ["plugin gpu-provider \(api)"]),
            // builtin
            Row(
                what: "unknown builtin, V-059", provider: .init(.builtin("magic")),
                reason: .unknownBuiltin("magic")),
            Row(what: "ABI, V-230", provider: .init(.builtin("abi_dependency")), isABI: true),
            Row(
                what: "ABI with a profile", provider: .init(.builtin("abi_dependency")), profile: other,
                isABI: true),
            Row(what: "ABI by its reserved name, A-05", isABI: true, namespace: "abi_dependency"),
            // V-189
            Row(what: "no provider", reason: .noProvider),
            Row(
                what: "no provider, enabled by name", preferences: on, features: "f=2,1", asked: asksNative),
            // V-194, V-217
            Row(
                what: "broken", provider: nvidia, registrations: [Fixture.broken],
                reason: .failed("the device hangs"), asked: asksNative, warnings: 1),
            Row(
                what: "broken and strict", provider: nvidia, preferences: strict,
                registrations: [Fixture.broken], asked: asksNative, fails: true),
            Row(
                what: "broken and enabled by name", provider: nvidia, preferences: on,
                registrations: [Fixture.broken], asked: asksNative, fails: true),
            Row(
                what: "invalid answer, V-213", provider: nvidia, registrations: [Fixture.invalid],
                reason: .failed("its answer is not valid"), asked: asksNative, warnings: 1),
            Row(
                what: "warnings of the provider", provider: nvidia, registrations: [Fixture.grumbling],
                reason: .nothingFound, asked: asksNative, warnings: 1),
        ]
        for row in rows { try check(row) }
    }

    private func check(_ row: Row) throws {
        let fixture = Fixture()
        let host = fixture.host(
            row.registrations, trusted: row.trusted, profile: row.profile, preferences: row.preferences)
        let metadata = VariantMetadata(
            schema: VariantMetadata.schema850, namespaces: [row.namespace],
            providers: row.provider.map { [row.namespace: $0] } ?? [:], variants: [:])
        // Asked twice, answered once (V-188).
        for _ in 0..<2 {
            let answer = Result { try host.supported(for: metadata, namespaces: [row.namespace]).wait() }
            guard case .success(let supported) = answer else {
                #expect(row.fails, "\(row.what)")
                continue
            }
            #expect(!row.fails, "\(row.what)")
            let features = supported.features[row.namespace] ?? []
            let text = features.map { "\($0.name)=\($0.values.joined(separator: ","))" }
            #expect(text.joined(separator: ";") == row.features, "\(row.what)")
            #expect(supported.reasons[row.namespace] == row.reason, "\(row.what)")
            #expect(supported.abiNamespaces.contains(row.namespace) == row.isABI, "\(row.what)")
        }
        #expect(fixture.asked.withLock { $0 } == row.asked, "\(row.what)")
        #expect(fixture.reporter.warnings.withLock { $0 }.count == row.warnings, "\(row.what)")
        // V-271, A-15: who was not asked, once.
        let isToldOf =
            switch row.reason {
            case .untrusted, .otherRelease, .unknownBuiltin: true
            default: false
            }
        #expect(fixture.reporter.notes.withLock { $0 }.count == (isToldOf ? 1 : 0), "\(row.what)")
    }

    /// V-188: only namespaces asked for, and one question for two namespaces with one provider.
    @Test func onlyWhatIsAsked() throws {
        let fixture = Fixture()
        let host = fixture.host(Fixture.registrations)
        let metadata = VariantMetadata(
            schema: VariantMetadata.schema850, namespaces: ["gpu", "cuda", "odd"],
            providers: [
                "gpu": nvidia, "cuda": nvidia, "odd": .init(.builtin("magic")),
            ], variants: [:])
        _ = try host.supported(for: metadata, namespaces: []).wait()
        #expect(fixture.asked.withLock { $0 }.isEmpty && fixture.loads.withLock { $0 } == 0)
        let both = try host.supported(for: metadata, namespaces: ["gpu", "cuda"]).wait()
        #expect(both.features["gpu"] == both.features["cuda"] && both.reasons.isEmpty)
        #expect(fixture.asked.withLock { $0 } == ["gpu"] && fixture.loads.withLock { $0 } == 1)
    }

    /// Broken files of `providers.d` are the user's fault to mend, and no provider's.
    @Test func brokenRegistry() throws {
        let host = VariantHost(
            registry: { throw Diagnostic("broken") }, system: { FixtureSystem() }, profile: nil,
            preferences: .none, markers: Fixture.markers, pool: WorkerPool(threads: 1),
            reporter: SilentReporter())
        let metadata = VariantMetadata(
            schema: "", namespaces: ["gpu"], providers: ["gpu": nvidia], variants: [:])
        #expect(throws: Diagnostic.self) {
            try host.supported(for: metadata, namespaces: ["gpu"]).wait()
        }
    }

    @Test func detection() throws {
        let fixture = Fixture()
        func named(_ namespace: String, _ registration: ProviderRegistration) -> ProviderRegistration {
            var copy = registration
            copy.namespace = namespace
            return copy
        }
        let call = fixture.call(
            [
                named("amd", Fixture.registrations[0]), named("amd", Fixture.more),
                named("npu", Fixture.broken), named("tpu", Fixture.broken),
                named("gpu", Fixture.registrations[0]), named("gpu", Fixture.userList),
                named("off", Fixture.switchedOff),
            ])
        let detections = try call.detections(without: ["npu"], on: WorkerPool(threads: 2))
        let shown = detections.map { detection in
            switch detection.result {
            case .answer: "\(detection.namespace)"
            case .failed(let diagnostic): "\(detection.namespace): \(diagnostic.message)"
            case .disabled: "\(detection.namespace): off"
            }
        }
        // `amd` and `tpu` are known to swuv, whose order counts for them; the site's own come behind.
        #expect(shown == ["amd", "amd", "tpu: the device hangs", "npu: off", "gpu", "off: off"])
        let profile = HostProfile(detections, platform: nil)
        #expect(profile.isComplete)
        #expect(
            profile.providers == [
                "amd": .init(
                    [VariantFeature("f", ["2", "1", "3"]), VariantFeature("g", ["x"])], source: "driver"),
                "tpu": .init([]), "gpu": .init([VariantFeature("u", ["1"])]),
            ])
        #expect(fixture.reporter.warnings.withLock { $0 }.isEmpty)
    }

    /// What is installed and what the user says: V-098, V-123. Without a profile nobody is asked.
    @Test func installedVariants() throws {
        let onGPU = VariantProperties(["gpu": ["f": ["2"]]])
        let metadata = VariantMetadata(
            schema: "", namespaces: ["gpu"], providers: ["gpu": nvidia],
            variants: [VariantLabel("fast")!: onGPU])
        let listed = HostProfile(providers: ["gpu": .init([VariantFeature("f", ["2", "1"])])])
        let other = HostProfile(providers: ["gpu": .init([VariantFeature("f", ["1"])])])
        let open = HostProfile(isComplete: false, providers: [:])
        let alpha = PackageName("alpha")!
        let rows: [(HostProfile?, VariantPreferences, isRuledOut: Bool, asked: [String])] = [
            (nil, .none, false, []), (listed, .none, false, []), (other, .none, true, []),
            (HostProfile(providers: [:]), .none, true, []), (open, .none, false, ["gpu"]),
            (nil, VariantPreferences(excluded: [.namespace("gpu")]), true, []),
            (nil, VariantPreferences(excluded: [.namespace("tpu")]), false, []),
            (nil, VariantPreferences(disabledProviders: ["gpu"]), true, []),
            (nil, VariantPreferences(disabledProviders: ["tpu"]), false, []),
            (nil, VariantPreferences(takesNone: true), true, []),
            (nil, VariantPreferences(labels: [alpha: VariantLabel("fast")!]), false, []),
            (nil, VariantPreferences(labels: [alpha: .null]), true, []),
            (listed, VariantPreferences(preferred: [.feature("gpu", "g")]), false, []),
        ]
        for (number, (profile, preferences, isRuledOut, asked)) in rows.enumerated() {
            let fixture = Fixture()
            let host = fixture.host(Fixture.registrations, profile: profile, preferences: preferences)
            #expect(try host.rulesOut(metadata, of: alpha) == isRuledOut, "row \(number)")
            #expect(fixture.asked.withLock { $0 } == asked, "row \(number)")
            #expect(host.mayRuleOut(alpha) == (number > 0), "row \(number)")
        }
    }

    @Test func validAnswers() throws {
        let rows: [([VariantFeature], faults: [String]?)] = [
            ([], nil), ([VariantFeature("a", ["1", "2.0"])], nil), ([VariantFeature("a", [])], nil),
            (
                [
                    VariantFeature("A", ["1"]), VariantFeature("b", ["x-y", "2", "2"]),
                    VariantFeature("b", []),
                ],
                [
                    "`A` is no feature", "repeated feature `b`", "`x-y` is no value of `b`",
                    "repeated value `2` of `b`",
                ]
            ),
            (
                [VariantFeature("a", [String(repeating: "1", count: 2000)])],
                ["`\(String(repeating: "1", count: 60))…` is no value of `a`"]
            ),
            ((0..<2000).map { VariantFeature("f\($0)", ["1"]) }, ["it lists 2000 features"]),
            ([VariantFeature("a", (0..<70_000).map(String.init))], ["it lists 70000 values of `a`"]),
        ]
        for (features, faults) in rows {
            do throws(Diagnostic) {
                let valid = try ProviderAnswer(features: features).validated()
                #expect(faults == nil && valid.features == features.filter { !$0.values.isEmpty })
            } catch {
                #expect(error.causes == faults)
            }
        }
    }
}

/// A registry in memory that notes who was asked.
private final class Fixture: Sendable {
    let asked = Mutex<[String]>([])
    let loads = Mutex(0)
    let reporter = CollectingReporter()

    final class CollectingReporter: Reporter {
        let warnings = Mutex<[String]>([])
        let notes = Mutex<[String]>([])
        func note(_ line: String) { notes.withLock { $0.append(line) } }
        func warning(_ diagnostic: Diagnostic) { warnings.withLock { $0.append(diagnostic.message) } }
    }

    struct Provider: VariantProvider {
        var name: String
        var result: Result<ProviderAnswer, Diagnostic>
        var note: @Sendable (String) -> Void = { _ in }
        func answer() throws -> ProviderAnswer {
            note(name)
            return try result.get()
        }
    }

    static let endpoints = [
        ProviderEndpoint(
            package: "gpu-provider", versions: ["0.0.1", "0.0.2", "0.1rc1"],
            pluginAPI: "gpu_provider.plugin:Plugin")
    ]

    static func registration(
        _ name: String, endpoints: [ProviderEndpoint] = Fixture.endpoints, enabled: Bool = true,
        _ result: Result<ProviderAnswer, Diagnostic>
    ) -> ProviderRegistration {
        ProviderRegistration(
            namespace: "gpu", standsFor: endpoints, isEnabled: enabled, origin: .native,
            make: { _ in Provider(name: name, result: result) })
    }

    private static let answer = ProviderAnswer(features: [VariantFeature("f", ["2", "1"])], source: "driver")
    static let registrations = [registration("gpu", .success(answer))]
    static let switchedOff = registration("gpu", enabled: false, .success(answer))
    static let broken = registration("gpu", .failure(Diagnostic("the device hangs")))
    static let invalid = registration("gpu", .success(.init(features: [VariantFeature("F", ["1"])])))
    static let grumbling = registration(
        "gpu", .success(.init(features: [VariantFeature("f", [])], warnings: ["`x` is no version"])))
    static let userList = registration(
        "user", endpoints: [], .success(.init(features: [VariantFeature("u", ["1"])])))
    static let more = registration(
        "more",
        .success(.init(features: [VariantFeature("f", ["3", "1"]), VariantFeature("g", ["x"])])))
    static let withDefault = registration(
        "gpu",
        endpoints: [.init(package: "gpu-provider-2", versions: ["1"], pluginAPI: "gpu_provider_2")],
        .success(answer))

    static let markers = MarkerEnvironment(
        osName: "posix", sysPlatform: "linux", platformMachine: "x86_64",
        platformPythonImplementation: "CPython", platformRelease: "", platformSystem: "Linux",
        platformVersion: "", pythonVersion: "3.12", pythonFullVersion: "3.12.4",
        implementationName: "cpython", implementationVersion: "3.12.4")

    func host(
        _ registrations: [ProviderRegistration], trusted: [String] = [], profile: HostProfile? = nil,
        preferences: VariantPreferences = .none
    ) -> VariantHost {
        let noting = registrations.map { registration in
            var copy = registration
            copy.make = { system in
                var provider = registration.make(system) as! Provider
                provider.note = { name in self.asked.withLock { $0.append(name) } }
                return provider
            }
            return copy
        }
        let registry = ProviderRegistry(
            registrations: noting, trusted: trusted.map { TrustedPlugin(package: PackageName($0)!) },
            runPlugin: { request in
                let packages = request.requires.map(\.description).joined(separator: " ")
                let name = packages.prefix { $0 != ">" }
                self.asked.withLock { $0.append("plugin \(name) \(request.api)") }
                return ProviderAnswer(features: [VariantFeature("x", ["1"])])
            })
        return VariantHost(
            registry: {
                self.loads.withLock { $0 += 1 }
                return registry
            }, system: { FixtureSystem() }, profile: profile, preferences: preferences,
            markers: Self.markers, pool: WorkerPool(threads: 2), reporter: reporter)
    }

    func call(_ registrations: [ProviderRegistration]) -> ProviderCall {
        ProviderCall(
            registry: ProviderRegistry(registrations: registrations), system: FixtureSystem(),
            reporter: reporter)
    }
}
