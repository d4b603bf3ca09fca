/// The archives that requirements give by URL (`name @ https://…/x.whl`): each is the only candidate of
/// its package.
struct DirectArchives {
    /// The URL as the requirement has it, without credentials, and the archive behind it.
    private(set) var archives: [PackageName: (url: String, file: IndexFile)] = [:]

    var urls: [PackageName: String] { archives.mapValues(\.url) }

    /// Takes note of a direct reference. False when it was known already.
    mutating func register(
        _ url: String, for name: PackageName, isEditable: Bool = false, from source: any DistributionSource,
        buildsSources: Bool
    ) throws -> Bool {
        let text = try Self.text(url)
        if let known = archives[name] {
            guard known.url == text else {
                throw Diagnostic(
                    "The requirements contain conflicting URLs for package `\(name.text)`",
                    causes: ["`\(known.url)` and `\(text)`"])
            }
            return false
        }
        let file = try source.file(at: url, for: name, isEditable: isEditable).wait()
        guard file.isWheel || buildsSources else {
            throw Diagnostic(
                "cannot use `\(name.text) @ \(text)`",
                causes: ["it is not a wheel, and nothing is built here"])
        }
        archives[name] = (text, file)
        return true
    }

    /// Whether both lead to the same archive.
    func matches(_ url: String, for name: PackageName) -> Bool {
        guard let known = archives[name], let text = try? Self.text(url) else { return false }
        return known.url == text
    }

    /// The reference without credentials and hashes.
    private static func text(_ url: String) throws -> String {
        let reference = try URLReference(parsing: url).withoutCredentials
        return reference.text + (reference.fragmentValue("subdirectory").map { "#subdirectory=" + $0 } ?? "")
    }
}
