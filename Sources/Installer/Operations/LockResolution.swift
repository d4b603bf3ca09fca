/// Resolves a project for all environments and makes the lock of it.
///
/// The hardware of this machine has no say: nothing here detects anything.
struct LockResolution {
    let inputs: LockInputs
    let preferences: LockPreferences
    let request: LockRequest
    let access: IndexAccess
    /// That of the lock.
    let directory: Path
    let session: Session

    func lock() throws -> Lock {
        let maps = KnownVariantIndexes(load: session.providers.registry)
        let choices = LockChoices(inputs: inputs, maps: maps.all)
        var roots = try inputs.roots(in: directory)
        roots.excluded = roots.excluded.or(try choices.excluded(roots))
        var target = UniversalTarget(
            requiresPython: inputs.requiresPython.ranges,
            environments: inputs.environments.map { MarkerSet($0) },
            requiredEnvironments: inputs.requiredEnvironments.map { MarkerSet($0) },
            forks: preferences.forks)
        target.excluded = roots.excluded
        var options = request.resolution
        options.mode = inputs.mode
        options.prerelease = inputs.prerelease
        options.excludeNewer = inputs.excludeNewer
        options.pinsSources = true
        var resolutionRequest = ResolutionRequest(
            requirements: roots.requirements,
            constraints: roots.constraints + request.constraints.map { RootRequirement($0, origin: nil) },
            overrides: roots.overrides,
            preferences: preferences.versions, options: options, target: .universal(target),
            variants: .ofNoHost(session))
        let (index, wishes) = (access.index, request.variants.preferences)
        let all = roots.requirements + resolutionRequest.constraints
        resolutionRequest.variantIndexes = {
            if wishes.takesNone { return [] }
            return index.inForce(
                try maps.all().filter { !wishes.disabledIndexes.contains($0.name) })
        }
        let names = session.providers.mappedNames
        resolutionRequest.mappedNames = { wishes.takesNone ? .none : names() }
        // Releases that are there only as source are built by the interpreter that is at hand, if there is one.
        let interpreter = try? session.interpreter(for: request.python, preference: .any)
        resolutionRequest.options.buildsSources = interpreter != nil
        let ordinary: any DistributionSource =
            try interpreter.map { try session.distributions(access, for: $0, options: options) }
            ?? IndexClient(
                settings: access.index, network: access.network, cache: session.cache,
                pool: session.pool, reporter: session.reporter, credentials: access.credentials)
        let precedence = VariantIndexPrecedence(settings: index, source: ordinary, roots: all)
        resolutionRequest.stepsAside = { [reporter = session.reporter] in
            maps.isAside($0, precedence, reporter)
        }
        let source = RewritingSource(source: ordinary) { url in
            // Maps need not be looked for where everything comes from.
            if index.indexes.contains(where: { $0.url == url && !$0.isExplicit }) { return [] }
            return ((try? maps.all()) ?? []).flatMap(\.variants).filter { $0.url == url }.flatMap { variant in
                variant.rewrites.map { rewrite in
                    RewritingSource.Rewrite(rewrite: rewrite) {
                        [rewrite.extra] + variant.extras(of: rewrite)
                    }
                }
            }
        }
        let resolution: Resolution
        do {
            resolution = try resolve(resolutionRequest, source: source, reporter: session.reporter)
        } catch {
            throw maps.explained(error)
        }
        let files = LockFiles(
            source: source, reporter: session.reporter,
            pinned: Set(roots.requirements.compactMap(\.index)).union(try pinned(resolution, maps)))
        let places = LockPlaces(directory: directory)
        let assembly = LockAssembly(
            inputs: inputs, roots: roots, resolution: resolution, places: places, variants: files.variants,
            hashes: files.hashes)
        var lock = try assembly.lock()
        lock.choices = try choices.choices(for: lock, labels: resolution.labels, places)
        for hosts in lock.unsolved {
            session.reporter.note(
                "No solution for computers where `\(hosts)`; they are not locked (`-v` tells why)")
        }
        return lock
    }

    /// The indexes of the maps that have a say in the answer.
    private func pinned(_ resolution: Resolution, _ maps: KnownVariantIndexes) throws -> [String] {
        if resolution.labels.isEmpty { return [] }
        return try maps.all().filter { resolution.labels[$0.name] != nil }.flatMap { $0.variants.map(\.url) }
    }
}

extension VariantHost {
    /// Variant wheels count, and nobody chooses among them: a lock has them all, whatever the host and its user
    /// prefer.
    fileprivate static func ofNoHost(_ session: Session) -> VariantHost {
        let environment = session.environment
        return VariantHost(
            registry: session.providers.registry, system: { HostSystem(environment: environment) },
            profile: nil,
            preferences: .none,
            markers: .nowhere,
            pool: session.pool, reporter: session.reporter, tellsLeftOut: false)
    }
}
