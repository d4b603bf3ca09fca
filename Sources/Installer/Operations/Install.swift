/// Installs what the requirements come to into an environment.
///
/// The line of rooms: requirements -> is it all there already? -> resolver -> plan against what is installed ->
/// archives -> wheels. The environment is locked from the look at it to the last change of it.
package func install(_ request: InstallRequest, in session: Session) throws -> InstallReport {
    let environment = try session.environment(for: request.target, preference: .environment)
    try environment.requireMutable(breakSystemPackages: request.target.breakSystemPackages)
    session.announce(environment)
    let locked = try LockedPackages(request.sources, in: session)
    var requirements = try GatheredRequirements(
        request.sources.withoutLockFile(), access: request.access, options: request.resolution, in: session)
    try locked?.addCredentials(to: &requirements.access.credentials)
    let lock = try EnvironmentLock.acquire(environment, session.reporter)
    let target = TargetEnvironment(
        environment.interpreter, pythonVersion: request.pythonVersion, platform: request.pythonPlatform)
    var installation = try Installation(
        request: request, locked: locked, requirements: requirements, environment: environment,
        target: target,
        lock: lock, session: session, site: SitePackages(environment),
        variants: session.variantHost(
            request.variants, interpreter: environment.interpreter, platform: request.pythonPlatform)
    )
    return try installation.run()
}

/// One install into one environment.
private struct Installation {
    let request: InstallRequest
    /// A lock file in the place of requirements.
    let locked: LockedPackages?
    var requirements: GatheredRequirements
    let environment: Environment
    let target: TargetEnvironment
    let lock: FileLock
    let session: Session
    let site: SitePackages
    let variants: VariantHost

    mutating func run() throws -> InstallReport {
        let started = Clock.monotonic()
        if locked == nil, let met = alreadyMet() {
            return nothingToDo(met.count, since: started)
        }
        let use = try session.useCache()
        defer { withExtendedLifetime(use) {} }
        let source = try session.distributions(
            requirements.access, for: environment.interpreter, options: requirements.options)
        try requirements.complete(from: source)
        let labels = VariantIndexChoice(
            host: variants, access: requirements.access, source: source, target: target,
            rules: ReleaseJudgement.Rules(target, options: requirements.options),
            roots: requirements.roots + requirements.constraints, in: session)
        let resolution =
            try locked?.resolution(
                in: target, source: source, variants: variants, installed: site,
                options: requirements.options, reporter: session.reporter)
            ?? resolve(
                resolutionRequest(labels), source: labels.rewriting(source), reporter: session.reporter)
        let resolved = StepSummary(
            .resolved, count: resolution.packages.count, in: .nanoseconds(Clock.monotonic() - started))
        session.reporter.finished(resolved)
        var choice = try self.choice(of: resolution, labels)
        if request.isExact {
            choice.removeOthers(than: Set(resolution.packages.map(\.name)), on: site, of: environment)
        }
        return try apply(choice, source, resolved, started)
    }

    /// The packages, when the environment holds all of them and nothing asks for a second look.
    private func alreadyMet() -> Set<PackageName>? {
        guard requirements.isComplete, request.upgrade == .none, request.reinstall == .none,
            request.pythonVersion == nil,
            request.pythonPlatform == nil
        else { return nil }
        return Satisfaction(
            of: site, in: environment, requirements: requirements,
            ignoringDependencies: requirements.options.noDependencies,
            installed: InstalledRequirements(
                environment: environment.interpreter.markerEnvironment, host: { variants }),
            rewriting: rewriting, preferences: variants.preferences
        ).packages(meeting: requirements.roots)
    }

    private func nothingToDo(_ count: Int, since started: Int64) -> InstallReport {
        let step = StepSummary(.checked, count: count, in: .nanoseconds(Clock.monotonic() - started))
        session.reporter.finished(step)
        return InstallReport(
            environment: EnvironmentSummary(environment), steps: [step], changes: [],
            isDryRun: request.dryRun)
    }

    private func choice(
        of resolution: Resolution, _ labels: VariantIndexChoice
    ) throws -> InstallChoice {
        var choice = InstallChoice(
            resolution, on: site, reinstall: request.reinstall, variables: session.environment)
        let added = Set(choice.additions.map(\.name))
        choice.selections += try labels.selections(resolution, among: added)
        for line in try labels.rewritings(resolution, among: added) { session.reporter.note(line) }
        return choice
    }

    private var rewriting: InstalledRewriting {
        InstalledRewriting(host: variants, mappedNames: session.providers.mappedNames)
    }

    private func resolutionRequest(_ labels: VariantIndexChoice) -> ResolutionRequest {
        var installed: [PackageName: InstalledCandidate] = [:]
        let rewriting = rewriting
        // Whether what lies there is still what was installed is looked at when it is known what lies there.
        let local = Set(
            requirements.roots.filter { root in
                root.requirement.url.map { $0.hasPrefix("file:") || $0.hasPrefix("git+") } ?? false
            }.map(\.requirement.name))
        for distribution in site.distributions
        where !local.contains(distribution.name) && !request.upgrade.contains(distribution.name)
            && !request.reinstall.contains(distribution.name)
            && site.all(distribution.name).count == 1 && variants.preferences.letStay(distribution)
        {
            installed[distribution.name] = InstalledCandidate(
                version: distribution.version, url: distribution.directURL?.url,
                metadata: {
                    try rewriting.applied(
                        to: distribution.metadata(), of: distribution.name, distribution.version)
                },
                variant: { try distribution.variantMetadata() })
        }
        var resolution = ResolutionRequest(
            requirements: requirements.roots, constraints: requirements.constraints,
            overrides: requirements.overrides, installed: installed, options: requirements.options,
            target: target.resolution, variants: variants, abiOverrides: session.abiOverrides())
        labels.serve(&resolution)
        return resolution
    }

    private func apply(
        _ choice: InstallChoice, _ source: BuildingSource, _ resolved: StepSummary, _ started: Int64
    ) throws -> InstallReport {
        var steps = [resolved]
        guard !choice.additions.isEmpty || !choice.removals.isEmpty else {
            let step = StepSummary(
                .checked, count: choice.kept, in: .nanoseconds(Clock.monotonic() - started))
            session.reporter.finished(step)
            return InstallReport(
                environment: EnvironmentSummary(environment), steps: steps + [step], changes: [],
                isDryRun: request.dryRun)
        }
        let preparation = Preparation(
            source: source,
            store: ArchiveStore(cache: session.cache, pool: session.pool, reporter: session.reporter),
            cache: session.cache, pool: session.pool, reporter: session.reporter,
            required: requirements.hashes(in: target.markers))
        let files = choice.additions.map(\.file)
        if request.dryRun {
            return InstallReport(
                environment: EnvironmentSummary(environment), steps: steps, changes: choice.changes,
                isDryRun: true,
                selections: choice.selections,
                downloads: files.count { preparation.existing($0) == nil })
        }
        let (wheels, prepared) = try preparation.prepare(files)
        if let prepared { steps.append(prepared) }
        let plan = InstallPlan(
            add: try zip(choice.additions, wheels).map { addition, wheel in
                PlannedWheel(
                    wheel: wheel, isRequested: addition.isRequested,
                    directURL: try addition.url.map {
                        try DirectURL(url: $0, of: addition.file, wheel, from: source)
                    }, treeKey: addition.treeKey,
                    archive: { try preparation.archive(of: wheel, from: addition.file) })
            },
            remove: choice.removals)
        steps += try session.carryOut(
            plan, in: environment, linkMode: request.linkMode, compilingBytecode: request.compileBytecode,
            holding: lock)
        return InstallReport(
            environment: EnvironmentSummary(environment), steps: steps, changes: choice.changes,
            selections: choice.selections)
    }
}

extension DirectURL {
    /// Of an archive that a requirement gave by URL or path (PEP 610, `archive_info`).
    init(
        url: String, of file: IndexFile, _ wheel: UnpackedWheel, from source: any DistributionSource
    ) throws {
        switch file.tree {
        case .directory(let path, let isEditable):
            self.init(url: URLReference.file(path).text, source: .directory(isEditable: isEditable))
            return
        case .commit(let commit):
            self.init(
                url: commit.repository,
                source: .revision(system: "git", requested: commit.requested, commit: commit.commit),
                subdirectory: file.subdirectory)
            return
        case nil: break
        }
        let sha256 =
            file.isWheel
            ? wheel.sha256
            : try file.hashes.first { $0.algorithm == .sha256 }
                ?? ArchiveStore.sha256(of: source.archive(for: file).wait())
        self.init(
            url: url.split(separator: "#", maxSplits: 1).first.map(String.init) ?? url,
            source: .archive(hashes: [ArchiveHash(algorithm: "sha256", digits: sha256.hex)]),
            subdirectory: file.subdirectory)
    }
}
