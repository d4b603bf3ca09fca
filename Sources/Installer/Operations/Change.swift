/// One line of what an operation did, or would do, to an environment.
package struct Change: Sendable, Hashable {
    package var kind: Kind
    package var name: PackageName
    package var version: Version
    /// Where it came from when that was not an index, credentials removed.
    package var url: String?
    /// The label of the variant that comes or goes; nil for an ordinary wheel.
    package var variant: String?

    package enum Kind: Sendable, Hashable {
        case add, remove, reinstall
    }

    package init(
        _ kind: Kind, _ name: PackageName, _ version: Version, url: String? = nil, variant: String? = nil
    ) {
        self.kind = kind
        self.name = name
        self.version = version
        self.url = url
        self.variant = variant
    }
}
