/// What `install` did. The steps were told to the reporter as they ended; they are here again for `--json`.
package struct InstallReport: Sendable {
    package var environment: EnvironmentSummary
    /// In the order in which they happened. Nothing to do at all: only `.checked`.
    package var steps: [StepSummary]
    package var changes: [Change]
    /// Nothing was changed: `changes` is what would be.
    package var isDryRun: Bool
    /// The variants among what was added, but for null variants.
    package var selections: [VariantSummary]
    /// In a dry run, how many archives the cache lacks.
    package var downloads: Int

    package init(
        environment: EnvironmentSummary, steps: [StepSummary], changes: [Change], isDryRun: Bool = false,
        selections: [VariantSummary] = [], downloads: Int = 0
    ) {
        self.environment = environment
        self.steps = steps
        self.changes = changes
        self.isDryRun = isDryRun
        self.selections = selections
        self.downloads = downloads
    }
}
