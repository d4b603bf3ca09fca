/// The commit and the tags of the repository around a directory, as its files tell them. Git is not run.
struct GitState {
    /// nil without a repository, or before its first commit.
    private(set) var commit: String?
    /// `NAME COMMIT`, sorted.
    private(set) var tags: [String] = []
    /// Where that was read.
    private(set) var files: [Path] = []

    private static let sizeLimit = 64 << 20

    init(around directory: Path) {
        guard let own = Self.repository(around: directory) else { return }
        // A worktree has its own HEAD, and shares the rest.
        let shared =
            Self.line(own / "commondir").map { Path($0).absolute(in: own).normalised } ?? own
        let packed = shared / "packed-refs"
        files = [own / "HEAD", packed, shared / "refs/tags"]
        let references = Self.packed(packed)
        if let head = Self.line(own / "HEAD") {
            if head.hasPrefix("ref: ") {
                let name = String(head.dropFirst("ref: ".utf8.count))
                files.append(shared / Path(name))
                commit = Self.line(shared / Path(name)) ?? references[name]
            } else {
                commit = head
            }
        }
        var known = references.filter { $0.key.hasPrefix("refs/tags/") }
        for place in (try? PathGlob("refs/tags/**")?.files(in: shared).found) ?? [] {
            guard let name = place.relative(to: shared)?.text else { continue }
            known[name] = Self.line(place)
        }
        tags = known.map { "\($0.key) \($0.value)" }.sorted()
    }

    private static func repository(around directory: Path) -> Path? {
        var place = directory
        while true {
            let candidate = place / ".git"
            switch (try? File.status(candidate))?.kind {
            case .directory: return candidate
            case .file:
                // Of a worktree or a submodule: `gitdir: PATH`.
                guard let line = line(candidate), line.hasPrefix("gitdir: ") else { return nil }
                return Path(String(line.dropFirst("gitdir: ".utf8.count))).absolute(in: place).normalised
            default: break
            }
            if place.parent == place { return nil }
            place = place.parent
        }
    }

    private static func line(_ file: Path) -> String? {
        guard let bytes = try? File.readIfPresent(file, limit: 4096) else { return nil }
        return String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }

    private static func packed(_ file: Path) -> [String: String] {
        guard let bytes = try? File.readIfPresent(file, limit: sizeLimit) else { return [:] }
        var found: [String: String] = [:]
        for line in bytes.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
            let parts = line.split(separator: 0x20, maxSplits: 1)
            guard parts.count == 2 else { continue }
            found[String(decoding: parts[1], as: UTF8.self)] = String(decoding: parts[0], as: UTF8.self)
        }
        return found
    }
}
