/// What the name of a source distribution says (PEP 625, and what came before it): `{name}-{version}.tar.gz`.
package struct SourceDistributionFilename: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case tarGzip = ".tar.gz"
        case zip = ".zip"
        case tgz = ".tgz"
        case tarBzip2 = ".tar.bz2"
        case tarXZ = ".tar.xz"
        case tarZstandard = ".tar.zst"
        case tar = ".tar"
    }

    /// The file name, complete.
    package let text: String
    package let name: PackageName
    package let version: Version
    package let format: Format

    /// - Parameter expected: the package whose page or requirement the file comes from. It decides where
    ///   the name ends when both name and version have a `-`.
    package init(parsing text: String, expecting expected: PackageName? = nil) throws(FilenameError) {
        guard text.utf8.count <= FilenameError.maximumLength else {
            throw FilenameError(text, "it is too long")
        }
        guard let format = Format.allCases.first(where: { text.hasSuffix($0.rawValue) }) else {
            throw FilenameError(text, "a source distribution's name must end with `.tar.gz` or `.zip`")
        }
        let bytes = text.utf8.span
        let stem = bytes.extracting(0..<bytes.count - format.rawValue.utf8.count)
        var dashes: [Int] = []
        for i in stem.indices where stem[i] == UInt8(ascii: "-") { dashes.append(i) }
        guard let last = dashes.last else {
            throw FilenameError(text, "expected `name-version\(format.rawValue)`")
        }
        if let expected {
            for dash in dashes where PackageName(bytes: stem.extracting(0..<dash)) == expected {
                guard let version = Version(bytes: stem.extracting(dash + 1..<stem.count)) else { continue }
                self.init(text: text, name: expected, version: version, format: format)
                return
            }
        }
        guard let name = PackageName(bytes: stem.extracting(0..<last)) else {
            throw FilenameError(text, "it does not begin with a valid package name")
        }
        guard let version = Version(bytes: stem.extracting(last + 1..<stem.count)) else {
            let version = String(decoding: stem.extracting(last + 1..<stem.count))
            throw FilenameError(text, "its version `\(version)` is not valid")
        }
        self.init(text: text, name: name, version: version, format: format)
    }

    /// What stands for the name of a directory or checkout, which has none.
    package init(ofTree name: PackageName, _ version: Version) {
        self.init(text: "\(name)-\(version)", name: name, version: version, format: .tar)
    }

    private init(text: String, name: PackageName, version: Version, format: Format) {
        self.text = text
        self.name = name
        self.version = version
        self.format = format
    }
}

extension SourceDistributionFilename: Hashable, CustomStringConvertible {
    package static func == (a: SourceDistributionFilename, b: SourceDistributionFilename) -> Bool {
        a.text == b.text
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
    package var description: String { text }
}
