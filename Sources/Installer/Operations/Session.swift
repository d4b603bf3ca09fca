/// What every operation may use of the process it runs in. Made once, in Host: nothing in Installer reads
/// the process's environment or working directory, prints, or exits.
package struct Session: Sendable {
    /// Absolute. Relative paths of a request start here.
    package let workingDirectory: Path
    /// The process's environment variables.
    package let environment: [String: String]
    /// A temporary directory of this process under `--no-cache`.
    package let cache: CacheLayout
    package let pool: WorkerPool
    package let reporter: any Reporter
    /// Reads `providers.d` when variant wheels are met for the first time, and not before.
    package let providers: ProviderSource
    /// What is removed when the session ends.
    package let scratch: ScratchPlaces

    package init(
        workingDirectory: Path, environment: [String: String], cache: CacheLayout, pool: WorkerPool,
        reporter: any Reporter, providers: ProviderSource = .native,
        scratch: ScratchPlaces = ScratchPlaces()
    ) {
        self.workingDirectory = workingDirectory
        self.environment = environment
        self.cache = cache
        self.pool = pool
        self.reporter = reporter
        self.providers = providers
        self.scratch = scratch
    }
}

extension Session {
    /// Keeps `cache clean` and `cache prune` of other processes waiting while the result lives. What they removed
    /// since this process prepared its cache is made again.
    func useCache() throws -> FileLock {
        let lock = try cache.lock(exclusive: false) {
            reporter.note("Waiting for another process to finish cleaning the cache at `\(cache.root)`")
        }
        try cache.prepare()
        return lock
    }
}
