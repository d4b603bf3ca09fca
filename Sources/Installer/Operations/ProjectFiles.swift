/// The `pyproject.toml` files that a command names, with `-r` or `--group`, each read once.
struct ProjectFiles {
    private let sources: RequirementSources
    private let session: Session
    private var read: [Path: ProjectRequirements] = [:]
    /// Packages that a warning was given about.
    private var warned: Set<PackageName> = []

    init(_ sources: RequirementSources, _ session: Session) {
        self.sources = sources
        self.session = session
    }

    /// Whether a file that the user named is a project's: by its name, as uv has it.
    static func isProject(_ file: String) -> Bool { Path(file).name == "pyproject.toml" }

    /// The dependencies of the project at `file`, and those of the extras asked for.
    mutating func requirements(of file: String) throws -> [ProjectRequirements.Located] {
        let project = try project(Path(file))
        var extras = sources.extras
        if sources.files.count(where: Self.isProject) > 1 { extras.formIntersection(project.extraNames) }
        return try checked(project.requirements(extras: extras, allExtras: sources.allExtras), project)
    }

    /// Whether only a build tells what the project at `file` asks for.
    mutating func needsBuild(_ file: String) throws -> Bool {
        try project(Path(file)).needsBuildForRequirements
    }

    /// Puts in what the backend of the project at `file` says.
    mutating func complete(_ file: String, from source: any DistributionSource) throws {
        let place = Path(file).absolute(in: session.workingDirectory)
        let known = try project(Path(file))
        let url = URLReference.file(place.parent).text
        do {
            let tree = try source.file(at: url, for: known.name, isEditable: false).wait()
            read[place] = known.completed(try source.metadata(for: tree).wait())
        } catch {
            throw Diagnostic(describing: error).wrapped(
                in: "Cannot read the requirements of `\(file)`, which are dynamic")
        }
    }

    /// The requirements of all groups asked for: `NAME` is one of the working directory's project.
    mutating func groups() throws -> [ProjectRequirements.Located] {
        try sources.groups.flatMap { text in
            var path: Path = "pyproject.toml"
            var label = text[...]
            if let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) {
                path = Path(String(text[..<colon]))
                label = text[text.utf8.index(after: colon)...]
                guard Self.isProject(path.text) else {
                    throw Diagnostic(
                        "`--group` reads a `pyproject.toml`, not `\(path)`",
                        hints: ["Write `--group PATH/pyproject.toml:NAME`"], exitCode: .usage)
                }
            }
            guard let name = ExtraName(String(label)) else {
                throw Diagnostic("`\(label)` is no valid name of a dependency group", exitCode: .usage)
            }
            let project = try project(path)
            return try checked(project.requirements(ofGroups: [name]), project)
        }
    }

    /// Extras belong to a project: without one they would be passed over in silence.
    func refuseExtrasOfNone() throws {
        guard !sources.extras.isEmpty || sources.allExtras, !sources.files.contains(where: Self.isProject)
        else {
            return
        }
        throw Diagnostic(
            "`--extra` and `--all-extras` need a `pyproject.toml`",
            hints: ["For an extra of a package write `package[extra]`"], exitCode: .usage)
    }

    private mutating func project(_ path: Path) throws -> ProjectRequirements {
        let place = path.absolute(in: session.workingDirectory)
        if let known = read[place] { return known }
        let project = try ProjectRequirements.read(path, in: session.workingDirectory)
        read[place] = project
        return project
    }

    /// Warns of packages that `sources` tables take from elsewhere: these tables are not followed.
    private mutating func checked(
        _ found: [ProjectRequirements.Located], _ project: ProjectRequirements
    ) -> [ProjectRequirements.Located] {
        for (requirement, _) in found
        where project.sourced.contains(requirement.name) && warned.insert(requirement.name).inserted {
            session.reporter.warning(
                Diagnostic(
                    "the `sources` table of `\(project.file)` is not followed for `\(requirement.name)`"))
        }
        return found
    }
}
