/// What the resolver is given for the inputs of a lock.
package struct LockRoots: Sendable {
    /// What is to be resolved, and beside it which list it stands in.
    package var requirements: [RootRequirement] = []
    package var places: [Place] = []
    /// What members ask of members: nothing to resolve, but edges of the lock.
    package var edges: [Edge] = []
    package var constraints: [RootRequirement] = []
    /// Those of the inputs, and for each member one that never holds: a package of an index that asks for a member is
    /// given the member, not a release of it.
    package var overrides: [RootRequirement] = []
    /// When each list counts.
    package var conditions: [Place: MarkerSet] = [:]
    /// What cannot be in force together.
    package var excluded = MarkerSet.never

    /// A list of requirements of a member.
    package struct Place: Hashable, Sendable {
        package var member: PackageName
        package var list: List

        package enum List: Hashable, Sendable {
            case dependencies
            case extra(ExtraName)
            case group(ExtraName)
        }

        package init(_ member: PackageName, _ list: List) {
            self.member = member
            self.list = list
        }
    }

    /// A requirement of a member on a member.
    package struct Edge: Hashable, Sendable {
        package var place: Place
        package var target: PackageName
        package var extras: [ExtraName]
        package var marker: Marker?
    }
}

extension LockInputs {
    /// More references between the lists of members are refused.
    private static let maxEdges = 5_000

    /// The requirements of all members, each under the condition of its list; `directory` is that of the lock.
    ///
    /// The condition of the requirements of extra X of member M is `'M:X' in extras`, or that of whatever asks for
    /// `M[X]`: another extra, a group, the dependencies of another member. That of a group is
    /// `'M:G' in dependency_groups`. The dependencies of a member always count, except where the member conflicts with
    /// another: then `'M' in extras` tells whether it is in force.
    package func roots(in directory: Path) throws -> LockRoots {
        var roots = LockRoots()
        let names = Set(members.map(\.name))
        let divided = Set(
            conflicts.flatMap(\.items).filter { $0.kind == .project }.map(\.member))
        var lists: [(place: LockRoots.Place, requirements: [LockRequirement])] = []
        for member in members {
            lists.append((.init(member.name, .dependencies), member.dependencies))
            for (extra, list) in member.extras.sorted(by: { $0.key < $1.key }) {
                lists.append((.init(member.name, .extra(extra)), list))
            }
            for (group, list) in member.groups.sorted(by: { $0.key < $1.key }) {
                lists.append((.init(member.name, .group(group)), list))
            }
        }
        for (place, requirements) in lists {
            roots.conditions[place] = Self.ownCondition(of: place, divided)
            for item in requirements where Self.isOnMember(item, names) {
                roots.edges.append(
                    .init(
                        place: place, target: item.requirement.name, extras: item.requirement.extras,
                        marker: item.requirement.marker))
            }
        }
        guard roots.edges.count <= Self.maxEdges else {
            throw Diagnostic(
                "The members of the workspace refer to each other more than \(Self.maxEdges) times")
        }
        roots.spreadConditions(divided)
        for (place, requirements) in lists {
            for item in requirements where !Self.isOnMember(item, names) {
                var root = try item.root(in: directory)
                let condition = roots.conditions[place] ?? .always
                root.condition = condition.isTrue ? nil : condition
                root.origin = place.origin
                roots.requirements.append(root)
                roots.places.append(place)
            }
        }
        roots.constraints = try constraints.map { try $0.root(in: directory) }
        roots.overrides = try overrides.filter { !names.contains($0.requirement.name) }
            .map { try $0.root(in: directory) }
        for name in names.sorted() {
            roots.overrides.append(RootRequirement(Requirement(name: name, marker: MarkerSet.never.marker)))
        }
        roots.excluded = excluded(roots.conditions)
        return roots
    }

    private static func isOnMember(_ item: LockRequirement, _ names: Set<PackageName>) -> Bool {
        if case .workspace = item.source { return true }
        return item.source == nil && item.requirement.url == nil && names.contains(item.requirement.name)
    }

    private static func ownCondition(of place: LockRoots.Place, _ divided: Set<PackageName>) -> MarkerSet {
        let member: MarkerSet =
            divided.contains(place.member)
            ? .inForce(.extras, ExtraName(place.member.text)?.text ?? "") : .always
        switch place.list {
        case .dependencies: return member
        case .extra(let extra):
            return member.and(.inForce(.extras, ExtraName(member: place.member, extra).text))
        case .group(let group):
            return member.and(.inForce(.dependencyGroups, ExtraName(member: place.member, group).text))
        }
    }

    /// Where two or more of a set of conflicts are in force.
    private func excluded(_ conditions: [LockRoots.Place: MarkerSet]) -> MarkerSet {
        var excluded = MarkerSet.never
        for set in conflicts {
            let parts = set.items.map { conditions[$0.place] ?? .never }
            for first in parts.indices {
                for second in parts.indices where second > first {
                    excluded = excluded.or(parts[first].and(parts[second]))
                }
            }
        }
        return excluded
    }
}

extension LockRoots {
    /// Adds to the condition of each extra those under which a member's list asks for it.
    fileprivate mutating func spreadConditions(_ divided: Set<PackageName>) {
        var outgoing: [Place: [Edge]] = [:]
        for edge in edges { outgoing[edge.place, default: []].append(edge) }
        var waiting = Set(outgoing.keys)
        while let place = waiting.popFirst() {
            guard let condition = conditions[place] else { continue }
            for edge in outgoing[place] ?? [] {
                let part = condition.and(MarkerSet(edge.marker))
                var targets = edge.extras.map { Place(edge.target, .extra($0)) }
                if divided.contains(edge.target) { targets.append(Place(edge.target, .dependencies)) }
                for target in targets {
                    guard let known = conditions[target] else { continue }
                    let sum = known.or(part)
                    guard sum != known else { continue }
                    conditions[target] = sum
                    if outgoing[target] != nil { waiting.insert(target) }
                }
            }
        }
    }
}

extension ConflictSet.Item {
    fileprivate var place: LockRoots.Place {
        switch kind {
        case .extra(let extra): .init(member, .extra(extra))
        case .group(let group): .init(member, .group(group))
        case .project: .init(member, .dependencies)
        }
    }
}

extension LockRoots.Place {
    /// As messages name the list: `demo`, `demo[cpu]`, `demo:dev`.
    package var origin: String {
        switch list {
        case .dependencies: member.text
        case .extra(let extra): "\(member)[\(extra)]"
        case .group(let group): "\(member):\(group)"
        }
    }
}

extension MarkerSet {
    fileprivate static func inForce(_ subject: MarkerTerm.Subject, _ name: String) -> MarkerSet {
        MarkerSet(.term(MarkerTerm(subject, .within, name, isReversed: true)))
    }
}

extension LockRequirement {
    /// For the resolver: an index as its URL, everything else as the URL of a direct reference.
    package func root(in directory: Path) throws -> RootRequirement {
        var root = RootRequirement(requirement)
        switch source {
        case nil, .workspace: break
        case .index(_, let url):
            root.index =
                url.contains("://") || url.hasPrefix("file:")
                ? url : URLReference.file(Path(url).absolute(in: directory)).text
        case .archive(let url, let subdirectory):
            root.requirement.source = .url(Self.joined(url, subdirectory))
        case .path(let path, let isEditable):
            root.requirement.source = .url(
                URLReference.file(Path(path).absolute(in: directory).normalised).text)
            root.isEditable = isEditable ?? false
        case .git(let url, let reference, let subdirectory, let lfs):
            let prefixed = url.hasPrefix("git+") ? url : "git+" + url
            let text = Self.joined(prefixed + (reference.map { "@" + $0 } ?? ""), subdirectory)
            root.requirement.source = .url(lfs ? text + (subdirectory == nil ? "#" : "&") + "lfs=true" : text)
        }
        return root
    }

    private static func joined(_ url: String, _ subdirectory: String?) -> String {
        guard let subdirectory else { return url }
        return url + (url.contains("#") ? "&" : "#") + "subdirectory=" + subdirectory
    }
}
