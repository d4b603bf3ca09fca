/// Finds the packages that meet all requirements, for one environment or for all of them.
///
/// Blocks; asks `source` for pages and metadata, many at a time. Errors are `Diagnosable`: a
/// `ResolutionFailure` when there is no solution, what the source threw when it could not answer.
package func resolve(
    _ request: ResolutionRequest, source: any DistributionSource, reporter: any Reporter = SilentReporter()
) throws -> Resolution {
    reporter.began(.resolving, total: nil)
    defer { reporter.ended(.resolving) }
    var resolution = ForkedResolution(request, source, reporter)
    return try resolution.resolve()
}

/// Runs the solver once for each set of environments that has to be resolved apart.
///
/// A universal resolution starts with all environments at once. Where requirements exclude each other
/// under conditions that never hold together, where a package comes from different indexes, or where a
/// version needs a newer Python than some of the environments have, the set is divided and each part
/// resolved on its own; versions found for one part are preferred in the next, so that the parts differ
/// only where they must.
struct ForkedResolution {
    private var request: ResolutionRequest
    private let source: any DistributionSource
    let reporter: any Reporter

    /// Beyond this many parts the conditions are taken to be hopelessly entangled.
    private static let mostForks = 512
    /// Beyond this many, hosts for which a release has nothing get no part of their own any more.
    private static let mostForksOfHosts = 64

    init(_ request: ResolutionRequest, _ source: any DistributionSource, _ reporter: any Reporter) {
        self.request = request
        self.source = source
        self.reporter = reporter
    }

    mutating func resolve() throws -> Resolution {
        var rules = CandidateRules(options: request.options)
        rules.variants = request.variantHost?.preferences
        rules.abiOverrides = request.abiOverrides
        let reader = RequirementReader(overrides: request.overrides)
        switch request.target {
        case .environment(let environment, let tags):
            rules.tags = tags
            rules.python = Version(environment.pythonFullVersion).map { Version(release: $0.release) }
            return try resolveHere(.environment(environment), &rules, reader)
        case .universal(let target):
            rules.pythons = target.requiresPython
            return try resolveUniversally(target, &rules, reader)
        }
    }

    // MARK: One environment

    private func resolveHere(
        _ scope: ResolutionScope, _ rules: inout CandidateRules, _ reader: RequirementReader
    ) throws -> Resolution {
        let run = try prepare(&rules, reader, scope)
        var sources = SourceRules(fixed: try IndexPins(request, scope, reader.memo).fixed)
        sources.suspects = suspects()
        var (outcome, labels) = try solve(run, rules, scope, sources, [:])
        if case .suspected = outcome {
            sources.suspects = nil
            for map in try mapsInForce(scope, reader.memo) {
                for name in map.packages { sources.undecided[name] = map }
                if let variant = try installedLabel(of: map) { sources.fix(companionsOf: variant) }
            }
            (outcome, labels) = try solve(run, rules, scope, sources, [:])
        }
        switch outcome {
        case .solved(let graph):
            let assembly = ResolutionAssembly(request: request, archives: run.archives)
            var resolution = assembly.resolution(of: [graph], universe: .always)
            resolution.labels = labels.mapValues { [$0] }
            try finish(resolution, rules, run)
            return resolution
        case .failed(let derivation): throw ResolutionFailure(derivation, environments: nil)
        case .fork, .undecided, .suspected, .aside: preconditionFailure("one environment is not divided")
        }
    }

    /// Chooses labels of variant indexes as their packages are met: of each the best with which there is a solution.
    /// The failure of the best is told when there is none.
    private func solve(
        _ run: Shared, _ rules: CandidateRules, _ scope: ResolutionScope, _ sources: SourceRules,
        _ labels: [String: VariantLabel]
    ) throws -> (ResolverDriver.Outcome, labels: [String: VariantLabel]) {
        let driver = run.driver(request, rules, scope, sources, reporter)
        var outcome = try driver.run()
        if case .failed = outcome, driver.attemptsWithoutDependency > 0 {
            // Told in general terms it is the same failure, and one that can be explained.
            outcome = try run.driver(request, rules, scope, sources, reporter, isFinal: true).run()
        }
        guard case .undecided(let map) = outcome else { return (outcome, labels) }
        var first: ResolverDriver.Outcome?
        for label in try request.chosenLabels(map) {
            guard let variant = map.variants.first(where: { $0.option.label == label }) else { continue }
            var labels = labels
            labels[map.name] = label
            run.supply.labelled.insert(variant.url)
            let result = try solve(run, rules, scope, sources.deciding(map, variant), labels)
            if case .solved = result.0 { return result }
            reporter.trace(1) { "no solution with `\(label)` of the variant index `\(map.name)`" }
            first = first ?? result.0
        }
        if let first { return (first, labels) }
        return try solve(run, rules, scope, sources.deciding(map, nil), labels)
    }

    /// The label that an installed package of the map is of, as its local version says: what it needs comes from there.
    private func installedLabel(of map: VariantIndex) throws -> VariantIndex.Variant? {
        let staying = try map.packages.compactMap { request.installed[$0] }.filter { try !$0.isRuledOut() }
        let labels = Set(staying.compactMap(\.version.localText))
        return map.variants.first { labels.contains($0.option.label.text) }
    }

    private func suspects() -> MappedNames? {
        let names = request.mappedNames()
        return names.isEmpty ? nil : names
    }

    /// The variant indexes, but for those of which a requirement of the user says itself where a package comes from.
    private func mapsInForce(_ scope: ResolutionScope, _ memo: MarkerMemo) throws -> [VariantIndex] {
        let maps = try request.variantIndexes()
        if maps.isEmpty { return [] }
        var placed: Set<PackageName> = []
        for root in request.requirements + request.constraints + request.overrides
        where root.index != nil || root.requirement.url != nil {
            if case .never = scope.condition(of: root, memo: memo) { continue }
            placed.insert(root.requirement.name)
        }
        return maps.filter { $0.packages.isDisjoint(with: placed) }
    }

    // MARK: All environments

    private mutating func resolveUniversally(
        _ target: UniversalTarget, _ rules: inout CandidateRules, _ reader: RequirementReader
    ) throws -> Resolution {
        let python = MarkerSet(pythonVersions: target.requiresPython)
        var universe = python
        if !target.environments.isEmpty {
            universe = universe.and(target.environments.reduce(MarkerSet.never) { $0.or($1) })
        }
        universe = universe.and(target.excluded.not)
        let whole = ResolutionScope.universal(UniversalScope(universe))
        let run = try prepare(&rules, reader, whole)
        let pins = try IndexPins(request, whole, reader.memo)
        let preferences = request.preferences
        var labels = LabelForks(maps: [], pins: pins, suspects: suspects())
        var parts = Parts()
        // Packages by which earlier forks tell hosts apart, and which nothing needs any more.
        var gone: Set<PackageName> = []
        resolving: while true {
            let forks = labels.startingForks(target.forks, conditions: conditions(target)) { name, version in
                !gone.contains(name) && preferences[name]?.contains { $0.version == version } ?? false
            }
            parts = Parts()
            switch try solve(labels.start(forks, universe), universe, python, run, rules, &labels, &parts) {
            case .suspected:
                request.preferences = preferences
                labels = LabelForks(maps: try mapsInForce(whole, reader.memo), pins: pins)
            case .aside(let map):
                request.preferences = preferences
                labels.forget(map)
            case nil:
                // The same for labels.
                if let map = labels.maps.first(where: { labels.isIdle($0, parts.solved) }) {
                    labels.forget(map)
                    continue
                }
                let idle = LabelForks.releases(in: forks).subtracting(parts.solved.flatMap(\.choices.keys))
                if idle.isEmpty { break resolving }
                gone.formUnion(idle)
                request.preferences = preferences
            }
        }
        let assembly = ResolutionAssembly(request: request, archives: run.archives)
        // Of labels and of hosts only those that are left are told apart.
        let solved = parts.solved
        let known =
            labels.maps.isEmpty && parts.forsaken.isEmpty
            ? universe : solved.reduce(MarkerSet.never) { $0.or($1.environments) }
        var resolution = assembly.resolution(of: solved, universe: known)
        resolution.forks = solved.map { $0.environments.simplified(under: universe) }
        resolution.labels = labels.solved(solved)
        resolution.unsolved = parts.forsaken.filter { !$0.isOfMisfits }.map { $0.simplified(under: universe) }
        try finish(resolution, rules, run)
        return resolution
    }

    /// What the conditions of requirements and the conflicts among them speak of.
    private func conditions(_ target: UniversalTarget) -> [MarkerSet] {
        (request.requirements + request.constraints + request.overrides).compactMap(\.condition)
            + [target.excluded]
    }

    /// What turned out while parts were resolved, so that all have to be resolved again.
    private enum Setback {
        /// The variant indexes have to be looked at.
        case suspected
        /// One of them is not in force.
        case aside(VariantIndex)
    }

    /// What came of the parts that were resolved apart.
    private struct Parts {
        var solved: [SolvedGraph] = []
        /// Those of hosts told apart by variants for which there is no solution.
        var forsaken: [MarkerSet] = []
        /// Of the first of these.
        var failure: ResolutionFailure?
    }

    private mutating func solve(
        _ start: [MarkerSet], _ universe: MarkerSet, _ python: MarkerSet, _ run: Shared,
        _ rules: CandidateRules, _ labels: inout LabelForks, _ parts: inout Parts
    ) throws -> Setback? {
        var todo = Array(start.reversed())
        while let environments = todo.popLast() {
            if parts.solved.count + todo.count > Self.mostForks {
                throw Diagnostic(
                    "The requirements divide into more than \(Self.mostForks) sets of environments")
            }
            if labels.isDropped(environments) { continue }
            let scope = ResolutionScope.universal(UniversalScope(environments))
            let driver = run.driver(
                request, rules, scope, labels.sources, reporter,
                dividesHosts: parts.solved.count + todo.count < Self.mostForksOfHosts)
            switch try driver.run() {
            case .solved(let graph):
                prefer(graph)
                parts.solved.append(graph)
            case .fork(let division):
                reporter.trace(1) {
                    let pieces = division.parts + (division.last.map { [$0] } ?? [])
                    return "resolving apart: \(pieces.map(\.text).joined(separator: " | "))"
                }
                todo += division.parts.reversed()
                if let last = division.last { todo.insert(last, at: 0) }
            case .suspected: return .suspected
            case .aside(let map): return .aside(map)
            case .undecided: preconditionFailure("a label is decided in all environments")
            case .failed(let derivation):
                if let pieces = driver.forkMarkers(of: derivation) {
                    todo += pieces.reversed()
                    continue
                }
                let failure = ResolutionFailure(
                    derivation,
                    environments: environments == universe ? nil : environments.simplified(under: python))
                if environments.subjects.contains(where: \.isOfHosts) {
                    // The others are locked; these, if they exist, are told where they sync.
                    reporter.trace(1) { "no solution for some hosts:\n\(failure.explanation)" }
                    parts.forsaken.append(environments)
                    parts.failure = parts.failure ?? failure
                    continue
                }
                try labels.drop(environments, failure, derivation.names, reporter)
                parts.solved.removeAll { labels.isDropped($0.environments) }
            }
        }
        if parts.solved.isEmpty, let failure = parts.failure { throw failure }
        return nil
    }

    /// Versions of a solved fork are welcome in the next.
    private mutating func prefer(_ graph: SolvedGraph) {
        let direct = Set(graph.rootEdges.map(\.name))
        for (name, choice) in graph.choices {
            if request.options.mode == .lowestDirect && direct.contains(name) { continue }
            var known = request.preferences[name, default: []]
            if let place = known.firstIndex(where: { $0.version == choice.version && $0.marker != nil }) {
                known[place].marker = known[place].marker!.or(graph.environments)
            } else {
                known.append(VersionPreference(choice.version, marker: graph.environments))
            }
            request.preferences[name] = known
        }
    }

    /// What is to be said, or still to be required, of a resolution that worked out.
    private func finish(_ resolution: Resolution, _ rules: CandidateRules, _ run: Shared) throws {
        if request.options.requireHashes {
            for package in resolution.packages where rules.hashes[package.name] == nil {
                if package.source == .installed { continue }
                if case .archive(let file, _) = package.source, !file.hashes.isEmpty { continue }
                throw Diagnostic(
                    "In `--require-hashes` mode, every package needs a requirement with `==` and a hash, "
                        + "but `\(package.name.text)==\(package.version)` has none")
            }
        }
        ResolutionWarnings(request: request, reporter: reporter).tell(
            resolution, timeless: run.supply.packagesWithoutUploadTimes)
    }

    // MARK: Preparation

    /// What all runs share.
    private struct Shared {
        var supply: DistributionSupply
        var reader: RequirementReader
        var archives: DirectArchives

        func driver(
            _ request: ResolutionRequest, _ rules: CandidateRules, _ scope: ResolutionScope,
            _ sources: SourceRules, _ reporter: any Reporter, isFinal: Bool = false,
            dividesHosts: Bool = false
        ) -> ResolverDriver {
            ResolverDriver(
                request: request, rules: rules, supply: supply, scope: scope, reader: reader,
                archives: archives, sources: sources, reporter: reporter, isFinal: isFinal,
                dividesHosts: dividesHosts)
        }
    }

    /// Reads from the user's requirements what goes beyond plain versions: pins, pre-releases, hashes,
    /// direct references (and those in the archives they lead to).
    private func prepare(
        _ rules: inout CandidateRules, _ reader: RequirementReader, _ scope: ResolutionScope
    ) throws -> Shared {
        var reader = reader
        var archives = DirectArchives()
        let builds = request.options.buildsSources
        for root in request.requirements + request.constraints + request.overrides {
            let requirement = root.requirement
            if case .never = scope.condition(of: root, memo: reader.memo) { continue }
            if request.options.requireHashes, request.requirements.contains(root) {
                try Self.expectPin(root)
            }
            if !root.hashes.isEmpty { rules.hashes[requirement.name, default: []] += root.hashes }
            if let url = requirement.url {
                _ = try archives.register(
                    url, for: requirement.name, isEditable: root.isEditable, from: source,
                    buildsSources: builds)
                continue
            }
            if requirement.specifiers.asksForPrereleases { rules.askedPrereleases.insert(requirement.name) }
            for clause in requirement.specifiers.clauses where clause.pinsVersion {
                let pin = VersionRanges(clause)
                rules.pinned[requirement.name] = rules.pinned[requirement.name]?.union(pin) ?? pin
            }
        }
        rules.archives = Set(archives.archives.keys)
        var supply = DistributionSupply(source: source, rules: rules, host: request.variantHost)
        var todo = Array(archives.archives.keys)
        for name in todo { supply.provide(archives.archives[name]!.file, for: name) }
        // Archives may lead to archives.
        while let name = todo.popLast(), !request.options.noDependencies {
            let list = try supply.list(of: DistributionSupply.Place(name: name))
            try supply.settleVariants(list, 0)
            guard list.release(0).file != nil else { continue }
            guard case .success(let metadata) = supply.metadata(list, 0) else { continue }
            var found: [PackageName] = []
            for requirement in metadata.requirements {
                guard let url = requirement.url, reader.overrides[requirement.name] == nil else { continue }
                if try archives.register(
                    url, for: requirement.name, from: source, buildsSources: builds)
                {
                    found.append(requirement.name)
                }
            }
            if found.isEmpty { continue }
            rules.archives.formUnion(found)
            supply = DistributionSupply(source: source, rules: rules, host: request.variantHost)
            for (name, archive) in archives.archives { supply.provide(archive.file, for: name) }
            todo += found
        }
        reader.urls = archives.urls
        return Shared(supply: supply, reader: reader, archives: archives)
    }
}

extension ForkedResolution {
    /// `--require-hashes`: the requirement has to be a pin with a hash, or an archive with one.
    private static func expectPin(_ root: RootRequirement) throws {
        let requirement = root.requirement
        var isPinned = requirement.specifiers.clauses.contains(where: \.pinsVersion)
        var hasHash = !root.hashes.isEmpty
        if let url = requirement.url {
            isPinned = true
            let fragment = (try? URLReference(parsing: url))?.fragment ?? ""
            if fragment.split(separator: "&").contains(where: { Hash(parsing: $0) != nil }) { hasHash = true }
        }
        if isPinned && hasHash { return }
        let what = isPinned ? "have a hash" : "be pinned with `==`"
        throw Diagnostic("In `--require-hashes` mode, every requirement must \(what): `\(requirement)`")
    }
}

extension MarkerSet {
    /// Hosts for which some release has nothing.
    fileprivate var isOfMisfits: Bool {
        subjects.contains { subject in
            guard case .label(.release(let name, let version)?) = subject else { return false }
            return isDisjoint(with: .fits(name, version))
        }
    }
}

extension MarkerSet.Subject {
    /// Which variant of a package a host gets, or whether it gets one.
    var isOfHosts: Bool {
        switch self {
        case .label(.release?), .label(.package?), .variant(.package?): true
        default: false
        }
    }
}

extension VersionSpecifier {
    /// `==1.0` or `===1.0`, not `==1.*`.
    fileprivate var pinsVersion: Bool { (op == .equal && !isPrefix) || op == .arbitrary }
}
