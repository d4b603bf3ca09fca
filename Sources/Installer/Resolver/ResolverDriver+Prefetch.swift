extension ResolverDriver {
    /// Asks for a page whose package some requirement names.
    func prefetchPage(_ name: PackageName, _ allowed: VersionRanges) {
        if let installed = try? usableInstalled(name), allowed.contains(installed.version) { return }
        guard isSettled(name) else { return }
        if let list = listIfHere(name) {
            prefetchLikely(list)
        } else {
            guesses[name] = guesses[name].map { $0.intersection(allowed) } ?? allowed
            supply.askPage(place(of: name))
        }
    }

    /// A page is here: asks for the metadata of the version that will probably be chosen.
    func prefetchLikely(_ list: CandidateList) {
        // Another part may have asked for it elsewhere.
        if !sources.isOrdinary, list.place != place(of: list.name) { return }
        let set: VersionRanges
        if let id = nodes.id(of: list.name), let known = solver.allowed(id) {
            guard solver.isOpen(id) else { return }
            set = solver.sets[known]
        } else {
            set = guesses[list.name] ?? .full
        }
        func isFitting(_ release: CandidateList.Release) -> Bool {
            if case .everywhere = fit(release) { return true }
            return false
        }
        let index = order.first(
            of: list, in: set, preferring: preferences(list.name), where: isFitting)
        guard let index else { return }
        let release = list.release(index)
        if case .here = release.metadata { return }
        // What may have to be built for it is asked when the answer hangs on it, never on a guess.
        if let file = release.teller ?? release.file, !file.isWheel { return }
        guessed[list.name] = index
        if release.isPending {
            supply.askVariants(list, index)
        } else {
            supply.askMetadata(list, index)
        }
    }

    /// Before waiting: what is known of open packages by now may point to other versions than before.
    func prefetchOpen() {
        for index in 1..<max(1, solver.packageCount) where solver.isOpen(PackageID(index)) {
            guard let node = nodes[PackageID(index)], node.extra == nil, !node.isBuild,
                let list = listIfHere(node.name)
            else { continue }
            prefetchLikely(list)
        }
    }

    /// Metadata is here that was asked for on a guess: asks for the pages it leads to, and for those that extras which
    /// it asks for lead to.
    func prefetchRequirements(of list: CandidateList, _ index: Int, _ number: Int) {
        var todo = [(list: list, index: index, number: number)]
        while let (list, index, number) = todo.popLast() {
            for edge in likelyEdges(of: list, index, number) where edge.url == nil {
                let other = listIfHere(edge.name)
                if other == nil { prefetchPage(edge.name, edge.allowed) }
                if edge.extras.isEmpty { continue }
                let known = guessedExtras[edge.name, default: []]
                guard !known.isSuperset(of: edge.extras) else { continue }
                guessedExtras[edge.name] = known.union(edge.extras)
                if let other, let guess = guessed[edge.name] { todo.append((other, guess, 0)) }
            }
        }
    }

    /// What a release that was guessed will require if it is chosen; nothing of one whose metadata is not here.
    private func likelyEdges(of list: CandidateList, _ index: Int, _ number: Int) -> [RequirementEdge] {
        let release = list.release(index)
        let alternative = release.boundAlternatives?[number]
        guard guessed[list.name] != nil,
            case .here(.success(let metadata)) = alternative?.metadata ?? release.metadata,
            !rules.options.noDependencies
        else { return [] }
        let isBuild = alternative != nil
        let choice =
            isBuild
            ? buildNumber(Build(name: list.name, release: index, alternative: number)) : Int32(index)
        func edges(_ extra: ExtraName?) -> [RequirementEdge] {
            self.edges(
                of: metadata, NodeTable.Node(name: list.name, extra: extra, isBuild: isBuild), choice,
                isBuild ? alternative!.markerValues : release.markerValues)
        }
        var extras = nodes.extras(of: list.name)
        if let guesses = guessedExtras[list.name] { extras += guesses.subtracting(extras) }
        return edges(nil) + extras.flatMap(edges)
    }

    /// When version after version of a package is given up, asks for the metadata of many more at once, so that a walk
    /// over hundreds of versions waits a few times only.
    func prefetchOthers(_ list: CandidateList, in set: VersionRanges, after index: Int) {
        let tried = list.release(index)
        var isAhead = true
        if case .unasked = tried.metadata { isAhead = false }
        guard var left = walks[list.name, default: VersionWalk()].step(to: index, isAhead: isAhead) else {
            return
        }
        if case .none? = (tried.teller ?? tried.file)?.metadata { left = min(left, VersionWalk.mostByRanges) }
        func ask(_ other: Int) -> Bool {
            let release = list.release(other)
            if release.isPending {
                supply.askVariants(list, other)
                left -= 1
            } else if let file = release.teller ?? release.file, file.isWheel {
                supply.askMetadata(list, other)
                left -= 1
            }
            return left > 0
        }
        order.visit(list, in: set, ask)
        guard left > 0, let package = nodes.id(of: list.name) else { return }
        // What leaves only these versions of it is likely to be given up too, for something that leaves older ones.
        let current = list.version(index)
        let further = order.ascends(list.name) ? VersionRanges.from(current) : .before(current)
        let allowed = solver.allowedInAnyCase(package)
        let rest = solver.sets[allowed].intersection(further).subtracting(set)
        order.visit(list, in: rest) { other in
            if list.version(other).isPrerelease && !current.isPrerelease { return true }
            if case .nowhere = fit(lowestPython: list.release(other).lowestPython) { return true }
            return ask(other)
        }
    }
}
