/// Lists requirements in a project, locks it, and gives those without versions the bounds of what was locked.
///
/// `finish` comes last, with the lock that there is then: the environment is brought up to date in it. When it fails,
/// or locking does, `pyproject.toml` and the lock are what they were before.
package func addDependencies(
    _ request: AddRequest, in session: Session, finish: (LockReport) throws -> Void = { _ in }
) throws -> EditReport {
    let place = try EditedProject(request.edit, in: session)
    return try place.change { edit in
        let additions = try AddedRequirements(
            request, project: place.project, workspace: place.workspace, session)
        var changes: [DependencyEdit.Change] = []
        var open: [DependencyEdit.Change] = []
        for addition in additions.all {
            let list = request.edit.list.list(of: addition.requirement.name, in: edit)
            let change = try edit.add(addition.requirement, text: addition.text, to: list)
            if let source = addition.source { try edit.setSource(source, of: addition.requirement.name) }
            changes.append(change)
            if change.kind == .added, addition.takesBounds { open.append(change) }
            if let bounds = request.bounds, !addition.requirement.specifiers.isAny {
                session.reporter.note(
                    "Using explicit requirement `\(addition.requirement)` over bounds preference `\(bounds.rawValue)`"
                )
            }
        }
        for index in request.indexes.reversed() {
            try edit.addIndex(name: index.name, url: place.spelled(index.url), isDefault: index.isDefault)
        }
        for member in try place.join(additions.newMembers, &edit) {
            session.reporter.note("Added `\(member)` to the members of the workspace")
        }
        try place.write(edit)
        if request.edit.isFrozen { return EditReport(file: place.project.file, changes: changes) }
        var locking = request.edit.lock
        locking.constraints = additions.constraints
        var report = try place.lock(locking, session)
        var isBound = false
        for change in open {
            let versions = report.lock.packages.filter { package in
                guard package.name == change.requirement.name else { return false }
                if case .index = package.source { return true }
                return false
            }.compactMap(\.version)
            guard let version = versions.min() else { continue }
            let bounds = (request.bounds ?? .lower).specifiers(around: version)
            try edit.setVersions(bounds, of: change.requirement, in: change.list)
            if let place = changes.firstIndex(of: change) {
                changes[place].requirement.source = .versions(bounds)
            }
            isBound = true
        }
        if isBound { try place.write(edit) }
        if isBound || !additions.constraints.isEmpty {
            // The lock holds what the project asks for, so it is made again: from the versions just found.
            report = try place.lock(request.edit.lock, session.silenced)
        }
        try finish(report)
        return EditReport(file: place.project.file, changes: changes, lock: report)
    }
}

/// Removes packages from a list of a project, what it said of their sources too, and locks it; `finish` as in
/// `addDependencies`.
package func removeDependencies(
    _ request: RemoveRequest, in session: Session, finish: (LockReport) throws -> Void = { _ in }
) throws -> EditReport {
    let place = try EditedProject(request.edit, in: session)
    return try place.change { edit in
        var changes: [DependencyEdit.Change] = []
        for name in request.names {
            let list = request.edit.list.list(of: name, in: edit)
            try edit.remove(name, from: list)
            changes.append(.init(kind: .removed, list: list, requirement: Requirement(name: name)))
        }
        for name in request.names { try edit.removeSourceIfUnused(of: name) }
        try place.write(edit)
        if request.edit.isFrozen { return EditReport(file: place.project.file, changes: changes) }
        let report = try place.lock(request.edit.lock, session)
        try finish(report)
        return EditReport(file: place.project.file, changes: changes, lock: report)
    }
}

extension ProjectEdit.List {
    func list(of name: PackageName, in edit: DependencyEdit) -> DependencyList {
        switch self {
        case .of(let list): list
        case .development: edit.developmentList(of: name)
        }
    }
}

extension Session {
    /// For what is done a second time.
    fileprivate var silenced: Session {
        Session(
            workingDirectory: workingDirectory, environment: environment, cache: cache, pool: pool,
            reporter: SilentReporter(), providers: providers)
    }
}

/// A project whose `pyproject.toml` is being changed: by one process at a time, and put back when that fails.
private struct EditedProject {
    let workspace: Workspace
    let project: Project
    private let document: FileBackup
    private let lockFile: FileBackup
    /// Of the workspace, where that is another one.
    private let rootDocument: FileBackup?
    private let turn: FileLock
    private var script: EditedScript?

    init(_ edit: ProjectEdit, in session: Session) throws {
        let found = try session.workspace(of: edit.lock)
        // Two that edit one project would each write over what the other one wrote.
        let name =
            "edit-" + Hash(.sha256, bytes: SmallSHA256.digest(Array(found.root.text.utf8))).hex.prefix(24)
        try session.cache.prepare()
        turn = try FileLock.acquire(session.cache.temporary / Path(String(name))) {
            session.reporter.note("Waiting for another process that edits `\(session.shown(found.root))`")
        }
        workspace = try session.workspace(of: edit.lock)
        if let member = edit.member {
            guard let project = workspace.member(member) else {
                throw Diagnostic(
                    "The workspace has no package `\(member)`",
                    hints: ["It has " + workspace.members.map { "`\($0.name)`" }.joined(separator: ", ")],
                    exitCode: .usage)
            }
            self.project = project
        } else {
            project = workspace.current ?? workspace.rootProject
        }
        document = try FileBackup(project.file)
        lockFile = try FileBackup(workspace.lockPath)
        let root = workspace.rootProject.file
        rootDocument = root == project.file ? nil : try FileBackup(root)
        if edit.lock.script != nil, let bytes = document.bytes {
            script = EditedScript(
                text: try ScriptText(parsing: bytes, file: project.document.file),
                python: edit.lock.python, session: session)
        }
    }

    func change(_ body: (inout DependencyEdit) throws -> EditReport) throws -> EditReport {
        defer { withExtendedLifetime(turn) {} }
        var edit = DependencyEdit(try script?.document(shown: project.document.file) ?? project.document)
        do {
            return try body(&edit)
        } catch {
            try document.restore()
            try lockFile.restore()
            try rootDocument?.restore()
            throw error
        }
    }

    func write(_ edit: DependencyEdit) throws {
        let bytes = script?.text.replacingMetadata(with: edit.document.source) ?? edit.document.source
        if bytes != document.bytes { try document.write(bytes) }
    }

    /// Makes directories members of the workspace; those that were none.
    func join(_ members: [Path], _ edit: inout DependencyEdit) throws -> [Path] {
        guard let rootDocument else {
            return try members.filter { try WorkspaceMembership.add($0, to: &edit.editor) }
        }
        var editor = TOMLEditor(workspace.rootProject.document)
        let added = try members.filter { try WorkspaceMembership.add($0, to: &editor) }
        if !added.isEmpty { try rootDocument.write(editor.source) }
        return added
    }

    func lock(_ request: LockRequest, _ session: Session) throws -> LockReport {
        do {
            return try lockProject(request, in: session)
        } catch {
            var diagnostic = Diagnostic(describing: error)
            if diagnostic.message.hasPrefix("No solution") {
                diagnostic.hints.append(
                    "To change `pyproject.toml` all the same, give `--frozen`, which skips locking and syncing"
                )
            }
            throw diagnostic
        }
    }

    /// A directory below the project is named by its way from there.
    func spelled(_ url: String) -> String {
        guard let reference = try? URLReference(parsing: url), let path = reference.filePath,
            let below = path.relative(to: workspace.root)
        else { return url }
        return "./" + below.text
    }
}

/// A script whose metadata is being changed.
private struct EditedScript {
    let text: ScriptText
    let python: EnvironmentTarget
    let session: Session

    func document(shown: String) throws -> TOMLDocument {
        try TOMLDocument(
            parsing: text.hasBlock ? text.metadata : session.firstMetadata(python: python), file: shown)
    }
}

/// A file before it is changed.
private struct FileBackup {
    /// Where links lead.
    private let path: Path
    /// Nil when there was none.
    let bytes: [UInt8]?
    private let mode: UInt32

    init(_ path: Path) throws {
        let real = (try? File.resolved(path)) ?? path
        self.path = real
        bytes = try File.readIfPresent(real, limit: 1 << 30)
        mode = try bytes == nil ? 0o644 : File.status(real).map { $0.mode & 0o777 } ?? 0o644
    }

    func write(_ bytes: [UInt8]) throws { try File.writeAtomically(bytes, to: path, mode: mode) }

    func restore() throws {
        guard try File.readIfPresent(path, limit: 1 << 30) != bytes else { return }
        if let bytes { try write(bytes) } else { try File.remove(path) }
    }
}
