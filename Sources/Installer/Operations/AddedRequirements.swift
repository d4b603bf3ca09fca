/// What `add` was given, as a project lists it: requirements by name, and sources for those that come from a URL, a
/// repository or a path.
struct AddedRequirements {
    struct Addition {
        var requirement: Requirement
        /// Written as it stands.
        var text: String?
        var source: DependencyEdit.Source?

        /// It names no version, and comes from an index.
        var takesBounds: Bool {
            guard text == nil, requirement.url == nil, requirement.specifiers.isAny else { return false }
            guard let source else { return true }
            if case .index = source.location { return true }
            return false
        }
    }

    private(set) var all: [Addition] = []
    /// Directories that are to be members of the workspace, relative to its root.
    private(set) var newMembers: [Path] = []
    /// For this one time.
    private(set) var constraints: [Requirement] = []
    private let request: AddRequest
    private let project: Project
    private let workspace: Workspace

    init(_ request: AddRequest, project: Project, workspace: Workspace, _ session: Session) throws {
        self.request = request
        self.project = project
        self.workspace = workspace
        for text in request.sources.requirements {
            try add(RequirementSubject(parsing: text, in: session.workingDirectory), text: text)
        }
        for file in request.sources.files {
            guard !ProjectFiles.isProject(file) else {
                throw Diagnostic(
                    "`add -r` reads requirements files, not `\(file)`", exitCode: .usage)
            }
            let read = try read(file, "-r", session)
            for entry in read.requirements { try add(entry.subject, text: nil) }
            constraints += try read.constraints.compactMap { try constraint($0) }
            if read.options.indexURL != nil || !read.options.extraIndexURLs.isEmpty {
                session.reporter.warning(
                    Diagnostic(
                        "The indexes that `\(file)` names are not added to the project",
                        hints: ["Give them with `--index`"]))
            }
        }
        for file in request.sources.constraints {
            constraints += try read(file, "-c", session).constraints.compactMap { try constraint($0) }
        }
        if all.isEmpty {
            session.reporter.warning(Diagnostic("The requirements files ask for nothing"))
        }
    }

    private func read(_ file: String, _ flag: String, _ session: Session) throws -> RequirementsFile {
        let read = try RequirementsFile.read(
            Path(file), flag: flag, in: session.workingDirectory, environment: session.environment)
        for option in read.ignored {
            session.reporter.warning(Diagnostic("`\(option.name)` (\(option.origin)) is ignored"))
        }
        return read
    }

    private func constraint(_ entry: RequirementsFile.Entry) throws -> Requirement? {
        guard case .named(let requirement) = entry.subject else {
            throw Diagnostic("A constraint needs a name (\(entry.origin))")
        }
        return requirement
    }

    // MARK: One requirement

    private mutating func add(_ subject: RequirementSubject, text: String?) throws {
        var addition: Addition
        switch subject {
        case .named(let requirement):
            addition = Addition(requirement: requirement)
            if let url = requirement.url {
                try takeSource(try source(of: url, isEditable: false, of: requirement.name.text), &addition)
            } else if requirement.name != project.name, workspace.member(requirement.name) != nil,
                !hasSource(requirement.name)
            {
                addition.source = .init(.workspace)
            } else if let index = request.indexes.first, let name = index.name {
                addition.source = .init(.index(name: name))
            }
            if request.isRaw, request.extras.isEmpty, request.marker == nil { addition.text = text }
        case .located(let located):
            addition = Addition(
                requirement: Requirement(
                    name: try name(of: located), extras: located.extras, marker: located.marker))
            let url =
                switch located.location {
                case .path(let path): path.text
                case .url(let url): url
                }
            addition.requirement.source = .url(url)
            try takeSource(
                try source(of: url, isEditable: located.isEditable, of: url), &addition)
        }
        addition.requirement = Requirement(
            name: addition.requirement.name, extras: addition.requirement.extras + request.extras,
            source: addition.requirement.source, marker: marker(with: addition.requirement.marker))
        if request.isRaw { addition.source = nil }
        if let name = gitOnly, !isGit(addition.source), !request.isRaw {
            throw Diagnostic(
                "`\(addition.requirement.name)` is not from a Git repository, but `\(name)` was given",
                hints: ["Name the repository: `\(addition.requirement.name) @ git+https://…`"],
                exitCode: .usage)
        }
        if request.isEditable, !isDirectory(addition.source) {
            throw Diagnostic(
                "`\(addition.requirement.name)` is not a local directory, but `--editable` was given",
                causes: ["Only the projects of local directories can be installed in place"], exitCode: .usage
            )
        }
        all.append(addition)
    }

    /// The source takes the place of the URL; with `--raw` the URL stays.
    private func takeSource(_ source: DependencyEdit.Source, _ addition: inout Addition) throws {
        if request.isRaw {
            if let url = addition.requirement.url, url.hasPrefix("/") {
                addition.requirement.source = .url(URLReference.file(Path(url)).text)
            }
            return
        }
        addition.source = source
        addition.requirement.source = .versions(.any)
    }

    private func marker(with own: Marker?) -> Marker? {
        guard let own, let other = request.marker else { return own ?? request.marker }
        var parts: [Marker] = []
        for part in [own, other] {
            if case .and(let terms) = part { parts += terms } else { parts.append(part) }
        }
        return .and(parts)
    }

    private func hasSource(_ name: PackageName) -> Bool { project.settings.sources[name] != nil }

    private var gitOnly: String? {
        switch request.reference {
        case .revision: "--rev"
        case .tag: "--tag"
        case .branch: "--branch"
        case nil: request.lfs ? "--lfs" : nil
        }
    }

    private func isGit(_ source: DependencyEdit.Source?) -> Bool {
        if case .git = source?.location { true } else { false }
    }

    private func isDirectory(_ source: DependencyEdit.Source?) -> Bool {
        switch source?.location {
        case .path, .workspace: true
        default: false
        }
    }
}

// MARK: - Places

extension AddedRequirements {
    /// A wheel and a source distribution say their name in that of the file, a directory in its `pyproject.toml`.
    private func name(of located: LocatedRequirement) throws -> PackageName {
        let file: String
        switch located.location {
        case .path(let path):
            guard let status = try File.status(path) else {
                throw Diagnostic("Distribution not found at: `\(path)`")
            }
            if status.kind == .directory {
                if let found = try Project.read(in: path, shown: (path / Project.fileName).text),
                    found.isProject
                {
                    return found.name
                }
                throw unnamed(path.text)
            }
            file = path.name
        case .url(let url):
            let reference = try URLReference(parsing: url)
            if let egg = reference.fragment?.split(separator: "&").first(where: { $0.hasPrefix("egg=") }),
                let name = PackageName(String(egg.dropFirst(4)))
            {
                return name
            }
            if let path = reference.filePath {
                var same = located
                same.location = .path(path)
                return try name(of: same)
            }
            if url.hasPrefix("git+") { throw unnamed(URLReference.redacted(url)) }
            file = reference.lastComponent
        }
        switch try DistributionFilename.parse(file, expecting: nil) {
        case .wheel(let wheel): return wheel.name
        case .source(let source): return source.name
        }
    }

    private func unnamed(_ place: String) -> Diagnostic {
        Diagnostic(
            "Cannot tell the name of the project at `\(place)` without building it",
            hints: ["Give it: `NAME @ \(place)`"])
    }

    private mutating func source(
        of url: String, isEditable: Bool, of name: String
    ) throws -> DependencyEdit.Source {
        if url.hasPrefix("/") { return try path(Path(url), isEditable) }
        if url.hasPrefix("git+") { return try git(String(url.dropFirst(4))) }
        let reference = try URLReference(parsing: url)
        if let path = reference.filePath { return try self.path(path, isEditable) }
        guard reference.isHTTP else {
            throw Diagnostic(
                "`\(URLReference.redacted(url))` is no place that packages come from",
                causes: ["Known are `https:`, `file:` and `git+…:`"])
        }
        return .init(
            .archive(url: reference.withoutCredentials.text, subdirectory: subdirectory(reference.fragment)))
    }

    /// As the project's file names it; a member of the workspace by being one.
    private mutating func path(_ path: Path, _ isEditable: Bool) throws -> DependencyEdit.Source {
        guard let status = try File.status(path) else {
            throw Diagnostic("Distribution not found at: `\(path)`")
        }
        if status.kind == .directory, workspace.members.contains(where: { $0.directory == path }) {
            return .init(.workspace)
        }
        if status.kind == .directory, try joins(path) { return .init(.workspace) }
        let isDirectory = status.kind == .directory
        return .init(
            .path(
                path.shortest(from: project.directory).text,
                isEditable: isDirectory && (isEditable || request.isEditable)))
    }

    /// Whether the directory becomes a member of the workspace.
    private mutating func joins(_ directory: Path) throws -> Bool {
        if request.joinsWorkspace == false || request.edit.lock.script != nil { return false }
        let isWanted = request.joinsWorkspace == true
        guard let member = directory.relative(to: workspace.root) else {
            guard isWanted else { return false }
            throw Diagnostic(
                "`\(directory)` cannot be a member of the workspace: it is not below `\(workspace.root)`",
                hints: ["Without `--workspace` it becomes a path dependency"])
        }
        let isExcluded = workspace.settings.workspace?.excludes(member) ?? false
        let found = try Project.read(in: directory, shown: (directory / Project.fileName).text)
        guard !isExcluded, found?.isProject == true, found?.settings.workspace == nil else {
            guard isWanted else { return false }
            throw Diagnostic(
                "`\(member)` cannot be a member of the workspace",
                causes: [
                    isExcluded
                        ? "`exclude` of the workspace has it"
                        : found?.isProject == true
                            ? "it is a workspace itself"
                            : "it has no `pyproject.toml` with a `[project]` table"
                ])
        }
        newMembers.append(member)
        return true
    }

    /// `https://host/repository@REF#subdirectory=DIR`
    private func git(_ text: String) throws -> DependencyEdit.Source {
        var url = text
        var subdirectory: String?
        if let hash = url.firstIndex(of: "#") {
            subdirectory = self.subdirectory(String(url[url.index(after: hash)...]))
            url = String(url[..<hash])
        }
        var reference = request.reference
        let slash = url.lastIndex(of: "/") ?? url.startIndex
        if let at = url[slash...].lastIndex(of: "@") {
            let revision = String(url[url.index(after: at)...])
            guard reference == nil else {
                throw Diagnostic(
                    "The repository names `\(revision)`, and `\(gitOnly ?? "")` something else",
                    exitCode: .usage)
            }
            if !revision.isEmpty { reference = .revision(revision) }
            url = String(url[..<at])
        }
        return .init(
            .git(
                url: Self.withoutPassword(url), subdirectory: subdirectory, reference: reference,
                lfs: request.lfs))
    }

    private func subdirectory(_ fragment: String?) -> String? {
        fragment?.split(separator: "&").first { $0.hasPrefix("subdirectory=") }
            .map { PercentCoding.decoded(String($0.dropFirst("subdirectory=".utf8.count))) }
    }

    /// A password does not belong into a file that others read; a user's name does (`ssh://git@…`).
    private static func withoutPassword(_ url: String) -> String {
        guard let reference = try? URLReference(parsing: url), let user = reference.userinfo,
            let colon = user.firstIndex(of: ":")
        else { return url }
        return url.replacing(user + "@", with: user[..<colon] + "@", maxReplacements: 1)
    }
}
