/// Makes metadata and wheels of sources, each once: from the cache, from what the files say, or by their backends.
package final class SourceBuilds: Sendable {
    /// Where archives come from.
    private let source: any DistributionSource
    private let interpreter: Interpreter
    private let settings: BuildSettings
    private let locator: SourceLocator
    private let sources: UnpackedSources
    private let backends: BuildBackends
    private let gate: BuildGate
    private let store: BuiltStore
    private let pool: WorkerPool
    private let reporter: any Reporter

    private let metadata = Memo<String, CoreMetadata>()
    private let wheels = Memo<String, UnpackedWheel>()
    private let keys = Memo<String, String>()

    /// - Parameters:
    ///   - commits: what branches and tags are taken to mean.
    ///   - chain: the builds that these are for, outermost first.
    ///   - hostVariables: what builds that ask for it are told about the hardware (`HostProfile.buildVariables`).
    package init(
        source: any DistributionSource, interpreter: Interpreter, settings: BuildSettings,
        noBuild: PackageSelection, provisioner: any EnvironmentProvisioner, credentials: Credentials,
        commits: [GitRequest: String] = [:], isOffline: Bool = false, chain: [BuildSubject] = [],
        gate: BuildGate, variables: [String: String], hostVariables: [String: String] = [:],
        cache: CacheLayout, scratch: ScratchPlaces, pool: WorkerPool, reporter: any Reporter
    ) {
        self.source = source
        self.interpreter = interpreter
        self.settings = settings
        self.gate = gate
        self.pool = pool
        self.reporter = reporter
        let repositories = GitRepositories(
            credentials: credentials, cache: cache, variables: variables, isOffline: isOffline,
            reporter: reporter)
        locator = SourceLocator(repositories: repositories, commits: commits)
        sources = UnpackedSources(
            source: source, repositories: repositories, cache: cache, scratch: scratch, pool: pool)
        backends = BuildBackends(
            interpreter: interpreter, settings: settings, noBuild: noBuild, provisioner: provisioner,
            chain: chain, gate: gate, variables: variables, hostVariables: hostVariables,
            reporter: reporter)
        store = BuiltStore(
            cache: cache, archives: ArchiveStore(cache: cache, pool: pool, reporter: reporter))
    }

    // MARK: Questions

    /// What a wheel of the source would say about itself.
    package func metadata(of file: IndexFile) -> Future<CoreMetadata> {
        metadata.value(for: file.identity) { pool.run { try self.findMetadata(file) } }
    }

    /// The wheel of the source, unpacked in the cache.
    package func wheel(of file: IndexFile) -> Future<UnpackedWheel> {
        wheels.value(for: file.identity) { pool.run { try self.findWheel(file) } }
    }

    /// The wheel if an earlier build left it, and the index tells a digest by which to know the source.
    package func existing(_ file: IndexFile) -> UnpackedWheel? {
        guard file.tree == nil, let key = file.hashes.first(where: { $0.algorithm == .sha256 }) else {
            return nil
        }
        return store.wheel(place(file, Self.key(key)))
    }

    /// The archive of a wheel that was built, when its unpacked files are damaged.
    package func archive(of wheel: UnpackedWheel, builtFrom file: IndexFile) throws -> Path {
        try store.archive(place(file), wheel)
    }

    // MARK: Direct references

    /// What a reference leads to, with its name and version: from the name of an archive, else from the files there.
    package func file(at url: String, for name: PackageName?, isEditable: Bool) -> Future<IndexFile> {
        pool.run {
            let file = try self.locator.file(at: url, for: name, isEditable: isEditable)
            return file.isNamed ? file : try self.named(file, name, URLReference.redacted(url))
        }
    }

    /// The file under the name and version that its metadata has.
    private func named(_ file: IndexFile, _ name: PackageName?, _ shown: String) throws -> IndexFile {
        let metadata = try metadata(of: file).wait()
        if let name, metadata.name != name {
            throw Diagnostic(
                "cannot use `\(name) @ \(shown)`", causes: ["it is the project `\(metadata.name)`"])
        }
        var named = file
        named.filename = .source(SourceDistributionFilename(ofTree: metadata.name, metadata.version))
        named.version = metadata.version
        named.indexURL = file.url
        return named
    }

    // MARK: Places

    private static func key(_ sha256: Hash) -> String { "sha256-\(sha256.hex)" }

    private func place(_ file: IndexFile, _ key: String) -> BuiltStore.Place {
        let name = file.filename.name
        let within = file.subdirectory.map { "-" + Checksum.name(of: $0) } ?? ""
        return store.place(
            of: name, source: key + within,
            build: { asks in
                BuildKey.text(
                    interpreter, settings, name: name, kind: file.buildKind,
                    variables: backends.variables(for: name, asks: asks))
            })
    }

    /// The place of an opened source, which may turn out to ask for the hardware.
    private func place(_ file: IndexFile, of source: UnpackedSource) throws -> BuiltStore.Place {
        let place = try place(file)
        guard source.tree.asksForHost, !store.asksForHost(place.source) else { return place }
        try store.noteAskingForHost(place.source)
        return try self.place(file)
    }

    /// The place of a file whose digest nobody promised is known when it is here.
    private func place(_ file: IndexFile) throws -> BuiltStore.Place {
        switch file.tree {
        case .directory(let path, _):
            let key = keys.value(for: file.identity) {
                do {
                    return Future(value: try TreeFingerprint(of: path, backends.variables).key)
                } catch {
                    return Future(error: error)
                }
            }
            return place(file, try key.wait())
        case .commit(let commit):
            return place(file, "git-\(commit.commit)" + (commit.lfs ? "-lfs" : ""))
        case nil: break
        }
        if let hash = file.hashes.first(where: { $0.algorithm == .sha256 }) {
            return place(file, Self.key(hash))
        }
        let key = keys.value(for: file.identity) {
            source.archive(for: file).map(on: pool) { Self.key(try ArchiveStore.sha256(of: $0)) }
        }
        return place(file, try key.wait())
    }

    // MARK: Metadata

    private func findMetadata(_ file: IndexFile) throws -> CoreMetadata {
        var place = try place(file)
        if let known = store.metadata(place),
            known.name == file.filename.name || file.filename.name == .unnamed
        {
            return known
        }
        let source = try sources.open(file)
        place = try self.place(file, of: source)
        let promised = file.tree == nil && file.isNamed ? file.version : nil
        if let metadata = source.tree.staticMetadata(version: promised) {
            reporter.trace(1) { "metadata of \(file.basename) without a build" }
            // What a directory says may change at any time.
            if file.tree == nil { store.keep(metadata, isStatic: true, place) }
            return metadata
        }
        if let wheel = store.wheel(place) {
            let metadata = try Self.metadata(of: wheel)
            store.keep(metadata, isStatic: false, place)
            return metadata
        }
        let metadata = try buildMetadata(file, source, place)
        store.keep(metadata, isStatic: false, place)
        return metadata
    }

    private func buildMetadata(
        _ file: IndexFile, _ source: UnpackedSource, _ place: BuiltStore.Place
    ) throws -> CoreMetadata {
        let backend = try backends.backend(for: file, source)
        let directory = try Directory.temporary(in: backend.scratch, prefix: "metadata-")
        let made = try gate.enter { try backend.metadata(for: file.buildKind, into: directory) }
        guard let made else { return try Self.metadata(of: wheel(of: file).wait()) }
        let title = "\(file.basename)/\(made.name)"
        let metadata: CoreMetadata
        do {
            let bytes = try OpenDirectory(made, followingLinks: false).read("METADATA", limit: 16 << 20)
            metadata = try CoreMetadata(parsing: bytes)
        } catch {
            throw BuildFailure(
                backend.subject,
                ["the metadata that its backend prepared (`\(title)`) is not valid"]
                    + [Diagnostic(describing: error)].flatMap { [$0.message] + $0.causes })
        }
        try Self.check(
            metadata.name, metadata.version, of: file, backend.subject,
            "the metadata that its backend prepared")
        source.keepMetadata(made, file.buildKind)
        return metadata
    }

    private static func metadata(of wheel: UnpackedWheel) throws -> CoreMetadata {
        let directory = try OpenDirectory(wheel.directory)
        return try CoreMetadata(
            parsing: try directory.read("\(wheel.manifest.distInfo)/METADATA", limit: 64 << 20))
    }

    /// A build may add a local version to the one that was promised.
    private static func check(
        _ name: PackageName, _ version: Version, of file: IndexFile, _ subject: String, _ what: String
    ) throws(BuildFailure) {
        guard file.isNamed else { return }
        if name != file.filename.name {
            throw BuildFailure(
                subject, ["\(what) is of the project `\(name)`, not of `\(file.filename.name)`"])
        }
        if version != file.version, version.withoutLocal != file.version {
            throw BuildFailure(subject, ["\(what) is of version `\(version)`, not of `\(file.version)`"])
        }
    }

    // MARK: Wheels

    private func findWheel(_ file: IndexFile) throws -> UnpackedWheel {
        var place = try place(file)
        if let known = store.wheel(place) { return known }
        let source = try sources.open(file)
        place = try self.place(file, of: source)
        let backend = try backends.backend(for: file, source)
        let subject = backend.subject
        return try gate.enter {
            let lock = try WorkerPool.whileBlockedResult {
                try store.lock(place) {
                    reporter.note("Waiting for another build of `\(subject)`")
                }
            }
            defer { withExtendedLifetime(lock) {} }
            // Whoever held the lock before has built it.
            if let known = store.wheel(place) { return known }
            reporter.buildBegan(subject)
            let directory = try Directory.temporary(in: backend.scratch, prefix: "wheel-")
            let path = try backend.build(
                file.buildKind, into: directory, metadata: source.preparedMetadata(file.buildKind))
            guard let path else {
                let hook = file.buildKind == .editable ? "build_editable" : "build_wheel"
                throw BuildFailure(
                    subject, ["its build backend `\(source.tree.buildSystem.backend)` has no hook `\(hook)`"])
            }
            let filename = try checked(path, of: file, subject)
            let wheel: UnpackedWheel
            do {
                wheel = try store.keep(path, filename, place)
            } catch {
                throw BuildFailure(subject, causedBy: error)
            }
            reporter.buildEnded(subject)
            sources.forget(file)
            return wheel
        }
    }

    /// The name of a wheel that was built: of this project and version, and for this Python.
    private func checked(_ path: Path, of file: IndexFile, _ subject: String) throws -> WheelFilename {
        let filename: WheelFilename
        do {
            filename = try WheelFilename(parsing: path.name)
        } catch {
            throw BuildFailure(
                subject,
                ["its backend made a wheel with an unusable name"] + [error.diagnostic.message]
                    + error.diagnostic.causes)
        }
        try Self.check(
            filename.name, filename.version, of: file, subject,
            "the wheel `\(filename)` that its backend made")
        if let mismatch = interpreter.tags.mismatch(of: filename) {
            throw BuildFailure(
                subject,
                [
                    "the wheel `\(filename)` that its backend made does not fit: \(interpreter.tags.explanation(of: mismatch))"
                ])
        }
        // What is built from source is an ordinary wheel (V-100).
        if let label = filename.variantLabel {
            throw BuildFailure(
                subject, ["its backend made a wheel of the variant `\(label)`, which a source has none of"])
        }
        return filename
    }
}
