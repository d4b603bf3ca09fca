/// A version of the A profile of 64-bit ARM, 8.0 to 8.4: what a machine's cores all have (V-360, V-361).
///
/// Linux hides a feature of 8.5 from programs, so nothing above 8.4 can be told.
package enum ARMVersion: Int, CaseIterable, Comparable, Sendable {
    case v80, v81, v82, v83, v84

    package static func < (a: ARMVersion, b: ARMVersion) -> Bool { a.rawValue < b.rawValue }

    /// The highest that the cores and the kernel allow: no model above its own version, no version whose
    /// capability bits are not all there.
    package init(cores: [ARMCore], capabilities: UInt64) {
        let ceiling = cores.map(\.version).min() ?? .v80
        var version = ARMVersion.v80
        for next in ARMVersion.allCases.dropFirst() where next <= ceiling {
            guard capabilities & next.needs == next.needs else { break }
            version = next
        }
        self = version
    }

    /// The bits of AT_HWCAP that it adds to the version below.
    var needs: UInt64 {
        switch self {
        case .v80: 0
        case .v81: Self.bits(0, 1, 7, 8, 12)
        case .v82: Self.bits(16)
        case .v83: Self.bits(13, 14, 15, 30, 31)
        case .v84: Self.bits(9, 10, 20, 23, 24, 25, 26, 27)
        }
    }

    package var name: String { rawValue == 0 ? "8a" : "8.\(rawValue)a" }

    /// `version` with it and all lower ones, the highest first.
    package var feature: VariantFeature {
        VariantFeature("version", ARMVersion.allCases.filter { $0 <= self }.reversed().map(\.name))
    }

    private static func bits(_ numbers: UInt64...) -> UInt64 { numbers.reduce(0) { $0 | 1 << $1 } }
}

/// A core's model, as `/proc/cpuinfo` numbers it. nil: it does not say, or not in a number.
package struct ARMCore: Hashable, Sendable {
    package var implementer: UInt32?
    package var part: UInt32?

    package init(implementer: UInt32?, part: UInt32?) {
        self.implementer = implementer
        self.part = part
    }

    /// The version that the model implements; 8.0 for those that are not known (V-360).
    package var version: ARMVersion {
        guard let implementer, let part else { return .v80 }
        return switch (implementer, part) {
        case (0x41, 0xd0c), (0x46, 0x001): .v82
        case (0x41, 0xd40), (0x41, 0xd49), (0x41, 0xd4f), (0x41, 0xd83), (0x6d, 0xd49), (0xc0, 0xac3),
            (0xc0, 0xac4):
            .v84
        case (0x42, 0x516), (0x43, 0x0af): .v81
        // Apple's.
        case (0x61, 0x020...0x025), (0x61, 0x028...0x029), (0x61, 0x030...0x035), (0x61, 0x038...0x039),
            (0x61, 0x042...0x045), (0x61, 0x048...0x049), (0x61, 0x052...0x055), (0x61, 0x058...0x059),
            (0x61, 0x062...0x065), (0x61, 0x068...0x069):
            .v84
        default: .v80
        }
    }

    var description: String {
        func hex(_ number: UInt32?) -> String { number.map { "0x" + String($0, radix: 16) } ?? "?" }
        return "\(hex(implementer))/\(hex(part))"
    }
}
