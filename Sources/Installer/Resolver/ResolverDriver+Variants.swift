/// Releases of which one file or another is taken depending on the versions of other packages (V-230…V-238).
///
/// Beside such a package the solver has a node whose "versions" are the pairs of a release and one of its
/// alternatives. A release requires one of its own alternatives, and what all of them require, so that the
/// packages they were built against come into play; each alternative requires what its wheel requires, and
/// is incompatible with the versions it was not built for. That node is decided last, when those versions
/// are known: a build follows what is chosen, and makes it change only when nothing else helps.
extension ResolverDriver {
    /// A release and one of its alternatives; the node's choices are numbers of these.
    struct Build: Hashable {
        var name: PackageName
        var release: Int
        var alternative: Int
    }

    /// How often a variant whose dependency nothing requires is ruled out only beside what else is chosen at
    /// that moment. After that it is ruled out for good, so that the search for some combination of old
    /// versions that happens to require the dependency has an end.
    static let mostAttempts = 32

    /// The set that stands for one alternative of a release; together they fill the set of all of them.
    static func buildSpan(_ release: Int, _ alternative: Int, of count: Int) -> VersionRanges {
        func place(_ number: Int) -> Version {
            let index = UInt64(release + 1)
            if number == 0 { return Version(release: [index]) }
            return number == count
                ? Version(release: [index + 1]) : Version(release: [index, UInt64(number)])
        }
        return .between(place(alternative), place(alternative + 1))
    }

    private static func allBuilds(_ release: Int) -> VersionRanges { buildSpan(release, 0, of: 1) }

    // MARK: The release

    /// What a bound release requires, whichever of its files is taken.
    func expandBound(
        _ package: PackageID, _ node: NodeTable.Node, _ list: CandidateList, _ index: Int,
        _ alternatives: [VariantAlternative]
    ) throws -> Outcome? {
        var common: [[RequirementEdge]] = []
        var choices: [Int32] = []
        for (number, alternative) in alternatives.enumerated() {
            let choice = buildNumber(Build(name: node.name, release: index, alternative: number))
            choices.append(choice)
            guard let metadata = try boundMetadata(list, index, number, alternative) else { continue }
            common.append(edges(of: metadata, node.asBuild, choice, alternative.markerValues))
        }
        guard !common.isEmpty else {
            ruleOut(package, Int32(index), alternatives[0].exclusion ?? .noFiles)
            return nil
        }
        let shared = Self.common(common)
        if let outcome = try settleSources(of: shared) { return outcome }
        let build = nodes.build(of: node.name, extra: node.extra, in: &solver)
        let all = solver.sets.intern(Self.allBuilds(index))
        if node.extra == nil {
            bind(build, package, list, index, alternatives, all)
            reporter.advanced(.resolving, item: "\(node.name.text)==\(list.version(index))")
        }
        solver.add(
            dependencies: [SolverDependency(package: build, allowed: all)] + dependencies(shared))
        return nil
    }

    /// Says once of the alternatives which versions of other packages they were built for.
    private func bind(
        _ build: PackageID, _ package: PackageID, _ list: CandidateList, _ index: Int,
        _ alternatives: [VariantAlternative], _ all: VersionSetID
    ) {
        guard boundReleases.insert(Build(name: list.name, release: index, alternative: 0)).inserted else {
            return
        }
        let span = solver.sets.intern(list.span(index))
        solver.tie(build, all, to: package, span)
        for (number, alternative) in alternatives.enumerated() {
            let span = solver.sets.intern(Self.buildSpan(index, number, of: alternatives.count))
            if let exclusion = alternative.exclusion { exclude(build, span, exclusion) }
            for requirement in alternative.abi {
                let dependency = nodes.id(of: requirement.dependency, in: &solver)
                solver.bind(build, span, to: dependency, in: solver.sets.intern(requirement.allowed))
            }
        }
    }

    /// nil when the wheel is out of the question, which is then noted.
    private func boundMetadata(
        _ list: CandidateList, _ index: Int, _ number: Int, _ alternative: VariantAlternative
    ) throws -> CoreMetadata? {
        if alternative.exclusion != nil { return nil }
        if case .here = alternative.metadata {} else { prefetchOpen() }
        switch supply.metadata(list, index, alternative: number) {
        case .success(let metadata):
            guard let required = metadata.requiresPython, let python = rules.python,
                !CandidateRules.accepts(required, python)
            else { return metadata }
            alternative.exclusion = .requiresPython(required.description)
        case .failure(let error):
            guard let exclusion = Self.exclusion(error, alternative.file) else { throw error }
            alternative.exclusion = exclusion
        }
        return nil
    }

    /// What each of the lists of requirements asks for: for a package that is in all of them, the versions
    /// that one of them allows.
    static func common(_ lists: [[RequirementEdge]]) -> [RequirementEdge] {
        var all: [(name: PackageName, extras: Set<ExtraName>, allowed: VersionRanges)] = []
        for (place, list) in lists.enumerated() {
            var here: [PackageName: (extras: Set<ExtraName>, allowed: VersionRanges)] = [:]
            var order: [PackageName] = []
            for edge in list {
                if here[edge.name] == nil { order.append(edge.name) }
                let known = here[edge.name] ?? ([], .full)
                here[edge.name] = (
                    known.extras.union(edge.extras), known.allowed.intersection(edge.allowed)
                )
            }
            if place == 0 {
                all = order.map { ($0, here[$0]!.extras, here[$0]!.allowed) }
            } else {
                all = all.compactMap { known in
                    guard let other = here[known.name] else { return nil }
                    return (
                        known.name, known.extras.intersection(other.extras),
                        known.allowed.union(other.allowed)
                    )
                }
            }
        }
        return all.map {
            RequirementEdge(name: $0.name, extras: $0.extras.sorted(), allowed: $0.allowed, text: "")
        }
    }

    func buildNumber(_ build: Build) -> Int32 {
        if let known = buildNumbers[build] { return known }
        let number = Int32(builds.count)
        builds.append(build)
        buildNumbers[build] = number
        return number
    }

    // MARK: The build

    /// Picks the best alternative that fits the versions which are chosen by now (V-236).
    func chooseBuild(_ package: PackageID, _ set: VersionRanges, _ allowed: VersionSetID) {
        let name = nodes[package]!.name
        let list = listIfHere(name)!
        let decided = nodes.id(of: name).flatMap { solver.choice(of: $0) }.map(Int.init)
        let index =
            decided ?? list.boundReleases.last { !Self.allBuilds($0).isDisjoint(with: set) } ?? 0
        guard index < list.count, let alternatives = list.release(index).boundAlternatives,
            let offer = list.release(index).offer
        else {
            solver.noVersions(of: package, in: allowed)
            return
        }
        let spans = alternatives.indices.map { Self.buildSpan(index, $0, of: alternatives.count) }
        let left = alternatives.indices.filter {
            alternatives[$0].exclusion == nil && !spans[$0].isDisjoint(with: set)
        }
        let versions = versionsInPlay(of: left.flatMap { alternatives[$0].abi })
        if left.contains(where: { alternatives[$0].abi.contains { versions[$0.dependency] == nil } }),
            postpone(package, 1)
        {
            return
        }
        for number in offer.order(knowing: versions, rules) where left.contains(number) {
            let build = Build(name: name, release: index, alternative: number)
            let isFitting = alternatives[number].abi.allSatisfy {
                versions[$0.dependency] != nil || isRequired($0.dependency, by: build)
            }
            guard isFitting else { continue }
            let span = solver.sets.intern(spans[number])
            postponed = [:]
            solver.select(package, exactly: span, span: span, choice: buildNumber(build))
            return
        }
        guard let first = left.first else {
            solver.noVersions(of: package, in: allowed)
            return
        }
        if postpone(package, 2) { return }
        // An ABI never pulls a package in: without the package the variant does not fit.
        let missing = alternatives[first].abi.first { versions[$0.dependency] == nil }
        let exclusion = Exclusion.unboundVariant((missing ?? alternatives[first].abi[0]).dependency)
        let hopeless = left.reduce(VersionRanges.empty) { $0.union(spans[$1]) }
        exclude(
            package, solver.sets.intern(hopeless), exclusion,
            onlyHere: !isFinal && attemptsWithoutDependency < Self.mostAttempts)
        attemptsWithoutDependency += 1
    }

    /// Lets the other builds that wait for less go first; false when there are none.
    private func postpone(_ package: PackageID, _ stage: Int) -> Bool {
        guard postponed[package, default: 0] < stage else { return false }
        let isOtherOpen = (1..<solver.packageCount).contains { index in
            let id = PackageID(index)
            guard id != package, let node = nodes[id], node.isBuild, node.extra == nil else { return false }
            return solver.isOpen(id) && postponed[id, default: 0] < stage
        }
        guard isOtherOpen else { return false }
        postponed[package] = stage
        solver.postpone(package)
        return true
    }

    /// The versions that are chosen or, of packages that nothing requires, installed.
    func versionsInPlay(of requirements: [AbiRequirement]) -> [PackageName: Version] {
        var versions: [PackageName: Version] = [:]
        for name in requirements.lazy.map(\.dependency) where versions[name] == nil {
            if let id = nodes.id(of: name), let choice = solver.choice(of: id) {
                versions[name] = version(name, choice)
            } else if let installed = request.installed[name] {
                versions[name] = installed.version
            }
        }
        return versions
    }

    /// Whether the wheel itself, with the extras that are asked of it, requires the package.
    private func isRequired(_ name: PackageName, by build: Build) -> Bool {
        let choice = buildNumber(build)
        let extras = [nil] + nodes.extras(of: build.name).map(Optional.some)
        return extras.contains { extra in
            let node = NodeTable.Node(name: build.name, extra: extra)
            if extra != nil {
                guard let id = nodes.idIfKnown(node), solver.choice(of: id) != nil else { return false }
            }
            return knownEdges(of: node.asBuild, choice).contains { $0.name == name }
        }
    }

    /// What the chosen alternative requires.
    func expandBuild(_ package: PackageID, _ node: NodeTable.Node, _ choice: Int32) throws -> Outcome? {
        let edges = try buildEdges(node, choice)
        for edge in edges {
            if let url = edge.url, !archives.matches(url, for: edge.name) {
                ruleOut(package, choice, .foreignURL(edge.name, URLReference.redacted(url)))
                return nil
            }
        }
        if let outcome = try settleSources(of: edges) { return outcome }
        solver.add(dependencies: dependencies(edges))
        return nil
    }

    func buildEdges(_ node: NodeTable.Node, _ choice: Int32) throws -> [RequirementEdge] {
        let build = builds[Int(choice)]
        let list = listIfHere(build.name)!
        let alternative = list.release(build.release).boundAlternatives![build.alternative]
        guard let metadata = try boundMetadata(list, build.release, build.alternative, alternative) else {
            return []
        }
        return edges(of: metadata, node, choice, alternative.markerValues)
    }
}

extension NodeTable.Node {
    /// The node of the choice among the package's bound files.
    var asBuild: NodeTable.Node { NodeTable.Node(name: name, extra: extra, isBuild: true) }
}
