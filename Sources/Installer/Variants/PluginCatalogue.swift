package import VariantProviders

/// All that a release of a plugin knows, whatever host it runs on: what wheels can be made for (V-215).
package struct PluginCatalogue: Hashable, Sendable {
    package struct Feature: Hashable, Sendable {
        package var name: String
        /// In the plugin's order; at least one.
        package var values: [String]
        /// A wheel may have several of the values.
        package var isMultiValue: Bool

        package init(_ name: String, _ values: [String], isMultiValue: Bool) {
            self.name = name
            self.values = values
            self.isMultiValue = isMultiValue
        }
    }

    /// In the plugin's order.
    package var features: [Feature]
    /// Every host has all of them, so that a wheel can list them itself (`all_properties_compatible`).
    package var isForEveryHost: Bool

    package init(features: [Feature], isForEveryHost: Bool) {
        self.features = features
        self.isForEveryHost = isForEveryHost
    }

    /// The lists that stand in a wheel for this plugin (V-251).
    ///
    /// - Throws: why they cannot: a host decides about them, or one of several values.
    package func listed() throws(Diagnostic) -> [VariantFeature] {
        var causes: [String] = []
        if !isForEveryHost { causes.append("it does not set `all_properties_compatible`") }
        causes += features.filter(\.isMultiValue).prefix(8).map {
            "its feature `\($0.name)` takes several values at a time"
        }
        guard causes.isEmpty else {
            throw Diagnostic(
                "its answer depends on the host", causes: causes,
                hints: [
                    "Name it in `requires` and not in `build-requires`: then it is asked where the wheel is installed"
                ])
        }
        return features.map { VariantFeature($0.name, $0.values) }
    }

    /// What speaks against a wheel with these properties of the plugin's namespace (V-254).
    package func refusals(of given: [String: [String]], _ namespace: String) -> [String] {
        given.sorted { $0.key < $1.key }.flatMap { name, values -> [String] in
            guard let feature = features.first(where: { $0.name == name }) else {
                return ["the plugin of `\(namespace)` knows no feature `\(name)`"]
            }
            var faults = values.filter { !feature.values.contains($0) }.map {
                "the plugin of `\(namespace)` knows no `\(VariantProperty(namespace, name, $0))`"
            }
            if !feature.isMultiValue, values.count > 1 {
                faults.append("a wheel can have only one value of `\(namespace) :: \(name)`")
            }
            return faults
        }
    }
}
