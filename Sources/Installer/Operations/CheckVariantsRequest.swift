/// What `variants check` is asked for.
package struct CheckVariantsRequest: Sendable {
    /// Wheels, `NAME-VERSION-variants.json` files, and directories of both.
    package var paths: [Path]

    package init(paths: [Path]) { self.paths = paths }
}

/// What `variants check` found out. Faults make the command exit with 1; they are no error of the operation.
package struct CheckVariantsReport: Sendable, Equatable {
    package var files: [CheckedVariantFile]
    /// The releases that the files belong to, by name and version.
    package var releases: [CheckedVariantRelease]

    package init(files: [CheckedVariantFile], releases: [CheckedVariantRelease]) {
        self.files = files
        self.releases = releases
    }

    package var faultCount: Int {
        files.reduce(0) { $0 + $1.faults.count } + releases.reduce(0) { $0 + $1.faults.count }
    }
    package var doubtCount: Int {
        files.reduce(0) { $0 + $1.doubts.count } + releases.reduce(0) { $0 + $1.doubts.count }
    }
}

/// A wheel or variants file by itself.
package struct CheckedVariantFile: Sendable, Equatable {
    package var path: Path
    package var kind: Kind
    package var faults: [String]
    /// Allowed and yet hardly meant.
    package var doubts: [String]

    package enum Kind: Sendable, Equatable {
        case ordinary
        /// Its properties when its metadata could be read.
        case variant(VariantLabel, VariantProperties?)
        /// The labels of a `NAME-VERSION-variants.json`.
        case index([VariantLabel])
        /// Neither a wheel nor such a file by its name, or one whose name tells nothing.
        case other
    }

    package init(path: Path, kind: Kind, faults: [String] = [], doubts: [String] = []) {
        self.path = path
        self.kind = kind
        self.faults = faults
        self.doubts = doubts
    }
}

/// The files of one release beside each other (V-036, V-062).
package struct CheckedVariantRelease: Sendable, Equatable {
    package var name: PackageName
    package var version: Version
    package var labels: [VariantLabel]
    package var faults: [Fault]
    package var doubts: [String]

    /// Two files that contradict each other.
    package struct Fault: Sendable, Equatable {
        /// Names without directories.
        package var files: [String]
        package var message: String

        package init(files: [String], _ message: String) {
            self.files = files
            self.message = message
        }
    }

    package init(
        name: PackageName, version: Version, labels: [VariantLabel] = [], faults: [Fault] = [],
        doubts: [String] = []
    ) {
        self.name = name
        self.version = version
        self.labels = labels
        self.faults = faults
        self.doubts = doubts
    }
}
