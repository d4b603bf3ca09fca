internal import VariantProviders

/// A variant that is not taken, and why.
package struct VariantRejection: Hashable, Sendable {
    package let label: VariantLabel
    /// As the metadata declares them; empty when it does not know the label.
    package let properties: VariantProperties
    package let reason: Reason

    package enum Reason: Hashable, Sendable {
        /// The metadata does not name the label (V-079).
        case unlisted
        /// The host supports no declared value of these features (V-091).
        case unsupported([UnsupportedFeature])
        /// A preference excludes what it declares.
        case excluded(VariantSelector)
        /// Another label was asked for.
        case notTheLabel(VariantLabel)
        /// What it asks of a dependency's version is not valid (V-232, V-233).
        case badAbi(String)
        /// It was built for other versions of a dependency than the one that is known (V-235).
        case abiMismatch(AbiRequirement, version: Version)
        /// No variant wheel is taken at all.
        case turnedOff
        /// It is for environments that this is none of: a label of a variant index.
        case otherEnvironment(Marker)
    }

    package init(label: VariantLabel, properties: VariantProperties, reason: Reason) {
        self.label = label
        self.properties = properties
        self.reason = reason
    }
}

extension VariantRejection.Reason {
    /// For messages, to go on after the name of a wheel.
    package var text: String {
        switch self {
        case .unlisted: "its label is not in the variant metadata"
        case .unsupported(let features): "needs \(UnsupportedFeature.text(of: features))"
        case .excluded(let selector): "declares `\(selector)`, which is excluded"
        case .notTheLabel(let label): "the variant `\(TextExcerpt.shortened(label.text))` was asked for"
        case .badAbi(let reason): reason
        case .abiMismatch(let requirement, let version):
            "was built for \(requirement), and `\(requirement.dependency)` is \(version)"
        case .turnedOff: "variant wheels are turned off"
        case .otherEnvironment(let marker): "is for `\(TextExcerpt.shortened(marker.description))`"
        }
    }
}

/// A feature that a variant declares, none of whose values the host supports.
package struct UnsupportedFeature: Hashable, Sendable, Comparable {
    package let namespace: String
    package let feature: String
    /// All declared values, sorted.
    package let values: [String]

    package init(namespace: String, feature: String, values: [String]) {
        self.namespace = namespace
        self.feature = feature
        self.values = values
    }

    package static func < (a: UnsupportedFeature, b: UnsupportedFeature) -> Bool {
        (a.namespace, a.feature) < (b.namespace, b.feature)
    }

    /// How many values of one feature, and how many features, are spelled out.
    private static let listed = 20

    /// What would have to be supported, as a conjunction of disjunctions (V-093):
    /// ``(`nvidia :: arch :: sm80` or `nvidia :: arch :: sm90`) and `nvidia :: cuda :: 14.0` ``.
    package static func text(of features: [UnsupportedFeature]) -> String {
        var parts = features.prefix(listed).map { feature in
            var values = feature.values.prefix(listed).map { value in
                "`\(TextExcerpt.shortened(VariantProperty(feature.namespace, feature.feature, value).description))`"
            }
            if feature.values.count > listed { values.append("\(feature.values.count - listed) more") }
            let text = values.joined(separator: " or ")
            return values.count > 1 && features.count > 1 ? "(\(text))" : text
        }
        if features.count > listed { parts.append("\(features.count - listed) more features") }
        return parts.joined(separator: " and ")
    }
}
