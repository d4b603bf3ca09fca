/// Which files an installed distribution consists of, as far as they may be removed.
///
/// RECORD is text that anybody may have written. What it names outside the environment stays, with a
/// warning; links on the way are looked at when the steps are planned.
struct Removal {
    let roots: EnvironmentRoots
    let reporter: any Reporter

    /// Marks the files of `distribution` in the tree.
    func mark(_ distribution: InstalledDistribution, owner: Int, in tree: ChangeNode) throws {
        let location = EnvironmentRoots.real(distribution.location)
        guard roots.isRoot(location) || roots.place(of: location) != nil else {
            throw Diagnostic(
                "Cannot uninstall `\(distribution.name)`: `\(location)` is outside the environment")
        }
        let own = location / Path(distribution.path.name)
        switch distribution.kind {
        case .distInfo:
            var outside: [String] = []
            for entry in try distribution.record() where !mark(entry.path, below: location, owner, tree) {
                outside.append(entry.path)
            }
            warn(outside, distribution)
            tree.descend(own.components).removeWhole(owner: owner)
        case .eggInfoDirectory:
            let list = distribution.path / "installed-files.txt"
            guard let bytes = try File.readIfPresent(list) else {
                throw cannot(
                    distribution, "it was installed by an old setuptools, which left no list of its files")
            }
            var outside: [String] = []
            for line in bytes.split(separator: 0x0A) {
                let path = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
                if !mark(path, below: own, owner, tree) { outside.append(path) }
            }
            warn(outside, distribution)
            tree.descend(own.components).removeWhole(owner: owner)
        case .eggInfoFile:
            throw cannot(distribution, "it was installed by distutils, which left no list of its files")
        case .eggLink:
            tree.descend(own.components).remove(owner: owner)
        }
    }

    /// False when the path leads out of the environment.
    private func mark(_ text: String, below location: Path, _ owner: Int, _ tree: ChangeNode) -> Bool {
        guard !text.utf8.contains(0) else { return false }
        let path = Path(text).absolute(in: location)
        guard roots.place(of: path) != nil, !roots.isRoot(path), !isProtected(path) else { return false }
        tree.descend(path.components).remove(owner: owner)
        return true
    }

    /// The interpreter of the environment and its configuration belong to no distribution.
    private func isProtected(_ path: Path) -> Bool {
        let scripts = roots.root(of: .scripts)
        return (path.parent == scripts && ProtectedProgram.contains(path.name))
            || (path.name == "pyvenv.cfg" && roots.isRoot(path.parent))
    }

    private func warn(_ outside: [String], _ distribution: InstalledDistribution) {
        guard let first = outside.first else { return }
        let more = outside.count > 1 ? " and \(outside.count - 1) more" : ""
        reporter.warning(
            Diagnostic(
                "`\(distribution.name)` lists files that are not part of the environment and stay where they are: `\(ZipError.escaped(first))`\(more)"
            ))
    }

    private func cannot(_ distribution: InstalledDistribution, _ why: String) -> Diagnostic {
        Diagnostic(
            "Cannot uninstall `\(distribution.pin)`", causes: ["\(distribution.path): \(why)"],
            hints: ["Remove its files by hand, or make the environment anew"])
    }
}
