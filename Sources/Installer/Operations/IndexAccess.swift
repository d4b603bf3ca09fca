/// Everything an operation needs in order to ask indexes: which, how, and as whom.
package struct IndexAccess: Sendable {
    package var index: IndexSettings
    package var network: NetworkSettings
    package var credentials: Credentials

    package init(index: IndexSettings, network: NetworkSettings, credentials: Credentials) {
        self.index = index
        self.network = network
        self.credentials = credentials
    }
}
