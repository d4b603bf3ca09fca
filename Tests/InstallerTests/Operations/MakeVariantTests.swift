import Testing
import VariantProviders

@testable import Installer

/// Wheels made into variant wheels (V-250…V-255).
@Suite struct MakeVariantTests {
    private static let seed = "{\(PackagerScratch.providers)}"
    private static let toml = """
        [project]
        name = "demo"
        [variant.default-priorities]
        namespace = ["gpu", "cpu"]
        [variant.providers.gpu]
        requires = ["gpu-provider"]
        [variant.providers.cpu]
        static-properties = { level = ["v3", "v2"] }
        [variant.variants]
        fast = { cpu = { level = ["v3"] } }
        gpu = { gpu = { arch = ["b", "a"] } }
        """

    private func property(_ text: String) throws -> VariantProperty {
        guard case .property(let property) = VariantSelector(parsing: text) else {
            throw Diagnostic("no property: \(text)")
        }
        return property
    }

    private func make(
        _ at: PackagerScratch, _ label: String?, _ properties: [String] = [],
        seed: (name: String, text: String)? = nil,
        wheel: String = "dist/demo-1.0-py3-none-any.whl"
    ) throws -> MakeVariantReport {
        if let seed { try at.put(seed.name, Array(seed.text.utf8), in: "project") }
        return try makeVariant(
            MakeVariantRequest(
                wheel: Path(wheel), label: label.flatMap { VariantLabel($0) },
                properties: properties.map(property),
                seed: seed.map { Path("project/\($0.name)") }, output: "out"), in: at.session)
    }

    /// What comes out is a wheel that installs, with its label, and of the old one nothing but RECORD is different.
    @Test func makesVariants() throws {
        let json = ("seed.json", Self.seed)
        let toml = ("pyproject.toml", Self.toml)
        let rows:
            [(
                label: String?, properties: [String], seed: (String, String)?, made: String,
                expected: [String]
            )] = [
                (
                    "x", ["gpu :: arch :: a", "gpu::arch::b"], json, "x",
                    ["gpu :: arch :: a", "gpu :: arch :: b"]
                ),
                ("cpu.v3", ["cpu :: level :: v3"], json, "cpu.v3", ["cpu :: level :: v3"]),
                ("null", [], json, "null", []), (nil, [], json, "null", []),
                // The label of a seed stands for its properties, and the other way round (V-252).
                ("fast", [], toml, "fast", ["cpu :: level :: v3"]),
                (
                    nil, ["gpu :: arch :: a", "gpu :: arch :: b"], toml, "gpu",
                    ["gpu :: arch :: a", "gpu :: arch :: b"]
                ),
                ("fast", ["cpu :: level :: v3"], toml, "fast", ["cpu :: level :: v3"]),
                ("slow", ["cpu :: level :: v2"], toml, "slow", ["cpu :: level :: v2"]),
                // sha256 of "cpu :: level :: v2\n".
                (
                    nil, ["cpu :: level :: v2"], json,
                    String(
                        Hash(.sha256, bytes: SmallSHA256.digest(Array("cpu :: level :: v2\n".utf8))).hex
                            .prefix(8)), ["cpu :: level :: v2"]
                ),
            ]
        for row in rows {
            let at = try PackagerScratch()
            let plain = PackagerScratch.wheel { $0.files[1].mode = 0o100755 }
            let old = try at.put(plain.filename, plain.zip.bytes)
            let report = try make(at, row.label, row.properties, seed: row.seed)
            #expect(report.label.text == row.made && report.properties.all.map(\.description) == row.expected)
            #expect(
                report.path.name == "demo-1.0-py3-none-any-\(row.made).whl"
                    && report.path.parent.name == "out")
            #expect(try File.read(old) == plain.zip.bytes)
            // Sound by the installer's rules and by the packager's (V-014, V-035).
            let filename = try WheelFilename(parsing: report.path.name)
            _ = try WheelArchive(report.path, filename: filename, name: report.path.name)
            let wheel = VariantWheel(report.path)
            #expect(wheel.faults.isEmpty && wheel.doubts.isEmpty, "\(wheel.faults) \(wheel.doubts)")
            #expect(wheel.metadata?.variants == [report.label: report.properties])
            #expect(wheel.metadata?.namespaces == ["gpu", "cpu"])
            let (before, after) = (try ZipArchive(old), try ZipArchive(report.path))
            #expect(after.entries.dropLast(2).map(\.name) == before.entries.dropLast().map(\.name))
            #expect(
                after.entries.suffix(2).map(\.name) == [
                    "demo-1.0.dist-info/variant.json", "demo-1.0.dist-info/RECORD",
                ])
            #expect(after.entries[1].isExecutable)
            let bytes = try File.read(report.path)
            _ = try make(at, row.label, row.properties, seed: row.seed)
            #expect(try File.read(report.path) == bytes)
        }
    }

    /// A variant wheel is made another variant, with the providers it has (V-255).
    @Test func replacesVariants() throws {
        let at = try PackagerScratch()
        try at.put("demo-1.0-7-py3-none-any.whl", PackagerScratch.wheel().zip.bytes)
        let first = try make(
            at, "fast", seed: ("pyproject.toml", Self.toml), wheel: "dist/demo-1.0-7-py3-none-any.whl")
        #expect(first.path.name == "demo-1.0-7-py3-none-any-fast.whl")
        let second = try make(
            at, "slow", ["cpu :: level :: v2"], wheel: "out/demo-1.0-7-py3-none-any-fast.whl")
        #expect(second.path.name == "demo-1.0-7-py3-none-any-slow.whl")
        let wheel = VariantWheel(second.path)
        #expect(wheel.faults == [] && wheel.metadata?.namespaces == ["gpu", "cpu"])
        let names = try ZipArchive(second.path).entries.map(\.name)
        #expect(
            names.count { $0.hasSuffix("variant.json") } == 1 && names.count { $0.hasSuffix("RECORD") } == 1)
        // Its own file may be the target.
        let third = try make(
            at, "slow", ["cpu :: level :: v2"], wheel: "out/demo-1.0-7-py3-none-any-slow.whl")
        #expect(third.sha256 == second.sha256)
    }

    /// A wheel whose `variant.json` is of another time (V-421) or missing gets a new one from a seed.
    @Test func replacesMetadataThatIsOfNoUse() throws {
        let old = """
            {"$schema": "https://variants-schema.wheelnext.dev/v0.0.3.json", "default-priorities": {"namespace": ["cpu"],
             "feature": {"cpu": ["level"]}, "property": {}}, "providers": {"cpu": {"enable-if": "", "plugin-api": "x:Y",
             "requires": ["x"], "install-time": true}}, "static-properties": {}, "variants": {"00000000": {}}}
            """
        for text in [old, nil] {
            let at = try PackagerScratch()
            let wheel = PackagerScratch.variant("00000000", text)
            try at.put(wheel)
            let report = try make(
                at, "null", seed: ("pyproject.toml", Self.toml), wheel: "dist/\(wheel.name)")
            #expect(report.path.name == "demo-1.0-py3-none-any-null.whl")
            #expect(VariantWheel(report.path).faults == [])
            // Without a seed there is nothing to take providers from.
            let told = complaint { _ = try make(at, "null", wheel: "dist/\(wheel.name)") }
            #expect(told.contains("is not a sound wheel") && told.contains("`variant.json`"), "\(told)")
        }
    }

    /// A signature is of the old RECORD.
    @Test func leavesSignaturesOut() throws {
        let at = try PackagerScratch()
        let signed = PackagerScratch.wheel {
            $0.files.append(.init("demo-1.0.dist-info/RECORD.jws", "{}"))
            $0.rows["demo-1.0.dist-info/RECORD.jws"] = .some(nil)
        }
        try at.put(signed.filename, signed.zip.bytes)
        let report = try make(at, "fast", seed: ("pyproject.toml", Self.toml))
        #expect(report.leftOut == ["demo-1.0.dist-info/RECORD.jws"])
        #expect(VariantWheel(report.path).faults == [])
    }

    /// Without a seed every wheel names the namespaces that swuv knows, so all combine (V-062).
    @Test func knowsProviders() throws {
        func native(_ namespace: String, _ package: String) -> NativeProvider {
            NativeProvider(
                name: namespace, namespace: namespace,
                endpoints: [
                    ProviderEndpoint(package: package, versions: ["1"], pluginAPI: "\(namespace)_x:P")
                ]
            ) { _ in fatalError() }
        }
        let seed = try VariantSeed.native([
            native("gpu", "gpu-p"), native("cpu", "cpu-p"), native("gpu", "other-p"),
        ])
        #expect(seed.metadata.namespaces == ["gpu", "cpu"])
        let text = try seed.metadata(label: .null, properties: VariantProperties()).metadata.text
        #expect(text.contains("\"gpu-p\"") && text.contains("\"gpu_x:P\"") && !text.contains("other-p"))
        _ = try VariantMetadata(parsing: Array(text.utf8), file: "x")
    }

    @Test func refuses() throws {
        let json = ("seed.json", Self.seed)
        let toml = ("pyproject.toml", Self.toml)
        func table(_ text: String) -> (String, String) { ("pyproject.toml", "[variant]\n" + text) }
        let rows: [(label: String?, properties: [String], seed: (String, String)?, parts: [String])] = [
            // V-048, V-049, V-050 with A-04.
            ("null", ["cpu :: level :: v2"], json, ["the variant `null` has no properties"]),
            ("empty", [], json, ["`empty` has no properties"]),
            (
                "quick", ["cpu :: level :: v3"], toml,
                ["`fast` has the same properties in project/pyproject.toml"]
            ),
            (
                "fast", ["cpu :: level :: v2"], toml,
                ["`fast` stands for `cpu :: level :: v3` in project/pyproject.toml"]
            ),
            // V-254: both tables, and the lists of a static provider; all at once.
            (
                "x", ["npu :: a :: b", "cpu :: level :: v9", "cpu :: cores :: 8"], json,
                [
                    "the namespace `npu` is unknown to project/seed.json",
                    "`cpu :: level :: v9` is not in the",
                    "`cpu :: cores :: 8` is not in the",
                ]
            ),
            // V-251 where no plugin can run; the seed's own rules, with places.
            (
                "x", ["cpu :: level :: v3"],
                table(
                    "default-priorities.namespace = ['cpu']\n[variant.providers.cpu]\nbuild-requires = ['p']\n"
                ),
                ["cannot list the properties of `cpu` in the wheel", "plugins cannot be run here"]
            ),
            (
                "x", ["cpu :: level :: v3"],
                table(
                    "default-priorities.namespace = ['cpu']\n[variant.providers.cpu]\nbuild-requires = ['p']\nrequires = ['q']\nextra = 1\n"
                ),
                [
                    "line 5, column 1: `requires` and `build-requires` exclude each other",
                    "line 6, column 1: `providers.cpu.extra`",
                ]
            ),
            ("x", [], ("pyproject.toml", "[project]\nname = 'x'\n"), ["has no table `[variant]`"]),
            ("x", [], ("pyproject.toml", "[variant\n"), ["line 1"]),
            ("x", [], ("seed.json", "{\"a\""), ["it is not JSON"]),
            ("x", [], ("seed.json", "[]"), ["expected an object"]),
            ("x", [], ("seed.json", "{}"), ["`default-priorities` is missing", "`providers` is missing"]),
            (
                "x", [],
                ("seed.json", "{\"default-priorities\":{\"namespace\":[\"A\"]},\"providers\":{},\"x\":1}"),
                ["`default-priorities.namespace`: `A` is not a namespace", "`x` is not a key"]
            ),
        ]
        for row in rows {
            let at = try PackagerScratch()
            try at.put("demo-1.0-py3-none-any.whl", PackagerScratch.wheel().zip.bytes)
            let told = complaint { _ = try make(at, row.label, row.properties, seed: row.seed) }
            for part in row.parts { #expect(told.contains(part), "\(row.parts): \(told)") }
            #expect(!File.exists(at.scratch / "out"))
        }
    }

    private static let catalogue = PluginCatalogue(
        features: [
            .init("level", ["v3", "v2"], isMultiValue: false), .init("on", ["a"], isMultiValue: false),
        ], isForEveryHost: true)

    private static func plugin(_ answer: Result<PluginCatalogue, Diagnostic>) -> ProviderRegistry {
        ProviderRegistry(
            registrations: [], trusted: [TrustedPlugin(package: PackageName("cpu-plugin")!)],
            catalogue: { request in
                #expect(request.requires.map(\.name.text) == ["cpu-plugin"] && request.api == "cpu_plugin")
                return try answer.get()
            })
    }

    /// V-251: a plugin that is asked while the wheel is made; the wheel has its lists and no word of it.
    @Test func buildPlugins() throws {
        let toml = """
            [variant]
            default-priorities.namespace = ["cpu"]
            providers.cpu.build-requires = ["cpu-plugin>=1"]
            """
        let at = try PackagerScratch(Self.plugin(.success(Self.catalogue)))
        try at.put("demo-1.0-py3-none-any.whl", PackagerScratch.wheel().zip.bytes)
        let report = try make(at, "x", ["cpu :: level :: v2"], seed: ("pyproject.toml", toml))
        let metadata = try #require(VariantWheel(report.path).metadata)
        #expect(
            metadata.providers == [
                "cpu": ProviderInformation(
                    .listed([VariantFeature("level", ["v3", "v2"]), VariantFeature("on", ["a"])]))
            ])
        #expect(!metadata.text.contains("cpu-plugin"))
        var several = Self.catalogue
        several.features[0].isMultiValue = true
        var local = Self.catalogue
        local.isForEveryHost = false
        for (answer, property, part) in [
            (.success(Self.catalogue), "cpu :: level :: v4", "is not in the `static-properties` of `cpu`"),
            (.success(several), "cpu :: level :: v2", "`level` takes several values"),
            (.success(local), "cpu :: level :: v2", "does not set `all_properties_compatible`"),
            (.failure(Diagnostic("no such plugin")), "cpu :: level :: v2", "no such plugin"),
        ] as [(Result<PluginCatalogue, Diagnostic>, String, String)] {
            let at = try PackagerScratch(Self.plugin(answer))
            try at.put("demo-1.0-py3-none-any.whl", PackagerScratch.wheel().zip.bytes)
            let told = complaint { _ = try make(at, "x", [property], seed: ("pyproject.toml", toml)) }
            #expect(told.contains(part), "\(told)")
        }
    }

    /// V-254: values that the plugin does not know, and several of a feature that has one.
    @Test func verifiesWithPlugins() throws {
        let toml = """
            [variant]
            default-priorities.namespace = ["cpu"]
            providers.cpu.requires = ["cpu-plugin>=1"]
            """
        for (properties, faults) in [
            (["cpu :: level :: v2", "cpu :: on :: a"], []),
            (["cpu :: level :: v9"], ["knows no `cpu :: level :: v9`"]),
            (["cpu :: cores :: 8"], ["knows no feature `cores`"]),
            (["cpu :: level :: v2", "cpu :: level :: v3"], ["only one value of `cpu :: level`"]),
        ] {
            let at = try PackagerScratch(Self.plugin(.success(Self.catalogue)))
            try at.put("demo-1.0-py3-none-any.whl", PackagerScratch.wheel().zip.bytes)
            if faults.isEmpty {
                _ = try make(at, "x", properties, seed: ("pyproject.toml", toml))
            } else {
                let told = complaint { _ = try make(at, "x", properties, seed: ("pyproject.toml", toml)) }
                for fault in faults { #expect(told.contains(fault), "\(told)") }
                #expect(!File.exists(at.scratch / "out"))
            }
        }
        // One that cannot tell is no obstacle, and one that is not trusted is not asked.
        for registry in [Self.plugin(.failure(Diagnostic("too old"))), ProviderRegistry(registrations: [])] {
            let at = try PackagerScratch(registry)
            try at.put("demo-1.0-py3-none-any.whl", PackagerScratch.wheel().zip.bytes)
            _ = try make(at, "x", ["cpu :: level :: v9"], seed: ("pyproject.toml", toml))
            #expect(at.log.all.contains { $0.contains("not verified") } == (registry.catalogue != nil))
        }
    }

    /// V-254, V-324: what the providers that swuv knows never report is told, with what may be meant; the wheel is made
    /// and stays sound. Of other plugins and of newer releases (V-190) nothing is known.
    @Test func warnsOfPropertiesThatNoHostHas() throws {
        func plugin(_ namespace: String, _ requirement: String) -> String {
            """
            {"default-priorities":{"namespace":["\(namespace)"]},"providers":{"\(namespace)":{
             "requires":["\(requirement)"],"plugin-api":"x86_64_variant_provider"}}}
            """
        }
        let rows: [(property: String, seed: String?, warning: String?)] = [
            ("x86_64 :: level :: v3", nil, nil), ("nvidia :: cuda_version_lower_bound :: 12.8", nil, nil),
            ("amd :: gfx_arch :: gfx1151", nil, nil),
            (
                "x86_64 :: levl :: v3", nil,
                "`x86_64 :: levl :: v3` is not known to `x86-64-variant-provider`; did you mean `x86_64 :: level :: v3`?"
            ),
            (
                "x86_64 :: level :: 3", nil,
                "`x86_64 :: level :: 3` is not known to `x86-64-variant-provider`; values of `level` are `v1`, `v2`, `v3`, `v4`"
            ),
            ("nvidia :: sm_arch :: 75_virtual", nil, "did you mean `nvidia :: sm_arch :: 75_real`?"),
            ("nvidia :: sm_arch :: 90a_real", nil, "did you mean `nvidia :: sm_arch :: 90_real`?"),
            ("nvidia :: sm_arch :: 90", nil, "did you mean `nvidia :: sm_arch :: 90_real`?"),
            ("amd :: gfx_arch :: gfx90", nil, "did you mean `amd :: gfx_arch :: gfx90"),
            (
                "nvidia :: zzz :: 1", nil,
                "; its features are `cuda_version_lower_bound`, `cuda_version_upper_bound`, `sm_arch`, `sm_arch_lowest`"
            ),
            ("ascend :: cann_version :: 8", nil, "is not known to `huawei-ascend-variant-provider`"),
            (
                "cpu :: level :: v5", plugin("cpu", "x86-64-variant-provider"),
                "`cpu :: level :: v5` is not known"
            ),
            (
                "cpu :: level :: v5", plugin("cpu", "x86-64-variant-provider; python_version > '3.8'"),
                "`cpu :: level :: v5` is not known"
            ),
            ("cpu :: level :: v5", plugin("cpu", "x86-64-variant-provider>=1"), nil),
            ("cpu :: level :: v5", plugin("cpu", "other-provider"), nil),
        ]
        for row in rows {
            let at = try PackagerScratch()
            try at.put("demo-1.0-py3-none-any.whl", PackagerScratch.wheel().zip.bytes)
            let report = try make(at, "x", [row.property], seed: row.seed.map { ("seed.json", $0) })
            let told = at.log.all
            #expect(told.count == (row.warning == nil ? 0 : 1), "\(row.property): \(told)")
            if let warning = row.warning { #expect(told.first?.contains(warning) == true, "\(told)") }
            let check = try checkVariants(CheckVariantsRequest(paths: [report.path]), in: at.session)
            #expect(check.faultCount == 0 && check.files.flatMap(\.doubts) == told, "\(check)")
        }
        // The release's file too, each property once, and never without end.
        let at = try PackagerScratch()
        let values = (0..<20).map { "\"w\($0)\"" }.joined(separator: ",")
        try at.put(
            "demo-1.0-variants.json",
            Array(
                PackagerScratch.metadata(
                    #"{"a":{"cpu":{"level":["v9"]}},"b":{"cpu":{"level":["v9",\#(values)]}}}"#,
                    providers: String(plugin("cpu", "x86-64-variant-provider").dropFirst().dropLast())
                ).utf8))
        let doubts = try checkVariants(CheckVariantsRequest(paths: ["dist"]), in: at.session).files[0].doubts
        #expect(
            doubts.count == 9
                && doubts.last == "13 more properties are not known to `x86-64-variant-provider`")
    }

    /// A wheel that is not sound is not made one that only looks so.
    @Test func refusesUnsoundWheels() throws {
        let rows: [(String, [UInt8], String)] = [
            (
                "demo-1.0-py3-none-any.whl",
                PackagerScratch.wheel { $0.rows["demo/b.py"] = .some(nil) }.zip.bytes,
                "does not list `demo/b.py`"
            ),
            ("demo-1.0.whl", PackagerScratch.wheel().zip.bytes, "its file name is not that of a wheel"),
            ("demo-1.0-py3-none-any.whl", Array("PK".utf8), "no ZIP archive"),
            ("other-1.0-py3-none-any.whl", PackagerScratch.wheel().zip.bytes, "of the project `demo`"),
            ("demo-1.0-py3-none-any-x.whl", PackagerScratch.variant("x", "{").bytes, "it is not JSON"),
        ]
        for (name, bytes, part) in rows {
            let at = try PackagerScratch()
            try at.put(name, bytes)
            let told = complaint {
                // Nobody is told of a namespace without providers before.
                _ = try make(at, "fast", ["gpu :: arch :: a"], wheel: "dist/\(name)")
            }
            #expect(told.contains("is not a sound wheel") && told.contains(part), "\(told)")
            #expect(!File.exists(at.scratch / "out"))
        }
        let at = try PackagerScratch()
        #expect(
            complaint { _ = try make(at, "fast", seed: ("pyproject.toml", Self.toml)) }.contains(
                "No such file"))
        let name = "dist/demo-1.0-py3-none-any.whl"
        try at.put("demo-1.0-py3-none-any.whl", PackagerScratch.wheel().zip.bytes)
        #expect(
            complaint {
                _ = try makeVariant(MakeVariantRequest(wheel: Path(name), seed: "no.json"), in: at.session)
            }.contains("no.json"))
    }
}
