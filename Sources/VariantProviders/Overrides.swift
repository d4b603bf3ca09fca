/// Variables with which people tell a provider what it would otherwise look for.
extension SystemProbe {
    /// The value of an override; nil when it is unset or empty, which is the same to all providers but one.
    func override(_ name: String) -> String? {
        guard let value = variable(name), !value.isEmpty else { return nil }
        return value
    }
}

extension ProviderAnswer {
    /// What a provider says whose override cannot be used: nothing, and why (V-194). Detecting in spite of it
    /// would answer something that was not asked for.
    static func invalidOverride(_ name: String, _ value: String, isNo meaning: String) -> ProviderAnswer {
        ProviderAnswer(
            observations: [Observation(name, "`\(value.shown)`, which is no \(meaning)")],
            warnings: ["`\(name)` is `\(value.shown)`, which is no \(meaning); nothing is reported for it"])
    }

    mutating func saw(_ place: String, _ finding: String) {
        observations.append(Observation(place, finding))
    }
}

extension ProbeTarget {
    /// Observed where a provider has nothing to say since the user named another platform (V-193).
    static let elsewhere = ProviderAnswer.Observation(
        "target", "another platform than this machine's: not detected")

    var isLinuxHere: Bool { isThisMachine && system == "linux" }
    /// x86-64 as any system calls it.
    var isX86: Bool { ["x86_64", "amd64"].contains(machine.lowercased()) }
    /// 64-bit ARM as any system calls it.
    var isARM: Bool { ["aarch64", "arm64"].contains(machine.lowercased()) }
}
