/// Whether a build that is installed contradicts what the user says of the host and of variants, so that another
/// has to take its place (V-098, V-123).
struct InstalledJudgement: Sendable {
    let host: VariantHost
    let environment: MarkerEnvironment
    let mappedNames: @Sendable () -> MappedNames
    /// The maps that are in force.
    let maps: @Sendable () throws -> [VariantIndex]

    /// Nothing is read where the user said nothing.
    func isRuledOut(_ installed: InstalledDistribution) throws -> Bool {
        guard host.mayRuleOut(installed.name) else { return false }
        // A damaged file says nothing.
        if let metadata = try? installed.variantMetadata() {
            return try host.rulesOut(metadata, of: installed.name)
        }
        return try isRuledOutByMap(installed)
    }

    /// Of a map's packages the local version tells the label.
    private func isRuledOutByMap(_ installed: InstalledDistribution) throws -> Bool {
        let name = installed.name
        let wanted = host.preferences.labels[name]
        guard let label = installed.version.localText, mappedNames().mayHold(name),
            let map = try maps().first(where: { $0.packages.contains(name) }),
            let variant = map.variants.first(where: { $0.option.label.text == label })
        else { return wanted != nil }
        if let wanted, wanted.text != label { return true }
        return try host.rulesOut(
            variant.options(at: [name: installed.version]), namespaces: map.namespaces,
            environment: environment)
    }
}
