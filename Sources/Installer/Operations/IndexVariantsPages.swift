/// A file of the directory that an index is made of.
struct IndexedFile: Sendable {
    let name: String
    let project: PackageName
    let version: Version
    let sha256: Hash
    let size: Int
    /// nil for a source distribution and for the variants file itself.
    let wheel: VariantWheel?
    let faults: [String]

    /// By its name it is a wheel or a source distribution.
    static func mayBe(_ name: String) -> Bool {
        name.hasSuffix(".whl") || (try? SourceDistributionFilename(parsing: name)) != nil
    }

    init(_ path: Path) throws {
        name = path.name
        if path.name.hasSuffix(".whl") {
            // The hashes of the members are left to `variants check`.
            let wheel = VariantWheel(path, comparesContents: false)
            self.wheel = wheel
            faults = wheel.faults
            project = wheel.filename?.name ?? .unnamed
            version = wheel.filename?.version ?? Version(release: [0])
        } else {
            let filename = try SourceDistributionFilename(parsing: path.name)
            wheel = nil
            faults = []
            project = filename.name
            version = filename.version
        }
        size = Int(try File.status(path)?.size ?? 0)
        sha256 = try Digest.ofFile(path)
    }

    /// The variants file of a release.
    init(_ filename: VariantsFileName, _ bytes: [UInt8]) {
        name = filename.text
        project = filename.name
        version = filename.version
        sha256 = Hash(.sha256, bytes: SmallSHA256.digest(bytes))
        size = bytes.count
        wheel = nil
        faults = []
    }

    var isVariantsFile: Bool { name.hasSuffix(VariantsFileName.suffix) }
    /// `Requires-Python`.
    var python: String? { wheel?.core?.requiresPython.map { "\($0)" } }
    /// Of the METADATA that lies beside the wheel (PEP 658).
    var metadataHash: Hash? {
        wheel.map { Hash(.sha256, bytes: SmallSHA256.digest($0.coreBytes)) }
    }
}

/// The page of one project in the two forms of the simple repository API (PEP 503, 658, 691, 700), with links
/// relative to `simple/PROJECT/`. The same files give the same bytes.
struct IndexPage {
    let project: PackageName
    let files: [IndexedFile]

    init(project: PackageName, files: [IndexedFile]) {
        self.project = project
        self.files = files.sorted { a, b in
            a.version != b.version
                ? a.version < b.version
                : a.isVariantsFile != b.isVariantsFile ? a.isVariantsFile : a.name < b.name
        }
    }

    var html: String {
        var text = Self.head("Links for \(project)")
        for file in files {
            text += "<a href=\"\(Self.escaped(url(of: file)))#sha256=\(file.sha256.hex)\""
            if let python = file.python { text += " data-requires-python=\"\(Self.escaped(python))\"" }
            if let hash = file.metadataHash {
                text +=
                    " data-core-metadata=\"sha256=\(hash.hex)\" data-dist-info-metadata=\"sha256=\(hash.hex)\""
            }
            text += ">\(Self.escaped(file.name))</a><br>\n"
        }
        return text + Self.foot
    }

    var json: String {
        var versions: [Version] = []
        for file in files where !file.isVariantsFile && versions.last != file.version {
            versions.append(file.version)
        }
        let entries = files.map { file -> JSONValue in
            var members: [(key: String, value: JSONValue)] = [
                ("filename", .string(file.name)), ("url", .string(url(of: file))),
                ("hashes", ["sha256": .string(file.sha256.hex)]), ("size", JSONValue(file.size)),
            ]
            if let python = file.python { members.append(("requires-python", .string(python))) }
            if let hash = file.metadataHash {
                members.append(("core-metadata", ["sha256": .string(hash.hex)]))
            }
            return .object(members)
        }
        return JSONWriter.text(
            of: [
                "meta": Self.meta, "name": .string(project.text),
                "versions": JSONValue(versions.map(\.description)), "files": .array(entries),
            ], .pretty)
    }

    private func url(of file: IndexedFile) -> String { "../../" + PercentCoding.encoded(file.name) }

    /// The page of all projects.
    static func list(_ projects: [PackageName]) -> String {
        var text = head("Simple index")
        for project in projects { text += "<a href=\"\(project)/\">\(project)</a><br>\n" }
        return text + foot
    }

    static func jsonList(_ projects: [PackageName]) -> String {
        JSONWriter.text(
            of: ["meta": meta, "projects": .array(projects.map { ["name": .string($0.text)] })], .pretty)
    }

    /// 1.1 asks for versions and sizes, which are there.
    private static let meta: JSONValue = ["api-version": "1.1"]

    private static func head(_ title: String) -> String {
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"pypi:repository-version\" content=\"1.1\">\n<title>\(title)</title>\n</head>\n<body>\n"
    }

    private static let foot = "</body>\n</html>\n"

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#x27;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
