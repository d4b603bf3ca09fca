/// Installs what the requirements come to into an environment.
///
/// The line of rooms: requirements -> is it all there already? -> resolver -> plan against what is installed ->
/// archives -> wheels. The environment is locked from the look at it to the last change of it.
package func install(_ request: InstallRequest, in session: Session) throws -> InstallReport {
    let environment = try session.environment(for: request.target, preference: .environment)
    try environment.requireMutable(breakSystemPackages: request.target.breakSystemPackages)
    session.announce(environment)
    var options = request.resolution
    options.requireHashes = options.requireHashes || request.requireHashes
    let requirements = try GatheredRequirements(
        request.sources, access: request.access, options: options, in: session)
    let lock = try EnvironmentLock.acquire(environment, session.reporter)
    return try Installation(
        request: request, requirements: requirements, environment: environment, lock: lock, session: session,
        site: SitePackages(environment)
    ).run()
}

/// One install into one environment.
private struct Installation {
    let request: InstallRequest
    let requirements: GatheredRequirements
    let environment: Environment
    let lock: FileLock
    let session: Session
    let site: SitePackages

    func run() throws -> InstallReport {
        let started = Clock.monotonic()
        if let met = alreadyMet() {
            return nothingToDo(met.count, since: started)
        }
        let source = IndexClient(
            settings: requirements.access.index, network: requirements.access.network, cache: session.cache,
            pool: session.pool, reporter: session.reporter, credentials: requirements.access.credentials)
        session.reporter.began(.resolving, total: nil)
        let resolution: Resolution
        do {
            defer { session.reporter.ended(.resolving) }
            resolution = try resolve(
                resolutionRequest, source: source, pool: session.pool, reporter: session.reporter)
        }
        let resolved = StepSummary(.resolved, count: resolution.packages.count, in: .nanoseconds(Clock.monotonic() - started))
        session.reporter.finished(resolved)
        return try apply(InstallChoice(resolution, on: site, reinstall: request.reinstall), source, resolved, started)
    }

    /// The packages, when the environment holds all of them and nothing asks for a second look.
    private func alreadyMet() -> Set<PackageName>? {
        guard request.upgrade == .none, request.reinstall == .none, request.pythonVersion == nil,
            request.pythonPlatform == nil
        else { return nil }
        return Satisfaction(
            of: site, in: environment, requirements: requirements,
            ignoringDependencies: requirements.options.noDependencies
        ).packages(meeting: requirements.roots)
    }

    private func nothingToDo(_ count: Int, since started: Int64) -> InstallReport {
        let step = StepSummary(.checked, count: count, in: .nanoseconds(Clock.monotonic() - started))
        session.reporter.finished(step)
        return InstallReport(
            environment: EnvironmentSummary(environment), steps: [step], changes: [],
            isDryRun: request.dryRun)
    }

    private var resolutionRequest: ResolutionRequest {
        var installed: [PackageName: InstalledCandidate] = [:]
        for distribution in site.distributions
        where !request.upgrade.contains(distribution.name) && !request.reinstall.contains(distribution.name)
            && site.all(distribution.name).count == 1
        {
            installed[distribution.name] = InstalledCandidate(
                version: distribution.version, url: distribution.directURL?.url,
                metadata: { try distribution.metadata() })
        }
        let target = TargetEnvironment(
            environment.interpreter, pythonVersion: request.pythonVersion, platform: request.pythonPlatform)
        return ResolutionRequest(
            requirements: requirements.roots, constraints: requirements.constraints,
            overrides: requirements.overrides, installed: installed, options: requirements.options,
            target: target.resolution)
    }

    private func apply(
        _ choice: InstallChoice, _ source: IndexClient, _ resolved: StepSummary, _ started: Int64
    ) throws -> InstallReport {
        var steps = [resolved]
        guard !choice.additions.isEmpty else {
            let step = StepSummary(.checked, count: choice.kept, in: .nanoseconds(Clock.monotonic() - started))
            session.reporter.finished(step)
            return InstallReport(
                environment: EnvironmentSummary(environment), steps: steps + [step], changes: [],
                isDryRun: request.dryRun)
        }
        let preparation = Preparation(
            source: source, store: ArchiveStore(cache: session.cache, pool: session.pool, reporter: session.reporter),
            cache: session.cache, pool: session.pool, reporter: session.reporter)
        let files = choice.additions.map(\.file)
        if request.dryRun {
            return InstallReport(
                environment: EnvironmentSummary(environment), steps: steps, changes: choice.changes, isDryRun: true,
                downloads: files.count { preparation.existing($0) == nil })
        }
        let (wheels, prepared) = try preparation.prepare(files)
        if let prepared { steps.append(prepared) }
        let plan = InstallPlan(
            add: zip(choice.additions, wheels).map { addition, wheel in
                PlannedWheel(
                    wheel: wheel, isRequested: addition.isRequested,
                    directURL: addition.url.map { DirectURL(url: $0, archiveOf: wheel) },
                    archive: { try source.archive(for: addition.file).wait() })
            },
            remove: choice.removals)
        steps += try session.carryOut(
            plan, in: environment, linkMode: request.linkMode, compilingBytecode: request.compileBytecode,
            holding: lock)
        return InstallReport(
            environment: EnvironmentSummary(environment), steps: steps, changes: choice.changes)
    }
}

extension DirectURL {
    /// Of a wheel that a requirement gave by URL or path (PEP 610, `archive_info`).
    init(url: String, archiveOf wheel: UnpackedWheel) {
        self.init(
            url: url.split(separator: "#", maxSplits: 1).first.map(String.init) ?? url,
            source: .archive(hashes: [ArchiveHash(algorithm: "sha256", digits: wheel.sha256.hex)]))
    }
}
