import Testing

@testable import Installer

@Suite struct SourceSnippetTests {
    @Test func pointsIntoTheLine() {
        let source = Array("one\r\nrequests >> 2\r\nlast".utf8)
        let snippet = SourceSnippet(file: "dev.txt", source: source, range: 14..<16)
        #expect(snippet.location == "dev.txt:2:10")
        #expect(snippet.rendered == "  |\n2 | requests >> 2\n  |          ^^")
        #expect(SourceSnippet(file: "f", source: source, offset: 3).rendered == "  |\n1 | one\n  |    ^")
        #expect(SourceSnippet(file: "f", source: source, offset: 999).rendered == "  |\n3 | last\n  |     ^")
        #expect(SourceSnippet(file: "f", source: [], offset: 0).rendered == "  |\n1 |\n  | ^")
        // A range over several lines is cut at its first.
        #expect(SourceSnippet(file: "f", source: source, range: 14..<25).length == 4)
    }

    @Test func isSafeForATerminal() {
        let rows: [(String, Int, Int, String)] = [
            ("a\tb\u{1b}[31m", 4, 1, "  |\n1 | a b\\u{1b}[31m\n  |    ^^^^^^"),
            ("日本 x", 4, 1, "  |\n1 | 日本 x\n  |      ^"),
            ("e\u{301}x", 3, 1, "  |\n1 | e\u{301}x\n  |  ^"),
            ("\u{202e}abc", 2, 1, "  |\n1 | \\u{202e}abc\n  |         ^"),
        ]
        for (text, column, length, expected) in rows {
            #expect(
                SourceSnippet(file: "f", line: 1, column: column, text: text, length: length).rendered
                    == expected)
        }
    }

    @Test func longLinesAreCut() {
        let text = String(repeating: "a", count: 5_000) + "!" + String(repeating: "b", count: 5_000)
        let lines = SourceSnippet(file: "f", line: 12, column: 5_001, text: text).lines
        #expect(lines[1].count < 120)
        let mark = lines[2].distance(from: lines[2].startIndex, to: lines[2].firstIndex(of: "^")!)
        #expect(lines[1].dropFirst(mark).first == "!")
    }

    @Test func positions() {
        let bytes = Array("\u{FEFF}é=1\nx".utf8)
        let rows = [(3, 1, 1), (5, 1, 2), (6, 1, 3), (8, 2, 1), (99, 2, 2)]
        for (offset, line, column) in rows {
            #expect(SourcePosition(offset: offset, in: bytes) == SourcePosition(line: line, column: column))
        }
    }

    @Test func utf8Faults() {
        #expect(UTF8Validity.firstFault(in: Array("plain, caf\u{e9}, 日本, \u{1F600}".utf8)) == nil)
        #expect(UTF8Validity.firstFault(in: [UInt8]()) == nil)
        let rows: [([UInt8], Int)] = [
            ([0x80], 0), ([0xC1, 0x81], 0), ([0xE0, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0),
            ([0x61, 0xF0, 0x9F, 0x98], 1), (Array("12345678".utf8) + [0xFF], 8),
        ]
        for (bytes, offset) in rows { #expect(UTF8Validity.firstFault(in: bytes) == offset) }
    }
}
