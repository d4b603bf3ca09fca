internal import Glibc

/// A regular file seen as memory, read-only. Its pages are read when touched.
///
/// Cutting the file short while it is mapped kills the process (SIGBUS), so map only files that are
/// replaced by rename and never changed in place.
@safe package final class MappedFile: @unchecked Sendable {
    private let bytes: UnsafeRawBufferPointer

    package init(_ path: Path) throws(SystemError) {
        let file = try File.openForReading(path)
        let size = Int(try file.status(path).size)
        if size == 0 {
            unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let address = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, file.raw, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw SystemError("map file", path, code: errno)
        }
        unsafe bytes = UnsafeRawBufferPointer(start: address, count: size)
    }

    deinit {
        if let base = unsafe bytes.baseAddress {
            unsafe munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
        }
    }

    package var count: Int { unsafe bytes.count }

    /// Lets go of the memory that reading this part took. It stays readable; its pages are read again when touched.
    package func release(_ range: Range<Int>) {
        let page = Int(getpagesize())
        let start = (range.lowerBound + page - 1) / page * page
        let end = range.upperBound / page * page
        guard start < end, let base = unsafe bytes.baseAddress else { return }
        unsafe madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
    }

    /// The pointer is valid during the call only.
    package func withBytes<R, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try unsafe body(bytes)
    }
}
