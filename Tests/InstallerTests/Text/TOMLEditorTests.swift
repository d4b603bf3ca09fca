import Testing

@testable import Installer

@Suite struct TOMLEditorTests {
    enum Edit {
        case insert(Int, [String], String)
        case replace(Int, [String], String)
        case remove(Int, [String])
        case set([String], TOMLValue)
        case delete([String])
        case drop([String])
        case element([String], [(String, TOMLValue)])
    }

    static func apply(_ edit: Edit, to text: String) throws -> String {
        var editor = TOMLEditor(try TOMLDocument(parsing: text, file: "x.toml"))
        switch edit {
        case .insert(let index, let path, let text): try editor.insert(.string(text), at: index, in: path)
        case .replace(let index, let path, let text):
            try editor.replaceElement(at: index, in: path, with: .string(text))
        case .remove(let index, let path): try editor.removeElement(at: index, in: path)
        case .set(let path, let value): try editor.set(value, at: path, neighbour: "project")
        case .delete(let path): try editor.remove(path)
        case .drop(let path): try editor.removeEmptyTable(path)
        case .element(let path, let pairs): try editor.addFirstElement(pairs, to: path)
        }
        return String(decoding: editor.source, as: UTF8.self)
    }

    static let rows: [(before: String, edit: Edit, after: String)] = [
        // Arrays: adding
        ("a = []\n", .insert(0, ["a"], "x"), "a = [\n    \"x\",\n]\n"),
        ("a = [ ]", .insert(0, ["a"], "x"), "a = [\n    \"x\",\n]"),
        ("[t]\r\n  a = []\r\n", .insert(0, ["t", "a"], "x"), "[t]\r\n  a = [\r\n      \"x\",\r\n  ]\r\n"),
        ("a = [\n  # none yet\n]\n", .insert(0, ["a"], "x"), "a = [\n  # none yet\n  \"x\",\n]\n"),
        ("t = { a = [] }\n", .insert(0, ["t", "a"], "x"), "t = { a = [\"x\"] }\n"),
        ("a = [\"b\"]\n", .insert(1, ["a"], "c"), "a = [\"b\", \"c\"]\n"),
        ("a = [\"b\"]\n", .insert(0, ["a"], "a"), "a = [\"a\", \"b\"]\n"),
        ("a = [\"b\",]\n", .insert(1, ["a"], "c"), "a = [\"b\", \"c\",]\n"),
        ("a = ['b','d'] # e\n", .insert(1, ["a"], "c"), "a = ['b','c','d'] # e\n"),
        ("a = ['b','d']\n", .insert(2, ["a"], "e; f == 'g'"), "a = ['b','d',\"e; f == 'g'\"]\n"),
        ("a = [\"b\"]\n", .insert(1, ["a"], "c; d == \"e\""), "a = [\"b\", 'c; d == \"e\"']\n"),
        (
            "a = [\n    \"b\",  # one\n    # about d\n    \"d\",\n]\n", .insert(1, ["a"], "c"),
            "a = [\n    \"b\",  # one\n    \"c\",\n    # about d\n    \"d\",\n]\n"
        ),
        ("a = [\n\t'b'\n]\n", .insert(1, ["a"], "c"), "a = [\n\t'b',\n\t'c'\n]\n"),
        (
            "a = [\n  \"b\" # one\n  # end\n]\n", .insert(1, ["a"], "c"),
            "a = [\n  \"b\", # one\n  \"c\"\n  # end\n]\n"
        ),
        ("a = [\r\n  \"b\",\r\n]\r\n", .insert(1, ["a"], "c"), "a = [\r\n  \"b\",\r\n  \"c\",\r\n]\r\n"),
        ("a = [\"b\",\n     \"c\"]\n", .insert(2, ["a"], "d"), "a = [\"b\",\n     \"c\",\n     \"d\"]\n"),
        ("a = [\"b\",\n     \"c\"]\n", .insert(0, ["a"], "a"), "a = [\"a\", \"b\",\n     \"c\"]\n"),
        ("a = [\n  \"b\"\n  , \"c\"\n]\n", .insert(1, ["a"], "x"), "a = [\n  \"b\"\n  , \"x\", \"c\"\n]\n"),
        ("a = [\n  \"b\", \"c\",\n]\n", .insert(2, ["a"], "d"), "a = [\n  \"b\", \"c\",\n  \"d\",\n]\n"),
        (
            "a = [ # ]\n  \"b\", # , ]\n]\n", .insert(1, ["a"], "c"),
            "a = [ # ]\n  \"b\", # , ]\n  \"c\",\n]\n"
        ),
        // Arrays: replacing and removing
        ("a = ['b', \"c\"]\n", .replace(0, ["a"], "x"), "a = ['x', \"c\"]\n"),
        ("a = [\"b\"]\n", .remove(0, ["a"]), "a = []\n"),
        ("a = [\n  \"b\",\n]\n", .remove(0, ["a"]), "a = []\n"),
        ("a = [\n  \"b\", # one\n  # two\n]\n", .remove(0, ["a"]), "a = [\n  # two\n]\n"),
        ("a = [\"b\", \"c\", \"d\"]\n", .remove(1, ["a"]), "a = [\"b\", \"d\"]\n"),
        ("a = [\"b\", \"c\", \"d\"]\n", .remove(0, ["a"]), "a = [\"c\", \"d\"]\n"),
        ("a = [\"b\", \"c\", \"d\"]\n", .remove(2, ["a"]), "a = [\"b\", \"c\"]\n"),
        ("a = [\"b\", \"c\",]\n", .remove(1, ["a"]), "a = [\"b\",]\n"),
        ("a = [\n  \"b\", # 1\n  \"c\", # 2\n]\n", .remove(0, ["a"]), "a = [\n  \"c\", # 2\n]\n"),
        ("a = [\n  \"b\", # 1\n  \"c\" # 2\n]\n", .remove(1, ["a"]), "a = [\n  \"b\" # 1\n]\n"),
        (
            "a = [\n  \"b\",\n  # two\n  \"c\",\n]\n", .remove(1, ["a"]), "a = [\n  \"b\",\n  # two\n]\n"
        ),
        ("a = [\"b\",\n     \"c\"]\n", .remove(1, ["a"]), "a = [\"b\"]\n"),
        ("a = [\n  \"b\", \"c\",\n  \"d\"]\n", .remove(1, ["a"]), "a = [\n  \"b\",\n  \"d\"]\n"),
        // Keys
        ("[a]\nb = 1 # x\n", .set(["a", "b"], .integer(2)), "[a]\nb = 2 # x\n"),
        ("[a]\nb = 1 # x", .set(["a", "c"], .boolean(true)), "[a]\nb = 1 # x\nc = true\n"),
        ("[a]\n  b = 1\n\n[c]\n", .set(["a", "c"], .string("\\")), "[a]\n  b = 1\n  c = '\\'\n\n[c]\n"),
        ("a = {b = 1}\n", .set(["a", "c", "d e"], .integer(2)), "a = {b = 1, c.\"d e\" = 2}\n"),
        ("a = {}\n", .set(["a", "b"], .integer(2)), "a = { b = 2 }\n"),
        ("a.b = 1\nc = 2\n", .set(["a", "c"], .integer(2)), "a.b = 1\na.c = 2\nc = 2\n"),
        ("[a]\nx.b = 1\n", .set(["a", "x", "c"], .integer(2)), "[a]\nx.b = 1\nx.c = 2\n"),
        ("\u{FEFF}[a]\n", .set(["b"], .integer(2)), "\u{FEFF}b = 2\n\n[a]\n"),
        ("", .set(["a", "b"], .array(of: [.integer(2)])), "[a]\nb = [\n    2,\n]\n"),
        (
            "[project]\nname = 'x'\n# y\n\n[tool.a]\n", .set(["project", "b", "c"], .integer(2)),
            "[project]\nname = 'x'\n# y\n\n[project.b]\nc = 2\n\n[tool.a]\n"
        ),
        (
            "[project]\nname = 'x'\n# y\n[tool.a]\n", .set(["group", "c"], .integer(2)),
            "[project]\nname = 'x'\n\n[group]\nc = 2\n# y\n[tool.a]\n"
        ),
        (
            "[tool.a]\nx = 1\n[tool.b]\ny = 1", .set(["tool", "c", "z"], .integer(2)),
            "[tool.a]\nx = 1\n[tool.b]\ny = 1\n\n[tool.c]\nz = 2\n"
        ),
        (
            "[tool.a.x]\nx = 1\n\n[tool.b]\n", .set(["tool", "a", "z"], .integer(2)),
            "[tool.a.x]\nx = 1\n\n[tool.a]\nz = 2\n\n[tool.b]\n"
        ),
        ("[a]\nb = 1 # x\nc = nan\n", .delete(["a", "b"]), "[a]\nc = nan\n"),
        ("a = {b = 1, c = 2}\n", .delete(["a", "b"]), "a = {c = 2}\n"),
        ("a = {b = 1, c = 2}\n", .delete(["a", "c"]), "a = {b = 1}\n"),
        ("a = { b = 1 }\n", .delete(["a", "b"]), "a = {}\n"),
        ("a.b = 1\nc = 2\n", .delete(["a", "b"]), "c = 2\n"),
        // Tables
        ("[a]\nx = 1\n\n[b]\n\n# c\n[c]\n", .drop(["b"]), "[a]\nx = 1\n\n# c\n[c]\n"),
        ("[a]\n\n[b]\n", .drop(["a"]), "[b]\n"), ("[a] # x\n", .drop(["a"]), "[a] # x\n"),
        (
            "[x]\n", .element(["a"], [("name", .string("n")), ("d", .boolean(true))]),
            "[x]\n\n[[a]]\nname = \"n\"\nd = true\n"
        ),
        (
            "# top\n[[a]]\nn = 1\n", .element(["a"], [("n", .integer(2))]),
            "[[a]]\nn = 2\n\n# top\n[[a]]\nn = 1\n"
        ),
        ("a = [{n = 1}]\n", .element(["a"], [("n", .integer(2))]), "a = [{ n = 2 }, {n = 1}]\n"),
        ("t = {}\n", .element(["t", "a"], [("n", .integer(2))]), "t = { a = [{ n = 2 }] }\n"),
    ]

    @Test func edits() throws {
        for row in Self.rows {
            #expect(try Self.apply(row.edit, to: row.before) == row.after, "\(row.edit) of \(row.before)")
        }
    }

    /// What has no safe place is refused, and nothing is changed.
    @Test func refusals() throws {
        let rows: [(String, Edit)] = [
            ("[a]\nb = 1\n", .set(["a"], .integer(1))), ("a = 1\n", .set(["a", "b"], .integer(1))),
            ("[[a]]\nb = 1\n", .set(["a", "b"], .integer(1))), ("[[a]]\n", .insert(0, ["a"], "x")),
            ("a = 1\n", .insert(0, ["a"], "x")), ("a = {b.c = 1, b.d = 2}\n", .delete(["a", "b", "c"])),
            ("[a]\n", .element(["a"], [])), ("[a]\nb = 1\n", .delete(["a"])),
        ]
        for (text, edit) in rows {
            #expect(throws: Diagnostic.self, "\(edit) of \(text)") { try Self.apply(edit, to: text) }
        }
    }
}

// MARK: - Random documents

extension TOMLEditorTests {
    /// Random arrays in random layouts, edited at random: whatever is not the element stays, byte by byte.
    @Test func randomEdits() throws {
        var random = SeededRandom(seed: 4)
        for round in 0..<1500 {
            let (text, count) = Self.document(&random)
            let document = try TOMLDocument(parsing: text, file: "x.toml")
            let path = ["t", "deps"]
            let old = try #require(document["t", "deps"]?.array).compactMap(\.string)
            #expect(old.count == count)
            var editor = TOMLEditor(document)
            let index = random.next(count + 1)
            try editor.insert(.string("new"), at: index, in: path)
            var expected = old
            expected.insert("new", at: index)
            #expect(editor.item(path)?.array?.compactMap(\.string) == expected, "\(text)")
            let inserted = String(decoding: editor.source, as: UTF8.self)
            // All that the author wrote is there still, in its order.
            #expect(Self.isSubsequence(text, of: inserted), "\(text)\n--\n\(inserted)")
            for comment in Self.comments(text) { #expect(inserted.contains(comment)) }
            if count > 0 {
                try editor.removeElement(at: index, in: path)
                #expect(editor.item(path)?.array?.compactMap(\.string) == old)
                #expect(String(decoding: editor.source, as: UTF8.self) == text, "round \(round)")
                let victim = random.next(count)
                try editor.removeElement(at: victim, in: path)
                let rest = String(decoding: editor.source, as: UTF8.self)
                #expect(Self.isSubsequence(rest, of: text), "\(text)\n--\n\(rest)")
            }
            let key = random.next(3) == 0 ? "zz" : "k\(random.next(4))"
            try editor.set(.integer(77), at: [random.next(2) == 0 ? "t" : "u", key])
            #expect(
                Self.lines(text, without: key).allSatisfy {
                    String(decoding: editor.source, as: UTF8.self).contains($0)
                })
        }
    }

    private static func comments(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            line.firstIndex(of: "#").map { String(line[$0...]) }
        }
    }

    /// The lines outside of the array that do not set the key.
    private static func lines(_ text: String, without key: String) -> [Substring] {
        text.split(whereSeparator: \.isNewline).filter {
            $0.contains(" = ") && !$0.contains("deps") && !$0.hasPrefix(key + " ")
        }
    }

    private static func isSubsequence(_ part: String, of whole: String) -> Bool {
        var rest = part.utf8[...]
        for byte in whole.utf8 where byte == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    private static func document(_ random: inout SeededRandom) -> (String, Int) {
        let newline = random.next(3) == 0 ? "\r\n" : "\n"
        let count = random.next(5)
        let quote = random.next(2) == 0 ? "\"" : "'"
        let indent = ["", "  ", "    ", "\t"][random.next(4)]
        let hasTrailingComma = random.next(2) == 0
        let isMultiline = random.next(3) > 0
        var array = "["
        if isMultiline { array += random.next(4) == 0 ? " # open, ]" + newline : newline }
        for index in 0..<count {
            let isLast = index == count - 1
            if isMultiline, random.next(4) == 0 { array += "\(indent)# about \"\(index)\", ]\(newline)" }
            if isMultiline { array += indent }
            array += "\(quote)e\(index)\(quote)"
            if !isLast || hasTrailingComma { array += "," }
            if isMultiline {
                array += random.next(4) == 0 ? "  # [\(index)], #\(newline)" : newline
            } else if !isLast {
                array += " "
            }
        }
        if isMultiline, random.next(5) == 0 { array += "\(indent)# the end\(newline)" }
        array += "]"
        var text = random.next(6) == 0 ? "\u{FEFF}" : ""
        if random.next(2) == 0 { text += "# top\(newline)\(newline)" }
        var tables = [
            ["[t]", "k0 = 'a' # one", "deps = \(array)", "k1 = [1, 2]"], ["[u]", "k2 = { a = 1 }"],
        ]
        if random.next(2) == 0 { tables[0].swapAt(1, 2) }
        if random.next(2) == 0 { tables.swapAt(0, 1) }
        text += tables.map { $0.joined(separator: newline) }.joined(separator: newline + newline)
        return (text + (random.next(4) == 0 ? "" : newline), count)
    }
}

/// The same numbers each time (SplitMix64).
private struct SeededRandom {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}
