/// The x86-64 level and the extensions of this machine's processor (V-340…V-343).
///
/// The two published providers differ in whether they report extensions; those that are really there do no
/// harm to a wheel that asks for the level only, so there is one answer for both.
package struct X86Provider: VariantProvider {
    package let name = "x86_64"
    let system: any SystemProbe

    package init(_ system: any SystemProbe) { self.system = system }

    package func answer() -> ProviderAnswer {
        let target = system.target
        guard target.isX86 else {
            return ProviderAnswer(observations: [.init("machine", "`\(target.machine.shown)`, not x86_64")])
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
        // The first processor says it all, and is far shorter than this.
        let bytes = system.contents(of: place, limit: 16 << 10)
        if let bytes, let flags = X86Flags(cpuinfo: bytes) {
            let model = bytes.lines.lazy.compactMap { $0.value(of: "model name") }.first
            return found(flags, at: place, model: model?.text)
        }
        let failure = ProviderAnswer.Observation(place, bytes == nil ? "cannot be read" : "lists no flags")
        if let registers = system.processorRegisters {
            var answer = found(registers.flags, at: "CPUID", model: nil)
            answer.observations.insert(failure, at: 0)
            return answer
        }
        return assumed([failure])
    }

    private func onMac() -> ProviderAnswer {
        let keys = [
            "machdep.cpu.features", "machdep.cpu.leaf7_features", "machdep.cpu.extfeatures",
            "hw.optional.avx512f", "machdep.cpu.brand_string",
        ]
        switch system.output(of: ["sysctl", "-i"] + keys, timeout: .seconds(5)) {
        case .output(let output):
            guard let flags = X86Flags(sysctl: output) else {
                return assumed([.init("sysctl", "lists no processor features")])
            }
            let model = output.lines.lazy.compactMap { $0.value(of: "machdep.cpu.brand_string") }.first
            return found(flags, at: "sysctl", model: model?.text)
        case .notFound: return assumed([.init("sysctl", "not found")])
        case .failed(let reason): return assumed([.init("sysctl", reason.shown)])
        }
    }

    private func found(_ flags: X86Flags, at place: String, model: String?) -> ProviderAnswer {
        let level = X86Level(of: flags)
        let extensions = flags.features
        let device = model.map { $0.isEmpty ? "" : "\($0.shown), " } ?? ""
        return ProviderAnswer(
            features: [level.feature] + extensions, source: place, summary: "\(device)x86-64-\(level)",
            observations: [.init(place, "flags for \(level), \(extensions.count) extensions")])
    }

    /// What every x86-64 machine that still runs has (V-342).
    private func assumed(_ observations: [ProviderAnswer.Observation]) -> ProviderAnswer {
        ProviderAnswer(
            features: [X86Level.v2.feature], source: "default of x86_64", summary: "x86-64-v2, assumed",
            observations: observations)
    }
}

extension NativeProvider {
    static let x86 = NativeProvider(
        name: "x86_64", namespace: "x86_64",
        endpoints: [
            ProviderEndpoint(
                package: "x86-64-variant-provider", versions: ["0.2.0", "0.2.1"],
                pluginAPI: "x86_64_variant_provider"),
            ProviderEndpoint(
                package: "provider-variant-x86-64", versions: ["0.0.1.post2", "0.0.2", "0.0.3"],
                pluginAPI: "provider_variant_x86_64.plugin:X8664Plugin"),
            ProviderEndpoint(
                package: "provider-variant-x86-64", versions: ["0.0.2", "0.0.3"],
                pluginAPI: "provider_variant_x86_64"),
        ],
        known: { [KnownFeature("level", X86Level.allCases.map(\.description))] + X86Flags.known },
        make: { X86Provider($0) })
}
