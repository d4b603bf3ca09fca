/// `intel`: the graphics devices that Level Zero knows (V-380, V-381).
package struct IntelProvider: VariantProvider {
    package let name = "intel"
    private let system: any SystemProbe

    package init(_ system: any SystemProbe) {
        self.system = system
    }

    static let override = "INTEL_VARIANT_PROVIDER_FORCE_DEVICE_IP"
    private static let vendor: UInt32 = 0x8086

    package func answer() -> ProviderAnswer {
        var answer = ProviderAnswer()
        if let forced = system.variable(Self.override), !forced.isEmpty {
            guard XPUArchitecture(forced) != nil else {
                answer.warnings.append(
                    "`\(Self.override)` is `\(forced.shown)`, which is no known device IP version")
                answer.observations.append(.init(Self.override, "`\(forced.shown)`, which is not valid"))
                return answer
            }
            // Just this one: what it is compatible with is not added.
            answer.observations.append(.init(Self.override, forced))
            answer.features = [VariantFeature(Self.feature, [forced])]
            answer.source = Self.override
            answer.summary = "device IP \(forced)"
            return answer
        }
        guard system.target.isThisMachine else {
            answer.observations.append(.init("driver", "not asked: the target is another machine"))
            return answer
        }
        let library = DriverLibrary.levelZero
        switch system.facts(from: library) {
        case .absent: answer.observations.append(.init(library.soname, "not found"))
        case .failed(let reason): answer.observations.append(.init(library.soname, reason.shown))
        case .hung(let time):
            answer.observations.append(.init(library.soname, "no answer within \(time)"))
            answer.warnings.append("Level Zero did not answer within \(time)")
        case .facts(let facts): read(facts, &answer)
        }
        return answer
    }

    fileprivate static let feature = "device_ip"

    private func read(_ facts: [DriverOutcome.Fact], _ answer: inout ProviderAnswer) {
        let place = DriverLibrary.levelZero.soname
        var values: [String] = []
        var names: [String] = []
        for fact in facts {
            switch fact.key {
            case "skipped": answer.warnings.append("an Intel device was left out: \(fact.value)")
            case "device":
                let words = fact.value.split(separator: " ", maxSplits: 2)
                guard words.count >= 2, UInt32(words[0]) == Self.vendor, let number = UInt32(words[1]) else {
                    continue
                }
                let version = XPUArchitecture.text(of: number)
                answer.observations.append(.init(place, "device IP \(version)"))
                guard let architecture = XPUArchitecture(version) else {
                    answer.warnings.append(
                        "the Intel device IP \(version) is not known: the device was left out")
                    continue
                }
                names.append(words.count > 2 ? "\(words[2]) (\(version))" : version)
                for value in architecture.values where !values.contains(value) { values.append(value) }
            default: break
            }
        }
        guard !values.isEmpty else {
            answer.observations.append(.init(place, "no Intel device that is known"))
            return
        }
        answer.features = [VariantFeature(Self.feature, values)]
        answer.source = "Level Zero"
        answer.summary = names.joined(separator: ", ")
    }
}

extension NativeProvider {
    static let intel = NativeProvider(
        name: "intel", namespace: "intel",
        endpoints: [
            ProviderEndpoint(
                package: "intel-variant-provider", versions: ["0.0.3"],
                pluginAPI: "intel_variant_provider.plugin:IntelVariantPlugin")
        ],
        known: { [KnownFeature(IntelProvider.feature, XPUArchitecture.all)] },
        make: { IntelProvider($0) })
}
