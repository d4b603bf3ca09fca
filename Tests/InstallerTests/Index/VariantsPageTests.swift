import TestSupport
import Testing

@testable import Installer

/// `NAME-VERSION-variants.json` on pages: recognised by its name, through the compact form and back.
struct VariantsPageTests {
    private static let hash = String(repeating: "ab", count: 32)
    private static let wheel = entry("a_b-1.0-py3-none-any-x.whl")

    private func page(_ text: String, type: String = "json", project: String = "a-b") throws -> SimplePage {
        let url = "https://h/simple/\(project)/"
        let response = TransferResponse(
            status: 200, url: try URLReference(parsing: url),
            headers: HTTPHeaders([("content-type", type)]), body: Array(text.utf8))
        let name = PackageName(project)!
        let builder = try PageFetcher.read(name, response, shownURL: url)
        let bytes = builder.encoded(PageFacts(url: url, fetchedAt: 1, freshUntil: 2))
        return try #require(SimplePage(bytes, name: name, indexURL: "https://h/simple"))
    }

    private static func entry(_ name: String, _ more: String = "") -> String {
        "{\"filename\":\"\(name)\",\"url\":\"https://files/x/\(name)\",\"hashes\":{\"sha256\":\"\(hash)\"}\(more)}"
    }

    private func page(_ entries: [String], project: String = "a-b") throws -> SimplePage {
        try page("{\"files\":[\(entries.joined(separator: ","))]}", project: project)
    }

    @Test(
        "The name decides: NAME up to the first dash, a version of PEP 440 (V-070)",
        arguments: [
            // project, entry, version of the wheel beside it, whether it is found
            ("a-b", "a_b-1.0-variants.json", "1.0", true),
            ("a-b", "A.B-1.0-variants.json", "1.0", true),
            ("a-b", "a__b-1.0.0-variants.json", "1.0", true),
            ("a-b", "a_b-1.0+cu128-variants.json", "1.0+cu128", true),
            ("a-b", "a_b-1.0rc1-variants.json", "1.0rc1", true),
            ("a-b", "a_b-1.0-1-variants.json", "1.0.post1", true),
            ("a", "a-1!2.0-variants.json", "1!2.0", true),
            ("a-b", "a-b-1.0-variants.json", "1.0", false),
            ("a", "a-b-1.0-variants.json", "1.0", false),
            ("a-b", "a_c-1.0-variants.json", "1.0", false),
            ("a-b", "a_bc-1.0-variants.json", "1.0", false),
            ("a-b", "a_b-x.y-variants.json", "1.0", false),
            ("a-b", "a_b--variants.json", "1.0", false),
            ("a-b", "a_b-variants.json", "1.0", false),
            ("a-b", "a_b-1.0-variants.JSON", "1.0", false),
            ("a-b", "a_b-1.0.variants.json", "1.0", false),
            ("a-b", "a_b-1.0-variants.json.metadata", "1.0", false),
            ("a-b", "../a_b-1.0-variants.json", "1.0", false),
            ("a-b", "a_b-2.0-variants.json", "1.0", false),
        ])
    func names(project: String, name: String, version: String, isFound: Bool) throws {
        let stem = project.replacing("-", with: "_")
        let page = try page(
            [Self.entry("\(stem)-\(version)-py3-none-any-x.whl"), Self.entry(name)], project: project)
        #expect(page.versionCount == 1)
        #expect(page.variantsFile(0)?.basename == (isFound ? name : nil))
        #expect(page.fileCount == 1)
        // What is only named like variant metadata is passed over in silence.
        #expect(page.skipped.isEmpty == name.hasSuffix("-variants.json"), "\(page.skipped)")
    }

    @Test("Only name, URL and hashes mean something (V-072)")
    func meaninglessKeys() throws {
        for more in [
            ",\"yanked\":true", ",\"yanked\":{}", ",\"requires-python\":\">=99\"",
            ",\"requires-python\":\"garbage\"", ",\"requires-python\":7", ",\"size\":\"x\"",
            ",\"upload-time\":\"2999-01-01T00:00:00Z\"", ",\"core-metadata\":{\"sha256\":\"xyz\"}",
            ",\"core-metadata\":{\"sha256\":\"\(Self.hash)\"}", ",\"dist-info-metadata\":true",
        ] {
            let page = try page([Self.entry("a_b-1.0-variants.json", more), Self.wheel])
            let file = try #require(page.variantsFile(0), "\(more)")
            #expect(file.url == "https://files/x/a_b-1.0-variants.json", "\(more)")
            #expect(file.hashes == [Hash(.sha256, hex: Self.hash)!] && file.version == Version("1.0"))
            #expect(file.indexURL == page.files(0)[0].indexURL)
        }
        let name = "\"filename\":\"a_b-1.0-variants.json\""
        for broken in [
            "{\(name),\"hashes\":{}}", "{\(name),\"url\":\"ftp://h/x\",\"hashes\":{}}",
            "{\(name),\"url\":\"file:///etc/passwd\",\"hashes\":{}}",
            "{\(name),\"url\":\"https://h/x\",\"hashes\":{\"sha256\":\"12\"}}",
            "{\(name),\"url\":\"https://h/x\",\"hashes\":{\"sha256\":7}}",
            "{\(name),\"url\":\"https://h/x\",\"hashes\":\"\(Self.hash)\"}",
        ] {
            #expect(try page([broken, Self.wheel]).variantsFile(0) == nil, "\(broken)")
        }
        let elsewhere = try page(["{\(name),\"url\":\"../../api/metadata/1.0\",\"hashes\":{}}", Self.wheel])
        #expect(elsewhere.variantsFile(0)?.url == "https://h/api/metadata/1.0")
        #expect(elsewhere.variantsFile(0)?.hashes == [])
    }

    @Test("It makes no version (V-076); of several the first counts (V-081); each finds its version")
    func versions() throws {
        let versions = (0..<40).map { "1.\($0)" }
        var entries: [String] = []
        for version in versions {
            let number = Int(version.dropFirst(2))!
            if number % 2 == 0 { entries.append(Self.entry("a_b-\(version)-py3-none-any-x.whl")) }
            if number % 3 == 0 { entries.append(Self.entry("a_b-\(version).0-variants.json")) }
            if number % 5 == 0 { entries.append(Self.entry("a_b-\(version)-variants.json")) }
        }
        let page = try page(entries)
        #expect(page.versionCount == 20)
        let merged = PackagePage(name: page.name, links: [page], pages: [], tiered: false)
        for index in 0..<20 {
            let version = page.version(index).description
            let number = index * 2
            let expected: String? =
                number % 3 == 0
                ? "a_b-\(version).0-variants.json" : number % 5 == 0 ? "a_b-\(version)-variants.json" : nil
            #expect(page.variantsFile(index)?.basename == expected, "\(version)")
            #expect(page.files(index).map(\.basename) == ["a_b-\(version)-py3-none-any-x.whl"])
            #expect(merged.variantsFiles(index).map(\.basename) == (expected.map { [$0] } ?? []))
        }
        #expect(try self.page([Self.entry("a_b-1.0-variants.json")]).versionCount == 0)
    }

    @Test("HTML: the text of the link names it, whatever the URL (V-071)")
    func html() throws {
        let text = """
            <a href="../../api/metadata/1.0#sha256=\(Self.hash)" data-yanked data-requires-python="garbage">
              a_b-1.0-variants.json </a>
            <a href="a_b-1.0-py3-none-any-x.whl">x</a>
            <a href="a_b-2.0-py3-none-any-x.whl">x</a>
            <a href="a_b-2.0-variants.json">something</a>
            <a href="other-2.0-variants.json">other-2.0-variants.json</a>
            """
        let page = try page(text, type: "text/html")
        #expect(page.versionCount == 2)
        #expect(
            page.variantsFile(0)
                == VariantsFile(
                    basename: "a_b-1.0-variants.json", version: Version("1.0")!,
                    url: "https://h/api/metadata/1.0", hashes: [Hash(.sha256, hex: Self.hash)!],
                    indexURL: "https://h/simple"))
        #expect(page.variantsFile(1)?.url == "https://h/simple/a-b/a_b-2.0-variants.json")
        #expect(page.skipped.isEmpty)
    }

    @Test("Each source has its own; an earlier tier hides that of a later one (V-077)")
    func sources() throws {
        func page(_ index: String) throws -> SimplePage {
            var builder = PageBuilder(project: PackageName("a-b")!, base: try URLReference(parsing: index))
            let files = [Self.wheel, Self.entry("a_b-1.0-variants.json")]
            try PageJSON.read(Array("{\"files\":[\(files.joined(separator: ","))]}".utf8), into: &builder)
            return try #require(
                SimplePage(
                    builder.encoded(PageFacts(url: index, fetchedAt: 0, freshUntil: 0)),
                    name: PackageName("a-b")!, indexURL: index))
        }
        let pages = try ["https://one/", "https://two/"].map { try page($0) }
        let link = try page("https://links/")
        func sources(tiered: Bool) -> [String] {
            let name = PackageName("a-b")!
            return PackagePage(name: name, links: [link], pages: pages, tiered: tiered).variantsFiles(0)
                .map(\.indexURL)
        }
        #expect(sources(tiered: false) == ["https://links/", "https://one/", "https://two/"])
        #expect(sources(tiered: true) == ["https://links/", "https://one/"])
        let file = VariantsFile(
            basename: "a_b-1.0-variants.json", version: Version("1.0")!, url: "https://x", indexURL: "i")
        let memory = PackagePage(
            name: PackageName("a-b")!, files: pages[0].files(0), variants: [file, file])
        #expect(memory.variantsFiles(0) == [file])
    }
}
