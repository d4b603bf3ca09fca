/// A transfer that brought no answer, or one that cannot be used.
package struct TransferError: Diagnosable {
    package enum Kind: Sendable, Equatable {
        /// No connection: no such host, nobody listens, no route.
        case unreachable
        /// No progress for the time that is allowed.
        case timedOut
        /// The connection broke off.
        case interrupted
        /// The certificate could not be verified, or no TLS came about.
        case untrusted
        /// The answer is larger than what was asked for can be.
        case tooLarge
        case badRedirect
        /// Not HTTP, or broken HTTP.
        case badAnswer
        /// A part was asked for and the whole file came.
        case rangeIgnored
        /// The downloaded bytes could not be written.
        case localFile
        /// There is no room for the downloaded bytes.
        case noSpace
        /// libcurl cannot be used.
        case unavailable
    }

    package let kind: Kind
    /// What was asked for, without credentials.
    package let url: String
    /// Where redirects led to; nil without one.
    package let target: String?
    /// Why, in one line, without credentials.
    package let detail: String
    /// How often it was tried.
    package let attempts: Int
    /// The name of the file, told where the URL does not end with it.
    package var file: String?

    package init(
        _ kind: Kind, url: URLReference, target: URLReference? = nil, detail: String, attempts: Int = 1
    ) {
        self.kind = kind
        self.url = url.text
        self.target = target?.text
        self.detail = detail
        self.attempts = attempts
    }

    package var diagnostic: Diagnostic {
        var cause = target.map { "it redirects to `\($0)`: \(detail)" } ?? detail
        if attempts > 1 { cause += " (tried \(attempts) times)" }
        return Diagnostic(
            "Failed to fetch \(Self.subject(url, file))", causes: [cause], hints: hints)
    }

    /// ```
    /// `https://host/1234` (demo-1.0-py3-none-any.whl)
    /// ```
    package static func subject(_ url: String, _ file: String?) -> String {
        guard let file, !url.hasSuffix(file) else { return "`\(url)`" }
        return "`\(url)` (\(file))"
    }

    private var hints: [String] {
        switch kind {
        case .untrusted:
            [
                "If the server uses a private certificate authority, name its certificates with `SSL_CERT_FILE`"
            ]
        case .timedOut:
            ["`SWUV_HTTP_TIMEOUT` sets how many seconds a server may be silent"]
        case .unavailable:
            ["On Debian and Ubuntu: `apt-get install libcurl4`"]
        case .noSpace:
            ["Free some space, or choose another cache with `--cache-dir`"]
        default: []
        }
    }
}
