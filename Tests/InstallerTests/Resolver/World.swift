import Foundation
import Synchronization

@testable import Installer

/// An index in memory: what a test says it holds. Counts what it is asked.
final class World: WheelSource {
    private let pages: [PackageName: PackagePage]
    /// Those of indexes that are asked only by their URL: `{only second}` is `https://second.example/simple`.
    private let pinned: [String: [PackageName: PackagePage]]
    private let metadata: [String: Result<CoreMetadata, CoreMetadataError>]
    private let answers: [WorldVariants]
    /// Pages that were asked for, with the URL of the index where one was named.
    let pagesAsked = Mutex<[String]>([])
    /// Releases whose variants were asked for: `alpha 1.0`.
    let variantsAsked = Mutex<[String]>([])

    private init(
        pages: [PackageName: PackagePage], pinned: [String: [PackageName: PackagePage]],
        metadata: [String: Result<CoreMetadata, CoreMetadataError>], answers: [WorldVariants] = []
    ) {
        self.pages = pages
        self.pinned = pinned
        self.metadata = metadata
        self.answers = answers
    }

    func page(for name: PackageName, from index: String?) -> Future<PackagePage> {
        pagesAsked.withLock { $0.append(index.map { "\(name.text) \($0)" } ?? name.text) }
        if let index {
            return Future(value: pinned[index]?[name] ?? .missing(name, .unknown(indexes: [index])))
        }
        return Future(
            value: pages[name] ?? .missing(name, .unknown(indexes: ["https://index.example/simple"])))
    }

    func metadata(for file: IndexFile) -> Future<CoreMetadata> {
        switch metadata[file.url] {
        case .success(let metadata): Future(value: metadata)
        case .failure(let error): Future(error: error)
        case nil: Future(error: Diagnostic("no such file in the world: \(file.url)"))
        }
    }

    func variants(of release: VariantRelease) -> Future<VariantAnswer> {
        variantsAsked.withLock { $0.append("\(release.name.text) \(release.version)") }
        let index = release.wheels[0].indexURL
        let entry = answers.first {
            $0.name == release.name && $0.version == release.version
                && ($0.indexURL == index || release.file == nil)
        }
        guard let entry else {
            return Future(
                value: VariantAnswer(
                    metadata: nil, faults: [Diagnostic("`variant.json` of \(release.name.text) is missing")]))
        }
        return entry.answer(embeddedIn: release.file == nil ? release.wheels : nil)
    }

    func archive(for file: IndexFile) -> Future<Path> { Future(error: Diagnostic("a world has no archives")) }

    /// A release for `World(releases:)`.
    struct Release {
        var name: String
        var version: String
        var requires: [String] = []
        var extras: [String: [String]] = [:]
        var requiresPython: String?
        var wheels = ["py3-none-any"]
        var hasSource = false
        var yanked: String?
        var uploadTime: Int64?
        var hashes: [Hash] = []
        /// Replaces the metadata of all files.
        var metadataText: String?
        /// The host name of its index is that and `.example`.
        var index = "index"
        /// The index is asked only by its URL.
        var isExplicit = false
    }

    convenience init(_ releases: [Release], variants: [WorldVariants] = []) {
        var files: [PackageName: [IndexFile]] = [:]
        var pinned: [String: [PackageName: [IndexFile]]] = [:]
        var metadata: [String: Result<CoreMetadata, CoreMetadataError>] = [:]
        for release in releases {
            let name = PackageName(release.name)!
            let stem = "\(name.underscored)-\(release.version)"
            let text = release.metadataText ?? Self.metadata(release)
            let parsed = Result { () throws(CoreMetadataError) in try CoreMetadata(parsing: Array(text.utf8))
            }
            let names =
                release.wheels.map { "\(stem)-\($0).whl" } + (release.hasSource ? ["\(stem).tar.gz"] : [])
            for basename in names {
                let filename = try! DistributionFilename.parse(basename, expecting: name)
                let url = "https://\(release.index).example/files/\(basename)"
                let index = "https://\(release.index).example/simple"
                let file = IndexFile(
                    filename: filename, basename: basename, version: filename.version, url: url,
                    hashes: release.hashes,
                    requiresPython: release.requiresPython.map { try! VersionSpecifiers(parsing: $0) },
                    yanked: release.yanked, uploadTime: release.uploadTime, indexURL: index)
                if !release.isExplicit { files[name, default: []].append(file) }
                pinned[index, default: [:]][name, default: []].append(file)
                metadata[url] = parsed
            }
        }
        func pages(_ files: [PackageName: [IndexFile]], _ index: String?) -> [PackageName: PackagePage] {
            Dictionary(
                uniqueKeysWithValues: files.map { name, files in
                    let variants = variants.filter {
                        $0.name == name && $0.indexURL == index ?? $0.indexURL
                    }.map(\.file)
                    return (name, PackagePage(name: name, files: files, variants: variants))
                })
        }
        let only = pinned.map { index, files in (index, pages(files, index)) }
        self.init(
            pages: pages(files, nil), pinned: Dictionary(uniqueKeysWithValues: only), metadata: metadata,
            answers: variants)
    }

    convenience init(_ resolverCase: ResolverCase) {
        self.init(
            resolverCase.packages.map {
                Release(
                    name: $0.name, version: $0.version, requires: $0.requires, extras: $0.extras,
                    requiresPython: $0.requiresPython, wheels: $0.wheels, hasSource: $0.sdist,
                    yanked: $0.yanked ? "" : nil)
            })
    }

    /// Releases as lines: `name version: requirement | [extra] requirement | …`, then flags in braces:
    /// `{yanked}`, `{python >=3.13}`, `{wheels tag tag}`, `{source}`, `{time 1000}`,
    /// `{index second}`, `{only cu126}`.
    convenience init(lines: [String]) {
        self.init(lines.map(Self.release))
    }

    static func release(_ line: String) -> Release {
        var line = line
        var release = Release(name: "", version: "")
        while let open = line.firstIndex(of: "{"), let close = line.firstIndex(of: "}") {
            let words = line[line.index(after: open)..<close].split(separator: " ").map(String.init)
            switch words[0] {
            case "yanked": release.yanked = words.dropFirst().joined(separator: " ")
            case "python": release.requiresPython = words[1]
            case "wheels": release.wheels = Array(words.dropFirst())
            case "source": release.hasSource = true
            case "time": release.uploadTime = Int64(words[1])!
            case "index": release.index = words[1]
            case "only":
                release.index = words[1]
                release.isExplicit = true
            case "hash": release.hashes = [Hash(parsing: words[1])!]
            default: fatalError("unknown flag \(words[0])")
            }
            line.removeSubrange(open...close)
        }
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        let head = parts[0].split(separator: " ").map(String.init)
        (release.name, release.version) = (head[0], head[1])
        for item in parts.count > 1 ? parts[1].split(separator: "|") : [] {
            let text = item.trimmingCharacters(in: .whitespaces)
            if text.isEmpty { continue }
            if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
                let extra = String(text[text.index(after: text.startIndex)..<end])
                let requirement = text[text.index(after: end)...].trimmingCharacters(in: .whitespaces)
                release.extras[extra, default: []] += requirement.isEmpty ? [] : [requirement]
            } else {
                release.requires.append(text)
            }
        }
        return release
    }

    private static func metadata(_ release: Release) -> String {
        var text = "Metadata-Version: 2.2\nName: \(release.name)\nVersion: \(release.version)\n"
        if let python = release.requiresPython { text += "Requires-Python: \(python)\n" }
        for requirement in release.requires { text += "Requires-Dist: \(requirement)\n" }
        for (extra, requirements) in release.extras.sorted(by: { $0.key < $1.key }) {
            text += "Provides-Extra: \(extra)\n"
            for requirement in requirements {
                let parts = requirement.split(separator: ";", maxSplits: 1).map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                let marker = parts.count > 1 ? "(\(parts[1])) and extra == '\(extra)'" : "extra == '\(extra)'"
                text += "Requires-Dist: \(parts[0]); \(marker)\n"
            }
        }
        return text
    }

    /// CPython on Linux.
    static func environment(
        python: Version = Version("3.12")!, sysPlatform: String = "linux", machine: String = "x86_64",
        implementation: String = "cpython"
    ) -> MarkerEnvironment {
        let names = ["linux": "Linux", "darwin": "Darwin", "win32": "Windows"]
        return MarkerEnvironment(
            osName: sysPlatform == "win32" ? "nt" : "posix", sysPlatform: sysPlatform,
            platformMachine: machine,
            platformPythonImplementation: ["cpython": "CPython", "pypy": "PyPy"][implementation]
                ?? implementation,
            platformRelease: "6.1.0", platformSystem: names[sysPlatform] ?? sysPlatform,
            platformVersion: "#1",
            pythonVersion: "\(python.major).\(python.minor)",
            pythonFullVersion: "\(python.major).\(python.minor).\(python.patch)",
            implementationName: implementation,
            implementationVersion: "\(python.major).\(python.minor).\(python.patch)")
    }

    static func target(
        python: Version = Version("3.12")!, platform: TargetPlatform = .linux
    ) -> ResolutionTarget {
        .environment(
            platform.adapting(environment(python: python)),
            PlatformTags(python: (Int(python.major), Int(python.minor)), platform: platform))
    }
}
