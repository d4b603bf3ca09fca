/// The GPUs and the ROCm version as `amd-variant-provider` reports them (design A; V-320, V-321).
///
/// The GPUs come from the kernel; the programs that the published provider runs are asked where the kernel has
/// none. Either feature is left out when it is unknown.
package struct AMDProvider: VariantProvider {
    package let name = "amd"
    let system: any SystemProbe

    package init(_ system: any SystemProbe) { self.system = system }

    static let gfxOverride = "AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH"
    static let versionOverride = "AMD_VARIANT_PROVIDER_FORCE_ROCM_VERSION"

    package func answer() -> ProviderAnswer {
        var answer = ProviderAnswer()
        var sources: [String] = []
        // One per GPU, for people; and each once, the most preferred first.
        var devices: [String] = []
        var architectures: [String] = []
        var version: String?

        if let forced = system.override(Self.gfxOverride) {
            devices = Self.list(forced)
            architectures = devices
            guard (1...256).contains(devices.count), devices.allSatisfy(Self.isArchitecture) else {
                return .invalidOverride(Self.gfxOverride, forced, isNo: "list of names like `gfx942`")
            }
            answer.saw(Self.gfxOverride, devices.joined(separator: ", ").shown)
            sources.append(Self.gfxOverride)
        }
        if let forced = system.override(Self.versionOverride) {
            let parts = forced.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, parts.allSatisfy(\.isDigits), forced.utf8.count <= 32 else {
                return .invalidOverride(
                    Self.versionOverride, forced, isNo: "version of three numbers like `7.0.0`")
            }
            version = "\(parts[0]).\(parts[1])"
            answer.saw(Self.versionOverride, "ROCm \(parts[0]).\(parts[1])")
            sources.append(Self.versionOverride)
        }

        if !system.target.isLinuxHere {
            answer.observations.append(
                system.target.isThisMachine
                    ? .init("system", "`\(system.target.system.shown)`, not linux") : ProbeTarget.elsewhere)
        } else {
            if architectures.isEmpty, let (names, source) = detected(&answer) {
                devices = names
                architectures = names.distinct.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                sources.append(source)
            }
            if version == nil, let (found, source) = installedVersion(&answer) {
                version = found
                sources.append(source)
            }
        }

        answer.features = Self.features(architectures, version)
        guard !answer.features.isEmpty else { return answer }
        answer.source = sources.joined(separator: ", ")
        let parts = [devices.isEmpty ? nil : KFDTopology.counted(devices), version.map { "ROCm \($0)" }]
        answer.summary = parts.compactMap(\.self).joined(separator: ", ")
        return answer
    }

    /// From architectures, the most preferred first, and an exact version (V-321) to features. What is unknown
    /// is left out.
    package static func features(_ architectures: [String], _ version: String?) -> [VariantFeature] {
        var features: [VariantFeature] = []
        if !architectures.isEmpty { features.append(VariantFeature("gfx_arch", architectures)) }
        if let version { features.append(VariantFeature("rocm_version", [version])) }
        return features
    }

    /// One name per GPU, and who named them.
    private func detected(_ answer: inout ProviderAnswer) -> ([String], String)? {
        let topology = KFDTopology(system)
        answer.observations += topology.observations
        answer.warnings += topology.warnings
        if !topology.devices.isEmpty { return (topology.devices, "KFD") }
        let programs = ROCmPrograms(system: system)
        guard programs.mayFindDevices else {
            answer.saw("/dev/kfd", "not found")
            return nil
        }
        let alsoKnown = Set(system.override("AMD_PREFERRED_GFX_ARCHS").map(Self.list) ?? [])
        let information = programs.rocminfo(alsoKnown: alsoKnown)
        answer.observations.append(information.observation)
        if !information.devices.isEmpty { return (information.devices, "rocminfo") }
        let agents = programs.agentEnumerator()
        answer.observations.append(agents.observation)
        return agents.devices.isEmpty ? nil : (agents.devices, "rocm_agent_enumerator")
    }

    /// The version of the ROCm that is installed, and the file that says it.
    private func installedVersion(_ answer: inout ProviderAnswer) -> (String, String)? {
        var roots = ["/opt/rocm"]
        if let root = system.override("ROCM_PATH") { roots.insert(root, at: 0) }
        for root in roots.distinct {
            let file = (root.hasSuffix("/") ? String(root.dropLast()) : root) + "/.info/version"
            guard let bytes = system.contents(of: file, limit: 4096) else {
                answer.saw(file, "not found")
                continue
            }
            if let version = Self.version(bytes.value) {
                answer.saw(file, "ROCm \(version)")
                return (version, file)
            }
            answer.saw(file, "`\(bytes.value.shown)`, which is no version")
        }
        return nil
    }

    /// `7.1.1-38` -> `7.1`.
    package static func version(_ text: String) -> String? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "-" }
        guard parts.count >= 2, let major = UInt16(parts[0]), let minor = UInt16(parts[1]) else { return nil }
        return "\(major).\(minor)"
    }

    private static func list(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init).distinct
    }

    private static func isArchitecture(_ name: String) -> Bool {
        name.hasPrefix("gfx") && name.utf8.count > 3 && name.utf8.count <= 64 && VariantSyntax.isValue(name)
    }
}

extension NativeProvider {
    static let amd = NativeProvider(
        name: "amd", namespace: "amd",
        endpoints: [
            ProviderEndpoint(
                package: "amd-variant-provider", versions: ["0.0.2"],
                pluginAPI: "amd_variant_provider.plugin:AMDVariantPlugin")
        ],
        known: {
            [
                KnownFeature("gfx_arch", GfxTarget.knownToAMD),
                KnownFeature("rocm_version", ["6.3", "6.4"] + (0...10).map { "7.\($0)" }),
            ]
        },
        make: { AMDProvider($0) })
}
