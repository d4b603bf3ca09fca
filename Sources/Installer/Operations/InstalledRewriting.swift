/// Requirements of installed distributions as they were written anew when these came from the index of a label:
/// `rocm[device-all]` of an installed torch asks for the devices of this host alone.
struct InstalledRewriting: Sendable {
    let host: VariantHost
    let mappedNames: @Sendable () -> MappedNames

    /// Maps are looked at only for a distribution that may be of one, has a local version and asks for extras.
    func applied(to metadata: CoreMetadata, of name: PackageName, _ version: Version) throws -> CoreMetadata {
        guard !host.preferences.keepsRequirements, let label = version.localText,
            metadata.requirements.contains(where: { !$0.extras.isEmpty }), mappedNames().mayHold(name)
        else { return metadata }
        var metadata = metadata
        for map in try host.variantIndexes() where map.packages.contains(name) {
            for variant in map.variants where variant.option.label.text == label {
                for rewrite in variant.rewrites where metadata.requirements.contains(where: rewrite.isAbout) {
                    let supported = try host.supported(namespaces: [rewrite.namespace]).wait()
                    let extras = variant.extras(of: rewrite, on: supported)
                    metadata.requirements = metadata.requirements.map { rewrite.applied(to: $0, extras) }
                }
            }
        }
        return metadata
    }
}
