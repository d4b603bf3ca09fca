/// The archives that requirements give by URL (`name @ https://…/x.whl`): each is the only candidate of
/// its package.
struct DirectArchives {
    /// The URL as the requirement has it, without credentials, and the archive behind it.
    private(set) var archives: [PackageName: (url: String, file: IndexFile)] = [:]

    var urls: [PackageName: String] { archives.mapValues(\.url) }

    /// Takes note of a direct reference. False when it was known already.
    mutating func register(
        _ url: String, for name: PackageName, buildsSources: Bool
    ) throws -> Bool {
        let (text, file) = try Self.file(url, name, buildsSources: buildsSources)
        if let known = archives[name] {
            guard known.file.url == file.url else {
                throw Diagnostic(
                    "The requirements contain conflicting URLs for package `\(name.text)`",
                    causes: ["`\(known.url)` and `\(text)`"])
            }
            return false
        }
        archives[name] = (text, file)
        return true
    }

    /// Whether both lead to the same archive.
    func matches(_ url: String, for name: PackageName) -> Bool {
        guard let known = archives[name], let (_, file) = try? Self.file(url, name, buildsSources: true)
        else {
            return false
        }
        return known.file.url == file.url
    }

    private static func file(
        _ url: String, _ name: PackageName, buildsSources: Bool
    ) throws -> (url: String, file: IndexFile) {
        let reference = try URLReference(parsing: url).withoutCredentials
        let hash = reference.fragment.flatMap { fragment in
            fragment.split(separator: "&").lazy.compactMap { Hash(parsing: $0) }.first
        }
        let bare = reference.text.split(separator: "#", maxSplits: 1).first.map(String.init) ?? url
        let basename = reference.lastComponent
        let filename: DistributionFilename
        do {
            filename = try DistributionFilename.parse(basename, expecting: name)
        } catch {
            throw Diagnostic(describing: error).wrapped(in: "cannot use `\(name.text) @ \(reference.text)`")
        }
        guard case .wheel = filename else {
            guard buildsSources else {
                throw Diagnostic(
                    "cannot use `\(name.text) @ \(reference.text)`",
                    causes: ["it is not a wheel, and source distributions are not built yet"])
            }
            return (
                reference.text,
                IndexFile(
                    filename: filename, basename: basename, version: filename.version, url: bare,
                    hashes: hash.map { [$0] } ?? [], indexURL: bare)
            )
        }
        return (
            reference.text,
            IndexFile(
                filename: filename, basename: basename, version: filename.version, url: bare,
                hashes: hash.map { [$0] } ?? [], indexURL: bare)
        )
    }
}
