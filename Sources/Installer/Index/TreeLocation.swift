/// Where a project's files are when they are in no archive.
package enum TreeLocation: Sendable, Hashable {
    /// A directory of this machine. `isEditable`: what is installed leads to the files there (PEP 660).
    case directory(Path, isEditable: Bool)
    /// A commit of a Git repository.
    case commit(GitCommit)
}

/// A commit, and what was asked for that led to it.
package struct GitCommit: Sendable, Hashable {
    /// Of the repository, as Git takes it; without credentials.
    package var repository: String
    /// A branch, tag or commit; nil: the default branch.
    package var requested: String?
    /// 40 or 64 hexadecimal digits.
    package var commit: String
    /// Large files (LFS) are fetched too; otherwise what stands for them stays.
    package var lfs: Bool

    package init(repository: String, requested: String?, commit: String, lfs: Bool = false) {
        self.repository = repository
        self.requested = requested
        self.commit = commit
        self.lfs = lfs
    }
}

/// What leads to a commit.
package struct GitRequest: Sendable, Hashable {
    package var repository: String
    /// nil: the default branch.
    package var revision: String?

    package init(repository: String, revision: String?) {
        self.repository = repository
        self.revision = revision
    }
}

extension IndexFile {
    /// A directory of this machine that holds a project.
    package init(directory: Path, name: PackageName, version: Version, isEditable: Bool) {
        let url = URLReference.file(directory).text
        self.init(
            filename: .source(SourceDistributionFilename(ofTree: name, version)), basename: directory.text,
            version: version, url: url, indexURL: url)
        tree = .directory(directory, isEditable: isEditable)
    }

    /// An archive by its URL, whose name tells what it is.
    package init(archiveAt url: String, for name: PackageName?) throws {
        let reference = try URLReference(parsing: url).withoutCredentials
        let basename = reference.lastComponent
        let filename: DistributionFilename
        do {
            filename = try DistributionFilename.parse(basename, expecting: name)
        } catch {
            throw Diagnostic(describing: error).wrapped(
                in: "cannot use `\(name.map { "\($0) @ " } ?? "")\(reference.text)`")
        }
        let hash = reference.fragment.flatMap { fragment in
            fragment.split(separator: "&").lazy.compactMap { Hash(parsing: $0) }.first
        }
        self.init(
            filename: filename, basename: basename, version: filename.version, url: reference.text,
            hashes: hash.map { [$0] } ?? [], indexURL: reference.text)
        subdirectory = reference.fragmentValue("subdirectory")
    }

    /// Of a checkout: the reference that leads to the same commit for ever.
    package var pinnedURL: String? {
        guard case .commit(let commit) = tree else { return nil }
        let fragment = [subdirectory.map { "subdirectory=" + $0 }, commit.lfs ? "lfs=true" : nil].compactMap(
            \.self)
        return "git+\(commit.repository)@\(commit.commit)"
            + (fragment.isEmpty ? "" : "#" + fragment.joined(separator: "&"))
    }

    /// What tells sources of builds apart.
    package var identity: String {
        var text = url
        if let subdirectory { text += "#" + subdirectory }
        switch tree {
        case .directory(_, isEditable: true): text += "#editable"
        case .commit(let commit) where commit.lfs: text += "#lfs"
        default: break
        }
        return text
    }
}

extension URLReference {
    /// `x` of `…#a=b&key=x`.
    package func fragmentValue(_ key: String) -> String? {
        for part in (fragment ?? "").split(separator: "&") where part.hasPrefix(key + "=") {
            return PercentCoding.decoded(String(part.dropFirst(key.utf8.count + 1)))
        }
        return nil
    }
}
