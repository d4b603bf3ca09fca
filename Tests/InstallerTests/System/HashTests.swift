import Testing

@testable import Installer

@Suite struct HashTests {
    /// Values by Python's hashlib.
    @Test(arguments: [
        ("md5", "", "d41d8cd98f00b204e9800998ecf8427e"),
        ("md5", "abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("sha1", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("sha224", "abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
        ("sha256", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("sha256", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "sha384", "abc",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        ("blake2s", "abc", "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"),
    ])
    func digests(_ row: (name: String, text: String, hex: String)) throws {
        let algorithm = try #require(Digest.Algorithm(rawValue: row.name))
        let bytes = Array(row.text.utf8)
        #expect(try Digest.of(bytes, algorithm).hex == row.hex)
        var digest = try Digest(algorithm)
        for byte in bytes { digest.update([byte]) }
        #expect(digest.finish() == Hash(algorithm, hex: row.hex)?.bytes)
        let scratch = try Scratch()
        try File.writeAtomically(bytes, to: scratch / "f")
        #expect(try Digest.ofFile(scratch / "f", algorithm).hex == row.hex)
    }

    @Test func everyAlgorithmHasItsLength() throws {
        for algorithm in Digest.Algorithm.allCases {
            var digest = try Digest(algorithm)
            #expect(digest.finish().count == algorithm.byteCount)
        }
    }

    static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test(arguments: [
        ("sha256:\(abc)", "sha256:\(abc)"),
        ("sha256=\(abc)", "sha256:\(abc)"),
        ("SHA256=\(abc.uppercased())", "sha256:\(abc)"),
        ("sha256:\(abc.dropLast())", nil),
        ("sha256:\(abc.dropLast())g", nil),
        ("sha512:\(abc)", nil),
        ("sha257:\(abc)", nil),
        ("\(abc)", nil),
        ("", nil),
    ])
    func parsing(_ row: (text: String, hash: String?)) {
        #expect(Hash(parsing: row.text)?.text == row.hash)
    }

    @Test(arguments: [
        ([], ""), ([0xfb], "-w"), ([0xfb, 0xff], "-_8"), ([1, 2, 3], "AQID"), ([0, 0, 0, 0], "AAAAAA"),
    ])
    func base64(_ row: (bytes: [UInt8], text: String)) {
        #expect(Hash.base64url(row.bytes) == row.text)
    }

    @Test func record() throws {
        let hash = try Digest.of(Array("abc".utf8))
        #expect(hash.recordText == "sha256=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0")
        #expect(Hash(record: hash.recordText) == hash)
        #expect(Hash(record: hash.recordText + "=") == hash)
        #expect(Hash(record: "sha256=ungW") == nil)
        #expect(Hash(record: "sha256=u*gWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0") == nil)
    }
}
