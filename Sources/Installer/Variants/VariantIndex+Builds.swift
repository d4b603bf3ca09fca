/// What the wheels of a label were made for, where that differs by version and platform.
extension VariantIndex.Variant {
    /// The options that a lock writes down for this label when these versions were chosen there: one for each kind of
    /// platform whose wheels were made for other hardware. Their markers exclude each other.
    package func options(at versions: [PackageName: Version]) -> [VariantOption] {
        guard !builds.isEmpty else { return [option] }
        var options: [VariantOption] = []
        var left = MarkerSet(option.marker)
        for build in builds where build.holds(versions) {
            let here = left.and(MarkerSet(build.marker))
            if here.isFalse { continue }
            left = left.and(here.not)
            if let place = options.firstIndex(where: { $0.properties == build.properties }) {
                options[place].marker = MarkerSet(options[place].marker).or(here).marker
            } else {
                options.append(
                    VariantOption(label: option.label, properties: build.properties, marker: here.marker))
            }
        }
        // Nothing is known of these versions: what is usual has to do.
        return options.isEmpty ? [option] : options
    }

    /// The label in one environment, each part of its versions by itself; empty when it is not for the environment.
    /// None of the parts has `builds`, and a marker is left out where it holds.
    package func parts(in environment: MarkerEnvironment) -> [VariantIndex.Variant] {
        if let marker = option.marker, !marker.evaluate(environment) { return [] }
        var whole = self
        whole.option.marker = nil
        whole.builds = []
        guard !builds.isEmpty else { return [whole] }
        var parts: [VariantIndex.Variant] = []
        for build in builds where build.marker?.evaluate(environment) ?? true {
            var part = whole
            part.option.properties = build.properties
            part.versions.merge(build.versions) { $0.and($1) }
            parts.append(part)
            // The rest of the builds is for versions that this one has already.
            if build.versions.isEmpty { break }
        }
        return parts
    }
}

extension VariantIndex.Build {
    fileprivate func holds(_ chosen: [PackageName: Version]) -> Bool {
        versions.allSatisfy { name, specifiers in chosen[name].map { specifiers.contains($0) } ?? true }
    }
}
