/// Answers the solver's questions from pages and metadata, for one set of environments.
///
/// Blocks only for what the solver asks for; what it will probably ask for next is asked for as soon as
/// its name is known, so that the network always has work (see `ResolverDriver+Prefetch`).
final class ResolverDriver {
    let request: ResolutionRequest
    let rules: CandidateRules
    let supply: DistributionSupply
    let scope: ResolutionScope
    let reader: RequirementReader
    let archives: DirectArchives
    let sources: SourceRules
    private(set) var order: CandidateOrder
    let reporter: any Reporter

    var solver = Solver()
    var nodes = NodeTable()
    /// The reasons behind the solver's notes.
    private(set) var exclusions: [Exclusion] = []
    /// The constraints behind the solver's restrictions.
    var restrictions: [RootRequirement] = []
    /// Constraints that hold in a part of the environments.
    private var partialConstraints: [PackageName: [RequirementEdge]] = [:]
    private(set) var rootEdges: [RequirementEdge] = []
    private var edges: [EdgeKey: [RequirementEdge]] = [:]

    /// Where packages come from in this run, of those that do not simply come from the ordinary indexes.
    var settled: [PackageName: PackageSource]
    /// Those of them that come from one place in all environments of the run, whatever needs them.
    var wholly: Set<PackageName> = []
    /// Packages whose versions were narrowed as their source says.
    var limited: Set<PackageName> = []

    // Releases bound to the versions of other packages
    var builds: [Build] = []
    var buildNumbers: [Build: Int32] = [:]
    var boundReleases: Set<Build> = []
    var attemptsWithoutDependency = 0
    /// Builds that wait for what the other builds bring into play, since the last one was chosen: 1, for a better
    /// alternative; 2, for any.
    var postponed: [PackageID: Int] = [:]
    /// Whether variants that nothing binds are ruled out for good at once: for the explanation of a failure.
    let isFinal: Bool
    /// Whether hosts for which a release has nothing may be resolved apart.
    let dividesHosts: Bool
    /// All environments: those of the scope on any hosts; nil where it is not about hosts.
    private lazy var whateverHosts: MarkerSet? = {
        guard case .universal(let scope) = scope,
            scope.environments.subjects.contains(where: \.isOfHosts)
        else { return nil }
        return scope.environments.forgetting(\.isOfHosts)
    }()
    var installedVariants: [PackageName: InstalledVariant?] = [:]
    /// Whether what is installed must not stay.
    private var ruledOut: [PackageName: Bool] = [:]

    // Prefetching
    var walks: [PackageName: VersionWalk] = [:]
    var guesses: [PackageName: VersionRanges] = [:]
    /// The release of a package whose metadata was asked for on a guess.
    var guessed: [PackageName: Int] = [:]
    var guessedExtras: [PackageName: Set<ExtraName>] = [:]

    /// Stands for the installed distribution among a package's candidates.
    static let installedChoice = Int32.max

    struct EdgeKey: Hashable {
        var node: NodeTable.Node
        var choice: Int32
    }

    enum Outcome {
        case solved(SolvedGraph)
        /// The environments have to be resolved apart.
        case fork(Division)
        /// One environment: a label of the variant index has to be chosen.
        case undecided(VariantIndex)
        /// A package may be in a variant index: they have to be looked at.
        case suspected
        /// All environments: the variant index is not in force, as was found when one of its packages was met.
        case aside(VariantIndex)
        case failed(Derivation)
    }

    init(
        request: ResolutionRequest, rules: CandidateRules, supply: DistributionSupply, scope: ResolutionScope,
        reader: RequirementReader, archives: DirectArchives, sources: SourceRules, reporter: any Reporter,
        isFinal: Bool = false, dividesHosts: Bool = false
    ) {
        self.dividesHosts = dividesHosts
        self.request = request
        self.rules = rules
        self.supply = supply
        self.scope = scope
        self.reader = reader
        self.archives = archives
        self.sources = sources
        settled = sources.fixed
        self.reporter = reporter
        self.isFinal = isFinal
        order = CandidateOrder(rules: rules)
    }

    func run() throws -> Outcome {
        supply.onPage = { [unowned self] in prefetchLikely($0) }
        supply.onMetadata = { [unowned self] in prefetchRequirements(of: $0, $1, $2) }
        supply.onVariants = { [unowned self] list, _ in
            if guessed[list.name] != nil { prefetchLikely(list) }
        }
        defer {
            supply.onPage = { _ in }
            supply.onMetadata = { _, _, _ in }
            supply.onVariants = { _, _ in }
        }
        if let outcome = try addRoot() { return outcome }
        while true {
            supply.takeArrivals(blocking: false)
            switch solver.next() {
            case .choose(let package, let allowed):
                if let division = try choose(package, solver.sets[allowed], allowed) {
                    return .fork(division)
                }
            case .needDependencies(let package, let choice):
                if let outcome = try expand(package, choice) { return outcome }
            case .solved: return .solved(try graph())
            case .failed(let id): return .failed(derivation(id))
            }
        }
    }

    // MARK: The root

    private func addRoot() throws -> Outcome? {
        for constraint in request.constraints {
            let requirement = constraint.requirement
            switch scope.condition(of: constraint, memo: reader.memo) {
            case .never: continue
            case .always:
                restrictions.append(constraint)
                let package = nodes.id(of: requirement.name, in: &solver)
                solver.restrict(
                    package, to: solver.sets.intern(requirement.specifiers.ranges),
                    note: Int32(restrictions.count - 1))
            case .sometimes(let marker):
                partialConstraints[requirement.name, default: []].append(
                    RequirementEdge(
                        name: requirement.name, extras: [], allowed: requirement.specifiers.ranges,
                        marker: marker, text: "", origin: constraint.origin))
            }
        }
        rootEdges = withPartialConstraints(reader.rootEdges(request.requirements, in: scope))
        if let outcome = try divided(by: rootEdges) { return outcome }
        order.direct = Set(rootEdges.map(\.name))
        solver.addRoot(dependencies(rootEdges))
        return nil
    }

    /// Why the requirements cannot be met in all environments at once, or not before a label is chosen.
    func divided(by edges: [RequirementEdge]) throws -> Outcome? {
        if let parts = forkMarkers(of: edges) { return .fork(Division(parts)) }
        return try settleSources(of: edges)
    }

    private func withPartialConstraints(_ edges: [RequirementEdge]) -> [RequirementEdge] {
        if partialConstraints.isEmpty { return edges }
        return edges.flatMap { edge in
            [edge]
                + (partialConstraints[edge.name] ?? []).compactMap { constraint in
                    var both = constraint
                    if let marker = edge.marker { both.marker = constraint.marker.map(marker.and) ?? marker }
                    return both.marker?.isFalse == true ? nil : both
                }
        }
    }

    // MARK: Answers

    private func choose(
        _ package: PackageID, _ set: VersionRanges, _ allowed: VersionSetID
    ) throws -> Division? {
        let node = nodes[package]!
        if node.isBuild {
            chooseBuild(package, set, allowed)
            return nil
        }
        let name = node.name
        if let installed = try usableInstalled(name), set.contains(installed.version) {
            let variant = installedVariant(name)
            if !isBroken(variant) {
                let version = solver.sets.intern(.exactly(installed.version))
                for requirement in variant?.abi ?? [] {
                    let dependency = nodes.id(of: requirement.dependency, in: &solver)
                    solver.bind(
                        package, version, to: dependency, in: solver.sets.intern(requirement.allowed))
                }
                select(package, installed.version, Self.installedChoice)
                return nil
            }
        }
        if listIfHere(name) == nil { prefetchOpen() }
        let list = try supply.list(of: place(of: name))
        if list.count == 0 {
            ruleOut(package, .full, list.absence == .offline ? .offline : .notFound)
            return nil
        }
        var fork: Division?
        let index = try order.first(
            of: list, in: set, preferring: preferences(name), settling: { try settle(list, $0) }
        ) { release in
            if fork != nil { return true }
            var fit = fit(release)
            if case .everywhere = fit { fit = fitOfHosts(release, in: list) }
            switch fit {
            case .everywhere: return true
            case .nowhere: return false
            case .partly(let division):
                fork = division
                return true
            }
        }
        if let fork {
            // Where it cannot be used, what can be used everywhere will be.
            prefetchLikely(list)
            return fork
        }
        guard let index else {
            solver.noVersions(of: package, in: allowed)
            return nil
        }
        prefetchOthers(list, in: set, after: index)
        if node.extra == nil {
            if let division = try division(byBuildsOf: list, index) { return division }
            try bindForAllHosts(package, list, index)
        }
        select(package, list.version(index), Int32(index))
        return nil
    }

    /// Waits until it is known how the release can be taken, and tells what is wrong with its variants
    /// (V-060).
    private func settle(_ list: CandidateList, _ index: Int) throws {
        if list.release(index).isPending { prefetchOpen() }
        try supply.settleVariants(list, index)
        for fault in list.release(index).offer?.takeFaults() ?? [] { reporter.warning(fault) }
    }

    private func select(_ package: PackageID, _ version: Version, _ choice: Int32) {
        solver.select(
            package, exactly: solver.sets.intern(.exactly(version)),
            span: span(nodes[package]!.name, version, choice), choice: choice)
    }

    /// A set that of all candidates of the package holds only this one, and so may stand for it.
    private func span(_ name: PackageName, _ version: Version, _ choice: Int32) -> VersionSetID {
        guard choice != Self.installedChoice, request.installed[name] == nil,
            let list = listIfHere(name)
        else { return solver.sets.intern(.exactly(version)) }
        return solver.sets.intern(list.span(Int(choice)))
    }

    func usableInstalled(_ name: PackageName) throws -> InstalledCandidate? {
        guard let installed = request.installed[name] else { return nil }
        if ruledOut[name] == nil { ruledOut[name] = try installed.isRuledOut() }
        if ruledOut[name] == true { return nil }
        if let url = archives.urls[name] { return installed.url == url ? installed : nil }
        return installed
    }

    /// Versions of earlier results, those for this scope first. That a pre-release was wanted elsewhere is no reason to
    /// take one here, nor is what other hardware has to put up with.
    func preferences(_ name: PackageName) -> [Version] {
        guard let preferences = request.preferences[name] else { return [] }
        guard case .universal(let scope) = scope else { return preferences.map(\.version) }
        let here = preferences.filter { !($0.marker?.isDisjoint(with: scope.environments) ?? false) }
        let elsewhere = preferences.filter {
            ($0.marker?.isDisjoint(with: scope.environments) ?? false)
                && (!$0.version.isPrerelease || rules.options.prerelease == .allow)
                && !isOfOtherHosts($0.marker)
        }
        return (here + elsewhere).map(\.version)
    }

    /// Of the environments of the scope, but for the hardware.
    private func isOfOtherHosts(_ marker: MarkerSet?) -> Bool {
        guard let marker, let environments = whateverHosts else { return false }
        return !marker.forgetting(\.isOfHosts).isDisjoint(with: environments)
    }

    private func expand(_ package: PackageID, _ choice: Int32) throws -> Outcome? {
        let node = nodes[package]!
        if node.isBuild { return try expandBuild(package, node, choice) }
        if choice != Self.installedChoice, let list = listIfHere(node.name),
            let bound = list.release(Int(choice)).boundAlternatives
        {
            return try expandBound(package, node, list, Int(choice), bound)
        }
        let metadata: CoreMetadata
        switch try self.metadata(node.name, choice) {
        case .success(let known): metadata = known
        case .failure(let refusal):
            ruleOut(package, choice, refusal.exclusion)
            return nil
        }
        if let required = metadata.requiresPython, choice != Self.installedChoice {
            if let python = rules.python, !CandidateRules.accepts(required, python) {
                ruleOut(package, choice, .requiresPython(required.description))
                return nil
            }
            switch fit(lowestPython: required.ranges.lowestPlace) {
            case .everywhere: break
            case .nowhere:
                ruleOut(package, choice, .requiresPython(required.description))
                return nil
            case .partly(let division): return .fork(division)
            }
        }
        let edges = edges(of: metadata, node, choice, markerValues(node.name, choice))
        for edge in edges {
            if let url = edge.url, !archives.matches(url, for: edge.name) {
                ruleOut(
                    package, choice,
                    .foreignURL(edge.name, URLReference.redacted(url)))
                return nil
            }
        }
        if let outcome = try divided(by: edges) { return outcome }
        if node.extra == nil {
            reporter.advanced(.resolving, item: "\(node.name.text)==\(version(node.name, choice))")
        }
        solver.add(dependencies: dependencies(edges))
        return nil
    }

    /// What markers about variants see; nil: they stay open.
    func markerValues(_ name: PackageName, _ choice: Int32) -> VariantValues? {
        if choice == Self.installedChoice { return installedVariant(name)?.markerValues ?? .ordinary }
        return listIfHere(name)!.release(Int(choice)).markerValues
    }

    func version(_ name: PackageName, _ choice: Int32) -> Version {
        if choice == Self.installedChoice { return request.installed[name]!.version }
        return listIfHere(name)!.version(Int(choice))
    }

    func metadata(
        _ name: PackageName, _ choice: Int32
    ) throws -> Result<CoreMetadata, CandidateList.Refusal> {
        if choice == Self.installedChoice { return .success(try request.installed[name]!.metadata()) }
        let list = listIfHere(name)!
        let release = list.release(Int(choice))
        if case .here = release.metadata {} else { prefetchOpen() }
        switch supply.metadata(list, Int(choice)) {
        case .success(let metadata): return .success(metadata)
        case .failure(let error):
            guard let exclusion = Self.exclusion(error, release.file) else { throw error }
            return .failure(CandidateList.Refusal(exclusion: exclusion))
        }
    }

    /// What the error says about a release, so that another version may do; nil for an error that is not
    /// the release's fault: the network's, the server's, the file system's.
    static func exclusion(_ error: any Error, _ file: IndexFile?) -> Exclusion? {
        if let error = error as? IndexError {
            return error.problem == .offline ? .noMetadataOffline : nil
        }
        if error is TransferError || error is SystemError || error is BuildFailure { return nil }
        let diagnostic = Diagnostic(describing: error)
        let text = ([diagnostic.message] + diagnostic.causes).joined(separator: ": ")
        return .badMetadata(file.map { "`\($0.basename)`: \(text)" } ?? text)
    }

    func edges(
        of metadata: CoreMetadata, _ node: NodeTable.Node, _ choice: Int32,
        _ variant: @autoclosure () -> VariantValues?
    ) -> [RequirementEdge] {
        if rules.options.noDependencies { return [] }
        let key = EdgeKey(node: node, choice: choice)
        if let known = edges[key] { return known }
        let all = withPartialConstraints(
            reader.edges(of: metadata, extra: node.extra, variant: variant(), in: scope))
        edges[key] = all
        return all
    }

    /// The edges of all versions of the node that were looked at.
    func knownEdges(of node: NodeTable.Node) -> [RequirementEdge] {
        edges.filter { $0.key.node == node }.sorted { $0.key.choice > $1.key.choice }.flatMap(\.value)
    }

    /// The edges of one choice, when they were looked at.
    func knownEdges(of node: NodeTable.Node, _ choice: Int32) -> [RequirementEdge] {
        edges[EdgeKey(node: node, choice: choice)] ?? []
    }

    /// Makes nodes of the edges' names, asks for their pages, and says it in the solver's words.
    func dependencies(_ edges: [RequirementEdge]) -> [SolverDependency] {
        var dependencies: [SolverDependency] = []
        for edge in edges {
            let allowed = solver.sets.intern(edge.allowed)
            let base = nodes.id(of: edge.name, in: &solver)
            if !sources.isOrdinary { limitVersions(edge.name, base) }
            if archives.urls[edge.name] != nil { solver.markDirect(base) }
            dependencies.append(SolverDependency(package: base, allowed: allowed))
            for extra in edge.extras {
                let id = nodes.id(of: edge.name, extra: extra, in: &solver)
                dependencies.append(SolverDependency(package: id, allowed: allowed))
            }
            prefetchPage(edge.name, edge.allowed)
        }
        return dependencies
    }

    func ruleOut(_ package: PackageID, _ choice: Int32, _ exclusion: Exclusion) {
        let node = nodes[package]!
        if node.isBuild {
            let build = builds[Int(choice)]
            let count = listIfHere(node.name)!.release(build.release).offer!.alternatives.count
            let span = Self.buildSpan(build.release, build.alternative, of: count)
            ruleOut(package, solver.sets.intern(span), exclusion)
            return
        }
        ruleOut(package, span(node.name, version(node.name, choice), choice), exclusion)
    }

    /// - Parameter onlyHere: beside what is decided now.
    func exclude(
        _ package: PackageID, _ set: VersionSetID, _ exclusion: Exclusion, onlyHere: Bool = false
    ) {
        exclusions.append(exclusion)
        let note = Int32(exclusions.count - 1)
        if onlyHere {
            solver.excludeHere(package, set, note: note)
        } else {
            solver.exclude(package, set, note: note)
        }
    }

    private func ruleOut(_ package: PackageID, _ set: VersionSetID, _ exclusion: Exclusion) {
        exclusions.append(exclusion)
        solver.ruleOut(package, set, note: Int32(exclusions.count - 1))
    }
}
