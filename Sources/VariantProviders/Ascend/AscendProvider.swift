/// The type, driver and toolkit of Huawei's Ascend processors (V-400, V-401).
///
/// Two published packages share the namespace. The older one lists the types of all devices without mapping
/// them, and knows nothing at all where `npu-smi` names no device.
package struct AscendProvider: VariantProvider {
    /// Whose rules are followed.
    package enum Design: Sendable {
        /// `huawei-ascend-variant-provider`
        case huawei
        /// `ascend-variant-provider`
        case older
    }

    let system: any SystemProbe
    let design: Design

    package init(_ system: any SystemProbe, design: Design = .huawei) {
        self.system = system
        self.design = design
    }

    package var name: String {
        switch design {
        case .huawei: "ascend"
        case .older: "ascend-variant-provider"
        }
    }

    /// Models and versions have no end; these are told by how `npu-smi` and the toolkit write them (V-401).
    static func known(_ design: Design) -> [KnownFeature] {
        let isType: @Sendable (String) -> Bool =
            switch design {
            case .huawei: { AscendText.isModel($0) && AscendText.type($0) == $0 }
            case .older: { AscendText.rawType($0) == $0 }
            }
        return [
            KnownFeature("npu_type", ["310p", "910b", "a3"].filter(isType), where: isType),
            KnownFeature("driver_version", [], where: AscendText.isVersion),
            KnownFeature("cann_version", [], where: AscendText.isVersion),
        ]
    }

    private static let prefix = "ASCEND_VARIANT_PROVIDER_FORCE_"
    /// In the order of the features.
    private static let overrides = [
        ("npu_type", prefix + "NPU_TYPE"), ("driver_version", prefix + "DRIVER_VERSION"),
        ("cann_version", prefix + "CANN_VERSION"),
    ]

    package func answer() -> ProviderAnswer {
        var answer = ProviderAnswer()
        var found: [String: [String]] = [:]
        var sources: [String] = []
        for (feature, variable) in Self.overrides {
            guard let forced = system.override(variable) else { continue }
            guard VariantSyntax.isValue(forced), forced.utf8.count <= 64 else {
                return .invalidOverride(variable, forced, isNo: "value that a wheel could have")
            }
            found[feature] = [forced]
            answer.saw(variable, "`\(forced)`")
            sources.append(variable)
        }
        if system.target.isLinuxHere {
            detect(&found, &sources, &answer)
        } else {
            answer.observations.append(
                system.target.isThisMachine
                    ? .init("system", "`\(system.target.system.shown)`, not linux") : ProbeTarget.elsewhere)
        }
        answer.features = Self.overrides.compactMap { feature, _ in
            found[feature].map { VariantFeature(feature, $0) }
        }
        guard !answer.features.isEmpty else { return answer }
        answer.source = sources.joined(separator: ", ")
        let named = [("npu_type", "NPU"), ("driver_version", "driver"), ("cann_version", "CANN")]
        answer.summary = named.compactMap { feature, word in
            found[feature].map { "\(word) \($0.prefix(4).joined(separator: ", "))" }
        }.joined(separator: ", ")
        return answer
    }

    /// Adds what no override says.
    private func detect(
        _ found: inout [String: [String]], _ sources: inout [String], _ answer: inout ProviderAnswer
    ) {
        guard found.count < Self.overrides.count else { return }
        // The older provider needs a device even for the toolkit's version.
        var hasDevice = design == .huawei
        if design == .older || found["npu_type"] == nil || found["driver_version"] == nil {
            let report = processors(&answer)
            hasDevice = hasDevice || !report.types.isEmpty
            let isCounted = hasDevice && (!report.types.isEmpty || report.driver != nil)
            if isCounted { sources.append("npu-smi") }
            if found["npu_type"] == nil, !report.types.isEmpty { found["npu_type"] = report.types }
            if hasDevice, found["driver_version"] == nil, let driver = report.driver {
                found["driver_version"] = [driver]
            }
        }
        if hasDevice, found["cann_version"] == nil, let (version, file) = toolkit(&answer) {
            found["cann_version"] = [version]
            sources.append(file)
        }
    }

    private func processors(_ answer: inout ProviderAnswer) -> (types: [String], driver: String?) {
        switch system.output(of: ["npu-smi", "info"], timeout: .seconds(10)) {
        case .output(let output):
            let models = AscendText.models(output)
            let driver = AscendText.driverVersion(output)
            let types =
                switch design {
                case .huawei: models.prefix(1).map(AscendText.type)
                case .older: Array(models.compactMap(AscendText.rawType).distinct.prefix(256))
                }
            let named = models.isEmpty ? "names no device" : models.distinct.prefix(4).joined(separator: ", ")
            answer.saw("npu-smi", named + (driver.map { ", driver \($0)" } ?? ", no driver version"))
            return (types, driver)
        case .notFound: answer.saw("npu-smi", "not found")
        case .failed(let reason): answer.saw("npu-smi", reason.shown)
        }
        return ([], nil)
    }

    private func toolkit(_ answer: inout ProviderAnswer) -> (version: String, file: String)? {
        let variable = "ASCEND_TOOLKIT_HOME"
        guard let home = system.override(variable) else {
            answer.saw(variable, "not set")
            return nil
        }
        let file = "\(home)/\(system.target.machine)-linux/ascend_toolkit_install.info"
        guard let bytes = system.contents(of: file, limit: 64 << 10) else {
            answer.saw(file, "not found")
            return nil
        }
        guard let version = AscendText.toolkitVersion(bytes) else {
            answer.saw(file, "says no version")
            return nil
        }
        answer.saw(file, "CANN \(version)")
        return (version, file)
    }
}

extension NativeProvider {
    static let ascend = NativeProvider(
        name: "ascend", namespace: "ascend",
        endpoints: [
            ProviderEndpoint(
                package: "huawei-ascend-variant-provider", versions: ["0.0.2"],
                pluginAPI: "huawei_ascend_variant_provider.plugin:AscendVariantPlugin")
        ],
        known: { AscendProvider.known(.huawei) },
        make: { AscendProvider($0, design: .huawei) })

    static let olderAscend = NativeProvider(
        name: "ascend-variant-provider", namespace: "ascend",
        endpoints: [
            ProviderEndpoint(
                package: "ascend-variant-provider", versions: ["0.0.2"],
                pluginAPI: "ascend_variant_provider.plugin:AscendVariantPlugin")
        ],
        known: { AscendProvider.known(.older) },
        make: { AscendProvider($0, design: .older) })
}
