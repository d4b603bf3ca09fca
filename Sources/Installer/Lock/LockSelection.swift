internal import VariantProviders

/// What of a lock is installed in one environment: a pure function of the lock, the environment, the extras and
/// groups in force, what the host supports and what the user prefers (design §4; PEP 825, V-136, V-174).
///
/// It changes nothing and asks no index. What the markers of the lock ask about the outcome itself (the variant that
/// was chosen of another package, versions that a variant was built for, extras that one member asks of another) is
/// assumed, and the walk repeated with what was found until both are the same; so the answer does not hang on any
/// order.
package struct LockSelection: Sendable {
    /// What the selection depends on, beside the lock.
    package struct Setting {
        package var markers: MarkerEnvironment
        package var tags: PlatformTags
        /// The members that are worked on.
        package var members: [PackageName]
        /// Qualified by their member, `demo:cpu`.
        package var extras: Set<ExtraName> = []
        package var groups: Set<ExtraName> = []
        /// false: only groups (`--only-group`).
        package var includesProject = true
        /// The label of each variant index that is in force; none: ordinary indexes.
        package var labels: [String: VariantLabel] = [:]
        package var preferences: VariantPreferences = .none
        package var supported: (VariantMetadata, Set<String>) throws -> SupportedProperties
        /// Packages whose wheels are not taken.
        package var noBinary: PackageSelection = .none
        /// Packages that are not built.
        package var noBuild: PackageSelection = .none
        /// Versions that variants are held against in place of those selected (V-238).
        package var abiOverrides: [PackageName: Version] = [:]

        package init(
            markers: MarkerEnvironment, tags: PlatformTags, members: [PackageName],
            supported: @escaping (VariantMetadata, Set<String>) throws -> SupportedProperties = { _, _ in
                SupportedProperties()
            }
        ) {
            self.markers = markers
            self.tags = tags
            self.members = members
            self.supported = supported
        }
    }

    package struct Item: Sendable {
        package var package: LockedPackage
        package var pick: LockPick
        /// The extras of it that are asked for.
        package var extras: Set<ExtraName>
        /// By name, then version.
        package var requiredBy: [(name: PackageName, version: Version?)]
        /// A member that is worked on requires it.
        package var isDirect: Bool
        /// false: a member of which only groups are in force, or that is virtual; it is in no environment.
        package var isInstalled: Bool

        /// nil: there is nothing that fits, or it is a source tree.
        package var file: LockedFile? {
            switch pick {
            case .wheel(let file, _), .build(let file): file
            case .tree, .nothing: nil
            }
        }
        package var variant: ChosenVariant? {
            if case .wheel(_, let variant) = pick { variant } else { nil }
        }
        fileprivate var lacksFile: Bool {
            if case .nothing = pick { isInstalled } else { false }
        }
    }

    /// A dependency that is in force, between two items by their number.
    package struct Edge: Sendable {
        package var from: Int
        package var part: LockPart
        package var to: Int
        package var dependency: LockedDependency
    }

    /// By name, then version.
    package let items: [Item]
    /// By `from`, then part, then in the order of the lock.
    package let edges: [Edge]
    /// The members that are worked on, as numbers of items.
    package let roots: [Int]
    /// All extras in force, those that a member asks of another included.
    package let extras: Set<ExtraName>

    /// Throws when the lock is not for this environment, when what is in force excludes each other, and when the
    /// lock contradicts itself. That nothing of a package fits is told by its `pick`; `requireFiles` throws it.
    package init(_ lock: Lock, in setting: Setting) throws {
        try LockSelectionCheck(lock: lock).environment(setting.markers)
        let graph = LockGraph(lock)
        let setting = setting.withoutLabels(decidedFor: lock.choices)
        let picking = LockPicking(lock: lock, setting: setting)
        var first: Result<LockSelection, any Error>?
        for start in Assumption.starts(lock, setting, picking) {
            let outcome = Result { try LockSelection(graph, setting, picking, from: start) }
            if case .success(let selection) = outcome, !selection.items.contains(where: \.lacksFile) {
                self = selection
                return
            }
            first = first ?? outcome
        }
        self = try first!.get()
    }

    private init(
        _ graph: LockGraph, _ setting: Setting, _ picking: LockPicking, from start: Assumption
    ) throws {
        let lock = graph.lock
        var assumed = start
        // What is assumed settles along chains of dependencies; a lock in which it does not contradicts itself.
        for _ in 0..<min(lock.packages.count + 3, 200) {
            let reading = Reading()
            var walk = LockWalk(graph, setting, assumed, picking, reading)
            try walk.run()
            let found = Assumption(walk, graph, setting, picking, assumed)
            // Asked like any other marker: before it is looked at whether what was assumed is what was found.
            let unsolved = lock.unsolved.first {
                walk.markers.holds($0, own: .ordinary, scopes: walk.scopes) ?? false
            }
            if reading.isAnswered(alike: assumed, found) {
                if let unsolved { throw LockSelectionCheck.refusal(unsolved) }
                try LockSelectionCheck(lock: lock).outcome(walk, extras: found.extras, groups: setting.groups)
                let result = try SelectedItems(walk, graph, setting, picking, found)
                items = result.items
                edges = result.edges
                roots = result.roots
                extras = found.extras
                return
            }
            assumed = found
        }
        throw Diagnostic(
            "`\(Lock.fileName)` contradicts itself: which of its packages are needed here does not settle",
            hints: ["Delete it and run `swuv lock`"])
    }

    /// The item of a package that is in the environment or a root.
    package subscript(name: PackageName) -> Item? { items.first { $0.package.name == name } }

    /// Throws when a package that is to be installed has no file that fits here.
    package func requireFiles(
        file: String = Lock.fileName, without: (PackageName) -> Bool = { _ in false }
    ) throws {
        var faults: [String] = []
        for item in items where item.isInstalled && !without(item.package.name) {
            guard case .nothing(let reasons) = item.pick else { continue }
            faults.append((["`\(item.package.title)`"] + reasons).joined(separator: ": "))
        }
        if !faults.isEmpty { throw Diagnostic("`\(file)` cannot be installed here", causes: faults) }
    }
}

/// What is installed of a locked package.
package enum LockPick: Hashable, Sendable {
    /// nil: an ordinary wheel.
    case wheel(LockedFile, ChosenVariant?)
    /// A source distribution, which has to be built.
    case build(LockedFile)
    /// A source tree: a member, a directory, a repository.
    case tree
    /// Why, outermost first.
    case nothing([String])
}

// MARK: - What is assumed

extension LockSelection {
    /// What a walk takes to be its own outcome.
    struct Assumption {
        var extras: Set<ExtraName>
        var versions: [PackageName: Version] = [:]
        var variants: [PackageName: VariantValues] = [:]

        /// What may be assumed to begin with. Where builds were made for one of several versions of a package, each of
        /// these, the newest first: a build may require the very version that it was made for.
        static func starts(_ lock: Lock, _ setting: Setting, _ picking: LockPicking) -> [Assumption] {
            let start = Assumption(first: lock, setting)
            let open = Set(lock.packages.indices.flatMap(picking.dependenciesOfBuilds)).filter {
                start.versions[$0] == nil
            }
            if open.isEmpty { return [start] }
            let versions = Dictionary(grouping: lock.packages.filter { open.contains($0.name) }, by: \.name)
                .mapValues { $0.compactMap(\.version).sorted(by: >) }
            let most = versions.values.map(\.count).max() ?? 0
            return (0..<most).map { number in
                var start = start
                for (name, list) in versions where !list.isEmpty {
                    start.versions[name] = list[min(number, list.count - 1)]
                }
                return start
            } + [start]
        }

        /// Nothing but what was asked for, and every package that has one version only.
        private init(first lock: Lock, _ setting: Setting) {
            extras = setting.extras
            if setting.includesProject { extras.formUnion(setting.members.map(\.asExtra)) }
            var several: Set<PackageName> = []
            for package in lock.packages {
                guard let version = package.version else { continue }
                if let other = versions.updateValue(version, forKey: package.name), other != version {
                    several.insert(package.name)
                }
            }
            for name in several { versions[name] = nil }
            versions.merge(setting.abiOverrides) { $1 }
        }

        init(
            _ walk: LockWalk, _ graph: LockGraph, _ setting: Setting, _ picking: LockPicking,
            _ before: Assumption
        ) {
            extras = setting.extras
            for (place, node) in walk.nodes where node.isProject || !node.extras.isEmpty {
                let package = graph.lock.packages[place]
                if let version = package.version {
                    versions[package.name] = max(version, versions[package.name] ?? version)
                }
                if node.own.label != "" { variants[package.name] = node.own }
                guard package.isMember else { continue }
                if node.isProject { extras.insert(package.name.asExtra) }
                for extra in node.extras { extras.insert(ExtraName(member: package.name, extra)) }
            }
            versions.merge(setting.abiOverrides) { $1 }
        }
    }

    /// Which parts of an assumption a walk made use of.
    final class Reading {
        var scopes: Set<PackageName> = []
        /// Packages that variants were built for.
        var versions: Set<PackageName> = []

        func isAnswered(alike one: Assumption, _ other: Assumption) -> Bool {
            one.extras == other.extras
                && versions.allSatisfy { one.versions[$0] == other.versions[$0] }
                && scopes.allSatisfy { one.variants[$0] == other.variants[$0] }
        }
    }
}

extension LockWalk {
    init(
        _ graph: LockGraph, _ setting: LockSelection.Setting, _ assumed: LockSelection.Assumption,
        _ picking: LockPicking, _ reading: LockSelection.Reading
    ) {
        self.init(
            graph: graph,
            roots: Roots(
                members: setting.members, includesProject: setting.includesProject, extras: setting.extras,
                groups: setting.groups),
            markers: LockMarkers(
                environment: setting.markers, extras: assumed.extras, groups: setting.groups),
            scopes: { scope in
                switch scope {
                case .index(let name):
                    return setting.labels[name].map { VariantValues(label: $0) } ?? .ordinary
                case .release(let name, let version):
                    return picking.values(of: name, version, in: graph)
                case .package(let name):
                    reading.scopes.insert(name)
                    return assumed.variants[name] ?? .ordinary
                }
            },
            own: { place in
                reading.versions.formUnion(picking.dependenciesOfBuilds(place))
                return try picking.markerValues(place, versions: assumed.versions)
            })
    }
}

// MARK: - The outcome

/// The items and edges of a walk, in their order.
private struct SelectedItems {
    var items: [LockSelection.Item] = []
    var edges: [LockSelection.Edge] = []
    var roots: [Int] = []

    init(
        _ walk: LockWalk, _ graph: LockGraph, _ setting: LockSelection.Setting, _ picking: LockPicking,
        _ found: LockSelection.Assumption
    ) throws {
        let packages = graph.lock.packages
        let places = walk.nodes.keys.sorted { packages[$0].stands(before: packages[$1]) }
        let numbers = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
        let members = Set(setting.members)
        for place in places {
            let package = packages[place]
            let node = walk.nodes[place]!
            if package.isMember, members.contains(package.name) { roots.append(items.count) }
            items.append(
                LockSelection.Item(
                    package: package, pick: try picking.pick(place, versions: found.versions),
                    extras: node.extras, requiredBy: [], isDirect: false,
                    isInstalled: node.isProject && !package.isVirtual))
        }
        let sorted = walk.edges.sorted { a, b in
            let one = (numbers[a.from]!, a.part, a.number)
            return one < (numbers[b.from]!, b.part, b.number)
        }
        for edge in sorted {
            let (from, to) = (numbers[edge.from]!, numbers[edge.to]!)
            edges.append(
                LockSelection.Edge(
                    from: from, part: edge.part, to: to,
                    dependency: graph.dependencies(of: edge.from, edge.part)[edge.number]))
            let parent = items[from].package
            // Sorted by `from`, so that another edge of the same parent is the last that was added.
            if items[to].requiredBy.last.map({ $0.name != parent.name || $0.version != parent.version })
                ?? true
            {
                items[to].requiredBy.append((parent.name, parent.version))
            }
            if roots.contains(from) { items[to].isDirect = true }
        }
    }
}

extension LockedPackage {
    /// The order of a lock: by name, then version, then source.
    package func stands(before other: LockedPackage) -> Bool {
        if name != other.name { return name < other.name }
        switch (version, other.version) {
        case (let a?, let b?) where a != b: return a < b
        case (nil, _?): return true
        case (_?, nil): return false
        default: return "\(source)" < "\(other.source)"
        }
    }
}

extension LockSelection.Setting {
    /// A label that was asked for of a package of a variant index is the label of that index, and none of its wheels.
    fileprivate func withoutLabels(decidedFor choices: [LockedChoice]) -> Self {
        var copy = self
        for case .index(let name, let packages) in choices.map(\.subject) where labels[name] != nil {
            for package in packages { copy.preferences.labels[package] = nil }
        }
        return copy
    }
}
