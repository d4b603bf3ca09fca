internal import Synchronization

/// Brings the lock of a project up to date, or looks whether it is.
///
/// A lock that still fits costs reading the project and the lock, and nothing else: no index is asked, no interpreter
/// started. Of processes that lock one project at the same time one does, the others wait and take what it wrote.
package func lockProject(_ request: LockRequest, in session: Session) throws -> LockReport {
    let started = Clock.monotonic()
    let workspace = try session.workspace(of: request)
    let run = LockRun(request: request, session: session, workspace: workspace, started: started)
    if request.mode == .frozen { return try run.used() }
    if let report = try run.fresh() { return report }
    if case .check(let flag) = request.mode { throw try run.mismatch(flag) }
    let turn = try run.waitForTurn()
    defer { withExtendedLifetime(turn) {} }
    // Whoever held the turn before may have done the work.
    if turn.hasWaited, let report = try run.fresh() { return report }
    return try run.renewed()
}

extension Session {
    /// The workspace that a request is about.
    package func workspace(of request: LockRequest) throws -> Workspace {
        if let script = request.script { return try workspace(of: script) }
        let start = request.project.map { $0.absolute(in: request.directory) } ?? request.directory
        if let workspace = try Workspace.discover(from: start) { return workspace }
        let place =
            request.project.map { "`\(shown($0.absolute(in: request.directory)))`" }
            ?? "the current directory"
        throw Diagnostic(
            "No `pyproject.toml` found in \(place) or any parent directory",
            hints: ["`swuv init` makes a project"])
    }
}

/// One call of `lockProject`.
struct LockRun {
    let request: LockRequest
    let session: Session
    let workspace: Workspace
    let started: Int64

    var path: Path { workspace.lockPath }
    var shown: String { session.shown(path) }

    private func report(
        _ lock: Lock, _ outcome: LockReport.Outcome, changes: [LockChange] = []
    ) -> LockReport {
        let step = StepSummary(
            .resolved, count: lock.packages.count, in: .nanoseconds(Clock.monotonic() - started))
        return LockReport(
            lock: lock, workspace: workspace, path: path, outcome: outcome, changes: changes, steps: [step])
    }

    // MARK: What is there

    func old() throws -> Lock? {
        guard let bytes = try File.readIfPresent(path, limit: Lock.sizeLimit) else { return nil }
        do throws(TOMLErrors) {
            return try Lock(parsing: bytes, file: shown)
        } catch {
            var diagnostic = error.diagnostic
            diagnostic.hints.append(
                "Take it back from version control, or remove `\(shown)` and run `swuv lock`")
            throw diagnostic
        }
    }

    /// `--frozen`: whatever the lock says.
    func used() throws -> LockReport {
        guard let lock = try old() else {
            throw Diagnostic(
                "Unable to find lockfile at `\(shown)`, but `--frozen` was provided",
                hints: ["To make a lockfile, run `swuv lock` or `swuv sync` without the flag"])
        }
        return report(lock, .used)
    }

    /// The lock, if it is there and fits.
    func fresh() throws -> LockReport? {
        if request.upgrade != .none { return nil }
        guard let lock = try old() else { return nil }
        let inputs = try inputs(old: lock)
        guard LockCheck.difference(lock, inputs) == nil, try missingIndex(lock, inputs) == nil else {
            return nil
        }
        let report = report(lock, .unchanged)
        session.reporter.finished(report.steps[0])
        return report
    }

    /// Why the lock does not fit.
    func mismatch(_ flag: String) throws -> Diagnostic {
        let hint = "To update the lockfile, run `swuv lock`"
        guard let lock = try old() else {
            return Diagnostic(
                "Unable to find lockfile at `\(shown)`, but `\(flag)` was provided",
                hints: ["To make a lockfile, run `swuv lock`"])
        }
        let inputs = try inputs(old: lock)
        var causes = LockCheck.difference(lock, inputs)?.changes ?? []
        if causes.isEmpty, let index = try missingIndex(lock, inputs) {
            causes = ["the index `\(index)` that the lockfile names is not among those in force"]
        }
        if causes.count > 8 { causes = causes.prefix(7) + ["and \(causes.count - 7) more changes"] }
        if request.upgrade != .none { causes.append("an upgrade was asked for") }
        return Diagnostic(
            "The lockfile at `\(shown)` needs to be updated, but `\(flag)` was provided", causes: causes,
            hints: [hint])
    }

    /// What the project says now. Where it says nothing about Python, what the lock was made for goes on.
    func inputs(old: Lock?) throws -> LockInputs {
        var fallback = old?.requiresPython ?? .any
        if old == nil, workspace.requiresPython == nil {
            let lowest = try session.lowestPython(request.python)
            fallback = (try? VersionSpecifiers(parsing: lowest)) ?? .any
            session.reporter.warning(
                Diagnostic(
                    "No `requires-python` value found in the workspace; `\(lowest)` is taken, after the interpreter"
                ))
        }
        var inputs = try workspace.inputs(
            indexes: request.access.index.indexes, options: request.resolution, requiresPython: fallback,
            unsourced: request.unsourced
        ) { try trees.metadata(of: $0.directory, name: $0.name) }
        inputs.directories = try inputs.namedPaths.compactMap {
            try trees.directory(at: $0, in: workspace.root)
        }
        return inputs
    }

    private var trees: TreeMetadata {
        TreeMetadata(session: session) {
            let interpreter = try session.interpreter(for: request.python, preference: .any)
            return try session.distributions(
                access(), for: interpreter, options: request.resolution)
        }
    }

    /// With the credentials that URLs of the project's documents hold.
    func access() throws -> IndexAccess {
        var access = request.access
        try access.credentials.add(of: workspace)
        return access
    }

    /// An index that packages of the lock come from and that nothing in force names any more.
    private func missingIndex(_ lock: Lock, _ inputs: LockInputs) throws -> String? {
        let places = LockPlaces(directory: workspace.root)
        var known: Set<String> = []
        func add(_ url: String) { known.insert(Self.trimmed(places.index(url))) }
        if !request.access.index.noIndex {
            for index in request.access.index.indexes { add(index.url) }
        }
        for location in request.access.index.findLinks { add(location) }
        for requirement in inputs.all {
            if case .index(_, let url) = requirement.source { add(url) }
        }
        var hasMaps = false
        for package in lock.packages {
            guard case .index(let index) = package.source, !known.contains(Self.trimmed(index)) else {
                continue
            }
            if !hasMaps, lock.hasIndexChoices {
                hasMaps = true
                for map in try session.providers().variantIndexes {
                    for variant in map.variants { add(variant.url) }
                }
                if known.contains(Self.trimmed(index)) { continue }
            }
            return index
        }
        return nil
    }

    private static func trimmed(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }

    // MARK: Making it

    struct Turn: ~Copyable {
        let lock: FileLock?
        let hasWaited: Bool
    }

    /// One process at a time locks a project. The file for that lies in the cache, named after the project.
    func waitForTurn() throws -> Turn {
        let name =
            "lock-" + Hash(.sha256, bytes: SmallSHA256.digest(Array(workspace.root.text.utf8))).hex.prefix(24)
        let waited = Flag()
        let lock = try FileLock.acquire(session.cache.temporary / Path(name)) {
            waited.raise()
            session.reporter.note("Waiting for another process that locks `\(session.shown(workspace.root))`")
        }
        return Turn(lock: lock, hasWaited: waited.isRaised)
    }

    func renewed() throws -> LockReport {
        let old = try old()
        let inputs = try inputs(old: old)
        let use = try session.useCache()
        defer { withExtendedLifetime(use) {} }
        var preferences = LockPreferences()
        if let old {
            preferences = LockPreferences(old, except: request.upgrade)
        } else if request.upgrade != .all {
            preferences = try foreign()
        }
        var access = try access()
        if let old { access.commits = old.commits(except: request.upgrade) }
        let lock = try LockResolution(
            inputs: inputs, preferences: preferences, request: request, access: access,
            directory: workspace.root, session: session
        ).lock()
        var report = report(lock, old == nil ? .created : .updated)
        if let old {
            if old == lock { report.outcome = .unchanged }
            report.changes = LockChange.between(old, lock)
        }
        session.reporter.finished(report.steps[0])
        if request.dryRun || (old == nil && request.script?.writesFirstLock == false) { return report }
        let bytes = Array(lock.text.utf8)
        if try File.readIfPresent(path, limit: Lock.sizeLimit) != bytes {
            try File.writeAtomically(bytes, to: path)
        }
        return report
    }

    /// The lock of another program beside the project, as a help for the first one.
    private func foreign() throws -> LockPreferences {
        for name in ForeignLock.fileNames {
            guard let bytes = try? File.readIfPresent(workspace.root / Path(name), limit: Lock.sizeLimit),
                let lock = ForeignLock(bytes, fileName: name)
            else { continue }
            var preferences = LockPreferences()
            preferences.versions = lock.preferences
            preferences.forks = lock.forks
            if case .packages(let names) = request.upgrade {
                for name in names { preferences.versions[name] = nil }
            }
            session.reporter.note("Keeping the versions of `\(name)` where they fit")
            return preferences
        }
        return LockPreferences()
    }
}

/// Says once that something happened.
private final class Flag: Sendable {
    private let state = Mutex(false)

    func raise() { state.withLock { $0 = true } }
    var isRaised: Bool { state.withLock { $0 } }
}

extension LockInputs {
    /// Every requirement, wherever it stands.
    var all: [LockRequirement] {
        members.flatMap { member in
            member.dependencies + member.extras.values.flatMap { $0 } + member.groups.values.flatMap { $0 }
        } + constraints + overrides
    }
}

extension Lock {
    fileprivate var hasIndexChoices: Bool {
        choices.contains { if case .index = $0.subject { true } else { false } }
    }
}
