/// `nvidia`: the CUDA version of the driver and what the devices compute (V-300 to V-308).
package struct NVIDIAProvider: VariantProvider {
    package let name = "nvidia"
    private let system: any SystemProbe

    package init(_ system: any SystemProbe) {
        self.system = system
    }

    static let versionOverride = "NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION"
    static let architectureOverride = "NV_VARIANT_PROVIDER_FORCE_SM_ARCH"

    package func answer() -> ProviderAnswer {
        var answer = ProviderAnswer()
        let forcedVersion = override(
            Self.versionOverride, expected: "a version such as `12.8`", &answer, CUDAVersion.init(release:))
        let forcedArchitecture = override(
            Self.architectureOverride, expected: "a compute capability such as `9.0`", &answer
        ) { ComputeCapability($0) }
        // An override that is not valid disables the provider (V-194, V-308).
        guard answer.warnings.isEmpty else { return answer }

        var driver: NVIDIADriver?
        if forcedVersion == nil || forcedArchitecture == nil {
            if system.target.isThisMachine {
                let asked = NVIDIADriver(
                    system, cuda: forcedVersion == nil, devices: forcedArchitecture == nil)
                answer.observations += asked.observations
                answer.warnings += asked.warnings
                driver = asked
            } else {
                answer.observations.append(.init("driver", "not asked: the target is another machine"))
            }
        }
        guard let version = forcedVersion ?? driver?.cuda else {
            if forcedArchitecture != nil {
                answer.warnings.append(
                    "`\(Self.architectureOverride)` has no effect: no CUDA driver was found, and "
                        + "`\(Self.versionOverride)` is not set")
            }
            return answer
        }
        if forcedVersion == nil, !(CUDAVersion.oldest...CUDAVersion.newest).contains(version) {
            answer.warnings.append(
                "the driver's CUDA \(version) is outside of \(CUDAVersion.oldest) to \(CUDAVersion.newest)")
            return answer
        }
        let devices = forcedArchitecture.map { [$0] } ?? driver?.devices
        guard let features = CUDAFeatures.make(version, devices?.max()) else {
            answer.warnings.append("CUDA \(version) has too many properties to list them")
            return answer
        }
        answer.features = features
        if let devices, let lowest = devices.min(), lowest < devices.max()! {
            answer.features.append(CUDAFeatures.lowest(lowest))
        }
        answer.source = Self.source(
            forcedVersion == nil ? driver?.cudaSource : Self.versionOverride,
            forcedArchitecture == nil ? driver?.deviceSource : Self.architectureOverride)
        answer.summary = Self.summary(version, devices, driverVersion: driver?.driverVersion)
        remark(on: devices, isForced: forcedVersion != nil, &answer)
        return answer
    }

    /// The value of a variable; nil when it is not set, or, with a warning, not valid. Empty is not set.
    private func override<Value: CustomStringConvertible>(
        _ variable: String, expected: String, _ answer: inout ProviderAnswer, _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = system.variable(variable), !text.isEmpty else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, let value = parse(String(words[0])) else {
            answer.warnings.append("`\(variable)` is `\(text.shown)`, but has to be \(expected)")
            answer.observations.append(.init(variable, "`\(text.shown)`, which is not valid"))
            return nil
        }
        answer.observations.append(.init(variable, value.description))
        return value
    }

    /// What a person should know about the devices (V-303, V-308, A-18).
    private func remark(on devices: [ComputeCapability]?, isForced: Bool, _ answer: inout ProviderAnswer) {
        guard let highest = devices?.max() else {
            let words = "no device: `sm_arch` is left out"
            if isForced || devices == nil {
                answer.observations.append(.init("devices", words))
            } else {
                answer.warnings.append("the NVIDIA driver has \(words)")
            }
            return
        }
        if highest < .lowest {
            answer.warnings.append(
                "the compute capability \(highest) is below \(ComputeCapability.lowest): `sm_arch` is left out"
            )
        }
        if let devices, Set(devices).count > 1 {
            answer.observations.append(
                .init(
                    "devices",
                    "\(Self.tally(devices)): wheels are chosen for the highest, \(highest.name); indexes have to do for the lowest too"
                ))
        }
    }

    private static func source(_ version: String?, _ devices: String?) -> String? {
        guard let version, let devices, version != devices else { return version ?? devices }
        return "\(version) and \(devices)"
    }

    /// `driver 580.65.06 (CUDA 13.0), sm_90 x8`
    private static func summary(
        _ version: CUDAVersion, _ devices: [ComputeCapability]?, driverVersion: String?
    ) -> String {
        let driver = driverVersion.map { "driver \($0) (CUDA \(version))" } ?? "CUDA \(version)"
        guard let devices else { return driver }
        return "\(driver), \(devices.isEmpty ? "no device" : tally(devices))"
    }

    /// `sm_90 x8, sm_75`
    private static func tally(_ devices: [ComputeCapability]) -> String {
        let groups = Dictionary(grouping: devices) { $0 }.sorted { $0.key > $1.key }
        return groups.map { $0.value.count == 1 ? $0.key.name : "\($0.key.name) x\($0.value.count)" }
            .joined(separator: ", ")
    }
}

extension NativeProvider {
    static let nvidia = NativeProvider(
        name: "nvidia", namespace: "nvidia",
        endpoints: [
            ProviderEndpoint(
                package: "nvidia-variant-provider", versions: ["0.0.1", "0.0.2"],
                pluginAPI: "nvidia_variant_provider.plugin:NvidiaVariantPlugin")
        ],
        known: { CUDAFeatures.known },
        make: { NVIDIAProvider($0) })
}
