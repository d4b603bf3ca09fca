import Foundation
import Testing

@testable import VariantProviders

/// The lists, without any probe (V-300 to V-304).
@Suite struct CUDAFeaturesTests {
    struct Row: Codable {
        let cuda: String
        let sm: String?
        let forced: Bool
        let features: [String: String]
    }

    /// `Tests/Fixtures/generate_nvidia_vectors.py` writes them. When they were made they were held against the
    /// published algorithm too.
    static func vectors() throws -> [Row] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = tests.appendingPathComponent("Fixtures/variant-vectors/nvidia.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Row.self, from: Data($0.utf8))
        }
    }

    @Test func vectors() throws {
        let rows = try Self.vectors()
        #expect(rows.count > 40)
        for row in rows {
            let version = try #require(CUDAVersion(decimal: row.cuda))
            let capability = try row.sm.map { try #require(ComputeCapability($0)) }
            let features = try #require(CUDAFeatures.make(version, capability))
            let order = ["cuda_version_lower_bound", "cuda_version_upper_bound", "sm_arch"]
            #expect(features.map(\.name) == order.filter { row.features[$0] != nil })
            for feature in features {
                #expect(
                    feature.values.joined(separator: " ") == row.features[feature.name],
                    "CUDA \(row.cuda), sm \(row.sm ?? "unset")")
                #expect(Set(feature.values).count == feature.values.count)
                #expect(feature.values.allSatisfy(VariantSyntax.isValue))
            }
        }
    }

    /// The counts of the table in the specification, §16.1.
    @Test(arguments: [
        ("12.7", "8.9", 31, 79, 11), ("13.0", "9.0", 46, 64, 2), ("15.20", "10.3", 110, 0, 5),
        ("16.25", "12.5", 137, 0, 7), ("10.9", "7.5", 0, 121, 7), ("12.0", nil, 24, 86, 0),
    ])
    func counts(_ row: (cuda: String, sm: String?, lower: Int, upper: Int, sm_arch: Int)) throws {
        let version = try #require(CUDAVersion(decimal: row.cuda))
        let features = try #require(CUDAFeatures.make(version, row.sm.flatMap { ComputeCapability($0) }))
        func count(_ name: String) -> Int { features.first { $0.name == name }?.values.count ?? 0 }
        #expect(count("cuda_version_lower_bound") == row.lower)
        #expect(count("cuda_version_upper_bound") == row.upper)
        #expect(count("sm_arch") == row.sm_arch)
    }

    /// More than 1024 values together: none (V-304), and none is made to find out.
    @Test(arguments: [
        ("57.9", nil, true), ("57.10", nil, true), ("57.11", nil, false), ("57.10", "9.0", false),
        ("999999999.0", nil, false), ("12.999999999", nil, false), ("12.8", "9.999999999", false),
        ("12.8", "9.900", true), ("12.8", "9.950", false),
    ])
    func limit(_ row: (cuda: String, sm: String?, fits: Bool)) throws {
        let features = CUDAFeatures.make(
            try #require(CUDAVersion(decimal: row.cuda)), row.sm.flatMap { ComputeCapability($0) })
        #expect((features != nil) == row.fits, "\(row)")
        if let features { #expect(features.map(\.values.count).reduce(0, +) <= 1024) }
    }

    /// The number of the driver's calls (V-305).
    @Test(arguments: [
        (12070, "12.7"), (13000, "13.0"), (12080, "12.8"), (11080, "11.8"), (15200, "15.20"), (0, nil),
        (-1, nil), (999, nil), (1_000_000, nil), (Int.max, nil),
    ])
    func numbers(_ row: (number: Int, text: String?)) {
        #expect(CUDAVersion(number: row.number)?.description == row.text)
    }

    /// A forced version is one of PEP 440; only the first two numbers count.
    @Test(arguments: [
        ("12", "12.0"), ("12.8", "12.8"), ("12.8.1", "12.8"), ("1!12.8", "12.8"), ("v12.8", "12.8"),
        ("V12.8", "12.8"), ("12.8rc1", "12.8"), ("12.8.post2", "12.8"), ("12.8-1", "12.8"),
        ("12.8.dev0", "12.8"), ("12.8+cu128", "12.8"), ("12.8a.dev", "12.8"),
        ("12.8-alpha_2.post.dev3", "12.8"),
        ("012.08", "12.8"), ("12.8+a.b-c_1", "12.8"), ("12.8c1", "12.8"), ("12.8r4", "12.8"),
        ("", nil), ("x", nil), ("12.", nil), (".8", nil), ("12..8", nil), ("12.x", nil), ("12.8+", nil),
        ("12.8+a..b", nil), ("!12.8", nil), ("12!", nil), ("-12", nil), ("12 .8", nil), ("12.8\u{0}", nil),
        ("１２.8", nil), ("12.8--1x", nil), ("12,8", nil), ("12.8*", nil),
    ])
    func releases(_ row: (text: String, version: String?)) {
        #expect(CUDAVersion(release: row.text)?.description == row.version, "`\(row.text)`")
    }
}
