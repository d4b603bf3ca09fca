import Foundation
import Testing
import TestSupport
import VariantProviders

/// Answers of the published plugins (`Tests/Fixtures/provider-vectors`), and what the providers here make of
/// the same systems. Where they mean something else on purpose, the reason stands beside it.
struct ReferenceTests {
    @Test func `rocm-bootstrap`() throws {
        for vector in try Vector.all("rocm-bootstrap") {
            let answer = ROCmBootstrapProvider(vector.fixture).answer()
            if let features = vector.features {
                #expect(answer.features == features, "\(vector.what)")
                #expect(answer.warnings == [], "\(vector.what)")
            } else {
                // V-194: an error there, a warning and nothing here.
                #expect(answer.features == [] && answer.warnings.count == 1, "\(vector.what)")
            }
        }
    }

    @Test func `ascend-variant-provider`() throws {
        for vector in try Vector.all("ascend-variant-provider") {
            let answer = AscendProvider(vector.fixture, design: .older).answer()
            let features = try #require(vector.features)
            // V-213: no feature without values, no value twice.
            var expected = features.filter { !$0.values.isEmpty }
            expected = expected.map { feature in
                VariantFeature(
                    feature.name, feature.values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
            }
            #expect(answer.features == expected, "\(vector.what)")
        }
    }

    @Test func `provider-variant-x86-64`() throws {
        for vector in try Vector.all("provider-variant-x86-64") {
            let answer = X86Provider(vector.fixture).answer()
            let features = try #require(vector.features)
            // V-340: archspec says nothing of processors below v2.
            let level = features.first ?? VariantFeature("level", ["v1"])
            #expect(answer.features.first == level, "\(vector.what)")
            // V-343: those of the named model there, those really present here.
            let ours = answer.features.dropFirst().filter { features.contains($0) }
            #expect(ours == Array(features.dropFirst()), "\(vector.what)")
        }
    }

    @Test func `provider-variant-aarch64`() throws {
        for vector in try Vector.all("provider-variant-aarch64") {
            var system = vector.fixture
            system.hardwareCapabilities = .max
            let answer = ARMProvider(system).answer()
            let features = try #require(vector.features)
            // V-361: nothing above 8.4 can be told.
            let version = try #require(features.first).values.filter { !["9.0a", "8.5a"].contains($0) }
            #expect(answer.features.first == VariantFeature("version", version), "\(vector.what)")
            let ours = answer.features.dropFirst().filter { features.contains($0) }
            #expect(ours == Array(features.dropFirst()), "\(vector.what)")
        }
    }

    /// A line of a file of vectors.
    private struct Vector: Decodable {
        var what: String
        var system: System
        var features: [VariantFeature]?

        struct System: Decodable {
            var machine: String
            var variables: [String: String]
            var files: [String: String]
            var commands: [String: String]
        }

        enum Key: CodingKey { case what, system, features }

        init(from decoder: any Decoder) throws {
            let object = try decoder.container(keyedBy: Key.self)
            what = try object.decode(String.self, forKey: .what)
            system = try object.decode(System.self, forKey: .system)
            guard try !object.decodeNil(forKey: .features) else { return }
            var list = try object.nestedUnkeyedContainer(forKey: .features)
            var features: [VariantFeature] = []
            while !list.isAtEnd {
                var pair = try list.nestedUnkeyedContainer()
                features.append(VariantFeature(try pair.decode(String.self), try pair.decode([String].self)))
            }
            self.features = features
        }

        var fixture: FixtureSystem {
            FixtureSystem("linux", system.machine).with {
                $0.variables = system.variables
                for (path, text) in system.files { $0.file(path, text) }
                for (command, output) in system.commands { $0.command(command, prints: output) }
            }
        }

        static func all(_ name: String) throws -> [Vector] {
            let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent()
            let file = tests.appendingPathComponent("Fixtures/provider-vectors/\(name).jsonl")
            let vectors = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
                try JSONDecoder().decode(Vector.self, from: Data($0.utf8))
            }
            try #require(!vectors.isEmpty)
            return vectors
        }
    }
}
