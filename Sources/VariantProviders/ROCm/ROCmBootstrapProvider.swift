/// The GPUs as `rocm-bootstrap` reports them (design B; V-322, V-323): in the order of detection, and no ROCm
/// version.
package struct ROCmBootstrapProvider: VariantProvider {
    package let name = "rocm-bootstrap"
    let system: any SystemProbe

    package init(_ system: any SystemProbe) { self.system = system }

    static let gfxOverride = "ROCM_BOOTSTRAP_FORCE_GFX_ARCH"
    static let offSwitch = "ROCM_BOOTSTRAP_DISABLE_DETECTION"

    package func answer() -> ProviderAnswer {
        if system.variable(Self.offSwitch) == "1" {
            return ProviderAnswer(observations: [.init(Self.offSwitch, "set: nothing is detected")])
        }
        if let forced = system.override(Self.gfxOverride) {
            let names = forced.split(separator: ",").map { Array($0.utf8)[...].trimmed.text }.filter {
                !$0.isEmpty
            }
            let known = names.compactMap(GfxTarget.bootstrapName)
            guard !names.isEmpty, known.count == names.count else {
                return .invalidOverride(
                    Self.gfxOverride, forced, isNo: "list of GPUs that `rocm-bootstrap` knows")
            }
            return found(known, at: Self.gfxOverride, ProviderAnswer())
        }
        guard system.target.isThisMachine else {
            return ProviderAnswer(observations: [ProbeTarget.elsewhere])
        }
        guard system.target.system == "linux" else {
            let programs = ROCmPrograms(system: system)
            return asking(programs, ProviderAnswer())
        }
        let topology = KFDTopology(system)
        var answer = ProviderAnswer(observations: topology.observations, warnings: topology.warnings)
        if !topology.devices.isEmpty { return found(topology.devices, at: "KFD", answer) }
        let programs = ROCmPrograms(system: system)
        guard programs.mayFindDevices else {
            answer.saw("/dev/kfd", "not found")
            return answer
        }
        return asking(programs, answer)
    }

    private func asking(_ programs: ROCmPrograms, _ answer: ProviderAnswer) -> ProviderAnswer {
        var answer = answer
        let openCL = programs.clinfo()
        answer.observations.append(openCL.observation)
        return openCL.devices.isEmpty ? answer : found(openCL.devices, at: "clinfo", answer)
    }

    private func found(_ devices: [String], at source: String, _ answer: ProviderAnswer) -> ProviderAnswer {
        var answer = answer
        answer.features = AMDProvider.features(devices.distinct, nil)
        answer.source = source
        answer.summary = KFDTopology.counted(devices)
        if answer.observations.isEmpty { answer.saw(source, KFDTopology.counted(devices)) }
        return answer
    }
}

extension NativeProvider {
    static let rocmBootstrap = NativeProvider(
        name: "rocm-bootstrap", namespace: "amd",
        endpoints: [
            ProviderEndpoint(
                package: "rocm-bootstrap", versions: ["0.2.0", "0.3.0"],
                pluginAPI: "rocm_bootstrap.variant_provider:AMDVariantPlugin")
        ],
        known: { [KnownFeature("gfx_arch", GfxTarget.knownToBootstrap)] },
        make: { ROCmBootstrapProvider($0) })
}
