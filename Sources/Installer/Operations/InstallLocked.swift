extension RequirementSources {
    /// The lock file among the files (`-r pylock.toml`), which then is all there is.
    func lockFile() throws -> String? {
        guard let file = files.first(where: { PylockDocument.isFileName(Path($0).name) }) else { return nil }
        let isAlone =
            files.count == 1 && requirements.isEmpty && editables.isEmpty && constraints.isEmpty
            && overrides.isEmpty
        guard isAlone else {
            throw Diagnostic(
                "`-r \(file)` is a lock file and cannot be combined with other requirements or constraints",
                exitCode: .usage)
        }
        return file
    }

    /// These without what a lock file takes care of itself.
    func withoutLockFile() throws -> RequirementSources {
        try lockFile() == nil ? self : RequirementSources()
    }
}

/// The lock file of an `install`, in the place of requirements and their resolution (PEP 751; V-170…V-174).
struct LockedPackages {
    let document: PylockDocument
    /// Relative paths in it start here.
    let directory: Path
    private let extras: Set<ExtraName>?
    private let groups: [ExtraName]

    /// nil when `sources` names no lock file. Reads it, and throws all its faults.
    init?(_ sources: RequirementSources, in session: Session) throws {
        guard let file = try sources.lockFile() else { return nil }
        let path = Path(file).absolute(in: session.workingDirectory)
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.read(path, limit: PylockDocument.sizeLimit)
        } catch {
            throw Diagnostic("Failed to read `\(file)`", causes: [error.reasonText])
        }
        document = try PylockDocument(parsing: bytes, file: file)
        directory = path.parent
        extras = sources.allExtras ? nil : sources.extras
        groups = try sources.groups.map { text in
            guard let name = ExtraName(text) else {
                throw Diagnostic("`\(text)` is no valid name of a dependency group", exitCode: .usage)
            }
            return name
        }
        if document.isNewerMinor {
            session.reporter.warning(
                Diagnostic("`\(file)` is newer than the format that swuv knows; something may be missed"))
        }
    }

    /// Keeps the names and passwords that URLs of the lock file hold, each for its host.
    func addCredentials(to credentials: inout Credentials) throws {
        for package in document.packages {
            if let url = package.tree?.url, package.tree?.system == "git" {
                try credentials.addRepository(GitReference.prefix + url)
            }
            for file in package.wheels + [package.archive].compactMap({ $0 }) {
                guard let url = file.url, try URLReference(parsing: url).userinfo != nil else { continue }
                _ = try credentials.add(url)
            }
        }
    }

    /// What of it is installed in an environment, as a resolution.
    func resolution(
        in target: TargetEnvironment, source: any DistributionSource, variants: VariantHost,
        installed: SitePackages, options: ResolutionOptions, reporter: any Reporter
    ) throws -> Resolution {
        var setting = PylockChoice.Setting(
            markers: target.markers, tags: target.tags, locate: location,
            variants: { try source.variants(of: $0).wait() },
            supported: { try variants.supported(for: $0, namespaces: $1).wait() })
        setting.tree = { name, tree in
            let place = try self.reference(to: tree, of: name)
            var file = try source.file(at: place, for: name, isEditable: tree.isEditable).wait()
            if case .commit(var commit) = file.tree {
                commit.requested = tree.requested
                file.tree = .commit(commit)
            }
            return file
        }
        setting.extras = extras ?? Set(document.extras)
        if !groups.isEmpty { setting.groups = Set(document.defaultGroups).union(groups) }
        setting.preferences = variants.preferences
        setting.noBinary = options.noBinary
        setting.noBuild = options.buildsSources ? options.noBuild.union(options.onlyBinary) : .all
        for distribution in installed.distributions {
            setting.installed[distribution.name] = distribution.version
        }
        let choice = try PylockChoice(document, in: setting)
        for warning in choice.warnings { reporter.warning(warning) }
        return Resolution(packages: choice.items.map(Self.resolved).sorted { $0.name < $1.name })
    }

    /// A tree as a requirement would name it.
    private func reference(to tree: PylockPackage.Tree, of name: PackageName) throws -> String {
        func incomplete(_ key: String) -> Diagnostic {
            Diagnostic("`\(document.file)` cannot be installed here", causes: ["`\(name)` has no `\(key)`"])
        }
        switch tree.kind {
        case .directory:
            guard let path = tree.path else { throw incomplete("directory.path") }
            let place = Path(path).absolute(in: directory)
            return URLReference.file((tree.subdirectory.map { place / Path($0) } ?? place).normalised).text
        case .vcs:
            guard tree.system == "git" else {
                let system = tree.system.map { TextExcerpt.shortened($0) } ?? ""
                throw Diagnostic(
                    "`\(document.file)` cannot be installed here",
                    causes: ["`\(name)` is in a repository of `\(system)`, and only those of `git` are known"]
                )
            }
            guard let commit = tree.commit else { throw incomplete("vcs.commit-id") }
            let url =
                tree.url.map { URLReference.withoutCredentials($0) }
                ?? tree.path.map { URLReference.file(Path($0).absolute(in: directory).normalised).text }
            guard let url else { throw incomplete("vcs.url") }
            let inside = tree.subdirectory.map { "#subdirectory=" + $0 } ?? ""
            return "\(GitReference.prefix)\(url)@\(commit)\(inside)"
        }
    }

    /// A path comes first when its file is there; without a URL it has to be.
    private func location(_ file: PylockFile) -> String? {
        if let path = file.path {
            let place = Path(path).absolute(in: directory)
            if (try? File.status(place))?.kind == .file { return URLReference.file(place).text }
        }
        guard let url = file.url, let reference = try? URLReference(parsing: url) else { return nil }
        let clean = reference.withoutCredentials.text
        return clean.split(separator: "#", maxSplits: 1).first.map(String.init) ?? clean
    }

    private static func resolved(_ item: PylockChoice.Item) -> ResolvedPackage {
        ResolvedPackage(
            name: item.name, version: item.version, extras: [],
            source: item.directURL.map { .archive(item.file, url: $0) } ?? .index(item.file),
            files: [item.file], metadata: CoreMetadata(name: item.name, version: item.version),
            marker: .always, dependencies: [], requiredBy: [.root(origin: nil)], isDirect: item.isDirect,
            variant: item.variant)
    }
}
