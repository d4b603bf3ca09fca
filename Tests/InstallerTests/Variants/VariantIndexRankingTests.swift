import TestSupport
import Testing
import VariantProviders

@testable import Installer

/// Options held against a host: what fits, in which order, and why the rest does not.
@Suite struct VariantIndexRankingTests {
    private static func option(
        _ label: String, _ properties: [String: [String: [String]]] = [:], marker: String? = nil
    ) -> VariantOption {
        VariantOption(
            label: VariantLabel(label)!, properties: VariantProperties(properties),
            marker: marker.map { try! Marker(parsing: $0) })
    }

    private static let linux = MarkerEnvironment(
        osName: "posix", sysPlatform: "linux", platformMachine: "x86_64",
        platformPythonImplementation: "CPython", platformRelease: "", platformSystem: "Linux",
        platformVersion: "", pythonVersion: "3.12", pythonFullVersion: "3.12.4",
        implementationName: "cpython", implementationVersion: "3.12.4")

    private static let options = [
        option("g3", ["gpu": ["driver": ["3"], "arch": ["a9", "a8"]]]),
        option("g2", ["gpu": ["driver": ["2"], "arch": ["a8", "a7"]]]),
        option("g2old", ["gpu": ["driver": ["2"], "arch": ["a7"]]]),
        option("npu", ["npu": ["kind": ["k1"]]], marker: "sys_platform == 'linux'"),
        option("cpu"),
    ]

    private static func host(
        _ profile: [String: [VariantFeature]]?, _ preferences: VariantPreferences = .none,
        registrations: [ProviderRegistration] = [], indexes: [VariantIndex] = []
    ) -> VariantHost {
        VariantHost(
            registry: { ProviderRegistry(registrations: registrations, variantIndexes: indexes) },
            system: { FixtureSystem() },
            profile: profile.map { HostProfile(providers: $0.mapValues { .init($0) }) },
            preferences: preferences, markers: Self.linux, pool: WorkerPool(threads: 1),
            reporter: SilentReporter())
    }

    /// `g3/0 cpu/1 | g2: why`, the number being the tier.
    private static func ranked(
        _ host: VariantHost, environment: MarkerEnvironment? = nil, packages: [String] = ["torch"]
    ) -> String {
        do {
            let ranking = try host.rank(
                options, namespaces: ["gpu", "npu"], packages: Set(packages.map { PackageName($0)! }),
                environment: environment)
            return ranking.fits.map { "\($0.option.label)/\($0.tier)" }.joined(separator: " ")
                + ranking.rejected.map { " | \($0.option.label): \($0.rejection.reason.text)" }.joined()
        } catch {
            return "error: " + Diagnostic(describing: error).message
        }
    }

    private static func gpu(_ drivers: [String], _ archs: [String]?) -> [String: [VariantFeature]] {
        [
            "gpu": [VariantFeature("driver", drivers)]
                + (archs.map { [VariantFeature("arch", $0)] } ?? [])
        ]
    }

    @Test func order() {
        let noNPU = " | npu: needs `npu :: kind :: k1`"
        let noGPU =
            " | g3: needs (`gpu :: arch :: a8` or `gpu :: arch :: a9`) and `gpu :: driver :: 3` | g2: needs (`gpu :: arch :: a7` or `gpu :: arch :: a8`) and `gpu :: driver :: 2` | g2old: needs `gpu :: arch :: a7` and `gpu :: driver :: 2`"
        func with(_ change: (inout VariantPreferences) -> Void) -> VariantPreferences {
            var preferences = VariantPreferences.none
            change(&preferences)
            return preferences
        }
        let new = Self.gpu(["3", "2", "1"], ["a9", "a8", "a7"])
        let rows: [(String, [String: [VariantFeature]], VariantPreferences, String)] = [
            ("nothing", [:], .none, "cpu/0" + noGPU + noNPU),
            ("new", new, .none, "g3/0 g2/1 g2old/2 cpu/3" + noNPU),
            (
                "old driver", Self.gpu(["2", "1"], ["a8", "a7"]), .none,
                "g2/0 g2old/1 cpu/2 | g3: needs `gpu :: driver :: 3`" + noNPU
            ),
            (
                "ties stay in the order of the options", Self.gpu(["2"], ["a7"]), .none,
                "g2/0 g2old/0 cpu/1 | g3: needs (`gpu :: arch :: a8` or `gpu :: arch :: a9`) and `gpu :: driver :: 3`"
                    + noNPU
            ),
            (
                "a feature that the host does not name is not held against an option",
                Self.gpu(["3", "2"], nil), .none, "g3/0 g2/1 g2old/1 cpu/2" + noNPU
            ),
            (
                "unless none is left", ["gpu": [VariantFeature("other", ["1"])]], .none,
                "cpu/0" + noGPU + noNPU
            ),
            ("an empty answer", ["gpu": []], .none, "cpu/0" + noGPU + noNPU),
            (
                "namespaces in their order", new.merging(["npu": [VariantFeature("kind", ["k1"])]]) { $1 },
                .none, "g3/0 g2/1 g2old/2 npu/3 cpu/4"
            ),
            (
                "a preference reorders", new.merging(["npu": [VariantFeature("kind", ["k1"])]]) { $1 },
                with { $0.preferred = [.namespace("npu")] }, "npu/0 g3/1 g2/2 g2old/3 cpu/4"
            ),
            (
                "a value is preferred", new,
                with { $0.preferred = [.property(VariantProperty("gpu", "driver", "2"))] },
                "g2/0 g2old/1 g3/2 cpu/3" + noNPU
            ),
            (
                "excluded", new, with { $0.excluded = [.feature("gpu", "arch")] },
                "cpu/0 | g3: declares `gpu :: arch`, which is excluded | g2: declares `gpu :: arch`, which is excluded | g2old: declares `gpu :: arch`, which is excluded"
                    + noNPU
            ),
            (
                "excluded though not asked", Self.gpu(["3", "2"], nil),
                with { $0.excluded = [.property(VariantProperty("gpu", "arch", "a9"))] },
                "g2/0 g2old/0 cpu/1 | g3: declares `gpu :: arch :: a9`, which is excluded" + noNPU
            ),
            (
                "a label", new, with { $0.labels[PackageName("torch")!] = VariantLabel("g2") },
                "g2/0 | g3: the variant `g2` was asked for | g2old: the variant `g2` was asked for" + noNPU
                    + " | cpu: the variant `g2` was asked for"
            ),
            (
                "a label of another package", new,
                with { $0.labels[PackageName("numpy")!] = VariantLabel("g2") },
                "g3/0 g2/1 g2old/2 cpu/3" + noNPU
            ),
            (
                "two labels", new,
                with {
                    $0.labels[PackageName("torch")!] = VariantLabel("g2")
                    $0.labels[PackageName("vision")!] = VariantLabel("cpu")
                },
                "error: `torch=g2` and `vision=cpu` were asked for, and these packages carry one label together"
            ),
            (
                "off", new, with { $0.takesNone = true },
                "cpu/0 | g3: variant wheels are turned off | g2: variant wheels are turned off | g2old: variant wheels are turned off"
                    + noNPU
            ),
            ("a provider that is off", new, with { $0.disabledProviders = ["gpu"] }, "cpu/0" + noGPU + noNPU),
        ]
        for (what, profile, preferences, expected) in rows {
            let host = Self.host(profile, preferences)
            #expect(Self.ranked(host, packages: ["torch", "vision"]) == expected, "\(what)")
        }
    }

    @Test func environments() {
        let npu = ["npu": [VariantFeature("kind", ["k1"])]]
        #expect(Self.ranked(Self.host(npu), environment: Self.linux).hasPrefix("npu/0 cpu/1 | g3"))
        var mac = Self.linux
        mac.sysPlatform = "darwin"
        #expect(
            Self.ranked(Self.host(npu), environment: mac)
                .hasSuffix("| npu: is for `sys_platform == 'linux'`"))
        #expect(Self.ranked(Self.host(npu), environment: mac).hasPrefix("cpu/0"))
    }

    /// Without metadata the registrations of the namespace answer, and only those that are asked about.
    @Test func whoAnswers() {
        struct Listed: VariantProvider {
            let name: String
            let features: [VariantFeature]
            func answer() -> ProviderAnswer { ProviderAnswer(features: features) }
        }
        func registration(
            _ driver: String, isList: Bool = false, isEnabled: Bool = true, _ namespace: String = "gpu"
        ) -> ProviderRegistration {
            ProviderRegistration(
                namespace: namespace,
                standsFor: isList
                    ? [] : [ProviderEndpoint(package: "p", versions: ["1"], pluginAPI: "p")],
                isEnabled: isEnabled, origin: .native,
                make: { _ in
                    Listed(
                        name: driver,
                        features: [VariantFeature("driver", [driver]), VariantFeature("arch", ["a8"])])
                })
        }
        let rows: [([ProviderRegistration], String)] = [
            ([], "cpu/0"), ([registration("2")], "g2/0"), ([registration("2"), registration("3")], "g2/0"),
            ([registration("2", isEnabled: false), registration("3")], "g3/0"),
            ([registration("2"), registration("3", isList: true)], "g3/0"),
            ([registration("2", isEnabled: false)], "cpu/0"), ([registration("2", "npu")], "cpu/0"),
        ]
        for (registrations, expected) in rows {
            let found = Self.ranked(Self.host(nil, registrations: registrations))
            #expect(found.hasPrefix(expected), "\(found)")
        }
    }

    @Test func switchedOff() throws {
        let indexes = ["one", "two"].map {
            VariantIndex(name: $0, packages: [PackageName("a")!], namespaces: [], variants: [])
        }
        func names(_ change: (inout VariantPreferences) -> Void) throws -> [String] {
            var preferences = VariantPreferences.none
            change(&preferences)
            return try Self.host([:], preferences, indexes: indexes).variantIndexes().map(\.name)
        }
        #expect(try names { _ in } == ["one", "two"])
        #expect(try names { $0.disabledIndexes = ["one", "three"] } == ["two"])
        #expect(try names { $0.takesNone = true } == [])
    }
}
