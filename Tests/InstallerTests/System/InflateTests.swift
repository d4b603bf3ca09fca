import Foundation
import Testing

@testable import Installer

@Suite struct InflateTests {
    /// Made by Python's zlib at level 9.
    static let compressed = [UInt8](
        Data(
            base64Encoded: """
                bdc5TgRBFERBn1P0ESprrwMNAmkEzhgcH2GiDvdbHZolXz8/vx5Xub7fr9fH43o9fl5vz79T7qd6P7X7qd9P436a99O6n/b9
                dPCoenw8fwAIBAEhMASIQBEwAkeFo+pzgKPCUeGocFQ4KhwVjgpHg6PB0fSFgqPB0eBocDQ4GhwNjg5Hh6PD0fXLgKPD0eHo
                cHQ4OhwDjgHHgGPAMfQTh2PAMeAYcAw4JhwTjgnHhGPCMfVfBceEY8Ix4VhwLDgWHAuOBceCY+lPF44Fx4Jjw7Hh2HBsODYc
                G44Nx9Z6wLHhOHAcOA4cB44Dx4HjwHHgOJpB7qCGsGgJi6awaAuLxrBoDYvmsGgPiwaxSORpl4jjznXnvHPfOfBceE68Nj4a
                +VTWikTa+Wjoo6WPpj7a+mjso7WP5j7a+zQGmESa/Gjzo9GPVj+a/Wj3o+GPlj+a/nQ2pURa/2j+o/2PAiAqgCgBogaIIiCq
                gAxmskQKgagEohSIWiCKgagGohyIeiAKgkyWv0RqgigKoiqIsiDqgigMojKI0iBqgyy+zEikPIj6IAqEqBCiRIgaIYqEqBKi
                TMjm+5lEKoUoFaJWiGIhqoUoF6JeiIIhKoYcvnL+F/0C
                """, options: .ignoreUnknownCharacters)!)
    static let text = Array((0..<200).map { "line \($0) of the text\n" }.joined().utf8)
    static let crc: UInt32 = 0xa339_53fd

    /// Deflate data that only stores `bytes` (RFC 1951 §3.2.4).
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let size = UInt16(block.count)
            result.append(rest.isEmpty ? 1 : 0)
            for word in [size, ~size] { result += [UInt8(word & 255), UInt8(word >> 8)] }
            result += block
        } while !rest.isEmpty
        return result
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let input: [UInt8]
        let size: Int
        var crc = InflateTests.crc
        /// nil: it succeeds and gives `text`.
        let whole: InflateError?
        /// The start of what libarchive says the streamed way; nil: it gives `text` too.
        let words: String?
    }

    static let cases = [
        Case(testDescription: "fine", input: compressed, size: 4090, whole: nil, words: nil),
        Case(testDescription: "stored", input: stored(text), size: 4090, whole: nil, words: nil),
        Case(
            testDescription: "size too large", input: compressed, size: 4091, whole: .tooShort,
            words: "ZIP uncompressed data is wrong size (read 4090, expected 4091)"),
        Case(
            testDescription: "size too small", input: compressed, size: 4089, whole: .tooLong,
            words: "ZIP uncompressed data is wrong size (read 4090, expected 4089)"),
        Case(
            testDescription: "truncated", input: compressed.dropLast(9), size: 4090, whole: .damaged(nil),
            words: ""),
        Case(
            testDescription: "one byte", input: [5], size: 4090, whole: .damaged(nil),
            words: ""),
        Case(
            testDescription: "rubbish", input: [0xff] + compressed, size: 4090, whole: .damaged(nil),
            words: "ZIP decompression failed (-3)"),
        Case(
            testDescription: "wrong checksum", input: compressed, size: 4090, crc: 1, whole: nil,
            words: "ZIP bad CRC: 0xa33953fd should be 0x1"),
        Case(
            testDescription: "bytes after the end", input: compressed + [0, 1, 2], size: 4090,
            whole: .leftOver, words: "ZIP compressed data is wrong size (read 465, expected 468)"),
        Case(
            testDescription: "a second stream after the end",
            input: compressed + [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff] + compressed,
            size: 4090, whole: .leftOver, words: "ZIP compressed data is wrong size (read 465, expected 940)"),
    ]

    @Test(arguments: cases)
    func both(_ row: Case) throws {
        var whole: InflateError?
        do {
            let bytes = try row.input.withUnsafeBytes { try Inflate.inflate($0, size: row.size) }
            #expect(bytes == Self.text)
            #expect(try bytes.withUnsafeBytes { try Inflate.crc32($0) } == Self.crc)
        } catch let error as InflateError { whole = error }
        #expect(whole == row.whole)

        var result: [UInt8] = []
        let failure = failure {
            try row.input.withUnsafeBytes { bytes in
                try StreamedInflate.inflate(bytes, size: UInt64(row.size), crc32: row.crc) { result += $0 }
            }
        }
        if case .damaged(let words?) = failure as? InflateError {
            #expect(words.hasPrefix(row.words ?? "nothing") && !words.hasSuffix("\n"))
        } else {
            #expect(failure == nil && row.words == nil && result == Self.text)
        }
    }

    private func failure(_ body: () throws -> Void) -> (any Error)? {
        do { try body() } catch { return error }
        return nil
    }

    @Test func largeMembersComeInPieces() throws {
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        let crc = try bytes.withUnsafeBytes { try Inflate.crc32($0) }
        let input = Self.stored(bytes)
        var result: [UInt8] = []
        var pieces = 0
        var offset = 0
        try StreamedInflate.inflate(
            compressedSize: UInt64(input.count), size: 1_000_000, crc32: crc,
            from: { buffer in
                // Odd pieces, as a network gives them.
                let count = min(buffer.count, 777, input.count - offset)
                buffer.copyBytes(from: input[offset..<offset + count])
                offset += count
                return count
            },
            to: { piece in
                pieces += 1
                result += piece
            })
        #expect(result == bytes && pieces > 3)
    }

    @Test func errorsOfTheSourceAndSinkPass() throws {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try StreamedInflate.inflate(
                compressedSize: 9, size: 4090, crc32: 0, from: { _ in throw Stop() }, to: { _ in })
        }
        #expect(throws: Stop.self) {
            try Self.compressed.withUnsafeBytes {
                try StreamedInflate.inflate($0, size: 4090, crc32: Self.crc, to: { _ in throw Stop() })
            }
        }
    }

    @Test func emptyData() throws {
        let empty: [UInt8] = [3, 0]
        #expect(try empty.withUnsafeBytes { try Inflate.inflate($0, size: 0) } == [])
        try empty.withUnsafeBytes { try StreamedInflate.inflate($0, size: 0, crc32: 0, to: { _ in }) }
    }
}
