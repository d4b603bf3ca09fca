import Testing

@testable import Installer

/// Every reader of text meets thousands of damaged documents and must answer each with a value or an error.
@Suite struct HostileTextTests {
    /// The same numbers every time.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static let readers: [(name: String, text: String, read: @Sendable ([UInt8]) throws -> Void)] = [
        (
            "JSON", #"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\n",true,null],"b":{"c":{}},"é":"日本"}"#,
            { _ = try JSONReader.parse($0) }
        ),
        (
            "JSON skipped", #"{"a":[1,-2.5e3,"x\u00e9\n",true,null],"b":{"c":{}}}"#,
            { try JSONScanner.scan($0) { try $0.skipValue() } }
        ),
        (
            "TOML",
            """
            # é
            [a.b]
            c.d = [1, 0x1F, 'x', "y\\u00e9", \"\"\"long\n \\\n z\"\"\", '''w''']
            e = { f = 1979-05-27 07:32:00Z, g = -1.5e3 }
            [[h]]
            i = 07:32:00
            """, { _ = try TOMLDocument(parsing: $0, file: "x") }
        ),
        (
            "HTML",
            "<!-- c --><base href='b'><a href=\"x&amp;y&#x2f;\" data-yanked>t<b>u</b></a><script>s</script>",
            { _ = HTMLAnchors($0) }
        ),
        ("RECORD", "a,sha256=x,1\r\n\"b,\"\"c\",,\n", { _ = try RecordReader.parse($0) }),
        ("INI", "# c\n[a b]\nc = d:e [f]\n; g\n[h]\ni=j\n", { _ = try INIDocument(parsing: $0, file: "x") }),
        (
            "netrc", "machine a login \"b\\\"c\" password d # e\nmacdef f\ng\n\ndefault login h\n",
            { _ = try NetrcFile(parsing: $0, file: "x").entry(for: "a") }
        ),
        (
            "requirements",
            """
            a[b]>=1,<2 ; python_version > '3' --hash=sha256:00 # c
            ./d.whl[e] ; os_name == "x"
            -e ../f \\
              [g]
            --index-url "https://u:p@h/${X}" -r none.txt
            """,
            { _ = try RequirementsFile.parse($0, file: "x", in: "/nowhere", environment: ["X": "y"]) }
        ),
    ]

    @Test func damagedDocumentsEndWell() throws {
        var dice = Dice()
        let alphabet =
            Array("\"'[]{}()<>=,.:;#\\/\n\r\t -_$&!0aexuU~".utf8) + [0, 0x1B, 0x7F, 0x80, 0xC3, 0xE9, 0xFF]
        for reader in Self.readers {
            let whole = Array(reader.text.utf8)
            try? reader.read(whole)
            for cut in 0..<whole.count { try? reader.read(Array(whole[..<cut])) }
            for _ in 0..<400 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &dice) {
                    let place = Int.random(in: 0..<max(1, bytes.count), using: &dice)
                    switch Int.random(in: 0..<4, using: &dice) {
                    case 0: bytes[place] = alphabet.randomElement(using: &dice)!
                    case 1: bytes.insert(alphabet.randomElement(using: &dice)!, at: place)
                    case 2 where bytes.count > 1: bytes.remove(at: place)
                    default:
                        let end = Int.random(in: place...bytes.count, using: &dice)
                        bytes.insert(contentsOf: bytes[place..<end], at: place)
                    }
                }
                do {
                    try reader.read(bytes)
                } catch {
                    // Drawing the error must end well, too.
                    #expect(!Diagnostic(describing: error).message.isEmpty)
                }
            }
        }
    }
}
