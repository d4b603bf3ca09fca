/// Whether an environment already meets some requirements, by what is installed alone: no index is asked.
///
/// It holds when every requirement, and every requirement of what those name, is met by the installed version
/// with constraints and overrides applied. Anything in doubt counts as not met; the resolver then decides.
struct Satisfaction {
    let site: SitePackages
    let environment: Environment
    let overrides: [PackageName: [Requirement]]
    let constraints: [PackageName: [Requirement]]
    let ignoresDependencies: Bool
    let installed: InstalledRequirements
    let rewriting: InstalledRewriting
    /// A package that is another variant than these let stay does not do.
    let preferences: VariantPreferences

    init(
        of site: SitePackages, in environment: Environment, requirements: GatheredRequirements,
        ignoringDependencies: Bool, installed: InstalledRequirements, rewriting: InstalledRewriting,
        preferences: VariantPreferences
    ) {
        self.rewriting = rewriting
        self.site = site
        self.environment = environment
        overrides = Dictionary(grouping: requirements.overrides.map(\.requirement), by: \.name)
        constraints = Dictionary(grouping: requirements.constraints.map(\.requirement), by: \.name)
        ignoresDependencies = ignoringDependencies
        self.installed = installed
        self.preferences = preferences
    }

    /// The packages that meet `roots`, all of them installed; nil when one does not.
    func packages(meeting roots: [RootRequirement]) -> Set<PackageName>? {
        var met: Set<Node> = []
        var names: Set<PackageName> = []
        var open = roots.flatMap { replaced($0.requirement) }.filter { applies($0, extras: []) }
        while let requirement = open.popLast() {
            guard let installed = site[requirement.name], isMet(requirement, by: installed),
                site.all(requirement.name).count == 1
            else { return nil }
            names.insert(requirement.name)
            let node = Node(name: requirement.name, extras: requirement.extras)
            guard met.insert(node).inserted, !ignoresDependencies else { continue }
            guard
                let metadata = try? rewriting.applied(
                    to: installed.metadata(), of: installed.name, installed.version),
                let holding = try? self.installed.holding(
                    metadata, of: installed, extras: Set(requirement.extras))
            else { return nil }
            for dependency in holding {
                open += replaced(dependency).filter { $0 == dependency || applies($0, extras: []) }
            }
        }
        return names
    }

    private struct Node: Hashable {
        let name: PackageName
        let extras: [ExtraName]
    }

    private func replaced(_ requirement: Requirement) -> [Requirement] {
        overrides[requirement.name] ?? [requirement]
    }

    private func applies(_ requirement: Requirement, extras: Set<ExtraName>) -> Bool {
        requirement.marker?.evaluate(environment.interpreter.markerEnvironment, extras: extras) ?? true
    }

    private func isMet(_ requirement: Requirement, by installed: InstalledDistribution) -> Bool {
        guard preferences.letStay(installed) else { return false }
        let direct = installed.directURL
        switch requirement.source {
        case .url(let url):
            // A local file may have changed under its name.
            guard let direct, !url.hasPrefix("file:") else { return false }
            guard direct.url == DirectURL.withoutCredentials(url) else { return false }
        case .versions(let specifiers):
            guard specifiers.contains(installed.version, prereleases: true) else { return false }
        }
        return constraints[requirement.name, default: []].allSatisfy { constraint in
            !applies(constraint, extras: [])
                || constraint.specifiers.contains(installed.version, prereleases: true)
        }
    }
}

extension VariantPreferences {
    /// Whether the user who installs has nothing against the variant that is there: it has the label that was asked
    /// for, and nothing of what is excluded. That another one would be better does not count (V-123).
    func letStay(_ installed: InstalledDistribution) -> Bool {
        if let wanted = labels[installed.name], installed.variantLabel != wanted { return false }
        if excluded.isEmpty { return true }
        let variants = (try? installed.variantMetadata())?.variants ?? [:]
        return !variants.values.contains { excluded.contains(where: $0.declares) }
    }
}
