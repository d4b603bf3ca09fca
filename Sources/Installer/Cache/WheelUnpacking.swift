internal import Glibc

/// One wheel on its way into the cache: directories first, then all files on the threads of the pool,
/// each inflated, compared with its checksum and with RECORD, digested and written.
struct WheelUnpacking {
    private let wheel: WheelArchive
    private let tree: Path
    private let pool: WorkerPool

    init(_ wheel: WheelArchive, into tree: Path, pool: WorkerPool) {
        self.wheel = wheel
        self.tree = tree
        self.pool = pool
    }

    /// The bytes of the manifest.
    func run() throws -> [UInt8] {
        try checkSpace()
        let wheel = wheel
        try Directory.create(tree)
        let root = try OpenDirectory(tree)
        let directories = makeDirectories()
        for directory in directories { try root.createDirectory(directory.path, mode: 0o755) }

        let entries = wheel.zip.entries
        // In the order of the paths, in which RECORD lists them and neighbours share a directory.
        let files = entries.indices.filter { wheel.places[$0] != nil }
            .sorted { entries[$0].name.utf8.lexicographicallyPrecedes(entries[$1].name.utf8) }
        let written = Monitor([Int: Written]())
        let batches = Self.batches(files, entries)
        let permissions = ~Self.currentMask
        try pool.forEach(batches.count) { number in
            var results: [Int: Written] = [:]
            var buffer = Scratch()
            for index in batches[number] {
                results[index] = try Self.write(index, of: wheel, in: root, permissions, &buffer)
            }
            written.withLock { $0.merge(results) { first, _ in first } }
        }
        let all = written.withLock { $0 }
        return Manifest.encode(
            name: wheel.filename.name, version: wheel.filename.version,
            variantLabel: wheel.filename.variantLabel, distInfo: wheel.distInfo,
            rootIsPurelib: wheel.rootIsPurelib, newerFormat: wheel.newerFormat, scripts: wheel.scripts,
            files: files.map { index in
                let name = entries[index].name
                let (place, result) = (wheel.places[index]!, all[index]!)
                return (
                    Manifest.File(
                        path: name, target: String(name.utf8.dropFirst(place.prefix)) ?? name,
                        scheme: place.scheme,
                        size: Int64(entries[index].size), mtime: result.mtime, digest: result.digest,
                        flags: result.flags), place.prefix
                )
            }, directories: directories)
    }

    // MARK: -

    private struct Written: Sendable {
        let mtime: Int64
        let digest: [UInt8]
        let flags: Manifest.FileFlags
    }

    /// Memory that is used for one file after the other.
    @safe private struct Scratch: ~Copyable {
        private var memory = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)

        mutating func reserve(_ count: Int) -> UnsafeMutableRawBufferPointer {
            if unsafe memory.count < count {
                unsafe memory.deallocate()
                unsafe memory = .allocate(byteCount: max(count, 64 << 10), alignment: 16)
            }
            return unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<count])
        }

        deinit { unsafe memory.deallocate() }
    }

    /// The umask of the process, which can only be read by setting it.
    private static let currentMask: UInt32 = {
        let mask = umask(0o022)
        umask(mask)
        return UInt32(mask)
    }()

    private func checkSpace() throws(SystemError) {
        let needed = wheel.zip.entries.reduce(0) { $0 &+ $1.size }
        guard needed > 16 << 20, let free = try? Directory.freeSpace(tree.parent), free < needed else {
            return
        }
        throw SystemError("unpack into", tree, code: ENOSPC)
    }

    /// The directories that the archive's files need, parents first. Those above a scheme's
    /// own directory exist in the tree only.
    private func makeDirectories() -> [Manifest.Directory] {
        var seen: Set<String> = []
        var result: [Manifest.Directory] = []
        func add(_ path: String) {
            guard !path.isEmpty, !seen.contains(path) else { return }
            add(ZipName.parent(of: path))
            seen.insert(path)
            result.append(describe(path))
        }
        var last = ""
        // Empty directories are in no RECORD, so nobody could remove them: they are not made.
        for entry in wheel.zip.entries where !entry.isDirectory {
            let path = ZipName.parent(of: entry.name)
            if path != last { add(path) }
            last = path
        }
        return result
    }

    private func describe(_ path: String) -> Manifest.Directory {
        let root: WheelScheme = wheel.rootIsPurelib ? .purelib : .platlib
        let parts = path.split(separator: "/", maxSplits: 2)
        guard parts[0].hasSuffix(".data") else { return .init(path: path, prefix: 0, scheme: root) }
        // `x.data`, `x.data/scripts` are not made in an environment; what is below is.
        let scheme = parts.count > 1 ? WheelScheme(directory: parts[1]) ?? root : root
        let length = path.utf8.count
        let prefix = parts.count < 3 ? length : parts[0].utf8.count + parts[1].utf8.count + 2
        return .init(path: path, prefix: min(prefix, length), scheme: scheme)
    }

    /// Groups of files that one thread writes: at most 64 and about a mebibyte; the largest groups first.
    private static func batches(_ files: [Int], _ entries: [ZipEntry]) -> [[Int]] {
        var batches: [(size: UInt64, files: [Int])] = []
        var current: (size: UInt64, files: [Int]) = (0, [])
        for index in files {
            let size = entries[index].size
            if current.files.count == 64 || (!current.files.isEmpty && current.size + size > 1 << 20) {
                batches.append(current)
                current = (0, [])
            }
            current.size += size
            current.files.append(index)
        }
        if !current.files.isEmpty { batches.append(current) }
        return batches.sorted { $0.size > $1.size }.map(\.files)
    }

    private static func write(
        _ index: Int, of wheel: WheelArchive, in root: OpenDirectory, _ permissions: UInt32,
        _ scratch: inout Scratch
    ) throws -> Written {
        let entry = wheel.zip.entries[index]
        let place = wheel.places[index]!
        let isExecutable = entry.isExecutable || place.scheme == .scripts
        // Only whether it can be run is taken from the archive: no setuid, nothing for others to write.
        let mode = (isExecutable ? 0o755 : 0o644) & permissions
        let path = root.path / entry.name
        let file = try root.create(entry.name, mode: mode)
        let size = Int(entry.size)
        let digest: [UInt8]
        var flags: Manifest.FileFlags = isExecutable ? .executable : []
        if place.isReplaced { flags.insert(.replaced) }
        if size > largeSize {
            digest = try writeStreamed(index, of: wheel, to: file, path)
        } else {
            let buffer = unsafe scratch.reserve(size)
            try unsafe wheel.zip.extract(index, into: buffer)
            digest = try unsafe self.digest(UnsafeRawBufferPointer(buffer))
            try unsafe file.write(UnsafeRawBufferPointer(buffer), path)
            if place.scheme == .scripts, unsafe buffer.starts(with: "#!python".utf8) {
                flags.insert(.rewritten)
            }
        }
        try checkRecord(wheel, entry, digest)
        let mtime = try file.status(path).mtime
        try file.close(path)
        return Written(mtime: mtime, digest: digest, flags: flags)
    }

    /// Larger files are inflated piece by piece, so that memory stays bounded.
    private static let largeSize = 16 << 20

    private static func writeStreamed(
        _ index: Int, of wheel: WheelArchive, to file: borrowing Descriptor, _ path: Path
    ) throws -> [UInt8] {
        var digest = try Digest(.sha256)
        let raw = file.raw
        try unsafe wheel.zip.stream(index) { piece in
            unsafe digest.update(piece)
            var done = 0
            while done < piece.count {
                done += try retrying("write file", path) {
                    unsafe Glibc.write(raw, piece.baseAddress! + done, piece.count - done)
                }
            }
        }
        return digest.finish()
    }

    private static func digest(_ bytes: UnsafeRawBufferPointer) throws -> [UInt8] {
        var digest = try Digest(.sha256)
        unsafe digest.update(bytes)
        return digest.finish()
    }

    /// RECORD must not contradict the content. Weak or unknown algorithms say nothing, and a file that it
    /// does not list is accepted, as other installers do: the RECORD that is installed is complete.
    private static func checkRecord(_ wheel: WheelArchive, _ entry: ZipEntry, _ digest: [UInt8]) throws {
        guard let text = wheel.record[entry.name]?.hash, let hash = Hash(record: text),
            hash.algorithm == .sha256
        else { return }
        guard hash.bytes == digest else {
            throw WheelError(
                wheel: wheel.zip.name,
                "the content of `\(ZipError.escaped(entry.name))` does not have the sha256 of its RECORD")
        }
    }
}
