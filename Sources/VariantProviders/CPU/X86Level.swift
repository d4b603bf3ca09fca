/// The levels of the x86-64 psABI (V-340).
package enum X86Level: Int, CaseIterable, Sendable, CustomStringConvertible {
    case v1 = 1
    case v2, v3, v4

    package var description: String { "v\(rawValue)" }

    /// The highest level whose flags, and those of all lower ones, are there. v1 needs none.
    package init(of flags: X86Flags) {
        var level = X86Level.v1
        for next in X86Level.allCases.dropFirst() {
            guard next.needs.allSatisfy(flags.names.contains) else { break }
            level = next
        }
        self = level
    }

    /// What it adds to the level below, in the kernel's names.
    var needs: [String] {
        switch self {
        case .v1: []
        case .v2: ["cx16", "lahf_lm", "popcnt", "sse3", "ssse3", "sse4_1", "sse4_2"]
        case .v3: ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "lzcnt", "movbe"]
        case .v4: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]
        }
    }

    /// `level` with it and all lower ones, the highest first.
    package var feature: VariantFeature {
        VariantFeature("level", (1...rawValue).reversed().map { "v\($0)" })
    }
}
