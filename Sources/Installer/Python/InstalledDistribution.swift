/// A distribution in a site directory. Its name and version are known; all else is read when asked for.
package struct InstalledDistribution: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A directory with METADATA and RECORD (PEP 376): what every installer of wheels leaves.
        case distInfo
        /// A directory with PKG-INFO, as setuptools left it.
        case eggInfoDirectory
        /// A single file that is the metadata, as distutils left it. It does not say what was installed.
        case eggInfoFile
        /// A checkout that is imported from where it is: an `.egg-link` naming this directory.
        case eggLink(project: Path)
    }

    package let name: PackageName
    package let version: Version
    package let kind: Kind
    /// The metadata directory, or the `.egg-info` or `.egg-link` file.
    package let path: Path
    /// The file with the core metadata.
    package let metadataPath: Path

    package init(name: PackageName, version: Version, kind: Kind, path: Path, metadataPath: Path) {
        self.name = name
        self.version = version
        self.kind = kind
        self.path = path
        self.metadataPath = metadataPath
    }

    /// The directory that it is installed in, to which the paths of its RECORD are relative.
    package var location: Path { path.parent }

    /// `name==version`
    package var pin: String { "\(name)==\(version)" }
}

/// A distribution whose own files do not say what they must.
package struct InstalledDistributionError: Diagnosable, Equatable {
    package let path: Path
    package let what: String

    package var diagnostic: Diagnostic {
        Diagnostic(
            "Failed to read the installed distribution at `\(path)`", causes: [what],
            hints: ["Reinstall the package, or remove the directory"])
    }
}

extension InstalledDistribution {
    /// Metadata beyond this size is taken for damage.
    static let metadataLimit = 32 << 20

    /// The core metadata, read anew each time; old mistakes in it are forgiven.
    package func metadata() throws -> CoreMetadata {
        let bytes = try metadataBytes()
        do {
            return try CoreMetadata(parsing: bytes, tolerant: true)
        } catch {
            throw error.diagnostic.wrapped(in: "Failed to read the installed distribution at `\(path)`")
        }
    }

    package func metadataBytes() throws -> [UInt8] {
        do {
            return try File.read(metadataPath, limit: Self.metadataLimit)
        } catch {
            throw InstalledDistributionError(path: path, what: error.diagnostic.message)
        }
    }

    /// The tool that installed it (`INSTALLER`): `swuv`, `pip`, `uv`.
    package var installer: String? {
        guard let text = small("INSTALLER") else { return nil }
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let shown = line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        return shown.isEmpty ? nil : String(String.UnicodeScalarView(shown))
    }

    /// The user asked for it by name (`REQUESTED`, PEP 376).
    package var isRequested: Bool { kind == .distInfo && File.exists(path / "REQUESTED") }

    /// Where it came from when it came from no index; nil also where the file cannot be read.
    package var directURL: DirectURL? {
        guard kind == .distInfo,
            let bytes = try? File.readIfPresent(path / DirectURL.fileName, limit: 1 << 20)
        else { return nil }
        return DirectURL(parsing: bytes)
    }

    /// The directory of the project that is imported in place; nil for ordinary installations.
    package var editableProject: Path? {
        if case .eggLink(let project) = kind { return project }
        guard let url = directURL, url.isEditable else { return nil }
        return url.localPath
    }

    /// The files it consists of (`RECORD`), relative to `location`. A distribution without the file cannot be
    /// uninstalled safely: that is an error that says so.
    package func record() throws -> [RecordEntry] {
        guard kind == .distInfo else {
            throw InstalledDistributionError(
                path: path,
                what: "It was installed without a `RECORD` of its files, by distutils or setuptools")
        }
        let file = path / "RECORD"
        let bytes: [UInt8]
        do {
            guard let found = try File.readIfPresent(file, limit: 256 << 20) else {
                throw InstalledDistributionError(path: path, what: "It has no `RECORD`")
            }
            bytes = found
        } catch let error as SystemError {
            throw InstalledDistributionError(path: path, what: error.diagnostic.message)
        }
        return try RecordReader.parse(bytes, file: file.text)
    }

    /// The groups of `entry_points.txt`; none when there is no such file.
    package func entryPoints() throws -> EntryPoints? {
        let directory: Path
        switch kind {
        case .distInfo, .eggInfoDirectory: directory = path
        case .eggInfoFile, .eggLink: return nil
        }
        let file = directory / EntryPoints.fileName
        return try File.readIfPresent(file, limit: Self.metadataLimit).map {
            try EntryPoints(parsing: $0, file: file.text)
        }
    }

    /// The names it is imported by (`top_level.txt`), where setuptools left them.
    package var topLevelNames: [String] {
        (small("top_level.txt") ?? "").split(whereSeparator: \.isNewline).map(String.init)
    }

    private func small(_ name: String) -> String? {
        guard kind == .distInfo || kind == .eggInfoDirectory,
            let bytes = try? File.readIfPresent(path / name, limit: 1 << 20)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
