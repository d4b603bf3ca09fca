/// The unpacked wheels of the cache: each archive is unpacked once, into a directory named for its sha256.
///
/// A directory appears by one rename with everything in it, so it is whole or absent whatever happens to
/// the process. Two processes may unpack the same archive: the second one to finish throws its copy away.
package final class ArchiveStore: Sendable {
    private let cache: CacheLayout
    private let pool: WorkerPool
    private let reporter: any Reporter

    package init(cache: CacheLayout, pool: WorkerPool, reporter: any Reporter = SilentReporter()) {
        self.cache = cache
        self.pool = pool
        self.reporter = reporter
    }

    /// The wheel if the cache has it: one file is read, nothing else is looked at. The same bytes under a name
    /// with another variant label, or with none, are another wheel (V-015, V-161).
    package func existing(_ filename: WheelFilename, sha256: Hash) -> UnpackedWheel? {
        let place = place(of: sha256)
        guard let bytes = try? File.readIfPresent(place / Self.manifestName, limit: 1 << 30),
            let manifest = Manifest(bytes), manifest.name == filename.name,
            manifest.version == filename.version, manifest.variantLabel == filename.variantLabel
        else { return nil }
        return UnpackedWheel(place: place, manifest: manifest, filename: filename, sha256: sha256)
    }

    /// The wheel from the cache, or unpacked from the file that `archive` names, which must have this digest:
    /// whoever fetched it has checked that.
    package func unpacked(
        _ filename: WheelFilename, sha256: Hash, archive: () throws -> Path
    ) throws -> UnpackedWheel {
        if let wheel = existing(filename, sha256: sha256) { return wheel }
        return try unpack(archive(), filename, sha256)
    }

    /// Throws away what the cache has of a wheel and unpacks it anew. Files that environments already link
    /// to are not touched: they are other names of the old files.
    package func renewed(
        _ wheel: UnpackedWheel, archive: () throws -> Path
    ) throws -> UnpackedWheel {
        discard(wheel.sha256)
        return try unpack(archive(), wheel.filename, wheel.sha256)
    }

    /// The sha256 of a file, for archives that came without one.
    package static func sha256(of path: Path) throws -> Hash {
        try Digest.ofFile(path)
    }

    // MARK: -

    static let manifestName = "manifest"

    private func place(of sha256: Hash) -> Path { cache.archives / sha256.hex }

    private func unpack(
        _ archive: Path, _ filename: WheelFilename, _ sha256: Hash
    ) throws -> UnpackedWheel {
        let wheel = try WheelArchive(archive, filename: filename, name: filename.text)
        if let version = wheel.newerFormat {
            reporter.warning(
                Diagnostic(
                    "The wheel `\(filename.text)` has format version \(version), newer than 1.0, which swuv knows"
                ))
        }
        let staging = try Directory.temporary(in: cache.temporary, prefix: "unpack-")
        do {
            let manifest = try WheelUnpacking(wheel, into: staging / "tree", pool: pool).run()
            try File.writeAtomically(manifest, to: staging / Self.manifestName)
            CheckMark(time: Clock.wall(), links: 1).save(at: staging)
            return try publish(staging, filename, sha256)
        } catch {
            _ = try? Directory.removeTree(staging)
            throw error
        }
    }

    private func publish(_ staging: Path, _ filename: WheelFilename, _ sha256: Hash) throws -> UnpackedWheel {
        let place = place(of: sha256)
        try File.setMode(staging, to: 0o755)
        for _ in 0..<8 {
            do throws(SystemError) {
                try File.renameExclusively(from: staging, to: place)
            } catch {
                guard error.isExists else { throw error }
                // Another process was quicker, or what is there is damaged.
                if existing(filename, sha256: sha256) == nil { discard(sha256) } else { break }
            }
            if let wheel = existing(filename, sha256: sha256) { return wheel }
        }
        _ = try? Directory.removeTree(staging)
        guard let wheel = existing(filename, sha256: sha256) else {
            throw Diagnostic("The cache directory `\(place)` is changed by another program")
        }
        return wheel
    }

    private func discard(_ sha256: Hash) {
        let trash = cache.temporary / RandomName.make(prefix: "trash-")
        guard (try? File.rename(from: place(of: sha256), to: trash)) != nil else { return }
        _ = try? Directory.removeTree(trash)
    }
}
