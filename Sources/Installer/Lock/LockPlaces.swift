/// How a lock names places: what lies near its project by a relative path, everything else by its URL. So the lock
/// serves every copy of the project.
///
/// A path of a lock only says where something is read from. Where files are written to is never taken from a lock:
/// their names come from the archives, whose entries are checked when they are unpacked.
package struct LockPlaces: Sendable {
    /// That of the lock; absolute and normalised.
    package let directory: Path

    package init(directory: Path) { self.directory = directory }

    /// A relative path goes up by no more than this many directories.
    private static let steps = 3

    /// The path from the directory of the lock; nil when the two have too little in common.
    private func near(_ path: Path) -> String? {
        let path = path.normalised
        guard path.isAbsolute else { return path.text }
        let way = path.shortest(from: directory)
        let up = way.components.prefix { $0 == ".." }.count
        guard up <= Self.steps, up < directory.components.count else { return nil }
        return way.text
    }

    /// An index or a find-links location, given as a URL or an absolute path.
    package func index(_ text: String) -> String {
        if let url = try? URLReference(parsing: text) {
            guard let path = url.filePath else { return URLReference.withoutCredentials(text) }
            return near(path) ?? url.text
        }
        return near(Path(text)) ?? text
    }

    /// Where a file is, given its URL.
    package func location(_ url: String) -> LockedFile.Location {
        if PlainURL(url) != nil { return .url(url) }
        guard let reference = try? URLReference(parsing: url) else { return .path(url) }
        guard let path = reference.filePath else { return .url(reference.text) }
        return near(path).map { .path($0) } ?? .url(reference.text)
    }

    /// A source tree, given its URL or path.
    package func tree(_ text: String) -> String {
        let path = (try? URLReference(parsing: text))?.filePath ?? Path(text)
        return near(path) ?? path.text
    }

    /// The URL of a file of the lock.
    package func url(_ location: LockedFile.Location) -> String {
        switch location {
        case .url(let url): url
        case .path(let path): URLReference.file(Path(path).absolute(in: directory)).text
        }
    }

    /// An index of the lock as the settings name it: a URL, or the absolute path of a directory.
    package func settingsIndex(_ index: String) -> String {
        index.contains("://") ? index : Path(index).absolute(in: directory).text
    }
}
