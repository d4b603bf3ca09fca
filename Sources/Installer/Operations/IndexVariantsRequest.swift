/// What `variants index` is asked for.
package struct IndexVariantsRequest: Sendable {
    /// Where the wheels are, and where the index is written.
    package var directory: Path

    package init(directory: Path) { self.directory = directory }
}

/// What `variants index` wrote.
package struct IndexVariantsReport: Sendable, Equatable {
    package var directory: Path
    package var releases: [Release]
    /// Files that were written because they were missing or different, relative to the directory; sorted.
    package var written: [String]
    package var unchanged: Int
    /// Pages of projects that the directory has no more.
    package var removed: [String]

    package struct Release: Sendable, Equatable {
        package var name: PackageName
        package var version: Version
        package var files: Int
        /// Of its variant wheels; sorted.
        package var labels: [VariantLabel]

        package init(name: PackageName, version: Version, files: Int, labels: [VariantLabel]) {
            self.name = name
            self.version = version
            self.files = files
            self.labels = labels
        }
    }

    package init(
        directory: Path, releases: [Release], written: [String] = [], unchanged: Int = 0,
        removed: [String] = []
    ) {
        self.directory = directory
        self.releases = releases
        self.written = written
        self.unchanged = unchanged
        self.removed = removed
    }
}
