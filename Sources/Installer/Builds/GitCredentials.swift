/// Names and passwords in the URLs of repositories: each is for that repository, and Git gets it in no argument.
extension Credentials {
    /// Keeps what the URL of a repository (`git+https://user:token@…@revision`) holds. A user of SSH is part of the
    /// address and stays there.
    package mutating func addRepository(_ url: String) throws {
        let given = try URLReference(parsing: String(url.dropFirst(GitReference.prefix.utf8.count)))
        guard given.isHTTP, let user = given.userinfo, !user.isEmpty else { return }
        let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        add(
            Credential(
                username: PercentCoding.decoded(String(parts[0])),
                password: parts.count > 1 ? PercentCoding.decoded(String(parts[1])) : ""),
            for: try URLReference(parsing: GitReference(parsing: url).repository))
    }

    /// What was given for a repository.
    func credential(ofRepository url: String) -> Credential? {
        guard let reference = try? URLReference(parsing: url), reference.isHTTP else { return nil }
        return credential(forExactly: reference)
    }
}

/// A credential as a helper of Git (gitcredentials(7)) that answers for one server and only in this process: the secret
/// is in variables, and never in a command line, a configuration file or a URL.
struct GitCredentialHelper {
    let credential: Credential
    let server: URLReference

    /// nil where a line of the helper's answer could not hold it.
    init?(_ credential: Credential, for repository: String) {
        guard let server = try? URLReference(parsing: repository), server.isHTTP else { return nil }
        for text in [credential.username, credential.password]
        where text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) {
            return nil
        }
        self.credential = credential
        self.server = server
    }

    private static let program =
        #"!f() { test "$1" = get && printf 'username=%s\npassword=%s\n' "$SWUV_GIT_USERNAME" "$SWUV_GIT_PASSWORD"; }; f"#

    /// The user's own helpers are not asked about this server, so that what was given for once counts and is not stored.
    func add(to environment: inout [String: String]) {
        let port = server.port.map { ":\($0)" } ?? ""
        let key = "credential.\(server.scheme)://\(server.host)\(port).helper"
        let first = environment["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
        for (place, value) in ["", Self.program].enumerated() {
            environment["GIT_CONFIG_KEY_\(first + place)"] = key
            environment["GIT_CONFIG_VALUE_\(first + place)"] = value
        }
        environment["GIT_CONFIG_COUNT"] = String(first + 2)
        environment["SWUV_GIT_USERNAME"] = credential.username
        environment["SWUV_GIT_PASSWORD"] = credential.password
    }
}
