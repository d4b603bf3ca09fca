import Testing

@testable import Installer

/// A directory of wheels made an index (V-036, V-063, V-070, V-071).
@Suite struct IndexVariantsTests {
    private typealias World = PackagerScratch

    private func index(_ at: PackagerScratch) throws -> IndexVariantsReport {
        try indexVariants(IndexVariantsRequest(directory: "dist"), in: at.session)
    }

    private static let fast = World.variant("fast", World.metadata(#"{"fast":{"cpu":{"level":["v3"]}}}"#))
    private static let gpu = World.variant("gpu", World.metadata(#"{"gpu":{"gpu":{"arch":["b","a"]}}}"#))
    private static let null = World.variant("null", World.metadata(#"{"null":{}}"#))

    private func world() throws -> PackagerScratch {
        let at = try PackagerScratch()
        for wheel in [Self.fast, Self.gpu, Self.null] { try at.put(wheel) }
        try at.put(
            "demo-1.0-py3-none-any.whl",
            World.wheel { $0.metadata += "Requires-Python: >=3.8, <4\n" }.zip.bytes)
        try at.put(
            "Other_Thing-2.0+a.1-py3-none-any.whl",
            WheelFixture("Other_Thing", "2.0+a.1", files: [.init("o.py", "")]).zip.bytes)
        try at.put("demo-0.9.tar.gz", [1, 2, 3])
        try at.put("notes.txt", [])
        return at
    }

    @Test func writesMetadataAndPages() throws {
        let at = try world()
        let report = try index(at)
        #expect(
            report.releases.map { "\($0.name) \($0.version) \($0.files) \($0.labels)" } == [
                "demo 0.9 1 []", "demo 1.0 4 [fast, gpu, null]", "other-thing 2.0+a.1 1 []",
            ])
        let bytes = try File.read(at.scratch / "dist/demo-1.0-variants.json")
        let metadata = try VariantMetadata(parsing: bytes, file: "x")
        #expect(
            metadata.variants.keys.sorted().map(\.text) == ["fast", "gpu", "null"]
                && metadata.namespaces == ["gpu", "cpu"])
        // What the index client reads of it, in both forms.
        let name = try #require(PackageName("demo"))
        for file in ["index.html", "index.json"] {
            let page = at.scratch / "dist/simple/demo" / file
            let url = URLReference.file(at.scratch / "dist/simple/demo/")
            let response = TransferResponse(
                status: 200, url: url,
                headers: HTTPHeaders([
                    ("content-type", file.hasSuffix("l") ? "text/html" : "application/json")
                ]),
                body: try File.read(page))
            let builder = try PageFetcher.read(name, response, shownURL: url.text)
            let read = try #require(
                SimplePage(
                    builder.encoded(PageFacts(url: url.text, fetchedAt: 0, freshUntil: 0)), name: name,
                    indexURL: url.text))
            #expect(read.versionCount == 2)
            let text = String(decoding: response.body, as: UTF8.self)
            for file in ["demo-1.0-variants.json", "demo-1.0-py3-none-any-fast.whl", "demo-0.9.tar.gz"] {
                let digest = try Digest.ofFile(at.scratch / "dist" / file).hex
                #expect(
                    text.contains("../../\(file)#sha256=\(digest)") || text.contains("\"\(digest)\""),
                    "\(file)")
            }
            #expect(text.contains(file.hasSuffix("l") ? "&gt;=3.8" : ">=3.8"))
        }
        let core = try File.read(at.scratch / "dist/demo-1.0-py3-none-any.whl.metadata")
        #expect(String(decoding: core, as: UTF8.self).hasSuffix("Requires-Python: >=3.8, <4\n"))
        let page = String(decoding: try File.read(at.scratch / "dist/simple/demo/index.html"), as: UTF8.self)
        let digest = try Digest.of(core).hex
        #expect(page.contains("data-core-metadata=\"sha256=\(digest)\""))
        let list = String(decoding: try File.read(at.scratch / "dist/simple/index.html"), as: UTF8.self)
        #expect(list.contains("<a href=\"demo/\">demo</a>") && list.contains("<a href=\"other-thing/\">"))
        // Clean by the other tool.
        let check = try checkVariants(CheckVariantsRequest(paths: ["dist"]), in: at.session)
        #expect(check.faultCount == 0 && check.doubtCount == 0, "\(check)")
    }

    @Test func secondRunChangesNothing() throws {
        let at = try world()
        let first = try index(at)
        let tree = try at.tree("dist")
        let second = try index(at)
        #expect(second.written == [] && second.unchanged == first.written.count)
        #expect(try at.tree("dist") == tree)
        // The order in which the directory lists its files does not matter: another place, the same bytes.
        let other = try world()
        _ = try index(other)
        #expect(try other.tree("dist") == tree)
        // A wheel goes, a project goes.
        try File.remove(at.scratch / "dist" / Self.gpu.name)
        try File.remove(at.scratch / "dist/Other_Thing-2.0+a.1-py3-none-any.whl")
        let third = try index(at)
        #expect(third.written.contains("demo-1.0-variants.json"))
        #expect(third.removed == ["simple/other-thing/index.html", "simple/other-thing/index.json"])
        #expect(!File.exists(at.scratch / "dist/simple/other-thing"))
        #expect(at.log.all.contains { $0.hasPrefix("`\(Self.gpu.name).metadata` is left over") })
        for wheel in [Self.fast, Self.null] { try File.remove(at.scratch / "dist" / wheel.name) }
        _ = try index(at)
        #expect(at.log.all.contains { $0.hasPrefix("`demo-1.0-variants.json` is left over") })
    }

    /// Nothing is written then, and every file at fault is named.
    @Test func refuses() throws {
        let turned = World.variant(
            "two",
            World.metadata(
                #"{"two":{"gpu":{"a":["b"]}}}"#,
                providers: World.providers.replacing(#"["gpu","cpu"]"#, with: #"["cpu","gpu"]"#)))
        let rows: [(files: [(name: String, bytes: [UInt8])], parts: [String])] = [
            (
                [Self.fast, Self.null, turned],
                ["`\(Self.fast.name)` and `\(turned.name)`: neither `default-priorities.namespace`"]
            ),
            (
                [World.variant("fast", nil), World.variant("x", "{"), ("a.whl", [])],
                [
                    "`\(Self.fast.name)`: it has no `variant.json`", "it is not JSON",
                    "`a.whl`: its file name is not",
                ]
            ),
            // Read, but not written (A-04).
            ([World.variant("a", World.metadata(#"{"a":{}}"#))], ["demo 1.0: `a` has no properties"]),
            (
                [Self.fast, World.variant("twin", World.metadata(#"{"twin":{"cpu":{"level":["v3"]}}}"#))],
                ["demo 1.0: `fast`, `twin` have the same properties"]
            ),
        ]
        for row in rows {
            let at = try PackagerScratch()
            for file in row.files { try at.put(file) }
            let told = complaint { _ = try index(at) }
            for part in row.parts { #expect(told.contains(part), "\(told)") }
            #expect(try Directory.entries(at.scratch / "dist").count == row.files.count)
        }
        let at = try PackagerScratch()
        #expect(
            complaint { _ = try indexVariants(IndexVariantsRequest(directory: "none"), in: at.session) }
                .contains("none"))
        #expect(try index(at).written == ["simple/index.html", "simple/index.json"])
    }
}
