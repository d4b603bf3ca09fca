/// A repository of others', reached by the program `git`, with a bare copy of what was needed of it in the cache.
///
/// Git is asked never to prompt, takes credentials from where the user keeps them for it, and uses no transport but
/// the usual ones. Large files (LFS) are left where they are unless they are asked for.
struct GitRepository {
    let url: String
    /// What the user gave for this repository, beside what Git finds itself.
    private let credential: Credential?
    private let cache: CacheLayout
    private let variables: [String: String]
    private let isOffline: Bool
    private let reporter: any Reporter

    init(
        _ url: String, credential: Credential? = nil, cache: CacheLayout, variables: [String: String],
        isOffline: Bool = false, reporter: any Reporter
    ) {
        self.url = url
        self.credential = credential
        self.cache = cache
        self.variables = variables
        self.isOffline = isOffline
        self.reporter = reporter
    }

    /// The commit that a branch, tag or (perhaps shortened) commit means now.
    func commit(_ revision: String?) throws -> String {
        if let revision, Self.isCommit(revision) { return revision }
        try requireNetwork("list the branches of")
        let listed = try git(["ls-remote", "--", url], "list the branches of").text
        var found: [Substring: Substring] = [:]
        for line in listed.split(separator: "\n") {
            let parts = line.split(separator: "\t")
            if parts.count == 2 { found[parts[1]] = parts[0] }
        }
        let names =
            revision.map { ["refs/heads/\($0)", "refs/tags/\($0)^{}", "refs/tags/\($0)", $0] } ?? ["HEAD"]
        for name in names {
            if let commit = found[name[...]].map(String.init), Self.isCommit(commit) { return commit }
        }
        if let revision, revision.utf8.count >= 7, revision.utf8.allSatisfy({ $0.hexDigitValue != nil }) {
            return try withCopy { copy in
                try fetchAll(into: copy)
                let said = try git(
                    ["--git-dir=\(copy)", "rev-parse", "--verify", "\(revision)^{commit}"],
                    "find `\(revision)` in")
                return String(said.text.prefix { !$0.isWhitespace })
            }
        }
        throw failure("find `\(revision ?? "HEAD")` in", ["there is no such branch, tag or commit"])
    }

    /// Puts the files of a commit, with its submodules, into a new directory.
    ///
    /// - Parameter lfs: large files, too.
    func checkOut(_ commit: String, lfs: Bool = false, into directory: Path) throws {
        try withCopy { copy in
            let name = "refs/swuv/\(commit)"
            let has = try? git(["--git-dir=\(copy)", "rev-parse", "--verify", "--quiet", name], "look into")
            if has == nil {
                try requireNetwork("fetch `\(commit)` from")
                let fetched = try? git(
                    [
                        "--git-dir=\(copy)", "fetch", "--quiet", "--no-tags", "--depth=1", "--", url,
                        "+\(commit):\(name)",
                    ], "fetch from")
                // Some servers give only what a branch or tag names.
                if fetched == nil {
                    try fetchAll(into: copy)
                    _ = try git(["--git-dir=\(copy)", "update-ref", name, commit], "find `\(commit)` in")
                }
            }
            _ = try git(["init", "--quiet", "--", directory.text], "check out")
            _ = try git(
                ["-C", directory.text, "fetch", "--quiet", "--depth=1", "--", copy.text, name], "copy")
        }
        _ = try git(["-C", directory.text, "remote", "add", "origin", "--", url], "check out")
        _ = try git(
            ["-C", directory.text, "checkout", "--quiet", "--detach", commit], "check out `\(commit)` of")
        if File.exists(directory / ".gitmodules") { try getSubmodules(directory) }
        if lfs { try getLargeFiles(directory) }
    }

    private func getSubmodules(_ directory: Path) throws {
        try requireNetwork("get the submodules of")
        let update = ["-C", directory.text, "submodule", "--quiet", "update", "--init", "--recursive"]
        // A repository from elsewhere has no business with those of this machine.
        let protocols = isLocal ? Self.protocols : Self.protocols.filter { $0 != "file" }
        // Some servers give only what a branch or tag names, and nothing of it alone.
        if (try? git(update + ["--depth=1"], "get the submodules of", protocols: protocols)) == nil {
            _ = try git(update, "get the submodules of", protocols: protocols)
        }
    }

    private func getLargeFiles(_ directory: Path) throws {
        try requireNetwork("get the large files of")
        guard (try? git(["lfs", "version"], "get the large files of")) != nil else {
            throw failure(
                "get the large files of", ["the program `git-lfs` is not there"],
                hints: ["Install it with `apt install git-lfs` or your system's package manager"])
        }
        _ = try git(["-C", directory.text, "lfs", "pull"], "get the large files of")
    }

    /// Brings the history and the tags of a checkout, for backends that make the version of them.
    func deepen(_ directory: Path) throws {
        if isOffline { return }
        _ = try git(
            ["-C", directory.text, "fetch", "--quiet", "--unshallow", "--tags", "--", url],
            "fetch the history of")
    }

    private var isLocal: Bool { url.hasPrefix("file:") }

    private func requireNetwork(_ purpose: String) throws {
        guard isOffline, !isLocal else { return }
        throw failure(
            purpose,
            ["there is no network with `--offline`, and the cache does not hold what is needed of it"])
    }

    private func fetchAll(into copy: Path) throws {
        _ = try git(
            [
                "--git-dir=\(copy)", "fetch", "--quiet", "--", url, "+refs/heads/*:refs/heads/*",
                "+refs/tags/*:refs/tags/*",
            ],
            "fetch from")
    }

    /// The bare copy, which one process at a time works on.
    private func withCopy<Value>(_ body: (Path) throws -> Value) throws -> Value {
        let digest = Hash(.sha256, bytes: SmallSHA256.digest(Array(url.utf8))).hex
        let place = cache.repositories / String(digest.prefix(32))
        try Directory.create(cache.repositories)
        let lock = try FileLock.acquire(Path(place.text + ".lock"))
        return try withExtendedLifetime(lock) {
            if !File.exists(place / "HEAD") {
                _ = try git(["init", "--quiet", "--bare", "--", place.text], "make a copy of")
            }
            return try body(place)
        }
    }

    private static func isCommit(_ text: String) -> Bool {
        (text.utf8.count == 40 || text.utf8.count == 64) && text.utf8.allSatisfy { $0.hexDigitValue != nil }
    }

    // MARK: The program

    private static let protocols = ["https", "http", "ssh", "git", "file"]

    private func git(
        _ arguments: [String], _ purpose: String, protocols: [String] = protocols
    ) throws -> Subprocess.Outcome {
        var environment = variables.filter { !Self.foreign.contains($0.key) }
        if let credential {
            guard let helper = GitCredentialHelper(credential, for: url) else {
                throw failure(purpose, ["the name or the password in its URL has a line break"])
            }
            helper.add(to: &environment)
        }
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["GIT_ALLOW_PROTOCOL"] = protocols.joined(separator: ":")
        environment["GIT_LFS_SKIP_SMUDGE"] = "1"
        environment["GIT_SSH_COMMAND"] = variables["GIT_SSH_COMMAND"] ?? "ssh -o BatchMode=yes"
        environment["LC_ALL"] = "C"
        reporter.trace(1) { "git \(arguments[0]) \(URLReference.redacted(url))" }
        let outcome: Subprocess.Outcome
        do {
            outcome = try Subprocess.run(
                [
                    "git", "-c", "protocol.ext.allow=never", "-c", "core.hooksPath=/dev/null", "-c",
                    "advice.detachedHead=false",
                ]
                    + arguments,
                environment: environment, timeout: .seconds(1800))
        } catch let error as SystemError where error.isNotFound {
            throw failure(purpose, ["the program `git` is not there"])
        }
        guard outcome.succeeded else {
            let words = outcome.errorText.split(separator: "\n").suffix(5).map {
                URLReference.redacted(String($0))
            }
            throw failure(purpose, [words.joined(separator: "\n")].filter { !$0.isEmpty })
        }
        return outcome
    }

    /// Of a repository that swuv was started in, by a hook for instance.
    private static let foreign: Set<String> = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    ]

    private func failure(_ purpose: String, _ causes: [String], hints: [String] = []) -> BuildFailure {
        BuildFailure(
            URLReference.redacted(url), ["failed to \(purpose) the repository"] + causes, hints: hints)
    }
}
