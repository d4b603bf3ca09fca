internal import Glibc

/// An open file, closed when the value goes away. Every descriptor of swuv is close-on-exec.
package struct Descriptor: ~Copyable, Sendable {
    package let raw: Int32

    /// Takes over an open descriptor.
    package init(taking raw: Int32) {
        self.raw = raw
    }

    deinit { _ = Glibc.close(raw) }

    /// Opens `path`. `flags` are those of open(2); O_CLOEXEC and O_NOCTTY are added.
    package init(_ path: Path, _ flags: Int32, mode: UInt32 = 0o666) throws(SystemError) {
        raw = try retrying("open file", path) {
            unsafe open(path.text, flags | O_CLOEXEC | O_NOCTTY, mode_t(mode))
        }
    }

    /// Closes now; a write error that the system reports only here is thrown.
    package consuming func close(_ path: Path) throws(SystemError) {
        let raw = raw
        discard self
        // After EINTR the descriptor is closed on Linux.
        if Glibc.close(raw) != 0 && errno != EINTR {
            throw SystemError("write file", path, code: errno)
        }
    }

    /// The status of the open file. `path` is only for the error.
    package func status(_ path: Path) throws(SystemError) -> FileStatus {
        var status = stat()
        _ = try retrying("read status of", path) { unsafe fstat(raw, &status) }
        return FileStatus(status)
    }

    /// Reads up to `buffer.count` bytes; 0 at the end of the file.
    package func read(into buffer: UnsafeMutableRawBufferPointer, _ path: Path) throws(SystemError) -> Int {
        guard let base = buffer.baseAddress, buffer.count > 0 else { return 0 }
        let raw = raw
        let room = buffer.count
        return try retrying("read file", path) { unsafe Glibc.read(raw, base, room) }
    }

    /// Reads up to `buffer.count` bytes at `offset`; 0 at the end of the file. Safe from many threads.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int64, _ path: Path
    ) throws(SystemError) -> Int {
        guard let base = buffer.baseAddress, buffer.count > 0 else { return 0 }
        let raw = raw
        let room = buffer.count
        return try retrying("read file", path) { unsafe pread(raw, base, room, off_t(offset)) }
    }

    /// Everything from the current offset to the end. More than `limit` bytes is an error (EFBIG).
    /// `expected` is only a hint for the first allocation.
    package func readToEnd(
        _ path: Path, expected: Int, limit: Int, isRegular: Bool = false
    ) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        // One byte more than expected, so that a file of the expected size needs one more call only
        // to see its end, not a second allocation.
        var room = min(max(expected, 0), limit) + 1
        while true {
            let known = bytes
            var code: Int32 = 0
            var ended = false
            bytes = unsafe [UInt8](unsafeUninitializedCapacity: known.count + room) { buffer, count in
                count = known.count
                let whole = UnsafeMutableRawBufferPointer(buffer)
                unsafe known.withUnsafeBytes { unsafe whole.copyMemory(from: $0) }
                while count < whole.count {
                    let got = unsafe Glibc.read(raw, whole.baseAddress! + count, whole.count - count)
                    if got > 0 {
                        count += got
                        // A regular file that ends where it said needs no further call to see that it does.
                        if isRegular, expected > 0, count == expected {
                            ended = true
                            return
                        }
                    } else if got == 0 {
                        ended = true
                        return
                    } else if errno != EINTR {
                        code = errno
                        return
                    }
                }
            }
            if code != 0 { throw SystemError("read file", path, code: code) }
            if bytes.count > limit {
                throw SystemError("read file", path, code: EFBIG, reason: "larger than \(limit) bytes")
            }
            if ended { return bytes }
            room = max(bytes.count, 16 << 10)
        }
    }

    /// What follows the current offset, at most `limit` bytes of it.
    package func readUpTo(_ limit: Int, _ path: Path) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)
        defer { unsafe buffer.deallocate() }
        while bytes.count < limit {
            let room = unsafe UnsafeMutableRawBufferPointer(
                rebasing: buffer[..<min(buffer.count, limit - bytes.count)])
            let count = try unsafe read(into: room, path)
            if count == 0 { break }
            unsafe bytes.append(contentsOf: room[..<count])
        }
        return bytes
    }

    /// Writes all bytes at the current offset.
    package func write(_ bytes: UnsafeRawBufferPointer, _ path: Path) throws(SystemError) {
        guard let base = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            done += try retrying("write file", path) {
                unsafe Glibc.write(raw, base + done, bytes.count - done)
            }
        }
    }

    package func write(_ bytes: [UInt8], _ path: Path) throws(SystemError) {
        try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(SystemError) in
            try unsafe write(UnsafeRawBufferPointer(bytes), path)
        }
    }

    /// Waits until the content is on the disk.
    package func sync(_ path: Path) throws(SystemError) {
        _ = try retrying("flush file", path) { fsync(raw) }
    }

    /// Cuts or grows the file.
    package func truncate(to size: Int64, _ path: Path) throws(SystemError) {
        _ = try retrying("resize file", path) { ftruncate(raw, off_t(size)) }
    }

    /// Sets the permission bits, whatever the umask is.
    package func setMode(_ mode: UInt32, _ path: Path) throws(SystemError) {
        _ = try retrying("set permissions of", path) { fchmod(raw, mode_t(mode)) }
    }

    /// Sets the modification time, in nanoseconds since 1970.
    package func setModificationTime(_ time: Int64, _ path: Path) throws(SystemError) {
        let times = FileStatus.times(modification: time)
        _ = try retrying("set times of", path) {
            unsafe times.withUnsafeBufferPointer { unsafe futimens(raw, $0.baseAddress) }
        }
    }
}
