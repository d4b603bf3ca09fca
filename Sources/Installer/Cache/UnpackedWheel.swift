internal import Glibc

/// A wheel's files in the cache, with its manifest. Where the files really are what the manifest says is
/// checked when they are linked (`WheelLinker`).
package struct UnpackedWheel: Sendable {
    /// The directory of this archive: `tree/` with the files, `manifest`, and `checked`.
    package let place: Path
    package let manifest: Manifest
    package let filename: WheelFilename
    /// Of the archive.
    package let sha256: Hash

    /// The files, at the paths of the archive.
    package var directory: Path { place / "tree" }
}

/// When a wheel's files were last known to be what the manifest says, and how many names each had then.
///
/// Size and modification time betray nearly every edit, but not one whose author puts the time back. The
/// time of change (ctime) cannot be put back, yet each link made or removed changes it too. So the store
/// remembers the moment at which its own links were done: a file that changed later, and that no removal
/// of an environment explains, is read and compared with its digest.
package struct CheckMark: Sendable, Hashable {
    /// Nanoseconds since 1970: files whose ctime is not later are unchanged.
    package var time: Int64
    /// The number of names of the most linked file then.
    package var links: UInt32

    static let fileName = "checked"

    package init(time: Int64, links: UInt32) {
        self.time = time
        self.links = links
    }

    /// Without the file everything is looked at.
    package init(of place: Path) {
        self.init(time: 0, links: 0)
        guard let bytes = try? File.read(place / Self.fileName, limit: 64), bytes.count == 12 else { return }
        time = unsafe Int64(bitPattern: bytes.span.bytes.u64(0))
        links = unsafe bytes.span.bytes.u32(8)
    }

    var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: time >> Int64($0 * 8)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: links >> UInt32($0 * 8)) }
    }

    /// Failure is of no consequence: the files are read once more next time.
    package func save(at place: Path) {
        // In place: a mark that is cut short counts as none.
        guard let file = try? Descriptor(place / Path(Self.fileName), O_WRONLY | O_CREAT, mode: 0o644) else {
            return
        }
        try? file.write(bytes, place)
    }
}
