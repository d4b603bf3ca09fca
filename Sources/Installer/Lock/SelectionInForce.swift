/// The extras, groups and labels that a command works with, from all layers: the command line, what the environment
/// remembers, environment variables, defaults, and at last the hardware (`decide`).
package struct SelectionInForce: Sendable {
    package var members: [PackageName]
    /// false: only groups (`--only-group`).
    package var includesProject: Bool
    /// Qualified by their member, `demo:cpu`; and the names of the members whose own dependencies are in force.
    package internal(set) var extras: Set<ExtraName> = []
    package internal(set) var groups: Set<ExtraName> = []
    /// The label of each variant index that is in force.
    package internal(set) var labels: [String: VariantLabel] = [:]
    package internal(set) var preferences: VariantPreferences
    /// The part of what is remembered that had a say.
    package private(set) var remembered = RememberedSelection()
    /// What the hardware decided.
    package internal(set) var decisions: [HardwareDecision] = []
    /// The devices of this host in place of those of all hosts.
    package internal(set) var narrowings: [NarrowedExtras] = []

    private let conflicts: [ConflictSet]
    private var defined: Defined

    /// The extras and groups that the members have.
    private struct Defined {
        var extras: [PackageName: Set<ExtraName>] = [:]
        var groups: [PackageName: Set<ExtraName>] = [:]
    }

    /// Throws when an extra or group that was named is no member's, and when what was named excludes itself.
    /// Weaker layers lose to stronger ones with which they conflict.
    ///
    /// - Parameters:
    ///   - members: those that are worked on.
    ///   - defaultExtras: `default-extras` of the members, qualified by them; those of members that are not worked on
    ///     do not count.
    ///   - defaultGroups: likewise.
    ///   - preferences: of all layers; their labels count after those that are remembered.
    package init(
        _ request: SelectionRequest, members: [PackageName], in inputs: LockInputs,
        defaultExtras: Set<ExtraName> = [], defaultGroups: Set<ExtraName> = [],
        remembered: RememberedSelection = RememberedSelection(), preferences: VariantPreferences = .none
    ) throws {
        self.members = members
        self.preferences = preferences
        conflicts = inputs.conflicts
        includesProject = request.onlyGroups.isEmpty
        defined = Defined()
        for member in inputs.members where members.contains(member.name) {
            defined.extras[member.name] = Set(member.extras.keys)
            defined.groups[member.name] = Set(member.groups.keys)
        }
        let memory = request.forgets ? RememberedSelection() : remembered
        if includesProject { extras.formUnion(members.map(\.asExtra)) }
        try addExtras(request, memory, defaultExtras)
        try addGroups(request, memory, defaultGroups)
        if request.labels.isEmpty {
            self.remembered.labels = memory.labels
            self.preferences.labels.merge(memory.labels) { $1 }
        }
        self.preferences.labels.merge(request.labels) { $1 }
    }

    private mutating func addExtras(
        _ request: SelectionRequest, _ memory: RememberedSelection, _ defaults: Set<ExtraName>
    ) throws {
        guard includesProject else { return }
        try require(
            request.extras.union(request.noExtras), among: defined.extras, "Extra",
            "`optional-dependencies` table")
        var layers: [Set<ExtraName>] = []
        if request.allExtras {
            layers = [defined.extras.values.reduce(into: []) { $0.formUnion($1) }]
        } else {
            if !request.extras.isEmpty {
                layers = [request.extras]
            } else if !memory.extras.isEmpty {
                let known = memory.extras.subtracting(request.noExtras)
                layers = [known]
                remembered.extras = known.filter { name in
                    defined.extras.values.contains { $0.contains(name) }
                }
            } else {
                layers = [request.environmentExtras]
            }
        }
        for layer in layers {
            let wanted = layer.subtracting(request.noExtras)
            extras.formUnion(admitted(defined.extras, { wanted.contains($1) }) { .extra($0) })
        }
        if request.allExtras { return }
        extras.formUnion(
            admitted(
                defined.extras,
                { defaults.contains(ExtraName(member: $0, $1)) && !request.noExtras.contains($1) }
            ) { .extra($0) })
    }

    private mutating func addGroups(
        _ request: SelectionRequest, _ memory: RememberedSelection, _ defaults: Set<ExtraName>
    ) throws {
        let named = request.groups.union(request.onlyGroups)
        // `--no-dev` is for any project.
        let excluded = request.noGroups.filter { $0.text != "dev" }
        try require(named.union(excluded), among: defined.groups, "Group", "`dependency-groups` table")
        var layers: [Set<ExtraName>] = []
        if request.allGroups {
            layers = [defined.groups.values.reduce(into: []) { $0.formUnion($1) }]
        } else if !request.onlyGroups.isEmpty {
            layers = [named]
        } else {
            if !request.groups.isEmpty {
                layers = [request.groups]
            } else if !memory.groups.isEmpty {
                let known = memory.groups.subtracting(request.noGroups)
                layers = [known]
                remembered.groups = known.filter { name in
                    defined.groups.values.contains { $0.contains(name) }
                }
            } else {
                layers = [request.environmentGroups]
            }
        }
        for layer in layers {
            let wanted = layer.subtracting(request.noGroups)
            groups.formUnion(admitted(defined.groups, { wanted.contains($1) }) { .group($0) })
        }
        if request.allGroups || request.noDefaultGroups || !request.onlyGroups.isEmpty { return }
        groups.formUnion(
            admitted(
                defined.groups,
                { defaults.contains(ExtraName(member: $0, $1)) && !request.noGroups.contains($1) }
            ) { .group($0) })
    }

    private func require(
        _ names: Set<ExtraName>, among defined: [PackageName: Set<ExtraName>], _ kind: String, _ table: String
    ) throws {
        let unknown = names.filter { name in !defined.values.contains { $0.contains(name) } }.sorted()
        guard let first = unknown.first else { return }
        if unknown.count == 1 {
            throw Diagnostic("\(kind) `\(first)` is not defined in the project's \(table)")
        }
        let list = unknown.map { "`\($0)`" }.joined(separator: ", ")
        throw Diagnostic("\(kind)s \(list) are not defined in the project's \(table)")
    }

    /// Those of a layer that members have and that nothing stronger excludes, qualified.
    private func admitted(
        _ defined: [PackageName: Set<ExtraName>], _ isWanted: (PackageName, ExtraName) -> Bool,
        _ kind: (ExtraName) -> ConflictSet.Item.Kind
    ) -> Set<ExtraName> {
        var result: Set<ExtraName> = []
        for (member, known) in defined {
            for name in known
            where isWanted(member, name) && !isExcluded(ConflictSet.Item(member: member, kind: kind(name))) {
                result.insert(ExtraName(member: member, name))
            }
        }
        return result
    }

    /// Without the members' own names.
    package var namedExtras: [String] {
        extras.subtracting(members.map(\.asExtra)).map(\.text).sorted()
    }
    package var namedGroups: [String] { groups.map(\.text).sorted() }

    /// Something in force excludes it.
    func isExcluded(_ item: ConflictSet.Item) -> Bool {
        if item.isInForce(extras, groups) { return false }
        return conflicts.contains { set in
            set.items.contains(item) && set.items.contains { $0 != item && $0.isInForce(extras, groups) }
        }
    }
}

extension LockSelection.Setting {
    /// For what is in force; the hardware has had its say.
    package init(
        _ selection: SelectionInForce, markers: MarkerEnvironment, tags: PlatformTags,
        supported: @escaping (VariantMetadata, Set<String>) throws -> SupportedProperties
    ) {
        self.init(markers: markers, tags: tags, members: selection.members, supported: supported)
        extras = selection.extras
        groups = selection.groups
        includesProject = selection.includesProject
        labels = selection.labels
        preferences = selection.preferences
    }

    /// With every member, extra and group that no conflict speaks of.
    func widened(in inputs: LockInputs) -> LockSelection.Setting {
        var wide = self
        let limited = Set(inputs.conflicts.flatMap(\.items))
        for member in inputs.members {
            if !limited.contains(ConflictSet.Item(member: member.name, kind: .project)) {
                if !wide.members.contains(member.name) { wide.members.append(member.name) }
                wide.extras.insert(member.name.asExtra)
            }
            for extra in member.extras.keys
            where !limited.contains(ConflictSet.Item(member: member.name, kind: .extra(extra))) {
                wide.extras.insert(ExtraName(member: member.name, extra))
            }
            for group in member.groups.keys
            where !limited.contains(ConflictSet.Item(member: member.name, kind: .group(group))) {
                wide.groups.insert(ExtraName(member: member.name, group))
            }
        }
        wide.includesProject = true
        return wide
    }
}
