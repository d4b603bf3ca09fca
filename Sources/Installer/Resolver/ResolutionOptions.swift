/// How versions are chosen, as the user asked for it.
package struct ResolutionOptions: Hashable, Sendable {
    /// Which of the fitting versions is taken.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        case highest
        case lowest
        /// The lowest of what the user requires, the highest of what that needs.
        case lowestDirect = "lowest-direct"
    }

    /// When a pre-release may be chosen.
    package enum Prerelease: String, Hashable, Sendable, CaseIterable {
        /// Never.
        case disallow
        /// Like any other version.
        case allow
        /// When no stable version is left.
        case ifNecessary = "if-necessary"
        /// When no stable version is left, of packages whose requirement by the user names a pre-release.
        case explicit
        /// The older name of `ifNecessary`.
        case ifNecessaryOrExplicit = "if-necessary-or-explicit"
    }

    package var mode: Mode
    package var prerelease: Prerelease
    /// Files uploaded at this time (Unix seconds) or later do not count.
    package var excludeNewer: Int64?
    /// Take what is required and nothing that it depends on.
    package var noDependencies: Bool
    /// Never build these from source.
    package var noBuild: PackageSelection
    /// Never use wheels of these.
    package var noBinary: PackageSelection
    /// Use nothing but wheels of these.
    package var onlyBinary: PackageSelection
    /// Only files whose hash a requirement names.
    package var requireHashes: Bool
    /// Whether the source of distributions can make wheels of source distributions.
    package var buildsSources: Bool
    /// Whether a release without a fitting wheel may be chosen when it has a source distribution and another
    /// wheel tells its metadata: for results that are not installed here (`compile`).
    package var pinsSources = false

    package init(
        mode: Mode = .highest, prerelease: Prerelease = .ifNecessaryOrExplicit, excludeNewer: Int64? = nil,
        noDependencies: Bool = false, noBuild: PackageSelection = .none, noBinary: PackageSelection = .none,
        onlyBinary: PackageSelection = .none, requireHashes: Bool = false, buildsSources: Bool = false
    ) {
        self.mode = mode
        self.prerelease = prerelease
        self.excludeNewer = excludeNewer
        self.noDependencies = noDependencies
        self.noBuild = noBuild
        self.noBinary = noBinary
        self.onlyBinary = onlyBinary
        self.requireHashes = requireHashes
        self.buildsSources = buildsSources
    }
}
