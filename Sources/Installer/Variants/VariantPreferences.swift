package import VariantProviders

/// What the user prefers among the variants that fit (V-098, V-099). It can reorder and narrow what is
/// compatible, and never reach past it.
package struct VariantPreferences: Hashable, Sendable {
    /// The label to take of a package (`--variant torch=cu130`).
    package var labels: [PackageName: VariantLabel]
    /// Put in front of the order of namespaces, features and values.
    package var preferred: [VariantSelector]
    /// Variants that declare one of these are not taken.
    package var excluded: [VariantSelector]
    /// Optional providers that are on (V-180).
    package var enabledProviders: Set<String>
    /// Providers that are off, by namespace.
    package var disabledProviders: Set<String>
    /// Variant indexes that are off, by name.
    package var disabledIndexes: Set<String> = []
    /// Requirements are not written anew for the host (`RequirementRewrite`).
    package var keepsRequirements = false
    /// `--no-variants`: no variant wheel is taken at all, and no variant index is in force.
    package var takesNone: Bool
    /// Unusable variant metadata makes the version unusable, even where an ordinary wheel exists (V-060).
    package var isStrict: Bool

    package init(
        labels: [PackageName: VariantLabel] = [:], preferred: [VariantSelector] = [],
        excluded: [VariantSelector] = [], enabledProviders: Set<String> = [],
        disabledProviders: Set<String> = [], takesNone: Bool = false, isStrict: Bool = false
    ) {
        self.labels = labels
        self.preferred = preferred
        self.excluded = excluded
        self.enabledProviders = enabledProviders
        self.disabledProviders = disabledProviders
        self.takesNone = takesNone
        self.isStrict = isStrict
    }

    package static let none = VariantPreferences()
}

/// A namespace, a feature or a property, as preferences name them: `nvidia`, `nvidia :: sm_arch`,
/// `x86_64 :: level :: v3`.
package enum VariantSelector: Hashable, Sendable {
    case namespace(String)
    case feature(String, String)
    case property(VariantProperty)

    /// Splits at `::` and trims each part (V-001); nil when a part is not valid or there are more than three.
    package init?(parsing text: String) {
        var parts: [String] = []
        var rest = text.utf8[...]
        while let cut = rest.indices.first(where: { rest[$0...].starts(with: "::".utf8) }) {
            parts.append(Self.trimmed(rest[..<cut]))
            rest = rest[rest.index(cut, offsetBy: 2)...]
        }
        parts.append(Self.trimmed(rest))
        guard parts.count <= 3, parts.prefix(2).allSatisfy(VariantSyntax.isName) else { return nil }
        switch parts.count {
        case 1: self = .namespace(parts[0])
        case 2: self = .feature(parts[0], parts[1])
        default:
            guard VariantSyntax.isValue(parts[2]) else { return nil }
            self = .property(VariantProperty(parts[0], parts[1], parts[2]))
        }
    }

    private static func trimmed(_ bytes: Substring.UTF8View.SubSequence) -> String {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension VariantSelector: CustomStringConvertible {
    package var description: String {
        switch self {
        case .namespace(let name): name
        case .feature(let namespace, let feature): "\(namespace) :: \(feature)"
        case .property(let property): property.description
        }
    }
}
