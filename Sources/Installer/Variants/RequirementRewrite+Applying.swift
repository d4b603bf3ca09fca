internal import VariantProviders

extension RequirementRewrite {
    /// The requirement with other extras in place of the one that is rewritten; as it is when it does not have that.
    func applied(to requirement: Requirement, _ extras: [ExtraName]) -> Requirement {
        guard isAbout(requirement) else { return requirement }
        return Requirement(
            name: requirement.name, extras: requirement.extras.filter { $0 != extra } + extras,
            source: requirement.source, marker: requirement.marker)
    }

    func isAbout(_ requirement: Requirement) -> Bool {
        requirement.name == package && requirement.extras.contains(extra)
    }

    /// The extras for all that wheels with these properties were made for, in their order.
    func extras(of properties: VariantProperties) -> [ExtraName] {
        extras(for: properties.namespaces[namespace]?[feature] ?? [])
    }

    /// The extras for what a host has; none when it says nothing of the feature.
    func extras(on supported: SupportedProperties) -> [ExtraName] {
        extras(for: supported.features[namespace]?.first { $0.name == feature }?.values ?? [])
    }

    private func extras(for values: [String]) -> [ExtraName] {
        values.compactMap { value in
            guard let place = template.firstIndex(of: "{") else { return ExtraName(template) }
            return ExtraName(template[..<place] + value + template[template.index(place, offsetBy: 2)...])
        }
    }
}

extension VariantIndex.Variant {
    /// The extras for what a host has of the hardware that the label is for; the extra itself when that is nothing.
    func extras(of rewrite: RequirementRewrite, on supported: SupportedProperties) -> [ExtraName] {
        let known = extras(of: rewrite)
        let here = rewrite.extras(on: supported)
        let extras = known.isEmpty ? here : here.filter(known.contains)
        return extras.isEmpty ? [rewrite.extra] : extras
    }

    /// The extras for everything that any of its wheels was made for, each once.
    func extras(of rewrite: RequirementRewrite) -> [ExtraName] {
        var seen: Set<ExtraName> = []
        return ([option.properties] + builds.map(\.properties)).flatMap(rewrite.extras(of:)).filter {
            seen.insert($0).inserted
        }
    }
}
