/// The versions that a new lock starts from: those of the old one, so that only what has to change does.
package struct LockPreferences: Sendable {
    package var versions: [PackageName: [VersionPreference]] = [:]
    /// The parts that were resolved apart.
    package var forks: [MarkerSet] = []

    package init() {}

    package var isEmpty: Bool { versions.isEmpty }

    /// What an older lock of the same project says, but for packages that are to be upgraded.
    package init(_ lock: Lock, except upgrade: PackageSelection) {
        if upgrade == .all { return }
        forks = lock.forks.map { MarkerSet($0) }
        var counts: [PackageName: Int] = [:]
        for package in lock.packages { counts[package.name, default: 0] += 1 }
        let isDivided = counts.values.contains { $0 > 1 }
        let places = isDivided ? lock.whereNeeded() : []
        for (index, package) in lock.packages.enumerated() {
            guard case .index = package.source, let version = package.version,
                !upgrade.contains(package.name)
            else { continue }
            let marker = counts[package.name]! > 1 ? places[index] : nil
            versions[package.name, default: []].append(VersionPreference(version, marker: marker))
        }
    }
}

extension Lock {
    /// Where each package is needed, in the order of the packages; conditions on variants left out.
    func whereNeeded() -> [MarkerSet] {
        var places: [PackageName: [Int]] = [:]
        for (index, package) in packages.enumerated() { places[package.name, default: []].append(index) }
        struct Node: Hashable {
            var package: Int
            var extra: ExtraName?
        }
        var needed: [Node: MarkerSet] = [:]
        var waiting: [Node] = []
        func reach(_ node: Node, _ marker: MarkerSet) {
            if marker.isFalse { return }
            let known = needed[node] ?? .never
            let sum = known.or(marker)
            if sum == known { return }
            needed[node] = sum
            waiting.append(node)
        }
        func follow(_ dependencies: [LockedDependency], _ marker: MarkerSet) {
            for dependency in dependencies {
                let here = marker.and(MarkerSet(dependency.marker).withoutVariants)
                for target in places[dependency.name] ?? [] where packages[target].isMeant(by: dependency) {
                    reach(Node(package: target), here)
                    for extra in dependency.extras { reach(Node(package: target, extra: extra), here) }
                }
            }
        }
        for (index, package) in packages.enumerated() {
            guard case .member = package.source else { continue }
            reach(Node(package: index), .always)
            for (extra, dependencies) in package.extras {
                let name = ExtraName(member: package.name, extra)
                follow(
                    dependencies, MarkerSet(.term(MarkerTerm(.extras, .within, name.text, isReversed: true))))
            }
            for (group, dependencies) in package.groups {
                let name = ExtraName(member: package.name, group)
                follow(
                    dependencies,
                    MarkerSet(.term(MarkerTerm(.dependencyGroups, .within, name.text, isReversed: true))))
            }
        }
        while let node = waiting.popLast() {
            let package = packages[node.package]
            let marker = needed[node] ?? .never
            let list = node.extra.map { package.extras[$0] ?? [] } ?? package.dependencies
            follow(list, marker)
        }
        return packages.indices.map { needed[Node(package: $0)] ?? .never }
    }
}

extension LockedPackage {
    /// An edge leads here.
    package func isMeant(by dependency: LockedDependency) -> Bool {
        name == dependency.name && (dependency.version == nil || dependency.version == version)
            && (dependency.source == nil || dependency.source == source)
    }
}
