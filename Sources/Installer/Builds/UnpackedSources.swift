/// Sources made ready for their builds, each once: directories where they are, commits and archives in directories of
/// their own.
final class UnpackedSources: Sendable {
    /// Where archives come from.
    private let source: any DistributionSource
    private let repositories: GitRepositories
    private let cache: CacheLayout
    private let scratch: ScratchPlaces
    private let pool: WorkerPool
    private let known = Memo<String, UnpackedSource>()

    init(
        source: any DistributionSource, repositories: GitRepositories, cache: CacheLayout,
        scratch: ScratchPlaces, pool: WorkerPool
    ) {
        self.source = source
        self.repositories = repositories
        self.cache = cache
        self.scratch = scratch
        self.pool = pool
    }

    /// The files, wherever they come from, checked as far as something was promised.
    func open(_ file: IndexFile) throws -> UnpackedSource {
        try known.value(for: file.identity) {
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
                throw BuildFailure(file.buildSubject.description, ["it has no directory `\(subdirectory)`"])
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
            let repository = repositories.repository(commit.repository)
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
            throw BuildFailure(file.buildSubject.description, causedBy: error)
        }
    }

    /// Its files and its environment are not needed any more.
    func forget(_ file: IndexFile) { known.forget(file.identity) }
}
