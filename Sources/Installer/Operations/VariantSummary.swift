internal import VariantProviders

/// A variant that was chosen, in short: for reports (V-275).
package struct VariantSummary: Sendable, Hashable {
    package var name: PackageName
    package var version: Version
    package var label: String
    /// For each feature that it was built for the value that counted, the most important first.
    package var properties: [String]

    package init(name: PackageName, version: Version, label: String, properties: [String]) {
        self.name = name
        self.version = version
        self.label = label
        self.properties = properties
    }

    /// nil for the null variant, of which there is nothing to tell.
    package init?(_ name: PackageName, _ version: Version, _ match: VariantMatch) {
        guard match.label != .null else { return nil }
        self.init(
            name: name, version: version, label: match.label.text,
            properties: match.rankedProperties.map(\.property.description))
    }
}
