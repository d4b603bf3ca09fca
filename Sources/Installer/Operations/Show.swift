/// What `show` tells of some installed distributions.
package func show(_ request: ShowRequest, in session: Session) throws -> ShowReport {
    let environment = try session.environment(for: request.target, preference: .any)
    let site = try SitePackages(environment)
    let requirements = InstalledRequirements(
        environment: environment.interpreter.markerEnvironment,
        host: {
            try session.variantHost(
                VariantRequest(), interpreter: environment.interpreter, platform: nil)
        })
    let wanted = Set(request.names)
    var requirers: [PackageName: Set<PackageName>] = [:]
    for distribution in site.distributions {
        guard let metadata = try? distribution.metadata() else { continue }
        // One that cannot be told to hold is shown: leaving it out would hide who needs a package.
        let holding = (try? requirements.holding(metadata, of: distribution)) ?? metadata.requirements
        for requirement in holding where wanted.contains(requirement.name) {
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
        let requires = Set(try requirements.holding(metadata, of: distribution).map(\.name))
        shown.append(
            ShownDistribution(
                name: name, version: distribution.version, summary: metadata.summary,
                homePage: metadata.homePage, license: metadata.license,
                variant: distribution.variantLabel?.text,
                location: distribution.location,
                editableLocation: distribution.editableProject, requires: requires.sorted(),
                requiredBy: requirers[name, default: []].sorted(),
                files: request.files ? try distribution.record().map(\.path).sorted() : nil))
    }
    return ShowReport(
        environment: EnvironmentSummary(environment), distributions: shown, missing: missing)
}
