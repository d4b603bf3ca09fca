/// The entry `NAME-VERSION-variants.json` of an index or a find-links location: the variant metadata of a
/// release there (PEP 825; V-070…V-072).
package struct VariantsFile: Hashable, Sendable {
    /// The file name as it is listed; the URL may end otherwise.
    package var basename: String
    package var version: Version
    /// Absolute; `http:`, `https:` or `file:`; without credentials and fragment.
    package var url: String
    /// As listed; the file must match the best of them (V-073).
    package var hashes: [Hash]
    /// The index or find-links location, without credentials: the same as that of the wheels which the
    /// file speaks of (V-077).
    package var indexURL: String

    package init(basename: String, version: Version, url: String, hashes: [Hash] = [], indexURL: String) {
        self.basename = basename
        self.version = version
        self.url = url
        self.hashes = hashes
        self.indexURL = indexURL
    }

    package var preferredHash: Hash? { IndexFile.preferred(hashes) }
}

/// The variant wheels of one version on one source, as far as they come into question, and the file that
/// describes them.
package struct VariantRelease: Hashable, Sendable {
    package var name: PackageName
    package var version: Version
    /// nil when the source has none: then the wheels are asked themselves (V-078).
    package var file: VariantsFile?
    package var wheels: [IndexFile]

    package init(name: PackageName, version: Version, file: VariantsFile?, wheels: [IndexFile]) {
        self.name = name
        self.version = version
        self.file = file
        self.wheels = wheels
    }

    /// A wheel by itself, from a path or a URL (V-160): no index has a say in it.
    package init(_ wheel: IndexFile) {
        self.init(name: wheel.filename.name, version: wheel.version, file: nil, wheels: [wheel])
    }
}

/// The variant metadata of a release on one source, or why it cannot be used.
package struct VariantAnswer: Hashable, Sendable {
    /// nil when there is none to be had: then no variant wheel of the release can be chosen there (V-060).
    package var metadata: VariantMetadata?
    /// What is wrong, for whoever uses the answer to tell. With metadata: wheels that had to be left out of it.
    package var faults: [Diagnostic]

    package init(metadata: VariantMetadata?, faults: [Diagnostic] = []) {
        self.metadata = metadata
        self.faults = faults
    }
}
