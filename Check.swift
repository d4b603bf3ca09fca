/// Looks for what an environment's packages need and do not have.
package func checkEnvironment(_ request: CheckRequest, in session: Session) throws -> CheckReport {
    let started = Clock.monotonic()
    let environment = try session.environment(for: request.target, preference: .any)
    let site = try SitePackages(environment)
    var findings: [CheckFinding] = []
    for name in site.duplicated {
        findings.append(.duplicate(name, locations: site.all(name).map(\.path)))
    }
    for entry in site.unreadable {
        session.reporter.warning(
            Diagnostic("Failed to read the installed distribution at `\(entry.path)`", causes: [entry.why]))
    }
    for distribution in site.distributions {
        findings += try Inspection(distribution, in: environment, beside: site).findings
    }
    let checked = StepSummary(.checked, count: site.distributions.count, in: .nanoseconds(Clock.monotonic() - started))
    return CheckReport(
        environment: EnvironmentSummary(environment), checked: checked, findings: findings)
}

/// What is wrong with one distribution.
private struct Inspection {
    var findings: [CheckFinding] = []

    init(_ distribution: InstalledDistribution, in environment: Environment, beside site: SitePackages) throws {
        let metadata: CoreMetadata
        do {
            metadata = try distribution.metadata()
        } catch {
            findings = [.unreadable(distribution.name, reason: Diagnostic(describing: error).oneLine)]
            return
        }
        let python = environment.interpreter.version
        if let requires = metadata.requiresPython, !requires.contains(python, prereleases: true) {
            findings.append(.wrongPython(distribution.name, requires: "\(requires)", python: python))
        }
        for requirement in metadata.requirements
        where requirement.applies(in: environment.interpreter.markerEnvironment) {
            guard let installed = site[requirement.name] else {
                findings.append(.missing(distribution.name, requirement: "\(requirement)"))
                continue
            }
            if !requirement.specifiers.contains(installed.version, prereleases: true) {
                findings.append(
                    .mismatched(
                        distribution.name, requirement: "\(requirement)", installed: installed.version))
            }
        }
    }
}

extension Diagnostic {
    /// Message and causes in one line.
    var oneLine: String { ([message] + causes).joined(separator: ": ") }
}
