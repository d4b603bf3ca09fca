/// What `run` is asked to prepare: an environment for a command.
package struct RunRequest: Sendable {
    package var base: Base
    /// `--with`: packages in an environment on top of the base's.
    package var additions: RequirementSources?
    package var target: EnvironmentTarget
    package var access: IndexAccess
    package var resolution: ResolutionOptions
    package var variants: VariantRequest
    package var upgrade = PackageSelection.none
    package var reinstall = PackageSelection.none
    /// Where environments that belong to no project are kept.
    package var environments: Path
    /// nil: no stamp is written.
    package var stamping: Stamping?

    package enum Base: Sendable {
        /// The environment of a project, brought up to date.
        case project(SyncRequest)
        /// The project in an environment of its own that holds nothing else.
        case isolatedProject(SyncRequest)
        /// The environment of a project as it is (`--no-sync`); made when there is none.
        case untouchedProject(SyncRequest)
        /// What a script asks for, in an environment of its own. With a request where it may have a lock.
        case script(ScriptMetadata, at: Path, SyncRequest?)
        /// The interpreter or environment that is found; `isolated`: an empty environment of it.
        case interpreter(isolated: Bool)
    }

    /// What Host knows of the decision.
    package struct Stamping: Sendable {
        /// See `RunWords`.
        package var words: String
        /// Configuration files that were read or looked for.
        package var files: [Path]
        /// Directories of drop-in files.
        package var folders: [Path]
        /// The stamp that did not hold.
        package var earlier: RunStamp?
        /// Why: another driver or device.
        package var isOtherMachine: Bool
        package var watch: StampWatch

        package init(
            words: String, files: [Path], folders: [Path], earlier: RunStamp?, isOtherMachine: Bool,
            watch: StampWatch
        ) {
            self.words = words
            self.files = files
            self.folders = folders
            self.earlier = earlier
            self.isOtherMachine = isOtherMachine
            self.watch = watch
        }
    }

    package init(
        base: Base, target: EnvironmentTarget, access: IndexAccess, resolution: ResolutionOptions,
        variants: VariantRequest, environments: Path
    ) {
        self.base = base
        self.target = target
        self.access = access
        self.resolution = resolution
        self.variants = variants
        self.environments = environments
    }
}

/// An environment that is ready for a command.
package struct RunReport: Sendable {
    package var interpreter: Path
    /// The virtual environment; nil: the interpreter is in none.
    package var root: Path?
    /// Where programs are, the first counts before the others.
    package var scripts: [Path]
    package var changes: [Change]
    /// `driver changed 550.54 → 580.65`, when something was chosen anew because of that.
    package var reselected: String?
}
