/// An absolute URL in parts (RFC 3986), as installers meet them: `http:`, `https:`, `file:` and others
/// that are only passed on.
///
/// Characters that may not stand in a URL but often do (spaces, non-ASCII) are percent-encoded when
/// it is parsed; control characters are refused, since a URL with a line break is an attack.
package struct URLReference: Hashable, Sendable {
    /// Lower case.
    package let scheme: String
    /// `user:password`, still encoded; nil when there is none.
    package let userinfo: String?
    /// Lower case; IPv6 addresses keep their brackets. Empty for `file:`.
    package let host: String
    /// nil when it is not given.
    package let port: UInt16?
    package let path: String
    /// Without `?`.
    package let query: String?
    /// Without `#`.
    package let fragment: String?

    package init(parsing text: String) throws(InvalidURL) {
        let bytes = try Self.cleaned(text)
        guard let parts = Parts(bytes), let scheme = parts.scheme else {
            throw InvalidURL(text, "it has no scheme such as `https:`")
        }
        self = try URLReference(parts, scheme: scheme, text: text)
    }

    /// `reference` as a page at this URL means it (RFC 3986, section 5.2).
    package func resolving(_ reference: String) throws(InvalidURL) -> URLReference {
        let bytes = try Self.cleaned(reference)
        guard let parts = Parts(bytes) else { throw InvalidURL(reference, "it is not a URL") }
        if let scheme = parts.scheme { return try URLReference(parts, scheme: scheme, text: reference) }
        if parts.authority != nil { return try URLReference(parts, scheme: self.scheme, text: reference) }
        let path: String
        if parts.path.isEmpty {
            path = self.path
        } else if parts.path.first == UInt8(ascii: "/") {
            path = Self.withoutDots(parts.path)
        } else {
            let base = self.path.utf8
            let cut = base.lastIndex(of: UInt8(ascii: "/")).map { base[...$0] } ?? "/".utf8[...]
            path = Self.withoutDots(Array(cut) + parts.path)
        }
        return URLReference(
            scheme: scheme, userinfo: userinfo, host: host, port: port, path: path,
            query: parts.query.map(Self.string) ?? (parts.path.isEmpty ? query : nil),
            fragment: parts.fragment.map(Self.string))
    }

    private init(
        scheme: String, userinfo: String?, host: String, port: UInt16?, path: String, query: String?,
        fragment: String?
    ) {
        self.scheme = scheme
        self.userinfo = userinfo
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        self.fragment = fragment
    }

    private init(_ parts: Parts, scheme: String, text: String) throws(InvalidURL) {
        var userinfo: ArraySlice<UInt8>?
        var host = parts.authority ?? []
        if let at = host.lastIndex(of: UInt8(ascii: "@")) {
            userinfo = host[..<at]
            host = host[(at + 1)...]
        }
        var port: UInt16?
        let bracket = host.lastIndex(of: UInt8(ascii: "]"))
        if let colon = host.lastIndex(of: UInt8(ascii: ":")), bracket.map({ $0 < colon }) ?? true {
            let digits = host[(colon + 1)...]
            if !digits.isEmpty {
                guard digits.allSatisfy({ Self.isDigit($0) }), let number = UInt16(Self.string(digits)) else {
                    throw InvalidURL(text, "`\(Self.string(digits))` is not a port")
                }
                port = number
            }
            host = host[..<colon]
        }
        if scheme == "http" || scheme == "https" {
            guard parts.authority != nil, !host.isEmpty else { throw InvalidURL(text, "it names no host") }
            guard host.allSatisfy({ Self.isHostByte($0) }) else {
                throw InvalidURL(text, "its host is not valid")
            }
        }
        let path = Self.withoutDots(parts.path)
        self.init(
            scheme: scheme, userinfo: userinfo.map(Self.string), host: Self.string(host).lowercased(),
            port: port, path: path.isEmpty && parts.authority != nil ? "/" : path,
            query: parts.query.map(Self.string), fragment: parts.fragment.map(Self.string))
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}

// MARK: - What is asked of a URL

extension URLReference {
    /// Without user information and fragment: what is sent, stored and shown.
    package var text: String {
        var text = scheme + ":"
        if scheme == "file" || !host.isEmpty {
            text += "//" + host
            if let port { text += ":\(port)" }
        }
        text += path
        if let query { text += "?" + query }
        return text
    }

    package var origin: Origin { Origin(scheme: scheme, host: host, port: effectivePort) }

    private var effectivePort: UInt16 { port ?? (scheme == "https" ? 443 : scheme == "http" ? 80 : 0) }

    package var isHTTP: Bool { scheme == "http" || scheme == "https" }

    /// The file a `file:` URL means; nil for other schemes and for other hosts' files.
    package var filePath: Path? {
        guard scheme == "file", host.isEmpty || host == "localhost" else { return nil }
        return Path(PercentCoding.decoded(path))
    }

    /// The last component of the path, decoded: the name of the file it leads to.
    package var lastComponent: String {
        let bytes = Array(path.utf8)
        let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return PercentCoding.decoded(Self.string(bytes[start...]))
    }

    /// The same with `suffix` after the path.
    package func appendingToPath(_ suffix: String) -> URLReference {
        URLReference(
            scheme: scheme, userinfo: userinfo, host: host, port: port, path: path + suffix, query: query,
            fragment: fragment)
    }

    /// As a directory: relative references are resolved below it, not beside it.
    package var asDirectory: URLReference {
        path.utf8.last == UInt8(ascii: "/") ? self : appendingToPath("/")
    }

    package static func file(_ path: Path) -> URLReference {
        URLReference(
            scheme: "file", userinfo: nil, host: "", port: nil,
            path: PercentCoding.encoded(path.text), query: nil, fragment: nil)
    }

    package var withoutCredentials: URLReference {
        URLReference(
            scheme: scheme, userinfo: nil, host: host, port: port, path: path, query: query,
            fragment: fragment)
    }
}

/// Where a URL's server is; credentials belong to one origin.
package struct Origin: Hashable, Sendable {
    package let scheme: String
    package let host: String
    package let port: UInt16
}

/// A text that is no URL, or not one that can be followed.
package struct InvalidURL: Diagnosable, Equatable {
    /// Without credentials.
    package let text: String
    package let reason: String

    package init(_ text: String, _ reason: String) {
        self.text = URLReference.redacted(text)
        self.reason = reason
    }

    package var diagnostic: Diagnostic { Diagnostic("the URL `\(text)` is not valid: \(reason)") }
}

// MARK: - Parsing

extension URLReference {
    /// The five parts of a reference, found by their delimiters alone (RFC 3986, appendix B).
    private struct Parts {
        var scheme: String?
        var authority: ArraySlice<UInt8>?
        var path: ArraySlice<UInt8>
        var query: ArraySlice<UInt8>?
        var fragment: ArraySlice<UInt8>?

        init?(_ bytes: [UInt8]) {
            var rest = bytes[...]
            if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
                fragment = rest[(hash + 1)...]
                rest = rest[..<hash]
            }
            if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
                query = rest[(mark + 1)...]
                rest = rest[..<mark]
            }
            if let colon = rest.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
                scheme = URLReference.string(rest[..<colon]).lowercased()
                rest = rest[(colon + 1)...]
            }
            if rest.starts(with: "//".utf8) {
                rest = rest.dropFirst(2)
                let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
                authority = rest[..<end]
                rest = rest[end...]
            }
            path = rest
        }

        private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
            guard let first = bytes.first, isLetter(first) else { return false }
            return bytes.allSatisfy {
                isLetter($0) || URLReference.isDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: ".")
            }
        }

        private static func isLetter(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
    }

    /// The bytes with surrounding white space dropped and unsafe characters encoded.
    private static func cleaned(_ text: String) throws(InvalidURL) -> [UInt8] {
        let all = Array(text.utf8)
        if all.allSatisfy({ !needsEncoding($0) }) { return all }
        var bytes = all[...]
        while let first = bytes.first, first == 0x20 || (0x09...0x0D).contains(first) { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || (0x09...0x0D).contains(last) { bytes.removeLast() }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16)
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F { throw InvalidURL(text, "it holds a control character") }
            if needsEncoding(byte) { PercentCoding.append(byte, to: &result) } else { result.append(byte) }
        }
        return result
    }

    private static func needsEncoding(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F...0xFF, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"),
            UInt8(ascii: "|"), UInt8(ascii: "}"):
            true
        default: false
        }
    }

    /// RFC 3986, section 5.2.4; a path never leaves its root.
    private static func withoutDots(_ path: some Collection<UInt8>) -> String {
        let bytes = Array(path)
        guard mayHaveDots(bytes) else { return String(decoding: bytes, as: UTF8.self) }
        let isRooted = bytes.first == UInt8(ascii: "/")
        var kept: [ArraySlice<UInt8>] = []
        let components = bytes[(isRooted ? 1 : 0)...].split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, component) in components.enumerated() {
            let isLast = index == components.count - 1
            switch dotCount(component) {
            case 1: if isLast { kept.append([]) }
            case 2:
                if !kept.isEmpty { kept.removeLast() }
                if isLast { kept.append([]) }
            default: kept.append(component)
            }
        }
        let joined = Array(kept.joined(separator: [UInt8(ascii: "/")]))
        return (isRooted ? "/" : "") + String(decoding: joined, as: UTF8.self)
    }

    /// Whether a component begins as `.` and `..` do, encoded or not.
    private static func mayHaveDots(_ path: [UInt8]) -> Bool {
        var isStart = true
        for byte in path {
            if isStart, byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%") { return true }
            isStart = byte == UInt8(ascii: "/")
        }
        return false
    }

    /// 1 for `.` and 2 for `..`, also in their encoded forms; 0 for everything else.
    private static func dotCount(_ component: ArraySlice<UInt8>) -> Int {
        guard (1...6).contains(component.count) else { return 0 }
        let decoded = PercentCoding.decodedBytes(component)
        return decoded == [0x2E] ? 1 : decoded == [0x2E, 0x2E] ? 2 : 0
    }

    /// The text of a URL with any user information shown as `****`. Works on texts that are no URLs too.
    package static func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let scheme = bytes.firstIndex(of: UInt8(ascii: ":")),
            bytes[(scheme + 1)...].starts(with: "//".utf8)
        else { return text }
        let start = scheme + 3
        let end =
            bytes[start...].firstIndex {
                $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
            } ?? bytes.count
        guard let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) else { return text }
        return String(decoding: bytes[..<start] + Array("****".utf8) + bytes[at...], as: UTF8.self)
    }
}
