/// Finds the project that a directory belongs to, and the workspace of that.
struct WorkspaceSearch {
    /// Absolute and normalised.
    private let start: Path
    private var files: [Path] = []
    private var watched: [Path] = []
    private var faults: [TOMLErrors] = []

    init(from start: Path) {
        self.start = start
    }

    mutating func workspace() throws -> Workspace? {
        guard let nearest = try nearestProject() else { return nil }
        guard nearest.settings.isManaged else {
            throw Diagnostic("`\(shown(nearest.directory))` says `managed = false`: nothing in it is managed")
        }
        let root = try root(of: nearest) ?? nearest
        guard root.isProject || root.settings.workspace != nil || root.hasGroups else {
            throw Diagnostic(
                "`\(shown(root.directory))` has no `[project]` table",
                hints: ["`swuv init` makes a project"])
        }
        var members = root.isProject || root.hasGroups ? [root] : []
        if let table = root.settings.workspace {
            members += try self.members(of: table, root: root, nearest: nearest)
        }
        refuseTwins(members)
        if !faults.isEmpty { throw ProjectFaults(faults) }
        members.sort { $0.name < $1.name }
        let current = members.first { $0.directory == nearest.directory }
        return Workspace(
            root: root.directory, rootProject: root, members: members,
            current: current?.isProject == true ? current : nil, files: files, watched: watched,
            lockPath: root.directory / Path(Lock.fileName))
    }

    // MARK: Upwards

    /// What messages call the document of a directory.
    private func shown(_ directory: Path) -> String {
        let file = directory / Path(Project.fileName)
        return (file.relative(to: start) ?? file).text
    }

    private mutating func nearestProject() throws -> Project? {
        var directory = start
        while true {
            do {
                if let project = try Project.read(in: directory, shown: shown(directory)) {
                    files.append(project.file)
                    return project
                }
            } catch let errors as TOMLErrors {
                throw ProjectFaults([errors])
            }
            watched.append(directory / Path(Project.fileName))
            if directory.parent == directory { return nil }
            directory = directory.parent
        }
    }

    /// The nearest one above whose workspace has this directory as a member; nil when it is its own root.
    private mutating func root(of project: Project) throws -> Project? {
        if project.settings.workspace != nil { return nil }
        var directory = project.directory
        while directory.parent != directory {
            directory = directory.parent
            guard let bytes = try? Project.source(in: directory, shown: shown(directory)) else { continue }
            // Whatever else stands above is no concern of ours, wrong or not.
            guard Self.mentionsWorkspace(bytes) else { continue }
            do throws(TOMLErrors) {
                let above = try Project.parse(bytes, in: directory, shown: shown(directory))
                guard let table = above.settings.workspace, above.settings.isManaged else { continue }
                files.append(above.file)
                let path = project.directory.shortest(from: directory)
                return table.includes(path) ? above : nil
            } catch {
                throw ProjectFaults([error])
            }
        }
        return nil
    }

    private static func mentionsWorkspace(_ bytes: [UInt8]) -> Bool {
        let word = Array("workspace".utf8)
        guard bytes.count >= word.count else { return false }
        return (0...(bytes.count - word.count)).contains { start in
            bytes[start] == word[0] && bytes[start..<start + word.count].elementsEqual(word)
        }
    }

    // MARK: Downwards

    private mutating func members(
        of table: WorkspaceTable, root: Project, nearest: Project
    ) throws -> [Project] {
        var found: [Project] = []
        var seen: Set<Path> = [root.directory]
        for glob in table.members {
            let (directories, listed) = try glob.directories(in: root.directory)
            watched += listed.filter { !watched.contains($0) }
            if directories.isEmpty, glob.isLiteral {
                report("there is no directory `\(glob.text)`", glob.span, in: root)
            }
            for directory in directories where seen.insert(directory).inserted {
                let path = directory.shortest(from: root.directory)
                guard !table.excludes(path) else { continue }
                if directory == nearest.directory {
                    found.append(nearest)
                } else if let member = try member(directory, of: glob, root: root) {
                    found.append(member)
                }
            }
        }
        for member in found where !member.isProject {
            report("the member `\(path(member, root))` has no `[project]` table", nil, in: member)
        }
        for member in found where member.settings.workspace != nil {
            report(
                "the member `\(path(member, root))` of a workspace cannot be a workspace itself", nil,
                in: member)
        }
        return found
    }

    private func path(_ member: Project, _ root: Project) -> String {
        member.directory.shortest(from: root.directory).text
    }

    private mutating func member(_ directory: Path, of glob: PathGlob, root: Project) throws -> Project? {
        do {
            if let member = try Project.read(in: directory, shown: shown(directory)) {
                files.append(member.file)
                return member.settings.isManaged ? member : nil
            }
            watched.append(directory / Path(Project.fileName))
            if glob.isLiteral {
                report("the directory `\(glob.text)` has no `\(Project.fileName)`", glob.span, in: root)
            }
        } catch let errors as TOMLErrors {
            faults.append(errors)
        }
        return nil
    }

    private mutating func refuseTwins(_ members: [Project]) {
        var places: [PackageName: Project] = [:]
        for member in members {
            if let other = places[member.name] {
                report(
                    "`\(member.name)` is the name of another member too, in `\(other.directory)`",
                    member.document["project", "name"]?.span, in: member)
            }
            places[member.name] = member
        }
    }

    private mutating func report(_ message: String, _ span: Range<Int>?, in project: Project) {
        let document = project.document
        faults.append(document.errors([document.fault(message, at: span ?? 0..<0)]))
    }
}

extension Workspace {
    /// The workspace of the nearest `pyproject.toml` in `directory`, which is absolute, or above; nil when there is
    /// none. Throws all faults of all its documents.
    package static func discover(from directory: Path) throws -> Workspace? {
        var search = WorkspaceSearch(from: directory.normalised)
        return try search.workspace()
    }
}

extension Project {
    /// It has dependency groups.
    var hasGroups: Bool { !requirements.groupNames.isEmpty || !settings.development.isEmpty }
}
