/// Makes a lock of the answer of a universal resolution.
///
/// Whatever it has to ask is handed in. Equal answers make equal locks, whatever machine they were found on.
struct LockAssembly {
    let inputs: LockInputs
    let roots: LockRoots
    let resolution: Resolution
    let places: LockPlaces
    /// What the variant wheels of a release on one source are; nil when that cannot be told. Given those of the wheels
    /// that the lock is going to name.
    let variants: (ResolvedPackage, [IndexFile]) throws -> VariantMetadata?
    /// At least one hash that can be trusted.
    let hashes: (IndexFile) throws -> [Hash]

    /// Without choices.
    func lock() throws -> Lock {
        let universe = universe
        var packages = try resolution.packages.map { try package($0, universe) }
        packages += inputs.members.map { member($0, universe) }
        packages.sort { Self.isBefore($0, $1) }
        let forks = resolution.forks.count > 1 ? resolution.forks : []
        return Lock(
            requiresPython: inputs.requiresPython,
            forks: forks.compactMap { $0.simplified(under: universe).marker },
            unsolved: unsolved(packages, universe), inputs: inputs, packages: packages)
    }

    /// Without those that no host can be like, since no package has such a variant.
    private func unsolved(_ packages: [LockedPackage], _ universe: MarkerSet) -> [Marker] {
        if resolution.unsolved.isEmpty { return [] }
        var values: [PackageName: Set<VariantValues>] = [:]
        for package in packages { values[package.name, default: []].formUnion(package.variantValues) }
        return resolution.unsolved.filter { hosts in
            values.allSatisfy { name, values in
                let about = hosts.forgetting { !$0.isAbout(name) }
                return about.isTrue
                    || values.contains { value in about.evaluate(.nowhere, variants: { _ in value }) }
            }
        }.compactMap { $0.simplified(under: universe).marker }
    }

    /// What markers of the lock may take for granted.
    private var universe: MarkerSet {
        var universe = MarkerSet(pythonVersions: inputs.requiresPython.ranges)
        if !inputs.environments.isEmpty {
            universe = universe.and(inputs.environments.reduce(MarkerSet.never) { $0.or(MarkerSet($1)) })
        }
        return universe.and(roots.excluded.not)
    }

    private static func isBefore(_ first: LockedPackage, _ second: LockedPackage) -> Bool {
        if first.name != second.name { return first.name < second.name }
        if let one = first.version, let other = second.version, one != other { return one < other }
        return first.source.sortKey < second.source.sortKey
    }

    // MARK: Packages

    private func package(_ resolved: ResolvedPackage, _ universe: MarkerSet) throws -> LockedPackage {
        var package = LockedPackage(
            name: resolved.name, version: resolved.version, source: source(of: resolved))
        if case .directory(let path, _) = package.source,
            inputs.directories.contains(where: { $0.path == path && $0.version == nil })
        {
            // A build makes it anew each time.
            package.version = nil
        }
        var base: [LockedDependency] = []
        for dependency in resolved.dependencies {
            let edge = edge(dependency)
            if let extra = dependency.extra {
                package.extras[extra, default: []].append(edge)
            } else {
                base.append(edge)
            }
        }
        package.dependencies = Self.sorted(base)
        package.extras = package.extras.mapValues(Self.sorted)
        try addFiles(of: resolved, to: &package, universe.and(resolved.marker))
        return package
    }

    private func source(of resolved: ResolvedPackage) -> LockedSource {
        switch resolved.source {
        case .index(let file): .index(places.index(file.indexURL))
        case .archive(let file, let url): direct(file, url)
        case .installed: .index("")
        }
    }

    /// The source of a direct reference.
    private func direct(_ file: IndexFile, _ text: String) -> LockedSource {
        switch file.tree {
        case .directory(let path, let isEditable):
            return .directory(path: places.tree(path.text), isEditable: isEditable)
        case .commit(let commit):
            return .git(
                url: commit.repository, reference: commit.requested, commit: commit.commit,
                subdirectory: file.subdirectory, lfs: commit.lfs)
        case nil: break
        }
        return switch places.location(text) {
        case .path(let path): .file(path: path)
        case .url(let url): .archive(url: url, subdirectory: file.subdirectory)
        }
    }

    /// The wheels that some environment of the lock can use, and the source distribution.
    private func addFiles(
        of resolved: ResolvedPackage, to package: inout LockedPackage, _ environments: MarkerSet
    ) throws {
        func isOfUse(_ file: IndexFile) -> Bool {
            guard let covered = file.wheel.flatMap(WheelCoverage.environments) else { return true }
            return !covered.isDisjoint(with: environments)
        }
        let offered: [IndexFile]
        switch resolved.source {
        case .archive(let file, _):
            if file.tree != nil { return }
            offered = [file]
        case .index(let chosen):
            let isTaken = chosen.isYanked
            offered = resolved.files.filter {
                $0.indexURL == chosen.indexURL && (isTaken || !$0.isYanked)
            }
        case .installed: offered = []
        }
        var wheels = offered.filter { $0.isWheel && isOfUse($0) }
        let variantWheels = wheels.filter { $0.filename.variantLabel != nil }
        if !variantWheels.isEmpty {
            package.variants = try variants(resolved, variantWheels)
            // A label that nothing is known of can never be chosen (V-060).
            wheels.removeAll { file in
                guard let label = file.filename.variantLabel.flatMap({ VariantLabel($0) }) else {
                    return false
                }
                return package.variants?.variants[label] == nil
            }
        }
        var seen: Set<String> = []
        package.wheels = try wheels.sorted { $0.basename < $1.basename }
            .filter { seen.insert($0.basename).inserted }.map(file)
        let sources = offered.filter { !$0.isWheel }.sorted { $0.sourceRank < $1.sourceRank }
        package.sdist = try sources.first.map(file)
        if package.wheels.isEmpty, package.sdist == nil {
            throw Diagnostic(
                "`\(resolved.name)` \(resolved.version) has no file that the lock could name",
                hints: ["Ask for another version of it"])
        }
    }

    private func file(_ file: IndexFile) throws -> LockedFile {
        LockedFile(
            filename: file.filename, basename: file.basename, location: places.location(file.url),
            hashes: try hashes(file), size: file.size, uploadTime: file.uploadTime)
    }

    // MARK: Edges

    private func edge(_ dependency: ResolvedDependency) -> LockedDependency {
        var edge = LockedDependency(
            name: dependency.name, extras: dependency.extras, marker: dependency.marker.marker)
        let named = resolution.packages.filter { $0.name == dependency.name }
        guard named.count > 1 else { return edge }
        edge.version = dependency.version
        let same = named.filter { $0.version == dependency.version }
        if same.count > 1, let target = same.first(where: { $0.file?.indexURL == dependency.indexURL }) {
            edge.source = source(of: target)
        }
        return edge
    }

    /// Sorted; what is said of the same target twice becomes one.
    private static func sorted(_ edges: [LockedDependency]) -> [LockedDependency] {
        var merged: [LockedDependency: MarkerSet] = [:]
        for edge in edges {
            var key = edge
            key.marker = nil
            let marker = MarkerSet(edge.marker)
            merged[key] = merged[key].map { $0.or(marker) } ?? marker
        }
        return merged.map { key, marker in
            var edge = key
            edge.marker = marker.marker
            return edge
        }.sorted { ($0.name, $0.rest) < ($1.name, $1.rest) }
    }

    // MARK: Members

    private func member(_ member: LockInputs.Member, _ universe: MarkerSet) -> LockedPackage {
        var package = LockedPackage(
            name: member.name, version: member.version,
            source: .member(path: member.path, isVirtual: member.isVirtual))
        package.dependencies = edges(LockRoots.Place(member.name, .dependencies), universe)
        for extra in member.extras.keys {
            package.extras[extra] = edges(LockRoots.Place(member.name, .extra(extra)), universe)
        }
        for group in member.groups.keys {
            package.groups[group] = edges(LockRoots.Place(member.name, .group(group)), universe)
        }
        return package
    }

    private func edges(_ place: LockRoots.Place, _ universe: MarkerSet) -> [LockedDependency] {
        var edges: [LockedDependency] = []
        for (here, targets) in zip(roots.places, resolution.roots) where here == place {
            edges += targets.map(edge)
        }
        for item in roots.edges where item.place == place {
            let marker = MarkerSet(item.marker).simplified(under: universe)
            if marker.isFalse { continue }
            edges.append(LockedDependency(name: item.target, extras: item.extras, marker: marker.marker))
        }
        return Self.sorted(edges)
    }
}

extension MarkerSet.Subject {
    fileprivate func isAbout(_ name: PackageName) -> Bool {
        switch self {
        case .label(.package(name)?), .variant(.package(name)?): true
        default: false
        }
    }
}

extension LockedPackage {
    /// What markers may see of it, on whatever host.
    fileprivate var variantValues: [VariantValues] {
        let labels = Set(wheels.compactMap { $0.filename.variantLabel.flatMap { VariantLabel($0) } })
        let known = labels.compactMap { label in
            variants?.variants[label].map { VariantValues(label: label, of: $0) }
        }
        let isOrdinary = sdist != nil || wheels.contains { $0.filename.variantLabel == nil }
        return known + (isOrdinary || known.isEmpty ? [.ordinary] : [])
    }
}

extension LockedSource {
    /// Orders the sources of one version.
    var sortKey: String { TOMLWriter.text(of: LockWriter.value(self)) }
}

extension LockedDependency {
    fileprivate var rest: String {
        let source = source?.sortKey ?? ""
        return "\(version?.description ?? "") \(source) \(extras.map(\.text).joined(separator: ","))"
    }
}

extension IndexFile {
    /// `.tar.gz` before everything else that a source distribution can be.
    fileprivate var sourceRank: String { (basename.hasSuffix(".tar.gz") ? "0" : "1") + basename }
}
