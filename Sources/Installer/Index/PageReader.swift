/// Reads the compact form of a page; offsets outside of it give nothing, never a crash. Lives only as long
/// as the bytes it was made of.
@safe struct PageReader {
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

    var count: Int { unsafe bytes.count }

    var checksum: UInt64 {
        unsafe Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[PageFormat.checkedFrom...]))
    }

    func u32(_ offset: Int) -> UInt32 {
        guard offset >= 0, unsafe offset + 4 <= bytes.count else { return 0 }
        return unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    func u64(_ offset: Int) -> UInt64 {
        guard offset >= 0, unsafe offset + 8 <= bytes.count else { return 0 }
        return unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The bytes that the offset and length at `offset` name.
    func run(at offset: Int) -> UnsafeRawBufferPointer {
        unsafe slice(Int(u32(offset)), Int(u32(offset + 4)))
    }

    func text(at offset: Int) -> String { unsafe String(decoding: run(at: offset), as: UTF8.self) }

    func slice(_ start: Int, _ length: Int) -> UnsafeRawBufferPointer {
        guard start >= 0, length >= 0, unsafe start + length <= bytes.count else {
            return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
    }

    func cursor(at offset: Int) -> Cursor { Cursor(page: self, at: offset) }

    /// Walks through the files of a version.
    @safe struct Cursor {
        let page: PageReader
        var at: Int

        /// nil at the end of the bytes.
        mutating func nextFile(urlPrefix: String) -> PageFile? {
            guard let rawFlags = nextByte(), let hashCount = nextByte() else { return nil }
            let flags = PageFileFlags(rawValue: rawFlags)
            guard let basename = nextText(), let middle = nextText() else { return nil }
            var file = PageFile(basename: basename)
            file.url =
                (flags.contains(.urlHasPrefix) ? urlPrefix : "") + middle
                + (flags.contains(.urlEndsWithName) ? basename : "")
            if flags.contains(.hasSize) { file.size = nextU64() }
            if flags.contains(.hasUploadTime) { file.uploadTime = Int64(bitPattern: nextU64()) }
            if flags.contains(.hasPython) {
                file.python = Int(page.u32(at))
                at += 4
            }
            if flags.contains(.isYanked) { file.yanked = nextText() }
            for _ in 0..<hashCount {
                guard let hash = nextHash() else { return nil }
                file.hashes.append(hash)
            }
            if flags.contains(.hasMetadataHash) {
                guard let hash = nextHash() else { return nil }
                file.metadata = .available(hash)
            } else if flags.contains(.hasMetadata) {
                file.metadata = .available(nil)
            }
            return file
        }

        private mutating func nextByte() -> UInt8? {
            let run = unsafe page.slice(at, 1)
            at += 1
            return unsafe run.first
        }

        private mutating func nextU64() -> UInt64 {
            defer { at += 8 }
            return page.u64(at)
        }

        private mutating func nextText() -> String? {
            guard let short = nextByte() else { return nil }
            var length = Int(short)
            if short == 255 {
                length = Int(page.u32(at))
                at += 4
            }
            let run = unsafe page.slice(at, length)
            guard run.count == length else { return nil }
            at += length
            return unsafe String(decoding: run, as: UTF8.self)
        }

        private mutating func nextHash() -> Hash? {
            guard let code = nextByte(), Int(code) < PageFormat.algorithms.count else { return nil }
            let algorithm = PageFormat.algorithms[Int(code)]
            let run = unsafe page.slice(at, algorithm.byteCount)
            guard run.count == algorithm.byteCount else { return nil }
            at += algorithm.byteCount
            return unsafe Hash(algorithm, bytes: Array(run))
        }
    }
}

/// One file as it stands in the compact form.
struct PageFile {
    var basename: String
    var url = ""
    var size: UInt64?
    var uploadTime: Int64?
    /// Its place in the page's table of Python requirements.
    var python: Int?
    var yanked: String?
    var hashes: [Hash] = []
    var metadata = MetadataOffer.none

    init(basename: String) { self.basename = basename }
}
