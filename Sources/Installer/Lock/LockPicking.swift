internal import VariantProviders

/// What is installed of each package of a lock that is selected. Remembers what it found: a class, used by one
/// selection on one thread.
final class LockPicking {
    private let lock: Lock
    private let setting: LockSelection.Setting
    private var known: [Int: LockPick] = [:]

    init(lock: Lock, setting: LockSelection.Setting) {
        self.lock = lock
        self.setting = setting
    }

    /// The packages whose versions decide which of its builds is taken (V-230).
    func dependenciesOfBuilds(_ place: Int) -> [PackageName] {
        guard let variants = lock.packages[place].variants else { return [] }
        let namespaces = variants.abiNamespaces
        if namespaces.isEmpty { return [] }
        var features: Set<String> = []
        for properties in variants.variants.values {
            for (namespace, found) in properties.namespaces where namespaces.contains(namespace) {
                features.formUnion(found.keys)
            }
        }
        return features.compactMap { PackageName($0) }
    }

    /// What markers of its dependencies see (V-133); of anything but a variant wheel what an ordinary one has.
    func markerValues(_ place: Int, versions: [PackageName: Version]) throws -> VariantValues {
        if lock.packages[place].variants == nil { return .ordinary }
        guard case .wheel(_, let variant?) = try pick(place, versions: versions) else { return .ordinary }
        return variant.match.markerValues
    }

    /// What markers see of what fits here of a release, whether or not it is the one that is chosen and whatever else
    /// is; nil where that cannot be told.
    func values(of name: PackageName, _ version: Version, in graph: LockGraph) -> VariantValues? {
        guard let place = graph.places(of: name).first(where: { lock.packages[$0].version == version }) else {
            return .ordinary
        }
        if dependenciesOfBuilds(place).isEmpty { return try? markerValues(place, versions: [:]) }
        var package = lock.packages[place]
        package.variants = package.variants?.withoutAbi
        guard let pick = try? choose(package, [:]) else { return nil }
        if case .wheel(_, let variant?) = pick { return variant.match.markerValues }
        return .ordinary
    }

    func pick(_ place: Int, versions: [PackageName: Version]) throws -> LockPick {
        if let pick = known[place] { return pick }
        let pick = try choose(lock.packages[place], versions)
        if dependenciesOfBuilds(place).isEmpty { known[place] = pick }
        return pick
    }

    private func choose(_ package: LockedPackage, _ versions: [PackageName: Version]) throws -> LockPick {
        switch package.source {
        case .member, .directory, .git: return .tree
        case .index, .archive, .file: break
        }
        if setting.noBinary.contains(package.name) {
            return built(package, ["its wheels are not to be used (`--no-binary`)"])
        }
        let wheels = package.wheels.filter(\.filename.isWheel)
        let picking = WheelPicking(
            package: package.name, tags: setting.tags, preferences: setting.preferences, versions: versions,
            supported: setting.supported)
        let outcome = try picking.pick(among: wheels.compactMap(\.filename.wheel)) { _ in
            package.variants.map { .metadata($0) }
                ?? .unusable(["the lock does not say what its variant wheels are for"])
        }
        switch outcome {
        case .wheel(let place, let variant): return .wheel(wheels[place], variant)
        case .noVariant(let reasons): return built(package, reasons)
        case .noneFits(let reasons):
            return built(
                package,
                [wheels.isEmpty ? "it has no wheel" : "no wheel fits", reasons.joined(separator: "; ")]
                    .filter { !$0.isEmpty })
        }
    }

    /// A label that was asked for is not a matter of building.
    private func built(_ package: LockedPackage, _ reasons: [String]) -> LockPick {
        guard let sdist = package.sdist, setting.preferences.labels[package.name] == nil else {
            return .nothing(reasons)
        }
        if setting.noBuild.contains(package.name) {
            return .nothing(reasons + ["it is not to be built (`--no-build`)"])
        }
        return .build(sdist)
    }
}
