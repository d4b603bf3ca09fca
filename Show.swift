/// What `show` tells of some installed distributions.
package func show(_ request: ShowRequest, in session: Session) throws -> ShowReport {
    let environment = try session.environment(for: request.target, preference: .any)
    let site = try SitePackages(environment)
    let markers = environment.interpreter.markerEnvironment
    let wanted = Set(request.names)
    var requirers: [PackageName: Set<PackageName>] = [:]
    for distribution in site.distributions {
        guard let metadata = try? distribution.metadata() else { continue }
        for requirement in metadata.requirements
        where wanted.contains(requirement.name) && requirement.applies(in: markers) {
            requirers[requirement.name, default: []].insert(distribution.name)
        }
    }
    var shown: [ShownDistribution] = []
    var missing: [PackageName] = []
    for name in request.names {
        guard let distribution = site[name] else {
            missing.append(name)
            continue
        }
        let metadata = try distribution.metadata()
        let requires = Set(metadata.requirements.filter { $0.applies(in: markers) }.map(\.name))
        shown.append(
            ShownDistribution(
                name: name, version: distribution.version, summary: metadata.summary,
                homePage: metadata.homePage, license: metadata.license, location: distribution.location,
                editableLocation: distribution.editableProject, requires: requires.sorted(),
                requiredBy: requirers[name, default: []].sorted(),
                files: request.files ? try distribution.record().map(\.path).sorted() : nil))
    }
    return ShowReport(
        environment: EnvironmentSummary(environment), distributions: shown, missing: missing)
}

extension Requirement {
    /// Whether it holds in that environment when no extra is asked for.
    func applies(in environment: MarkerEnvironment, extras: Set<ExtraName> = []) -> Bool {
        marker?.evaluate(environment, extras: extras) ?? true
    }
}
