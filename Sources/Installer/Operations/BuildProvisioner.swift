extension Session {
    /// What a command takes distributions from: its indexes, and builds by `interpreter` of what they have only as
    /// source.
    ///
    /// - Parameter options: of the command; builds take their requirements by the same rules.
    func distributions(
        _ access: IndexAccess, for interpreter: Interpreter, options: ResolutionOptions
    ) throws -> BuildingSource {
        let indexes = IndexClient(
            settings: access.index, network: access.network, cache: cache, pool: pool, reporter: reporter,
            credentials: access.credentials)
        return try BuildProvisioner(
            session: self, indexes: indexes, access: access, options: options,
            gate: BuildGate(access.builds.concurrency),
            hostVariables: access.builds.profile.map { try hostProfile(at: $0).buildVariables } ?? [:]
        ).source(for: interpreter, chain: [])
    }
}

/// Makes the environments of builds: the one place where an operation starts another (seam 5).
struct BuildProvisioner: EnvironmentProvisioner {
    let session: Session
    let indexes: any DistributionSource
    let access: IndexAccess
    let options: ResolutionOptions
    let gate: BuildGate
    let hostVariables: [String: String]

    /// The indexes with builds, for what is needed by `chain`.
    func source(for interpreter: Interpreter, chain: [BuildSubject]) -> BuildingSource {
        BuildingSource(
            indexes,
            builds: SourceBuilds(
                source: indexes, interpreter: interpreter, settings: access.builds,
                noBuild: options.noBuild.union(options.onlyBinary), provisioner: self,
                credentials: access.credentials, commits: access.commits,
                isOffline: access.network.offline, chain: chain, gate: gate,
                variables: session.environment, hostVariables: hostVariables, cache: session.cache,
                scratch: session.scratch, pool: session.pool, reporter: session.reporter))
    }

    func makeEnvironment(at place: Path, of interpreter: Interpreter) throws -> Environment {
        try VirtualEnvironment.create(at: place, from: interpreter)
    }

    func install(
        _ requirements: [Requirement], into environment: Environment, for chain: [BuildSubject]
    ) throws {
        if requirements.isEmpty { return }
        let interpreter = environment.interpreter
        let source = source(for: interpreter, chain: chain)
        var options = options
        // Choices of versions are about the result, not about the tools that make it.
        options.mode = .highest
        options.noDependencies = false
        options.requireHashes = false
        options.pinsSources = false
        options.buildsSources = true
        let reporter = BuildReporter(session.reporter)
        let resolution = try resolve(
            ResolutionRequest(
                requirements: requirements.map { RootRequirement($0) },
                constraints: access.builds.constraints.map { RootRequirement($0) }, options: options,
                target: .environment(interpreter.markerEnvironment, interpreter.tags)),
            source: source, reporter: reporter)
        let choice = InstallChoice(
            resolution, on: try SitePackages(environment), reinstall: .none, variables: session.environment)
        if choice.additions.isEmpty { return }
        let preparation = Preparation(
            source: source,
            store: ArchiveStore(cache: session.cache, pool: session.pool, reporter: reporter),
            cache: session.cache, pool: session.pool, reporter: reporter)
        let (wheels, _) = try preparation.prepare(choice.additions.map(\.file))
        let quiet = Session(
            workingDirectory: session.workingDirectory, environment: session.environment,
            cache: session.cache,
            pool: session.pool, reporter: reporter, providers: session.providers, scratch: session.scratch)
        let lock = try EnvironmentLock.acquire(environment, reporter)
        let plan = InstallPlan(
            add: zip(choice.additions, wheels).map { addition, wheel in
                PlannedWheel(
                    wheel: wheel, isRequested: addition.isRequested,
                    archive: { try preparation.archive(of: wheel, from: addition.file) })
            }, remove: choice.removals)
        _ = try quiet.carryOut(plan, in: environment, holding: lock)
    }
}

/// Passes on what is worth knowing of work inside of other work: warnings, downloads, builds; no steps.
private struct BuildReporter: Reporter {
    private let outer: any Reporter

    init(_ outer: any Reporter) { self.outer = outer }

    func warning(_ diagnostic: Diagnostic) { outer.warning(diagnostic) }
    func trace(_ level: Int, _ message: () -> String) { outer.trace(level, message) }
    func downloadBegan(_ id: UInt64, name: String, size: UInt64?) {
        outer.downloadBegan(id, name: name, size: size)
    }
    func downloadAdvanced(_ id: UInt64, bytes: UInt64) { outer.downloadAdvanced(id, bytes: bytes) }
    func downloadEnded(_ id: UInt64) { outer.downloadEnded(id) }
    func buildBegan(_ subject: String) { outer.buildBegan(subject) }
    func buildEnded(_ subject: String) { outer.buildEnded(subject) }
}
