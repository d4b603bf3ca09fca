/// What `export` is asked to do.
package struct ExportRequest: Sendable {
    /// The project, its lock, and what of it is in force.
    package var sync: SyncRequest
    package var format: Format
    package var hashes = true
    package var annotations = true
    package var headerCommand: String?
    package var editable = true
    package var omitting: Set<PackageName> = []
    /// Where to write.
    package var output: Path?
    /// Left out, with what only they need.
    package var pruned: Set<PackageName> = []
    /// Name them in a requirements file.
    package var emitIndexURL = false
    package var emitFindLinks = false

    package enum Format: Sendable, Hashable {
        case requirements, pylock
    }

    package init(sync: SyncRequest, format: Format) {
        self.sync = sync
        self.format = format
    }
}

/// What `export` made. The operation writes `output`; Host prints `text`.
package struct ExportReport: Sendable {
    package var text: String
    package var packages: [(name: PackageName, version: Version?, marker: String?)]
    /// The file written, absolute.
    package var output: Path?
}
