/// AMD's names for the instruction sets of its GPUs: `gfx90a`.
package enum GfxTarget {
    /// The name for the kernel's number: decimal major, then minor and stepping in hexadecimal, 90010 ->
    /// `gfx90a` (V-322). nil for a number that cannot be one.
    package static func name(version: UInt32) -> String? {
        guard version >= 10_000, version < 1_000_000 else { return nil }
        return "gfx\(version / 10_000)" + String(version / 100 % 100, radix: 16)
            + String(version % 100, radix: 16)
    }

    /// A token of a program's output that names a GPU: `gfx` and hexadecimal digits. `gfx000` stands for the CPU.
    static func isName(_ text: some StringProtocol) -> Bool {
        text.hasPrefix("gfx") && (6...12).contains(text.utf8.count) && text != "gfx000"
            && text.utf8.dropFirst(3).allSatisfy {
                ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
                    || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "f"))
            }
    }

    /// Those that `amd-variant-provider` takes from `rocminfo` (V-320).
    static let knownToRocminfo = [
        "gfx900", "gfx906", "gfx908", "gfx90a", "gfx942", "gfx1030", "gfx1100", "gfx1101", "gfx1102",
        "gfx1200",
        "gfx1201",
    ]

    /// Those that wheels for `amd-variant-provider` are built for: also these three, which it does not know, by
    /// PyTorch (V-324).
    static let knownToAMD = knownToRocminfo + ["gfx950", "gfx1150", "gfx1151"]

    /// Those that `rocm-bootstrap` accepts as an override, and what it calls them in wheels (V-323).
    static func bootstrapName(_ name: String) -> String? {
        if name == "gfx1250-strict" { return "gfx1250" }
        return knownToBootstrap.contains(name) ? name : nil
    }

    static let knownToBootstrap = [
        "gfx900", "gfx902", "gfx904", "gfx906", "gfx908", "gfx909", "gfx90a", "gfx90c", "gfx942", "gfx950",
        "gfx1010", "gfx1011", "gfx1012", "gfx1013", "gfx1030", "gfx1031", "gfx1032", "gfx1033", "gfx1034",
        "gfx1035", "gfx1036", "gfx1100", "gfx1101", "gfx1102", "gfx1103", "gfx1150", "gfx1151", "gfx1152",
        "gfx1153", "gfx1200", "gfx1201", "gfx1250", "gfx1251",
    ]
}
