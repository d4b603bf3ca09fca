internal import Synchronization

/// One index's page for one package in its compact form: in memory, or mapped from the cache. Opening it
/// parses nothing; versions and files are made when they are asked for.
package final class SimplePage: Sendable {
    /// The package whose page it is.
    package let name: PackageName
    /// The index, without credentials.
    package let indexURL: String
    package let versionCount: Int
    package let fileCount: Int
    /// Files that cannot be used; `skipped` lists the first of them.
    package let skippedCount: Int
    private let storage: Storage
    private let specifiers: Mutex<[Int: VersionSpecifiers]>

    private enum Storage: Sendable {
        case memory([UInt8])
        case mapped(MappedFile)
    }

    /// A page that was just built.
    convenience init?(_ bytes: [UInt8], name: PackageName, indexURL: String) {
        self.init(.memory(bytes), name: name, indexURL: indexURL)
    }

    /// A page of the cache; nil when the file is damaged.
    convenience init?(_ file: MappedFile, name: PackageName, indexURL: String) {
        self.init(.mapped(file), name: name, indexURL: indexURL)
    }

    private init?(_ storage: Storage, name: PackageName, indexURL: String) {
        let counts: (versions: Int, files: Int, skips: Int)? = Self.withBytes(of: storage) { page in
            guard page.count >= PageFormat.headerSize, page.u64(0) == PageFormat.magic,
                page.u64(8) == UInt64(page.count), page.u64(16) == page.checksum
            else { return nil }
            let versions = Int(page.u32(52))
            let tables =
                versions * PageFormat.versionSize + Int(page.u32(64)) * 8 + Int(page.u32(68)) * 16
                + Int(page.u32(112)) * PageFormat.variantsSize
            guard PageFormat.headerSize + tables <= page.count else { return nil }
            return (versions, Int(page.u32(56)), Int(page.u32(60)))
        }
        guard let counts else { return nil }
        self.name = name
        self.indexURL = indexURL
        self.storage = storage
        versionCount = counts.versions
        fileCount = counts.files
        skippedCount = counts.skips
        specifiers = Mutex([:])
    }

    private static func withBytes<R>(of storage: Storage, _ body: (PageReader) -> R) -> R {
        switch storage {
        case .memory(let bytes): unsafe bytes.withUnsafeBytes { unsafe body(PageReader($0)) }
        case .mapped(let file): unsafe file.withBytes { unsafe body(PageReader($0)) }
        }
    }

    private func read<R>(_ body: (PageReader) -> R) -> R { Self.withBytes(of: storage, body) }

    // MARK: What HTTP said

    var facts: PageFacts {
        read { page in
            let (fetched, fresh) = (Int64(bitPattern: page.u64(24)), Int64(bitPattern: page.u64(32)))
            let isRight = page.u64(40) == PageFormat.timesCheck(fetched, fresh)
            let flags = PageFormat.Flags(rawValue: page.u32(48))
            func text(_ offset: Int) -> String? {
                let text = page.text(at: offset)
                return text.isEmpty ? nil : text
            }
            return PageFacts(
                url: page.text(at: 80), etag: text(88), lastModified: text(96),
                fetchedAt: isRight ? fetched : 0, freshUntil: isRight ? fresh : 0,
                isAbsent: flags.contains(.absent), variesByUser: flags.contains(.variesByUser),
                userKey: page.u64(72))
        }
    }

    /// The index does not know the package.
    var isAbsent: Bool { read { PageFormat.Flags(rawValue: $0.u32(48)).contains(.absent) } }

    /// Whether it may be used at `now` (seconds since 1970) without asking the index, for that user.
    func isFresh(at now: Int64, userKey: UInt64) -> Bool {
        read { page in
            let (fetched, fresh) = (Int64(bitPattern: page.u64(24)), Int64(bitPattern: page.u64(32)))
            guard page.u64(40) == PageFormat.timesCheck(fetched, fresh), now < fresh, now >= fetched else {
                return false
            }
            return fits(page, userKey)
        }
    }

    /// Whether it may be shown to that user at all.
    func isFor(userKey: UInt64) -> Bool { read { fits($0, userKey) } }

    private func fits(_ page: PageReader, _ userKey: UInt64) -> Bool {
        !PageFormat.Flags(rawValue: page.u32(48)).contains(.variesByUser) || page.u64(72) == userKey
    }

    // MARK: Contents

    /// Versions ascend.
    package func version(_ index: Int) -> Version {
        precondition(index >= 0 && index < versionCount)
        return read { page in
            let bytes = unsafe page.run(at: PageFormat.headerSize + index * PageFormat.versionSize)
            // It was parsed when the page was built.
            return unsafe Version(bytes: bytes.assumingMemoryBound(to: UInt8.self)) ?? Version(release: [0])
        }
    }

    /// The usable files of a version, in the order of the page.
    package func files(_ index: Int) -> [IndexFile] {
        precondition(index >= 0 && index < versionCount)
        let version = version(index)
        return read { page in
            let row = PageFormat.headerSize + index * PageFormat.versionSize
            let count = Int(page.u32(row + 8))
            var cursor = page.cursor(at: Int(page.u32(row + 12)))
            let prefix = page.text(at: 104)
            var files: [IndexFile] = []
            files.reserveCapacity(min(count, 256))
            for _ in 0..<count {
                guard let raw = cursor.nextFile(urlPrefix: prefix) else { break }
                if let file = file(raw, version, page) { files.append(file) }
            }
            return files
        }
    }

    /// The variant metadata of a version on this page; the first if there are several (V-081).
    package func variantsFile(_ index: Int) -> VariantsFile? {
        precondition(index >= 0 && index < versionCount)
        return read { page in
            let count = Int(page.u32(112))
            if count == 0 { return nil }
            let table =
                PageFormat.headerSize + versionCount * PageFormat.versionSize + Int(page.u32(64)) * 8
                + Int(page.u32(68)) * 16
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if Int(page.u32(table + middle * PageFormat.variantsSize)) < index {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            let row = table + low * PageFormat.variantsSize
            guard low < count, Int(page.u32(row)) == index else { return nil }
            var cursor = page.cursor(at: Int(page.u32(row + 4)))
            return cursor.nextFile(urlPrefix: page.text(at: 104)).map {
                VariantsFile(
                    basename: $0.basename, version: version(index), url: $0.url, hashes: $0.hashes,
                    indexURL: indexURL)
            }
        }
    }

    /// nil when the file name turns out to be malformed.
    private func file(_ raw: PageFile, _ version: Version, _ page: PageReader) -> IndexFile? {
        guard let filename = try? DistributionFilename.parse(raw.basename, expecting: name) else {
            return nil
        }
        return IndexFile(
            filename: filename, basename: raw.basename, version: version, url: raw.url, hashes: raw.hashes,
            size: raw.size, requiresPython: raw.python.flatMap { specifiers($0, page) }, yanked: raw.yanked,
            uploadTime: raw.uploadTime, metadata: raw.metadata, indexURL: indexURL)
    }

    private func specifiers(_ index: Int, _ page: PageReader) -> VersionSpecifiers? {
        guard index < Int(page.u32(64)) else { return nil }
        return specifiers.withLock { known in
            if let found = known[index] { return found }
            let table = PageFormat.headerSize + versionCount * PageFormat.versionSize
            let parsed = PageBuilder.specifiers(page.text(at: table + index * 8))
            known[index] = parsed
            return parsed
        }
    }

    /// The first of the files that cannot be used.
    package var skipped: [SkippedFile] {
        read { page in
            let table =
                PageFormat.headerSize + versionCount * PageFormat.versionSize + Int(page.u32(64)) * 8
            return (0..<Int(page.u32(68))).map { index in
                SkippedFile(
                    basename: page.text(at: table + index * 16), reason: page.text(at: table + index * 16 + 8)
                )
            }
        }
    }
}
