/// Gets the wheels of a resolution into the cache: downloads at once, each unpacked as soon as it is here.
struct Preparation {
    let source: any DistributionSource
    let store: ArchiveStore
    let cache: CacheLayout
    let pool: WorkerPool
    let reporter: any Reporter
    /// The hashes that requirements demand of packages' archives, any one of them.
    var required: [PackageName: [Hash]] = [:]

    /// A wheel of the resolution with what the cache holds of it.
    struct Prepared: Sendable {
        let file: IndexFile
        let wheel: UnpackedWheel
    }

    /// The wheel, if the cache has it unpacked.
    func existing(_ file: IndexFile) -> UnpackedWheel? {
        guard let sha256 = file.hashes.first(where: { $0.algorithm == .sha256 }) else { return nil }
        if let allowed = required[file.filename.name], !allowed.contains(sha256) { return nil }
        guard let filename = file.wheel else { return source.built(file) }
        return store.existing(filename, sha256: sha256)
    }

    /// Every file's wheel, in the order given, and the step when something had to be fetched. The first failure is
    /// thrown when it comes; what was begun for the others stays in the cache.
    func prepare(_ files: [IndexFile]) throws -> (wheels: [UnpackedWheel], step: StepSummary?) {
        var wheels: [UnpackedWheel?] = files.map(existing)
        let missing = wheels.indices.filter { wheels[$0] == nil }
        guard !missing.isEmpty else { return (wheels.compactMap { $0 }, nil) }
        let started = Clock.monotonic()
        reporter.began(.preparing, total: missing.count)
        defer { reporter.ended(.preparing) }
        // The largest first: it takes longest to come and to unpack.
        let ordered = missing.sorted { (files[$0].size ?? 0) > (files[$1].size ?? 0) }
        let pending = ordered.map { (index: $0, wheel: wheel(of: files[$0])) }
        for (index, future) in pending { wheels[index] = try future.wait() }
        let step = StepSummary(.prepared, count: missing.count, in: .nanoseconds(Clock.monotonic() - started))
        reporter.finished(step)
        return (wheels.compactMap { $0 }, step)
    }

    /// The archive of a wheel of this preparation, again.
    func archive(of wheel: UnpackedWheel, from file: IndexFile) throws -> Path {
        try file.isWheel ? source.archive(for: file).wait() : source.archive(of: wheel, builtFrom: file)
    }

    private func wheel(of file: IndexFile) -> Future<UnpackedWheel> {
        if !file.isWheel { return built(file) }
        let result = Future<UnpackedWheel>()
        source.archive(for: file).whenComplete { outcome in
            pool.submit {
                do {
                    let path = try outcome.get()
                    let wheel = try unpack(file, at: path)
                    reporter.advanced(.preparing, item: file.basename)
                    result.fulfill(wheel)
                } catch {
                    result.fail(error)
                }
            }
        }
        return result
    }

    /// Builds a source whose archive is what the requirements demand.
    private func built(_ file: IndexFile) -> Future<UnpackedWheel> {
        let source = source
        let checked: Future<Void> =
            required[file.filename.name] == nil
            ? Future(value: ())
            : source.archive(for: file).map(on: pool) {
                try self.check($0, of: file, named: file.filename.name)
            }
        return checked.flatMap { source.build(file) }.map { wheel in
            self.reporter.advanced(.preparing, item: file.basename)
            return wheel
        }
    }

    /// Unpacks a verified archive; the archive itself is not kept when it is the cache's own.
    private func unpack(_ file: IndexFile, at path: Path) throws -> UnpackedWheel {
        guard let filename = file.wheel else {
            throw Diagnostic("`\(file.basename)` is not a wheel")
        }
        try check(path, of: file, named: filename.name)
        let sha256 =
            try file.hashes.first(where: { $0.algorithm == .sha256 }) ?? ArchiveStore.sha256(of: path)
        let wheel = try store.unpacked(filename, sha256: sha256) { path }
        if path.text.hasPrefix(cache.root.text + "/") { _ = try? File.remove(path) }
        return wheel
    }

    /// Holds an archive against the hashes of the requirements. What the index published was checked when it came,
    /// but an index need not publish any.
    private func check(_ path: Path, of file: IndexFile, named name: PackageName) throws {
        guard let allowed = required[name], let first = allowed.first else { return }
        if let published = file.preferredHash, allowed.contains(published) { return }
        for algorithm in Set(allowed.map(\.algorithm)) where algorithm.isSecure {
            if allowed.contains(try Digest.ofFile(path, algorithm)) { return }
        }
        throw HashMismatch(
            url: file.url, expected: first, found: try Digest.ofFile(path, first.algorithm),
            file: file.basename)
    }
}
