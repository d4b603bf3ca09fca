/// All environments at once: releases of which every file was built against versions of the same package (V-235).
///
/// No host is known, but which builds are for the same hardware is. Hosts whose builds go with different versions are
/// resolved apart, so that nobody is left without a build because the lock follows somebody else's.
extension ResolverDriver {
    /// A release of which every file is a variant wheel, and its labels.
    private struct Builds {
        let name: PackageName
        let version: Version
        let metadata: VariantMetadata
        let labels: [VariantLabel]

        /// The hosts that get one of these where versions of other packages do not matter.
        func hosts(of labels: [VariantLabel]) -> MarkerSet {
            labels.reduce(.never) { hosts, label in
                let term = MarkerTerm(.variantLabel, .equal, label.text, scope: .release(name, version))
                return hosts.or(MarkerSet(.term(term)))
            }
        }

        /// Those that hosts of these environments get.
        func labels(in environments: MarkerSet) -> [VariantLabel] {
            labels.filter { !environments.isDisjoint(with: hosts(of: [$0])) }
        }

        /// The versions of other packages that hosts with builds of these kinds can have; what fits every host does for
        /// them too.
        func bounds(of kinds: [VariantLabel]) -> [PackageName: VersionRanges] {
            let hardware = metadata.withoutAbi.variants
            return metadata.abiBounds(
                of: labels.filter { kinds.contains($0) || hardware[$0]?.isEmpty ?? false })
        }
    }

    /// nil where some file of the release goes with everything, and where none is bound.
    private func builds(_ list: CandidateList, _ index: Int) throws -> Builds? {
        let release = list.release(index)
        guard let variants = release.variants,
            !release.files.contains(where: { $0.filename.variantLabel == nil }),
            let metadata = try supply.variantMetadata(variants), !metadata.abiNamespaces.isEmpty
        else { return nil }
        let labels = variants.wheels.compactMap { $0.filename.variantLabel.flatMap(VariantLabel.init) }
        return Builds(name: list.name, version: list.version(index), metadata: metadata, labels: labels)
    }

    /// Hosts of the scope to be resolved apart, since their builds of the release go with different versions.
    func division(byBuildsOf list: CandidateList, _ index: Int) throws -> Division? {
        guard dividesHosts, case .universal(let scope) = scope, let builds = try builds(list, index) else {
            return nil
        }
        // The kind for every host comes first here: with it go the hosts that none of the labels tells.
        var groups: [(labels: [VariantLabel], bounds: [PackageName: VersionRanges])] = []
        for kind in builds.metadata.kinds(of: builds.labels(in: scope.environments)).reversed() {
            let bounds = builds.bounds(of: kind)
            if let place = groups.firstIndex(where: { $0.bounds == bounds }) {
                groups[place].labels += kind
            } else {
                groups.append((kind, bounds))
            }
        }
        guard groups.count > 1 else { return nil }
        var rest = scope.environments
        var parts: [MarkerSet] = []
        for group in groups.dropFirst().reversed() {
            let hosts = builds.hosts(of: group.labels)
            parts.append(rest.and(hosts))
            rest = rest.and(hosts.not)
        }
        return Division((parts + [rest]).filter { !$0.isFalse })
    }

    /// Keeps the versions of other packages to those that some build for the hosts of the scope goes with.
    func bindForAllHosts(_ package: PackageID, _ list: CandidateList, _ index: Int) throws {
        guard case .universal(let scope) = scope, let builds = try builds(list, index),
            boundReleases.insert(Build(name: list.name, release: index, alternative: 0)).inserted
        else { return }
        let span = solver.sets.intern(list.span(index))
        let bounds = builds.bounds(of: builds.labels(in: scope.environments))
        for (dependency, allowed) in bounds.sorted(by: { $0.key < $1.key }) {
            solver.bind(
                package, span, to: nodes.id(of: dependency, in: &solver), in: solver.sets.intern(allowed))
        }
    }
}
