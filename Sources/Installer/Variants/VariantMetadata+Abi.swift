/// What variants were built against, apart from what they were built for (V-230…V-236).
extension VariantMetadata {
    /// For each package that all of these variants were built against, the versions that one of them was built for
    /// (V-235).
    package func abiBounds(of labels: some Sequence<VariantLabel>) -> [PackageName: VersionRanges] {
        let namespaces = abiNamespaces
        var bounds: [PackageName: VersionRanges]?
        for properties in labels.compactMap({ variants[$0] }) {
            let features = properties.features.filter { namespaces.contains($0.namespace) }
            let own = features.compactMap { try? AbiRequirement(feature: $0.name, values: $0.values) }
            // A variant with a value that is none can never be taken (V-233).
            guard own.count == features.count else { continue }
            let allowed = Dictionary(own.map { ($0.dependency, $0.allowed) }) { $0.intersection($1) }
            guard let known = bounds else {
                bounds = allowed
                continue
            }
            bounds = known.filter { allowed[$0.key] != nil }.merging(allowed.filter { known[$0.key] != nil })
            {
                $0.union($1)
            }
        }
        return bounds ?? [:]
    }

    /// The labels by the hardware that they were built for; those of one kind differ in what they were built against.
    /// Sorted, with the kind that fits every host last.
    func kinds(of labels: some Sequence<VariantLabel>) -> [[VariantLabel]] {
        let hardware = withoutAbi.variants
        let kinds = Dictionary(grouping: labels.filter { hardware[$0] != nil }.sorted()) { hardware[$0]! }
        return kinds.sorted { a, b in
            a.key.isEmpty == b.key.isEmpty ? a.value[0] < b.value[0] : b.key.isEmpty
        }.map(\.value)
    }

    /// The variants as far as the host alone decides about them.
    var withoutAbi: VariantMetadata {
        let namespaces = abiNamespaces
        if namespaces.isEmpty { return self }
        var copy = self
        copy.variants = variants.mapValues { properties in
            VariantProperties(properties.namespaces.filter { !namespaces.contains($0.key) })
        }
        return copy
    }
}
