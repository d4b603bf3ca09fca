/// Makes an environment of trusted packages, or finds the one that was made before (seam 5).
///
/// The whole tree is resolved from the user's indexes first: wheels only, no variant wheels, and no package that is
/// not trusted (V-184, V-185, V-272). The environment lies in the cache, under the digest of the files in it and of
/// its Python.
package func provisionEnvironment(
    _ request: ProvisionRequest, in session: Session
) throws -> ProvisionedEnvironment {
    try Provision(request: request, session: session).run()
}

private struct Provision {
    let request: ProvisionRequest
    let session: Session

    func run() throws -> ProvisionedEnvironment {
        try refuseUntrusted()
        // `variants detect` uses no cache otherwise.
        try session.cache.prepare()
        let base = try session.interpreter(for: request.target, preference: .any)
        let use = try session.useCache()
        let source = TrustedSource(
            IndexClient(
                settings: request.access.index, network: request.access.network, cache: session.cache,
                pool: session.pool, reporter: session.reporter, credentials: request.access.credentials),
            trusted: request.trusted)
        let resolution = try resolution(source, base)
        let names = resolution.packages.map { "\($0.name)==\($0.version)" }
        let kept = PluginEnvironment(session.cache.plugins / (try Self.key(resolution, base)))
        let lock = try FileLock.acquire(kept.lockFile)
        return try withExtendedLifetime(lock) {
            if kept.isComplete {
                let made = Environment(try InterpreterQuery.derived(from: base, root: kept.root))
                kept.noteUse()
                return ProvisionedEnvironment(made, packages: names, use: use)
            }
            session.reporter.note("Installing provider plugin: \(names.joined(separator: ", "))")
            let made = try make(resolution, at: kept, from: base, source)
            return ProvisionedEnvironment(made, packages: names, use: use)
        }
    }

    /// By name, before anything is asked of an index.
    private func refuseUntrusted() throws {
        if let direct = request.requirements.first(where: { $0.url != nil }) {
            throw Diagnostic(
                "`\(direct)` is not taken: a plugin comes from an index and not from a URL")
        }
        let trusted = Set(request.trusted.map(\.package))
        let missing = Set(request.requirements.map(\.name)).subtracting(trusted)
        if !missing.isEmpty { throw UntrustedPackages(names: missing.sorted()) }
    }

    private func resolution(_ source: TrustedSource, _ base: Interpreter) throws -> Resolution {
        let resolved: Resolution
        do {
            resolved = try resolve(
                ResolutionRequest(
                    requirements: request.requirements.map { RootRequirement($0) },
                    options: ResolutionOptions(noBuild: .all, onlyBinary: .all),
                    target: .environment(base.markerEnvironment, base.tags)),
                source: source, reporter: SilentReporter())
        } catch {
            let refused = source.refused
            if refused.isEmpty { throw error }
            throw UntrustedPackages(
                names: refused,
                details: ["the plugin needs \(refused.count == 1 ? "it" : "them") to be installed"])
        }
        try check(resolved)
        return resolved
    }

    /// The source has let nothing else through; what runs is worth a second look.
    private func check(_ resolution: Resolution) throws {
        let outside = resolution.packages.filter { package in
            guard case .index(let file) = package.source else { return true }
            return !request.trusted.contains { $0.package == package.name && $0.admits(file) }
        }
        if !outside.isEmpty { throw UntrustedPackages(names: outside.map(\.name).sorted()) }
    }

    /// The hashes of which each package's archive must have one: where every entry that admits it gives some.
    private func hashes(_ resolution: Resolution) -> [PackageName: [Hash]] {
        var required: [PackageName: [Hash]] = [:]
        for package in resolution.packages {
            guard let file = package.file else { continue }
            let entries = request.trusted.filter { $0.package == package.name && $0.admits(file) }
            if entries.allSatisfy({ !$0.hashes.isEmpty }) {
                required[package.name] = entries.flatMap(\.hashes)
            }
        }
        return required
    }

    // MARK: The environment

    /// What tells environments apart: their files and their Python.
    private static func key(_ resolution: Resolution, _ base: Interpreter) throws -> String {
        var lines = [base.baseExecutable.text, base.version.description]
        for package in resolution.packages {
            guard let file = package.file else { continue }
            lines.append("\(file.basename) \(file.preferredHash?.text ?? file.url)")
        }
        return Hash(.sha256, bytes: SmallSHA256.digest(Array(lines.joined(separator: "\n").utf8))).hex
    }

    private func make(
        _ resolution: Resolution, at kept: PluginEnvironment, from base: Interpreter, _ source: TrustedSource
    ) throws -> Environment {
        // What an interrupted command left.
        try Directory.removeTree(kept.root)
        let preparation = Preparation(
            source: source,
            store: ArchiveStore(cache: session.cache, pool: session.pool, reporter: session.reporter),
            cache: session.cache, pool: session.pool, reporter: session.reporter,
            required: hashes(resolution))
        let files = resolution.packages.compactMap(\.file)
        let (wheels, _) = try preparation.prepare(files)
        let environment = try VirtualEnvironment.create(at: kept.root, from: base)
        let lock = try EnvironmentLock.acquire(environment, session.reporter)
        let plan = InstallPlan(
            add: zip(files, wheels).map { file, wheel in
                PlannedWheel(
                    wheel: wheel,
                    isRequested: request.requirements.contains { $0.name == wheel.manifest.name },
                    archive: { try source.archive(for: file).wait() })
            }, remove: [])
        _ = try session.carryOut(plan, in: environment, holding: lock)
        try kept.complete()
        return environment
    }
}
