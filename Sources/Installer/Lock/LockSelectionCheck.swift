/// What keeps a lock from being used in an environment, or with certain extras and groups.
struct LockSelectionCheck {
    let lock: Lock

    func environment(_ markers: MarkerEnvironment) throws {
        guard PylockChoice.accepts(lock.requiresPython, markers) else {
            throw Diagnostic(
                "The project needs Python \(lock.requiresPython), and this is Python \(markers.pythonFullVersion)"
            )
        }
        let environments = lock.inputs.environments
        if !environments.isEmpty, !environments.contains(where: { $0.evaluate(markers) }) {
            throw Diagnostic(
                "The project is not locked for this environment (`environments`)",
                causes: environments.prefix(8).map {
                    "it is locked for `\(TextExcerpt.shortened($0.description))`"
                })
        }
    }

    /// Of hosts for which there was no solution.
    static func refusal(_ hosts: Marker) -> Diagnostic {
        Diagnostic(
            "`\(Lock.fileName)` has no solution for this computer",
            causes: ["there was none where `\(TextExcerpt.shortened(hosts.description))`"],
            hints: ["`swuv lock --upgrade -v` tells why; other versions may have one"])
    }

    func outcome(_ walk: LockWalk, extras: Set<ExtraName>, groups: Set<ExtraName>) throws {
        try conflicts(extras, groups)
        var faults: [String] = []
        for (from, dependency) in walk.broken {
            let version = dependency.version.map { " \($0)" } ?? ""
            faults.append(
                "`\(lock.packages[from].title)` needs `\(dependency.name)\(version)`, of which the lock has none or several"
            )
        }
        var seen: [PackageName: Int] = [:]
        let places = walk.nodes.keys.sorted { lock.packages[$0].stands(before: lock.packages[$1]) }
        for place in places {
            let package = lock.packages[place]
            if let other = seen.updateValue(place, forKey: package.name) {
                faults.append(
                    "`\(lock.packages[other].title)` and `\(package.title)` both apply here\(sources(other, place))"
                )
            }
        }
        if faults.isEmpty { return }
        throw Diagnostic(
            "`\(Lock.fileName)` contradicts itself", causes: Array(Set(faults)).sorted(),
            hints: ["Delete it and run `swuv lock`"])
    }

    /// Of two entries with the same version, where they come from.
    private func sources(_ one: Int, _ other: Int) -> String {
        let (a, b) = (lock.packages[one], lock.packages[other])
        guard a.version == b.version, case .index(let first) = a.source, case .index(let second) = b.source
        else { return "" }
        return ": from `\(first)` and from `\(second)`"
    }

    /// At most one of a conflict set may be in force.
    func conflicts(_ extras: Set<ExtraName>, _ groups: Set<ExtraName>) throws {
        for set in lock.inputs.conflicts {
            let active = set.items.filter { $0.isInForce(extras, groups) }
            guard active.count > 1 else { continue }
            throw Diagnostic(
                "\(Self.list(active)) are incompatible with the declared conflicts: {\(set.items.map { "`\($0)`" }.joined(separator: ", "))}"
            )
        }
    }

    /// ``Extras `cpu` and `cuda` ``, ``Extra `cpu` and group `dev` ``.
    private static func list(_ items: [ConflictSet.Item]) -> String {
        func word(_ item: ConflictSet.Item) -> String {
            switch item.kind {
            case .extra: "extra"
            case .group: "group"
            case .project: "package"
            }
        }
        let isOneKind = Set(items.map(word)).count == 1
        var parts = items.map { isOneKind ? "`\($0.name)`" : "\(word($0)) `\($0.name)`" }
        if isOneKind { parts[0] = word(items[0]) + "s " + parts[0] }
        let text = parts.dropLast().joined(separator: ", ") + " and " + parts[parts.count - 1]
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}

extension ConflictSet.Item: CustomStringConvertible {
    package var name: ExtraName {
        switch kind {
        case .extra(let name), .group(let name): name
        case .project: member.asExtra
        }
    }

    /// As markers of a lock name it: `demo:cpu`.
    package var qualified: ExtraName {
        if case .project = kind { member.asExtra } else { ExtraName(member: member, name) }
    }

    package func isInForce(_ extras: Set<ExtraName>, _ groups: Set<ExtraName>) -> Bool {
        switch kind {
        case .extra, .project: extras.contains(qualified)
        case .group: groups.contains(qualified)
        }
    }

    /// `demo[cpu]`, `demo:dev`
    package var description: String {
        switch kind {
        case .extra(let name): "\(member)[\(name)]"
        case .group(let name): "\(member):\(name)"
        case .project: member.text
        }
    }
}

extension PackageName {
    /// As `'NAME' in extras` of a lock names the own dependencies of a member that conflicts with others.
    var asExtra: ExtraName { ExtraName(text)! }
}
