import Testing

@testable import Installer

@Suite struct PlainURLTests {
    /// What is taken to be plain is a valid URL that means what it says; the rest is left to `URLReference`.
    @Test(arguments: [
        ("https://files.example/a/b/demo-1.0-py3-none-any.whl", "demo-1.0-py3-none-any.whl"),
        ("http://127.0.0.1:8480/x_y/demo-1.0.tar.gz", "demo-1.0.tar.gz"), ("https://h/", ""),
        ("https://h:65535/a", "a"), ("https://h:65536/a", nil), ("https://h:080/a", nil),
        ("https://h:/a", nil),
        ("https://h", nil), ("https:///a", nil), ("HTTPS://h/a", nil), ("https://H/a", nil),
        ("file:///a", nil),
        ("https://u@h/a", nil), ("https://u:p@h/a", nil), ("https://h/a?b", nil), ("https://h/a#b", nil),
        ("https://h/a%2Bb", nil), ("https://h/a/../b", nil), ("https://h/./b", nil), ("https://h/.b", nil),
        ("https://h/a b", nil), ("https://h/ä", nil), (" https://h/a", nil), ("https://h/a\n", nil),
        ("https://[::1]/a", nil), ("https:/h/a", nil), ("", nil), ("https://h\\a/b", nil),
    ])
    func plain(_ text: String, _ name: String?) throws {
        let url = PlainURL(text)
        #expect(url?.lastComponent == name)
        guard let url, let name else { return }
        #expect(url.leads(to: name) && !url.leads(to: name + "x") && !url.leads(to: "x" + name))
        let reference = try URLReference(parsing: text)
        #expect(reference.text == text && reference.lastComponent == name && reference.userinfo == nil)
    }
}
