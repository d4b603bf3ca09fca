/// The rank of one declared feature of a variant (PEP 825; V-094): where its namespace, its feature and its best
/// value stand in the orders that decide. Smaller is better.
package struct VariantKey: Hashable, Sendable, Comparable {
    package let namespace: Int
    package let feature: Int
    package let value: Int

    package init(namespace: Int, feature: Int, value: Int) {
        self.namespace = namespace
        self.feature = feature
        self.value = value
    }

    package static func < (a: VariantKey, b: VariantKey) -> Bool {
        (a.namespace, a.feature, a.value) < (b.namespace, b.feature, b.value)
    }

    /// Whether the sorted keys `a` belong to a better variant than the sorted keys `b`; nil when they are equal
    /// and the label decides. Where one list begins like the other, the longer one is better (V-094, step 4).
    package static func isBetter(_ a: [VariantKey], than b: [VariantKey]) -> Bool? {
        for (one, other) in zip(a, b) where one != other { return one < other }
        return a.count == b.count ? nil : a.count > b.count
    }
}

extension VariantKey: CustomStringConvertible {
    package var description: String { "(\(namespace),\(feature),\(value))" }
}
