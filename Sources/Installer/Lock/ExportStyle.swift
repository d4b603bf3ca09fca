/// How an exported lock looks, and what of it is left out.
package struct ExportStyle: Sendable {
    /// The command to name at the top; nil for no header.
    package var headerCommand: String?
    package var hashes = true
    package var annotations = true
    /// Lines before the packages of a requirements file: `--index-url …`.
    package var options: [String] = []
    /// Members are installed in place.
    package var editable = true
    /// Packages that are left out; what they need is not.
    package var omitting: Set<PackageName> = []
    package var omitsMembers = false
    /// Not named as who requires a package: what has no name of its own.
    package var nameless: PackageName?
    /// Where relative paths of the text start; absolute.
    package var directory: Path
    /// That of the lock.
    package var root: Path

    package init(directory: Path, root: Path) {
        self.directory = directory
        self.root = root
    }

    /// A path of the lock as the text has it.
    func path(_ path: String) -> String {
        let absolute = Path(path).absolute(in: root)
        return absolute.shortest(from: directory).text
    }

    func isOmitted(_ package: LockedPackage) -> Bool {
        if omitting.contains(package.name) { return true }
        guard case .member(_, let isVirtual) = package.source else { return false }
        return isVirtual || omitsMembers
    }
}
