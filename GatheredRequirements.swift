/// Everything that a command's requirements, files and the options in them come to.
struct GatheredRequirements {
    var roots: [RootRequirement] = []
    var constraints: [RootRequirement] = []
    var overrides: [RootRequirement] = []
    /// The command's own access, with the indexes that requirements files name and credentials found in URLs.
    var access: IndexAccess
    var options: ResolutionOptions

    /// Reads `sources`. Throws every fault of a requirements file; for arguments, that of the first bad one.
    init(
        _ sources: RequirementSources, access: IndexAccess, options: ResolutionOptions, in session: Session
    ) throws {
        self.access = access
        self.options = options
        for text in sources.requirements {
            roots.append(try root(RequirementSubject(parsing: text, in: session.workingDirectory), origin: nil))
        }
        if let editable = sources.editables.first {
            throw Self.editableRefusal(editable)
        }
        for file in sources.files {
            let read = try read(file, flag: "-r", session)
            roots += try read.requirements.map { try root($0) }
            constraints += try read.constraints.map { try root($0) }
            try apply(read.options)
        }
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
        var requirement: Requirement
        switch subject {
        case .named(let named):
            requirement = named
            if case .url(let url) = named.source { requirement.source = .url(try cleanURL(url)) }
        case .located(let located):
            requirement = try self.requirement(for: located)
        }
        return RootRequirement(requirement, origin: origin, hashes: hashes)
    }

    /// A wheel says its name in its file name; anything else would have to be built to know.
    private mutating func requirement(for located: LocatedRequirement) throws -> Requirement {
        let url: String
        switch located.location {
        case .path(let path):
            if located.isEditable { throw Self.editableRefusal(path.text) }
            guard let status = try File.status(path) else {
                throw Diagnostic("Distribution not found at: `\(path)`")
            }
            guard status.kind == .file else {
                throw Diagnostic(
                    "`\(path)` is not a wheel", causes: ["swuv installs wheels; projects are not built yet"])
            }
            url = path.fileURL
        case .url(let text):
            url = text
        }
        let clean = try cleanURL(url)
        let reference = try URLReference(parsing: clean)
        let name = reference.lastComponent
        guard case .wheel(let filename) = try DistributionFilename.parse(name, expecting: nil) else {
            throw Diagnostic(
                "`\(clean)` is not a wheel", causes: ["swuv installs wheels; source distributions are not built yet"])
        }
        return Requirement(
            name: filename.name, extras: located.extras, source: .url(clean), marker: located.marker)
    }

    /// An absolute URL; the user's name and password in it are kept for its host alone.
    private mutating func cleanURL(_ text: String) throws -> String {
        if text.hasPrefix("/") { return Path(text).fileURL }
        let reference = try URLReference(parsing: text)
        if reference.userinfo != nil { _ = try access.credentials.add(text) }
        return reference.withoutCredentials.text
    }

    private static func editableRefusal(_ text: String) -> Diagnostic {
        Diagnostic("cannot install `\(text)` in place", causes: ["editable projects are not built yet"])
    }

    // MARK: Options of requirements files

    private mutating func apply(_ found: RequirementsFile.Options) throws {
        if let url = found.indexURL {
            access.index.indexes.removeAll(where: \.isDefault)
            access.index.indexes.append(try access.credentials.location(parsing: url, isDefault: true))
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

extension VersionSpecifiers {
    /// The version of a single `==` without wildcard, or `===`.
    var pinned: Version? {
        guard clauses.count == 1, let only = clauses.first, !only.isPrefix,
            only.op == .equal || only.op == .arbitrary
        else { return nil }
        return only.version
    }
}
