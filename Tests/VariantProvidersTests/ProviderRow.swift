import Testing
import TestSupport
import VariantProviders

/// A system and what a provider must say of it, a line a feature: `level = v2, v1`.
struct ProviderRow: CustomTestStringConvertible {
    var testDescription: String
    var system: FixtureSystem
    var features: [String]
    /// What a warning must hold; nil: there is none.
    var warning: String?
    /// What a line `place: finding` of the observations must hold.
    var observed: String?
    /// What the summary must be.
    var summary: String?
    /// The programs that are run, as far as they matter.
    var runs: [String]?

    init(
        _ what: String, _ system: FixtureSystem, _ features: [String], warning: String? = nil,
        observed: String? = nil, summary: String? = nil, runs: [String]? = nil
    ) {
        testDescription = what
        self.system = system
        self.features = features
        self.warning = warning
        self.observed = observed
        self.summary = summary
        self.runs = runs
    }

    func check(_ make: (FixtureSystem) -> any VariantProvider) throws {
        let system = system.fresh
        let answer = try make(system).answer()
        #expect(answer.features.lines == features)
        if let warning {
            #expect(answer.warnings.contains { $0.contains(warning) }, "\(answer.warnings)")
        } else {
            #expect(answer.warnings == [])
        }
        if let observed {
            let lines = answer.observations.map { "\($0.place): \($0.finding)" }
            #expect(lines.contains { $0.contains(observed) }, "\(lines)")
        }
        if let summary { #expect(answer.summary == summary) }
        if let runs { #expect(system.commandsRun == runs) }
    }
}

extension [VariantFeature] {
    var lines: [String] { map { "\($0.name) = \($0.values.joined(separator: ", "))" } }
}

extension FixtureSystem {
    /// As if built in steps.
    func with(_ change: (inout FixtureSystem) -> Void) -> FixtureSystem {
        var system = self
        change(&system)
        return system
    }
}
