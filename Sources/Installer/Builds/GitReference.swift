/// A direct reference to a repository: `git+https://host/path@revision#subdirectory=…`.
struct GitReference: Hashable {
    /// As Git takes it, without credentials.
    let repository: String
    /// A branch, a tag or a commit; nil: the default branch.
    let revision: String?
    let subdirectory: String?
    /// `#lfs=true`: large files are wanted too.
    let lfs: Bool

    static let prefix = "git+"

    private static let schemes = ["https", "http", "ssh", "git", "file"]

    /// - Parameter name: the package that it is to be, for messages.
    init(parsing text: String, for name: PackageName? = nil) throws {
        func refuse(_ reason: String) -> Diagnostic {
            let subject = name.map { "\($0) @ " } ?? ""
            return Diagnostic("cannot use `\(subject)\(URLReference.redacted(text))`", causes: [reason])
        }
        let reference: URLReference
        do throws(InvalidURL) {
            reference = try URLReference(parsing: String(text.dropFirst(Self.prefix.utf8.count)))
        } catch {
            throw refuse(error.reason)
        }
        guard Self.schemes.contains(reference.scheme) else {
            throw refuse(
                "repositories are reached by \(Self.schemes.map { "`\($0)`" }.joined(separator: ", "))")
        }
        guard !reference.host.hasPrefix("-"), reference.scheme == "file" || !reference.host.isEmpty else {
            throw refuse("its host is not valid")
        }
        var base = reference.text
        if reference.scheme == "ssh", let user = reference.userinfo, !user.contains(":") {
            base = "ssh://\(user)@" + base.dropFirst("ssh://".utf8.count)
        }
        // The last `@` of the path; one before it belongs to the address.
        let start = base.utf8.index(base.utf8.firstRange(of: "://".utf8)!.upperBound, offsetBy: 0)
        let path = base[start...].utf8.firstIndex(of: UInt8(ascii: "/")) ?? base.endIndex
        if let at = base[path...].utf8.lastIndex(of: UInt8(ascii: "@")) {
            let revision = PercentCoding.decoded(String(base[base.utf8.index(after: at)...]))
            guard Self.isRevision(revision) else {
                throw refuse("`\(TextExcerpt.shortened(revision))` is no branch, tag or commit")
            }
            self.revision = revision
            base = String(base[..<at])
        } else {
            revision = nil
        }
        guard !base.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw refuse("its path is not valid")
        }
        repository = base
        subdirectory = reference.fragmentValue("subdirectory")
        lfs = reference.fragmentValue("lfs") == "true"
        if let subdirectory,
            Path(subdirectory).isAbsolute || subdirectory.split(separator: "/").contains("..")
        {
            throw refuse("its `subdirectory` must lie in the repository")
        }
    }

    /// No option of Git, and no name that Git would refuse.
    private static func isRevision(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("-") && !text.contains("..") && !text.hasSuffix(".lock")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"~^:?*[\\".utf8.contains($0) }
    }

    func pinned(to commit: String) -> String { Self.prefix + "\(repository)@\(commit)" }
}
