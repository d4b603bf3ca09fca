internal import VariantProviders

extension HostProfile {
    /// What both hosts support: whatever is selected with it fits on each of them.
    ///
    /// A variant fits where for each of its features one of its values is supported (V-091). So a value counts
    /// when both profiles have it; a feature without such a value is gone, and every variant that declares it does
    /// not fit. The order of namespaces, features and values is this profile's: both hosts get what this one
    /// would prefer among what they share.
    ///
    /// A namespace that only one of them names supports nothing here, since nothing is known of the other host.
    /// Where both leave unnamed namespaces to detection, so does the result; where one says that it is complete,
    /// so is the result.
    package func intersected(with other: HostProfile) -> HostProfile {
        var common: [String: Entry] = [:]
        for namespace in Set(providers.keys).union(other.providers.keys) {
            guard let mine = providers[namespace], let theirs = other.providers[namespace] else {
                common[namespace] = Entry([])
                continue
            }
            let features = mine.features.compactMap { feature -> VariantFeature? in
                let values = Set(theirs.features.first { $0.name == feature.name }?.values ?? [])
                let shared = feature.values.filter(values.contains)
                return shared.isEmpty ? nil : VariantFeature(feature.name, shared)
            }
            common[namespace] = Entry(features, source: mine.source == theirs.source ? mine.source : nil)
        }
        return HostProfile(
            isComplete: isComplete || other.isComplete, providers: common,
            platform: platform.flatMap { $0.common(with: other.platform) })
    }
}

extension HostProfile.Platform {
    /// What both are; nil when they are different machines.
    fileprivate func common(with other: HostProfile.Platform?) -> HostProfile.Platform? {
        guard let other, system == other.system, machine == other.machine else { return nil }
        return HostProfile.Platform(system: system, machine: machine, libc: libc == other.libc ? libc : nil)
    }
}
