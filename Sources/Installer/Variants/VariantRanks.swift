internal import VariantProviders

/// The orders of one release's variants on one host (V-094), as ranks: `N` from the metadata, `F` and `W` from the
/// host lists, with the user's preferences in front (V-099).
///
/// Made once for a selection. A namespace that is bound to ABI dependencies has lists like any other; they follow
/// from the versions of packages (V-236, V-237).
final class VariantRanks: Sendable {
    private struct Feature {
        let rank: Int
        let values: ValueRanks
    }

    private struct Namespace {
        let rank: Int
        var features: [String: Feature] = [:]
    }

    private let namespaces: [String: Namespace]

    /// `variants` are those that will be asked about.
    init(
        _ metadata: VariantMetadata, variants: some Sequence<VariantProperties>,
        supported: SupportedProperties, preferences: VariantPreferences, versions: [PackageName: Version]
    ) {
        var declared: Set<String> = []
        var abi: [String: [String: Set<String>]] = [:]
        for properties in variants {
            for (namespace, features) in properties.namespaces {
                declared.insert(namespace)
                guard supported.abiNamespaces.contains(namespace) else { continue }
                for (feature, values) in features {
                    abi[namespace, default: [:]][feature, default: []].formUnion(values)
                }
            }
        }
        // V-044 makes every declared namespace a listed one; only the reserved one of ABI dependencies may be
        // missing and then comes last.
        var orders = Orders(
            namespaces: metadata.namespaces + declared.subtracting(metadata.namespaces).sorted())
        for namespace in declared {
            let list =
                abi[namespace].map { Self.abiList($0, versions) } ?? supported.features[namespace] ?? []
            orders.features[namespace] = list.map(\.name)
            orders.values[namespace] = Dictionary(
                list.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
        }
        for selector in preferences.preferred.reversed() { orders.prefer(selector) }

        var ranks: [String: Namespace] = [:]
        for (rank, namespace) in orders.namespaces.enumerated()
        where declared.contains(namespace) && ranks[namespace] == nil {
            var entry = Namespace(rank: rank)
            for (rank, name) in (orders.features[namespace] ?? []).enumerated()
            where entry.features[name] == nil {
                let values = orders.values[namespace]?[name] ?? []
                entry.features[name] = Feature(
                    rank: rank,
                    values: ValueRanks(values))
            }
            ranks[namespace] = entry
        }
        namespaces = ranks
    }

    /// The host list of a namespace of ABI dependencies: features in the order of their names, and for each what
    /// its version begins with. While the version is not known everything declared, the newest first, since a
    /// solver may still choose the version (V-236).
    private static func abiList(
        _ declared: [String: Set<String>], _ versions: [PackageName: Version]
    ) -> [VariantFeature] {
        declared.sorted { $0.key < $1.key }.map { feature, values in
            if let version = PackageName(feature).flatMap({ versions[$0] }) {
                return VariantFeature(feature, AbiRequirement.prefixes(of: version))
            }
            return VariantFeature(feature, values.sorted(by: AbiRequirement.isNewer))
        }
    }

    private struct Orders {
        var namespaces: [String]
        var features: [String: [String]] = [:]
        var values: [String: [String: [String]]] = [:]

        /// Puts what is preferred in front and leaves the rest in its order. Nothing is added (V-098).
        mutating func prefer(_ selector: VariantSelector) {
            switch selector {
            case .namespace(let name): Self.toFront(name, &namespaces)
            case .feature(let namespace, let name): Self.toFront(name, &features[namespace, default: []])
            case .property(let property):
                Self.toFront(
                    property.value, &values[property.namespace, default: [:]][property.feature, default: []])
            }
        }

        private static func toFront(_ item: String, _ list: inout [String]) {
            guard let place = list.firstIndex(of: item) else { return }
            list.remove(at: place)
            list.insert(item, at: 0)
        }
    }

    // MARK: Questions

    /// The best declared value of a feature, and its key; nil when none is supported.
    func best(_ declared: VariantProperties.Feature) -> (key: VariantKey, value: String)? {
        guard let entry = namespaces[declared.namespace], let ranks = entry.features[declared.name] else {
            return nil
        }
        var best: (rank: Int, place: Int)?
        for place in declared.keys.indices {
            guard let rank = ranks.values.rank(of: declared.keys[place], declared.values[place]),
                rank < best?.rank ?? .max
            else { continue }
            best = (rank, place)
        }
        return best.map {
            (
                VariantKey(namespace: entry.rank, feature: ranks.rank, value: $0.rank),
                declared.values[$0.place]
            )
        }
    }

    /// The declared values of a feature that are in its host list.
    func supported(_ declared: VariantProperties.Feature) -> [String] {
        guard let ranks = namespaces[declared.namespace]?.features[declared.name]?.values else { return [] }
        return declared.keys.indices.compactMap { place in
            let value = declared.values[place]
            return ranks.rank(of: declared.keys[place], value) == nil ? nil : value
        }
    }
}
