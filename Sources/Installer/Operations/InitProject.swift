/// Makes a project: its `pyproject.toml` and the files of a beginning. What is there already stays as it is, and a
/// directory that is a project already is refused.
package func initProject(
    _ request: InitProjectRequest, in session: Session
) throws -> InitProjectReport {
    let root = (request.path ?? ".").absolute(in: session.workingDirectory)
    let file = root / "pyproject.toml"
    guard !File.exists(file) else {
        throw Diagnostic(
            "Cannot initialize a project in `\(session.shown(root))`",
            causes: ["`pyproject.toml` already exists"])
    }
    if let status = try File.status(root), status.kind != .directory {
        throw Diagnostic("Cannot initialize a project in `\(session.shown(root))`: it is no directory")
    }
    let name = try request.name ?? nameOfProject(in: root)
    let interpreter = try session.interpreter(
        for: EnvironmentTarget(python: request.python), preference: .system)
    let needsBuild = request.kind != .application
    if request.isPackage == false, needsBuild {
        throw Diagnostic(
            "A library is built, which `--no-package` rules out",
            hints: ["Leave out `--no-package`, or `--lib`"], exitCode: .usage)
    }
    var description: String?
    switch request.description {
    case .placeholder: description = request.isBare ? nil : "Add your description here"
    case .none: description = nil
    case .text(let text): description = text
    }
    let template = ProjectTemplate(
        name: name, kind: request.kind, isBare: request.isBare, description: description,
        hasReadme: request.hasReadme && !request.isBare, python: interpreter.shortVersion,
        backend: needsBuild || request.isPackage == true ? request.backend : nil)
    let membership = request.standsAlone ? nil : try WorkspaceMembership(of: root)
    var report = InitProjectReport(root: root, name: name, files: [])
    try Directory.create(root)
    var files = template.files
    if request.pinsPython, !request.isBare, membership == nil {
        files.append((".python-version", interpreter.shortVersion + "\n"))
    }
    if !request.isBare, try makeRepository(request.repository, at: root, in: session) {
        files.append((".gitignore", ProjectTemplate.ignoredFiles))
    }
    for (path, text) in files where !File.exists(root / path) {
        try Directory.create((root / path).parent)
        try File.writeAtomically(Array(text.utf8), to: root / path)
        report.files.append(path)
    }
    // Last, so that an interrupted `init` can be begun again.
    try File.writeAtomically(Array(template.document.utf8), to: file)
    report.files.append("pyproject.toml")
    if let membership {
        if try membership.join() {
            session.reporter.note(
                "Adding `\(name)` as member of workspace `\(membership.root)`")
        }
        report.workspace = membership.root
    }
    return report
}

/// The name of the directory, as far as it makes one: other characters become `-`.
private func nameOfProject(in root: Path) throws -> PackageName {
    let bytes = root.name.utf8.map {
        NameRules.isAlphanumeric($0) || "-_.".utf8.contains($0) ? $0 : UInt8(ascii: "-")
    }
    let trimmed = bytes.drop { !NameRules.isAlphanumeric($0) }
    let end = trimmed.lastIndex { NameRules.isAlphanumeric($0) }.map { $0 + 1 } ?? trimmed.startIndex
    guard let name = PackageName(String(decoding: trimmed[..<end], as: UTF8.self)) else {
        throw Diagnostic(
            "The directory `\(root)` gives no name to the project", hints: ["Give one with `--name`"],
            exitCode: .usage)
    }
    return name
}

/// Whether there is a new repository.
private func makeRepository(
    _ wanted: InitProjectRequest.Repository, at root: Path, in session: Session
) throws -> Bool {
    guard wanted != .none else { return false }
    var place = root
    while true {
        if File.exists(place / ".git") { return false }
        if place.parent == place { break }
        place = place.parent
    }
    guard ProcessEnvironment.findProgram("git", session.environment) != nil else {
        if wanted == .automatic { return false }
        throw Diagnostic("`--vcs git` needs `git`, which is not in the search path")
    }
    let outcome = try Subprocess.run(
        ["git", "init", "--quiet"], environment: session.environment, workingDirectory: root)
    if !outcome.succeeded, wanted == .git {
        throw Diagnostic("Failed to make a Git repository at `\(root)`", causes: [outcome.errorText])
    }
    return outcome.succeeded
}
