import Foundation
import Testing

@testable import Installer

/// Reads `Tests/Fixtures/packaging-vectors/*.jsonl`, written by `generate_packaging_vectors.py` from
/// Python's `packaging`: one JSON array a line.
enum PackagingVectors {
    static func rows(_ name: String, from file: String = #filePath) throws -> [[Any]] {
        let tests = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let url = tests.appendingPathComponent("Fixtures/packaging-vectors/\(name).jsonl")
        return try Data(contentsOf: url).split(separator: 0x0A).map {
            try #require(try JSONSerialization.jsonObject(with: $0) as? [Any])
        }
    }

    static func texts(_ name: String) throws -> [String] {
        try rows(name).map { try #require($0[0] as? String) }
    }

    /// Fails once, listing the first of what went wrong: a row is not worth a test of its own.
    static func expectNone(
        _ failures: [String], of count: Int, at location: SourceLocation = #_sourceLocation
    ) {
        #expect(
            failures.isEmpty,
            "\(failures.count) of \(count) failed:\n\(failures.prefix(25).joined(separator: "\n"))",
            sourceLocation: location)
    }
}

/// A generator of numbers whose sequence is the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
