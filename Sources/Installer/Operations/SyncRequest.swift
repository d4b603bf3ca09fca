/// What `sync` is asked to do.
package struct SyncRequest: Sendable {
    /// The project, its lock, and what indexes may be asked.
    package var lock: LockRequest
    package var selection = SelectionRequest()
    package var members = Members.current
    /// `default-extras` and `default-groups` of configuration files beside the project, and of the user's.
    package var projectDefaults = SelectionDefaults.none
    package var userDefaults = SelectionDefaults.none
    /// Members and packages that are left out, though not what they need.
    package var omitsProject = false
    package var omitsMembers = false
    package var omitted: Set<PackageName> = []
    /// Members are installed as copies.
    package var avoidsEditable = false
    /// Work on the active environment and not on the project's own.
    package var isActive = false
    /// Remove everything that is not selected.
    package var isExact = true
    /// Where it is not exact: remove what the lock names and is not selected. Another accelerator's packages would
    /// stay otherwise.
    package var removesUnselected = false
    package var reinstall = PackageSelection.none
    /// nil: hard links, copies where they are refused.
    package var linkMode: LinkMode?
    package var compileBytecode = false

    package enum Members: Sendable, Hashable {
        /// The one that the command stands in; in a root that is no project all of them.
        case current
        case named([PackageName])
        case all
    }

    package init(lock: LockRequest) { self.lock = lock }

    /// Say what would change, change nothing.
    package var dryRun: Bool { lock.dryRun }
}

/// What `sync` did. The steps were told to the reporter as they ended; they are here again for `--json`.
package struct SyncReport: Sendable {
    package var environment: EnvironmentSummary
    package var environmentState: EnvironmentState
    package var lock: LockReport
    /// Extras, groups and labels in force.
    package var selection: SelectionInForce
    package var steps: [StepSummary]
    /// What was changed, or would be.
    package var changes: [Change]
    /// The variants among what was added, but for null variants.
    package var selections: [VariantSummary]
    /// What was said about the selection, a line each; `run` says it again.
    package var notes: [String]
    package var isDryRun: Bool
    /// In a dry run, how many archives the cache lacks.
    package var downloads = 0
    /// How many packages the lock has for this environment.
    package var count: Int

    package enum EnvironmentState: String, Sendable, Hashable {
        case kept, created, replaced
    }
}
