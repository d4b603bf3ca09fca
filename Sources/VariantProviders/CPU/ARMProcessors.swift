/// What `/proc/cpuinfo` says of the cores of a 64-bit ARM machine.
package struct ARMProcessors: Hashable, Sendable {
    package var cores: [ARMCore] = []
    /// The extensions of the first core, in the kernel's names.
    package var flags: Set<String> = []

    package init(cpuinfo: [UInt8]) {
        for line in cpuinfo.lines {
            if let value = line.value(of: "CPU implementer") {
                cores.append(ARMCore(implementer: value.text.hexadecimal, part: nil))
            } else if let value = line.value(of: "CPU part"), !cores.isEmpty {
                cores[cores.count - 1].part = value.text.hexadecimal
            } else if flags.isEmpty, let value = line.value(of: "Features") {
                flags = Set(value.words)
            }
        }
    }

    /// Each extension that a wheel may ask for and this machine has, as `NAME :: on` (V-363).
    package var features: [VariantFeature] {
        Self.extensions.filter(flags.contains).map { VariantFeature($0, ["on"]) }
    }

    static var known: [KnownFeature] { extensions.map { KnownFeature($0, ["on"]) } }

    /// In the order of the published provider.
    private static let extensions = [
        "sve2", "flagm2", "frint", "sb", "btiecv", "paca", "pacg", "ssbs", "asimdfhm", "bf16", "dcpodp",
        "dgh",
        "dit", "flagm", "i8mm", "ilrcpc", "jscvt", "rng", "sha3", "sha512", "svebf16", "svei8mm", "uscat",
        "asimddp", "lrcpc", "asimdhp", "dcpop", "fcma", "fphp", "sve", "asimdrdmatomics", "aes", "asimd",
        "cpuid", "crc32", "evtstrm", "fp", "pmull", "sha1", "sha2",
    ]
}
