package import VariantProviders

/// The properties of one variant: for each namespace its features, for each feature a set of values (V-007).
/// Empty for the null variant.
package struct VariantProperties: Hashable, Sendable {
    /// Namespace -> feature -> values, sorted and each once. No namespace without features, no feature
    /// without values.
    package private(set) var namespaces: [String: [String: [String]]]

    package init(_ namespaces: [String: [String: [String]]] = [:]) {
        self.namespaces = namespaces.mapValues { $0.mapValues { Array(Set($0)).sorted() } }
            .filter { !$0.value.isEmpty }
    }

    package init(_ properties: some Sequence<VariantProperty>) {
        var namespaces: [String: [String: [String]]] = [:]
        for property in properties {
            namespaces[property.namespace, default: [:]][property.feature, default: []].append(property.value)
        }
        self.init(namespaces)
    }

    /// Of values that are sorted and each once already.
    init(sorted namespaces: [String: [String: [String]]]) { self.namespaces = namespaces }

    package var isEmpty: Bool { namespaces.isEmpty }

    /// Sorted.
    package var all: [VariantProperty] {
        namespaces.flatMap { namespace, features in
            features.flatMap { feature, values in values.map { VariantProperty(namespace, feature, $0) } }
        }.sorted()
    }
}
