/// What source trees of this machine say about themselves: what stands in their files, and a build's answer where only
/// their backend knows.
struct TreeMetadata {
    let session: Session
    /// Made when something has to be built.
    let source: () throws -> BuildingSource

    /// - Parameter name: nil where the tree alone knows.
    func metadata(of directory: Path, name: PackageName?) throws -> CoreMetadata {
        let use = try session.useCache()
        defer { withExtendedLifetime(use) {} }
        let source = try source()
        let file = try source.file(at: URLReference.file(directory).text, for: name, isEditable: false).wait()
        return try source.metadata(for: file).wait()
    }

    /// What a lock keeps of a directory that requirements name; nil for what is no directory.
    func directory(at path: String, in root: Path) throws -> LockInputs.Directory? {
        let place = Path(path).absolute(in: root).normalised
        guard try File.status(place)?.kind == .directory else { return nil }
        let tree = try SourceTree(place, title: place.text, isArchive: false)
        let metadata = try tree.staticMetadata(version: nil) ?? metadata(of: place, name: nil)
        return LockInputs.Directory(
            path: path, version: tree.project?.version, requiresPython: metadata.requiresPython,
            dependencies: metadata.requirements.map { (text: $0.description, requirement: $0) }
                .sorted { $0.text < $1.text }.map(\.requirement))
    }
}

extension LockInputs {
    /// Paths that requirements name, each once.
    var namedPaths: [String] {
        let paths = all.compactMap { requirement -> String? in
            if case .path(let path, _) = requirement.source { path } else { nil }
        }
        return Set(paths).sorted()
    }
}
