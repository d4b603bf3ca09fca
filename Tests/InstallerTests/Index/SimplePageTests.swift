import Foundation
import TestSupport
import Testing

@testable import Installer

/// Index pages in JSON and HTML, good and bad, through the compact form and back.
struct SimplePageTests {
    private let project = PackageName("a-b")!
    private static let hash = String(repeating: "ab", count: 32)

    private func page(_ text: String, type: String = "json", url: String = "https://h/simple/a-b/") throws
        -> SimplePage
    {
        let response = TransferResponse(
            status: 200, url: try URLReference(parsing: url),
            headers: HTTPHeaders([("content-type", type)]), body: Array(text.utf8))
        let builder = try PageFetcher.read(project, response, shownURL: url)
        let bytes = builder.encoded(PageFacts(url: url, fetchedAt: 1, freshUntil: 2))
        return try #require(SimplePage(bytes, name: project, indexURL: "https://h/simple"))
    }

    private func json(_ files: String...) -> String {
        "{\"meta\":{\"api-version\":\"1.1\"},\"name\":\"a-b\",\"files\":[\(files.joined(separator: ","))]}"
    }

    private func file(_ name: String, _ more: String = "") -> String {
        "{\"filename\":\"\(name)\",\"url\":\"https://files/x/\(name)\",\"hashes\":{\"sha256\":\"\(Self.hash)\"}\(more)}"
    }

    private func versions(_ page: SimplePage) -> [String] {
        (0..<page.versionCount).map { page.version($0).description }
    }

    @Test("Everything a file can say survives")
    func roundTrip() throws {
        let page = try page(
            json(
                file(
                    "a_b-1.10-py3-none-any.whl",
                    ",\"size\":123,\"requires-python\":\">=3.8\",\"upload-time\":\"2013-07-16T19:29:45.445020Z\",\"yanked\":\"broken\",\"core-metadata\":{\"sha256\":\"\(Self.hash)\"}"
                ),
                file("A.B-1.9.tar.gz", ",\"yanked\":false,\"core-metadata\":true,\"requires-python\":null"),
                file("a_b-1.10.0-py2-none-any.whl", ",\"yanked\":\"\",\"dist-info-metadata\":true"),
                file("a-b-2.0.zip")))
        #expect(versions(page) == ["1.9", "1.10", "2.0"])
        let first = page.files(1)[0]
        #expect(first.basename == "a_b-1.10-py3-none-any.whl")
        #expect(first.url == "https://files/x/a_b-1.10-py3-none-any.whl")
        #expect(first.hashes.map(\.hex) == [Self.hash])
        #expect(first.size == 123)
        #expect(first.requiresPython?.description == ">=3.8")
        #expect(first.uploadTime == 1_374_002_985)
        #expect(first.yanked == "broken")
        #expect(first.metadata == .available(Hash(.sha256, hex: Self.hash)))
        #expect(first.indexURL == "https://h/simple")
        #expect(page.files(1)[1].yanked == "")
        #expect(page.files(1)[1].metadata == .available(nil))
        #expect(page.files(0)[0].yanked == nil)
        #expect(page.files(0)[0].requiresPython == nil)
        #expect(!page.files(2)[0].isWheel)
        #expect(page.fileCount == 4)
    }

    @Test("A bad entry is left out, with its reason; the others stay")
    func badEntries() throws {
        let bad: [(String, PageBuilder.Defect)] = [
            ("{\"filename\":7,\"hashes\":\"x\",\"url\":[],\"yanked\":{}}", .types),
            ("\"file\"", .types),
            (file("a_b-not_a_version-py3-none-any.whl"), .version),
            (file("a_b-3.0-py3-none-any.whl", ",\"requires-python\":\">=3.x, garbage\""), .python),
            (file("other-3.0-py3-none-any.whl"), .otherProject),
            (file("a_b-3.0\\n-py3-none-any.whl"), .name),
            (file("../a_b-3.0-py3-none-any.whl"), .name),
            (file("a_b-3.0.exe"), .name),
            (
                "{\"filename\":\"a_b-3.0-py3-none-any.whl\",\"url\":\"https://h/x\",\"hashes\":{\"sha256\":\"\(String(repeating: "z", count: 64))\"}}",
                .hash
            ),
            ("{\"filename\":\"a_b-3.0-py3-none-any.whl\",\"url\":\"ftp://h/x\",\"hashes\":{}}", .url),
            ("{\"filename\":\"a_b-3.0-py3-none-any.whl\",\"url\":\"file:///etc/x\",\"hashes\":{}}", .url),
            ("{\"filename\":\"a_b-3.0-py3-none-any.whl\",\"hashes\":{}}", .url),
        ]
        for (entry, defect) in bad {
            let page = try page(json(file("a_b-1.0-py3-none-any.whl"), entry))
            #expect(versions(page) == ["1.0"], "\(entry)")
            #expect(page.skipped.map(\.reason) == [defect.rawValue], "\(entry)")
        }
        // Not wrong enough to lose the file.
        for more in [
            ",\"yanked\":7", ",\"size\":null", ",\"x-future\":{\"a\":[1,2]}", ",\"upload-time\":\"soon\"",
        ] {
            #expect(versions(try page(json(file("a_b-1.0-py3-none-any.whl", more)))) == ["1.0"], "\(more)")
        }
        #expect(try page(json(file("a_b-1.0-py3-none-any.whl", ",\"yanked\":7"))).files(0)[0].isYanked)
        let null =
            "{\"filename\":\"a_b-1.0.tar.gz\",\"url\":\"../../f/./x/../a_b-1.0.tar.gz\",\"hashes\":{\"sha256\":null}}"
        let relative = try page(json(null)).files(0)[0]
        #expect(relative.url == "https://h/f/a_b-1.0.tar.gz")
        #expect(relative.hashes.isEmpty)
    }

    @Test(
        "A bad page is an error that names the URL",
        arguments: [
            ("{not json", "json"), (String(repeating: "[", count: 2_000_000), "json"), ("[]", "json"),
            ("{}", "json"),
            ("{\"files\":{}}", "json"), ("{\"meta\":{\"api-version\":\"2.0\"},\"files\":[]}", "json"),
            ("{\"files\":[]}", "application/vnd.pypi.simple.v2+json"), ("garbage", "text/plain"),
            ("<html><meta name=\"pypi:repository-version\" content=\"2.0\"></html>", "text/html"),
        ])
    func badPages(text: String, type: String) {
        let error = #expect(throws: IndexError.self) { try page(text, type: type) }
        #expect(error?.diagnostic.message.contains("https://h/simple/a-b/") == true)
    }

    @Test("HTML pages")
    func html() throws {
        let text = """
            <!DOCTYPE html><html><body>
            <a href="../../files&#x2f;a_b-1.0-py3-none-any.whl?a=1&amp;b=2#sha256=\(Self.hash)">whatever</a>
            <a href="https://h/a_b-2.0.tar.gz#md5=\(String(repeating: "0", count: 32))&egg=x" data-requires-python="&gt;=3.8" data-yanked>x</a>
            <a href="a_b-3.0-py3-none-any.whl" data-core-metadata="sha256=\(Self.hash)">x</a>
            <a href="javascript:alert(1)">x</a><a>no link</a><a href="../c/">a dir</a>
            """
        let page = try page(text, type: "text/html; charset=utf-8")
        #expect(versions(page) == ["1.0", "2.0", "3.0"])
        #expect(page.files(0)[0].url == "https://h/files/a_b-1.0-py3-none-any.whl?a=1&b=2")
        #expect(page.files(0)[0].hashes.first?.hex == Self.hash)
        #expect(page.files(1)[0].hashes.first?.algorithm == .md5)
        #expect(page.files(1)[0].requiresPython?.description == ">=3.8")
        #expect(page.files(1)[0].yanked == "")
        #expect(page.files(2)[0].metadata == .available(Hash(.sha256, hex: Self.hash)))
        #expect(page.files(2)[0].url == "https://h/simple/a-b/a_b-3.0-py3-none-any.whl")
        let based = "<base href=\"https://cdn/x/\"><a href=\"a_b-1.0.zip\">"
        #expect(try self.page(based, type: "text/html").files(0)[0].url == "https://cdn/x/a_b-1.0.zip")
        let evil = "<base href=\"javascript:alert(1)\"><a href=\"a_b-1.0.zip\">"
        #expect(try self.page(evil, type: "text/html").files(0)[0].url == "https://h/simple/a-b/a_b-1.0.zip")
    }

    @Test("Damage to the compact form is noticed, wherever it is")
    func damage() throws {
        var builder = PageBuilder(project: project, base: try URLReference(parsing: "https://h/"))
        try PageJSON.read(
            Array(json(file("a_b-1.0-py3-none-any.whl"), file("a_b-2.0.zip")).utf8), into: &builder)
        let bytes = builder.encoded(PageFacts(url: "https://h/", fetchedAt: 10, freshUntil: 20))
        #expect(SimplePage(bytes, name: project, indexURL: "")?.isFresh(at: 15, userKey: 0) == true)
        #expect(SimplePage(bytes, name: project, indexURL: "")?.isFresh(at: 20, userKey: 0) == false)
        for index in bytes.indices {
            var flipped = bytes
            flipped[index] ^= 0x10
            let page = SimplePage(flipped, name: project, indexURL: "")
            if (24..<48).contains(index) {
                #expect(page?.isFresh(at: 15, userKey: 0) == false, "byte \(index)")
            } else {
                #expect(page == nil, "byte \(index)")
            }
        }
        for count in [0, 1, 47, 111, bytes.count - 1] {
            #expect(SimplePage(Array(bytes[..<count]), name: project, indexURL: "") == nil)
        }
    }

    @Test("Cache-Control and its kin")
    func freshness() {
        func seconds(_ fields: (String, String)...) -> Int64 {
            Freshness(HTTPHeaders(fields), now: 1000).seconds
        }
        #expect(seconds(("Cache-Control", "max-age=600, public")) == 600)
        #expect(seconds(("Cache-Control", "max-age=600"), ("Age", "100")) == 500)
        #expect(seconds(("Cache-Control", "max-age=600, no-cache")) == 0)
        #expect(seconds(("Cache-Control", "immutable")) > 86_400)
        #expect(seconds(("Cache-Control", "max-age=x")) == 0)
        #expect(seconds(("Vary", "Accept, *"), ("Cache-Control", "max-age=600")) == 0)
        #expect(seconds() == 0)
        #expect(seconds(("Expires", "Thu, 01 Jan 1970 00:20:00 GMT")) == 200)
        #expect(!Freshness(HTTPHeaders([("Cache-Control", "No-Store")]), now: 0).isStorable)
        #expect(Freshness(HTTPHeaders([("Vary", "Authorization")]), now: 0).variesByUser)
    }
}
