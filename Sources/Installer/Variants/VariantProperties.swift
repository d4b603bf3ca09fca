package import VariantProviders

/// The properties of one variant: for each namespace its features, for each feature a set of values (V-007).
/// Empty for the null variant.
package struct VariantProperties: Sendable {
    /// Namespace -> feature -> values, sorted and each once. No namespace without features, no feature
    /// without values.
    package let namespaces: [String: [String: [String]]]
    /// The same, one after the other in no order, for a selection to go through.
    let features: [Feature]

    struct Feature: Sendable {
        let namespace: String
        let name: String
        let values: [String]
        /// Of `values`, in their order.
        let keys: [ValueKey]
    }

    package init(_ namespaces: [String: [String: [String]]] = [:]) {
        self.init(
            sorted: namespaces.mapValues { $0.mapValues { Array(Set($0)).sorted() } }
                .filter { !$0.value.isEmpty })
    }

    package init(_ properties: some Sequence<VariantProperty>) {
        var namespaces: [String: [String: [String]]] = [:]
        for property in properties {
            namespaces[property.namespace, default: [:]][property.feature, default: []].append(property.value)
        }
        self.init(namespaces)
    }

    /// Of values that are sorted and each once already.
    init(sorted namespaces: [String: [String: [String]]]) {
        self.namespaces = namespaces
        features = namespaces.flatMap { namespace, features in
            features.map { name, values in
                Feature(
                    namespace: namespace, name: name, values: values, keys: values.map { ValueKey($0) })
            }
        }
    }

    package var isEmpty: Bool { namespaces.isEmpty }

    /// Sorted.
    package var all: [VariantProperty] {
        namespaces.flatMap { namespace, features in
            features.flatMap { feature, values in values.map { VariantProperty(namespace, feature, $0) } }
        }.sorted()
    }
}

extension VariantProperties: Hashable {
    package static func == (a: VariantProperties, b: VariantProperties) -> Bool {
        a.namespaces == b.namespaces
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(namespaces) }
}
