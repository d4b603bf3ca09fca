/// One line of what an operation did, or would do, to an environment.
package struct Change: Sendable, Hashable {
    package var kind: Kind
    package var name: PackageName
    package var version: Version
    /// Where it came from when that was not an index, credentials removed.
    package var url: String?

    package enum Kind: Sendable, Hashable {
        case add, remove, reinstall
    }

    package init(_ kind: Kind, _ name: PackageName, _ version: Version, url: String? = nil) {
        self.kind = kind
        self.name = name
        self.version = version
        self.url = url
    }
}
