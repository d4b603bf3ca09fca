import Testing

@testable import Installer

struct CoreMetadataTests {
    @Test func readsTheHeader() throws {
        let text = """
            Metadata-Version: 2.3\r
            Name: Foo_Bar
            Version: 1.0-1
            Summary: a
              folded
              line
            Requires-Python: >=3.8
            Requires-Dist: requests[socks] (>=2.0,<3) ; python_version < "3.9"
            Requires-Dist: other;
             extra == 'Test_It'
            Provides-Extra: Test_It
            Provides-Extra: ../../x
            Dynamic: Requires-Dist
            License-Expression: MIT
            Project-URL: Source, https://example.com
            X-Unknown: \u{1F600}
            requires-dist: lower-case-field

            Name: not-this
            Requires-Dist: !!!
            """
        let metadata = try CoreMetadata(parsing: Array(text.utf8))
        #expect(metadata.name.text == "foo-bar")
        #expect(metadata.version == Version("1.0.post1"))
        #expect(metadata.metadataVersion == "2.3")
        #expect(metadata.requiresPython?.description == ">=3.8")
        #expect(
            metadata.requirements.map(\.description) == [
                "requests[socks]>=2.0,<3 ; python_version < '3.9'", "other ; extra == 'test-it'",
                "lower-case-field",
            ])
        #expect(metadata.providesExtras.map(\.text) == ["test-it"])
        #expect(metadata.dynamic == ["requires-dist"])
        #expect(metadata.projectURLs == ["Source, https://example.com"])
        #expect(metadata.summary?.hasPrefix("a") == true)
    }

    @Test func survivesOddBytes() throws {
        var bytes: [UInt8] =
            [0xEF, 0xBB, 0xBF] + Array("Name: foo\nVersion: 1\nSummary: ".utf8) + [0xFF, 0xFE, 0x0A]
        bytes += Array("Author: x\n\n".utf8) + [UInt8](repeating: 0x61, count: 30_000_000)
        let metadata = try CoreMetadata(parsing: bytes)
        #expect(metadata.name.text == "foo" && metadata.author == "x")
        #expect(metadata.summary == "\u{FFFD}\u{FFFD}")
    }

    @Test func reportsAllFaults() {
        let text =
            "Name: -foo\nVersion: x\nRequires-Dist: a b c\nRequires-Python: lolwat\nRequires-Dist: ok\n"
        let error = #expect(throws: CoreMetadataError.self) {
            _ = try CoreMetadata(parsing: Array(text.utf8))
        }
        #expect(error?.faults.map(\.line) == [1, 2, 3, 4])
        let missing = #expect(throws: CoreMetadataError.self) { _ = try CoreMetadata(parsing: []) }
        #expect(missing?.faults.map(\.field) == ["Name", "Version"])
        let strict = "Name: a\nVersion: 1\nRequires-Python: >=3.6.*\n"
        #expect(throws: CoreMetadataError.self) {
            _ = try CoreMetadata(parsing: Array(strict.utf8), tolerant: false)
        }
    }

    @Test(arguments: [
        (">=3.6.*", ">=3.6"), (">=2.7,!=3.0*", ">=2.7,!=3.0.*"),
        (">=2.7,!=3.0.*,!=3.1*", ">=2.7,!=3.0.*,!=3.1.*"),
        (">=3.6,<4.*", ">=3.6,<4"), (">=1.0<2.0", ">=1.0,<2.0"), (">=3.5 <4", ">=3.5,<4"),
        ("!=~5.0", "!=5.0.*"),
        ("=>3.6", ">=3.6"), (">='3.6'", ">=3.6"), (">dev", ">0.0.0.dev0"), ("3.6", "==3.6"),
        ("~=3.7.*", "~=3.7"),
        (">=*", ""), ("==3.*.*", "==3.*"),
    ])
    func repairsOldSpecifiers(text: String, expected: String) throws {
        let metadata = try CoreMetadata(
            parsing: Array(
                "Name: a\nVersion: 1\nRequires-Python: \(text)\nRequires-Dist: b[c] (\(text)) ; os_name == 'x'\nRequires-Dist: d\(text)\n"
                    .utf8))
        #expect(metadata.requiresPython?.description == expected)
        #expect(metadata.requirements[0].description == "b[c]\(expected) ; os_name == 'x'")
        // Without an operator there is nothing that tells the name from the version.
        if text != "3.6" { #expect(metadata.requirements[1].description == "d\(expected)") }
    }
}
