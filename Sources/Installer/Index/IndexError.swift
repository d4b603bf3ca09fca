/// An index or file server that answered, but not with what was asked for.
struct IndexError: Diagnosable {
    enum Problem: Sendable, Equatable {
        case status(Int)
        /// The page is not one, or of a version we do not know.
        case page(String)
        case offline
        case noSuchIndex(PackageName, String)
    }

    let problem: Problem
    /// Without credentials.
    let url: String
    /// The name of the index, where it has one.
    var index: String?
    var hasCredentials = false
    /// The name of the file, told where the URL does not end with it.
    var file: String?

    init(_ problem: Problem, url: String, index: String? = nil, hasCredentials: Bool = false) {
        self.problem = problem
        self.url = Credentials.redact(url)
        self.index = index
        self.hasCredentials = hasCredentials
    }

    var diagnostic: Diagnostic {
        switch problem {
        case .status(let status):
            Diagnostic(
                "Failed to fetch \(TransferError.subject(url, file))",
                causes: ["the server answered \(Self.text(status))"],
                hints: hints(status))
        case .page(let reason):
            Diagnostic("Failed to read the index page `\(url)`", causes: [reason])
        case .offline:
            Diagnostic(
                "`\(url)` is not in the cache, and the network is not used",
                hints: ["Run the command once without `--offline`"])
        case .noSuchIndex(let name, let index):
            Diagnostic(
                "The package `\(name)` is pinned to the index `\(index)`, which is not defined",
                hints: ["Define it with `--index \(index)=URL`"])
        }
    }

    private func hints(_ status: Int) -> [String] {
        guard status == 401 || status == 403 || status == 407 else { return [] }
        if status == 407 {
            return ["Put the proxy's user and password into the proxy's URL, such as `HTTPS_PROXY`"]
        }
        if hasCredentials {
            return ["The server refuses the credentials that it was sent; check user and password"]
        }
        let name = index ?? "NAME"
        return [
            "The server wants credentials: put them into the index URL, a netrc file, or "
                + "`SWUV_INDEX_\(Self.variable(name))_USERNAME` and `_PASSWORD` for an index given as `\(name)=URL`"
        ]
    }

    private static func variable(_ name: String) -> String {
        String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    static func text(_ status: Int) -> String {
        let words: String? =
            switch status {
            case 400: "Bad Request"
            case 401: "Unauthorized"
            case 403: "Forbidden"
            case 404: "Not Found"
            case 407: "Proxy Authentication Required"
            case 408: "Request Timeout"
            case 410: "Gone"
            case 429: "Too Many Requests"
            case 500: "Internal Server Error"
            case 502: "Bad Gateway"
            case 503: "Service Unavailable"
            case 504: "Gateway Timeout"
            default: nil
            }
        return words.map { "\(status) \($0)" } ?? "\(status)"
    }
}
