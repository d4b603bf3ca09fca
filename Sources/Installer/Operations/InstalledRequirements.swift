/// What installed distributions require where they are installed: markers decided by the interpreter and by the
/// variant that each was installed as (PEP 825; V-133, V-136).
struct InstalledRequirements {
    let environment: MarkerEnvironment
    /// Asked only when a marker is about properties: which of those declared count depends on the host.
    let host: () throws -> VariantHost

    /// The requirements of `metadata` that hold with these extras.
    func holding(
        _ metadata: CoreMetadata, of distribution: InstalledDistribution, extras: Set<ExtraName> = []
    ) throws -> [Requirement] {
        var known: VariantValues?
        return try metadata.requirements.filter { requirement in
            guard let marker = requirement.marker else { return true }
            guard marker.dependsOnVariant else { return marker.evaluate(environment, extras: extras) }
            let values = try known ?? values(of: distribution, for: metadata.requirements)
            known = values
            return marker.evaluate(environment, extras: extras, variant: values)
        }
    }

    private func values(
        of distribution: InstalledDistribution, for requirements: [Requirement]
    ) throws -> VariantValues {
        guard let metadata = try distribution.variantMetadata() else { return .ordinary }
        let asksForProperties = requirements.contains { requirement in
            requirement.marker?.terms.contains { $0.subject == .variantProperties } ?? false
        }
        let host = asksForProperties ? try host() : nil
        return InstalledVariant(metadata, of: distribution.name, host: host)?.markerValues ?? .ordinary
    }
}
