/// Whether this machine has a Tensor Processing Unit (V-390). `false` is a property too: a wheel may be built for
/// machines without one.
package struct TPUProvider: VariantProvider {
    package let name = "tpu"
    let system: any SystemProbe

    package init(_ system: any SystemProbe) { self.system = system }

    static let presenceOverride = "TPU_VARIANT_PROVIDER_FORCE_PRESENT"
    private static let directory = "/sys/bus/pci/devices"
    private static let google: UInt32 = 0x1ae0
    private static let devices: Set<UInt32> = [
        0x0027, 0x0056, 0x005e, 0x0062, 0x0063, 0x006f, 0x0076, 0x0083, 0x007c,
    ]

    package func answer() -> ProviderAnswer {
        // Set to nothing means false here, unlike in other providers.
        if let forced = system.variable(Self.presenceOverride) {
            let isPresent = ["1", "true", "yes"].contains(forced.lowercased())
            return told(isPresent, by: Self.presenceOverride, "`\(forced.shown)`")
        }
        guard system.target.isThisMachine else {
            return ProviderAnswer(observations: [ProbeTarget.elsewhere])
        }
        guard system.target.system == "linux" else {
            return told(false, by: "system", "`\(system.target.system.shown)`, not linux")
        }
        guard let entries = system.entries(of: Self.directory) else {
            return told(false, by: Self.directory, "not found")
        }
        for entry in entries.prefix(4096) {
            guard number("\(Self.directory)/\(entry)/vendor") == Self.google,
                let device = number("\(Self.directory)/\(entry)/device"), Self.devices.contains(device)
            else { continue }
            return told(true, by: Self.directory, "TPU at \(entry.shown)")
        }
        return told(false, by: Self.directory, "\(entries.count) devices, no TPU")
    }

    /// `0x1ae0` and the end of the line: asked for no more, the kernel is asked once.
    private func number(_ path: String) -> UInt32? {
        system.contents(of: path, limit: 7)?.value.hexadecimal
    }

    private func told(_ isPresent: Bool, by place: String, _ finding: String) -> ProviderAnswer {
        ProviderAnswer(
            features: [VariantFeature("present", [isPresent ? "true" : "false"])], source: place,
            summary: isPresent ? "a TPU" : "no TPU", observations: [.init(place, finding)])
    }
}

extension NativeProvider {
    static let tpu = NativeProvider(
        name: "tpu", namespace: "tpu",
        endpoints: [
            ProviderEndpoint(
                package: "tpu-variant-provider", versions: ["0.1.0"],
                pluginAPI: "tpu_variant_provider.plugin:TpuVariantPlugin")
        ],
        known: { [KnownFeature("present", ["false", "true"])] },
        make: { TPUProvider($0) })
}
