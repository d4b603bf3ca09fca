/// What the builds of one release require, for all environments at once: a builder may evaluate conditions on
/// variants away, so that each wheel says only what it needs itself (PEP 825; V-135, A-17).
struct VariantRequirements {
    /// One of the builds, and what it says about itself.
    struct Build {
        /// nil: the ordinary wheel.
        let label: VariantLabel?
        let metadata: CoreMetadata
    }

    /// The metadata of the first build, with the requirements of all of them: what only some need stands behind
    /// their labels.
    static func combined(_ builds: [Build]) -> CoreMetadata {
        var metadata = builds[0].metadata
        let lists = builds.map { Set($0.metadata.requirements) }
        if lists.allSatisfy({ $0 == lists[0] }) { return metadata }
        var seen: Set<Requirement> = []
        metadata.requirements = builds.flatMap(\.metadata.requirements).compactMap { requirement in
            guard seen.insert(requirement).inserted else { return nil }
            let needing = zip(builds, lists).filter { $1.contains(requirement) }.map(\.0.label)
            if needing.count == builds.count { return requirement }
            var conditional = requirement
            let isOne = condition(on: needing)
            conditional.marker = requirement.marker.map { .and([$0, isOne]) } ?? isOne
            return conditional
        }
        var extras: Set<ExtraName> = []
        metadata.providesExtras = builds.flatMap(\.metadata.providesExtras).filter {
            extras.insert($0).inserted
        }
        return metadata
    }

    /// `variant_label == 'a' or variant_label == 'b'`
    private static func condition(on labels: [VariantLabel?]) -> Marker {
        let terms = labels.map { Marker.term(MarkerTerm(.variantLabel, .equal, $0?.text ?? "")) }
        return terms.count == 1 ? terms[0] : .or(terms)
    }
}
