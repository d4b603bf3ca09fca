import Testing

@testable import Installer

/// RECORD, entry_points.txt and netrc.
@Suite struct PlainFormatTests {
    @Test func recordRows() throws {
        let text =
            "pkg/a.py,sha256=AbC_-,12\r\n\r\n\"b, \"\"q\"\".py\",,\n../../bin/x,sha256=x,0\rd.dist-info/RECORD,,\nbare\nc,,7,,"
        let entries = try RecordReader.parse(Array("\u{FEFF}\(text)".utf8))
        #expect(
            entries == [
                RecordEntry(path: "pkg/a.py", hash: "sha256=AbC_-", size: 12),
                RecordEntry(path: "b, \"q\".py"),
                RecordEntry(path: "../../bin/x", hash: "sha256=x", size: 0),
                RecordEntry(path: "d.dist-info/RECORD"),
                RecordEntry(path: "bare"), RecordEntry(path: "c", size: 7),
            ])
        #expect(try RecordReader.parse([]) == [])
        let written = RecordWriter.bytes(of: entries + [RecordEntry(path: "new\nline")])
        #expect(
            String(decoding: written, as: UTF8.self)
                == "pkg/a.py,sha256=AbC_-,12\n\"b, \"\"q\"\".py\",,\n../../bin/x,sha256=x,0\nd.dist-info/RECORD,,\nbare,,\nc,,7\n\"new\nline\",,\n"
        )
        #expect(try RecordReader.parse(written).dropLast() == entries[...])
    }

    @Test func badRecords() {
        let rows: [([UInt8], String)] = [
            (Array("a,,\nb,,x\n".utf8), "line 2: the size of `b` is not a number of bytes"),
            (Array("a,,-1\n".utf8), "line 1: the size of `a` is not a number of bytes"),
            (Array("a,,99999999999999999999\n".utf8), "line 1: the size of `a` is not a number of bytes"),
            (Array("a,b,1,z\n".utf8), "line 1: more than three fields"),
            (Array("\n,sha256=x,1\n".utf8), "line 2: a row without a path"),
            (Array("\"x\ny\",,\n\"a".utf8), "line 3: a quote that is never closed"),
            (Array("\"a\"b,,\n".utf8), "line 1: text after a closing quote"),
            (Array("a,,\r\n".utf8) + [0x62, 0xE9], "line 2: the text is not UTF-8"),
        ]
        for (bytes, expected) in rows {
            do throws(RecordError) {
                _ = try RecordReader.parse(bytes)
                Issue.record("accepted: \(expected)")
            } catch {
                #expect(error.description == expected)
            }
        }
    }

    @Test func entryPoints() throws {
        let text = """
            # scripts
            ; also a comment
            [console_scripts]
            Tool = demo.cli:main [fast]
              b=demo:b\r
            Tool = demo:other

            [ gui_scripts ]
            g = x:y = z
            [console_scripts]
            c = d
            """
        let document = try INIDocument(parsing: Array("\u{FEFF}\(text)".utf8), file: "entry_points.txt")
        #expect(document.sections.map(\.name) == ["console_scripts", "gui_scripts"])
        let scripts = document["console_scripts"]
        #expect(scripts.map(\.key) == ["Tool", "b", "Tool", "c"])
        #expect(scripts.map(\.value) == ["demo.cli:main [fast]", "demo:b", "demo:other", "d"])
        #expect(scripts.map(\.line) == [4, 5, 6, 11])
        #expect(document["gui_scripts"].map(\.value) == ["x:y = z"])
        #expect(document["none"].isEmpty)
        let bad: [([UInt8], String)] = [
            (Array("[a]\nx\n".utf8), "line 2: a line without `=`"),
            (Array("x = 1".utf8), "line 1: an entry before the first `[section]`"),
            (Array("[a\nx=1".utf8), "line 1: a header without its `]`"),
            (Array("[]".utf8), "line 1: a header without its `]`"),
            (Array("[a]\n = 1".utf8), "line 2: an entry without a name"),
            (Array("[a]\nx\0 = 1".utf8), "line 2: a NUL byte"),
            ([0x5B, 0xFF], "line 1: the text is not UTF-8"),
        ]
        for (bytes, expected) in bad {
            do throws(INIError) {
                _ = try INIDocument(parsing: bytes, file: "entry_points.txt")
                Issue.record("accepted: \(expected)")
            } catch {
                #expect(error.description == expected)
            }
        }
    }

    @Test func netrc() throws {
        let text = """
            # comment with machine words
            machine Example.org login me password "se cret\\"" account a
            machine example.org
              login other
              password p\\#ss#word
            macdef init
            machine inside
            login macro

            machine empty
            default login anonymous password guest
            """
        let file = try NetrcFile(parsing: Array(text.utf8), file: "~/.netrc")
        #expect(file.entries.map(\.machine) == ["example.org", "example.org", "empty", nil])
        #expect(file.entry(for: "EXAMPLE.org")?.password == "se cret\"")
        #expect(file.entry(for: "example.org", login: "other")?.password == "p#ss#word")
        #expect(file.entry(for: "empty")?.login == nil)
        #expect(file.entry(for: "inside")?.login == "anonymous")
        #expect(file.entry(for: "example.org", login: "third") == nil)
        #expect(try NetrcFile(parsing: [], file: "x").entry(for: "a") == nil)
        let bad = [
            ("machine a\nlogin", "line 2: `login` without its value"),
            ("login x", "line 1: `login` before `machine`"),
            ("machine a\npasswort hunter2", "line 2: an unknown keyword"),
        ]
        for (text, expected) in bad {
            do throws(NetrcError) {
                _ = try NetrcFile(parsing: Array(text.utf8), file: "x")
                Issue.record("accepted: \(text)")
            } catch {
                #expect(error.description == expected)
            }
        }
    }
}
