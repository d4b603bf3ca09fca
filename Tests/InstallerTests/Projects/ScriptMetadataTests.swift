import Testing

@testable import Installer

@Suite struct ScriptMetadataTests {
    static let rows: [(text: String, expected: String?)] = [
        ("print(1)\n", nil), ("# /// other\n# x = 1\n# ///\n", nil), (" # /// script\n # ///\n", nil),
        ("# /// script\n# ///\n", ""), ("#!/usr/bin/env python\n\n# /// script\n#\n# ///", ""),
        ("# /// script\r\n# dependencies = [\"a\"]\r\n# ///\r\n", "a"),
        (
            "\u{feff}# /// script\n# dependencies = [\n#   'a<3',\n#   'b[x]>=1',\n# ]\n# ///\n",
            "a<3 b[x]>=1"
        ),
        ("# /// script\n# requires-python = '>=3.12'\n# ///\nimport x\n", ">=3.12"),
        // The last line that closes counts, as the reference's expression has it.
        ("# /// script\n# requires-python = '>=3'\n# ///\n# dependencies = ['a']\n# ///\n", nil),
        (
            "# /// script\n# dependencies = ['a']\n# [tool.uv.sources]\n# a = { path = '.' }\n# ///\n",
            "a"
        ),
    ]

    @Test(arguments: rows) func reads(_ text: String, _ expected: String?) throws {
        let bytes = Array(text.utf8)
        if text.contains("# ///\n# dependencies") {
            #expect(throws: TOMLErrors.self) { try ScriptMetadata(script: bytes, file: "x.py") }
            return
        }
        let found = try ScriptMetadata(script: bytes, file: "x.py")
        let words = found.map { found in
            (found.requiresPython.map { ["\($0)"] } ?? []) + found.dependencies.map(\.description)
        }
        #expect(words?.joined(separator: " ") == expected)
        if expected != nil { #expect(ScriptMetadata.isMentioned(in: bytes)) }
    }

    static let faults: [(text: String, messages: [String])] = [
        ("x\n# /// script\n# a = 1\nprint()\n", ["`x.py`, line 2: `# /// script` is never closed"]),
        ("# /// script\n# ///\n\n# /// script\n# ///\n", ["`x.py`, line 4: a second `# /// script` block"]),
        (
            "\n# /// script\n# dependencies = ['a b', 3]\n# requires-python = 'x'\n# ///\n",
            ["3:", "3:", "4:"]
        ),
        ("# /// script\n# dependencies = 3\n# ///\n", ["2:"]), ("# /// script\n# a = = 3\n# ///\n", ["2:"]),
    ]

    @Test(arguments: faults) func refuses(_ text: String, _ messages: [String]) throws {
        do {
            _ = try ScriptMetadata(script: Array(text.utf8), file: "x.py")
            Issue.record("\(text) was read")
        } catch let errors as TOMLErrors {
            let lines = errors.faults.map { "\($0.snippet.line):" }.sorted()
            #expect(lines == messages, "\(errors.diagnostic)")
        } catch {
            #expect([Diagnostic(describing: error).message] == messages)
        }
    }

    static let edits: [(script: String, metadata: String, expected: String)] = [
        ("print(1)\n", "a = 1\n", "# /// script\n# a = 1\n# ///\n\nprint(1)\n"),
        (
            "#!/bin/x\n# -*- coding: utf-8 -*-\nprint(1)", "a = 1",
            "#!/bin/x\n# -*- coding: utf-8 -*-\n# /// script\n# a = 1\n# ///\n\nprint(1)"
        ),
        ("", "a = 1\n", "# /// script\n# a = 1\n# ///\n"),
        (
            "#!/bin/x\r\n# /// script\r\n# a = 1\r\n# ///\r\nx\r\n", "b = 1\n\nc = 2\n",
            "#!/bin/x\r\n# /// script\r\n# b = 1\r\n#\r\n# c = 2\r\n# ///\r\nx\r\n"
        ),
        ("\u{feff}# /// script\n#\n# ///\n# more\n", "", "\u{feff}# /// script\n# ///\n# more\n"),
    ]

    @Test(arguments: edits) func rewrites(_ script: String, _ metadata: String, _ expected: String) throws {
        let text = try ScriptText(parsing: Array(script.utf8), file: "x.py")
        let edited = text.replacingMetadata(with: Array(metadata.utf8))
        #expect(String(decoding: edited, as: UTF8.self) == expected)
        let again = try ScriptText(parsing: edited, file: "x.py")
        #expect(again.hasBlock && again.replacingMetadata(with: again.metadata) == edited)
    }
}
