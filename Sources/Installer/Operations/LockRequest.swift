/// What a command that needs the lock of a project asks for.
package struct LockRequest: Sendable {
    /// Where the command stands; absolute.
    package var directory: Path
    /// The directory of the project (`--project`); nil: the nearest one in or above `directory`.
    package var project: Path?
    /// A script in the place of a project (`--script`).
    package var script: Script?
    package var access: IndexAccess
    package var resolution: ResolutionOptions
    /// Which Python counts where no member says what it needs.
    package var python: EnvironmentTarget
    /// Packages whose locked versions do not count.
    package var upgrade: PackageSelection
    package var mode: Mode
    /// Say what would change, write nothing.
    package var dryRun: Bool
    package var variants: VariantRequest
    /// Packages whose sources of the project do not count.
    package var unsourced = PackageSelection.none
    /// Narrow versions this time, and stand nowhere in the lock (`add -c`).
    package var constraints: [Requirement] = []

    package struct Script: Sendable, Hashable {
        /// Absolute.
        package var file: Path
        /// Where the environments of scripts are.
        package var environments: Path
        /// Whether one without a lock gets one. What is resolved is used all the same.
        package var writesFirstLock: Bool

        package init(_ file: Path, environments: Path, writesFirstLock: Bool = false) {
            self.file = file
            self.environments = environments
            self.writesFirstLock = writesFirstLock
        }
    }

    package enum Mode: Sendable, Hashable {
        /// Make the lock, or bring it up to date.
        case update
        /// Fail when it is not up to date. The flag that asked for it, for the message.
        case check(flag: String)
        /// Take it as it is.
        case frozen

        package static let check = Mode.check(flag: "--locked")
    }

    package init(
        directory: Path, project: Path? = nil, access: IndexAccess,
        resolution: ResolutionOptions = ResolutionOptions(), python: EnvironmentTarget = EnvironmentTarget(),
        upgrade: PackageSelection = .none, mode: Mode = .update, dryRun: Bool = false,
        variants: VariantRequest = VariantRequest()
    ) {
        self.directory = directory
        self.project = project
        self.access = access
        self.resolution = resolution
        self.python = python
        self.upgrade = upgrade
        self.mode = mode
        self.dryRun = dryRun
        self.variants = variants
    }
}

/// The lock of a project, and what was done to it.
package struct LockReport: Sendable {
    package var lock: Lock
    package var workspace: Workspace
    /// Of the lock.
    package var path: Path
    package var outcome: Outcome
    /// Against the lock that was there; empty for a first one.
    package var changes: [LockChange]
    package var steps: [StepSummary]

    package enum Outcome: String, Sendable {
        /// It was up to date.
        case unchanged
        case created, updated
        /// It was taken as it is (`--frozen`).
        case used
    }

    package init(
        lock: Lock, workspace: Workspace, path: Path, outcome: Outcome, changes: [LockChange] = [],
        steps: [StepSummary] = []
    ) {
        self.lock = lock
        self.workspace = workspace
        self.path = path
        self.outcome = outcome
        self.changes = changes
        self.steps = steps
    }
}
