internal import VariantProviders

extension RequirementRewrite {
    /// The requirement with the extras for the values that the host has, or as it is: when it is about something else,
    /// or nothing of the feature is known.
    package func applied(to requirement: Requirement, on supported: SupportedProperties) -> Requirement {
        guard requirement.name == package, requirement.extras.contains(extra) else { return requirement }
        let values = supported.features[namespace]?.first { $0.name == feature }?.values ?? []
        let extras = values.compactMap { value in ExtraName(Self.filled(template, value)) }
        guard !extras.isEmpty else { return requirement }
        return Requirement(
            name: requirement.name, extras: requirement.extras.filter { $0 != extra } + extras,
            source: requirement.source, marker: requirement.marker)
    }

    private static func filled(_ template: String, _ value: String) -> String {
        guard let place = template.firstIndex(of: "{") else { return template }
        return template[..<place] + value + template[template.index(place, offsetBy: 2)...]
    }
}

extension [RequirementRewrite] {
    /// All of them, one after the other.
    package func applied(to requirement: Requirement, on supported: SupportedProperties) -> Requirement {
        reduce(requirement) { $1.applied(to: $0, on: supported) }
    }
}
