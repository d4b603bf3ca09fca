/// Everything that a command's requirements, files and the options in them come to.
struct GatheredRequirements {
    var roots: [RootRequirement] = []
    var constraints: [RootRequirement] = []
    var overrides: [RootRequirement] = []
    /// The command's own access, with the indexes that requirements files name and credentials found in URLs.
    var access: IndexAccess
    var options: ResolutionOptions
    private var projects: ProjectFiles
    /// Files of projects whose requirements their backends know.
    private var unbuilt: [String] = []

    /// Everything stands in the files; otherwise `complete` finds out.
    var isComplete: Bool { unbuilt.isEmpty }

    /// Reads `sources`. Throws every fault of a requirements file; for arguments, that of the first bad one.
    init(
        _ sources: RequirementSources, access: IndexAccess, options: ResolutionOptions, in session: Session
    ) throws {
        self.access = access
        self.options = options
        roots = sources.roots
        constraints = sources.rootConstraints
        overrides = sources.rootOverrides
        projects = ProjectFiles(sources, session)
        for text in sources.requirements {
            roots.append(
                try root(RequirementSubject(parsing: text, in: session.workingDirectory), origin: nil))
        }
        for text in sources.editables {
            roots.append(
                try root(
                    RequirementSubject(parsingEditable: text, in: session.workingDirectory), origin: nil))
        }
        try projects.refuseExtrasOfNone()
        for file in sources.files {
            if ProjectFiles.isProject(file) {
                if try projects.needsBuild(file) {
                    unbuilt.append(file)
                } else {
                    try addProject(file)
                }
                continue
            }
            if PylockDocument.isFileName(Path(file).name) {
                throw Diagnostic("`\(file)` is a lock file, which only `install -r` reads", exitCode: .usage)
            }
            let read = try read(file, flag: "-r", session)
            roots += try read.requirements.map { try root($0) }
            constraints += try read.constraints.map { try root($0) }
            try apply(read.options)
        }
        roots += try projects.groups().map { try root(.named($0.requirement), origin: $0.origin) }
        for file in sources.constraints {
            constraints += try read(file, flag: "-c", session).constraints.map { try root($0) }
        }
        for file in sources.overrides {
            overrides += try read(file, flag: "--override", session).requirements.map { try root($0) }
        }
        if let constraint = constraints.first(where: { !$0.requirement.extras.isEmpty }) {
            throw Diagnostic("A constraint cannot have extras: `\(constraint.requirement)`")
        }
        if self.options.requireHashes { try requirePins() }
    }

    private mutating func addProject(_ file: String) throws {
        for (requirement, origin) in try projects.requirements(of: file) {
            roots.append(try root(.named(requirement), origin: origin))
        }
    }

    private func read(_ file: String, flag: String, _ session: Session) throws -> RequirementsFile {
        let read = try RequirementsFile.read(
            Path(file), flag: flag, in: session.workingDirectory, environment: session.environment)
        for option in read.ignored {
            session.reporter.warning(Diagnostic("`\(option.name)` (\(option.origin)) is ignored"))
        }
        return read
    }

    private mutating func root(_ entry: RequirementsFile.Entry) throws -> RootRequirement {
        let origin = entry.origin
        return try root(entry.subject, origin: "\(origin.flag) \(origin.file)", hashes: entry.hashes)
    }

    private mutating func root(
        _ subject: RequirementSubject, origin: String?, hashes: [Hash] = []
    ) throws -> RootRequirement {
        switch subject {
        case .named(var requirement):
            if case .url(let url) = requirement.source { requirement.source = .url(try cleanURL(url)) }
            return RootRequirement(requirement, origin: origin, hashes: hashes)
        case .located(let located):
            let requirement: Requirement
            do {
                requirement = try self.requirement(for: located)
            } catch {
                guard let origin else { throw error }
                var diagnostic = Diagnostic(describing: error)
                diagnostic.causes.append("it is asked for by `\(origin)`")
                throw diagnostic
            }
            var root = RootRequirement(requirement, origin: origin, hashes: hashes)
            root.isEditable = located.isEditable
            return root
        }
    }

    /// An archive says its name in its file name, a project in its `pyproject.toml`. Where neither does, the name is
    /// found out by `complete`.
    private mutating func requirement(for located: LocatedRequirement) throws -> Requirement {
        let url: String
        switch located.location {
        case .path(let path):
            guard let status = try File.status(path) else {
                throw Diagnostic("Distribution not found at: `\(path)`")
            }
            url = URLReference.file(path).text
            if status.kind == .directory {
                let tree = try SourceTree(path, title: path.text, isArchive: false)
                return Requirement(
                    name: tree.project?.name ?? .unnamed, extras: located.extras, source: .url(url),
                    marker: located.marker)
            }
        case .url(let text):
            url = text
        }
        let clean = try cleanURL(url)
        let reference = try URLReference(parsing: clean)
        let name = reference.lastComponent
        let filename: DistributionFilename? =
            clean.hasPrefix("git+") ? nil : try? DistributionFilename.parse(name, expecting: nil)
        if filename == nil, name.hasSuffix(".whl") {
            _ = try DistributionFilename.parse(name, expecting: nil)
        }
        return Requirement(
            name: filename?.name ?? .unnamed, extras: located.extras, source: .url(clean),
            marker: located.marker)
    }

    /// An absolute URL; the user's name and password in it are kept for its host alone.
    private mutating func cleanURL(_ text: String) throws -> String {
        if text.hasPrefix("/") { return URLReference.file(Path(text)).text }
        if text.hasPrefix(GitReference.prefix) {
            try access.credentials.addRepository(text)
            return URLReference.withoutCredentials(text)
        }
        let reference = try URLReference(parsing: text)
        if reference.userinfo != nil { _ = try access.credentials.add(text) }
        // The fragment may hold the hash that the archive must have.
        return reference.withoutCredentials.text + (reference.fragment.map { "#" + $0 } ?? "")
    }

    /// Finds out what files did not tell: the names of requirements that only say where something is, and what projects
    /// ask for by way of their backends.
    mutating func complete(from source: any DistributionSource) throws {
        for file in unbuilt {
            try projects.complete(file, from: source)
            try addProject(file)
        }
        unbuilt = []
        for index in roots.indices where roots[index].requirement.name == .unnamed {
            guard let url = roots[index].requirement.url else { continue }
            let file = try source.file(at: url, for: nil, isEditable: roots[index].isEditable).wait()
            roots[index].requirement.name = file.filename.name
        }
    }

    // MARK: Options of requirements files

    private mutating func apply(_ found: RequirementsFile.Options) throws {
        if let url = found.indexURL {
            let location = try access.credentials.location(parsing: url, isDefault: true)
            // An index that the command was given is stronger, as in uv.
            if access.index.isDefaultAssumed {
                access.index.indexes.removeAll(where: \.isDefault)
                access.index.indexes.append(location)
            }
        }
        for url in found.extraIndexURLs {
            let location = try access.credentials.location(parsing: url)
            let place = access.index.indexes.firstIndex(where: \.isDefault) ?? access.index.indexes.endIndex
            access.index.indexes.insert(location, at: place)
        }
        access.index.findLinks += found.findLinks
        access.index.noIndex = access.index.noIndex || found.noIndex
        access.network.insecureHosts += found.trustedHosts
        if found.allowsPrereleases { options.prerelease = .allow }
        if found.requiresHashes { options.requireHashes = true }
        options.noBinary = options.noBinary.union(Self.selection(found.noBinary))
        options.onlyBinary = options.onlyBinary.union(Self.selection(found.onlyBinary))
    }

    /// `:none:` empties what was named before it, as pip has it.
    private static func selection(_ names: [String]) -> PackageSelection {
        var selection = PackageSelection.none
        for name in names {
            switch name {
            case ":all:": selection = .all
            case ":none:": selection = .none
            default: if let name = PackageName(name) { selection = selection.union(.packages([name])) }
            }
        }
        return selection
    }

    /// With `--require-hashes` each requirement is one file, named by its digest.
    private func requirePins() throws {
        var faults: [String] = []
        for root in roots {
            let requirement = root.requirement
            let place = root.origin.map { " (\($0))" } ?? ""
            if case .versions(let specifiers) = requirement.source, specifiers.pinned == nil {
                faults.append("`\(requirement)`\(place) is not pinned with `==`")
            }
            let hasFragment = requirement.url?.contains("#sha") ?? false
            if root.hashes.isEmpty, !hasFragment {
                faults.append("`\(requirement)`\(place) has no `--hash`")
            }
        }
        if !faults.isEmpty {
            throw Diagnostic(
                "In `--require-hashes` mode, every requirement needs a pinned version and a hash",
                causes: faults)
        }
    }
}

extension GatheredRequirements {
    /// The hashes that the requirements of this environment give: of each package, one must be that of its file.
    func hashes(in markers: MarkerEnvironment) -> [PackageName: [Hash]] {
        var hashes: [PackageName: [Hash]] = [:]
        for root in roots + constraints + overrides where !root.hashes.isEmpty {
            let requirement = root.requirement
            guard requirement.marker?.evaluate(markers) ?? true else { continue }
            hashes[requirement.name, default: []] += root.hashes
        }
        return hashes
    }
}

extension VersionSpecifiers {
    /// The version of a single `==` without wildcard, or `===`.
    var pinned: Version? {
        guard clauses.count == 1, let only = clauses.first, !only.isPrefix,
            only.op == .equal || only.op == .arbitrary
        else { return nil }
        return only.version
    }
}
