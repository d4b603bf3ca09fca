/// Why a version, although it may be published, cannot be used here.
enum Exclusion: Hashable, Sendable {
    /// No index has the package.
    case notFound
    /// The package's page could not be fetched because the network is off.
    case offline
    /// Uploaded at or after `--exclude-newer`.
    case tooNew
    /// `--exclude-newer` is set and the index does not tell when the file was uploaded.
    case noUploadTime
    case prerelease
    /// The reason may be empty.
    case yanked(String)
    /// The specifier as published.
    case requiresPython(String)
    /// Wheels exist, none for this environment; their tags.
    case noMatchingWheel([String])
    /// Universal: wheels exist, none for the Pythons of the target; their tags.
    case noMatchingPython([String])
    /// Only a source distribution exists, and those are not built.
    case needsBuild
    /// `--no-build` or `--only-binary` forbids what would be needed.
    case buildForbidden
    /// `--no-binary` forbids the wheels, and there is nothing else.
    case binaryForbidden
    /// No file has a hash that the requirements allow.
    case hashMismatch
    /// Its metadata is not in the cache, and the network is off.
    case noMetadataOffline
    /// The metadata cannot be read; why.
    case badMetadata(String)
    /// It requires a package by URL that the user's requirements do not give by that URL.
    case foreignURL(PackageName, String)
    /// The wheels that would do are variant wheels, and those are not taken (V-016).
    case onlyVariants
    /// Variant wheels exist, and none of them fits; each with why (V-093).
    case unsupportedVariants([VariantRejection])
    /// The variant that was asked for does not exist.
    case missingVariant(VariantLabel)
    /// What tells about the variants cannot be used, and there is nothing else (V-060); why.
    case badVariants(String)
    /// Of one variant: it was built for versions of a package that nothing requires (V-235).
    case unboundVariant(PackageName)
    /// The version lists no file at all.
    case noFiles

    /// When the files of a version are excluded for different reasons, the greatest is told.
    var weight: Int {
        switch self {
        case .notFound, .offline: 100
        case .yanked: 90
        case .requiresPython: 80
        case .hashMismatch: 75
        case .missingVariant: 71
        case .badVariants: 73
        case .unsupportedVariants, .unboundVariant: 72
        case .buildForbidden: 70
        case .binaryForbidden: 65
        case .onlyVariants: 62
        case .noMatchingWheel, .noMatchingPython: 60
        case .needsBuild: 55
        case .badMetadata, .foreignURL, .noMetadataOffline: 50
        case .prerelease: 40
        case .noUploadTime: 30
        case .tooNew: 20
        case .noFiles: 10
        }
    }

    /// The one that says more.
    static func heavier(_ known: Exclusion?, _ new: Exclusion) -> Exclusion {
        guard let known else { return new }
        if case .noMatchingWheel(let tags) = known, case .noMatchingWheel(let more) = new {
            return .noMatchingWheel(tags + more.filter { !tags.contains($0) })
        }
        if case .noMatchingPython(let tags) = known, case .noMatchingPython(let more) = new {
            return .noMatchingPython(tags + more.filter { !tags.contains($0) })
        }
        return new.weight > known.weight ? new : known
    }

    /// The user never sees these versions: they count as not published.
    var isInvisible: Bool {
        switch self {
        case .tooNew, .noUploadTime, .prerelease, .noFiles: true
        default: false
        }
    }
}
