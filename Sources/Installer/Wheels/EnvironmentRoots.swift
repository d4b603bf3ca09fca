/// The directories of an environment as the file system knows them, without links.
///
/// Everything that is changed lies below one of them; journals name places relative to them, so that a
/// copied or moved environment is never recovered into the original.
struct EnvironmentRoots: Sendable {
    /// By the raw value of `WheelScheme`, then the environment's own directory where all of it is ours,
    /// then further directories in which packages are installed.
    let paths: [Path]
    /// Where changes are prepared: beside the packages, on the same file system.
    let site: Path
    /// The `platlib` directory is the `purelib` one.
    let isSingle: Bool

    init(_ environment: Environment) throws {
        let scheme = environment.scheme
        var paths = [scheme.purelib, scheme.platlib, scheme.scripts, scheme.data, scheme.include].map(
            Self.real)
        paths.append(environment.kind == .system ? paths[0] : Self.real(environment.root))
        for directory in environment.siteDirectories {
            let path = Self.real(directory)
            if !paths.contains(path) { paths.append(path) }
        }
        self.paths = paths
        site = paths[0]
        isSingle = paths[0] == paths[1]
    }

    func root(of scheme: WheelScheme) -> Path { paths[Int(scheme.rawValue)] }

    /// The place of an absolute path without links, by the innermost root; nil when it is in none.
    func place(of path: Path) -> Place? {
        var best: Place?
        var length = -1
        for (index, root) in paths.enumerated() where root.text.utf8.count > length {
            guard let rest = path.relative(to: root), rest != "." else { continue }
            best = Place(root: UInt8(index), path: rest.text)
            length = root.text.utf8.count
        }
        return best
    }

    func path(of place: Place) -> Path { paths[Int(place.root)] / Path(place.path) }

    func isRoot(_ path: Path) -> Bool { paths.contains(path) }

    /// Without links; of a path that does not exist yet, its existing part.
    static func real(_ path: Path) -> Path {
        if let found = try? File.resolved(path) { return found }
        let parent = path.normalised.parent
        return parent == path ? path : real(parent) / Path(path.name)
    }

    /// The lock of the environment; uv locks the same file.
    static func lockFile(of environment: Environment) -> Path {
        environment.kind == .system ? environment.sitePackages / ".swuv.lock" : environment.root / ".lock"
    }
}

/// A place in an environment: a root by number, and the path below it.
struct Place: Hashable, Sendable {
    let root: UInt8
    let path: String
}
