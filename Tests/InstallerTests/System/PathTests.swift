import Testing

@testable import Installer

@Suite struct PathTests {
    @Test(arguments: [
        // path, name, parent, extension, normalised
        ("/a/b/c.txt", "c.txt", "/a/b", "txt", "/a/b/c.txt"),
        ("/a", "a", "/", "", "/a"),
        ("/", "/", "/", "", "/"),
        ("//", "/", "/", "", "/"),
        ("", "", ".", "", "."),
        ("a", "a", ".", "", "a"),
        ("a/b/", "b", "a", "", "a/b"),
        ("/a//b", "b", "/a", "", "/a/b"),
        ("/a/../..//b/./c", "c", "/a/../..//b/.", "", "/b/c"),
        ("../x/../../y", "y", "../x/../..", "", "../../y"),
        (".venv", ".venv", ".", "", ".venv"),
        ("é/ü.tar.gz", "ü.tar.gz", "é", "gz", "é/ü.tar.gz"),
        ("a/..", "..", "a", "", "."),
    ])
    func parts(_ row: (path: String, name: String, parent: String, ext: String, normal: String)) {
        let path = Path(row.path)
        #expect(path.name == row.name)
        #expect(path.parent.text == row.parent)
        #expect(path.fileExtension == row.ext)
        #expect(path.normalised.text == row.normal)
    }

    @Test(arguments: [
        ("/a", "b", "/a/b"), ("/a/", "b", "/a/b"), ("/a", "/b", "/b"), ("", "b", "b"), ("a", "", "a"),
        ("/", "b", "/b"),
    ])
    func joining(_ row: (base: String, component: String, joined: String)) {
        #expect((Path(row.base) / row.component).text == row.joined)
    }

    @Test(arguments: [
        ("/a/b", "/a", "b"), ("/a", "/a", "."), ("/ab", "/a", nil), ("/a/b/c", "/a/b/", "c"),
        ("/x", "/", "x"),
    ])
    func relative(_ row: (path: String, base: String, result: String?)) {
        #expect(Path(row.path).relative(to: Path(row.base))?.text == row.result)
    }

    @Test func absolute() {
        #expect(Path("../c").absolute(in: "/a/b") == "/a/c")
        #expect(Path("/x/./y").absolute(in: "/a/b") == "/x/y")
    }
}
