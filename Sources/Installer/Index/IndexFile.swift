/// One file of a release as an index or a find-links location lists it (PEP 503, 592, 658, 691, 700).
package struct IndexFile: Sendable, Hashable {
    package var filename: DistributionFilename
    /// The file name as it is listed.
    package var basename: String
    package var version: Version
    /// Absolute; `http:`, `https:` or `file:`; without credentials and fragment.
    package var url: String
    /// As listed; a download must match all of them.
    package var hashes: [Hash]
    /// Bytes.
    package var size: UInt64?
    package var requiresPython: VersionSpecifiers?
    /// Not nil when the file was yanked (PEP 592); the reason, or an empty string.
    package var yanked: String?
    /// Seconds since 1970-01-01 UTC.
    package var uploadTime: Int64?
    package var metadata: MetadataOffer
    /// The index or find-links location, without credentials.
    package var indexURL: String
    /// For a directory or a checkout; nil: it is an archive.
    package var tree: TreeLocation?
    /// Of the project in an archive or checkout; nil: its top.
    package var subdirectory: String?

    package init(
        filename: DistributionFilename, basename: String, version: Version, url: String,
        hashes: [Hash] = [], size: UInt64? = nil, requiresPython: VersionSpecifiers? = nil,
        yanked: String? = nil, uploadTime: Int64? = nil, metadata: MetadataOffer = .none, indexURL: String
    ) {
        self.filename = filename
        self.basename = basename
        self.version = version
        self.url = url
        self.hashes = hashes
        self.size = size
        self.requiresPython = requiresPython
        self.yanked = yanked
        self.uploadTime = uploadTime
        self.metadata = metadata
        self.indexURL = indexURL
    }

    package var isWheel: Bool { wheel != nil }

    package var wheel: WheelFilename? {
        if case .wheel(let wheel) = filename { return wheel }
        return nil
    }

    package var isYanked: Bool { yanked != nil }

    /// The best hash there is: a secure one before md5 and sha1, sha256 before its kin.
    package var preferredHash: Hash? { Self.preferred(hashes) }

    static func preferred(_ hashes: [Hash]) -> Hash? {
        hashes.first { $0.algorithm == .sha256 } ?? hashes.first { $0.algorithm.isSecure } ?? hashes.first
    }
}

/// Whether the index serves a wheel's METADATA beside it, at the file's URL plus `.metadata` (PEP 658, 714).
package enum MetadataOffer: Sendable, Hashable {
    case none
    /// With the hash of the metadata, where the index tells one.
    case available(Hash?)
}
