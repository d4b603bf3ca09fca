extension Credentials {
    /// Keeps the names and passwords in URLs of a project's documents. No lock has them.
    mutating func add(of workspace: Workspace) throws {
        for url in workspace.urls where try URLReference(parsing: url).userinfo != nil {
            if url.hasPrefix(GitReference.prefix) {
                try addRepository(url)
            } else {
                _ = try add(url)
            }
        }
    }
}

extension Workspace {
    /// Of direct references and of sources; those of repositories begin with `git+`.
    fileprivate var urls: [String] {
        let documents = members.contains { $0.directory == root } ? members : members + [rootProject]
        return documents.flatMap { project -> [String] in
            let sources = project.settings.sources.entries.values.flatMap { $0 }.compactMap { entry in
                switch entry.place {
                case .git(let url, _, _, _):
                    url.hasPrefix(GitReference.prefix) ? url : GitReference.prefix + url
                case .archive(let url, _): url
                case .index, .path, .workspace: nil
                }
            }
            let lists =
                [project.requirements.dependencies] + project.requirements.extras.values
                + project.groups.map { project.entries(ofGroup: $0) }
            return sources + lists.flatMap { $0 }.compactMap(\.requirement.url)
        }
    }
}

extension Lock {
    /// The commits that branches and tags led to, which stay until an upgrade is asked for.
    func commits(except upgrade: PackageSelection) -> [GitRequest: String] {
        var commits: [GitRequest: String] = [:]
        for package in packages where !upgrade.contains(package.name) {
            guard case .git(let url, let reference, let commit, _, _) = package.source else { continue }
            commits[GitRequest(repository: url, revision: reference)] = commit
        }
        return commits
    }
}
