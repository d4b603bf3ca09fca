/// The files of a project from which a wheel can be built: an unpacked source distribution, a checkout, or a
/// directory of the user's.
package struct SourceTree: Sendable {
    package let root: Path
    /// As messages call it: `demo-1.0.tar.gz`, a path, a URL.
    package let title: String
    package let buildSystem: BuildSystem
    /// Of `[project]`; nil without one, or where it cannot be read and a backend may know better.
    package let project: ProjectRequirements?
    /// The header of `PKG-INFO`; nil without one.
    package let packageInfo: CoreMetadata?
    private let hasProjectFile: Bool
    /// Its builds want to be told for which GPUs to compile: `export-host-properties` of its own `[tool.swuv]` names it.
    let asksForHost: Bool

    /// Reads what tells who builds it and what it is. Runs nothing.
    ///
    /// - Parameter isArchive: a source distribution: its `PKG-INFO` counts, and faults in parts of its
    ///   `pyproject.toml` that only its authors use do not.
    package init(_ root: Path, title: String, isArchive: Bool) throws {
        self.root = root
        self.title = title
        let bytes = try File.readIfPresent(root / Self.projectFile, limit: Self.sizeLimit)
        hasProjectFile = bytes != nil
        if let bytes {
            let file = isArchive ? "\(title)/\(Self.projectFile)" : (root / Self.projectFile).text
            let document = try TOMLDocument(parsing: bytes, file: file)
            buildSystem = try BuildSystem(document)
            let asking = document["tool", "swuv", "export-host-properties"]?.array?.compactMap(\.string) ?? []
            let own = document["project", "name"]?.string.flatMap { PackageName($0) }
            asksForHost = asking.contains { PackageName($0) == own && own != nil }
            if document["project"] == nil {
                project = nil
            } else if isArchive {
                project = try? ProjectRequirements.parse(bytes, file: file)
            } else {
                project = try ProjectRequirements.parse(bytes, file: file)
            }
        } else {
            buildSystem = .legacy
            asksForHost = false
            project = nil
        }
        if isArchive, let bytes = try File.readIfPresent(root / "PKG-INFO", limit: Self.sizeLimit) {
            packageInfo = try? CoreMetadata(parsing: bytes)
        } else {
            packageInfo = nil
        }
        guard hasProjectFile || File.exists(root / "setup.py") else {
            throw BuildFailure(
                title, ["it has neither a `pyproject.toml` nor a `setup.py`, so nobody knows how to build it"]
            )
        }
    }

    static let projectFile = "pyproject.toml"
    private static let sizeLimit = 16 << 20

    /// Holds the tree against what its file name or a requirement promised, before any of its code runs.
    package func check(name: PackageName, version: Version?) throws(BuildFailure) {
        var faults: [String] = []
        if let packageInfo {
            if packageInfo.name != name {
                faults.append("its `PKG-INFO` is of the project `\(packageInfo.name)`, not of `\(name)`")
            }
            if let version, packageInfo.version != version {
                faults.append("its `PKG-INFO` is of version `\(packageInfo.version)`, not of `\(version)`")
            }
        }
        if let own = project?.name, own != name {
            faults.append("its `pyproject.toml` is of the project `\(own)`, not of `\(name)`")
        }
        if let version, let own = project?.version, own != version {
            faults.append("its `pyproject.toml` is of version `\(own)`, not of `\(version)`")
        }
        if !faults.isEmpty { throw BuildFailure(title, faults) }
    }

    /// Its version comes from the tags of its repository, as far as its files tell.
    var asksHistory: Bool {
        guard project?.version == nil else { return false }
        let words = ["scm", "vcs", "versioneer", "versioning", "dunamai"]
        return [Self.projectFile, "setup.py", "setup.cfg"].contains { name in
            let bytes = (try? File.readIfPresent(root / Path(name), limit: Self.sizeLimit)) ?? []
            return words.contains { bytes.firstRange(of: $0.utf8) != nil }
        }
    }

    // MARK: Metadata without a build

    /// The metadata that every build of the tree has, where the files say so (PEP 643, PEP 621); nil where only a
    /// build can tell.
    ///
    /// - Parameter version: what the file name promised, for a project whose version is dynamic.
    package func staticMetadata(version: Version?) -> CoreMetadata? {
        if let packageInfo, Self.isStatic(packageInfo) { return packageInfo }
        guard let project, let name = project.name, let version = project.version ?? version else {
            return nil
        }
        let needed: Set = ["dependencies", "optional-dependencies", "requires-python"]
        guard project.dynamic.isDisjoint(with: needed) else { return nil }
        return project.metadata(name: name, version: version)
    }

    /// Metadata 2.2 and newer says which fields a build may still change.
    private static func isStatic(_ info: CoreMetadata) -> Bool {
        let parts = info.metadataVersion.split(separator: ".").map { Int($0) ?? 0 }
        guard parts.count == 2, parts[0] == 2, parts[1] >= 2 else { return false }
        let needed: Set = ["requires-dist", "requires-python", "provides-extra", "version", "name"]
        return needed.isDisjoint(with: info.dynamic)
    }
}

extension ProjectRequirements {
    /// The metadata that a backend has to make of the static fields (PEP 621).
    fileprivate func metadata(name: PackageName, version: Version) -> CoreMetadata {
        var metadata = CoreMetadata(
            name: name, version: version, requiresPython: requiresPython,
            requirements: dependencies.map(\.requirement), providesExtras: extraNames, metadataVersion: "2.2")
        for extra in extraNames {
            for entry in extras[extra] ?? [] {
                var requirement = entry.requirement
                let condition = Marker.term(MarkerTerm(.extra, .equal, extra.text))
                requirement.marker =
                    switch requirement.marker {
                    case nil: condition
                    case .and(let parts): .and(parts + [condition])
                    case .some(let own): .and([own, condition])
                    }
                metadata.requirements.append(requirement)
            }
        }
        return metadata
    }
}
