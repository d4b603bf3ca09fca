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

    init(
        of site: SitePackages, in environment: Environment, requirements: GatheredRequirements,
        ignoringDependencies: Bool
    ) {
        self.site = site
        self.environment = environment
        overrides = Dictionary(grouping: requirements.overrides.map(\.requirement), by: \.name)
        constraints = Dictionary(grouping: requirements.constraints.map(\.requirement), by: \.name)
        ignoresDependencies = ignoringDependencies
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
            guard let metadata = try? installed.metadata() else { return nil }
            let extras = Set(requirement.extras)
            for dependency in metadata.requirements where applies(dependency, extras: extras) {
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
        requirement.applies(in: environment.interpreter.markerEnvironment, extras: extras)
    }

    private func isMet(_ requirement: Requirement, by installed: InstalledDistribution) -> Bool {
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
