internal import VariantProviders

/// The variant that an installed distribution is (V-123): the one entry of its `variant.json`, held against
/// what the host supports now.
struct InstalledVariant {
    let label: VariantLabel
    /// What the markers of its requirements see (V-133).
    let markerValues: VariantValues
    /// The versions of other packages that it was built for.
    let abi: [AbiRequirement]
    /// nil when the host does not support it any more.
    let chosen: ChosenVariant?

    /// nil when the metadata names no variant.
    init?(_ metadata: VariantMetadata, of name: PackageName, host: VariantHost?) {
        guard let (label, properties) = metadata.variants.first else { return nil }
        self.label = label
        let supported =
            try? host?.supported(for: metadata, namespaces: Set(properties.namespaces.keys)).wait()
        let match = supported.flatMap {
            VariantSelection(metadata, labels: [label], supported: $0, package: name).ranked.first
        }
        chosen = match.map { ChosenVariant(match: $0, metadata: metadata) }
        abi = match?.abi ?? []
        if let match {
            markerValues = match.markerValues
            return
        }
        var values = VariantValues(label: label.text, properties: [], features: [], namespaces: [])
        for property in properties.all {
            if let supported {
                let features = supported.features[property.namespace] ?? []
                guard
                    features.contains(where: {
                        $0.name == property.feature && $0.values.contains(property.value)
                    })
                else { continue }
            }
            values.properties.insert(property.description)
            values.features.insert("\(property.namespace) :: \(property.feature)")
            values.namespaces.insert(property.namespace)
        }
        markerValues = values
    }
}
