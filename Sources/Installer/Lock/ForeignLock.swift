/// Versions from a lock of another program, which a first lock starts from: `uv.lock`, or `pylock.toml` (PEP 751).
package struct ForeignLock: Sendable {
    package let preferences: [PackageName: [VersionPreference]]
    /// The parts of all environments that were resolved apart there.
    package let forks: [MarkerSet]

    /// The names that are looked for beside `pyproject.toml`, in this order.
    package static let fileNames = ["uv.lock", "pylock.toml"]

    /// nil when the text cannot be used: it is only a help.
    package init?(_ bytes: [UInt8], fileName: String) {
        if fileName == "uv.lock" {
            guard let document = try? TOMLDocument(parsing: bytes, file: fileName) else { return nil }
            self.init(uv: document)
        } else {
            guard let document = try? PylockDocument(parsing: bytes, file: fileName) else { return nil }
            self.init(document)
        }
        if preferences.isEmpty { return nil }
    }

    private init(_ document: PylockDocument) {
        var found: [PackageName: [VersionPreference]] = [:]
        for package in document.packages where package.archive == nil && package.tree == nil {
            guard let version = package.version else { continue }
            found[package.name, default: []].append(
                VersionPreference(version, marker: package.marker.map { MarkerSet($0) }))
        }
        preferences = found
        forks = []
    }

    /// What comes from an index there: `[[package]]` with `name`, `version` and a `source` with `registry`.
    private init(uv document: TOMLDocument) {
        var found: [PackageName: [VersionPreference]] = [:]
        for item in document["package"]?.array ?? [] {
            guard item["source"]?["registry"] != nil,
                let name = item["name"]?.string.flatMap({ PackageName($0) }),
                let version = item["version"]?.string.flatMap({ Version($0) })
            else { continue }
            let parts = Self.markers(item["resolution-markers"])
            let marker = parts.isEmpty ? nil : parts.reduce(MarkerSet.never) { $0.or($1.withoutExtras) }
            found[name, default: []].append(VersionPreference(version, marker: marker))
        }
        preferences = found
        let parts = Self.markers(document["resolution-markers"])
        // Conditions on extras are written in a way of its own there.
        forks = parts.contains { $0.withoutExtras != $0 } ? [] : parts
    }

    private static func markers(_ list: TOMLItem?) -> [MarkerSet] {
        (list?.array ?? []).compactMap { text in
            text.string.flatMap { try? Marker(parsing: $0) }.map { MarkerSet($0) }
        }
    }
}
