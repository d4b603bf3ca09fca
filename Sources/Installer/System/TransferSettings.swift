/// What all transfers of a process have in common.
package struct TransferSettings: Sendable {
    /// Seconds without progress after which a transfer is given up; also the most a connection may take,
    /// up to 10.
    package var timeoutSeconds: Int
    /// How often a transfer is tried again after a failure that may pass.
    package var retries: Int
    /// The most transfers at a time.
    package var maxConcurrent: Int
    /// `host` or `host:port` whose certificate is not verified.
    package var insecureHosts: [String]
    /// A PEM file of trusted authorities; nil for the system's.
    package var certificateFile: String?
    /// A directory of trusted authorities, hashed as `openssl rehash` does; nil for the system's.
    package var certificateDirectory: String?
    package var proxies: ProxySettings

    package init(
        timeoutSeconds: Int = 30, retries: Int = 3, maxConcurrent: Int = 50, insecureHosts: [String] = [],
        certificateFile: String? = nil, certificateDirectory: String? = nil,
        proxies: ProxySettings = ProxySettings(environment: [:])
    ) {
        self.timeoutSeconds = max(timeoutSeconds, 1)
        self.retries = max(retries, 0)
        self.maxConcurrent = max(maxConcurrent, 1)
        self.insecureHosts = insecureHosts
        self.certificateFile = certificateFile
        self.certificateDirectory = certificateDirectory
        self.proxies = proxies
    }

    /// The same with the directory of the system's certificates, if nothing else is given and it is one that
    /// OpenSSL can look into: it then reads the one certificate it needs, where a bundle of all of them
    /// costs 25 ms.
    func withSystemCertificates() -> TransferSettings {
        guard certificateFile == nil, certificateDirectory == nil else { return self }
        let system: Path = "/etc/ssl/certs"
        let entries = try? Directory.entries(system)
        guard let entries, entries.contains(where: { $0.name.hasSuffix(".0") }) else { return self }
        var copy = self
        copy.certificateDirectory = system.text
        return copy
    }

    func isInsecure(_ url: URLReference) -> Bool {
        guard !insecureHosts.isEmpty else { return false }
        let withPort = "\(url.host):\(url.origin.port)"
        return insecureHosts.contains { $0.lowercased() == url.host || $0.lowercased() == withPort }
    }
}

/// Which proxy a URL goes through, by the usual variables: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
/// `NO_PROXY`, in lower case first.
package struct ProxySettings: Sendable {
    private let http: String?
    private let https: String?
    /// Hosts that are reached directly, as libcurl reads it: commas, domain suffixes, CIDR blocks, `*`.
    let exceptions: String

    package init(environment: [String: String]) {
        func variable(_ names: String...) -> String? {
            for name in names {
                if let value = environment[name], !value.isEmpty { return value }
            }
            return nil
        }
        let all = variable("all_proxy", "ALL_PROXY")
        // In a CGI program HTTP_PROXY is a header that the client chose.
        let isCGI = environment["REQUEST_METHOD"] != nil
        http = (isCGI ? variable("http_proxy") : variable("http_proxy", "HTTP_PROXY")) ?? all
        https = variable("https_proxy", "HTTPS_PROXY") ?? all
        exceptions = variable("no_proxy", "NO_PROXY") ?? ""
    }

    /// The proxy's URL, which may hold credentials; nil for a direct connection, unless `exceptions` says so.
    func proxy(for url: URLReference) -> String? { url.scheme == "https" ? https : http }
}
