extension Workspace {
    /// What the lock of the workspace is made from. Nothing in it depends on the machine or on where the workspace lies.
    ///
    /// `indexes`: what sources may name beside the indexes of the documents; those of the command line and of stronger
    /// files come first. `options` say how versions are chosen; `requiresPython` counts where no member says anything.
    /// Throws all faults of all documents.
    ///
    /// - Parameters:
    ///   - unsourced: packages whose sources do not count.
    ///   - built: the metadata of a member whose dependencies its build backend knows.
    package func inputs(
        indexes: [IndexLocation] = [], options: ResolutionOptions = ResolutionOptions(),
        requiresPython fallback: VersionSpecifiers = .any, unsourced: PackageSelection = .none,
        built: @escaping (Project) throws -> CoreMetadata = { throw $0.requirements.needsBuild }
    ) throws -> LockInputs {
        var reading = WorkspaceInputs(
            workspace: self, indexes: indexes, unsourced: unsourced, built: built)
        return try reading.inputs(options, requiresPython: requiresPython ?? fallback)
    }
}

/// Applies sources to the requirements of all members and gathers what is wrong.
private struct WorkspaceInputs {
    let workspace: Workspace
    let indexes: [IndexLocation]
    let unsourced: PackageSelection
    let built: (Project) throws -> CoreMetadata
    private var faults: [TOMLErrors] = []
    /// Members by their directories, for sources that name those.
    private let places: [Path: Project]
    private let members: [PackageName: Project]

    init(
        workspace: Workspace, indexes: [IndexLocation], unsourced: PackageSelection,
        built: @escaping (Project) throws -> CoreMetadata
    ) {
        self.workspace = workspace
        self.indexes = indexes
        self.unsourced = unsourced
        self.built = built
        places = Dictionary(workspace.members.map { ($0.directory, $0) }) { first, _ in first }
        members = Dictionary(workspace.members.map { ($0.name, $0) }) { first, _ in first }
    }

    mutating func inputs(
        _ options: ResolutionOptions, requiresPython: VersionSpecifiers
    ) throws -> LockInputs {
        var members = try workspace.members.map { try member($0) }
        installRequired(&members)
        let root = workspace.rootProject
        let settings = root.settings
        let constraints = lowered(settings.constraints, of: root)
        let overrides = lowered(settings.overrides, of: root)
        let conflicts = conflictSets()
        if requiresPython.ranges.isEmpty, let first = workspace.members.first {
            let item = first.document["project", "requires-python"]
            report(
                "there is no Python that all members can run on: `\(requiresPython)`", item?.span ?? 0..<0,
                in: first)
        }
        if !faults.isEmpty { throw ProjectFaults(faults) }
        return LockInputs(
            requiresPython: requiresPython, members: members, constraints: constraints,
            overrides: overrides, environments: settings.environments,
            requiredEnvironments: settings.requiredEnvironments, conflicts: conflicts, mode: options.mode,
            prerelease: options.prerelease, excludeNewer: options.excludeNewer)
    }

    private mutating func report(_ message: String, _ span: Range<Int>, in project: Project) {
        let fault = project.document.fault(message, at: span)
        let masked = TOMLFault(fault.message, fault.snippet.maskingUserInformation)
        faults.append(project.document.errors([masked]))
    }

    // MARK: Members

    private mutating func member(_ project: Project) throws -> LockInputs.Member {
        var requirements = project.requirements
        if requirements.needsBuildForRequirements {
            requirements = requirements.completed(try built(project))
        }
        var member = LockInputs.Member(
            name: project.name, version: project.version, path: workspace.path(of: project),
            isVirtual: project.isVirtual, dependencies: lowered(requirements.dependencies, of: project))
        for name in requirements.extraNames {
            member.extras[name] = lowered(requirements.extras[name] ?? [], of: project, extra: name)
        }
        for name in project.groups {
            member.groups[name] = lowered(project.entries(ofGroup: name), of: project, group: name)
        }
        member.hardware = project.settings.extras
        faults += project.unknownNames.map { project.document.errors([$0]) }
        checkSources(of: project)
        return member
    }

    /// A member that another one requires is installed, with a build system or without, unless it says `package = false`.
    private func installRequired(_ members: inout [LockInputs.Member]) {
        var required: Set<PackageName> = []
        for member in members {
            let lists = [member.dependencies] + Array(member.extras.values) + Array(member.groups.values)
            for requirement in lists.joined() where requirement.requirement.name != member.name {
                if case .workspace = requirement.source { required.insert(requirement.requirement.name) }
            }
        }
        for index in members.indices where members[index].isVirtual && required.contains(members[index].name)
        {
            guard let project = workspace.member(members[index].name), project.isProject else { continue }
            members[index].isVirtual = project.settings.isPackage == false
        }
    }

    /// A source for what an extra or a group asks for is of no use, and probably a slip, where that does not ask for
    /// the package.
    private mutating func checkSources(of project: Project) {
        for (name, entries) in project.settings.sources.entries {
            for entry in entries {
                let list: [ProjectRequirements.Entry]?
                let what: String
                if let extra = entry.extra {
                    list = project.requirements.extras[extra]
                    what = "extra `\(extra)`"
                } else if let group = entry.group {
                    list = project.groups.contains(group) ? project.entries(ofGroup: group) : nil
                    what = "dependency group `\(group)`"
                } else {
                    continue
                }
                if let list {
                    if !list.contains(where: { $0.requirement.name == name }) {
                        report("the \(what) does not ask for `\(name)`", entry.span, in: project)
                    }
                } else {
                    report("there is no \(what)", entry.span, in: project)
                }
            }
        }
    }

    // MARK: Requirements

    private mutating func lowered(
        _ entries: [ProjectRequirements.Entry], of project: Project, extra: ExtraName? = nil,
        group: ExtraName? = nil
    ) -> [LockRequirement] {
        var found: Set<LockRequirement> = []
        for entry in entries { found.formUnion(lowered(entry, of: project, extra: extra, group: group)) }
        return found.map { (key: $0.sortKey, value: $0) }.sorted { $0.key < $1.key }.map(\.value)
    }

    private mutating func lowered(
        _ entry: ProjectRequirements.Entry, of project: Project, extra: ExtraName?, group: ExtraName?
    ) -> [LockRequirement] {
        var requirement = entry.requirement
        if let url = requirement.url {
            do {
                requirement.source = .url(try Self.withoutSecrets(url))
            } catch {
                report(error.reason, entry.span, in: project)
            }
            return [LockRequirement(requirement)]
        }
        if let member = members[requirement.name] { check(requirement, on: member, entry.span, in: project) }
        if requirement.name == project.name {
            return [LockRequirement(requirement, source: .workspace(isEditable: nil))]
        }
        if unsourced.contains(requirement.name) { return [LockRequirement(requirement)] }
        let owner = project.settings.sources[requirement.name] != nil ? project : workspace.rootProject
        let sources = (owner.settings.sources[requirement.name] ?? [])
            .filter { $0.counts(extra: extra, group: group) }
        guard !sources.isEmpty else {
            if members[requirement.name] != nil {
                report(
                    "`\(requirement.name)` is a member of the workspace, but no source says `\(requirement.name) = { workspace = true }`",
                    entry.span, in: project)
            }
            return [LockRequirement(requirement)]
        }
        return divided(requirement, among: sources, of: owner)
    }

    /// The requirement where each source counts, and where none does.
    private mutating func divided(
        _ requirement: Requirement, among sources: [SourcesTable.Entry], of owner: Project
    ) -> [LockRequirement] {
        let all = MarkerSet(requirement.marker)
        var rest = all
        var found: [LockRequirement] = []
        for source in sources {
            let part = MarkerSet(source.marker)
            rest = rest.and(part.not)
            guard !all.isDisjoint(with: part), let place = place(source, of: requirement.name, owner) else {
                continue
            }
            var copy = requirement
            copy.marker = Marker.both(requirement.marker, source.marker)
            found.append(LockRequirement(copy, source: place))
        }
        if !rest.isFalse {
            var copy = requirement
            copy.marker = rest.marker
            found.append(LockRequirement(copy))
        }
        return found
    }

    /// A requirement on a member: its version and extras are known.
    private mutating func check(
        _ requirement: Requirement, on member: Project, _ span: Range<Int>, in project: Project
    ) {
        let whose = member.name == project.name ? "the project" : "the member `\(member.name)`"
        if let version = member.version, !requirement.specifiers.contains(version, prereleases: true) {
            report("\(whose) itself is at version \(version)", span, in: project)
        }
        for extra in requirement.extras where !member.requirements.extraNames.contains(extra) {
            report("\(whose) has no extra `\(extra)`", span, in: project)
        }
    }

    // MARK: Sources

    private mutating func place(
        _ entry: SourcesTable.Entry, of name: PackageName, _ owner: Project
    ) -> LockRequirement.Source? {
        switch entry.place {
        case .index(let index):
            guard let url = url(ofIndex: index, for: owner) else {
                report("there is no index `\(index)`", entry.span, in: owner)
                return nil
            }
            return .index(name: index, url: url)
        case .archive(let url, let subdirectory):
            return .archive(url: (try? Self.withoutSecrets(url)) ?? url, subdirectory: subdirectory)
        case .git(let url, let reference, let subdirectory, let lfs):
            return .git(
                url: (try? Self.withoutSecrets(url)) ?? url, reference: reference,
                subdirectory: subdirectory, lfs: lfs)
        case .path(let text, let isEditable):
            let path = Path(text).absolute(in: owner.directory)
            if let member = places[path], member.name == name { return .workspace(isEditable: isEditable) }
            let shown = Path(text).isAbsolute ? path : path.shortest(from: workspace.root)
            return .path(shown.text, isEditable: isEditable)
        case .workspace(let isEditable):
            guard members[name] != nil else {
                report("the workspace has no member `\(name)`", entry.span, in: owner)
                return nil
            }
            return .workspace(isEditable: isEditable)
        }
    }

    /// What was given outside the documents counts first, then the project's own, then the workspace's.
    private func url(ofIndex name: String, for project: Project) -> String? {
        let own = [project, workspace.rootProject].compactMap { project in
            project.settings.indexes.first { $0.name == name }.map { url(of: $0, in: project) }
        }
        let given = indexes.first { $0.name == name }?.url
        // The given ones include the documents' own, of whatever document.
        if let given, !own.contains(given) { return portable(given) }
        return (own.first ?? given).map(portable)
    }

    private func url(of index: ProjectSettings.NamedIndex, in project: Project) -> String {
        if index.url.contains("://") || index.url.hasPrefix("file:") {
            return (try? URLReference(parsing: index.url))?.text ?? index.url
        }
        return URLReference.file(Path(index.url).absolute(in: project.directory)).text
    }

    /// A directory of the workspace by its path from the root.
    private func portable(_ url: String) -> String {
        guard let path = (try? URLReference(parsing: url))?.filePath,
            let relative = path.normalised.relative(to: workspace.root)
        else { return url }
        return relative.text
    }

    /// Without a password; the user of an SSH server stays.
    private static func withoutSecrets(_ text: String) throws(InvalidURL) -> String {
        let reference = try URLReference(parsing: text)
        guard let user = reference.userinfo, !user.isEmpty else { return text }
        if reference.scheme.hasSuffix("ssh"), !user.contains(":") { return text }
        return reference.withoutCredentials.text + (reference.fragment.map { "#" + $0 } ?? "")
    }

    // MARK: Conflicts

    private mutating func conflictSets() -> [ConflictSet] {
        var found: [ConflictSet] = []
        for project in conflictDocuments {
            for entries in project.settings.conflicts {
                var items: [ConflictSet.Item] = []
                for entry in entries {
                    if let item = conflictItem(entry, in: project), !items.contains(item) {
                        items.append(item)
                    }
                }
                guard items.count > 1 else { continue }
                for set in [ConflictSet(items: items)] + implied(items) where !found.contains(set) {
                    found.append(set)
                }
            }
        }
        return found
    }

    /// Those of the root count also when it is no project.
    private var conflictDocuments: [Project] {
        let root = workspace.rootProject
        return workspace.members.contains { $0.directory == root.directory }
            ? workspace.members : [root] + workspace.members
    }

    private mutating func conflictItem(
        _ entry: ProjectSettings.ConflictEntry, in project: Project
    ) -> ConflictSet.Item? {
        let name = entry.package ?? project.name
        guard members[name] != nil else {
            report(
                entry.package == nil
                    ? "`package` is missing: there is no project here"
                    : "the workspace has no member `\(name)`", entry.span, in: project)
            return nil
        }
        if let extra = entry.extra { return .init(member: name, kind: .extra(extra)) }
        if let group = entry.group { return .init(member: name, kind: .group(group)) }
        return .init(member: name, kind: .project)
    }

    /// A group that includes another conflicts with all that the other conflicts with.
    private func implied(_ items: [ConflictSet.Item]) -> [ConflictSet] {
        let all = items.map { item -> [ConflictSet.Item] in
            guard case .group(let group) = item.kind, let member = members[item.member] else { return [item] }
            return [item]
                + member.groups(including: group).map { .init(member: item.member, kind: .group($0)) }
        }
        var found: [ConflictSet] = []
        for first in all.indices {
            for second in all.indices where second > first {
                for one in all[first] {
                    for other in all[second] where one != all[first][0] || other != all[second][0] {
                        found.append(ConflictSet(items: [one, other]))
                    }
                }
            }
        }
        return found
    }
}

extension LockRequirement {
    /// Requirements of one list stand in this order, whatever that of the document.
    fileprivate var sortKey: String { "\(requirement.name) \(requirement) \(source.map { "\($0)" } ?? "")" }
}
