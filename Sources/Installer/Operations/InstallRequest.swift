/// What `install` is asked to do.
package struct InstallRequest: Sendable {
    package var sources: RequirementSources
    package var target: EnvironmentTarget
    package var access: IndexAccess
    package var resolution: ResolutionOptions
    /// Resolve and choose wheels for this Python instead of the interpreter's (`--python-version`).
    package var pythonVersion: Version?
    package var pythonPlatform: TargetPlatform?
    package var upgrade: PackageSelection
    package var reinstall: PackageSelection
    /// Say what would change, change nothing.
    package var dryRun: Bool
    /// nil: hard links, copies where they are refused.
    package var linkMode: LinkMode?
    package var compileBytecode: Bool
    package var variants: VariantRequest
    /// Remove what nothing here asks for (a lock file that is synced).
    package var isExact = false

    package init(
        sources: RequirementSources, target: EnvironmentTarget, access: IndexAccess,
        resolution: ResolutionOptions, pythonVersion: Version? = nil, pythonPlatform: TargetPlatform? = nil,
        upgrade: PackageSelection = .none, reinstall: PackageSelection = .none,
        dryRun: Bool = false, linkMode: LinkMode? = nil, compileBytecode: Bool = false,
        variants: VariantRequest = VariantRequest()
    ) {
        self.sources = sources
        self.target = target
        self.access = access
        self.resolution = resolution
        self.pythonVersion = pythonVersion
        self.pythonPlatform = pythonPlatform
        self.upgrade = upgrade
        self.reinstall = reinstall
        self.dryRun = dryRun
        self.linkMode = linkMode
        self.compileBytecode = compileBytecode
        self.variants = variants
    }
}
