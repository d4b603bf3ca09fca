/// Makes the environment of a project hold what its lock says for this host.
///
/// Lock -> environment -> what is in force -> what of the lock that comes to -> plan against what is installed ->
/// archives -> wheels. No index is asked for a page; a package that is in the cache needs no network at all. The
/// environment is locked from the look at it to the last change of it, so that of several processes one works and the
/// others find it done.
package func syncProject(_ request: SyncRequest, in session: Session) throws -> SyncReport {
    if case .named = request.members {
        // A wrong name is told before anything is made.
        _ = try session.members(request.members, of: session.workspace(of: request.lock))
    }
    let locked = try lockProject(request.lock, in: session)
    let found = try ProjectEnvironment.prepare(
        for: locked.workspace, requiresPython: locked.lock.requiresPython, python: request.lock.python.python,
        isActive: request.isActive, dryRun: request.dryRun, in: session)
    let remembered =
        found.state == .created
        ? RememberedSelection() : RememberedSelection(in: found.environment.root, reporter: session.reporter)
    let chosen = try session.select(
        from: locked, for: request, remembered: remembered,
        markers: found.environment.interpreter.markerEnvironment, tags: found.environment.interpreter.tags,
        interpreter: found.environment.interpreter)
    var run = SyncRun(
        request: request, session: session, locked: locked, found: found, chosen: chosen,
        remembered: remembered)
    return try run.run()
}

/// What of a lock is in force in an environment.
package struct ChosenSelection {
    package var inForce: SelectionInForce
    package var selection: LockSelection
    /// What to say about it, whether anything changes or not.
    package var notes: [String]
    /// What to say about it when something changes.
    package var decisions: [String]
    /// The same with all that other members, extras and groups need, as far as nothing in force excludes it.
    package var widest: () throws -> LockSelection
}

extension Session {
    /// Which extras, groups and labels are in force, from all layers down to the hardware, and what of the lock that
    /// comes to. `tree` and `export` ask for it as well as `sync`.
    ///
    /// - Parameter interpreter: of the environment; for the markers of providers.
    package func select(
        from locked: LockReport, for request: SyncRequest, remembered: RememberedSelection,
        markers: MarkerEnvironment, tags: PlatformTags, interpreter: Interpreter
    ) throws -> ChosenSelection {
        var lock = locked.lock
        var inForce = try inForce(
            members: try members(request.members, of: locked.workspace), from: locked, for: request,
            remembered: remembered)
        var variants = request.lock.variants
        variants.preferences = inForce.preferences
        let host = try variantHost(variants, interpreter: interpreter, platform: nil)
        try inForce.decide(lock, markers: markers) { try host.rank($0, namespaces: $1, packages: $2) }
        lock = lock.narrowed(by: inForce.narrowings)
        var setting = LockSelection.Setting(
            inForce, markers: markers, tags: tags,
            supported: { try host.supported(for: $0, namespaces: $1).wait() })
        setting.noBinary = request.lock.resolution.noBinary
        setting.noBuild = request.lock.resolution.noBuild.union(request.lock.resolution.onlyBinary)
        setting.abiOverrides = abiOverrides()
        let selection = try LockSelection(lock, in: setting)
        let wide = setting.widened(in: lock.inputs)
        return ChosenSelection(
            inForce: inForce, selection: selection,
            notes: inForce.remembered.isEmpty ? [] : [inForce.remembered.note],
            decisions: try DecisionText(lock: lock, setting: setting, selection: selection).lines(
                of: inForce),
            widest: { try LockSelection(lock, in: wide) })
    }

    /// Of all layers, before the hardware has its say.
    func inForce(
        members: [PackageName], from locked: LockReport, for request: SyncRequest,
        remembered: RememberedSelection
    ) throws -> SelectionInForce {
        var extras: Set<ExtraName> = []
        var groups: Set<ExtraName> = []
        try locked.workspace.check(request.projectDefaults, shown: shown)
        for name in members {
            guard let project = locked.workspace.member(name) else { continue }
            let defaults = project.defaults(
                configured: request.projectDefaults, user: request.userDefaults)
            extras.formUnion(defaults.extras.map { ExtraName(member: name, $0) })
            groups.formUnion(defaults.groups.map { ExtraName(member: name, $0) })
        }
        return try SelectionInForce(
            request.selection, members: members, in: locked.lock.inputs, defaultExtras: extras,
            defaultGroups: groups, remembered: remembered,
            preferences: request.lock.variants.preferences)
    }

    func members(_ wanted: SyncRequest.Members, of workspace: Workspace) throws -> [PackageName] {
        switch wanted {
        case .all: return workspace.members.map(\.name)
        case .current: return workspace.current.map { [$0.name] } ?? workspace.members.map(\.name)
        case .named(let names):
            for name in names where workspace.member(name) == nil {
                throw Diagnostic(
                    "The workspace has no member `\(name)`",
                    causes: [
                        "it has " + workspace.members.map { "`\($0.name)`" }.joined(separator: ", ")
                    ])
            }
            return names
        }
    }
}

/// One sync of one environment.
private struct SyncRun {
    let request: SyncRequest
    let session: Session
    let locked: LockReport
    let found: ProjectEnvironment
    let chosen: ChosenSelection
    let remembered: RememberedSelection
    private var steps: [StepSummary] = []

    init(
        request: SyncRequest, session: Session, locked: LockReport, found: ProjectEnvironment,
        chosen: ChosenSelection, remembered: RememberedSelection
    ) {
        self.request = request
        self.session = session
        self.locked = locked
        self.found = found
        self.chosen = chosen
        self.remembered = remembered
    }

    private var environment: Environment { found.environment }

    mutating func run() throws -> SyncReport {
        steps = locked.steps
        for note in chosen.notes { session.reporter.note(note) }
        try chosen.selection.requireFiles(file: session.shown(locked.path), without: isOmitted)
        if request.dryRun {
            let site = try found.state == .kept ? SitePackages(environment) : SitePackages(directories: [])
            return try report(try choice(on: site), isDryRun: true)
        }
        let started = Clock.monotonic()
        let lock = try EnvironmentLock.acquire(environment, session.reporter)
        try Transaction(EnvironmentRoots(environment)).recover(session.reporter)
        let choice = try self.choice(on: SitePackages(environment))
        if choice.additions.isEmpty, choice.removals.isEmpty {
            let step = StepSummary(
                .checked, count: choice.kept, in: .nanoseconds(Clock.monotonic() - started))
            session.reporter.finished(step)
            steps.append(step)
        } else {
            for line in chosen.decisions { session.reporter.note(line) }
            try apply(choice, holding: lock)
        }
        let memory = remembered.updated(by: request.selection)
        if memory != remembered || request.selection.forgets { try memory.write(in: environment.root) }
        return try report(choice, isDryRun: false)
    }

    // MARK: What is to be done

    private func isOmitted(_ name: PackageName) -> Bool {
        if request.omitted.contains(name) { return true }
        if request.omitsMembers, locked.workspace.member(name) != nil { return true }
        return request.omitsProject && chosen.inForce.members.contains(name)
    }

    /// The plan.
    private func choice(on site: SitePackages) throws -> InstallChoice {
        var packages: [ResolvedPackage] = []
        var names: Set<PackageName> = []
        let files = LockedFiles(directory: locked.path.parent)
        for item in chosen.selection.items where item.isInstalled && !isOmitted(item.package.name) {
            names.insert(item.package.name)
            switch item.pick {
            case .wheel(let file, _), .build(let file): packages.append(try files.resolved(item, file))
            case .tree:
                packages.append(try files.tree(item, avoidsEditable: request.avoidsEditable, source: source))
            case .nothing: break
            }
        }
        var choice = InstallChoice(
            Resolution(packages: packages), on: site, reinstall: request.reinstall,
            variables: session.environment)
        if request.isExact {
            choice.removeOthers(than: names, on: site, of: environment)
        } else if request.removesUnselected {
            let known = Set(locked.lock.packages.map(\.name)).subtracting(names)
            if site.distributions.contains(where: { known.contains($0.name) }) {
                // Another command may be running with what another member or group needs.
                let others = try chosen.widest().items.map(\.package.name)
                choice.removeOthers(than: names.union(others), among: known, on: site, of: environment)
            }
        }
        return choice
    }

    // MARK: Doing it

    private mutating func apply(_ choice: InstallChoice, holding lock: EnvironmentLock) throws {
        try lock.requireWritable()
        let use = try session.useCache()
        defer { withExtendedLifetime(use) {} }
        let source = try source()
        let preparation = preparation(source)
        let (wheels, prepared) = try preparation.prepare(choice.additions.map(\.file))
        if let prepared { steps.append(prepared) }
        let plan = InstallPlan(
            add: try zip(choice.additions, wheels).map { addition, wheel in
                PlannedWheel(
                    wheel: wheel, isRequested: addition.isRequested,
                    directURL: try addition.url.map {
                        try DirectURL(url: $0, of: addition.file, wheel, from: source)
                    }, treeKey: addition.treeKey,
                    archive: { try preparation.archive(of: wheel, from: addition.file) })
            }, remove: choice.removals)
        steps += try session.carryOut(
            plan, in: environment, linkMode: request.linkMode, compilingBytecode: request.compileBytecode,
            holding: lock)
    }

    /// Indexes, and builds of what they have only as source.
    private func source() throws -> BuildingSource {
        var access = request.lock.access
        // What is wrong with such a URL was told when the project was read.
        try? access.credentials.add(of: locked.workspace)
        return try session.distributions(
            access, for: environment.interpreter, options: request.lock.resolution)
    }

    private func preparation(_ source: any DistributionSource) -> Preparation {
        Preparation(
            source: source,
            store: ArchiveStore(cache: session.cache, pool: session.pool, reporter: session.reporter),
            cache: session.cache, pool: session.pool, reporter: session.reporter)
    }

    private func report(_ choice: InstallChoice, isDryRun: Bool) throws -> SyncReport {
        let hasChanges = !choice.changes.isEmpty
        var downloads = 0
        if isDryRun, !choice.additions.isEmpty {
            let preparation = preparation(try source())
            downloads = choice.additions.count { preparation.existing($0.file) == nil }
            for line in chosen.decisions { session.reporter.note(line) }
        }
        let state: SyncReport.EnvironmentState =
            switch found.state {
            case .kept: .kept
            case .created: .created
            case .replaced: .replaced
            }
        return SyncReport(
            environment: EnvironmentSummary(environment), environmentState: state, lock: locked,
            selection: chosen.inForce, steps: steps, changes: choice.changes, selections: choice.selections,
            notes: chosen.notes + (hasChanges ? chosen.decisions : []), isDryRun: isDryRun,
            downloads: downloads, count: choice.kept + choice.additions.count)
    }
}

/// Files of a lock as files that can be fetched.
struct LockedFiles {
    /// That of the lock, where relative paths start.
    let directory: Path

    func resolved(_ item: LockSelection.Item, _ file: LockedFile) throws -> ResolvedPackage {
        let package = item.package
        let version = package.version ?? file.filename.version
        let indexFile = indexFile(package, file)
        let source: ResolvedSource =
            switch package.source {
            case .archive(let url, _): .archive(indexFile, url: url)
            case .file: .archive(indexFile, url: indexFile.url)
            default: .index(indexFile)
            }
        return ResolvedPackage(
            name: package.name, version: version, extras: item.extras.sorted(), source: source,
            files: [indexFile], metadata: CoreMetadata(name: package.name, version: version),
            marker: .always, dependencies: [], requiredBy: [.root(origin: nil)], isDirect: item.isDirect,
            variant: item.variant)
    }

    /// A member, a directory or a checkout, which is built.
    ///
    /// - Parameter source: asked for the version where only a build tells it.
    func tree(
        _ item: LockSelection.Item, avoidsEditable: Bool, source: () throws -> BuildingSource
    ) throws -> ResolvedPackage {
        let package = item.package
        var file: IndexFile
        switch package.source {
        case .member(let path, _):
            file = try tree(Path(path), package, isEditable: !avoidsEditable, source)
        case .directory(let path, let isEditable):
            file = try tree(Path(path), package, isEditable: isEditable && !avoidsEditable, source)
        case .git(let url, let reference, let commit, let subdirectory, let lfs):
            let prefixed = url.hasPrefix(GitReference.prefix) ? url : GitReference.prefix + url
            let inside = subdirectory.map { "#subdirectory=" + $0 } ?? ""
            let known = try GitReference(parsing: "\(prefixed)@\(commit)\(inside)")
            let pinned = known.pinned(to: commit)
            if let version = package.version {
                file = IndexFile(
                    filename: .source(SourceDistributionFilename(ofTree: package.name, version)),
                    basename: pinned, version: version, url: pinned, indexURL: pinned)
                file.subdirectory = known.subdirectory
            } else {
                file = try source().file(at: pinned + inside, for: package.name, isEditable: false).wait()
            }
            file.tree = .commit(
                GitCommit(
                    repository: known.repository, requested: reference, commit: commit, lfs: lfs))
        case .index, .archive, .file: preconditionFailure("no tree")
        }
        return ResolvedPackage(
            name: package.name, version: file.version, extras: item.extras.sorted(),
            source: .archive(file, url: file.url), files: [file],
            metadata: CoreMetadata(name: package.name, version: file.version), marker: .always,
            dependencies: [], requiredBy: [.root(origin: nil)], isDirect: item.isDirect, variant: nil)
    }

    private func tree(
        _ path: Path, _ package: LockedPackage, isEditable: Bool, _ source: () throws -> BuildingSource
    ) throws -> IndexFile {
        let place = path.absolute(in: directory).normalised
        if let version = package.version {
            return IndexFile(directory: place, name: package.name, version: version, isEditable: isEditable)
        }
        return try source().file(
            at: URLReference.file(place).text, for: package.name, isEditable: isEditable
        ).wait()
    }

    func indexFile(_ package: LockedPackage, _ file: LockedFile) -> IndexFile {
        let url =
            switch file.location {
            case .url(let url): url
            case .path(let path): URLReference.file(Path(path).absolute(in: directory)).text
            }
        var index = url
        if case .index(let place) = package.source { index = place }
        return IndexFile(
            filename: file.filename, basename: file.basename, version: file.filename.version, url: url,
            hashes: file.hashes, size: file.size, uploadTime: file.uploadTime, indexURL: index)
    }
}
