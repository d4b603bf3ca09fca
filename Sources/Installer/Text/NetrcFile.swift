/// The logins of a `.netrc` file, by host.
///
/// It is a list of words: `machine HOST`, `default`, `login`, `account`, `password` and `macdef`, each with its
/// value. A word in double quotes may hold spaces, and a backslash in it escapes the next character; `#` where a
/// keyword is due starts a comment. Nothing of it ever appears in an error but the line.
package struct NetrcFile: Sendable {
    package struct Entry: Hashable, Sendable {
        /// In lower case; nil for `default`.
        package let machine: String?
        package fileprivate(set) var login: String?
        package fileprivate(set) var password: String?
    }

    package private(set) var entries: [Entry] = []

    package init(parsing bytes: [UInt8], file: String) throws(NetrcError) {
        if let bad = UTF8Validity.firstFault(in: bytes) {
            let line = SourcePosition(offset: bad, in: bytes).line
            throw NetrcError(file: file, line: line, what: "the text is not UTF-8")
        }
        var words = NetrcWords(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { words.at = 3 }
        while let keyword = words.next() {
            func value() throws(NetrcError) -> String {
                let line = words.line
                guard let value = words.next() else {
                    throw NetrcError(file: file, line: line, what: "`\(keyword)` without its value")
                }
                return value
            }
            switch keyword {
            case "machine": entries.append(Entry(machine: try value().lowercased()))
            case "default": entries.append(Entry(machine: nil))
            case "macdef":
                _ = try value()
                words.skipMacro()
            case "login", "user", "password", "account":
                let text = try value()
                guard let last = entries.indices.last else {
                    throw NetrcError(file: file, line: words.line, what: "`\(keyword)` before `machine`")
                }
                if keyword == "password" {
                    entries[last].password = text
                } else if keyword != "account" {
                    entries[last].login = text
                }
            case _ where keyword.utf8.first == UInt8(ascii: "#"):
                words.skipLine()
            default:
                throw NetrcError(file: file, line: words.line, what: "an unknown keyword")
            }
        }
    }

    /// The entry for a host: the first that names it, and `login` too when one is asked for; else `default`.
    package func entry(for host: String, login: String? = nil) -> Entry? {
        let host = host.lowercased()
        func fits(_ entry: Entry) -> Bool { login == nil || entry.login == nil || entry.login == login }
        return entries.first { $0.machine == host && fits($0) }
            ?? entries.first { $0.machine == nil && fits($0) }
    }
}

/// Why a netrc file cannot be read.
package struct NetrcError: Error, Hashable, Sendable {
    package let file: String
    package let line: Int
    package let what: String
}

extension NetrcError: Diagnosable, CustomStringConvertible {
    package var description: String { "line \(line): \(what)" }

    package var diagnostic: Diagnostic { Diagnostic("Failed to read `\(file)`", causes: [description]) }
}

/// The words of a netrc file.
private struct NetrcWords {
    let bytes: [UInt8]
    var at = 0
    /// Of the word that was read last.
    private(set) var line = 1
    private var lineOfNext = 1

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> String? {
        while at < bytes.count, bytes[at].isASCIISpace { step() }
        guard at < bytes.count else { return nil }
        line = lineOfNext
        var word: [UInt8] = []
        if bytes[at] == UInt8(ascii: "\"") {
            step()
            while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
                if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count { step() }
                word.append(bytes[at])
                step()
            }
            if at < bytes.count { step() }
        } else {
            while at < bytes.count, !bytes[at].isASCIISpace {
                if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count, !bytes[at + 1].isASCIISpace {
                    step()
                }
                word.append(bytes[at])
                step()
            }
        }
        return String(decoding: word, as: UTF8.self)
    }

    mutating func skipLine() {
        while at < bytes.count, bytes[at] != 0x0A { step() }
    }

    /// A macro reaches to the first empty line.
    mutating func skipMacro() {
        skipLine()
        while at < bytes.count {
            step()
            let start = at
            skipLine()
            if bytes[start..<at].allSatisfy(\.isASCIISpace) { return }
        }
    }

    private mutating func step() {
        if bytes[at] == 0x0A { lineOfNext += 1 }
        at += 1
    }
}
