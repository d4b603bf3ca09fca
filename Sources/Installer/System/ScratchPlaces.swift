/// Temporary directories of one session, so that none outlives it, whoever still has its name.
package final class ScratchPlaces: Sendable {
    private let places = Monitor<[Path]>([])

    package init() {}

    /// A new directory, with a random end to its name.
    func make(in parent: Path, prefix: String) throws(SystemError) -> Path {
        let place = try Directory.temporary(in: parent, prefix: prefix)
        places.withLock { $0.append(place) }
        return place
    }

    func remove(_ place: Path) {
        _ = try? Directory.removeTree(place)
        places.withLock { $0.removeAll { $0 == place } }
    }

    package func removeAll() {
        for place in places.withLock({ $0 }) { remove(place) }
    }
}
