/// What the `$schema` of variant metadata says about how to read it (V-030…V-034, A-01).
///
/// The URL is never fetched (V-031) and its host does not count (V-030).
struct VariantSchema {
    /// Of the last path segment, `v0.2.0.json`; nil when it has another form.
    let version: (major: UInt64, minor: UInt64, patch: UInt64)?
    /// One that this program was written for.
    let isKnown: Bool
    /// PEP 825 alone, which has no providers.
    let is825: Bool
    /// PEP 850, which requires them (V-051).
    let is850: Bool

    init(_ url: String) {
        let segments = url.utf8.split(separator: UInt8(ascii: "/")).compactMap { String($0) }
        let version = segments.last.flatMap(Self.version)
        self.version = version
        isKnown =
            url == VariantMetadata.schema825 || url == VariantMetadata.schema850 || url == Self.variantlib
        is825 = segments.contains("825") || (version.map { ($0.major, $0.minor) == (0, 1) } ?? false)
        is850 =
            !is825 && (segments.contains("850") || (version.map { $0.major == 0 && $0.minor >= 2 } ?? false))
    }

    /// What variantlib 0.2 writes; PEP 850 in all but its path.
    private static let variantlib = "https://variants-schema.wheelnext.dev/v0.2.0.json"

    /// A major that is not read at all. 1.0.0 is to equal the last draft.
    var isTooNew: Bool { version.map { $0.major > 1 } ?? false }

    /// Whether a key that is not known is an error: drafts promise nothing, a released major adds keys.
    var refusesUnknownKeys: Bool { version?.major != 1 }

    private static func version(_ segment: String) -> (major: UInt64, minor: UInt64, patch: UInt64)? {
        guard segment.utf8.first == UInt8(ascii: "v"), segment.hasSuffix(".json") else { return nil }
        let parts = segment.dropFirst().dropLast(5).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.utf8.allSatisfy(NameRules.isDigit) }),
            let major = UInt64(parts[0]), let minor = UInt64(parts[1]), let patch = UInt64(parts[2])
        else { return nil }
        return (major, minor, patch)
    }
}
