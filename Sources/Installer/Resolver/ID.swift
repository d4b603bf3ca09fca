/// A node of the dependency graph, interned: a package, or one extra of it. Index 0 is the root.
struct PackageID: Hashable, Sendable {
    let index: Int32
    static let root = PackageID(0)

    init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    var column: Int { Int(index) }
}

/// A set of versions, interned in a `VersionSetTable`: two equal sets have the same id.
struct VersionSetID: Hashable, Sendable {
    let index: Int32
    static let empty = VersionSetID(0)
    static let full = VersionSetID(1)

    init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    var column: Int { Int(index) }
}

/// An incompatibility in the arena of an `IncompatibilityTable`.
struct IncompatibilityID: Hashable, Sendable {
    let index: Int32
    /// Stands for "no cause": the assignment is a decision.
    static let none = IncompatibilityID(-1)

    init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    var column: Int { Int(index) }
}
