/// The places that a transaction touches, as a tree of path components from the root of the file system:
/// what is removed there and what was prepared to come there.
final class ChangeNode {
    /// What is prepared for this place.
    struct Staged {
        /// Below the stage.
        let path: String
        let isDirectory: Bool
    }

    private(set) var children: [String: ChangeNode] = [:]
    /// The file (or link) goes.
    private(set) var isRemoved = false
    /// The directory goes with whatever is in it: the metadata of a removed distribution.
    private(set) var isRemovedWhole = false
    private(set) var staged: Staged?
    /// A directory of the environment's own: never moved or removed.
    private(set) var isRoot = false
    /// The package whose step this is; steps of one package are made together.
    private(set) var owner = Int.max

    /// The node at the end of `components`, made where it is missing.
    func descend(_ components: some Sequence<Substring>) -> ChangeNode {
        var node = self
        for component in components { node = node.child(String(component)) }
        return node
    }

    func child(_ name: String) -> ChangeNode {
        if let known = children[name] { return known }
        let made = ChangeNode()
        children[name] = made
        return made
    }

    func remove(owner: Int) {
        isRemoved = true
        claim(owner)
    }

    func removeWhole(owner: Int) {
        isRemovedWhole = true
        claim(owner)
    }

    func stage(_ item: Staged, owner: Int) {
        if staged == nil { staged = item }
        claim(owner)
    }

    func protect() { isRoot = true }

    /// The first package that has to do with the place.
    private func claim(_ owner: Int) { self.owner = min(self.owner, owner) }

    /// Something is removed here or below.
    var hasRemoval: Bool { isRemoved || isRemovedWhole || children.values.contains(where: \.hasRemoval) }
    /// Something comes here or below, or a directory of the environment's own is here or below.
    var isNeeded: Bool { isRoot || staged != nil || children.values.contains(where: \.isNeeded) }
    /// The first package that has to do with the place or anything below.
    var firstOwner: Int { children.values.reduce(owner) { min($0, $1.firstOwner) } }
}
