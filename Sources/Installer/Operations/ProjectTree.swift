/// The tree of a project's packages: brings its lock up to date, then shows a part of it. Nothing is installed.
package func projectTree(
    _ request: ProjectTreeRequest, in session: Session
) throws -> ProjectTreeReport {
    let locked = try lockProject(request.sync.lock, in: session)
    let lock = locked.lock
    let members = try session.members(request.sync.members, of: locked.workspace)
    let hasMaps = lock.choices.contains { if case .index = $0.subject { true } else { false } }
    var origins = TreeOrigins(lock.inputs, maps: hasMaps ? try session.providers().variantIndexes : [])
    // What comes from where everything comes from needs no name.
    for index in request.sync.lock.access.index.indexes where index.isDefault { origins.leaveOut(index.url) }
    var report: ProjectTreeReport
    switch request.scope {
    case .universal:
        let tree = DependencyTree(
            lock, members: lock.inputs.members.map(\.name), naming: origins, parts: { _, _ in true },
            holds: { _ in nil })
        report = ProjectTreeReport(tree: tree, extras: nil, groups: nil, labels: [:], notes: [])
    case .host, .allVariants:
        let workspace = locked.workspace
        let interpreter = try treeInterpreter(request.sync, workspace: workspace, in: session)
        let remembered = RememberedSelection(
            in: workspace.environmentPath(environment: session.environment), reporter: session.reporter)
        if request.scope == .host {
            let chosen = try session.select(
                from: locked, for: request.sync, remembered: remembered,
                markers: interpreter.markerEnvironment, tags: interpreter.tags, interpreter: interpreter)
            report = ProjectTreeReport(
                tree: DependencyTree(chosen.selection, naming: origins), extras: chosen.inForce.extras,
                groups: chosen.inForce.groups, labels: chosen.inForce.labels,
                notes: chosen.notes + chosen.decisions)
        } else {
            let inForce = try session.inForce(
                members: members, from: locked, for: request.sync, remembered: remembered)
            report = ProjectTreeReport(
                tree: allVariants(lock, members, inForce, interpreter.markerEnvironment, origins),
                extras: inForce.extras, groups: inForce.groups, labels: [:],
                notes: inForce.remembered.isEmpty ? [] : [inForce.remembered.note])
        }
    }
    if request.sync.lock.script != nil { report.tree = report.tree.withoutRoots }
    report.tree = report.tree.pruned(request.pruned)
    if request.isInverted { report.tree = report.tree.inverted }
    try focus(&report.tree, on: request.packages)
    if request.findsNewest {
        try session.markOutdated(&report.tree, lock, request.sync.lock, root: locked.workspace.root)
    }
    return report
}

/// The Python whose platform and version decide: that of the project's environment, where there is one.
private func treeInterpreter(
    _ request: SyncRequest, workspace: Workspace, in session: Session
) throws -> Interpreter {
    let root = workspace.environmentPath(environment: session.environment)
    if request.lock.python.python == nil, VirtualEnvironmentConfiguration(in: root) != nil,
        let interpreter = try? session.interpreterSearch.query.interpreter(inEnvironment: root)
    {
        return interpreter
    }
    return try session.interpreter(for: request.lock.python, preference: .system)
}

/// What can come into question on this platform, whatever the hardware is: markers about variants are not decided, and
/// extras between which hardware chooses are all there where the user chose none.
private func allVariants(
    _ lock: Lock, _ members: [PackageName], _ selection: SelectionInForce, _ environment: MarkerEnvironment,
    _ origins: TreeOrigins
) -> DependencyTree {
    var extras = selection.extras
    for choice in lock.choices {
        guard case .extras(let member) = choice.subject else { continue }
        let names = choice.options.compactMap(\.extra).map { ExtraName(member: member, $0) }
        if extras.isDisjoint(with: names) { extras.formUnion(names) }
    }
    let markers = LockMarkers(environment: environment, extras: extras, groups: selection.groups)
    func holds(_ marker: Marker) -> Bool? {
        switch marker {
        case .term(let term):
            return term.subject.isVariant
                ? nil : markers.holds(marker, own: .ordinary, scopes: { _ in nil })
        case .and(let parts):
            let found = parts.map(holds)
            return found.contains(false) ? false : found.contains(nil) ? nil : true
        case .or(let parts):
            let found = parts.map(holds)
            return found.contains(true) ? true : found.contains(nil) ? nil : false
        }
    }
    return DependencyTree(
        lock, members: members, naming: origins,
        parts: { member, part in
            switch part {
            case .project: selection.includesProject
            case .extra(let name): extras.contains(ExtraName(member: member, name))
            case .group(let name): selection.groups.contains(ExtraName(member: member, name))
            }
        }, holds: holds)
}

/// Begins with the packages that were named.
private func focus(_ tree: inout DependencyTree, on names: [PackageName]) throws {
    guard !names.isEmpty else { return }
    let reached = tree.reached
    for name in names where !reached.contains(where: { tree.nodes[$0].name == name }) {
        throw Diagnostic(
            "The package `\(name)` is not in the tree",
            hints: ["`--universal` shows the packages of all platforms, extras and groups"])
    }
    tree.roots = reached.filter { names.contains(tree.nodes[$0].name) }.sorted()
}

extension Session {
    /// Notes at each package the newest version that there is, where that is newer.
    fileprivate func markOutdated(
        _ tree: inout DependencyTree, _ lock: Lock, _ request: LockRequest, root: Path
    ) throws {
        let use = try useCache()
        defer { withExtendedLifetime(use) {} }
        let reached = tree.reached.sorted()
        let found = reached.compactMap { place -> (place: Int, package: LockedPackage)? in
            let node = tree.nodes[place]
            return lock.packages.first { $0.name == node.name && $0.version == node.version }.map {
                (place, $0)
            }
        }
        let releases = NewestReleases(request, python: lock.requiresPython.ranges.lowestPlace, in: self)
        let newest = try releases.versions(of: found.map(\.package), in: LockPlaces(directory: root))
        for (item, version) in zip(found, newest) {
            if let version, let locked = item.package.version, version > locked {
                tree.nodes[item.place].newest = version
            }
        }
    }
}
