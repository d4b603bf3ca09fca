/// Finds what direct references lead to: archives, directories, and commits of repositories.
struct SourceLocator: Sendable {
    let repositories: GitRepositories
    /// What branches and tags are taken to mean.
    let commits: [GitRequest: String]

    /// What a reference leads to; without a name and version where only the files there can tell.
    ///
    /// - Parameter name: the project that is asked for, where somebody says one.
    func file(at url: String, for name: PackageName?, isEditable: Bool) throws -> IndexFile {
        let shown = URLReference.redacted(url)
        if url.hasPrefix("git+") {
            let reference = try GitReference(parsing: url, for: name)
            let repository = repositories.repository(reference.repository)
            let request = GitRequest(repository: reference.repository, revision: reference.revision)
            let commit =
                try commits[request]
                ?? WorkerPool.whileBlockedResult { try repository.commit(reference.revision) }
            var file = IndexFile(unnamed: name, url: reference.pinned(to: commit))
            file.tree = .commit(
                GitCommit(
                    repository: reference.repository, requested: reference.revision, commit: commit,
                    lfs: reference.lfs || repositories.wantsLargeFiles))
            file.subdirectory = reference.subdirectory
            return file
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
                return file
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
            return file
        }
    }
}
