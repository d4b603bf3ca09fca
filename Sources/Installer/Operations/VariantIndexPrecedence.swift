/// Whether a variant index or the ordinary indexes serve the packages of it, as far as only the indexes can tell.
struct VariantIndexPrecedence: Sendable {
    let settings: IndexSettings
    let source: any DistributionSource
    /// The user's requirements.
    let wanted: [PackageName: VersionSpecifiers]

    /// - Parameter roots: those that count in some environment in question.
    init(settings: IndexSettings, source: any DistributionSource, roots: [RootRequirement]) {
        self.settings = settings
        self.source = source
        var wanted: [PackageName: VersionSpecifiers] = [:]
        for root in roots {
            wanted[root.requirement.name] = wanted[root.requirement.name, default: .any]
                .and(root.requirement.specifiers)
        }
        self.wanted = wanted
    }

    /// The package by whose versions labels of equal rank are told apart: one that the user named, else the one
    /// that the map's versions are about.
    func lead(of map: VariantIndex) -> (name: PackageName, specifiers: VersionSpecifiers)? {
        var counts: [PackageName: Int] = [:]
        for variant in map.variants { for name in variant.versions.keys { counts[name, default: 0] += 1 } }
        let main = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        if let main, let specifiers = wanted[main] { return (main, specifiers) }
        if let name = wanted.keys.filter(map.packages.contains).min() { return (name, wanted[name]!) }
        return main.map { ($0, .any) }
    }

    /// Why the packages come from the ordinary indexes although a map has them: another index of the user has them,
    /// or they publish variants. A map of the site is asked before them, since nobody else may answer for its packages.
    func ordinaryReason(_ map: VariantIndex) -> String? {
        guard let name = lead(of: map)?.name else { return nil }
        if map.isOfSite && settings.isDefaultAssumed { return nil }
        guard let page = try? source.page(for: name).wait(), page.versionCount > 0 else { return nil }
        let files = page.files(page.versionCount - 1)
        if let variant = files.first(where: { $0.wheel?.isVariant == true }) {
            return "`\(variant.indexURL)` has variants of `\(name)`"
        }
        guard settings.isDefaultAssumed else { return nil }
        let assumed = settings.indexes.first(where: \.isDefault)?.url
        if let file = files.first(where: { $0.indexURL != assumed }) {
            return "`\(file.indexURL)` has `\(name)`"
        }
        return nil
    }
}
