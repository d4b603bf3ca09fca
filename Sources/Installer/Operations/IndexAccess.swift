/// Everything an operation needs in order to get distributions: which indexes to ask, how, and as whom, and how to build.
package struct IndexAccess: Sendable {
    package var index: IndexSettings
    package var network: NetworkSettings
    package var credentials: Credentials
    /// How what they have only as source is built.
    package var builds = BuildSettings()
    /// Commits that branches and tags are taken to mean, whatever they mean now.
    package var commits: [GitRequest: String] = [:]

    package init(index: IndexSettings, network: NetworkSettings, credentials: Credentials) {
        self.index = index
        self.network = network
        self.credentials = credentials
    }
}
