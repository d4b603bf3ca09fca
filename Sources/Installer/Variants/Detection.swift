package import VariantProviders

/// What one provider found on this host, for `swuv variants detect`.
package struct Detection: Sendable {
    package var namespace: String
    /// The plugins that the provider stands for.
    package var packages: [String]
    package var origin: ProviderRegistration.Origin
    package var result: Result

    package enum Result: Sendable {
        case answer(ProviderAnswer)
        case failed(Diagnostic)
        /// It was not asked.
        case disabled
    }

    package init(
        namespace: String, packages: [String] = [], origin: ProviderRegistration.Origin, result: Result
    ) {
        self.namespace = namespace
        self.packages = packages
        self.origin = origin
        self.result = result
    }

    package var features: [VariantFeature] {
        if case .answer(let answer) = result { answer.features } else { [] }
    }

    /// The registrations worth asking, by their places: all, but where one answers for its namespace whatever
    /// plugin is asked for, that one alone (V-182). Namespaces that swuv knows come in its own order, whoever answers
    /// for them, and those of the site behind.
    static func order(_ registrations: [ProviderRegistration]) -> [Int] {
        func rank(_ index: Int) -> (Int, Int) {
            let namespace = registrations[index].namespace
            return (NativeProvider.all.firstIndex { $0.namespace == namespace } ?? .max, index)
        }
        return worthAsking(registrations).sorted { rank($0) < rank($1) }
    }

    private static func worthAsking(_ registrations: [ProviderRegistration]) -> [Int] {
        registrations.indices.filter { index in
            let namespace = registrations[index].namespace
            let sole = registrations.lastIndex {
                $0.namespace == namespace && $0.standsFor.isEmpty && $0.isEnabled
            }
            return sole == nil || sole == index
        }
    }
}

extension HostProfile {
    /// The profile of a host on which providers found this. Two providers of one namespace stand for two plugins:
    /// what the second adds comes behind what the first has.
    package init(_ detections: [Detection], platform: Platform?) {
        var providers: [String: Entry] = [:]
        for detection in detections {
            guard case .answer(let answer) = detection.result else {
                if case .failed = detection.result, providers[detection.namespace] == nil {
                    providers[detection.namespace] = Entry([])
                }
                continue
            }
            guard var entry = providers[detection.namespace] else {
                providers[detection.namespace] = Entry(answer.features, source: answer.source)
                continue
            }
            for feature in answer.features {
                if let place = entry.features.firstIndex(where: { $0.name == feature.name }) {
                    let known = entry.features[place].values
                    entry.features[place] = VariantFeature(
                        feature.name, known + feature.values.filter { !known.contains($0) })
                } else {
                    entry.features.append(feature)
                }
            }
            entry.source = entry.source ?? answer.source
            providers[detection.namespace] = entry
        }
        self.init(providers: providers, platform: platform)
    }
}
