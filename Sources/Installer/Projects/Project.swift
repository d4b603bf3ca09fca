/// One `pyproject.toml`: a project (PEP 621), or the root of a workspace that is none.
package struct Project: Sendable {
    package static let fileName = "pyproject.toml"

    /// Absolute.
    package let directory: Path
    /// The document, or the script that holds it.
    package let file: Path
    /// `name`, version and lists of requirements.
    package let requirements: ProjectRequirements
    package let settings: ProjectSettings
    /// nil: the document has no `[build-system]`.
    package let buildSystem: BuildSystem?

    /// PEP 518 and 517.
    package struct BuildSystem: Sendable {
        package var requires: [Requirement]
        /// nil: that of setuptools, `setuptools.build_meta:__legacy__`.
        package var backend: String?
        /// Relative to the project, and never outside it.
        package var backendPath: [String]
    }

    package var document: TOMLDocument { requirements.document }
    /// That of a root without `[project]` is `Workspace.rootName`.
    package var name: PackageName { requirements.name ?? Workspace.rootName }
    /// nil when it is dynamic.
    package var version: Version? { requirements.version }
    /// It has a `[project]` table.
    package var isProject: Bool { requirements.name != nil }
    /// Only its dependencies are installed, never itself.
    package var isVirtual: Bool { !isProject || !(settings.isPackage ?? (buildSystem != nil)) }

    /// Reads a document. Throws all its faults; `shown` is its name in messages.
    package static func parse(
        _ bytes: [UInt8], in directory: Path, shown: String
    ) throws(TOMLErrors) -> Project {
        let document = try TOMLDocument(parsing: bytes, file: shown)
        let (project, faults) = read(document, in: directory)
        guard faults.isEmpty else { throw document.errors(faults) }
        return project
    }

    /// What is wrong with a document beside its syntax.
    package static func faults(of document: TOMLDocument, in directory: Path) -> [TOMLFault] {
        read(document, in: directory).faults
    }

    private static func read(
        _ document: TOMLDocument, in directory: Path
    ) -> (project: Project, faults: [TOMLFault]) {
        var requirements = ProjectRequirementsReader(document)
        requirements.read()
        var settings = ProjectSettingsReader(document)
        settings.read()
        var build = BuildSystemReader(fields: TOMLFields(document))
        let buildSystem = build.read()
        var faults = requirements.faults + settings.fields.faults + build.fields.faults
        let project = Project(
            directory: directory, file: directory / Path(fileName),
            requirements: ProjectRequirements(requirements),
            settings: settings.settings, buildSystem: buildSystem)
        // Of a document without faults this is for those to say who work on the project.
        if !faults.isEmpty { faults += project.unknownNames }
        return (project, faults)
    }

    /// Reads the document of a directory; nil when it has none. A directory, FIFO or device in its place is an error at
    /// once.
    package static func read(in directory: Path, shown: String) throws -> Project? {
        guard let bytes = try source(in: directory, shown: shown) else { return nil }
        return try parse(bytes, in: directory, shown: shown)
    }

    /// Most bytes that are read.
    private static let limit = 16 << 20

    static func source(in directory: Path, shown: String) throws -> [UInt8]? {
        do throws(SystemError) {
            return try File.readIfPresent(directory / Path(fileName), limit: limit)
        } catch {
            throw Diagnostic("Failed to read `\(shown)`", causes: [error.reasonText])
        }
    }
}

/// Reads `[build-system]`.
private struct BuildSystemReader {
    var fields: TOMLFields

    mutating func read() -> Project.BuildSystem? {
        guard let item = fields.document["build-system"], let table = fields.table(item, "build-system")
        else { return nil }
        var found = Project.BuildSystem(requires: [], backend: nil, backendPath: [])
        if let requires = table["requires"] {
            found.requires = fields.requirements(requires, "build-system.requires").map(\.requirement)
        } else {
            fields.report("`[build-system]` has no `requires`", item.span)
        }
        if let backend = table["build-backend"] {
            found.backend = fields.string(backend, "build-system.build-backend")
        }
        if let paths = table["backend-path"] {
            for (text, item) in fields.strings(paths, "build-system.backend-path") {
                let path = Path(text).normalised
                if path.isAbsolute || path.components.first == ".." {
                    fields.report("a `backend-path` must not lead out of the project", item.span)
                }
                found.backendPath.append(path.text)
            }
        }
        return found
    }
}
