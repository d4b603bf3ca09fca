/// The virtual environment of a project: where it is, whether its Python will do, and making it anew where it does not.
struct ProjectEnvironment {
    /// What is found, or would be made.
    enum State: Hashable {
        /// It is there and fits.
        case kept
        /// There was none.
        case created
        /// Its Python did not fit, or was gone.
        case replaced
    }

    let environment: Environment
    let state: State

    /// Finds the environment, and makes it where it has to be made; a dry run only says how it would be.
    static func prepare(
        for workspace: Workspace, requiresPython: VersionSpecifiers, python: String?, isActive: Bool,
        dryRun: Bool, in session: Session
    ) throws -> ProjectEnvironment {
        let finder = ProjectEnvironmentFinder(
            workspace: workspace, requiresPython: requiresPython, python: python, isActive: isActive,
            session: session)
        if let found = try finder.fitting() { return ProjectEnvironment(environment: found, state: .kept) }
        let base = try finder.base()
        if dryRun {
            let state: State = finder.isThere ? .replaced : .created
            let interpreter = try InterpreterQuery.derived(from: base, root: finder.root)
            return ProjectEnvironment(environment: Environment(interpreter), state: state)
        }
        // One process makes it, others wait and take what it made.
        let turn = try finder.waitForTurn()
        return try withExtendedLifetime(turn) {
            if let found = try finder.fitting() {
                return ProjectEnvironment(environment: found, state: .kept)
            }
            let state: State = finder.isThere ? .replaced : .created
            return ProjectEnvironment(environment: try finder.make(from: base), state: state)
        }
    }
}

/// Looks for the environment of a project, and makes it.
private struct ProjectEnvironmentFinder {
    let workspace: Workspace
    let requiresPython: VersionSpecifiers
    /// `--python`.
    let python: String?
    let isActive: Bool
    let session: Session
    let root: Path
    /// What the project asks for: `--python`, else `.python-version`.
    private let request: PythonRequest?
    private let pin: Path?

    init(
        workspace: Workspace, requiresPython: VersionSpecifiers, python: String?, isActive: Bool,
        session: Session
    ) {
        self.workspace = workspace
        self.requiresPython = requiresPython
        self.python = python
        self.session = session
        let active = session.environment["VIRTUAL_ENV"].flatMap { $0.isEmpty ? nil : Path($0) }?
            .absolute(in: session.workingDirectory)
        self.isActive = isActive && active != nil
        root =
            isActive
            ? active ?? workspace.environmentPath(environment: session.environment)
            : workspace.environmentPath(environment: session.environment)
        if let python {
            request = PythonRequest(parsing: python, in: session.workingDirectory)
            pin = nil
        } else {
            let found = PythonPin(in: session.workingDirectory) ?? PythonPin(in: workspace.root)
            request = found?.request
            pin = found?.file
        }
        if let active, !isActive, active != root {
            session.reporter.warning(
                Diagnostic(
                    "`VIRTUAL_ENV=\(active)` does not match the project environment path `\(session.shown(root))` and will be ignored; use `--active` to target the active environment instead"
                ))
        }
    }

    private var configuration: VirtualEnvironmentConfiguration? { VirtualEnvironmentConfiguration(in: root) }
    var isThere: Bool { configuration != nil }

    // MARK: What is there

    /// The environment, when it is there and its Python will do.
    func fitting() throws -> Environment? {
        guard configuration != nil else { return nil }
        let interpreter: Interpreter
        do {
            interpreter = try session.interpreterSearch.query.interpreter(inEnvironment: root)
        } catch {
            if isActive { throw error }
            session.reporter.trace(1) { "\(root): \(Diagnostic(describing: error).message)" }
            return nil
        }
        guard requiresPython.contains(interpreter.release, prereleases: true) else {
            if isActive { throw misfit(interpreter, "the active environment") }
            return nil
        }
        guard try isMeant(interpreter) else { return nil }
        let environment = Environment(interpreter)
        try Transaction.recover(environment, reporter: session.reporter)
        return environment
    }

    /// Whether it is one of the interpreter that was asked for.
    private func isMeant(_ interpreter: Interpreter) throws -> Bool {
        switch request {
        case nil, .any?: return true
        case .matching(let predicate)?: return predicate.accepts(interpreter)
        case .executable?, .directory?, .name?:
            let wanted = try session.interpreterSearch.find(request, preference: .system)
            return wanted.version == interpreter.version
                && wanted.implementation == interpreter.implementation
                && wanted.isFreeThreaded == interpreter.isFreeThreaded
                && Self.isSame(wanted.basePrefix, interpreter.basePrefix)
        }
    }

    private static func isSame(_ one: Path, _ other: Path) -> Bool {
        one == other || (try? File.resolved(one)) == (try? File.resolved(other))
    }

    // MARK: Making it

    /// The interpreter to make it from.
    func base() throws -> Interpreter {
        let wanted: PythonRequest? =
            request
            ?? (requiresPython == .any
                ? nil : .matching(PythonPredicate(release: .specifiers(requiresPython))))
        let base = try session.interpreterSearch.find(wanted, preference: .system)
        guard requiresPython.contains(base.release, prereleases: true) else {
            throw misfit(base, pin.map { "`\(session.shown($0))`" } ?? "`--python`")
        }
        return base
    }

    private func misfit(_ interpreter: Interpreter, _ origin: String) -> Diagnostic {
        Diagnostic(
            "The Python of \(origin) is \(interpreter.version), and the project needs Python \(requiresPython)"
        )
    }

    func waitForTurn() throws -> FileLock {
        let digest = Hash(.sha256, bytes: SmallSHA256.digest(Array(root.text.utf8))).hex.prefix(24)
        try Directory.create(session.cache.temporary)
        return try FileLock.acquire(session.cache.temporary / Path("venv-\(digest)")) {
            session.reporter.note("Waiting for another process that makes `\(session.shown(root))`")
        }
    }

    func make(from base: Interpreter) throws -> Environment {
        let reporter = session.reporter
        let memory = isThere ? RememberedSelection(in: root, reporter: SilentReporter()) : .init()
        reporter.note("Using \(base.title) interpreter at: \(base.executable)")
        let isLink = (try? File.status(root, followingLinks: false))?.kind == .link
        var old: Path?
        if isThere, !isLink {
            // The old one goes in one step, as the new one comes.
            let away = root.parent / RandomName.make(prefix: ".swuv-old-")
            try File.rename(from: root, to: away)
            old = away
            reporter.note("Removed virtual environment at: \(session.shown(root))")
        } else if !isThere, let entries = try? Directory.entriesIfPresent(root), !entries.isEmpty {
            throw Diagnostic(
                "`\(session.shown(root))` cannot be used as the environment of the project: it is no virtual environment",
                hints: ["Remove it, or name another directory with `SWUV_PROJECT_ENVIRONMENT`"])
        }
        reporter.note("Creating virtual environment at: \(session.shown(root))")
        defer { if let old { _ = try? Directory.removeTree(old) } }
        do {
            let made = try VirtualEnvironment.create(
                at: root, from: base,
                options: VirtualEnvironment.Options(
                    prompt: workspace.rootProject.isProject ? workspace.rootProject.name.text : nil,
                    existing: isLink ? .clear(force: false) : .refuse))
            if !memory.isEmpty { try memory.write(in: root) }
            return made
        } catch {
            // Somebody made it in the meantime.
            if let found = try? fitting() { return found }
            throw error
        }
    }
}

extension Interpreter {
    /// What `requires-python` is held against: a pre-release counts as its release.
    fileprivate var release: Version { Version(release: version.release) }
}
