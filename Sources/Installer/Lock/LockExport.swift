/// What of a lock goes into a file for other tools: the extras, groups and labels in force are taken for granted,
/// every other condition stays as a marker.
package struct LockExport: Sendable {
    package struct Entry: Sendable {
        package var package: LockedPackage
        /// Where it is needed.
        package var marker: MarkerSet
        /// The packages that require it, sorted.
        package var requiredBy: [PackageName]
    }

    /// What is taken for granted.
    package struct Assumptions {
        package var members: [PackageName]
        package var includesProject = true
        /// Qualified by their member, as in `SelectionInForce`.
        package var extras: Set<ExtraName> = []
        package var groups: Set<ExtraName> = []
        package var labels: [String: VariantLabel] = [:]
        /// Left out, with what only they need.
        package var pruned: Set<PackageName> = []
        /// What markers see of the variant of a package; nil: what any of its variants needs is needed.
        package var variants: ((PackageName) -> VariantValues)?
        /// What fits of a release; nil: some of every release.
        package var releases: ((PackageName, Version) -> VariantValues)?

        package init(members: [PackageName]) { self.members = members }
    }

    /// By name, then version.
    package private(set) var entries: [Entry] = []
    /// Packages that only some variants of others need.
    package private(set) var ofSomeVariants: Set<PackageName> = []
    /// Names of which two entries are needed in one environment; no format can say that.
    package private(set) var ambiguous: Set<PackageName> = []
    package let lock: Lock

    package init(_ lock: Lock, assuming assumptions: Assumptions) {
        self.lock = lock
        var walk = Walk(lock: lock, assumptions: assumptions)
        walk.run()
        let universe = lock.universe
        // Who reads the file knows which Pythons it is for, and nothing of the environments that are left out.
        let python = MarkerSet(pythonVersions: lock.requiresPython.ranges)
        for (index, package) in lock.packages.enumerated() {
            guard let marker = walk.needed[Walk.Node(package: index)] else { continue }
            let simple = marker.simplified(under: python)
            if simple.isFalse { continue }
            entries.append(
                Entry(
                    package: package, marker: simple,
                    requiredBy: (walk.requirers[index] ?? []).sorted()))
        }
        ofSomeVariants = walk.ofSomeVariants
        for (place, entry) in entries.enumerated().dropFirst() {
            for other in entries[..<place].reversed() {
                guard other.package.name == entry.package.name else { break }
                if !other.marker.and(entry.marker).and(universe).isFalse {
                    ambiguous.insert(entry.package.name)
                }
            }
        }
    }

    private struct Walk {
        struct Node: Hashable {
            var package: Int
            var extra: ExtraName?
        }
        let lock: Lock
        let assumptions: Assumptions
        private let places: [PackageName: [Int]]
        private(set) var needed: [Node: MarkerSet] = [:]
        private(set) var requirers: [Int: Set<PackageName>] = [:]
        private(set) var ofSomeVariants: Set<PackageName> = []
        private var waiting: [Node] = []

        init(lock: Lock, assumptions: Assumptions) {
            self.lock = lock
            self.assumptions = assumptions
            var places: [PackageName: [Int]] = [:]
            for (index, package) in lock.packages.enumerated() {
                places[package.name, default: []].append(index)
            }
            self.places = places
        }

        mutating func run() {
            let universe = lock.universe
            for member in assumptions.members {
                for place in places[member] ?? [] {
                    let package = lock.packages[place]
                    guard case .member = package.source else { continue }
                    if assumptions.includesProject {
                        reach(Node(package: place), universe)
                        for extra in package.extras.keys
                        where assumptions.extras.contains(ExtraName(member: member, extra)) {
                            reach(Node(package: place, extra: extra), universe)
                        }
                    }
                    for (group, dependencies) in package.groups
                    where assumptions.groups.contains(ExtraName(member: member, group)) {
                        follow(dependencies, of: package, universe)
                    }
                }
            }
            while let node = waiting.popLast() {
                let package = lock.packages[node.package]
                let list = node.extra.map { package.extras[$0] ?? [] } ?? package.dependencies
                follow(list, of: package, needed[node] ?? .never)
            }
        }

        private mutating func reach(_ node: Node, _ marker: MarkerSet) {
            let known = needed[node] ?? .never
            let sum = known.or(marker)
            if sum == known { return }
            needed[node] = sum
            waiting.append(node)
        }

        private mutating func follow(
            _ dependencies: [LockedDependency], of package: LockedPackage, _ marker: MarkerSet
        ) {
            for dependency in dependencies where !assumptions.pruned.contains(dependency.name) {
                let condition = condition(dependency.marker, of: package.name)
                let here = marker.and(condition.set)
                if here.isFalse { continue }
                if condition.dependsOnVariant { ofSomeVariants.insert(dependency.name) }
                for target in places[dependency.name] ?? []
                where lock.packages[target].isMeant(by: dependency) {
                    if dependency.name != package.name { requirers[target, default: []].insert(package.name) }
                    reach(Node(package: target), here)
                    for extra in dependency.extras { reach(Node(package: target, extra: extra), here) }
                }
            }
        }

        private func condition(
            _ marker: Marker?, of owner: PackageName
        ) -> (set: MarkerSet, dependsOnVariant: Bool) {
            guard let marker else { return (.always, false) }
            switch marker {
            case .term(let term): return condition(term, of: owner)
            case .and(let parts):
                return parts.reduce((.always, false)) { result, part in
                    let next = condition(part, of: owner)
                    return (result.0.and(next.set), result.1 || next.dependsOnVariant)
                }
            case .or(let parts):
                return parts.reduce((.never, false)) { result, part in
                    let next = condition(part, of: owner)
                    return (result.0.or(next.set), result.1 || next.dependsOnVariant)
                }
            }
        }

        private func condition(
            _ term: MarkerTerm, of owner: PackageName
        ) -> (set: MarkerSet, dependsOnVariant: Bool) {
            let marker = Marker.term(term)
            func decided(_ values: VariantValues) -> (MarkerSet, Bool) {
                let holds = marker.evaluate(
                    .nowhere, extras: assumptions.extras, groups: assumptions.groups, variant: values,
                    variants: { _ in values })
                return (holds ? .always : .never, false)
            }
            switch (term.subject, term.scope) {
            case (.variable, _): return (MarkerSet(marker), false)
            case (.extra, _), (.extras, _), (.dependencyGroups, _): return decided(.ordinary)
            case (_, .index(let name)?):
                return decided(assumptions.labels[name].map { VariantValues(label: $0) } ?? .ordinary)
            case (_, .release(let name, let version)?):
                return assumptions.releases.map { decided($0(name, version)) } ?? (.always, true)
            case (_, .package(let name)?):
                return assumptions.variants.map { decided($0(name)) } ?? (.always, true)
            case (_, nil): return assumptions.variants.map { decided($0(owner)) } ?? (.always, true)
            }
        }
    }
}

extension Lock {
    /// The environments that the lock is for, extras and groups aside.
    package var universe: MarkerSet {
        let python = MarkerSet(pythonVersions: requiresPython.ranges)
        if inputs.environments.isEmpty { return python }
        return python.and(inputs.environments.reduce(MarkerSet.never) { $0.or(MarkerSet($1)) })
    }
}
