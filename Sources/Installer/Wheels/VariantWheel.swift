/// A wheel file looked at as its packager wants it looked at: everything that is wrong with it, and not the first
/// fault only. An installer's check of the same rules is `WheelArchive`.
package struct VariantWheel: Sendable {
    package let path: Path
    /// nil when the file's name is none of a wheel.
    package private(set) var filename: WheelFilename?
    /// `variant.json`; nil for an ordinary wheel, and where it is missing or not valid.
    package private(set) var metadata: VariantMetadata?
    /// What it depends on and so on; nil where it cannot be read.
    package private(set) var core: CoreMetadata?
    /// METADATA as it is.
    package private(set) var coreBytes: [UInt8] = []
    /// What makes the wheel unusable, in full; without it the wheel is sound.
    package var faults: [String] { archiveFaults + variantFaults }
    /// Those that another `variant.json` would not mend.
    package private(set) var archiveFaults: [String] = []
    /// Those of `variant.json`, perhaps because it is of an older format (V-421).
    package private(set) var variantFaults: [String] = []
    /// What is allowed and yet hardly meant.
    package private(set) var doubts: [String] = []

    private(set) var zip: ZipArchive?
    private(set) var distInfo = ""
    private(set) var record: [RecordEntry] = []

    package var label: VariantLabel? { filename?.variantLabel.flatMap { VariantLabel($0) } }
    package var isSound: Bool { faults.isEmpty }

    /// Signatures of RECORD that the archive has.
    package var signatures: [String] {
        zip?.entries.map(\.name).filter { isSelfOrSignature($0) && $0 != "\(distInfo)/RECORD" } ?? []
    }

    /// Longest list of files that one kind of fault names.
    private static let maxNamed = 20

    /// Looks at the file. `comparesContents` also unpacks every member and holds it against RECORD.
    package init(_ path: Path, comparesContents: Bool = true) {
        self.path = path
        do throws(FilenameError) {
            filename = try WheelFilename(parsing: path.name)
        } catch {
            archiveFaults.append("its file name is not that of a wheel: \(error.reason)")
        }
        do {
            let zip = try ZipArchive(path)
            self.zip = zip
            try inspect(zip, comparesContents)
        } catch {
            archiveFaults += Self.texts(error)
        }
        guard archiveFaults.isEmpty, let filename else { return }
        do {
            // Where `variant.json` is at fault already, the rest is held to be a wheel without it.
            let judged =
                variantFaults.isEmpty ? filename : try WheelFilename(parsing: stem(of: filename) + ".whl")
            _ = try WheelArchive(path, filename: judged, name: path.name)
        } catch {
            archiveFaults += Self.texts(error)
        }
    }

    /// The causes say it; the message only names the file.
    private static func texts(_ error: any Error, in member: String? = nil) -> [String] {
        let diagnostic = Diagnostic(describing: error)
        let prefix = member.map { "`\($0)`: " } ?? ""
        return (diagnostic.causes.isEmpty ? [diagnostic.message] : diagnostic.causes).map { prefix + $0 }
    }

    private mutating func inspect(_ zip: ZipArchive, _ comparesContents: Bool) throws {
        var infos: Set<String> = []
        var members: [String: Int] = [:]
        for (index, entry) in zip.entries.enumerated() where !entry.isDirectory {
            members[entry.name] = index
            let top = entry.name.prefix { $0 != "/" }
            if top.hasSuffix(".dist-info"), top.utf8.count < entry.name.utf8.count {
                infos.insert(String(top))
            }
        }
        guard let info = infos.first else { return archiveFaults.append("it has no `.dist-info` directory") }
        if infos.count > 1 {
            let list = infos.sorted().map { "`\(ZipError.escaped($0))`" }.joined(separator: ", ")
            return archiveFaults.append("it has more than one `.dist-info` directory: \(list)")
        }
        distInfo = info
        func content(_ name: String) throws -> [UInt8]? {
            try members["\(info)/\(name)"].map { try zip.content($0) }
        }
        if members["\(info)/WHEEL"] == nil { archiveFaults.append("it has no `WHEEL` file") }
        try readCore(content("METADATA"))
        try readVariant(content("variant.json"))
        guard let text = try content("RECORD") else { return archiveFaults.append("it has no `RECORD` file") }
        do {
            record = try RecordReader.parse(text, file: "RECORD")
        } catch {
            archiveFaults += Self.texts(error, in: "RECORD")
            return
        }
        try compare(zip, members, comparesContents)
    }

    private mutating func readCore(_ bytes: [UInt8]?) {
        guard let bytes else { return archiveFaults.append("it has no `METADATA` file") }
        coreBytes = bytes
        do {
            let core = try CoreMetadata(parsing: bytes)
            self.core = core
            // An installer repairs the known mistakes of old metadata.
            do throws(CoreMetadataError) {
                _ = try CoreMetadata(parsing: bytes, tolerant: false)
            } catch {
                doubts += error.diagnostic.causes.map { "`METADATA`: \($0)" }
            }
            guard let filename else { return }
            if label == nil {
                for requirement in core.requirements where requirement.marker?.asksForVariants ?? false {
                    doubts.append(
                        "installers that know no variants, for which an ordinary wheel is, cannot read its `Requires-Dist: \(requirement)`"
                    )
                }
            }
            if core.name != filename.name {
                archiveFaults.append(
                    "its `METADATA` is of the project `\(core.name)`, not `\(filename.name)`")
            }
            if core.version != filename.version {
                archiveFaults.append(
                    "its `METADATA` is of version `\(core.version)`, not `\(filename.version)`")
            }
        } catch {
            archiveFaults += Self.texts(error, in: "METADATA")
        }
    }

    /// V-013, V-014, V-035, V-040…V-059.
    private mutating func readVariant(_ bytes: [UInt8]?) {
        guard let filename else { return }
        guard let label else {
            if bytes != nil {
                doubts.append("`variant.json` is not used, since the file name has no variant label")
            }
            return
        }
        guard let bytes else {
            return variantFaults.append("it has no `variant.json`, which the variant `\(label)` needs")
        }
        do {
            let metadata = try VariantMetadata(parsing: bytes, file: "\(filename): variant.json")
            try metadata.embedded(label: label, file: "\(filename): variant.json")
            self.metadata = metadata
            doubts += metadata.doubts + metadata.unknownProperties
            doubts += VariantMetadata.doubts(aboutText: bytes).map { "`variant.json` \($0)" }
        } catch {
            variantFaults += Self.texts(error, in: "variant.json")
        }
    }

    // MARK: RECORD

    private mutating func compare(
        _ zip: ZipArchive, _ members: [String: Int], _ comparesContents: Bool
    ) throws {
        var rows: [String: RecordEntry] = [:]
        var named: [String: [String]] = [:]
        for row in record where rows.updateValue(row, forKey: row.path) != nil {
            named["`RECORD` lists %s twice", default: []].append(row.path)
        }
        for row in record where members[row.path] == nil && row.path.utf8.last != UInt8(ascii: "/") {
            named["`RECORD` lists %s, but the archive does not have it", default: []].append(row.path)
        }
        for (index, entry) in zip.entries.enumerated()
        where !entry.isDirectory && !isSelfOrSignature(entry.name) {
            guard let row = rows[entry.name] else {
                named["`RECORD` does not list %s", default: []].append(entry.name)
                continue
            }
            guard let text = row.hash, let hash = Hash(record: text), hash.algorithm.isSecure else {
                named["`RECORD` has no usable hash of %s", default: []].append(entry.name)
                continue
            }
            if let size = row.size, size != entry.size {
                named["`RECORD` has another size of %s", default: []].append(entry.name)
            }
            guard comparesContents || entry.name == "\(distInfo)/variant.json" else { continue }
            var digest = try Digest(hash.algorithm)
            try unsafe zip.stream(index) { piece in unsafe digest.update(piece) }
            if digest.finish() != hash.bytes {
                named["`RECORD` has another hash of %s", default: []].append(entry.name)
            }
        }
        for (text, names) in named.sorted(by: { $0.key < $1.key }) {
            for name in names.sorted().prefix(Self.maxNamed) {
                archiveFaults.append(text.replacing("%s", with: "`\(ZipError.escaped(name))`"))
            }
            if names.count > Self.maxNamed {
                archiveFaults.append(text.replacing("%s", with: "\(names.count - Self.maxNamed) more files"))
            }
        }
    }

    /// What RECORD has no hash of (the wheel format, "The .dist-info directory").
    func isSelfOrSignature(_ name: String) -> Bool {
        ["RECORD", "RECORD.jws", "RECORD.p7s"].contains { name == "\(distInfo)/\($0)" }
    }
}

extension Marker {
    /// It names one of the markers of PEP 825, which older installers refuse (V-137).
    fileprivate var asksForVariants: Bool {
        terms.contains { term in
            switch term.subject {
            case .variantLabel, .variantProperties, .variantFeatures, .variantNamespaces: true
            default: false
            }
        }
    }
}
