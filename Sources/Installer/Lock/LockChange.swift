/// What became of one package from one lock to the next.
package struct LockChange: Hashable, Sendable {
    package var name: PackageName
    /// Without those that have none; ascending.
    package var before: [Version]
    package var after: [Version]
    package var kind: Kind

    package enum Kind: String, Hashable, Sendable {
        case added, updated, removed
    }

    /// By name. A package whose versions are the same has not changed, wherever it comes from.
    package static func between(_ old: Lock, _ new: Lock) -> [LockChange] {
        let before = versions(of: old)
        let after = versions(of: new)
        var changes: [LockChange] = []
        for name in Set(before.keys).union(after.keys).sorted() {
            let old = before[name]
            let new = after[name]
            if old == new { continue }
            let kind: Kind = old == nil ? .added : new == nil ? .removed : .updated
            changes.append(LockChange(name: name, before: old ?? [], after: new ?? [], kind: kind))
        }
        return changes
    }

    private static func versions(of lock: Lock) -> [PackageName: [Version]] {
        var versions: [PackageName: [Version]] = [:]
        for package in lock.packages {
            var known = versions[package.name] ?? []
            if let version = package.version, !known.contains(version) { known.append(version) }
            versions[package.name] = known.sorted()
        }
        return versions
    }
}
