/// What `export` is asked to do.
package struct ExportRequest: Sendable {
    package var lock: LockRequest
    package var format: Format
    package var members: Members
    package var selection: SelectionRequest
    /// Of configuration files beside the project, and of those of the user.
    package var projectDefaults = SelectionDefaults.none
    package var userDefaults = SelectionDefaults.none
    package var hashes = true
    package var annotations = true
    package var headerCommand: String?
    package var editable = true
    package var omitting: Set<PackageName> = []
    package var omitsProject = false
    package var omitsMembers = false
    /// Where to write.
    package var output: Path?

    package enum Format: Sendable, Hashable {
        case requirements, pylock
    }

    package enum Members: Sendable, Hashable {
        /// The one the command stands in; all, where it stands in none.
        case current
        case all
        case named([PackageName])
    }

    package init(lock: LockRequest, format: Format, members: Members = .current, selection: SelectionRequest)
    {
        self.lock = lock
        self.format = format
        self.members = members
        self.selection = selection
    }
}

/// What `export` made. The operation writes `output`; Host prints `text`.
package struct ExportReport: Sendable {
    package var text: String
    package var packages: [(name: PackageName, version: Version?, marker: String?)]
    /// The file written, absolute.
    package var output: Path?
}
