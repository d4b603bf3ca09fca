/// What `venv` is asked to do.
package struct VirtualEnvironmentRequest: Sendable {
    /// Absolute, or relative to the session's working directory.
    package var path: Path
    package var python: String?
    /// The name that a shell's prompt shows; nil for the directory's.
    package var prompt: String?
    package var systemSitePackages: Bool
    package var existing: Existing
    /// Install pip too (`--seed`), from the index.
    package var seed: IndexAccess?

    /// What to do when something is at the path already.
    package enum Existing: Sendable {
        /// An error, except for an empty directory.
        case refuse
        /// Remove it first (`--clear`).
        case clear
        /// Write into it (`--allow-existing`).
        case keep
    }

    package init(
        path: Path, python: String? = nil, prompt: String? = nil, systemSitePackages: Bool = false,
        existing: Existing = .refuse, seed: IndexAccess? = nil
    ) {
        self.path = path
        self.python = python
        self.prompt = prompt
        self.systemSitePackages = systemSitePackages
        self.existing = existing
        self.seed = seed
    }
}

/// The environment that was made. `reporter.note` has told of the interpreter and the place before.
package struct VirtualEnvironmentReport: Sendable {
    package var environment: EnvironmentSummary

    package init(environment: EnvironmentSummary) {
        self.environment = environment
    }
}
