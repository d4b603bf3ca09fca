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
        /// nil for an ordinary wheel.
        let variant: VariantLabel?
        /// Of a directory, as it is now.
        let treeKey: String?
    }

    /// In the order of their names.
    private(set) var additions: [Addition] = []
    private(set) var removals: [InstalledDistribution] = []
    private(set) var changes: [Change] = []
    /// The variants among the additions, in short.
    var selections: [VariantSummary] = []
    /// Packages that are right as they are.
    private(set) var kept = 0

    /// - Parameter variables: of the user; builds of directories may hang on them.
    init(
        _ resolution: Resolution, on site: SitePackages, reinstall: PackageSelection,
        variables: [String: String]
    ) {
        for package in resolution.packages {
            let present = site.all(package.name)
            var treeKey: String?
            if case .directory(let path, _) = package.file?.tree {
                treeKey = try? TreeFingerprint(of: path, variables).key
            }
            guard let file = package.file, !Self.isInPlace(package, present, reinstall, treeKey) else {
                kept += 1
                continue
            }
            let url: String? = if case .archive(_, let url) = package.source { url } else { nil }
            additions.append(
                Addition(
                    name: package.name, version: package.version, file: file, isRequested: package.isDirect,
                    url: url, variant: package.variant?.label, treeKey: treeKey))
            if let chosen = package.variant,
                let summary = VariantSummary(package.name, package.version, chosen.match)
            {
                selections.append(summary)
            }
            removals += present
            addChanges(package, present, url)
        }
    }

    /// Removes what is installed beside these packages; with `known`, only what is named there.
    mutating func removeOthers(
        than names: Set<PackageName>, among known: Set<PackageName>? = nil, on site: SitePackages,
        of environment: Environment
    ) {
        let isBare = VirtualEnvironmentConfiguration(in: environment.root)?.isBare ?? false
        for distribution in site.distributions
        where !names.contains(distribution.name) && known?.contains(distribution.name) ?? true {
            if !isBare, Self.seeds.contains(distribution.name.text) { continue }
            removals.append(distribution)
            changes.append(
                Change(
                    .remove, distribution.name, distribution.version, url: distribution.directURL?.url))
        }
    }

    /// What other programs put into every environment that they make.
    private static let seeds: Set<String> = ["pip", "setuptools", "wheel", "uv", "swuv"]

    private static func isInPlace(
        _ package: ResolvedPackage, _ present: [InstalledDistribution], _ reinstall: PackageSelection,
        _ treeKey: String?
    ) -> Bool {
        guard present.count == 1, let installed = present.first, installed.version == package.version,
            !reinstall.contains(package.name)
        else { return false }
        switch package.source {
        case .installed: return true
        case .index(let file):
            // The same version of another variant is another distribution (V-123).
            return installed.directURL == nil
                && installed.variantLabel == file.wheel?.variantLabel.flatMap(VariantLabel.init)
        case .archive(let file, _) where file.tree != nil: return isInPlace(file, installed, treeKey)
        case .archive(let file, let url):
            // A local file that was touched since may be another than it was; a URL with the same hash is not.
            guard let direct = installed.directURL, case .archive(let hashes) = direct.source else {
                return false
            }
            let isCertain =
                !url.hasPrefix("file:") || file.hashes.contains { $0.algorithm == .sha256 }
                || isUntouched(url, since: installed)
            return direct.url == url && isCertain
                && file.hashes.allSatisfy { hash in
                    hashes.contains { $0.algorithm == hash.algorithm.rawValue && $0.digits == hash.hex }
                }
        }
    }

    /// Whether the file at a `file:` URL is older, in content and in place, than the note of where the
    /// distribution came from.
    private static func isUntouched(_ url: String, since installed: InstalledDistribution) -> Bool {
        guard let path = (try? URLReference(parsing: url))?.filePath,
            let note = try? File.status(installed.path / DirectURL.fileName)
        else { return false }
        let file = FileStamp(of: path)
        return file.kind == .file && file.isSettled(at: note.mtime)
    }

    /// A directory, unless what configures its builds was touched since; a checkout of the same commit.
    private static func isInPlace(
        _ file: IndexFile, _ installed: InstalledDistribution, _ treeKey: String?
    ) -> Bool {
        guard let direct = installed.directURL else { return false }
        switch (file.tree, direct.source) {
        case (.directory(let path, let isEditable), .directory(let wasEditable)):
            guard isEditable == wasEditable, direct.url == URLReference.file(path).text, let treeKey,
                let note = try? File.readIfPresent(installed.path / PlannedWheel.treeKeyName, limit: 256)
            else { return false }
            return note.elementsEqual(treeKey.utf8)
        case (.commit(let wanted), .revision(_, _, let commit)):
            return direct.url == wanted.repository && commit == wanted.commit
                && direct.subdirectory == file.subdirectory
        default: return false
        }
    }

    private mutating func addChanges(
        _ package: ResolvedPackage, _ present: [InstalledDistribution], _ url: String?
    ) {
        if present.count == 1, present[0].version == package.version {
            changes.append(
                Change(
                    .reinstall, package.name, package.version, url: url, variant: package.variant?.label.text)
            )
            return
        }
        for old in present {
            changes.append(Change(.remove, old.name, old.version, url: old.directURL?.url))
        }
        changes.append(
            Change(.add, package.name, package.version, url: url, variant: package.variant?.label.text))
    }
}
