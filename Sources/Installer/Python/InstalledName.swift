/// What the name of a metadata directory or file says about the distribution it belongs to.
struct InstalledName: Hashable, Sendable {
    enum Form: Hashable, Sendable {
        /// `name-version.dist-info`
        case distInfo
        /// `name-version-py3.12.egg-info`, `name.egg-info`
        case eggInfo
        /// `name.egg-link`
        case eggLink
    }

    let form: Form
    let name: PackageName?
    let version: Version?

    /// Nil when the entry of a site directory is no distribution's metadata.
    init?(entry: String) {
        guard let (form, stem) = Self.split(entry), !stem.isEmpty, !stem.hasPrefix("~"), !stem.hasPrefix(".")
        else {
            return nil
        }
        self.form = form
        switch form {
        case .eggLink:
            name = PackageName(String(stem))
            version = nil
        case .eggInfo:
            // Names and versions are escaped, so that the first two dashes are the separators.
            let parts = stem.split(separator: "-", maxSplits: 2)
            name = PackageName(String(parts[0]))
            version = parts.count > 1 ? Version(String(parts[1])) : nil
        case .distInfo:
            let first = stem.utf8.firstIndex(of: UInt8(ascii: "-"))
            let last = stem.utf8.lastIndex(of: UInt8(ascii: "-"))
            var found: (PackageName, Version)?
            // Both parts are escaped and hold no dash, except those of old installers: names (`a-b-1.0`) and
            // versions (`1.0-1`).
            for dash in [first, last] {
                guard let dash, let name = PackageName(String(stem[..<dash])),
                    let version = Version(String(stem[stem.utf8.index(after: dash)...]))
                else { continue }
                found = (name, version)
                break
            }
            name = found?.0
            version = found?.1
        }
    }

    private static func split(_ entry: String) -> (Form, Substring)? {
        let bytes = entry.utf8
        // Most entries are modules and packages: judge them by one byte.
        switch bytes.last {
        case UInt8(ascii: "o"):
            if entry.hasSuffix(".dist-info") { return (.distInfo, entry.dropLast(".dist-info".count)) }
            if entry.hasSuffix(".egg-info") { return (.eggInfo, entry.dropLast(".egg-info".count)) }
        case UInt8(ascii: "k"):
            if entry.hasSuffix(".egg-link") { return (.eggLink, entry.dropLast(".egg-link".count)) }
        default: break
        }
        return nil
    }

    /// The first Name and Version among the headers of a METADATA or PKG-INFO, each nil where absent or invalid.
    static func fields(ofMetadata bytes: [UInt8]) -> (name: PackageName?, version: Version?) {
        func value(of field: StaticString, in line: ArraySlice<UInt8>) -> String? {
            let count = field.utf8CodeUnitCount
            guard line.count > count, line[line.startIndex + count] == UInt8(ascii: ":"),
                String(decoding: line.prefix(count), as: UTF8.self).lowercased() == field.description
            else { return nil }
            return line.dropFirst(count + 1).split(whereSeparator: \.isASCIISpace).first
                .map { String(decoding: $0, as: UTF8.self) }
        }
        var name: String?
        var version: String?
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.isEmpty || line.elementsEqual([0x0D]) || (name != nil && version != nil) { break }
            name = name ?? value(of: "name", in: line)
            version = version ?? value(of: "version", in: line)
        }
        return (name.flatMap { PackageName($0) }, version.flatMap { Version($0) })
    }
}
