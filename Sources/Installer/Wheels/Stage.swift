/// The directory in which the files of one transaction are prepared: one directory per scheme with
/// everything that all packages bring there, so that packages sharing a directory are merged already.
struct Stage {
    /// `<site-packages>/.swuv/<name>`
    let path: Path
    let name: String
    private let schemes: [OpenDirectory]
    private let roots: EnvironmentRoots

    init(_ roots: EnvironmentRoots) throws {
        self.roots = roots
        let place = roots.site / Path(WheelArchive.reservedDirectory)
        try Directory.create(roots.site)
        try Directory.create(place, intermediates: false)
        name = RandomName.make()
        path = place / Path(name)
        try Directory.create(path, intermediates: false)
        var schemes: [OpenDirectory] = []
        for scheme in WheelScheme.allCases {
            let directory = path / Path(Self.directory(of: scheme))
            try Directory.create(directory, intermediates: false)
            schemes.append(try OpenDirectory(directory))
        }
        try Directory.create(path / "trash", intermediates: false)
        self.schemes = schemes
    }

    static func directory(of scheme: WheelScheme) -> String { "\(scheme)" }

    /// The scheme whose directory receives the files: where the environment has one for both kinds of
    /// modules, they are staged together.
    func effective(_ scheme: WheelScheme) -> WheelScheme {
        scheme == .platlib && roots.isSingle ? .purelib : scheme
    }

    func directory(for scheme: WheelScheme) -> OpenDirectory { schemes[Int(effective(scheme).rawValue)] }

    /// Headers go into a directory of the distribution's own; the other schemes have none in between.
    func prefix(of scheme: WheelScheme, _ name: PackageName) -> String {
        scheme == .headers ? name.text + "/" : ""
    }

    /// Throws everything away, and the directory above if no other transaction is in it.
    func discard() {
        _ = try? Directory.removeTree(path)
        _ = try? Directory.remove(path.parent)
    }
}
