/// How the network is used during one command.
package struct NetworkSettings: Sendable {
    /// Nothing is asked over the network; what the cache holds is used, however old.
    package var offline: Bool
    package var refresh: RefreshPolicy
    /// Seconds without progress after which a transfer is given up.
    package var timeoutSeconds: Int
    /// How often a transfer that failed for a passing reason is tried again.
    package var retries: Int
    /// The most transfers at a time.
    package var maxConcurrent: Int
    /// `host` or `host:port`, for which certificates are not verified.
    package var insecureHosts: [String]
    /// Replaces `SSL_CERT_FILE` and the system's certificates.
    package var caFile: String?
    /// Replaces `SSL_CERT_DIR`.
    package var caDirectory: String?
    /// For proxies (`HTTPS_PROXY`, `NO_PROXY`, …) and certificates (`SSL_CERT_FILE`, `SSL_CERT_DIR`).
    package var environment: [String: String]

    package init(
        offline: Bool = false, refresh: RefreshPolicy = .none, timeoutSeconds: Int = 30, retries: Int = 3,
        maxConcurrent: Int = 50, insecureHosts: [String] = [], caFile: String? = nil,
        caDirectory: String? = nil, environment: [String: String] = [:]
    ) {
        self.offline = offline
        self.refresh = refresh
        self.timeoutSeconds = timeoutSeconds
        self.retries = retries
        self.maxConcurrent = maxConcurrent
        self.insecureHosts = insecureHosts
        self.caFile = caFile
        self.caDirectory = caDirectory
        self.environment = environment
    }

    /// What the transfer thread needs to know of it.
    var transfer: TransferSettings {
        TransferSettings(
            timeoutSeconds: timeoutSeconds, retries: retries, maxConcurrent: maxConcurrent,
            insecureHosts: insecureHosts, certificateFile: caFile ?? nonEmpty("SSL_CERT_FILE"),
            certificateDirectory: caDirectory ?? nonEmpty("SSL_CERT_DIR"),
            proxies: ProxySettings(environment: environment))
    }

    private func nonEmpty(_ variable: String) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// For which packages the cached answers of indexes are checked against the index, fresh or not.
package enum RefreshPolicy: Sendable, Equatable {
    case none
    case all
    case packages(Set<PackageName>)

    package func covers(_ name: PackageName) -> Bool {
        switch self {
        case .none: false
        case .all: true
        case .packages(let names): names.contains(name)
        }
    }
}
