internal import Installer

/// What a command's code is given: its arguments and settings, and where to write.
struct CommandContext: Sendable {
    var settings: Settings
    let console: Console
    let isJSON: Bool
    /// Lets another program take this process's place; comes back with the errno when that failed.
    var replaceProcess: @Sendable (ProcessImage.Replacement) -> Int32 = { ProcessImage.replace(with: $0) }

    var arguments: ParsedArguments { settings.arguments }

    /// The commands that work on projects.
    private static let ofProjects = ["add", "remove", "lock", "sync", "run", "tree", "export"]

    /// Runs an operation in a session; a temporary cache is gone afterwards.
    ///
    /// `preparingCache`: false for operations that look at the machine and not at the cache.
    func withSession<Result>(
        preparingCache: Bool = true, reporter: (any Reporter)? = nil, _ body: (Session) throws -> Result
    ) throws -> Result {
        let given = try settings.cacheDirectory()
        let directory =
            try given
            ?? Directory.temporary(
                in: Directory.temporaryRoot(settings.environment), prefix: "swuv-cache-")
        defer {
            if given == nil { _ = try? Directory.removeTree(directory) }
        }
        let cache = CacheLayout(root: directory)
        if preparingCache { try cache.prepare() }
        let plain = Session(
            workingDirectory: settings.workingDirectory, environment: settings.environment,
            cache: cache,
            pool: WorkerPool(threads: min(max(WorkerPool.processorCount * 2, 4), 16)),
            reporter: reporter ?? ConsoleReporter(console))
        let settings = settings
        let isOfProjects = Self.ofProjects.contains(settings.arguments.path.dropFirst().first ?? "")
        @Sendable func registry(withMaps: Bool) throws -> ProviderRegistry {
            try ProviderFiles.load(
                environment: plain.environment, executable: ProcessEnvironment.executable,
                isStrict: isOfProjects, withMaps: withMaps, reporter: plain.reporter,
                plugins: PluginHost(
                    session: plain, access: { try settings.pluginAccess() },
                    target: { try settings.environmentTarget() }))
        }
        let session = Session(
            workingDirectory: plain.workingDirectory, environment: plain.environment, cache: cache,
            pool: plain.pool, reporter: plain.reporter,
            providers: ProviderSource(
                registry: { try registry(withMaps: true) }, detectors: { try registry(withMaps: false) },
                mappedNames: {
                    ProviderFiles.mappedNames(
                        environment: plain.environment, executable: ProcessEnvironment.executable)
                }), scratch: plain.scratch)
        defer { session.scratch.removeAll() }
        return try body(session)
    }

    /// Writes the object of `--json`, when it was asked for.
    func emit(_ members: @autoclosure () -> [(key: String, value: JSONValue)]) {
        if isJSON { console.json(JSONReport.success(arguments.path, members(), warnings: console.warnings)) }
    }
}
