/// The architecture version and the extensions of this machine's 64-bit ARM cores (V-360…V-363).
package struct ARMProvider: VariantProvider {
    package let name = "aarch64"
    let system: any SystemProbe

    package init(_ system: any SystemProbe) { self.system = system }

    package func answer() -> ProviderAnswer {
        let target = system.target
        guard target.isARM else {
            return ProviderAnswer(observations: [.init("machine", "`\(target.machine.shown)`, not aarch64")])
        }
        guard target.isThisMachine else { return assumed([ProbeTarget.elsewhere]) }
        switch target.system {
        case "linux": return onLinux()
        case "macos": return onMac()
        default:
            return assumed([.init("processor", "no way to ask it on `\(target.system.shown)`")])
        }
    }

    private func onLinux() -> ProviderAnswer {
        let place = "/proc/cpuinfo"
        guard let bytes = system.contents(of: place, limit: 4 << 20) else {
            return assumed([.init(place, "cannot be read")])
        }
        let processors = ARMProcessors(cpuinfo: bytes)
        guard !processors.cores.isEmpty else { return assumed([.init(place, "lists no cores")]) }
        let capabilities = system.hardwareCapabilities
        let version = ARMVersion(cores: processors.cores, capabilities: capabilities ?? 0)
        let models = processors.cores.distinct
        let shown = models.prefix(4).map { "\($0.description) (up to \($0.version.name))" }
        let more = models.count > 4 ? ", …" : ""
        let found = capabilities.map { "0x" + String($0, radix: 16) + ": \(version.name)" }
        return ProviderAnswer(
            features: [version.feature] + processors.features, source: place,
            summary: "ARMv\(version.name), \(processors.cores.count) cores",
            observations: [
                .init(place, "cores \(shown.joined(separator: ", "))\(more)"),
                .init("AT_HWCAP", found ?? "none"),
            ])
    }

    private func onMac() -> ProviderAnswer {
        switch system.output(of: ["sysctl", "-n", "machdep.cpu.brand_string"], timeout: .seconds(5)) {
        case .output(let output):
            let brand = output.value
            guard Self.isKnown(brand) else {
                return assumed([.init("sysctl", "`\(brand.shown)`, not known")])
            }
            return ProviderAnswer(
                features: [ARMVersion.v84.feature], source: "sysctl",
                summary: "\(brand.shown), ARMv\(ARMVersion.v84.name)",
                observations: [.init("sysctl", "`\(brand.shown)`")])
        case .notFound: return assumed([.init("sysctl", "not found")])
        case .failed(let reason): return assumed([.init("sysctl", reason.shown)])
        }
    }

    /// `Apple M1` to `Apple M5`, and what follows after a blank: `Apple M2 Pro` (V-362).
    private static func isKnown(_ brand: String) -> Bool {
        let words = brand.split(separator: " ")
        return words.count >= 2 && words[0] == "Apple" && ["M1", "M2", "M3", "M4", "M5"].contains(words[1])
    }

    /// What every 64-bit ARM machine has (V-362, V-193).
    private func assumed(_ observations: [ProviderAnswer.Observation]) -> ProviderAnswer {
        ProviderAnswer(
            features: [ARMVersion.v80.feature], source: "default of aarch64", summary: "ARMv8a, assumed",
            observations: observations)
    }
}

extension NativeProvider {
    static let arm = NativeProvider(
        name: "aarch64", namespace: "aarch64",
        endpoints: [
            ProviderEndpoint(
                package: "aarch64-variant-provider", versions: ["0.2.0"],
                pluginAPI: "aarch64_variant_provider"),
            ProviderEndpoint(
                package: "provider-variant-aarch64", versions: ["0.0.1.post2", "0.0.2", "0.0.3"],
                pluginAPI: "provider_variant_aarch64.plugin:AArch64Plugin"),
            ProviderEndpoint(
                package: "provider-variant-aarch64", versions: ["0.0.1.post2", "0.0.2", "0.0.3"],
                pluginAPI: "provider_variant_aarch64"),
        ],
        known: { [KnownFeature("version", ARMVersion.allCases.map(\.name))] + ARMProcessors.known },
        make: { ARMProvider($0) })
}
