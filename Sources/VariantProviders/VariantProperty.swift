/// `namespace :: feature :: value`: something a host has or a wheel was built for (PEP 825; V-001).
///
/// Compared byte for byte; nothing is folded or normalised (V-005).
package struct VariantProperty: Hashable, Sendable {
    package let namespace: String
    package let feature: String
    package let value: String

    /// The parts are valid: `VariantSyntax` has checked them, or they are constants.
    package init(_ namespace: String, _ feature: String, _ value: String) {
        self.namespace = namespace
        self.feature = feature
        self.value = value
    }
}

extension VariantProperty: Comparable {
    package static func < (a: VariantProperty, b: VariantProperty) -> Bool {
        (a.namespace, a.feature, a.value) < (b.namespace, b.feature, b.value)
    }
}

extension VariantProperty: CustomStringConvertible {
    package var description: String { "\(namespace) :: \(feature) :: \(value)" }
}
