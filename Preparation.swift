/// Gets the wheels of a resolution into the cache: downloads at once, each unpacked as soon as it is here.
struct Preparation {
    let source: any DistributionSource
    let store: ArchiveStore
    let cache: CacheLayout
    let pool: WorkerPool
    let reporter: any Reporter

    /// A wheel of the resolution with what the cache holds of it.
    struct Prepared: Sendable {
        let file: IndexFile
        let wheel: UnpackedWheel
    }

    /// The wheel, if the cache has it unpacked.
    func existing(_ file: IndexFile) -> UnpackedWheel? {
        guard let filename = file.wheel, let sha256 = file.hashes.first(where: { $0.algorithm == .sha256 })
        else { return nil }
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
        for (index, future) in pending {
            wheels[index] = try future.wait()
            reporter.advanced(.preparing, item: files[index].basename)
        }
        let step = StepSummary(.prepared, count: missing.count, in: .nanoseconds(Clock.monotonic() - started))
        reporter.finished(step)
        return (wheels.compactMap { $0 }, step)
    }

    private func wheel(of file: IndexFile) -> Future<UnpackedWheel> {
        let result = Future<UnpackedWheel>()
        source.archive(for: file).whenComplete { outcome in
            pool.submit {
                do {
                    let path = try outcome.get()
                    result.fulfill(try unpack(file, at: path))
                } catch {
                    result.fail(error)
                }
            }
        }
        return result
    }

    /// Unpacks a verified archive; the archive itself is not kept when it is the cache's own.
    private func unpack(_ file: IndexFile, at path: Path) throws -> UnpackedWheel {
        guard let filename = file.wheel else {
            throw Diagnostic("`\(file.basename)` is not a wheel")
        }
        let sha256 =
            try file.hashes.first { $0.algorithm == .sha256 } ?? ArchiveStore.sha256(of: path)
        let wheel = try store.unpacked(filename, sha256: sha256) { path }
        if path.text.hasPrefix(cache.root.text + "/") { try? File.remove(path) }
        return wheel
    }
}
