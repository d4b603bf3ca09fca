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
        guessed.insert(list.name)
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

    /// Metadata is here that was asked for on a guess: asks for the pages it leads to.
    func prefetchRequirements(of list: CandidateList, _ index: Int, _ number: Int) {
        let release = list.release(index)
        let alternative = release.boundAlternatives?[number]
        guard guessed.contains(list.name),
            case .here(.success(let metadata)) = alternative?.metadata ?? release.metadata,
            !rules.options.noDependencies
        else { return }
        let isBuild = alternative != nil
        let choice =
            isBuild
            ? buildNumber(Build(name: list.name, release: index, alternative: number)) : Int32(index)
        func edges(_ extra: ExtraName?) -> [RequirementEdge] {
            self.edges(
                of: metadata, NodeTable.Node(name: list.name, extra: extra, isBuild: isBuild), choice,
                isBuild ? alternative!.markerValues : release.markerValues)
        }
        var all = edges(nil)
        for extra in nodes.extras(of: list.name) { all += edges(extra) }
        for edge in all where edge.url == nil && listIfHere(edge.name) == nil {
            prefetchPage(edge.name, edge.allowed)
        }
    }

    /// When version after version of a package is given up, asks for the metadata of many more at once.
    func prefetchOthers(_ list: CandidateList, in set: VersionRanges, after index: Int) {
        let count = attempts[list.name, default: 0] + 1
        attempts[list.name] = count
        guard count == 3 || count == 6 || count % 12 == 0 else { return }
        var left = count < 6 ? 6 : count < 12 ? 12 : 32
        order.visit(list, in: set) { other in
            if list.release(other).isPending {
                supply.askVariants(list, other)
                left -= 1
            } else if let file = list.release(other).teller ?? list.release(other).file, file.isWheel {
                supply.askMetadata(list, other)
                left -= 1
            }
            return left > 0
        }
    }
}
