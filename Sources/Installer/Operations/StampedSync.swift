/// A sync that succeeded, as a stamp tells of it.
package struct StampedSync {
    let request: SyncRequest
    let report: SyncReport
    let stamping: RunRequest.Stamping

    package init(request: SyncRequest, report: SyncReport, stamping: RunRequest.Stamping) {
        self.request = request
        self.report = report
        self.stamping = stamping
    }

    package func write(in session: Session) {
        let query = session.interpreterSearch.query
        guard let interpreter = try? query.interpreter(inEnvironment: report.environment.root) else { return }
        write(Environment(interpreter), environment: session.environment)
    }

    func write(_ environment: Environment, environment variables: [String: String]) {
        let workspace = report.lock.workspace
        // Where the command stands, something below the project could have had a say.
        let start =
            request.lock.project.map { $0.absolute(in: request.lock.directory) } ?? request.lock.directory
        guard let project = StampSearch.project(above: start), !request.isActive, !request.dryRun,
            let sources
        else { return }
        var outcome = StampWatch.Outcome(
            project: project, root: environment.root, scripts: environment.scripts,
            interpreter: environment.interpreter.executable, siteDirectories: environment.siteDirectories)
        outcome.words = stamping.words
        outcome.files =
            stamping.files + workspace.files + workspace.watched + sources
            + [environment.root / Path(RememberedSelection.fileName), report.lock.path]
        outcome.folders = stamping.folders
        outcome.changesEnvironment = !report.changes.isEmpty || report.environmentState != .kept
        switch report.lock.outcome {
        case .created, .updated: outcome.written[report.lock.path] = Array(report.lock.lock.text.utf8)
        case .unchanged, .used: break
        }
        if let profile = request.lock.variants.profile { outcome.files.append(profile) }
        outcome.isExact = request.isExact
        outcome.resolved = Set(report.lock.lock.packages.map(\.name)).count
        outcome.checked = report.count
        let remembered = report.selection.remembered
        outcome.notes = remembered.isEmpty ? [] : [remembered.note]
        outcome.dependsOnMachine = report.lock.lock.dependsOnMachine
        if let earlier = stamping.earlier, stamping.isOtherMachine, report.changes.isEmpty {
            outcome.earlierMachines = earlier.machines
        }
        if outcome.changesEnvironment { environment.siteDirectories.forEach(Self.makeBytecodeDirectory) }
        stamping.watch.write(outcome)
    }

    /// Python makes this directory beside the first module that it compiles, and so would touch site-packages behind our
    /// back.
    private static func makeBytecodeDirectory(in directory: Path) {
        let names = ((try? Directory.entries(directory)) ?? []).map(\.name)
        guard names.contains(where: { $0.hasSuffix(".py") }), !names.contains("__pycache__") else { return }
        try? Directory.create(directory / "__pycache__", intermediates: false)
    }

    /// Files of packages that come from the disk; nil where files alone do not tell whether these changed.
    private var sources: [Path]? {
        let root = report.lock.workspace.root
        var files: [Path] = []
        for package in report.lock.lock.packages {
            switch package.source {
            case .directory(let path, _), .member(let path, _):
                let place = Path(path).absolute(in: root).normalised
                guard let tree = try? TreeFingerprint(of: place, [:]), !tree.hangsOnVariables else {
                    return nil
                }
                files += tree.watched
            case .file(let path): files.append(Path(path).absolute(in: root))
            case .index, .archive, .git: break
            }
        }
        return files
    }
}

extension Lock {
    /// What of it is installed may differ from machine to machine, beyond Python and platform.
    var dependsOnMachine: Bool { !choices.isEmpty || packages.contains { $0.variants != nil } }
}
