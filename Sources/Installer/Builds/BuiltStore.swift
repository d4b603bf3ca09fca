/// Wheels that were built, and metadata that was found in sources or made by builds: `NAME/SOURCE/` holds what is true
/// of the source whoever builds it, `NAME/SOURCE/BUILD/` what came of one way to build it.
struct BuiltStore: Sendable {
    let cache: CacheLayout
    let archives: ArchiveStore

    /// Where the things of one source lie.
    struct Place: Sendable {
        let source: Path
        let build: Path
    }

    /// - Parameters:
    ///   - source: tells sources apart: a digest of the archive, a commit, a fingerprint of a directory.
    ///   - build: tells ways to build it apart.
    ///   It is told whether the source asks for the hardware.
    func place(of name: PackageName, source: String, build: (Bool) -> String) -> Place {
        let source = cache.built / name.text / source
        return Place(source: source, build: source / build(asksForHost(source)))
    }

    // MARK: Metadata

    private static let metadataName = "METADATA"

    /// What the source or a build of it is known to say about itself.
    func metadata(_ place: Place) -> CoreMetadata? {
        for directory in [place.source, place.build] {
            guard let bytes = try? File.readIfPresent(directory / Self.metadataName, limit: 64 << 20),
                let metadata = try? CoreMetadata(parsing: bytes)
            else { continue }
            return metadata
        }
        return nil
    }

    /// Failure is of no consequence: it is found out again.
    func keep(_ metadata: CoreMetadata, isStatic: Bool, _ place: Place) {
        let directory = isStatic ? place.source : place.build
        guard (try? Directory.create(directory)) != nil else { return }
        try? File.writeAtomically(Array(metadata.header.utf8), to: directory / Self.metadataName)
    }

    // MARK: Builds for certain hardware

    private static let askingName = "asks-for-host"

    /// Builds of the source want to know for which hardware.
    func asksForHost(_ source: Path) -> Bool { File.exists(source / Self.askingName) }

    func noteAskingForHost(_ source: Path) throws {
        try Directory.create(source)
        try File.writeAtomically([], to: source / Self.askingName)
    }

    // MARK: Wheels

    private static let noteName = "wheel"

    /// The wheel of an earlier build, unpacked.
    func wheel(_ place: Place) -> UnpackedWheel? {
        guard let bytes = try? File.readIfPresent(place.build / Self.noteName, limit: 4096) else {
            return nil
        }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard parts.count == 2, let filename = try? WheelFilename(parsing: String(parts[1])),
            let sha256 = Hash(.sha256, hex: parts[0])
        else { return nil }
        if let known = archives.existing(filename, sha256: sha256) { return known }
        let archive = place.build / filename.text
        guard File.exists(archive), (try? ArchiveStore.sha256(of: archive)) == sha256 else { return nil }
        return try? archives.unpacked(filename, sha256: sha256) { archive }
    }

    /// The archive of a wheel, when its unpacked files are damaged.
    func archive(_ place: Place, _ wheel: UnpackedWheel) throws -> Path {
        let archive = place.build / wheel.filename.text
        guard File.exists(archive) else {
            throw Diagnostic("The wheel that was built is not in the cache any more: `\(archive)`")
        }
        return archive
    }

    /// Takes over a wheel that was just built and checked.
    func keep(_ archive: Path, _ filename: WheelFilename, _ place: Place) throws -> UnpackedWheel {
        let sha256 = try ArchiveStore.sha256(of: archive)
        let wheel = try archives.unpacked(filename, sha256: sha256) { archive }
        try Directory.create(place.build)
        do {
            try File.rename(from: archive, to: place.build / filename.text)
        } catch {
            guard error.isCrossDevice else { throw error }
            _ = try? File.remove(place.build / filename.text)
            try Link.copy(from: archive, to: place.build / filename.text)
        }
        try File.writeAtomically(
            Array("\(sha256.hex)\n\(filename.text)\n".utf8), to: place.build / Self.noteName)
        return wheel
    }

    /// Held while a wheel is made, so that others wait for it and then find it.
    func lock(_ place: Place, onWait: () -> Void) throws -> FileLock {
        try Directory.create(place.build)
        return try FileLock.acquire(place.build / ".lock", onWait: onWait)
    }
}

extension CoreMetadata {
    /// A document with the fields that resolving and installing need.
    var header: String {
        var lines = ["Metadata-Version: \(metadataVersion)", "Name: \(name)", "Version: \(version)"]
        if let requiresPython { lines.append("Requires-Python: \(requiresPython)") }
        lines += providesExtras.map { "Provides-Extra: \($0)" }
        lines += requirements.map { "Requires-Dist: \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }
}
