/// What the processor itself says of its extensions, for where no system lists them: a root without /proc.
///
/// The bits are those of V-341; XCR0 tells whether the system saves the wide registers, without which their
/// instructions fault.
package struct X86Registers: Hashable, Sendable {
    /// CPUID leaf 1.
    package var leaf1ECX: UInt32
    /// CPUID leaf 7, subleaf 0.
    package var leaf7EBX: UInt32
    /// CPUID leaf 0x80000001.
    package var extendedECX: UInt32
    /// 0 where the system has not switched XSAVE on.
    package var xcr0: UInt64

    package init(leaf1ECX: UInt32, leaf7EBX: UInt32, extendedECX: UInt32, xcr0: UInt64) {
        self.leaf1ECX = leaf1ECX
        self.leaf7EBX = leaf7EBX
        self.extendedECX = extendedECX
        self.xcr0 = xcr0
    }

    package var flags: X86Flags {
        let listed =
            names(Self.leaf1, leaf1ECX) + names(Self.leaf7, leaf7EBX) + names(Self.extended, extendedECX)
        let savesAVX = xcr0 & 0x6 == 0x6
        let savesAVX512 = xcr0 & 0xE6 == 0xE6
        return X86Flags(
            listed.filter { name in
                if name.hasPrefix("avx512") { return savesAVX512 }
                return savesAVX || !["avx", "avx2", "f16c", "fma"].contains(name)
            })
    }

    private func names(_ bits: [(Int, String)], _ register: UInt32) -> [String] {
        bits.filter { register & (1 << UInt32($0.0)) != 0 }.map(\.1)
    }

    private static let leaf1 = [
        (0, "sse3"), (9, "ssse3"), (12, "fma"), (13, "cx16"), (19, "sse4_1"), (20, "sse4_2"), (22, "movbe"),
        (23, "popcnt"), (28, "avx"), (29, "f16c"),
    ]
    private static let leaf7 = [
        (3, "bmi1"), (5, "avx2"), (8, "bmi2"), (16, "avx512f"), (17, "avx512dq"), (28, "avx512cd"),
        (30, "avx512bw"), (31, "avx512vl"),
    ]
    private static let extended = [(0, "lahf_lm"), (5, "lzcnt")]
}
