/// One package of a lock at one version from one source. A name may stand in a lock more than once.
package struct LockedPackage: Hashable, Sendable {
    package var name: PackageName
    /// nil for a member or a directory whose version only a build can tell.
    package var version: Version?
    package var source: LockedSource
    package var dependencies: [LockedDependency]
    /// What each extra adds. Of packages that are not members only extras that something asks for.
    package var extras: [ExtraName: [LockedDependency]]
    /// Of members.
    package var groups: [ExtraName: [LockedDependency]]
    /// All wheels of the release that can be of use, variants included, by file name.
    package var wheels: [LockedFile]
    package var sdist: LockedFile?
    /// `[package.variants-json]` (PEP 825), when there are variant wheels.
    package var variants: VariantMetadata?

    package init(
        name: PackageName, version: Version?, source: LockedSource, dependencies: [LockedDependency] = [],
        extras: [ExtraName: [LockedDependency]] = [:], groups: [ExtraName: [LockedDependency]] = [:],
        wheels: [LockedFile] = [], sdist: LockedFile? = nil, variants: VariantMetadata? = nil
    ) {
        self.name = name
        self.version = version
        self.source = source
        self.dependencies = dependencies
        self.extras = extras
        self.groups = groups
        self.wheels = wheels
        self.sdist = sdist
        self.variants = variants
    }
}

/// Where a locked package comes from. Relative paths start at the directory of the lock.
package enum LockedSource: Hashable, Sendable {
    /// An index or find-links location, without credentials; a directory may be relative.
    case index(String)
    /// An archive by its URL.
    case archive(url: String, subdirectory: String?)
    /// An archive by its path.
    case file(path: String)
    /// A source tree that is no member.
    case directory(path: String, isEditable: Bool)
    case git(url: String, reference: String?, commit: String, subdirectory: String?, lfs: Bool)
    /// A member of the workspace. `isVirtual`: it is never built, only its dependencies are installed.
    case member(path: String, isVirtual: Bool)
}

/// An edge of the lock.
package struct LockedDependency: Hashable, Sendable {
    package var name: PackageName
    /// Given where the lock has more than one entry of that name.
    package var version: Version?
    /// Given where version alone does not tell the entries apart.
    package var source: LockedSource?
    package var extras: [ExtraName]
    /// Beside the usual variables: `'MEMBER:EXTRA' in extras`, `'MEMBER:GROUP' in dependency_groups`, and variants:
    /// `variant_label` speaks of the wheel that has the dependency, `variant_label[NAME]` of that of another package,
    /// `variant_label[@NAME]` of the label of a variant index. nil: always.
    package var marker: Marker?

    package init(
        name: PackageName, version: Version? = nil, source: LockedSource? = nil, extras: [ExtraName] = [],
        marker: Marker? = nil
    ) {
        self.name = name
        self.version = version
        self.source = source
        self.extras = extras
        self.marker = marker
    }
}

/// A file of a locked package.
package struct LockedFile: Hashable, Sendable {
    package var filename: DistributionFilename
    package var basename: String
    /// A URL without credentials, or a path relative to the directory of the lock.
    package var location: Location
    package var hashes: [Hash]
    package var size: UInt64?
    /// Seconds since 1970-01-01 UTC.
    package var uploadTime: Int64?

    package enum Location: Hashable, Sendable {
        case url(String)
        case path(String)

        var isOnDisk: Bool {
            switch self {
            case .url(let url): url.utf8.starts(with: "file:".utf8)
            case .path: true
            }
        }
    }

    package init(
        filename: DistributionFilename, basename: String, location: Location, hashes: [Hash],
        size: UInt64? = nil, uploadTime: Int64? = nil
    ) {
        self.filename = filename
        self.basename = basename
        self.location = location
        self.hashes = hashes
        self.size = size
        self.uploadTime = uploadTime
    }
}
