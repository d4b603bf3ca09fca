import Testing

@testable import Installer

@Suite struct TOMLDocumentTests {
    /// A document and the `line:column message` of each of its faults.
    static let faults: [(String, [String])] = [
        ("a = 1\na = 2", ["2:1 `a` is defined already, on line 1"]),
        ("a =\nb = 2\nc = ?", ["1:4 expected a value, found the end of the line", "3:5 expected a value"]),
        ("name = demo", ["1:8 `demo` is no value; a string needs quotes"]),
        (
            "name = \"demo\nversion = '1",
            [
                "1:8 a string without its closing quote", "2:11 a string without its closing quote",
            ]
        ),
        ("[project\nname = 1", ["1:9 expected `]`, found the end of the line"]),
        ("[[a]\nx = 1", ["1:5 expected `]]`, found the end of the line"]),
        (
            "[a]\n[b]\n[a]\nx = 1\nx = 2",
            [
                "3:1 `a` is defined already, on line 1", "5:1 `x` is defined already, on line 4",
            ]
        ),
        ("x = 1 y = 2\nz = 09", ["1:7 expected the end of the line", "2:5 `09` is no number, date or time"]),
        (
            "deps = [\n  \"a\"\n  \"b\",\n]\nz = tru",
            [
                "3:3 expected `,` or `]`", "5:5 `tru` is no value; a string needs quotes",
            ]
        ),
        (
            "deps = [\n  \"a\",\nname = \"x\"\nv = 1\n[t]\nw = !",
            [
                "3:1 `name` is no value; a string needs quotes", "6:5 expected a value",
            ]
        ),
        ("deps = [1,\n 2,\n", ["1:8 an array without its `]`"]),
        (
            "t = { a = 1,\n  b = 2 }\nu = { a = 1, }",
            [
                "1:13 an inline table must stay on one line",
                "3:12 a comma before the end of an inline table",
            ]
        ),
        ("t = { a = 1", ["1:5 an inline table without its `}`"]),
        ("a = \"\"\"x\ny", ["1:5 a string without its closing quotes"]),
        (
            "a = \"\\q\"\nb = \"\\u12\"\nc = \"\\ud800\"",
            [
                "1:6 an escape that TOML does not have; `\\\\` is a backslash",
                "2:6 `\\u` without 4 hexadecimal digits", "3:6 an escape of no character",
            ]
        ),
        ("a = 9223372036854775808", ["1:5 `9223372036854775808` does not fit into 64 bits"]),
        ("a = 1\nb\nc = 2", ["2:2 expected `=` after the key, found the end of the line"]),
        ("a.b = 1\na.b.c = 2", ["2:1 `a.b.c` is defined already, on line 1"]),
        (
            "a = {b = 1}\na.c = 2\n[a.d]",
            ["2:1 `a.c` would add to an inline table", "3:1 `a.d` would add to an inline table"]
        ),
        ("a = [1]\n[[a]]", ["2:1 `a` would add to an array"]),
        ("[a.b.c]\n[a]\nb.d = 1", ["3:1 `b.d` would add to a table that has its own header"]),
        ("é = 1", ["1:1 expected a key"]),
        ("\u{FEFF}\"é\" = x", ["1:7 `x` is no value; a string needs quotes"]),
        ("a = 1\r\nb = \r\n", ["2:5 expected a value, found the end of the line"]),
        ("a = 1\rb = 2", ["1:6 a carriage return without a line feed"]),
        ("# a\u{0}b\nc = 1", ["1:4 a control character in a comment"]),
        ("a = 2021-02-30", ["1:5 `2021-02-30` is no number, date or time"]),
    ]

    @Test func reportsEveryFaultWithItsPlace() {
        for (text, expected) in Self.faults {
            do throws(TOMLErrors) {
                _ = try TOMLDocument(parsing: text, file: "x.toml")
                Issue.record("accepted: \(text)")
            } catch {
                #expect(error.faults.map { "\($0.line):\($0.column) \($0.message)" } == expected, "\(text)")
            }
        }
    }

    @Test func diagnosticShowsTheLines() throws {
        let errors = try #require(throws: TOMLErrors.self) {
            try TOMLDocument(parsing: "[project]\nname = demo\n", file: "pyproject.toml")
        }
        #expect(errors.diagnostic.message == "Failed to read `pyproject.toml`")
        #expect(
            errors.diagnostic.causes == [
                """
                line 2, column 8: `demo` is no value; a string needs quotes
                  |
                2 | name = demo
                  |        ^^^^
                """
            ])
    }

    @Test func hostileDocuments() throws {
        let deep: [String] = [
            "a = " + String(repeating: "[", count: 100_000),
            "a = " + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000),
            "a = " + String(repeating: "{a=", count: 100_000),
            "a = " + String(repeating: "[{a=", count: 100_000),
            "a" + String(repeating: ".a", count: 100_000) + " = 1",
            "[a" + String(repeating: ".a", count: 100_000) + "]",
            "[a" + String(repeating: ".a", count: 100) + "]\n" + "b" + String(repeating: ".b", count: 100)
                + " = 1",
            "a = [" + String(repeating: "[\n", count: 20_000),
        ]
        for text in deep {
            let errors = try #require(throws: TOMLErrors.self) { try TOMLDocument(parsing: text, file: "x") }
            #expect(errors.faults.first?.message == "nested more than 128 levels deep", "\(text.prefix(40))")
        }
        let many = String(repeating: "a = ?\n", count: 1000)
        let errors = try #require(throws: TOMLErrors.self) { try TOMLDocument(parsing: many, file: "x") }
        #expect(errors.faults.count == TOMLDocument.maxFaults)
        #expect(errors.omitted == 1000 - TOMLDocument.maxFaults)
        #expect(errors.diagnostic.causes.last == "968 more")

        let encodings: [([UInt8], String)] = [
            ([0xFF, 0xFE, 0x61, 0x00], "the text is UTF-16; TOML must be UTF-8"),
            ([0xFE, 0xFF, 0x00, 0x61], "the text is UTF-16; TOML must be UTF-8"),
            (Array("a = 1\nb = \"".utf8) + [0xE9, 0x22], "the text is not UTF-8"),
        ]
        for (bytes, message) in encodings {
            let errors = try #require(throws: TOMLErrors.self) { try TOMLDocument(parsing: bytes, file: "x") }
            #expect(errors.faults.map(\.message) == [message])
        }
    }

    @Test func spansSpellTheirItems() throws {
        let document = try TOMLDocument(
            parsing: """
                \u{FEFF}# heading
                [project]
                name = "demo"  # trailing
                "dé p" . x = [ 'a', # one
                  "b" ]
                [[tool.swuv.index]]
                url = 'https://example.org'
                at = 1979-05-27 07:32:00.250-07:00
                [[tool.swuv.index]]
                n = { k = 0x1F }

                """, file: "pyproject.toml")
        func spelled(_ item: TOMLItem?) -> String? { item.map { document.text(of: $0.span) } }
        #expect(spelled(document["project", "name"]) == "\"demo\"")
        #expect(spelled(document["project", "dé p", "x"]) == "[ 'a', # one\n  \"b\" ]")
        #expect(document["project", "dé p", "x"]?.array?.map(\.string) == ["a", "b"])
        #expect(spelled(document["project"]) == "[project]")
        let indexes = document["tool", "swuv", "index"]
        #expect(indexes?.array?.count == 2)
        #expect(spelled(indexes?[1]) == "[[tool.swuv.index]]")
        #expect(spelled(indexes?[1]?["n"]) == "{ k = 0x1F }")
        #expect(indexes?[1]?["n"]?["k"]?.integer == 31)
        guard case .offsetDateTime(let time)? = indexes?[0]?["at"]?.value else {
            Issue.record("no date")
            return
        }
        #expect(time.description == "1979-05-27T07:32:00.25-07:00")
        #expect(time.unixSeconds == 296_663_520)
        let entry = try #require(document.root["project"]?.table?.entry("name"))
        #expect(document.text(of: entry.keySpan) == "name")
        #expect(document["project", "none"] == nil && document["project", "name", "x"] == nil)

        let fault = document.fault("`name` is taken", at: document["project", "name"]!)
        #expect(fault.description == "line 3, column 8: `name` is taken")
        #expect(document.errors([fault]).diagnostic.causes.first?.hasSuffix("  |        ^^^^^^") == true)
    }

    @Test func wideTablesAndManyElements() throws {
        var text = "[wide]\n"
        for index in 0..<3000 { text += "k\(index) = \(index)\n" }
        for index in 0..<3000 { text += "[[package]]\nname = 'p\(index)'\n" }
        let document = try TOMLDocument(parsing: text, file: "x")
        #expect(document["wide", "k2999"]?.integer == 2999)
        #expect(document["package"]?[2999]?["name"]?.string == "p2999")
        #expect(document.root.keys == ["wide", "package"])
    }
}
