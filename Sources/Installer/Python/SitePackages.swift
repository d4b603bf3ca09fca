/// The distributions installed in an environment.
///
/// Reading it lists each site directory once; names and versions are those of the entries. Only an entry whose name
/// does not tell both has its metadata read.
package struct SitePackages: Sendable {
    /// Sorted by name; of one name, in the order in which Python would find them.
    package let distributions: [InstalledDistribution]
    /// Entries that look like a distribution's metadata and are not.
    package let unreadable: [Unreadable]

    package struct Unreadable: Sendable, Hashable {
        package let path: Path
        package let why: String
    }

    private let places: [PackageName: [Int]]

    package init(_ environment: Environment) throws {
        try self.init(directories: environment.siteDirectories)
    }

    /// Of these directories, in the order of the import path; one that is absent holds nothing.
    package init(directories: [Path]) throws {
        var scan = Scan()
        for directory in directories { try scan.read(directory) }
        // The sort is stable: directories stay in the order of the import path.
        distributions = scan.found.sorted { a, b in a.name < b.name }
        unreadable = scan.unreadable.sorted { $0.path < $1.path }
        places = Dictionary(grouping: distributions.indices) { [distributions] in distributions[$0].name }
    }

    /// The distribution that Python would find under this name.
    package subscript(name: PackageName) -> InstalledDistribution? {
        places[name].map { distributions[$0[0]] }
    }

    /// All of this name; more than one is damage, left by a cut-short upgrade of some tool.
    package func all(_ name: PackageName) -> [InstalledDistribution] {
        (places[name] ?? []).map { distributions[$0] }
    }

    /// Names that are installed more than once.
    package var duplicated: [PackageName] {
        places.filter { $0.value.count > 1 }.map(\.key).sorted()
    }

    package var isEmpty: Bool { distributions.isEmpty }
}

extension SitePackages {
    private struct Scan {
        var found: [InstalledDistribution] = []
        var unreadable: [Unreadable] = []

        mutating func read(_ directory: Path) throws {
            let entries = try Directory.entriesIfPresent(directory) ?? []
            let named = entries.compactMap { entry in InstalledName(entry: entry.name).map { (entry, $0) } }
            // readdir has no order of its own; `.dist-info` counts before older forms.
            let ordered = named.sorted { a, b in
                let (left, right) = (a.1.form == .distInfo, b.1.form == .distInfo)
                return left == right ? a.0.name < b.0.name : left
            }
            for (entry, name) in ordered {
                let path = directory / entry.name
                let kind = entry.kind == .link ? (try? File.status(path))?.kind ?? .link : entry.kind
                switch (name.form, kind) {
                case (.distInfo, .directory):
                    add(name, kind: .distInfo, path: path, metadata: path / "METADATA")
                case (.eggInfo, .directory):
                    add(name, kind: .eggInfoDirectory, path: path, metadata: path / "PKG-INFO")
                case (.eggInfo, .file):
                    add(name, kind: .eggInfoFile, path: path, metadata: path)
                case (.eggLink, .file):
                    link(name, path: path)
                default:
                    unreadable.append(
                        Unreadable(path: path, why: "neither the file nor the directory it should be"))
                }
            }
        }

        private mutating func add(
            _ name: InstalledName, kind: InstalledDistribution.Kind, path: Path, metadata: Path
        ) {
            if let known = name.name, let version = name.version {
                found.append(
                    InstalledDistribution(
                        name: known, version: version, kind: kind, path: path, metadataPath: metadata))
                return
            }
            do {
                let bytes = try File.read(metadata, limit: InstalledDistribution.metadataLimit)
                let said = InstalledName.fields(ofMetadata: bytes)
                guard let known = said.name ?? name.name, let version = said.version ?? name.version else {
                    unreadable.append(
                        Unreadable(path: path, why: "`\(metadata.name)` holds no valid name and version"))
                    return
                }
                found.append(
                    InstalledDistribution(
                        name: known, version: version, kind: kind, path: path, metadataPath: metadata))
            } catch {
                unreadable.append(Unreadable(path: path, why: error.diagnostic.message))
            }
        }

        /// The first line names the project's directory, which holds the metadata.
        private mutating func link(_ name: InstalledName, path: Path) {
            guard let bytes = try? File.read(path, limit: 1 << 20),
                let line = bytes.split(separator: UInt8(ascii: "\n")).first
            else {
                unreadable.append(Unreadable(path: path, why: "it names no directory"))
                return
            }
            var text = String(decoding: line, as: UTF8.self)
            while text.utf8.last?.isASCIISpace == true { text.removeLast() }
            let project = Path(text).absolute(in: path.parent)
            let entries = (try? Directory.entriesIfPresent(project)) ?? []
            let candidates = entries.map(\.name).filter { $0.hasSuffix(".egg-info") }.sorted()
            let own = candidates.first { InstalledName(entry: $0)?.name == name.name }
            guard let own = own ?? candidates.first else {
                unreadable.append(Unreadable(path: path, why: "`\(project)` holds no `.egg-info`"))
                return
            }
            add(
                InstalledName(entry: own) ?? name, kind: .eggLink(project: project), path: path,
                metadata: project / own / "PKG-INFO")
        }
    }
}
