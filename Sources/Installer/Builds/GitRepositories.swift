/// The repositories that sources come from, each with the credential that its host has.
struct GitRepositories: Sendable {
    let credentials: Credentials
    let cache: CacheLayout
    let variables: [String: String]
    let isOffline: Bool
    let reporter: any Reporter

    func repository(_ url: String) -> GitRepository {
        GitRepository(
            url, credential: credentials.credential(ofRepository: url), cache: cache, variables: variables,
            isOffline: isOffline, reporter: reporter)
    }

    /// Large files are wanted of all of them.
    var wantsLargeFiles: Bool {
        ["SWUV_GIT_LFS", "UV_GIT_LFS"].contains { ["1", "true"].contains(variables[$0]?.lowercased()) }
    }
}
