/// The names and passwords the user gave for servers. Each belongs to one origin (scheme, host and port),
/// or to a part of its paths, and is never sent elsewhere, shown or stored.
package struct Credentials: Sendable {
    private struct Entry: Sendable {
        let origin: Origin
        /// The credential holds for URLs whose path begins so.
        let path: String
        let credential: Credential
    }

    private var entries: [Entry] = []
    private var netrc: NetrcFile?

    /// Reads the netrc file: `NETRC` of the environment, else `~/.netrc`. The latter is passed over when it
    /// cannot be read: it is other programs' file.
    package init(environment: [String: String]) throws {
        self.environment = environment
        if let path = environment["NETRC"], !path.isEmpty {
            netrc = try NetrcFile(parsing: File.read(Path(path), limit: Self.netrcLimit), file: path)
        } else if let home = environment["HOME"], !home.isEmpty {
            let path = Path(home) / ".netrc"
            let bytes = try? File.readIfPresent(path, limit: Self.netrcLimit)
            netrc = bytes.flatMap { try? NetrcFile(parsing: $0, file: path.text) }
        }
    }

    /// No credentials at all.
    package init() {
        environment = [:]
        netrc = nil
    }

    private static let netrcLimit = 1 << 20

    private let environment: [String: String]

    /// An index as the user writes it, `NAME=URL` or `URL`. Credentials in the URL and those in the
    /// variables `SWUV_INDEX_<NAME>_USERNAME` and `_PASSWORD` (or uv's namesakes) are kept here.
    package mutating func location(
        parsing text: String, isDefault: Bool = false, isExplicit: Bool = false
    ) throws(InvalidURL) -> IndexLocation {
        var name: String?
        var address = text
        if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), Self.isIndexName(text.utf8[..<equals]) {
            name = String(text[..<equals])
            address = String(text[text.utf8.index(after: equals)...])
        }
        return try location(name: name, url: address, isDefault: isDefault, isExplicit: isExplicit)
    }

    /// As `location(parsing:)`, for an index from a configuration file.
    package mutating func location(
        name: String?, url: String, isDefault: Bool = false, isExplicit: Bool = false
    ) throws(InvalidURL) -> IndexLocation {
        let clean = try add(url)
        if let name { try addFromEnvironment(name, clean) }
        return IndexLocation(name: name, url: clean, isDefault: isDefault, isExplicit: isExplicit)
    }

    /// Keeps the credentials in `url` and gives it back without them and without a fragment.
    package mutating func add(_ url: String) throws(InvalidURL) -> String {
        let reference = try URLReference(parsing: url)
        if let userinfo = reference.userinfo, !userinfo.isEmpty {
            let parts = userinfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            add(
                Credential(
                    username: PercentCoding.decoded(String(parts[0])),
                    password: parts.count > 1 ? PercentCoding.decoded(String(parts[1])) : ""),
                for: reference)
        }
        return reference.text
    }

    package mutating func add(_ credential: Credential, for url: URLReference) {
        entries.removeAll { $0.origin == url.origin && $0.path == url.path }
        entries.append(Entry(origin: url.origin, path: url.path, credential: credential))
    }

    private mutating func addFromEnvironment(_ name: String, _ url: String) throws(InvalidURL) {
        let key = Self.variableName(name)
        for prefix in ["SWUV_INDEX_", "UV_INDEX_"] {
            let username = environment["\(prefix)\(key)_USERNAME"]
            let password = environment["\(prefix)\(key)_PASSWORD"]
            if username != nil || password != nil {
                let credential = Credential(username: username ?? "", password: password ?? "")
                return add(credential, for: try URLReference(parsing: url))
            }
        }
    }

    /// `my-index` as it stands in the name of a variable: `MY_INDEX`.
    private static func variableName(_ name: String) -> String {
        String(
            decoding: name.utf8.map { byte -> UInt8 in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & 0xDF
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
                default: UInt8(ascii: "_")
                }
            }, as: UTF8.self)
    }

    private static func isIndexName(_ bytes: Substring.UTF8View) -> Bool {
        guard let first = bytes.first, first.isASCIIAlphanumeric else { return false }
        return bytes.allSatisfy {
            $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                || $0 == UInt8(ascii: ".")
        }
    }

    /// What may be sent to `url`: the entry of its origin with the longest path above it, else any of its
    /// origin, else netrc's for its host.
    func credential(for url: URLReference) -> Credential? {
        guard url.isHTTP else { return nil }
        let origin = url.origin
        var best: Entry?
        for entry in entries where entry.origin == origin {
            let fits = url.path.utf8.starts(with: entry.path.utf8)
            let length = fits ? entry.path.utf8.count : -1
            let bestFits = best.map { url.path.utf8.starts(with: $0.path.utf8) } ?? false
            let bestLength = best.map { bestFits ? $0.path.utf8.count : -1 } ?? -2
            if length > bestLength { best = entry }
        }
        if let best { return best.credential }
        guard let entry = netrc?.entry(for: url.host), let password = entry.password else { return nil }
        return Credential(username: entry.login ?? "", password: password)
    }

    /// What was given for this very URL, and not merely for its server.
    func credential(forExactly url: URLReference) -> Credential? {
        entries.last { $0.origin == url.origin && $0.path == url.path }?.credential
    }

    /// Tells the users of a server apart without naming them; 0 for nobody.
    static func userKey(of credential: Credential?) -> UInt64 {
        credential.map { Checksum.of(Array($0.username.utf8)) | 1 } ?? 0
    }

    /// `url` with its user information shown as `****`, for messages.
    package static func redact(_ url: String) -> String { URLReference.redacted(url) }
}
