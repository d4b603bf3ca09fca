/// A feature with the values that a host supports, or that a wheel's metadata lists as supported.
package struct VariantFeature: Hashable, Sendable {
    package let name: String
    /// The most preferred first; each once. Empty: no value is supported.
    package let values: [String]

    package init(_ name: String, _ values: [String]) {
        self.name = name
        self.values = values
    }
}
