/// Where a distribution came from when it came from no index: `direct_url.json` (PEP 610).
///
/// The URL never holds a user name or password: they are dropped when the value is made, so neither a file nor a
/// message can show them. Only names that are no secret stay, as the standard allows: `git@` before a host, and
/// `${NAME}` references to variables.
package struct DirectURL: Sendable, Hashable {
    package enum Source: Sendable, Hashable {
        /// A file that was downloaded or was at hand, with its hashes as algorithm and hexadecimal digits.
        case archive(hashes: [ArchiveHash])
        case directory(isEditable: Bool)
        /// A checkout: `git`, what was asked for, and the commit that it was.
        case revision(system: String, requested: String?, commit: String)
    }

    package struct ArchiveHash: Sendable, Hashable {
        package let algorithm: String
        package let digits: String

        package init(algorithm: String, digits: String) {
            self.algorithm = algorithm
            self.digits = digits
        }
    }

    package let url: String
    package let source: Source
    /// Of the project within the archive or checkout.
    package let subdirectory: String?

    package init(url: String, source: Source, subdirectory: String? = nil) {
        self.url = Self.withoutCredentials(url)
        self.source = source
        self.subdirectory = subdirectory
    }

    package static let fileName = "direct_url.json"

    package var isEditable: Bool { source == .directory(isEditable: true) }

    /// The local path of a `file:` URL.
    package var localPath: Path? {
        guard url.utf8.starts(with: "file://".utf8) else { return nil }
        let rest = url.dropFirst("file://".utf8.count)
        let path = rest.hasPrefix("localhost/") ? rest.dropFirst("localhost".utf8.count) : rest
        guard path.hasPrefix("/") else { return nil }
        var bytes: [UInt8] = []
        var remaining = path.utf8.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
        while let byte = remaining.popFirst() {
            if byte == UInt8(ascii: "%"), remaining.count >= 2,
                let high = remaining.first?.hexDigitValue,
                let low = remaining.dropFirst().first?.hexDigitValue
            {
                bytes.append(high << 4 | low)
                remaining = remaining.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return Path(String(decoding: bytes, as: UTF8.self))
    }
}

// MARK: - The file

extension DirectURL {
    /// Nil when the text is no such document; `bytes` may come from anyone.
    package init?(parsing bytes: [UInt8]) {
        guard let json = try? JSONReader.parse(bytes), let url = json["url"]?.string, !url.isEmpty else {
            return nil
        }
        let source: Source
        if let archive = json["archive_info"], archive.object != nil {
            var hashes = (archive["hashes"]?.object ?? []).compactMap { member in
                member.value.string.map { ArchiveHash(algorithm: member.key, digits: $0) }
            }
            if hashes.isEmpty, let old = archive["hash"]?.string, let equals = old.firstIndex(of: "=") {
                hashes = [
                    ArchiveHash(
                        algorithm: String(old[..<equals]), digits: String(old[old.index(after: equals)...]))
                ]
            }
            source = .archive(hashes: hashes)
        } else if let revision = json["vcs_info"], let system = revision["vcs"]?.string {
            source = .revision(
                system: system, requested: revision["requested_revision"]?.string,
                commit: revision["commit_id"]?.string ?? "")
        } else if let directory = json["dir_info"], directory.object != nil {
            source = .directory(isEditable: directory["editable"]?.bool ?? false)
        } else {
            return nil
        }
        self.init(url: url, source: source, subdirectory: json["subdirectory"]?.string)
    }

    /// The document. The old `hash` member stands beside `hashes`, as the standard recommends.
    package var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [(key: "url", value: .string(url))]
        switch source {
        case .archive(let hashes):
            var information: [(key: String, value: JSONValue)] = []
            if let first = hashes.first {
                information = [
                    (key: "hash", value: .string("\(first.algorithm)=\(first.digits)")),
                    (
                        key: "hashes",
                        value: .object(hashes.map { (key: $0.algorithm, value: JSONValue.string($0.digits)) })
                    ),
                ]
            }
            members.append((key: "archive_info", value: .object(information)))
        case .directory(let isEditable):
            members.append((key: "dir_info", value: isEditable ? ["editable": true] : .object([])))
        case .revision(let system, let requested, let commit):
            var information: [(key: String, value: JSONValue)] = [(key: "vcs", value: .string(system))]
            if let requested { information.append((key: "requested_revision", value: .string(requested))) }
            information.append((key: "commit_id", value: .string(commit)))
            members.append((key: "vcs_info", value: .object(information)))
        }
        if let subdirectory { members.append((key: "subdirectory", value: .string(subdirectory))) }
        return .object(members)
    }

    package var bytes: [UInt8] { Array(JSONWriter.text(of: json).utf8) }
}

// MARK: - Credentials

extension DirectURL {
    /// `url` without the user information of its authority. A scheme's `git@` stays, and so does user information
    /// that only refers to variables: `${USER}:${PASSWORD}@`.
    package static func withoutCredentials(_ url: String) -> String {
        let bytes = Array(url.utf8)
        guard let colons = bytes.firstRange(of: "://".utf8) else { return url }
        let start = colons.upperBound
        let end = bytes[start...].firstIndex { "/?#\\".utf8.contains($0) } ?? bytes.endIndex
        guard let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) else { return url }
        let user = bytes[start..<at]
        let isSecure = user.elementsEqual("git".utf8) || isReference(user)
        return isSecure ? url : String(decoding: bytes[..<start] + bytes[(at + 1)...], as: UTF8.self)
    }

    /// `${NAME}` or `${NAME}:${NAME}`.
    private static func isReference(_ user: ArraySlice<UInt8>) -> Bool {
        let parts = user.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in
                part.count > 3 && part.starts(with: "${".utf8) && part.last == UInt8(ascii: "}")
                    && part.dropFirst(2).dropLast().allSatisfy {
                        $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
                    }
            }
    }
}
