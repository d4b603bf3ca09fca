/// A lock's packages as they can be looked up, and where its edges lead.
struct LockGraph: Sendable {
    let lock: Lock
    private let places: [PackageName: [Int]]

    init(_ lock: Lock) {
        self.lock = lock
        places = Dictionary(grouping: lock.packages.indices) { lock.packages[$0].name }
    }

    /// The entries of a name.
    func places(of name: PackageName) -> [Int] { places[name] ?? [] }

    /// The entry that is the member of the workspace.
    func member(_ name: PackageName) -> Int? {
        places(of: name).first { lock.packages[$0].isMember }
    }

    /// Where an edge leads; nil when the lock has nothing there, or more than one entry.
    func target(of dependency: LockedDependency) -> Int? {
        let candidates = places(of: dependency.name)
        if candidates.count == 1, dependency.version == nil, dependency.source == nil { return candidates[0] }
        let fitting = candidates.filter { place in
            let package = lock.packages[place]
            return (dependency.version == nil || package.version == dependency.version)
                && (dependency.source == nil || package.source == dependency.source)
        }
        return fitting.count == 1 ? fitting[0] : nil
    }

    /// The edges of one part of an entry.
    func dependencies(of place: Int, _ part: LockPart) -> [LockedDependency] {
        let package = lock.packages[place]
        return switch part {
        case .project: package.dependencies
        case .extra(let name): package.extras[name] ?? []
        case .group(let name): package.groups[name] ?? []
        }
    }
}

/// The requirements of a locked package, in parts that are in force or not.
package enum LockPart: Hashable, Sendable, Comparable {
    case project
    case extra(ExtraName)
    /// Of a member.
    case group(ExtraName)
}

extension LockedPackage {
    package var isMember: Bool {
        if case .member = source { true } else { false }
    }

    /// It is a member that is never built.
    package var isVirtual: Bool {
        if case .member(_, let isVirtual) = source { isVirtual } else { false }
    }

    /// `torch 2.9.0+cu126`, or the name alone.
    var title: String { version.map { "\(name) \($0)" } ?? name.text }
}
