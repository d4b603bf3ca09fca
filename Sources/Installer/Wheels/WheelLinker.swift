internal import Glibc
internal import Synchronization

/// Brings the files of unpacked wheels into the stage, and makes sure that they are what the manifests say.
///
/// The hot path of every installation: it goes over the bytes of the manifests, two system calls a file,
/// without making a string or walking a directory.
final class WheelLinker: Sendable {
    private let stage: Stage
    private let pool: WorkerPool
    private let reporter: any Reporter
    private let requested: LinkMode
    /// The file system refused links: everything after that is copied.
    private let mustCopy = Atomic<Bool>(false)

    init(_ stage: Stage, mode: LinkMode, pool: WorkerPool, reporter: any Reporter) {
        self.stage = stage
        requested = mode
        self.pool = pool
        self.reporter = reporter
    }

    /// What became of one wheel.
    struct Result: Sendable {
        /// A file differs from the manifest, or is missing.
        var damage: String?
        /// Files whose place another wheel of the plan took first.
        var taken: [Int] = []
        fileprivate var changes: [ChangeDoubts.Change] = []
        fileprivate var links: UInt32 = 1
        /// Files that get another name here; the rest is written anew in each environment.
        fileprivate var linked = 0
    }

    private struct Job: Sendable {
        let wheel: UnpackedWheel
        let tree: OpenDirectory
        let targets: [OpenDirectory]
        let mark: CheckMark
    }

    /// Links all files of `wheels`; one result for each.
    func link(_ wheels: [UnpackedWheel]) throws -> [Result] {
        let results = Monitor([Result](repeating: Result(), count: wheels.count))
        let jobs = Monitor([Job?](repeating: nil, count: wheels.count))
        try pool.forEach(wheels.count) { number in
            let job: Job
            do {
                job = try self.prepare(wheels[number])
            } catch let error as SystemError where error.isNotFound {
                results.withLock { $0[number].damage = error.diagnostic.message }
                return
            }
            jobs.withLock { $0[number] = job }
        }
        let ready = jobs.withLock { $0 }
        var chunks: [(wheel: Int, files: Range<Int>)] = []
        for (number, job) in ready.enumerated() {
            guard let job else { continue }
            let count = job.wheel.manifest.fileCount
            for start in stride(from: 0, to: count, by: 512) {
                chunks.append((number, start..<min(start + 512, count)))
            }
        }
        let work = chunks
        try pool.forEach(work.count) { number in
            let (wheel, files) = work[number]
            var result = Result()
            try self.link(files, of: ready[wheel]!, &result)
            let found = result
            results.withLock { all in
                all[wheel].damage = all[wheel].damage ?? found.damage
                all[wheel].taken += found.taken
                all[wheel].changes += found.changes
                all[wheel].linked += found.linked
                all[wheel].links = max(all[wheel].links, found.links)
            }
        }
        var all = results.withLock { $0 }
        try examine(ready, &all)
        if mode == .hardlink {
            for (number, job) in ready.enumerated() {
                guard let job, all[number].damage == nil else { continue }
                CheckMark(time: Clock.wall(), links: all[number].links + 1).save(at: job.wheel.place)
            }
        }
        return all
    }

    /// Removes what was linked for a wheel, except where another wheel was first.
    func unlink(_ wheel: UnpackedWheel, except taken: [Int]) throws {
        let kept = Set(taken)
        for index in 0..<wheel.manifest.fileCount where !kept.contains(index) {
            let file = wheel.manifest.file(index)
            let name = stage.prefix(of: file.scheme, wheel.manifest.name) + file.target
            try stage.directory(for: file.scheme).removeFile(name)
        }
    }

    /// Links one file over what another wheel put there.
    func replace(_ index: Int, of wheel: UnpackedWheel) throws {
        let job = try prepare(wheel)
        let file = wheel.manifest.file(index)
        let target = job.targets[Int(file.scheme.rawValue)]
        try target.removeFile(file.target)
        var result = Result()
        try link(index..<index + 1, of: job, &result)
        if let damage = result.damage { throw Diagnostic(damage) }
    }

    // MARK: -

    private var mode: LinkMode { mustCopy.load(ordering: .relaxed) ? .copy : requested }

    /// Makes the directories of a wheel in the stage.
    private func prepare(_ wheel: UnpackedWheel) throws -> Job {
        let manifest = wheel.manifest
        let tree = try OpenDirectory(wheel.directory)
        var targets: [OpenDirectory] = []
        for scheme in WheelScheme.allCases {
            var target = stage.directory(for: scheme)
            if scheme == .headers, manifest.tops.contains(where: { $0.scheme == .headers }) {
                try target.createDirectory(manifest.name.text)
                target = try target.directory(manifest.name.text)
            }
            targets.append(target)
        }
        try unsafe manifest.bytes.withUnsafeBytes { bytes in
            for index in 0..<manifest.directoryCount {
                let row = manifest.directoriesOffset + index * Manifest.directorySize
                let text = unsafe Int(bytes.loadUnaligned(fromByteOffset: row, as: UInt32.self))
                let length = unsafe Int(bytes.loadUnaligned(fromByteOffset: row + 4, as: UInt16.self))
                let prefix = unsafe Int(bytes.loadUnaligned(fromByteOffset: row + 6, as: UInt16.self))
                if prefix == length { continue }
                let name = unsafe bytes.baseAddress! + manifest.textsOffset + text + prefix
                let target = unsafe targets[Int(bytes[row + 8])]
                let code = unsafe mkdirat(target.raw, name.assumingMemoryBound(to: CChar.self), 0o755)
                if code == 0 || errno == EEXIST { continue }
                let (failed, code2) = (manifest.directory(index).target, errno)
                throw code2 == ENOTDIR
                    ? Self.fileInTheWay(failed)
                    : SystemError("create directory", target.path / Path(failed), code: code2)
            }
        }
        return Job(wheel: wheel, tree: tree, targets: targets, mark: CheckMark(of: wheel.place))
    }

    static func fileInTheWay(_ name: String) -> any Error {
        Diagnostic("Two packages disagree whether `\(ZipError.escaped(name))` is a file or a directory")
    }

    /// The rows of `files`: looks at each cached file, then links it.
    private func link(_ files: Range<Int>, of job: Job, _ result: inout Result) throws {
        let manifest = job.wheel.manifest
        let (tree, mark, known) = (job.tree.raw, job.mark.time, job.mark.links)
        let targets = job.targets.map(\.raw)
        let mode = mode
        try unsafe manifest.bytes.withUnsafeBytes { bytes in
            let texts = unsafe bytes.baseAddress! + manifest.textsOffset
            var status = stat()
            for index in files {
                let row = unsafe bytes.baseAddress! + Manifest.headerSize + index * Manifest.fileSize
                let text = unsafe Int(row.loadUnaligned(fromByteOffset: Manifest.Row.path, as: UInt32.self))
                let name = unsafe (texts + text).assumingMemoryBound(to: CChar.self)
                guard unsafe fstatat(tree, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                    result.damage = "`\(manifest.file(index).path)` is missing"
                    return
                }
                let size = unsafe row.loadUnaligned(fromByteOffset: Manifest.Row.size, as: Int64.self)
                let mtime = unsafe row.loadUnaligned(fromByteOffset: Manifest.Row.mtime, as: Int64.self)
                guard Int64(status.st_size) == size, Self.time(status.st_mtim) == mtime,
                    status.st_mode & S_IFMT == S_IFREG
                else {
                    result.damage = "`\(manifest.file(index).path)` was changed"
                    return
                }
                let links = UInt32(truncatingIfNeeded: status.st_nlink)
                result.links = max(result.links, links)
                let ctime = Self.time(status.st_ctim)
                if ctime > mark {
                    result.changes.append(.init(file: index, ctime: ctime, hasFewerNames: links < known))
                }
                let flags = Manifest.FileFlags(
                    rawValue: unsafe row.load(fromByteOffset: Manifest.Row.flags, as: UInt8.self))
                if flags.contains(.replaced) || flags.contains(.rewritten) { continue }
                result.linked += 1
                let scheme = unsafe Int(row.load(fromByteOffset: Manifest.Row.scheme, as: UInt8.self))
                let prefix = unsafe Int(
                    row.loadUnaligned(fromByteOffset: Manifest.Row.prefix, as: UInt16.self))
                let target = targets[scheme]
                if mode == .hardlink {
                    if unsafe linkat(tree, name, target, name + prefix, 0) == 0 { continue }
                    let code = errno
                    if code == EEXIST {
                        result.taken.append(index)
                        continue
                    }
                    if code == EINTR, unsafe linkat(tree, name, target, name + prefix, 0) == 0 { continue }
                    guard Self.refusesLinks(code) else {
                        let file = manifest.file(index)
                        throw code == ENOTDIR || code == EISDIR
                            ? Self.fileInTheWay(file.target)
                            : SystemError(
                                "hard-link `\(job.tree.path / Path(file.path))` to",
                                job.targets[scheme].path / Path(file.target), code: code)
                    }
                    if code != EMLINK { warnAboutCopies(code) }
                }
                try transfer(index, of: job, mode: self.mode == .hardlink ? .copy : self.mode, &result)
            }
        }
    }

    /// Copy, clone or symbolic link.
    private func transfer(_ index: Int, of job: Job, mode: LinkMode, _ result: inout Result) throws {
        let file = job.wheel.manifest.file(index)
        let target = job.targets[Int(file.scheme.rawValue)]
        let permissions: UInt32 = file.flags.contains(.executable) ? 0o755 : 0o644
        do throws(SystemError) {
            switch mode {
            case .symlink:
                try target.symbolicLink(target: (job.tree.path / Path(file.path)).text, at: file.target)
            case .clone:
                do throws(SystemError) {
                    try target.clone(file.path, from: job.tree, as: file.target, mode: permissions)
                } catch {
                    guard error.isUnsupported || error.isCrossDevice else { throw error }
                    try target.copy(file.path, from: job.tree, as: file.target, mode: permissions)
                }
            case .copy, .hardlink:
                try target.copy(file.path, from: job.tree, as: file.target, mode: permissions)
            }
        } catch {
            if error.isExists { result.taken.append(index) } else { throw error }
        }
    }

    private static func refusesLinks(_ code: Int32) -> Bool {
        [EXDEV, EPERM, EMLINK, ENOSYS, EOPNOTSUPP, ENOTSUP, EINVAL].contains(code)
    }

    private func warnAboutCopies(_ code: Int32) {
        guard !mustCopy.exchange(true, ordering: .relaxed) else { return }
        let hint =
            code == EXDEV
            ? "The cache and the environment are on different file systems: put the cache beside it with `--cache-dir`, or use `--link-mode copy` to silence this"
            : "Use `--link-mode copy` to silence this"
        reporter.warning(
            Diagnostic(
                "Files cannot be hard-linked from the cache and are copied, which is slower", hints: [hint]))
    }

    private static func time(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    // MARK: Doubtful files

    /// Compares the digests of those files whose change nothing harmless explains.
    private func examine(_ jobs: [Job?], _ results: inout [Result]) throws {
        guard results.contains(where: { !$0.changes.isEmpty }) else { return }
        let doubtful = ChangeDoubts.doubtful(
            results.map { $0.damage == nil ? $0.changes : [] },
            fileCounts: results.map(\.linked))
        let work = doubtful.enumerated().flatMap { wheel, files in files.map { (wheel: wheel, file: $0) } }
        reporter.trace(2) { "comparing \(work.count) cached files with their digests" }
        let damage = Monitor([Int: String]())
        try pool.forEach(work.count) { number in
            let (wheel, index) = work[number]
            guard let job = jobs[wheel] else { return }
            let file = job.wheel.manifest.file(index)
            guard try Digest.of(job.tree.read(file.path)).bytes != file.digest else { return }
            damage.withLock { $0[wheel] = "the content of `\(file.path)` was changed" }
        }
        for (wheel, text) in damage.withLock({ $0 }) { results[wheel].damage = text }
    }
}
