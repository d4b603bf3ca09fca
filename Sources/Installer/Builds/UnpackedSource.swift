/// A source made ready for its builds: its files, what they are checked to be, and, once one was needed, the
/// environment of its builds. What was made for it goes with it.
final class UnpackedSource: Sendable {
    let tree: SourceTree
    /// A directory of its own for whatever its builds need; removed at the end.
    let scratch: Path
    private let places: ScratchPlaces
    private let environments = Monitor<[BuildBackend.Kind: BuildEnvironment]>([:])
    private let prepared = Monitor<[BuildBackend.Kind: Path]>([:])

    init(_ tree: SourceTree, scratch: Path, of places: ScratchPlaces) {
        self.tree = tree
        self.scratch = scratch
        self.places = places
    }

    deinit { places.remove(scratch) }

    /// The environment for one kind of build, made when it is asked for first. Nobody asks twice at a time: builds of
    /// one source follow each other.
    func environment(
        _ kind: BuildBackend.Kind, make: () throws -> BuildEnvironment
    ) rethrows -> BuildEnvironment {
        if let known = environments.withLock({ $0[kind] }) { return known }
        let made = try make()
        environments.withLock { $0[kind] = made }
        return made
    }

    /// The `.dist-info` directory that the backend prepared, for the hook that builds.
    func preparedMetadata(_ kind: BuildBackend.Kind) -> Path? { prepared.withLock { $0[kind] } }

    func keepMetadata(_ directory: Path, _ kind: BuildBackend.Kind) {
        prepared.withLock { $0[kind] = directory }
    }
}
