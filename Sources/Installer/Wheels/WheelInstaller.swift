/// Brings an environment to what a plan says, as one transaction.
///
/// Operations make the plan; the installer takes the environment's lock, finishes what an interrupted
/// command left, stages all files, and commits. If anything fails before the commit, nothing has changed.
package struct WheelInstaller: Sendable {
    private let environment: Environment
    private let store: ArchiveStore
    private let linkMode: LinkMode
    private let pool: WorkerPool
    private let reporter: any Reporter
    /// See `Transaction.onStep`.
    var onStep: @Sendable (Int) throws -> Void = { _ in }

    package init(
        environment: Environment, store: ArchiveStore, linkMode: LinkMode = .hardlink, pool: WorkerPool,
        reporter: any Reporter = SilentReporter()
    ) {
        self.environment = environment
        self.store = store
        self.linkMode = linkMode
        self.pool = pool
        self.reporter = reporter
    }

    /// - Parameter lock: the environment's, where the caller holds it already.
    package func apply(_ plan: InstallPlan, holding lock: EnvironmentLock? = nil) throws -> InstallOutcome {
        if plan.isEmpty { return InstallOutcome() }
        let lock = try lock ?? EnvironmentLock.acquire(environment, reporter)
        return try withExtendedLifetime(lock) {
            try lock.requireWritable()
            return try applyLocked(plan)
        }
    }

    private func applyLocked(_ plan: InstallPlan) throws -> InstallOutcome {
        var outcome = InstallOutcome()
        let started = Clock.monotonic()
        let roots = try EnvironmentRoots(environment)
        var transaction = Transaction(roots)
        try transaction.recover(reporter)
        transaction.onStep = onStep

        let stage = try Stage(roots)
        let journal: Journal
        do {
            let tree = ChangeNode()
            for root in roots.paths { tree.descend(root.components).protect() }
            let owners = owners(plan)
            let removal = Removal(roots: roots, reporter: reporter)
            // A distribution that another command removed meanwhile is gone, which is what was wanted.
            for distribution in plan.remove where File.exists(distribution.path) {
                try removal.mark(distribution, owner: owners[distribution.name]!, in: tree)
            }
            if !plan.add.isEmpty {
                try stageFiles(plan.add, stage, roots, tree, owners, &outcome)
            }
            outcome.stageTime = Clock.monotonic() - started
            var planner = CommitPlanner(
                roots, stage: stage.path, packages: owners.keys.sorted(), reporter: reporter)
            let steps = try planner.plan(tree)
            try OverwriteCheck(environment: environment, removed: plan.remove, reporter: reporter)
                .run(planner.overwritten)
            journal = Journal(stage: stage.name, steps: steps)
        } catch {
            stage.discard()
            throw error
        }
        do {
            try transaction.commit(journal)
        } catch {
            // Without the journal nothing has begun.
            if !File.exists(transaction.place / Path(Journal.fileName)) { stage.discard() }
            throw error
        }
        outcome.commitTime = Clock.monotonic() - started - outcome.stageTime
        return outcome
    }

    /// A number for each package, in the order of their names: what is installed and what it replaces get
    /// the same.
    private func owners(_ plan: InstallPlan) -> [PackageName: Int] {
        let names = Set(plan.add.map(\.name) + plan.remove.map(\.name)).sorted()
        return Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    }

    // MARK: Staging

    private func stageFiles(
        _ planned: [PlannedWheel], _ stage: Stage, _ roots: EnvironmentRoots, _ tree: ChangeNode,
        _ owners: [PackageName: Int], _ outcome: inout InstallOutcome
    ) throws {
        let linker = WheelLinker(stage, mode: linkMode, pool: pool, reporter: reporter)
        let planned = planned.sorted { $0.name < $1.name }
        var wheels = planned.map(\.wheel)
        let taken = try link(&wheels, planned, linker, &outcome)
        try SharedFiles(linker: linker, reporter: reporter).settle(wheels, taken)

        let metadata = StagedMetadata(
            stage: stage, roots: roots, interpreter: environment.interpreter.executable, reporter: reporter)
        // One after the other: of two programs of one name the later package's stays.
        var rows: [[RecordText.Row]] = []
        for wheel in wheels { rows.append(try metadata.writeScripts(of: wheel)) }
        let (ready, programs) = (wheels, rows)
        try pool.forEach(planned.count) { number in
            try metadata.write(of: ready[number], planned[number], programs: programs[number])
        }

        for wheel in wheels {
            let owner = owners[wheel.manifest.name]!
            for top in wheel.manifest.tops {
                let scheme = stage.effective(top.scheme)
                let prefix = stage.prefix(of: top.scheme, wheel.manifest.name)
                let place = roots.root(of: scheme) / Path(prefix + top.name)
                tree.descend(place.components).stage(
                    .init(
                        path: Stage.directory(of: scheme) + "/" + prefix + top.name,
                        isDirectory: top.isDirectory),
                    owner: owner)
            }
            for script in wheel.manifest.scripts {
                let place = roots.root(of: .scripts) / Path(script.name)
                tree.descend(place.components).stage(
                    .init(path: Stage.directory(of: .scripts) + "/" + script.name, isDirectory: false),
                    owner: owner)
            }
        }
    }

    /// Links all wheels. One whose cached files are damaged is unpacked anew and linked again.
    private func link(
        _ wheels: inout [UnpackedWheel], _ planned: [PlannedWheel], _ linker: WheelLinker,
        _ outcome: inout InstallOutcome
    ) throws -> [[Int]] {
        var results = try linker.link(wheels)
        for number in wheels.indices {
            var attempts = 0
            while let damage = results[number].damage {
                let wheel = wheels[number]
                attempts += 1
                guard attempts <= 3 else {
                    throw Diagnostic(
                        "The cached files of `\(wheel.filename.text)` are damaged again and again",
                        causes: [damage], hints: ["Run `swuv cache clean`"])
                }
                reporter.trace(1) { "\(wheel.filename.text): \(damage); unpacking it anew" }
                try linker.unlink(wheel, except: results[number].taken)
                wheels[number] = try store.renewed(wheel, archive: planned[number].archive)
                results[number] = try linker.link([wheels[number]])[0]
                outcome.repaired.append(wheel.manifest.name)
            }
        }
        return results.map(\.taken)
    }
}
