/// Makes a virtual environment of the first interpreter that answers to the request.
package func createVirtualEnvironment(
    _ request: VirtualEnvironmentRequest, in session: Session
) throws -> VirtualEnvironmentReport {
    let wanted = request.python.map { PythonRequest(parsing: $0, in: session.workingDirectory) }
    let base = try session.interpreterSearch.find(wanted, preference: .system)
    let root = request.path.absolute(in: session.workingDirectory)
    session.reporter.note("Using \(base.title) interpreter at: \(base.executable)")
    session.reporter.note("Creating virtual environment at: \(session.shown(root))")
    let existing: VirtualEnvironment.Existing =
        switch request.existing {
        case .refuse: .refuse
        case .clear: .clear(force: false)
        case .keep: .keep
        }
    let made = try VirtualEnvironment.create(
        at: root, from: base,
        options: VirtualEnvironment.Options(
            prompt: request.prompt, includesSystemSitePackages: request.systemSitePackages,
            existing: existing))
    if let access = request.seed {
        _ = try install(
            InstallRequest(
                sources: RequirementSources(requirements: ["pip"]),
                target: EnvironmentTarget(python: root.text), access: access,
                resolution: ResolutionOptions()), in: session)
    }
    return VirtualEnvironmentReport(environment: EnvironmentSummary(made))
}
