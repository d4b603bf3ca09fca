/// A directory as an index: a tree with a directory for each package, which has an `index.json`, an `index.html` or the
/// files themselves, or a flat directory of files.
struct LocalIndex {
    let root: Path
    /// The URL of the directory, as the user gave it.
    let location: String
    /// Other indexes may be meant to have the package where this one is not there.
    var mayBeMissing = false

    private static let mostEntries = 100_000

    /// nil where it does not have the package.
    ///
    /// - Parameter directory: `root/NAME`, with the name as names are compared.
    func page(_ name: PackageName, in directory: Path) throws -> SimplePage? {
        guard let status = try File.status(root) else {
            if mayBeMissing { return nil }
            throw Diagnostic("The index `\(root)` does not exist")
        }
        guard status.kind == .directory else { throw Diagnostic("The index `\(root)` is no directory") }
        if try File.status(directory)?.kind == .directory {
            return try page(name, ofPackage: directory)
        }
        let entries = try Directory.entries(root)
        guard entries.count <= Self.mostEntries else {
            throw Diagnostic("The index `\(root)` has more than \(Self.mostEntries) entries")
        }
        // Directories are often named as the project writes its name.
        let spelled = entries.filter { $0.kind != .file && PackageName($0.name) == name }.sorted()
        for entry in spelled where try File.status(root / entry.name)?.kind == .directory {
            return try page(name, ofPackage: root / entry.name)
        }
        return FindLinks.page(name, try FindLinks.archives(in: root), location)
    }

    private func page(_ name: PackageName, ofPackage directory: Path) throws -> SimplePage? {
        let url = URLReference.file(directory).asDirectory
        for (file, type) in [("index.json", "json"), ("index.html", "html")] {
            guard let bytes = try File.readIfPresent(directory / file, limit: PageFetcher.pageLimit) else {
                continue
            }
            let response = TransferResponse(
                status: 200, url: url, headers: HTTPHeaders([("content-type", type)]), body: bytes)
            let builder = try PageFetcher.read(name, response, shownURL: url.text)
            let facts = PageFacts(url: url.text, fetchedAt: 0, freshUntil: 0)
            return SimplePage(builder.encoded(facts), name: name, indexURL: location)
        }
        return FindLinks.page(name, try FindLinks.archives(in: directory), location)
    }
}
