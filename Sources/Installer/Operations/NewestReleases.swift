/// The newest release of each package that the indexes have, whatever is locked.
struct NewestReleases {
    let source: any DistributionSource
    let access: IndexAccess
    var rules: CandidateRules

    /// - Parameter python: releases that need a newer one do not count; nil: any will do.
    init(_ request: LockRequest, python: Version?, in session: Session) {
        access = request.access
        source = IndexClient(
            settings: access.index, network: access.network, cache: session.cache, pool: session.pool,
            reporter: session.reporter, credentials: access.credentials)
        rules = CandidateRules(options: request.resolution)
        rules.options.buildsSources = true
        rules.variants = VariantPreferences.none
        rules.python = python
    }

    /// By the number of the package; none where an index has nothing, or it comes from elsewhere.
    func versions(of packages: [LockedPackage], in places: LockPlaces) throws -> [Version?] {
        let pages = packages.map { package -> Future<PackagePage>? in
            guard case .index(let location) = package.source else { return nil }
            let url = places.settingsIndex(location)
            let isOrdinary =
                access.index.findLinks.contains(url) || access.index.indexes.contains { $0.url == url }
            return source.page(for: package.name, from: isOrdinary ? nil : url)
        }
        return try zip(packages, pages).map { package, page in
            try page.map { newest(on: try $0.wait(), than: package.version) } ?? nil
        }
    }

    private func newest(on page: PackagePage, than locked: Version?) -> Version? {
        let takesPrereleases = rules.options.prerelease == .allow || locked?.isPrerelease == true
        for index in (0..<page.versionCount).reversed() {
            let version = page.version(index)
            if version.isPrerelease, !takesPrereleases { continue }
            let isUsable = page.files(index).contains { file in
                if case .excluded = rules.judge(file, of: page.name) { false } else { true }
            }
            if isUsable { return version }
        }
        return nil
    }
}
