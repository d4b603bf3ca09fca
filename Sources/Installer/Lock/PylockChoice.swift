/// Which files of a lock file are installed in one environment (PEP 751, "Installation"), and which variant of each
/// package fits the host (V-173).
///
/// Everything that it has to ask is handed in; it changes nothing.
package struct PylockChoice: Sendable {
    package struct Item: Sendable {
        package let name: PackageName
        package let version: Version
        package let file: IndexFile
        /// Of what was named itself (`packages.archive`, `directory`, `vcs`).
        package let directURL: String?
        /// No other package of the lock file depends on it, as far as it says.
        package let isDirect: Bool
        /// nil for an ordinary wheel.
        package let variant: ChosenVariant?
    }

    /// What the choice depends on.
    package struct Setting {
        package var markers: MarkerEnvironment
        package var tags: PlatformTags
        package var extras: Set<ExtraName> = []
        /// In place of the default groups; nil: those.
        package var groups: Set<ExtraName>?
        package var preferences: VariantPreferences = .none
        /// Versions of packages that the lock file does not name (V-235).
        package var installed: [PackageName: Version] = [:]
        /// Packages whose wheels are not taken.
        package var noBinary: PackageSelection = .none
        /// Packages that are not built.
        package var noBuild: PackageSelection = .none
        /// Where a file lies, as a URL; nil when it is nowhere.
        package var locate: (PylockFile) -> String?
        /// The project in a source tree.
        package var tree: (PackageName, PylockPackage.Tree) throws -> IndexFile = { name, _ in
            throw BuildFailure(name.text, ["nothing is built from source here"])
        }
        /// What a package's wheels say of their variants, where the lock file does not (V-078, V-160).
        package var variants: (VariantRelease) throws -> VariantAnswer
        package var supported: (VariantMetadata, Set<String>) throws -> SupportedProperties

        package init(
            markers: MarkerEnvironment, tags: PlatformTags, locate: @escaping (PylockFile) -> String?,
            variants: @escaping (VariantRelease) throws -> VariantAnswer,
            supported: @escaping (VariantMetadata, Set<String>) throws -> SupportedProperties
        ) {
            self.markers = markers
            self.tags = tags
            self.locate = locate
            self.variants = variants
            self.supported = supported
        }
    }

    /// In the order of the lock file.
    package private(set) var items: [Item] = []
    /// What to tell the user once.
    package private(set) var warnings: [Diagnostic] = []

    package init(_ document: PylockDocument, in setting: Setting) throws {
        try Self.check(document, setting)
        var faults: [String] = []
        let packages = Self.applicable(document, setting, &faults)
        var versions = setting.installed
        for package in packages {
            if let version = package.version ?? package.archive?.filename.version {
                versions[package.name] = version
            }
        }
        let depended = Set(packages.flatMap(\.dependencies))
        for package in packages {
            let picking = PylockPicking(
                document: document, package: package, setting: setting, versions: versions)
            switch try picking.pick() {
            case .file(let file, let variant, let told):
                warnings += told
                let isDirect = package.archive != nil || package.tree != nil
                items.append(
                    Item(
                        name: package.name, version: file.version, file: file,
                        directURL: isDirect ? file.url : nil,
                        isDirect: !depended.contains(package.name), variant: variant))
            case .nothing(let reasons):
                faults.append(
                    (["`\(package.name)` (line \(package.position.line))"] + reasons)
                        .joined(separator: ": "))
            }
        }
        if !faults.isEmpty {
            throw Diagnostic("`\(document.file)` cannot be installed here", causes: faults)
        }
    }

    // MARK: The whole file

    private static func check(_ document: PylockDocument, _ setting: Setting) throws {
        let python = setting.markers.pythonFullVersion
        if let requires = document.requiresPython, !accepts(requires, setting.markers) {
            throw Diagnostic("`\(document.file)` is for Python \(requires), and this is Python \(python)")
        }
        let environments = document.environments
        if !environments.isEmpty, !environments.contains(where: { $0.evaluate(setting.markers) }) {
            throw Diagnostic(
                "`\(document.file)` is not for this environment",
                causes: environments.prefix(8).map { "it is for `\(TextExcerpt.shortened($0.description))`" })
        }
        let unknown = setting.extras.subtracting(document.extras).sorted().map { "the extra `\($0)`" }
        let groups = setting.groups ?? []
        let unknownGroups = groups.subtracting(document.groups).subtracting(document.defaultGroups).sorted()
            .map { "the dependency group `\($0)`" }
        if !unknown.isEmpty || !unknownGroups.isEmpty {
            throw Diagnostic(
                "`\(document.file)` does not have \((unknown + unknownGroups).joined(separator: ", "))")
        }
    }

    static func accepts(_ requires: VersionSpecifiers, _ markers: MarkerEnvironment) -> Bool {
        guard let python = Version(markers[.pythonFullVersion]) else { return false }
        return requires.contains(python, prereleases: true)
    }

    /// The entries whose markers hold; each name once.
    private static func applicable(
        _ document: PylockDocument, _ setting: Setting, _ faults: inout [String]
    ) -> [PylockPackage] {
        let groups = setting.groups ?? Set(document.defaultGroups)
        var known: [PackageName: PylockPackage] = [:]
        var packages: [PylockPackage] = []
        for package in document.packages
        where package.marker?.evaluate(setting.markers, extras: setting.extras, groups: groups) ?? true {
            if let other = known.updateValue(package, forKey: package.name) {
                faults.append(
                    "`\(package.name)`: the entries at line \(other.position.line) and line "
                        + "\(package.position.line) both apply here")
                continue
            }
            if let requires = package.requiresPython, !accepts(requires, setting.markers) {
                faults.append(
                    "`\(package.name)` (line \(package.position.line)): it needs Python \(requires), and this "
                        + "is Python \(setting.markers.pythonFullVersion)")
                continue
            }
            packages.append(package)
        }
        return packages
    }
}
