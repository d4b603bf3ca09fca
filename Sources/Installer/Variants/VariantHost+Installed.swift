/// What the user says of the host and of variants, held against what is installed (V-098, V-123).
///
/// Hardware that is detected is not: what is installed may be meant for another host, and is looked at again by
/// `sync` and with an upgrade. Nor is what is preferred: a build that fits stays though a better one would too.
extension VariantHost {
    /// Whether anything was said that what is installed of the package could contradict.
    func mayRuleOut(_ name: PackageName) -> Bool {
        profile != nil || preferences.takesNone || !preferences.excluded.isEmpty
            || !preferences.disabledProviders.isEmpty || preferences.labels[name] != nil
    }

    /// Whether what was installed from a variant wheel contradicts it.
    ///
    /// - Parameter metadata: of the wheel, which names one variant.
    /// - Throws: what asking the providers throws that the profile leaves open.
    func rulesOut(_ metadata: VariantMetadata, of name: PackageName) throws -> Bool {
        guard let (label, properties) = metadata.variants.first else { return false }
        if let wanted = preferences.labels[name], wanted != label { return true }
        if preferences.takesNone || isUnwanted(properties) { return true }
        if profile == nil { return false }
        let supported = try supported(for: metadata, namespaces: Set(properties.namespaces.keys)).wait()
        return VariantSelection(metadata, labels: [label], supported: supported, package: name).ranked.isEmpty
    }

    /// Whether what was installed from the index of one of a map's labels contradicts it.
    ///
    /// - Parameter options: the label, as it was built for one version.
    func rulesOut(
        _ options: [VariantOption], namespaces: [String], environment: MarkerEnvironment
    ) throws -> Bool {
        let here = options.filter { $0.marker?.evaluate(environment) ?? true }
        if here.contains(where: { isUnwanted($0.properties) }) { return true }
        if profile == nil || here.isEmpty { return false }
        return try rank(here, namespaces: namespaces, packages: []).fits.isEmpty
    }

    private func isUnwanted(_ properties: VariantProperties) -> Bool {
        preferences.excluded.contains(where: properties.declares)
            || !preferences.disabledProviders.isDisjoint(with: properties.namespaces.keys)
    }
}
