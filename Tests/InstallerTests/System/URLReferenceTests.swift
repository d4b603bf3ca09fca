import Testing

@testable import Installer

struct URLReferenceTests {
    @Test(
        "References resolve as RFC 3986 says",
        arguments: [
            ("http://h/simple/a/", "../../files/x.whl", "http://h/files/x.whl"),
            ("http://h/simple/a/", "../../files/./x/../y.whl", "http://h/files/y.whl"),
            ("http://h/simple/a/", "../../../../../etc/x", "http://h/etc/x"),
            ("http://h/simple/a/", "/files/x.whl?a=1&b=2#sha256=ab", "http://h/files/x.whl?a=1&b=2"),
            ("http://h/simple/a/", "//other:8080/x", "http://other:8080/x"),
            ("http://h/simple/a/", "https://Other/x", "https://other/x"),
            ("http://h/simple/a/", "", "http://h/simple/a/"),
            ("http://h/simple/a/?q=1", "?p=2", "http://h/simple/a/?p=2"),
            ("http://h/simple/a", "b", "http://h/simple/b"),
            ("http://h", "b", "http://h/b"),
            ("http://h/a/", "b c%20d", "http://h/a/b%20c%20d"),
            ("http://h/a/", "%2e%2e/x", "http://h/x"),
            ("http://h/a/", "x/..", "http://h/a/"),
            ("http://user:pw@h/a/", "x", "http://h/a/x"),
            ("https://[::1]:8443/a/", "x", "https://[::1]:8443/a/x"),
            ("file:///a/b/", "../c.whl", "file:///a/c.whl"),
        ])
    func resolving(base: String, reference: String, expected: String) throws {
        #expect(try URLReference(parsing: base).resolving(reference).text == expected)
    }

    @Test(
        "What is no URL is refused",
        arguments: [
            "http://127.0.0.1:99999/x", "http://h:x/", "http:///x", "a/b", "", "http://h/\u{1B}[31m",
            "http://h/a\nb", "http://a b/",
        ])
    func refused(text: String) {
        #expect(throws: InvalidURL.self) { try URLReference(parsing: text) }
    }

    @Test("Messages never show credentials")
    func redacted() {
        for (text, expected) in [
            ("https://u:p@h/x", "https://****@h/x"), ("https://token@h", "https://****@h"),
            ("https://h/a@b", "https://h/a@b"), ("https://u:p@ss@h/x", "https://****@h/x"),
            ("no url", "no url"),
        ] {
            #expect(URLReference.redacted(text) == expected)
        }
        let error = #expect(throws: InvalidURL.self) { try URLReference(parsing: "http://u:secret@h:99999/") }
        #expect(error?.diagnostic.message.contains("secret") == false)
    }

    @Test("Parts of a URL")
    func parts() throws {
        let url = try URLReference(parsing: "HTTPS://H.example/p/a%2Bb-1.0-py3-none-any.whl?x#frag")
        #expect(url.origin == Origin(scheme: "https", host: "h.example", port: 443))
        #expect(url.lastComponent == "a+b-1.0-py3-none-any.whl")
        #expect(url.fragment == "frag")
        #expect(
            url.appendingToPath(".metadata").text
                == "https://h.example/p/a%2Bb-1.0-py3-none-any.whl.metadata?x")
        #expect(URLReference.file("/a b/c#d.whl").text == "file:///a%20b/c%23d.whl")
        #expect(try URLReference(parsing: "file:///a%20b/c%23d.whl").filePath == "/a b/c#d.whl")
        #expect(try URLReference(parsing: "file://other/x").filePath == nil)
    }
}
