import Testing

@testable import Installer

/// Everything that is wrong with wheels and variants files, at once.
@Suite struct CheckVariantsTests {
    private typealias World = PackagerScratch
    private static let fast = World.metadata(#"{"fast":{"cpu":{"level":["v3"]}}}"#)

    private func check(_ at: PackagerScratch, _ paths: [Path] = ["dist"]) throws -> CheckVariantsReport {
        try checkVariants(CheckVariantsRequest(paths: paths), in: at.session)
    }

    /// One wheel by itself: its faults and doubts.
    @Test func wheels() throws {
        let info = "demo-1.0.dist-info"
        func variant(_ text: String?, _ change: (inout WheelFixture) -> Void = { _ in }) -> (
            name: String, bytes: [UInt8]
        ) {
            World.variant("fast", text, change)
        }
        let rows: [(file: (name: String, bytes: [UInt8]), faults: [String], doubts: [String])] = [
            (variant(Self.fast), [], []),
            (("demo-1.0-py3-none-any.whl", World.wheel().zip.bytes), [], []),
            // The name (V-010…V-012).
            (
                ("demo-1.0-py3-none-any-FAST.whl", World.variant("x", Self.fast).bytes),
                ["its file name is not that of a wheel: a variant label consists of"], []
            ),
            (
                ("demo-1.0-py3-none-any-.whl", World.variant("x", Self.fast).bytes),
                ["a variant label consists of"], []
            ),
            (
                ("demo-1.0-3py-none-any.whl", World.wheel().zip.bytes),
                ["a Python tag must not begin with a digit"], []
            ),
            // variant.json (V-013, V-014, V-035, V-163).
            (variant(nil), ["it has no `variant.json`, which the variant `fast` needs"], []),
            (
                ("demo-1.0-py3-none-any.whl", World.variant("x", Self.fast).bytes), [],
                ["`variant.json` is not used"]
            ),
            (
                World.variant("slow", Self.fast),
                ["`variant.json`: `variants` holds `fast`; expected `slow`"], []
            ),
            (
                variant(World.metadata(#"{"fast":{"cpu":{"level":["v3"]}},"x":{}}"#)),
                ["`variants` holds 2 variants"], []
            ),
            (variant(World.metadata(#"{"fast":{}}"#)), [], ["`fast` has no properties"]),
            (
                variant(Self.fast) { $0.files.append(.init("demo-2.0.dist-info/x", "")) },
                ["more than one `.dist-info` directory"], []
            ),
            // What is in it (V-040…V-058), several at once.
            (variant("{"), ["it is not JSON"], []),
            (
                variant(
                    World.metadata(#"{"fast":{"cpu":{"level":[]},"npu":{"a":["b"]},"gpu":{"A":["b"]}}}"#)),
                [
                    "`variants.fast.cpu.level` is empty", "`variants.fast.npu`: the namespace is not in",
                    "`variants.fast.gpu.A` is not a feature",
                ], []
            ),
            (
                variant(
                    #"{"variants":{"fast":{"gpu":{"a":["b","b"]}}},"default-priorities":{"namespace":[]}}"#),
                ["`$schema` is missing", "`default-priorities.namespace` is empty"], []
            ),
            // RECORD.
            (
                variant(Self.fast) { $0.rows["\(info)/variant.json"] = .some(nil) },
                ["`RECORD` does not list `\(info)/variant.json`"], []
            ),
            (
                variant(Self.fast) {
                    $0.rows["\(info)/variant.json"] =
                        "\(info)/variant.json,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0"
                }, ["another hash of `\(info)/variant.json`", "another size of"], []
            ),
            (
                variant(Self.fast) {
                    $0.rows["demo/b.py"] = "demo/b.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,"
                    $0.rows["demo/__init__.py"] = "demo/__init__.py,,\ndemo/no.py,,"
                },
                [
                    "another hash of `demo/b.py`", "no usable hash of `demo/__init__.py`",
                    "lists `demo/no.py`, but the archive",
                ], []
            ),
            (
                variant(Self.fast) { $0.rows["demo/b.py"] = "demo/b.py,md5=1B2M2Y8AsgTpgAmY7PhCfg,6" },
                ["no usable hash of `demo/b.py`"], []
            ),
            (variant(Self.fast) { $0.dropped = ["RECORD"] }, ["it has no `RECORD` file"], []),
            (variant(Self.fast) { $0.record = "\"demo" }, ["`RECORD`: line 1"], []),
            (variant("\u{FEFF}" + Self.fast), [], ["`variant.json` begins with a byte order mark"]),
            // Metadata, and what an installer looks at besides.
            (
                variant(Self.fast) {
                    $0.metadata = "Name: other\nVersion: 2\nRequires-Dist: a b\n"
                    $0.dropped = ["WHEEL"]
                }, ["it has no `WHEEL` file", "`METADATA`: "], []
            ),
            (
                variant(Self.fast) { $0.metadata = "Metadata-Version: 2.1\nName: other\nVersion: 2\n" },
                ["of the project `other`", "of version `2`"], []
            ),
            (variant(Self.fast) { $0.metadata += "Requires-Python: >=3.6.*\n" }, [], ["`METADATA`: line 4"]),
            (
                variant(Self.fast) { $0.wheel = "Wheel-Version: 2.0\nRoot-Is-Purelib: true\n" },
                ["its format is version 2.0"], []
            ),
            (
                variant(Self.fast) { $0.metadata += "Requires-Dist: a ; 'gpu' in variant_namespaces\n" }, [],
                []
            ),
            (
                (
                    "demo-1.0-py3-none-any.whl",
                    World.wheel { $0.metadata += "Requires-Dist: a ; 'gpu' in variant_namespaces\n" }.zip
                        .bytes
                ),
                [], ["cannot read its `Requires-Dist: a"]
            ),
            (("demo-1.0-py3-none-any-fast.whl", []), ["it is empty"], []),
            (("notes.txt", []), ["neither a wheel"], []),
        ]
        for row in rows {
            let at = try PackagerScratch()
            try at.put(row.file)
            let report = try check(at, [Path("dist/\(row.file.name)")])
            let file = try #require(report.files.first)
            let (faults, doubts) = (file.faults.joined(separator: "\n"), file.doubts.joined(separator: "\n"))
            for part in row.faults { #expect(faults.contains(part), "\(row.file.name), \(part): \(faults)") }
            for part in row.doubts { #expect(doubts.contains(part), "\(row.file.name), \(part): \(doubts)") }
            #expect(row.faults.isEmpty == file.faults.isEmpty, "\(row.file.name): \(faults)")
            let isNameless = faults.contains("its file name is not that") || faults.contains("by its name")
            #expect((file.kind == .other) == isNameless, "\(row.file.name)")
            #expect(row.doubts.isEmpty == file.doubts.isEmpty, "\(row.file.name): \(doubts)")
        }
    }

    /// A variants file by itself.
    @Test func variantsFiles() throws {
        let rows: [(name: String, text: String, faults: [String], doubts: [String])] = [
            (
                "demo-1.0-variants.json", World.metadata(#"{"null":{},"fast":{"cpu":{"level":["v3"]}}}"#), [],
                []
            ),
            (
                "Demo-1.0-variants.json", World.metadata("{}"), [],
                ["tools that write it say `demo-1.0-variants.json`"]
            ),
            ("a.b-1.0-variants.json", World.metadata("{}"), [], ["say `a_b-1.0-variants.json`"]),
            (
                "demo-variants.json", World.metadata("{}"),
                ["its file name is not `NAME-VERSION-variants.json`"], []
            ),
            ("demo-x-variants.json", World.metadata("{}"), ["its file name is not"], []),
            // V-049, V-050: read, and hardly meant.
            (
                "demo-1.0-variants.json",
                World.metadata(#"{"a":{},"b":{"cpu":{"level":["v3"]}},"c":{"cpu":{"level":["v3"]}}}"#), [],
                ["`a` has no properties", "`b`, `c` have the same"]
            ),
            ("demo-1.0-variants.json", "{\"a\":1,\"a\":2}", ["the key `a` stands twice"], []),
            (
                "demo-1.0-variants.json", "\u{FEFF}" + World.metadata("{}"), [],
                ["it begins with a byte order"]
            ),
            (
                "demo-1.0-variants.json", World.metadata(#"{"null":{"cpu":{"level":["v3"]}}}"#),
                ["the variant `null` has none"], []
            ),
        ]
        for row in rows {
            let at = try PackagerScratch()
            try at.put(row.name, Array(row.text.utf8))
            let report = try check(at)
            let (faults, doubts) = (
                report.files[0].faults.joined(separator: "\n"), report.files[0].doubts.joined(separator: "\n")
            )
            for part in row.faults { #expect(faults.contains(part), "\(faults)") }
            for part in row.doubts { #expect(doubts.contains(part), "\(doubts)") }
            #expect(
                row.faults.isEmpty == faults.isEmpty && row.doubts.isEmpty == doubts.isEmpty,
                "\(faults) \(doubts)")
        }
    }

    /// The files of a release beside each other (V-036, V-061, V-062).
    @Test func releases() throws {
        let fast = World.variant("fast", Self.fast)
        let null = World.variant("null", World.metadata(#"{"null":{}}"#))
        let whole = World.metadata(#"{"null":{},"fast":{"cpu":{"level":["v3"]}}}"#)
        let one = World.variant(
            "one",
            World.metadata(
                #"{"one":{"gpu":{"a":["b"]}}}"#,
                providers:
                    #""default-priorities":{"namespace":["gpu"]},"providers":{"gpu":{"requires":["gpu-provider"]}}"#
            ))
        let turned = World.variant(
            "two",
            World.metadata(
                #"{"two":{"gpu":{"a":["b"]}}}"#,
                providers: World.providers.replacing(#"["gpu","cpu"]"#, with: #"["cpu","gpu"]"#)))
        let other = World.variant(
            "two",
            World.metadata(
                #"{"two":{"gpu":{"a":["b"]}}}"#,
                providers: World.providers.replacing("gpu-provider", with: "other")))
        let again = (
            "demo-1.0-cp312-none-any-fast.whl",
            World.variant("fast", World.metadata(#"{"fast":{"cpu":{"level":["v2"]}}}"#)).bytes
        )
        let twin = World.variant("twin", World.metadata(#"{"twin":{"cpu":{"level":["v3"]}}}"#))
        func names(_ a: String, _ b: String) -> [String] {
            ["demo-1.0-py3-none-any-\(a).whl", "demo-1.0-py3-none-any-\(b).whl"]
        }
        let file = "demo-1.0-variants.json"
        let rows:
            [(
                wheels: [(String, [UInt8])], index: String?, faults: [(files: [String], part: String)],
                doubts: [String]
            )] = [
                ([fast, null], whole, [], []), ([fast, null, one], nil, [], []),
                (
                    [fast, null, turned], nil,
                    [
                        (
                            names("fast", "two"),
                            "neither `default-priorities.namespace` begins with the other: `gpu`, `cpu` and `cpu`, `gpu`"
                        )
                    ], []
                ),
                // V-187: one provider a namespace.
                (
                    [null, one, other], nil,
                    [(names("null", "two"), "the entries of `providers` for `gpu` differ")], []
                ),
                (
                    [fast, again], nil,
                    [
                        (
                            ["demo-1.0-cp312-none-any-fast.whl", "demo-1.0-py3-none-any-fast.whl"],
                            "the label `fast` stands for different properties"
                        )
                    ], []
                ),
                ([fast, twin], nil, [], ["`fast`, `twin` have the same properties"]),
                (
                    [fast, null], World.metadata(#"{"fast":{"cpu":{"level":["v3"]}}}"#),
                    [([file, names("null", "x")[0]], "the label `null` is not in the variants file")], []
                ),
                ([fast], whole, [], ["lists the label `null`, and none of these wheels has it"]),
                (
                    [fast], World.metadata(#"{"fast":{"cpu":{"level":["v2"]}}}"#),
                    [([file, names("fast", "x")[0]], "stands for different properties")], []
                ),
                (
                    [null],
                    World.metadata(
                        #"{"null":{}}"#,
                        providers:
                            #""default-priorities":{"namespace":["gpu"]},"providers":{"gpu":{"requires":["gpu-provider"]}}"#
                    ),
                    [
                        (
                            [file, names("null", "x")[0]],
                            "the wheel names namespaces that the variants file lacks"
                        )
                    ], []
                ),
            ]
        for row in rows {
            let at = try PackagerScratch()
            for wheel in row.wheels { try at.put(wheel.0, wheel.1) }
            if let index = row.index { try at.put(file, Array(index.utf8)) }
            let report = try check(at)
            #expect(report.files.flatMap(\.faults).isEmpty)
            let release = try #require(report.releases.first)
            #expect(report.releases.count == 1 && release.name.text == "demo")
            #expect(release.faults.map(\.files) == row.faults.map(\.files), "\(release.faults)")
            for (fault, expected) in zip(release.faults, row.faults) {
                #expect(fault.message.contains(expected.part), "\(fault)")
            }
            #expect(release.doubts.count == row.doubts.count, "\(release.doubts)")
            for (doubt, part) in zip(release.doubts, row.doubts) { #expect(doubt.contains(part)) }
            #expect(report.faultCount == row.faults.count && report.doubtCount == row.doubts.count)
        }
    }

    /// Directories, files that are named twice, nothing at all.
    @Test func paths() throws {
        let at = try PackagerScratch()
        #expect(
            try check(at).files.isEmpty
                && at.log.all == ["`dist` has no wheels and no `*-variants.json` files"])
        try at.put(World.variant("fast", Self.fast))
        try at.put("README.txt", [])
        let file: Path = "dist/demo-1.0-py3-none-any-fast.whl"
        #expect(
            try check(at, [file, "dist", at.scratch.path / file]).files.map(\.path) == [
                at.scratch.path / file
            ])
        #expect(complaint { _ = try check(at, ["dist", "none"]) } == "`none` does not exist")
    }
}
