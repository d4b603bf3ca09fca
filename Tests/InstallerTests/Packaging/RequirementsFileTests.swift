import Foundation
import Testing

@testable import Installer

@Suite struct RequirementsFileTests {
    static let hash = String(repeating: "ab", count: 32)

    private func parse(_ text: String, environment: [String: String] = [:]) throws -> RequirementsFile {
        try RequirementsFile.parse(
            Array(text.utf8), file: "req.txt", in: "/work", environment: environment)
    }

    private func describe(_ entry: RequirementsFile.Entry) -> String {
        let subject =
            switch entry.subject {
            case .named(let requirement): requirement.description
            case .located(let located):
                (located.isEditable ? "-e " : "")
                    + {
                        switch located.location {
                        case .path(let path): "path \(path)"
                        case .url(let url): "url \(url)"
                        }
                    }()
                    + located.extras.map { "+\($0.text)" }.joined()
                    + (located.marker.map { " ; \($0)" } ?? "")
            }
        return subject + (entry.hashes.isEmpty ? "" : " #\(entry.hashes.count)") + " @\(entry.origin.line)"
    }

    @Test func lines() throws {
        let rows: [(String, [String])] = [
            ("", []), ("\n \n# only\n   # that\n", []), ("flask", ["flask @1"]),
            (
                "\u{FEFF}flask\r\ndjango>=2 # why\r\n",
                [
                    "flask @1", "django>=2 @2",
                ]
            ),
            ("a\rb\r\rc", ["a @1", "b @2", "c @4"]),
            ("flask[async] \\\n  >=2, \\\n  <4\nnext", ["flask[async]>=2,<4 @1", "next @4"]),
            ("flask \\\n# comment\ndjango", ["flask @1", "django @3"]), ("flask \\", ["flask @1"]),
            ("\\\nflask", ["flask @1"]),
            ("a; python_version<'3' # c", ["a ; python_version < '3' @1"]),
            (
                "flask==1.0 --hash=sha256:\(Self.hash) \\\n    --hash sha512:\(Self.hash)\(Self.hash)",
                ["flask==1.0 #2 @1"]
            ),
            ("demo @ https://h.example/d.whl#sha256=00", ["demo @ https://h.example/d.whl#sha256=00 @1"]),
            ("demo @ ./d.whl\ndemo@file:///x/d.whl", ["demo @ /work/d.whl @1", "demo @ file:///x/d.whl @2"]),
            (
                "./d-1.whl\n../d.zip[b,a] ; python_version > '3'\n/abs/d.tar.gz",
                [
                    "path /work/d-1.whl @1", "path /d.zip+a+b ; python_version > '3' @2",
                    "path /abs/d.tar.gz @3",
                ]
            ),
            (
                ".\n.[x]\ndist/d.whl\nd-1.0-py3-none-any.whl\ndir/sub",
                [
                    "path /work @1", "path /work+x @2", "path /work/dist/d.whl @3",
                    "path /work/d-1.0-py3-none-any.whl @4",
                    "path /work/dir/sub @5",
                ]
            ),
            (
                "https://h.example/d;x.whl#egg=d ; os_name == 'nt'\nfile:///a/d.whl\ngit+https://h.example/r.git@v1",
                [
                    "url https://h.example/d;x.whl#egg=d ; os_name == 'nt' @1", "url file:///a/d.whl @2",
                    "url git+https://h.example/r.git@v1 @3",
                ]
            ),
            (
                "-e .\n--editable=src/demo[x]\n-e../b\n-e git+https://h/r#egg=r\n-e a b",
                [
                    "-e path /work @1", "-e path /work/src/demo+x @2", "-e path /b @3",
                    "-e url git+https://h/r#egg=r @4",
                    "-e path /work/a b @5",
                ]
            ),
        ]
        for (text, expected) in rows {
            do {
                let read = try parse(text).requirements.map(describe)
                #expect(
                    read.map { $0.replacing("\"", with: "'") } == expected, "\(text)")
            } catch {
                Issue.record("\(text): \(error)")
            }
        }
    }

    @Test func options() throws {
        let file = try parse(
            """
            -i https://one.example/simple
            --index-url=https://${USER_NAME}:${TOKEN}@two.example/simple --extra-index-url "https://three.example/s"
            --extra-index-url https://${NOT_SET}.example
            --no-index --pre
            --require-hashes
            -f https://files.example/
            --find-links=links
            --no-binary=:all: --no-binary Foo.Bar,baz
            --only-binary :none:
            --trusted-host h.example
            --prefer-binary
            --use-feature=fast-deps
            """, environment: ["USER_NAME": "me", "TOKEN": "s3"])
        var expected = RequirementsFile.Options()
        expected.indexURL = "https://me:s3@two.example/simple"
        expected.extraIndexURLs = ["https://three.example/s", "https://${NOT_SET}.example"]
        expected.noIndex = true
        expected.allowsPrereleases = true
        expected.requiresHashes = true
        expected.findLinks = ["https://files.example/", "/work/links"]
        expected.noBinary = [":all:", "foo-bar", "baz"]
        expected.onlyBinary = [":none:"]
        expected.trustedHosts = ["h.example"]
        #expect(file.options == expected)
        #expect(file.ignored.map(\.name) == ["--prefer-binary", "--use-feature"])
        #expect(file.ignored.map(\.origin.description) == ["-r req.txt (line 11)", "-r req.txt (line 12)"])
    }

    /// Places and what the messages must hold.
    static let faults: [(String, [(Int, Int, String)])] = [
        ("flask\nrequests >> 2\n", [(2, 11, "expected a version")]),
        ("ok\n  bad name here\nfine\n!x", [(2, 7, "expected"), (4, 1, "package name")]),
        ("a \\\n  b", [(2, 3, "expected")]),
        ("a; python_version >", [(1, 20, "expected")]),
        ("x==1 --hash=sha256:xyz", [(1, 13, "a hash by sha256 has 64 hexadecimal digits")]),
        ("x==1 --hash", [(1, 6, "expected a hash")]),
        (
            "x==1 --hash=nope:12 --hash md5:\(String(repeating: "0", count: 32))",
            [
                (1, 13, "expected a hash"), (1, 28, "md5 proves nothing"),
            ]
        ),
        ("x --install-option=a", [(1, 3, "`--install-option` is no option of a requirement")]),
        (
            "--frobnicate now\n-x\nok",
            [(1, 1, "unknown option `--frobnicate`"), (2, 1, "unknown option `-x`")]
        ),
        ("-r", [(1, 1, "`-r` without its value")]),
        ("--index-url=", [(1, 1, "`--index-url` without its value")]),
        ("-e", [(1, 1, "`-e` without its value")]), ("--pre=yes", [(1, 1, "takes no value")]),
        ("--no-index stray", [(1, 12, "expected an option")]),
        ("--no-binary a/b", [(1, 13, "`a/b` is no package name")]),
        ("-r https://u:pw@h.example/r.txt", [(1, 4, "`https://****@h.example/r.txt` is remote")]),
        ("  -c missing.txt", [(1, 6, "cannot read `missing.txt`")]), ("-r pyproject.toml", [(1, 4, "TOML")]),
        ("./x.whl[a b]", [(1, 8, "extra")]), ("https://h.example/a b.whl", [(1, 20, "white space")]),
        ("./x.whl ; python_version ? 3", [(1, 26, "expected")]),
        ("ok\nhz-benign\0evil\n", [(2, 10, "a NUL byte")]),
        ("é bad", [(1, 1, "package name")]), ("a ; extra == 'é' x", [(1, 18, "expected")]),
    ]

    @Test func faultsPointAtTheirPlace() {
        for (text, expected) in Self.faults {
            do throws(RequirementsFileErrors) {
                let file = try RequirementsFile.parse(Array(text.utf8), file: "req.txt", in: "/nowhere")
                Issue.record("accepted \(text): \(file)")
            } catch {
                #expect(error.faults.count == expected.count, "\(text): \(error.faults)")
                for (fault, row) in zip(error.faults, expected) {
                    let place = fault.snippet.map { ($0.line, $0.column) }
                    #expect(place?.0 == row.0 && place?.1 == row.1, "\(text): \(fault)")
                    #expect(fault.message.contains(row.2), "\(text): \(fault.message)")
                }
            }
        }
    }

    @Test func diagnostics() throws {
        let errors = try #require(throws: RequirementsFileErrors.self) {
            try parse("flask\nrequests >> 2\nx --opt https://user:secret@h.example/")
        }
        let diagnostic = errors.diagnostic
        #expect(diagnostic.message == "Failed to read `req.txt`")
        #expect(diagnostic.causes.count == 2)
        #expect(diagnostic.causes[0].hasPrefix("line 2, column 11: "))
        #expect(diagnostic.causes[0].contains("\n2 | requests >> 2\n  |           ^"))
        #expect(!"\(diagnostic)".contains("secret"))
        let many = try #require(throws: RequirementsFileErrors.self) {
            try parse(String(repeating: "!\n", count: 50))
        }
        #expect(many.diagnostic.causes.last == "18 more")
    }

    @Test func encodings() throws {
        let text = "hz-benign==1.0\n"
        let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        for bytes in [little, big] {
            let file = try RequirementsFile.parse(bytes, file: "req.txt", in: "/")
            #expect(file.requirements.map(describe) == ["hz-benign==1.0 @1"])
        }
        let refused: [([UInt8], String)] = [
            ([0xFF, 0xFE, 0x00, 0xD8], "the text is broken UTF-16"),
            ([0xFF, 0xFE, 0x61], "the text is broken UTF-16"),
            ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "the text is UTF-32; it must be UTF-8"),
            (Array("ok\n".utf8) + [0xE9], "the text is not UTF-8"),
        ]
        for (bytes, message) in refused {
            do throws(RequirementsFileErrors) {
                _ = try RequirementsFile.parse(bytes, file: "req.txt", in: "/")
                Issue.record("accepted: \(message)")
            } catch {
                #expect(error.faults.map(\.message) == [message])
            }
        }
    }

    @Test func includes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "swuv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "sub/links"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        try write("main.txt", "a\n-r sub/dev.txt\nz\n")
        try write("sub/dev.txt", "b\n-c pins.txt\n-f links\n-r ../last.txt\n./here.whl\n")
        try write("sub/pins.txt", "b<2\n-r more.txt\n")
        try write("sub/more.txt", "c<3\n")
        try write("last.txt", "d\n")
        let directory = Path(folder.path)
        let file = try RequirementsFile.read("main.txt", in: directory, environment: [:])
        #expect(
            file.requirements.map { "\($0.origin): \(describe($0))" } == [
                "-r main.txt (line 1): a @1", "-r sub/dev.txt (line 1): b @1", "-r last.txt (line 1): d @1",
                "-r sub/dev.txt (line 5): path \(directory)/here.whl @5", "-r main.txt (line 3): z @3",
            ])
        #expect(
            file.constraints.map { "\($0.origin): \(describe($0))" } == [
                "-c sub/pins.txt (line 1): b<2 @1", "-c sub/more.txt (line 1): c<3 @1",
            ])
        #expect(file.options.findLinks == ["\(directory)/sub/links"])
        #expect(
            try RequirementsFile.read("sub/pins.txt", flag: "-c", in: directory, environment: [:])
                .constraints.count == 2)

        try write("one.txt", "x\n-r two.txt\n")
        try write("two.txt", "  -r ./sub/../one.txt\n")
        try write("self.txt", "-c self.txt\n")
        try write("twice.txt", "-r last.txt\n-r last.txt\n")
        try write("bad.txt", "fine\n-r sub/bad.txt\n?\n")
        try write("sub/bad.txt", "x >> 1\n")
        #expect(
            try RequirementsFile.read("twice.txt", in: directory, environment: [:]).requirements.count == 2)
        let rows: [(Path, [String])] = [
            (
                "one.txt",
                [
                    "two.txt:1:6 the file includes itself: `\(directory)/one.txt` includes `\(directory)/two.txt` includes `\(directory)/one.txt`"
                ]
            ),
            (
                "self.txt",
                [
                    "self.txt:1:4 the file includes itself: `\(directory)/self.txt` includes `\(directory)/self.txt`"
                ]
            ),
            ("bad.txt", ["sub/bad.txt:1:4", "bad.txt:3:1"]), ("none.txt", ["cannot read `none.txt`"]),
            ("sub", ["cannot read `sub`"]),
            ("https://h.example/r.txt", ["`https://h.example/r.txt` is remote"]),
        ]
        for (path, expected) in rows {
            do throws(RequirementsFileErrors) {
                _ = try RequirementsFile.read(path, in: directory, environment: [:])
                Issue.record("accepted: \(path)")
            } catch {
                let told = error.faults.map { ($0.snippet.map { "\($0.location) " } ?? "") + $0.message }
                #expect(told.count == expected.count, "\(told)")
                for (one, start) in zip(told, expected) { #expect(one.hasPrefix(start), "\(one)") }
            }
        }
        // Each level includes the next twice: not a cycle, but for ever.
        for level in 0..<30 { try write("l\(level).txt", "-r l\(level + 1).txt\n-r l\(level + 1).txt\n") }
        try write("l30.txt", "q\n")
        #expect(throws: RequirementsFileErrors.self) {
            try RequirementsFile.read("l0.txt", in: directory, environment: [:])
        }
    }
}
