internal import CArchive
internal import Glibc

/// The members of a tar or zip archive, one after the other, by libarchive. It reads and judges nothing: what a
/// member's name and target may be is the caller's to say.
@safe package struct ArchiveReader: ~Copyable {
    /// A member as its header has it.
    package struct Member: Sendable {
        package enum Kind: Sendable, Hashable {
            case file, directory
            /// With what the link says.
            case symbolicLink(String), hardLink(String)
            /// A device, a FIFO, or what else a tar archive can hold.
            case other
        }

        package let name: String
        package let kind: Kind
        /// Permission bits.
        package let mode: UInt32
        /// nil where the header does not tell.
        package let size: UInt64?
    }

    private let handle: UnsafeMutableRawPointer
    private let file: Descriptor
    private let archive: String

    /// - Parameter name: what errors call the archive.
    package init(_ path: Path, name: String) throws {
        try unsafe MissingLibrary.check(swuv_archive_load(), "libarchive.so.13", package: "libarchive13")
        let opened = try File.openForReading(path)
        guard let made = unsafe swuv_entries_new(opened.raw) else {
            throw Diagnostic(
                "libarchive cannot read compressed archives",
                hints: ["Install one with gzip, bzip2, xz and zstd: `apt install libarchive13`"])
        }
        unsafe handle = made
        file = opened
        archive = name
    }

    deinit { unsafe swuv_entries_free(handle) }

    /// nil at the end. What is left of the content of the member before is passed over.
    package mutating func next() throws -> Member? {
        var entry = unsafe swuv_entry()
        switch unsafe swuv_entries_next(handle, &entry) {
        case 0: return nil
        case 1: break
        default: throw failure()
        }
        let name = try unsafe text(entry.name, "a name")
        let kind: Member.Kind =
            switch unsafe Int(entry.kind) {
            case SWUV_ENTRY_FILE: .file
            case SWUV_ENTRY_DIRECTORY: .directory
            case SWUV_ENTRY_SYMLINK: .symbolicLink(try unsafe text(entry.target, "a target"))
            case SWUV_ENTRY_HARDLINK: .hardLink(try unsafe text(entry.target, "a target"))
            default: .other
            }
        let size = unsafe entry.size
        return Member(
            name: name, kind: kind, mode: unsafe entry.mode & 0o7777, size: size < 0 ? nil : UInt64(size))
    }

    /// The content of the member that `next` gave last, piece by piece, each with its place in the content; pieces of
    /// a sparse file leave gaps.
    package mutating func content(_ sink: (UnsafeRawBufferPointer, UInt64) throws -> Void) throws {
        while true {
            var bytes: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            switch unsafe swuv_entries_data(handle, &bytes, &count, &offset) {
            case 0: return
            case 1:
                if count > 0 {
                    try unsafe sink(
                        UnsafeRawBufferPointer(start: bytes, count: count), UInt64(clamping: offset))
                }
            default: throw failure()
            }
        }
    }

    private func text(_ bytes: UnsafePointer<CChar>?, _ what: String) throws(ArchiveError) -> String {
        guard let bytes = unsafe bytes else {
            throw ArchiveError(
                archive: archive, reason: "a member has no \(what.dropFirst(2)) that can be read")
        }
        guard let text = unsafe String(validatingCString: bytes) else {
            let shown = unsafe String(cString: bytes)
            throw ArchiveError(archive: archive, member: shown, reason: "it has \(what) that is not UTF-8")
        }
        return text
    }

    private func failure() -> ArchiveError {
        let words = unsafe String(cString: swuv_entries_failure(handle))
        return ArchiveError(
            archive: archive, reason: words.hasSuffix("\n") ? String(words.dropLast()) : words)
    }
}

/// A source archive that swuv will not use, with the member at fault when there is one.
package struct ArchiveError: Diagnosable, Hashable {
    package let archive: String
    package let member: String?
    package let reason: String

    package init(archive: String, member: String? = nil, reason: String) {
        self.archive = archive
        self.member = member
        self.reason = reason
    }

    package var diagnostic: Diagnostic {
        let place = member.map { "member `\(ZipError.escaped($0))`: " } ?? ""
        return Diagnostic(
            "failed to read archive `\(ZipError.escaped(archive))`",
            causes: [place + ZipError.escaped(reason)])
    }
}
