/// What `uninstall` is asked to do.
package struct UninstallRequest: Sendable {
    /// Names, or requirements whose names count (`flask[async]>=2`), of the command line.
    package var packages: [String]
    /// `-r`: requirements files whose names count.
    package var files: [String]
    package var target: EnvironmentTarget
    package var dryRun: Bool

    package init(
        packages: [String], files: [String] = [], target: EnvironmentTarget, dryRun: Bool = false
    ) {
        self.packages = packages
        self.files = files
        self.target = target
        self.dryRun = dryRun
    }
}

/// What `uninstall` did. A name that is not installed is a warning to the reporter, and in `missing`.
package struct UninstallReport: Sendable {
    package var environment: EnvironmentSummary
    package var steps: [StepSummary]
    package var changes: [Change]
    package var missing: [PackageName]
    package var isDryRun: Bool

    package init(
        environment: EnvironmentSummary, steps: [StepSummary], changes: [Change],
        missing: [PackageName] = [], isDryRun: Bool = false
    ) {
        self.environment = environment
        self.steps = steps
        self.changes = changes
        self.missing = missing
        self.isDryRun = isDryRun
    }
}
