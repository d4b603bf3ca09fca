/// An extra of a requirement that is replaced by the ones for the detected hardware: `rocm[device-all]` becomes
/// `rocm[device-gfx942]`.
package struct RequirementRewrite: Hashable, Sendable {
    package var package: PackageName
    package var extra: ExtraName
    /// The feature whose values tell the new extras.
    package var namespace: String
    package var feature: String
    /// The new extra; `{}` stands for a value: `device-{}`.
    package var template: String

    package init(
        package: PackageName, extra: ExtraName, namespace: String, feature: String, template: String
    ) {
        self.package = package
        self.extra = extra
        self.namespace = namespace
        self.feature = feature
        self.template = template
    }
}

extension RequirementRewrite {
    /// As a file says it: `rocm[device-all]`, `amd :: gfx_arch`, `device-{}`. nil when a part is none.
    package init?(requirement: String, feature: String, extra: String) {
        guard let subject = Self.subject(requirement), Self.isTemplate(extra),
            case .feature(let namespace, let name)? = VariantSelector(parsing: feature)
        else { return nil }
        self.init(
            package: subject.package, extra: subject.extra, namespace: namespace, feature: name,
            template: extra)
    }

    /// A package with one extra and nothing else.
    package static func subject(_ text: String) -> (package: PackageName, extra: ExtraName)? {
        guard let requirement = try? Requirement(parsing: text), requirement.extras.count == 1,
            let extra = requirement.extras.first, requirement.url == nil, requirement.specifiers.isAny,
            requirement.marker == nil
        else { return nil }
        return (requirement.name, extra)
    }

    /// The name of an extra with one `{}` in it.
    package static func isTemplate(_ text: String) -> Bool {
        guard text.utf8.count <= 100 else { return false }
        var parts: [String] = [""]
        var bytes = text.utf8[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "{"), bytes.first == UInt8(ascii: "}") {
                bytes.removeFirst()
                parts.append("")
            } else {
                parts[parts.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return parts.count == 2 && ExtraName(parts.joined(separator: "x")) != nil
    }
}
