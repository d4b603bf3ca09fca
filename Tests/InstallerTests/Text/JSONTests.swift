import Testing

@testable import Installer

@Suite struct JSONTests {
    static let valid: [(String, JSONValue)] = [
        ("null", nil), ("true", true), (" false\n", false), ("0", 0), ("-12", -12), ("\"\"", ""),
        ("[]", []), ("{}", [:]), ("[1,[2],{}]", [1, [2], [:]]),
        ("{\"a\":1,\"b\":[true,null]}", ["a": 1, "b": [true, nil]]),
        ("1.5e+10", .number("1.5e+10")), ("-0.25E-3", .number("-0.25E-3")),
        ("\"caf\u{e9} \u{1F600}\"", "caf\u{e9} \u{1F600}"),
        (#""\"\\\/\b\f\n\r\t\u00e9""#, "\"\\/\u{8}\u{c}\n\r\t\u{e9}"),
        (#""\ud83d\ude00""#, "\u{1F600}"),
        // Halves of surrogate pairs.
        (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
        (#""\ud83dA""#, "\u{FFFD}A"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\u0000""#, "\0"),
        // The last of equal keys wins and keeps the first one's place.
        (#"{"a":1,"b":2,"a":3}"#, ["a": 3, "b": 2]), (#"{"\u0061":1,"a":2}"#, ["a": 2]),
        ("\u{FEFF}[1]", [1]), (" \t\r\n[ 1 , 2 ]", [1, 2]),
    ]

    static let invalid: [(String, Int, Int)] = [
        ("", 1, 1), ("  ", 1, 3), ("\u{FEFF}", 1, 1), ("\u{FEFF}?", 1, 1), ("nul", 1, 1), ("truex", 1, 5),
        ("[1,]", 1, 4),
        ("[1 2]", 1, 4), ("[,1]", 1, 2), ("{\"a\":1,}", 1, 8), ("{a:1}", 1, 2), ("{\"a\" 1}", 1, 6),
        ("{\"a\":}", 1, 6), ("{\"a\":1", 1, 7), ("[", 1, 2), ("]", 1, 1), ("[1]]", 1, 4), ("1 2", 1, 3),
        ("01", 1, 1), ("-", 1, 1), ("+1", 1, 1), (".5", 1, 1), ("1.", 1, 1), ("1e", 1, 1), ("1e+", 1, 1),
        ("NaN", 1, 1),
        ("Infinity", 1, 1), ("'a'", 1, 1), ("\"abc", 1, 1), ("\"abc\\", 1, 1), ("\"abc\\\"", 1, 1),
        ("\"a\nb\"", 1, 3), ("\"\u{1}\"", 1, 2), ("\"\\x\"", 1, 2), ("\"\\u12G4\"", 1, 2),
        ("\"\\u12\"", 1, 2),
        ("{\n  \"caf\u{e9}\": x\n}", 2, 11), ("[1,\r\n 2,\r\n ?]", 3, 2), ("// c\n1", 1, 1),
        ("{\"a\":1 \"b\":2}", 1, 8),
        ("[\"longer than eight bytes\", \"and\tmore\"]", 1, 33),
    ]

    @Test func readsWhatIsValid() throws {
        for (text, expected) in Self.valid {
            #expect(try JSONReader.parse(text) == expected, "\(text)")
        }
    }

    @Test func refusesTheRestWithAPlace() {
        for (text, line, column) in Self.invalid {
            do throws(JSONError) {
                let value = try JSONReader.parse(text)
                Issue.record("\(text) was read as \(value)")
            } catch {
                #expect(error.position == SourcePosition(line: line, column: column), "\(text): \(error)")
            }
            // Skipping checks the same grammar, but for what is inside strings.
            let skipped = Result {
                try JSONScanner.scan(Array(text.utf8)) { scanner in
                    try scanner.skipValue()
                    try scanner.finish()
                }
            }
            if !text.contains("\\") { #expect(throws: JSONError.self, "\(text)") { try skipped.get() } }
        }
    }

    @Test func badBytes() throws {
        let rows: [([UInt8], Int)] = [
            ([0x22, 0x61, 0xFF, 0x22], 2), ([0x22, 0xC3, 0x22], 1), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
            ([0x22, 0xC0, 0x80, 0x22], 1), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
            ([0x22, 0xE2, 0x82, 0x22], 1),
            (Array("\"twelve bytes".utf8) + [0xE2, 0x28, 0xA1, 0x22], 13), ([0xFF, 0xFE, 0x5B, 0x00], 0),
            ([0x00], 0),
        ]
        for (bytes, offset) in rows {
            do throws(JSONError) {
                _ = try JSONReader.parse(bytes)
                Issue.record("\(bytes)")
            } catch {
                #expect(error.offset == offset, "\(bytes): \(error)")
            }
        }
    }

    @Test func depthIsBounded() throws {
        for opening in ["[", "{\"a\":"] {
            let deep = String(repeating: opening, count: 100_000)
            #expect(throws: JSONError.self) { try JSONReader.parse(deep) }
            #expect(throws: JSONError.self) {
                try JSONScanner.scan(Array(deep.utf8)) { try $0.skipValue() }
            }
        }
        let allowed = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        _ = try JSONReader.parse(allowed)
        #expect(throws: JSONError.self) { try JSONReader.parse("[" + allowed + "]") }
        _ = try JSONReader.parse("[" + allowed + "]", maxDepth: 129)
    }

    @Test func manyEqualKeys() throws {
        let members = (0..<40).map { "\"k\($0 % 20)\":\($0)" }.joined(separator: ",")
        let value = try JSONReader.parse("{\(members)}")
        #expect(value.object?.map(\.key) == (0..<20).map { "k\($0)" })
        #expect(value["k3"] == 23)
    }

    @Test func scannerWalks() throws {
        let page = """
            {"meta":{"api-version":"1.1","x":[1,{"y":2}]},"name":"demo",
             "files":[{"filename":"a.whl","size":12,"yanked":false,"url":null},
                      {"filename":"b\\u002ewhl","n\\u0061me":1.5,"yanked":"bad"},{}],"versions":[]}
            """
        var seen: [String] = []
        try JSONScanner.scan(Array(page.utf8)) { scanner in
            try scanner.beginObject()
            while let key = try scanner.nextKey() {
                if scanner.isEqual(key, "files") {
                    try scanner.beginArray()
                    while try scanner.nextElement() {
                        try scanner.beginObject()
                        while let key = try scanner.nextKey() {
                            if scanner.isEqual(key, "filename") {
                                seen.append(try scanner.string())
                            } else if scanner.isEqual(key, "size") {
                                seen.append(String(try scanner.integer()))
                            } else if scanner.isEqual(key, "name") {
                                seen.append(try scanner.number())
                            } else if scanner.isEqual(key, "url") {
                                seen.append(try scanner.optionalString() ?? "-")
                            } else if scanner.isEqual(key, "yanked"), try scanner.peek() == .bool {
                                seen.append(String(try scanner.bool()))
                            } else {
                                seen.append(try scanner.text(of: key))
                                try scanner.skipValue()
                            }
                        }
                        seen.append("|")
                    }
                } else {
                    try scanner.skipValue()
                }
            }
            try scanner.finish()
        }
        #expect(seen == ["a.whl", "12", "false", "-", "|", "b.whl", "1.5", "yanked", "|", "|"])
    }

    @Test func writes() throws {
        let value: JSONValue = [
            "name": "caf\u{e9} \"q\" \\ \n\u{1b}\u{7f}", "list": [1, [], [:], nil],
            "deep": ["a": ["b": true]],
        ]
        #expect(
            JSONWriter.text(of: value)
                == #"{"name":"café \"q\" \\ \n\u001b\u007f","list":[1,[],{},null],"deep":{"a":{"b":true}}}"#)
        let pretty = JSONWriter.text(of: value, .pretty)
        #expect(
            pretty == """
                {
                  "name": "café \\"q\\" \\\\ \\n\\u001b\\u007f",
                  "list": [
                    1,
                    [],
                    {},
                    null
                  ],
                  "deep": {
                    "a": {
                      "b": true
                    }
                  }
                }

                """)
        #expect(try JSONReader.parse(pretty) == value)
        #expect(JSONWriter.text(of: "x", .pretty) == "\"x\"\n")
    }
}
