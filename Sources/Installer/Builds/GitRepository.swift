/// A repository of others', reached by the program `git`, with a bare copy of what was needed of it in the cache.
///
/// Git is asked never to prompt, takes credentials from where the user keeps them for it, and uses no transport but
/// the usual ones. Large files (LFS) are left where they are.
struct GitRepository {
    let url: String
    private let cache: CacheLayout
    private let variables: [String: String]
    private let reporter: any Reporter

    init(_ url: String, cache: CacheLayout, variables: [String: String], reporter: any Reporter) {
        self.url = url
        self.cache = cache
        self.variables = variables
        self.reporter = reporter
    }

    /// The commit that a branch, tag or (perhaps shortened) commit means now.
    func commit(_ revision: String?) throws -> String {
        if let revision, Self.isCommit(revision) { return revision }
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
    func checkOut(_ commit: String, into directory: Path) throws {
        try withCopy { copy in
            let name = "refs/swuv/\(commit)"
            let has = try? git(["--git-dir=\(copy)", "rev-parse", "--verify", "--quiet", name], "look into")
            if has == nil {
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
        if File.exists(directory / ".gitmodules") {
            _ = try git(
                [
                    "-C", directory.text, "submodule", "--quiet", "update", "--init", "--recursive",
                    "--depth=1",
                ],
                "get the submodules of")
        }
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

    private func git(_ arguments: [String], _ purpose: String) throws -> Subprocess.Outcome {
        var environment = variables.filter { !Self.foreign.contains($0.key) }
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["GIT_ALLOW_PROTOCOL"] = "https:http:ssh:git:file"
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

    private func failure(_ purpose: String, _ causes: [String]) -> BuildFailure {
        BuildFailure(URLReference.redacted(url), ["failed to \(purpose) the repository"] + causes)
    }
}
