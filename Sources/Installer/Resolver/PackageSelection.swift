/// Which packages an option speaks about: `--no-build`, `--no-binary` and their like.
package enum PackageSelection: Hashable, Sendable {
    case none
    case all
    case packages(Set<PackageName>)

    package func contains(_ name: PackageName) -> Bool {
        switch self {
        case .none: false
        case .all: true
        case .packages(let names): names.contains(name)
        }
    }

    /// Both selections together.
    package func union(_ other: PackageSelection) -> PackageSelection {
        switch (self, other) {
        case (.all, _), (_, .all): .all
        case (.none, let selection), (let selection, .none): selection
        case (.packages(let some), .packages(let more)): .packages(some.union(more))
        }
    }
}
