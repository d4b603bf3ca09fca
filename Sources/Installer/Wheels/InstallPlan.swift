/// What is to become of an environment: everything in it happens, or nothing of it.
package struct InstallPlan: Sendable {
    package var add: [PlannedWheel]
    /// What goes, replaced ones included: an upgrade is one of each.
    package var remove: [InstalledDistribution]

    package init(add: [PlannedWheel], remove: [InstalledDistribution]) {
        self.add = add
        self.remove = remove
    }

    package var isEmpty: Bool { add.isEmpty && remove.isEmpty }
}

/// A wheel that is to be installed.
package struct PlannedWheel: Sendable {
    package let wheel: UnpackedWheel
    /// The user asked for it by name (PEP 376, REQUESTED).
    package let isRequested: Bool
    /// Present when it does not come from an index (PEP 610).
    package let directURL: DirectURL?
    /// What tells states of the directory apart that it was built from; kept beside its metadata.
    package let treeKey: String?
    /// Gets the verified archive again, called only when the unpacked files turn out to be damaged.
    package let archive: @Sendable () throws -> Path

    static let treeKeyName = "swuv_tree"

    package var name: PackageName { wheel.manifest.name }
    package var version: Version { wheel.manifest.version }

    package init(
        wheel: UnpackedWheel, isRequested: Bool, directURL: DirectURL? = nil, treeKey: String? = nil,
        archive: @escaping @Sendable () throws -> Path
    ) {
        self.wheel = wheel
        self.isRequested = isRequested
        self.directURL = directURL
        self.treeKey = treeKey
        self.archive = archive
    }
}

/// What an installation took.
package struct InstallOutcome: Sendable {
    /// Nanoseconds for preparing the new files beside the old ones.
    package var stageTime: Int64 = 0
    /// Nanoseconds for working out the steps and making them.
    package var commitTime: Int64 = 0
    /// Wheels whose files in the cache were damaged and were unpacked anew.
    package var repaired: [PackageName] = []
}
