/// The user's netrc file: names and passwords by host (the format of ftp(1)).
struct Netrc: Sendable {
    private var hosts: [String: Credential] = [:]
    private var fallback: Credential?

    /// `NETRC` of the environment names the file, else it is `.netrc` in `HOME`.
    init(environment: [String: String]) throws(SystemError) {
        if let path = environment["NETRC"], !path.isEmpty {
            self.init(parsing: try File.read(Path(path), limit: 1 << 20))
        } else if let home = environment["HOME"], !home.isEmpty {
            self.init(parsing: (try? File.readIfPresent(Path(home) / ".netrc", limit: 1 << 20)) ?? [])
        } else {
            self.init(parsing: [])
        }
    }

    /// What makes no sense is passed over: other programs own the file.
    init(parsing bytes: [UInt8]) {
        var tokens = Tokens(bytes: bytes[...])
        var host: String?
        var isDefault = false
        var login = ""
        var password: String?
        func entry() -> Credential? { password.map { Credential(username: login, password: $0) } }
        func keep(_ netrc: inout Netrc) {
            guard let credential = entry() else { return }
            if let host, netrc.hosts[host] == nil { netrc.hosts[host] = credential }
            if isDefault, netrc.fallback == nil { netrc.fallback = credential }
        }
        while let token = tokens.next() {
            switch token {
            case "machine", "default":
                keep(&self)
                isDefault = token == "default"
                host = isDefault ? nil : tokens.next()?.lowercased()
                login = ""
                password = nil
            case "login": login = tokens.next() ?? ""
            case "password": password = tokens.next()
            case "account": _ = tokens.next()
            case "macdef": tokens.skipMacro()
            default: break
            }
        }
        keep(&self)
    }

    func credential(for host: String) -> Credential? { hosts[host] ?? fallback }

    /// Words between white space; a quoted one may hold spaces, a `#` at the start of one begins a comment.
    private struct Tokens {
        var bytes: ArraySlice<UInt8>

        mutating func next() -> String? {
            while let byte = bytes.first {
                if byte.isASCIISpace {
                    bytes.removeFirst()
                } else if byte == UInt8(ascii: "#") {
                    bytes = bytes.drop { $0 != 0x0A }
                } else {
                    break
                }
            }
            guard let first = bytes.first else { return nil }
            if first == UInt8(ascii: "\"") {
                bytes.removeFirst()
                var word: [UInt8] = []
                while let byte = bytes.popFirst(), byte != UInt8(ascii: "\"") {
                    word.append(byte == UInt8(ascii: "\\") ? bytes.popFirst() ?? byte : byte)
                }
                return String(decoding: word, as: UTF8.self)
            }
            let word = bytes.prefix { !$0.isASCIISpace }
            bytes = bytes[word.endIndex...]
            return String(decoding: word, as: UTF8.self)
        }

        /// A macro ends with an empty line.
        mutating func skipMacro() {
            while !bytes.isEmpty {
                let line = bytes.prefix { $0 != 0x0A }
                bytes = bytes[line.endIndex...].dropFirst()
                if line.allSatisfy(\.isASCIISpace) { return }
            }
        }
    }
}
