/// A lock file that tools share, `pylock.toml` (PEP 751), with the variants that its wheels may be of (PEP 825,
/// "Integration with pylock.toml"; V-170…V-174).
package struct PylockDocument: Sendable {
    /// What messages call it.
    package let file: String
    /// A minor version that is newer than the format that is known here: keys may be missed.
    package var isNewerMinor = false
    /// At least one must hold; empty: any environment will do.
    package var environments: [Marker] = []
    package var requiresPython: VersionSpecifiers?
    package var extras: [ExtraName] = []
    package var groups: [ExtraName] = []
    /// The groups that are installed when nothing else is said.
    package var defaultGroups: [ExtraName] = []
    /// In the order of the file. A name may be there more than once, for different environments.
    package var packages: [PylockPackage] = []

    /// Longer files are not read.
    package static let sizeLimit = 1 << 26

    init(file: String) { self.file = file }

    /// Reads a document. Throws all its faults, each with its line and column. Keys that are not known are passed
    /// over, as the format asks for.
    package init(parsing bytes: [UInt8], file: String) throws(TOMLErrors) {
        let document = try TOMLDocument(parsing: bytes, file: file)
        var reader = PylockReader(document)
        reader.read()
        guard reader.faults.isEmpty else { throw document.errors(reader.faults) }
        self = reader.result
    }

    /// Whether a file of this name is a lock file: `pylock.toml`, or `pylock.NAME.toml` where the name has no dot
    /// (PEP 751, "File Name").
    package static func isFileName(_ name: String) -> Bool {
        if name == "pylock.toml" { return true }
        guard name.hasPrefix("pylock."), name.hasSuffix(".toml"), name.utf8.count > 12 else { return false }
        return !name.utf8.dropFirst(7).dropLast(5).contains(UInt8(ascii: "."))
    }
}

/// One entry of `[[packages]]`.
package struct PylockPackage: Sendable {
    package var name: PackageName
    /// nil for what has no version before it is built.
    package var version: Version?
    /// When it is installed; nil: always.
    package var marker: Marker?
    package var requiresPython: VersionSpecifiers?
    /// The index that it came from.
    package var index: String?
    package var wheels: [PylockFile] = []
    package var sdist: PylockFile?
    /// An archive that was named by its URL or path.
    package var archive: PylockFile?
    /// It has to be built: `directory` or `vcs`.
    package var tree: Tree?
    /// The packages that it is known to depend on; for information only.
    package var dependencies: [PackageName] = []
    package var variants: Variants = .none
    /// Where the entry begins.
    package var position: SourcePosition

    /// Keys of its table may be missing, which is told when they are needed.
    package struct Tree: Hashable, Sendable {
        package enum Kind: String, Sendable {
            case directory, vcs
        }

        package var kind: Kind
        /// `git`
        package var system: String?
        package var url: String?
        /// Relative to the lock file unless it is absolute.
        package var path: String?
        package var requested: String?
        package var commit: String?
        package var subdirectory: String?
        package var isEditable = false

        init(_ kind: Kind) { self.kind = kind }
    }

    /// `[packages.variants-json]`
    package enum Variants: Sendable {
        case none
        case metadata(VariantMetadata)
        /// No variant wheel of the package can be chosen by it (V-060).
        case unusable(VariantMetadataError)
    }
}

/// A file that a lock file names.
package struct PylockFile: Hashable, Sendable {
    package var filename: DistributionFilename
    /// As it is written, or the last component of its path or URL.
    package var basename: String
    /// Relative to the lock file unless it is absolute.
    package var path: String?
    /// As it is written, with the credentials that it may hold.
    package var url: String?
    /// At least one of them is secure.
    package var hashes: [Hash]
    package var size: UInt64?
    /// Seconds since 1970-01-01 UTC.
    package var uploadTime: Int64?
}
