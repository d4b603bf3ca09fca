/// The instruction set extensions of an x86-64 processor, in the names of the Linux kernel, with the aliases
/// that wheels use (V-341).
package struct X86Flags: Hashable, Sendable {
    package private(set) var names: Set<String>

    /// Flags as the kernel, or macOS in its own spelling, lists them.
    package init(_ listed: some Sequence<String>) {
        names = Set(listed)
        for (spelling, name) in Self.aliases where names.contains(spelling) { names.insert(name) }
    }

    /// The flags of the first processor in `/proc/cpuinfo`; nil when there are none.
    package init?(cpuinfo: [UInt8]) {
        for line in cpuinfo.lines {
            if let flags = line.value(of: "flags"), !flags.isEmpty {
                self.init(flags.words)
                return
            }
        }
        return nil
    }

    /// What `sysctl` prints on macOS, lines `machdep.cpu.features: FPU VME …`; nil when nothing of it is there.
    /// macOS lists AVX-512 also where it does not save its registers.
    package init?(sysctl output: [UInt8]) {
        var listed: [String] = []
        var hasAVX512 = false
        for line in output.lines {
            let words =
                line.value(of: "machdep.cpu.features") ?? line.value(of: "machdep.cpu.leaf7_features")
                ?? line.value(of: "machdep.cpu.extfeatures")
            if let words { listed += words.words.map { $0.lowercased() } }
            if let value = line.value(of: "hw.optional.avx512f") { hasAVX512 = value.text == "1" }
        }
        guard !listed.isEmpty else { return nil }
        self.init(listed.filter { hasAVX512 || !$0.hasPrefix("avx512") })
    }

    /// Each extension that a wheel may ask for and this processor has, as `NAME :: on` (V-343).
    package var features: [VariantFeature] {
        Self.extensions.filter(names.contains).map { VariantFeature($0, ["on"]) }
    }

    /// Other spellings, and what they are called here.
    private static let aliases: [(String, String)] = [
        ("pni", "sse3"), ("abm", "lzcnt"), ("lzcnt", "abm"),
        ("sse4.1", "sse4_1"), ("sse4.2", "sse4_2"), ("avx1.0", "avx"), ("avx2.0", "avx2"),
        ("lahf", "lahf_lm"),
    ]

    static var known: [KnownFeature] { extensions.map { KnownFeature($0, ["on"]) } }

    /// In the order of the published provider.
    private static let extensions = [
        "avx_vnni", "cppc", "ibrs_enhanced", "tsc_adjust", "flush_l1d", "movdir64b", "movdiri", "avx512_bf16",
        "avx512_bitalg", "avx512_vbmi2", "avx512_vnni", "avx512_vp2intersect", "avx512_vpopcntdq",
        "avx512ifma",
        "avx512vbmi", "rdpid", "sha_ni", "vaes", "vpclmulqdq", "clwb", "clzero", "avx512bw", "avx512cd",
        "avx512dq", "avx512f", "avx512vl", "clflushopt", "gfni", "rdseed", "xsavec", "xsaveopt", "adx",
        "avx2",
        "avx", "bmi2", "bmi1", "abm", "f16c", "fma", "movbe", "xsave", "rdrand", "aes", "pclmulqdq", "sse4a",
        "fsgsbase", "sse4_2", "sse4_1", "ssse3", "sse3", "cx16", "lahf_lm", "popcnt", "sse2", "sse", "mmx",
    ]
}
