/// A resolution held against what is installed: what to add, what to remove for it, what stays.
struct InstallChoice {
    struct Addition {
        let name: PackageName
        let version: Version
        let file: IndexFile
        /// The user named the package.
        let isRequested: Bool
        /// The URL that a requirement gave; nil for a file of an index.
        let url: String?
    }

    /// In the order of their names.
    private(set) var additions: [Addition] = []
    private(set) var removals: [InstalledDistribution] = []
    private(set) var changes: [Change] = []
    /// Packages that are right as they are.
    private(set) var kept = 0

    init(_ resolution: Resolution, on site: SitePackages, reinstall: PackageScope) {
        for package in resolution.packages {
            let present = site.all(package.name)
            guard let file = package.file, !Self.isInPlace(package, present, reinstall) else {
                kept += 1
                continue
            }
            let url: String? = if case .archive(_, let url) = package.source { url } else { nil }
            additions.append(
                Addition(
                    name: package.name, version: package.version, file: file, isRequested: package.isDirect,
                    url: url))
            removals += present
            addChanges(package, present, url)
        }
    }

    private static func isInPlace(
        _ package: ResolvedPackage, _ present: [InstalledDistribution], _ reinstall: PackageScope
    ) -> Bool {
        guard present.count == 1, let installed = present.first, installed.version == package.version,
            !reinstall.contains(package.name)
        else { return false }
        switch package.source {
        case .installed: return true
        case .index: return installed.directURL == nil
        case .archive(let file, let url):
            // A local file may be another than it was; a URL with the same hash is not.
            guard let direct = installed.directURL, case .archive(let hashes) = direct.source else { return false }
            return direct.url == url && !url.hasPrefix("file:")
                && file.hashes.allSatisfy { hash in
                    hashes.contains { $0.algorithm == hash.algorithm.rawValue && $0.digits == hash.hex }
                }
        }
    }

    private mutating func addChanges(
        _ package: ResolvedPackage, _ present: [InstalledDistribution], _ url: String?
    ) {
        if present.count == 1, present[0].version == package.version {
            changes.append(Change(.reinstall, package.name, package.version, url: url))
            return
        }
        for old in present {
            changes.append(Change(.remove, old.name, old.version, url: old.directURL?.url))
        }
        changes.append(Change(.add, package.name, package.version, url: url))
    }
}
