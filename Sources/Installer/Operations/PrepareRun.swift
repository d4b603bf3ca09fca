/// Makes the environment ready in which a command is to run: that of the project, locked and synced; that of a script; or
/// whatever Python is found, with packages on top where some are asked for.
package func prepareRun(_ request: RunRequest, in session: Session) throws -> RunReport {
    try PreparedRun(request: request, session: session).run()
}

private struct PreparedRun {
    let request: RunRequest
    let session: Session

    func run() throws -> RunReport {
        let base = try base()
        guard let additions = request.additions else { return base }
        return try layered(additions, on: base)
    }

    private func base() throws -> RunReport {
        switch request.base {
        case .project(let sync): return try project(sync)
        case .isolatedProject(let sync): return try isolated(sync)
        case .untouchedProject(let sync): return try untouched(sync)
        case .script(let metadata, let file, let sync): return try script(metadata, at: file, sync)
        case .interpreter(let isIsolated):
            let interpreter = try session.interpreter(for: request.target, preference: .any)
            guard isIsolated else { return report(interpreter) }
            return report(try empty("isolated\n" + interpreter.executable.text, from: interpreter))
        }
    }

    private func report(_ interpreter: Interpreter, changes: [Change] = []) -> RunReport {
        let environment = Environment(interpreter)
        return RunReport(
            interpreter: interpreter.executable, root: environment.kind == .virtual ? environment.root : nil,
            scripts: [interpreter.isVirtualEnvironment ? environment.scripts : interpreter.executable.parent],
            changes: changes)
    }

    // MARK: Projects

    private func project(_ sync: SyncRequest) throws -> RunReport {
        let synced = try syncProject(sync, in: session)
        let interpreter = try interpreter(in: synced.environment.root)
        var result = report(interpreter, changes: synced.changes)
        guard let stamping = request.stamping else { return result }
        if stamping.isOtherMachine, !synced.changes.isEmpty,
            let before = stamping.earlier?.machines.last
        {
            result.reselected = stamping.watch.thisMachine.change(since: before)
        }
        StampedSync(request: sync, report: synced, stamping: stamping).write(
            Environment(interpreter), environment: session.environment)
        return result
    }

    private func interpreter(in root: Path) throws -> Interpreter {
        try session.interpreterSearch.query.interpreter(inEnvironment: root)
    }

    /// In an environment that is kept with others like it, and in which nothing else is.
    private func isolated(_ sync: SyncRequest) throws -> RunReport {
        let workspace = try session.workspace(of: sync.lock)
        let place = place(of: "project\n" + workspace.root.text)
        try Directory.create(place.parent)
        let key = "SWUV_PROJECT_ENVIRONMENT"
        let session = session.with([key: place.text])
        var sync = sync
        sync.isExact = true
        sync.selection.remembers = false
        let synced = try syncProject(sync, in: session)
        return report(try interpreter(in: synced.environment.root), changes: synced.changes)
    }

    private func untouched(_ sync: SyncRequest) throws -> RunReport {
        let workspace = try session.workspace(of: sync.lock)
        let found = try ProjectEnvironment.prepare(
            for: workspace, requiresPython: workspace.requiresPython ?? .any, python: sync.lock.python.python,
            isActive: sync.isActive, dryRun: false, in: session)
        return report(found.environment.interpreter)
    }

    // MARK: Environments of no project

    /// From its lock, where it has one; else as its metadata says.
    private func script(
        _ metadata: ScriptMetadata, at file: Path, _ sync: SyncRequest?
    ) throws -> RunReport {
        let workspace = Workspace(metadata, at: file, environment: request.environments)
        if let sync, File.exists(workspace.lockPath) {
            let synced = try syncProject(sync, in: session)
            return report(try interpreter(in: synced.environment.root), changes: synced.changes)
        }
        let python = request.target.python
        let wanted =
            python.map { PythonRequest(parsing: $0, in: session.workingDirectory) }
            ?? metadata.requiresPython.map { .matching(PythonPredicate(release: .specifiers($0))) }
        let base = try session.interpreterSearch.find(wanted, preference: .system)
        if let requires = metadata.requiresPython,
            !requires.contains(Version(release: base.version.release), prereleases: true)
        {
            throw Diagnostic("The script needs Python \(requires), and `--python` is \(base.version)")
        }
        let roots = try workspace.inputs(
            indexes: request.access.index.indexes, options: request.resolution,
            unsourced: sync?.lock.unsourced ?? .none
        ).roots(in: workspace.root)
        let said = String(decoding: metadata.document.source.drop { $0 == 10 }, as: UTF8.self)
        let environment = try empty(
            ["script", base.executable.text, workspace.root.text, said].joined(separator: "\n"), from: base)
        return try filled(environment, RequirementSources(roots))
    }

    /// A virtual environment of `base` for just one purpose; it may be there already.
    private func empty(_ purpose: String, from base: Interpreter) throws -> Interpreter {
        let place = place(of: purpose)
        try Directory.create(place.parent)
        let turn = try FileLock.acquire(Path(place.text + ".lock"))
        return try withExtendedLifetime(turn) {
            if VirtualEnvironmentConfiguration(in: place) != nil,
                let made = try? session.interpreterSearch.query.interpreter(inEnvironment: place),
                made.version == base.version
            {
                return made
            }
            _ = try Directory.removeTree(place)
            return try VirtualEnvironment.create(at: place, from: base).interpreter
        }
    }

    private func place(of purpose: String) -> Path {
        let key = Hash(.sha256, bytes: SmallSHA256.digest(Array(purpose.utf8))).hex.prefix(32)
        return request.environments / Path(String(key))
    }

    /// With the requirements installed; those that are there already cost a look.
    private func filled(_ interpreter: Interpreter, _ sources: RequirementSources) throws -> RunReport {
        guard sources != RequirementSources() else { return report(interpreter) }
        let installed = try install(
            InstallRequest(
                sources: sources, target: EnvironmentTarget(python: interpreter.prefix.text),
                access: request.access, resolution: request.resolution, upgrade: request.upgrade,
                reinstall: request.reinstall, variants: request.variants), in: session)
        return report(interpreter, changes: installed.changes)
    }

    // MARK: Layers

    /// An environment whose packages come before those of `base`, which it sees too.
    private func layered(_ additions: RequirementSources, on base: RunReport) throws -> RunReport {
        let below = try session.interpreterSearch.query.interpreter(at: base.interpreter)
        let words =
            ["layer", base.interpreter.text] + additions.requirements + additions.editables.map { "-e " + $0 }
            + additions.files.map { "-r " + Path($0).absolute(in: session.workingDirectory).text }
        let interpreter = try empty(words.joined(separator: "\n"), from: below)
        var result = try filled(interpreter, additions)
        let lines = Environment(below).siteDirectories.map { directory in
            "import site; site.addsitedir(\(Self.quoted(directory.text)))\n"
        }
        let file = Environment(interpreter).purelib / "_swuv_base.pth"
        let bytes = Array(lines.joined().utf8)
        if try File.readIfPresent(file) != bytes { try File.writeAtomically(bytes, to: file) }
        result.scripts += base.scripts
        result.changes = base.changes + result.changes
        result.reselected = base.reselected
        return result
    }

    /// As a literal of Python.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case "\n": quoted += "\\n"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension Session {
    /// The same with other variables.
    fileprivate func with(_ variables: [String: String]) -> Session {
        Session(
            workingDirectory: workingDirectory, environment: environment.merging(variables) { _, new in new },
            cache: cache, pool: pool, reporter: reporter, providers: providers)
    }
}

extension Workspace {
    /// Whether `discover` would find a project: a `pyproject.toml` that only configures other tools is none, and one that
    /// says `managed = false` wants to be left alone. A document with faults counts: `discover` tells of them.
    package static func hasProject(above start: Path) -> Bool {
        var directory = start.normalised
        while true {
            if File.exists(directory / Path(Project.fileName)) {
                guard let found = try? Project.read(in: directory, shown: directory.text) else { return true }
                return found.settings.isManaged
                    && (found.isProject || found.settings.workspace != nil || found.hasGroups)
            }
            if directory.parent == directory { return false }
            directory = directory.parent
        }
    }
}
