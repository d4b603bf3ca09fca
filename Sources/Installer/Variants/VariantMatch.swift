package import VariantProviders

/// A variant that can be taken on this host, with what decided its rank.
package struct VariantMatch: Sendable {
    package let label: VariantLabel
    /// As the metadata declares them.
    package let properties: VariantProperties
    /// One for each declared feature, ascending (V-094).
    package let key: [VariantKey]
    /// What it asks of the versions of its dependencies, in the order of their names; each has yet to hold, or
    /// held for the versions that were known (V-235).
    package let abi: [AbiRequirement]
    private let ranks: VariantRanks

    init(
        label: VariantLabel, properties: VariantProperties, key: [VariantKey], abi: [AbiRequirement],
        ranks: VariantRanks
    ) {
        self.label = label
        self.properties = properties
        self.key = key
        self.abi = abi
        self.ranks = ranks
    }

    /// The declared properties that are in the host lists (V-133). Of an ABI namespace those that fit a known
    /// version of the dependency; all of them while it is not known.
    package var supported: VariantProperties {
        var kept: [String: [String: [String]]] = [:]
        for declared in properties.features {
            let values = ranks.supported(declared)
            if !values.isEmpty { kept[declared.namespace, default: [:]][declared.name] = values }
        }
        return VariantProperties(sorted: kept)
    }

    /// What variant markers see in the dependencies of this variant's wheel (V-130, V-133).
    package var markerValues: VariantValues {
        var values = VariantValues(label: label.text, properties: [], features: [], namespaces: [])
        for property in supported.all {
            values.properties.insert(property.description)
            values.features.insert("\(property.namespace) :: \(property.feature)")
            values.namespaces.insert(property.namespace)
        }
        return values
    }

    /// The feature that each key ranks, and the declared value that gave it its rank.
    package var rankedProperties: [(key: VariantKey, property: VariantProperty)] {
        properties.features.compactMap { declared in
            ranks.best(declared).map {
                ($0.key, VariantProperty(declared.namespace, declared.name, $0.value))
            }
        }.sorted { $0.key < $1.key }
    }
}

extension VariantMatch: Hashable {
    package static func == (a: VariantMatch, b: VariantMatch) -> Bool {
        a.label == b.label && a.key == b.key && a.properties == b.properties && a.abi == b.abi
            && (a.ranks === b.ranks || a.supported == b.supported)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(label)
        hasher.combine(key)
    }
}
