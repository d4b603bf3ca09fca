internal import CSystem
internal import Glibc

/// The ways in which a file gets a second place. None replaces an existing file (EEXIST).
package enum Link {
    /// A second name of the same file. A link as `from` is itself linked, not followed.
    package static func hard(from: Path, to: Path) throws(SystemError) {
        _ = try retrying("hard-link `\(from)` to", to) { unsafe link(from.text, to.text) }
    }

    /// A link at `path` that says `target`, as it stands.
    package static func symbolic(target: String, at path: Path) throws(SystemError) {
        _ = try retrying("create symbolic link", path) { unsafe symlink(target, path.text) }
    }

    /// What the link at `path` says.
    package static func target(of path: Path) throws(SystemError) -> String {
        try unsafe readTarget(AT_FDCWD, path.text, path)
    }

    /// A file that shares the blocks of `from` until one of them is written (FICLONE). Thrown errors
    /// with `isUnsupported` or `isCrossDevice` mean that a copy will do.
    package static func clone(from: Path, to: Path, mode: UInt32? = nil) throws(SystemError) {
        let source = try File.openForReading(from)
        let mode = if let mode { mode } else { try source.status(from).mode }
        let target = try Descriptor(to, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
        do throws(SystemError) {
            try clone(source, from, target, to)
        } catch {
            unsafe unlink(to.text)
            throw error
        }
    }

    /// A new file with the bytes of `from`, with these permission bits (those of `from` if nil; the
    /// umask applies). An incomplete copy is removed.
    package static func copy(from: Path, to: Path, mode: UInt32? = nil) throws(SystemError) {
        let source = try File.openForReading(from)
        let mode = if let mode { mode } else { try source.status(from).mode }
        let target = try Descriptor(to, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
        do throws(SystemError) {
            try copy(source, from, target, to)
        } catch {
            unsafe unlink(to.text)
            throw error
        }
    }

    /// Makes the whole of `target` a clone of `source`.
    static func clone(
        _ source: borrowing Descriptor, _ from: Path, _ target: borrowing Descriptor, _ to: Path
    ) throws(SystemError) {
        let (input, output) = (source.raw, target.raw)
        _ = try retrying("clone `\(from)` to", to) { swuv_clone(input, output) }
    }

    /// Copies from the current offsets to the end of `source`: in the kernel where it can.
    static func copy(
        _ source: borrowing Descriptor, _ from: Path, _ target: borrowing Descriptor, _ to: Path
    ) throws(SystemError) {
        let (input, output) = (source.raw, target.raw)
        var copied = false
        do throws(SystemError) {
            while try retrying("copy `\(from)` to", to, { swuv_copy_file_range(input, output, 1 << 30) }) > 0
            {
                copied = true
            }
            // Some file systems (FUSE, /proc) answer 0 at once; the loop below then sees the end itself.
            if copied { return }
        } catch {
            // Old kernels, other file systems, seals: anything but a full disk may do by hand.
            if error.isNoSpace || error.code == EIO || copied { throw error }
        }
        var code: SystemError?
        unsafe withUnsafeTemporaryAllocation(byteCount: 128 << 10, alignment: 16) { buffer in
            do throws(SystemError) {
                while true {
                    let count = try unsafe source.read(into: buffer, from)
                    if count == 0 { break }
                    try unsafe target.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to)
                }
            } catch {
                code = error
            }
        }
        if let code { throw code }
    }

    static func readTarget(
        _ directory: Int32, _ name: UnsafePointer<CChar>, _ path: Path
    ) throws(SystemError) -> String {
        let capacity = 4096
        var count = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            count = unsafe buffer.withMemoryRebound(to: CChar.self) {
                unsafe readlinkat(directory, name, $0.baseAddress!, capacity)
            }
            initialized = max(count, 0)
        }
        if count < 0 { throw SystemError("read symbolic link", path, code: errno) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension OpenDirectory {
    /// A second name of the file `name` of `source`, under `newName` (or the same name) here.
    package func hardLink(
        _ name: String, from source: OpenDirectory, as newName: String? = nil
    ) throws(SystemError) {
        let newName = newName ?? name
        _ = try retrying("hard-link `\(source.path / name)` to", path / newName) {
            unsafe linkat(source.raw, name, raw, newName, 0)
        }
    }

    /// A link called `name` here that says `target`.
    package func symbolicLink(target: String, at name: String) throws(SystemError) {
        _ = try retrying("create symbolic link", path / name) { unsafe symlinkat(target, raw, name) }
    }

    /// What the link called `name` says.
    package func linkTarget(_ name: String) throws(SystemError) -> String {
        try unsafe Link.readTarget(raw, name, path / name)
    }

    /// A clone of the file `name` of `source`; see `Link.clone`.
    package func clone(
        _ name: String, from source: OpenDirectory, as newName: String? = nil, mode: UInt32? = nil
    ) throws(SystemError) {
        try fill(name, from: source, as: newName ?? name, mode: mode, with: Link.clone)
    }

    /// A copy of the file `name` of `source`; see `Link.copy`.
    package func copy(
        _ name: String, from source: OpenDirectory, as newName: String? = nil, mode: UInt32? = nil
    ) throws(SystemError) {
        try fill(name, from: source, as: newName ?? name, mode: mode, with: Link.copy)
    }

    private func fill(
        _ name: String, from source: OpenDirectory, as newName: String, mode: UInt32?,
        with transfer: (borrowing Descriptor, Path, borrowing Descriptor, Path) throws(SystemError) -> Void
    ) throws(SystemError) {
        let (from, to) = (source.path / name, path / newName)
        let input = try source.open(name)
        let mode = if let mode { mode } else { try input.status(from).mode }
        let output = try create(newName, mode: mode)
        do throws(SystemError) {
            try transfer(input, from, output, to)
        } catch {
            unsafe unlinkat(raw, newName, 0)
            throw error
        }
    }
}
