/// Makes metadata and wheels of sources, each once: from the cache, from what the files say, or by their backends.
package final class SourceBuilds: Sendable {
    /// Where archives come from.
    private let source: any DistributionSource
    private let interpreter: Interpreter
    private let settings: BuildSettings
    private let noBuild: PackageSelection
    private let provisioner: any EnvironmentProvisioner
    private let credentials: Credentials
    /// What branches and tags are taken to mean.
    private let commits: [GitRequest: String]
    private let isOffline: Bool
    /// The builds that this one is for, outermost first.
    private let chain: [BuildSubject]
    private let gate: BuildGate
    private let variables: [String: String]
    /// What builds that ask for it are told about the hardware (`HostProfile.buildVariables`).
    private let hostVariables: [String: String]
    private let cache: CacheLayout
    private let scratch: ScratchPlaces
    private let store: BuiltStore
    private let pool: WorkerPool
    private let reporter: any Reporter

    private let unpacked = Memo<String, UnpackedSource>()
    private let metadata = Memo<String, CoreMetadata>()
    private let wheels = Memo<String, UnpackedWheel>()
    private let keys = Memo<String, String>()

    package init(
        source: any DistributionSource, interpreter: Interpreter, settings: BuildSettings,
        noBuild: PackageSelection, provisioner: any EnvironmentProvisioner, credentials: Credentials,
        commits: [GitRequest: String] = [:], isOffline: Bool = false, chain: [BuildSubject] = [],
        gate: BuildGate, variables: [String: String],
        hostVariables: [String: String] = [:], cache: CacheLayout, scratch: ScratchPlaces,
        pool: WorkerPool,
        reporter: any Reporter
    ) {
        self.source = source
        self.interpreter = interpreter
        self.settings = settings
        self.noBuild = noBuild
        self.provisioner = provisioner
        self.credentials = credentials
        self.commits = commits
        self.isOffline = isOffline
        self.chain = chain
        self.gate = gate
        self.variables = variables
        self.hostVariables = hostVariables
        self.cache = cache
        self.scratch = scratch
        store = BuiltStore(
            cache: cache, archives: ArchiveStore(cache: cache, pool: pool, reporter: reporter))
        self.pool = pool
        self.reporter = reporter
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
        pool.run { try self.locate(url, name, isEditable: isEditable) }
    }

    private func locate(_ url: String, _ name: PackageName?, isEditable: Bool) throws -> IndexFile {
        let shown = URLReference.redacted(url)
        if url.hasPrefix("git+") {
            let reference = try GitReference(parsing: url, for: name)
            let repository = repository(reference.repository)
            let request = GitRequest(repository: reference.repository, revision: reference.revision)
            let commit =
                try commits[request]
                ?? WorkerPool.whileBlockedResult { try repository.commit(reference.revision) }
            var file = IndexFile(unnamed: name, url: reference.pinned(to: commit))
            file.tree = .commit(
                GitCommit(
                    repository: reference.repository, requested: reference.revision, commit: commit,
                    lfs: reference.lfs || wantsLargeFiles))
            file.subdirectory = reference.subdirectory
            return try named(file, name, shown)
        }
        let reference = try URLReference(parsing: url)
        if let path = reference.filePath {
            guard let status = try File.status(path) else {
                throw Diagnostic("Distribution not found at: `\(path)`")
            }
            if status.kind == .directory {
                let place = (reference.fragmentValue("subdirectory").map { path / $0 } ?? path).normalised
                var file = IndexFile(unnamed: name, url: reference.withoutCredentials.text)
                file.tree = .directory(place, isEditable: isEditable)
                file.basename = place.text
                return try named(file, name, shown)
            }
        }
        if isEditable {
            throw Diagnostic("cannot install `\(shown)` in place", causes: ["it is no directory"])
        }
        do {
            return try IndexFile(archiveAt: url, for: name)
        } catch {
            // `…/archive/v1.0.tar.gz` does not tell what it is; its files do. A name that tells something else counts.
            let basename = reference.lastComponent
            let isArchive = SourceDistributionFilename.Format.allCases.contains {
                basename.hasSuffix($0.rawValue)
            }
            guard isArchive, (try? SourceDistributionFilename(parsing: basename)) == nil else { throw error }
            var file = IndexFile(unnamed: name, url: reference.withoutCredentials.text)
            file.basename = basename
            file.subdirectory = reference.fragmentValue("subdirectory")
            file.hashes = (reference.fragment ?? "").split(separator: "&").compactMap { Hash(parsing: $0) }
            return try named(file, name, shown)
        }
    }

    private func repository(_ url: String) -> GitRepository {
        GitRepository(
            url, credential: credentials.credential(ofRepository: url), cache: cache, variables: variables,
            isOffline: isOffline, reporter: reporter)
    }

    /// Of all repositories.
    private var wantsLargeFiles: Bool {
        ["SWUV_GIT_LFS", "UV_GIT_LFS"].contains { ["1", "true"].contains(variables[$0]?.lowercased()) }
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
                    variables: buildVariables(name, asks: asks))
            })
    }

    /// The user's own count before what a host profile says.
    private func buildVariables(_ name: PackageName, asks: Bool) -> [String: String] {
        guard asks || settings.exports.contains(name) else { return variables }
        return variables.merging(hostVariables) { own, _ in own }
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
                    return Future(value: try TreeFingerprint(of: path, variables).key)
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

    private func subject(_ file: IndexFile) -> BuildSubject {
        BuildSubject(name: file.filename.name, version: file.isNamed ? file.version : nil)
    }

    // MARK: Metadata

    private func findMetadata(_ file: IndexFile) throws -> CoreMetadata {
        var place = try place(file)
        if let known = store.metadata(place),
            known.name == file.filename.name || file.filename.name == .unnamed
        {
            return known
        }
        let source = try open(file)
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
        let backend = try backend(for: file, source)
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
        let source = try open(file)
        place = try self.place(file, of: source)
        let backend = try backend(for: file, source)
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
            // Its files and its environment are not needed any more.
            unpacked.forget(file.identity)
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

    // MARK: Sources and their environments

    /// The files, wherever they come from, checked as far as something was promised.
    private func open(_ file: IndexFile) throws -> UnpackedSource {
        try unpacked.value(for: file.identity) {
            switch file.tree {
            case .directory(let path, _):
                pool.run {
                    let tree = try self.tree(path, file, isArchive: false)
                    let scratch = try self.scratch.make(in: self.cache.temporary, prefix: "source-")
                    return UnpackedSource(tree, scratch: scratch, of: self.scratch)
                }
            case .commit(let commit): pool.run { try self.checkOut(file, commit) }
            case nil: source.archive(for: file).map(on: pool) { try self.unpack(file, $0) }
            }
        }.wait()
    }

    /// The project in a directory: at its top, or where the reference says.
    private func tree(_ root: Path, _ file: IndexFile, isArchive: Bool) throws -> SourceTree {
        var place = root
        if let subdirectory = file.subdirectory {
            let top = try File.resolved(root)
            guard let inner = try? File.resolved(root / subdirectory), inner.text.hasPrefix(top.text + "/")
            else {
                throw BuildFailure(subject(file).description, ["it has no directory `\(subdirectory)`"])
            }
            place = inner
        }
        let tree = try SourceTree(place, title: file.basename, isArchive: isArchive)
        if file.isNamed {
            try tree.check(name: file.filename.name, version: file.tree == nil ? file.version : nil)
        }
        return tree
    }

    private func checkOut(_ file: IndexFile, _ commit: GitCommit) throws -> UnpackedSource {
        let place = try scratch.make(in: cache.temporary, prefix: "source-")
        do {
            let repository = repository(commit.repository)
            try WorkerPool.whileBlockedResult {
                try repository.checkOut(commit.commit, lfs: commit.lfs, into: place / "tree")
            }
            let source = UnpackedSource(
                try tree(place / "tree", file, isArchive: false), scratch: place, of: scratch)
            if source.tree.asksHistory {
                try WorkerPool.whileBlockedResult { try repository.deepen(place / "tree") }
            }
            return source
        } catch {
            scratch.remove(place)
            throw error
        }
    }

    private func unpack(_ file: IndexFile, _ archive: Path) throws -> UnpackedSource {
        let place = try scratch.make(in: cache.temporary, prefix: "source-")
        do {
            let directory = place / "tree"
            try Directory.create(directory)
            let root = try SourceArchive(archive, name: file.basename).unpack(into: directory)
            return UnpackedSource(try tree(root, file, isArchive: true), scratch: place, of: scratch)
        } catch {
            scratch.remove(place)
            throw BuildFailure(subject(file).description, causedBy: error)
        }
    }

    /// The backend with everything in its environment that it asks for.
    private func backend(
        for file: IndexFile, _ source: UnpackedSource
    ) throws -> BuildBackend {
        let subject = subject(file)
        let kind = file.buildKind
        if noBuild.contains(subject.name) {
            throw BuildFailure(
                subject.description,
                ["building it is forbidden (`--no-build`), and it is there only as source"])
        }
        if chain.contains(subject) {
            let path = (chain + [subject]).map { "`\($0)`" }.joined(separator: " needs ")
            throw BuildFailure(
                subject.description, ["to build it, it would have to be built first: \(path)"],
                hints: ["Allow a wheel of it, or of a package that needs it to be built"])
        }
        func backend(_ environment: BuildEnvironment) -> BuildBackend {
            BuildBackend(
                tree: source.tree, subject: subject.description, environment: environment,
                python: interpreter.shortVersion, configuration: settings.configuration(of: subject.name),
                timeout: settings.timeout,
                variables: buildVariables(subject.name, asks: source.tree.asksForHost),
                scratch: source.scratch, reporter: reporter)
        }
        if settings.noIsolation.contains(subject.name) {
            return backend(BuildEnvironment(shared: interpreter))
        }
        return backend(
            try source.environment(kind) {
                let place = source.scratch / RandomName.make(prefix: "environment-")
                let environment = try provisioner.makeEnvironment(at: place, of: interpreter)
                let made = BuildEnvironment(environment)
                let requires =
                    source.tree.buildSystem.requires + (settings.extraRequirements[subject.name] ?? [])
                try provision(requires, environment, subject)
                let more = try gate.enter { try backend(made).requirements(for: kind) }
                if !more.isEmpty { try provision(requires + more, environment, subject) }
                return made
            })
    }

    private func provision(
        _ requirements: [Requirement], _ environment: Environment, _ subject: BuildSubject
    ) throws {
        let needed = requirements.filter { $0.marker?.evaluate(interpreter.markerEnvironment) ?? true }
        if needed.isEmpty { return }
        do {
            // A resolution waits for others' work on the pool.
            try WorkerPool.whileBlockedResult {
                try provisioner.install(needed, into: environment, for: chain + [subject])
            }
        } catch let error as BuildFailure {
            throw error
        } catch {
            let list = needed.map { "`\($0)`" }.joined(separator: ", ")
            let diagnostic = Diagnostic(describing: error)
            throw BuildFailure(
                subject.description,
                ["failed to set up its build environment with \(list)", diagnostic.message]
                    + diagnostic.causes,
                hints: diagnostic.hints)
        }
    }
}

/// Lets only so many backends run at a time, in the whole process.
package final class BuildGate: Sendable {
    private let free: Monitor<Int>

    package init(_ count: Int) { free = Monitor(max(1, count)) }

    func enter<Value>(_ body: () throws -> Value) throws -> Value {
        try WorkerPool.whileBlockedResult {
            free.wait(while: { $0 == 0 }, then: { $0 -= 1 })
            defer {
                free.withLock { $0 += 1 }
                free.signal()
            }
            return try body()
        }
    }
}

extension WorkerPool {
    /// As `whileBlocked`, for work that gives something or fails.
    static func whileBlockedResult<Value>(_ body: () throws -> Value) throws -> Value {
        var result: Result<Value, any Error>?
        whileBlocked { result = Result { try body() } }
        return try result!.get()
    }
}

extension IndexFile {
    /// What is not known to be any project or version yet.
    fileprivate init(unnamed name: PackageName?, url: String) {
        let version = Version(release: [0])
        self.init(
            filename: .source(SourceDistributionFilename(ofTree: name ?? .unnamed, version)), basename: url,
            version: version, url: url, indexURL: "")
    }

    /// Its name and version were promised by somebody, or found out.
    fileprivate var isNamed: Bool { !indexURL.isEmpty }

    fileprivate var buildKind: BuildBackend.Kind {
        if case .directory(_, isEditable: true) = tree { .editable } else { .wheel }
    }
}
