/// Removes distributions by their RECORD: their files, empty directories, and nothing else.
package func uninstall(_ request: UninstallRequest, in session: Session) throws -> UninstallReport {
    let environment = try session.environment(for: request.target, preference: .environment)
    try environment.requireMutable(breakSystemPackages: request.target.breakSystemPackages)
    session.announce(environment)
    let names = try namesToUninstall(request, in: session)
    let lock = try EnvironmentLock.acquire(environment, session.reporter)
    let site = try SitePackages(environment)
    let missing = names.filter { site[$0] == nil }
    for name in missing {
        session.reporter.warning(Diagnostic("Skipping `\(name.text)` as it is not installed"))
    }
    let removals = names.flatMap(site.all)
    let changes = removals.map { Change(.remove, $0.name, $0.version, url: $0.directURL?.url) }
    var report = UninstallReport(
        environment: EnvironmentSummary(environment), steps: [], changes: changes, missing: missing,
        isDryRun: request.dryRun)
    guard !removals.isEmpty else {
        session.reporter.warning(Diagnostic("No packages to uninstall"))
        return report
    }
    if request.dryRun { return report }
    report.steps = try session.carryOut(InstallPlan(add: [], remove: removals), in: environment, holding: lock)
    return report
}

/// Each name once, in the order given.
private func namesToUninstall(_ request: UninstallRequest, in session: Session) throws -> [PackageName] {
    var names: [PackageName] = []
    var seen: Set<PackageName> = []
    func add(_ name: PackageName) {
        if seen.insert(name).inserted { names.append(name) }
    }
    for text in request.packages {
        guard case .named(let requirement) = try RequirementSubject(parsing: text, in: session.workingDirectory)
        else { throw Diagnostic("cannot uninstall `\(text)`: name the package") }
        add(requirement.name)
    }
    for file in request.files {
        let read = try RequirementsFile.read(
            Path(file), flag: "-r", in: session.workingDirectory, environment: session.environment)
        for entry in read.requirements {
            if case .named(let requirement) = entry.subject { add(requirement.name) }
        }
    }
    return names
}
