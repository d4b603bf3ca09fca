/// A wheel file opened and found installable: the archive is sound, its `.dist-info` belongs to the
/// project and version that the file name says, and every file has a place (binary distribution format).
package struct WheelArchive: Sendable {
    package let zip: ZipArchive
    package let filename: WheelFilename
    /// `name-version.dist-info`, as the archive spells it.
    package let distInfo: String
    package let rootIsPurelib: Bool
    /// The wheel's format is newer than 1.0, though still compatible.
    package let newerFormat: String?
    package let scripts: [ScriptEntry]
    /// What RECORD says, by path; nil hashes and sizes where it says nothing, or nothing of worth.
    let record: [String: RecordEntry]
    /// For each entry of the archive where it goes; nil for directories.
    let places: [Place?]

    struct Place: Sendable {
        let scheme: WheelScheme
        /// The length of the part of the entry's name that is not part of the path in the scheme.
        let prefix: Int
        /// Written anew by the installer, or without meaning under the wheel's name: the archive's own is not
        /// installed.
        let isReplaced: Bool
    }

    package init(_ path: Path, filename: WheelFilename, name: String) throws {
        let zip = try ZipArchive(path, name: name)
        self.zip = zip
        self.filename = filename
        func fail(_ reason: String) -> WheelError { WheelError(wheel: name, reason) }

        var distInfos: Set<Substring> = []
        var index: [String: Int] = [:]
        for (i, entry) in zip.entries.enumerated() {
            guard let slash = entry.name.utf8.firstIndex(of: UInt8(ascii: "/")) else { continue }
            let top = entry.name[..<slash]
            if top.hasSuffix(".dist-info") {
                distInfos.insert(top)
                index[entry.name] = i
            }
        }
        guard let found = distInfos.first else { throw fail("it has no `.dist-info` directory") }
        guard distInfos.count == 1 else {
            let list = distInfos.sorted().map { "`\(ZipError.escaped(String($0)))`" }.joined(separator: ", ")
            throw fail("it has more than one `.dist-info` directory: \(list)")
        }
        let distInfo = String(found)
        self.distInfo = distInfo
        let stem = distInfo.dropLast(".dist-info".utf8.count)
        guard Self.names(stem, filename) else {
            throw fail(
                "its `\(ZipError.escaped(distInfo))` belongs to another project or version than its file name"
            )
        }
        func member(_ file: String) throws -> [UInt8]? {
            try index["\(distInfo)/\(file)"].map { try zip.content($0) }
        }
        guard let wheelFile = try member("WHEEL") else { throw fail("it has no `WHEEL` file") }
        (rootIsPurelib, newerFormat) = try Self.format(HeaderFields(wheelFile), name)
        guard let metadata = try member("METADATA") else { throw fail("it has no `METADATA` file") }
        try Self.checkMetadata(HeaderFields(metadata), filename, name)
        guard let recordFile = try member("RECORD") else { throw fail("it has no `RECORD` file") }
        scripts = try ScriptEntry.scripts(in: member("entry_points.txt") ?? [], wheel: name)
        record = Dictionary(
            try RecordReader.parse(recordFile, file: "\(name)/\(distInfo)/RECORD").map { ($0.path, $0) },
            uniquingKeysWith: { first, _ in first })
        if filename.isVariant {
            let file = "\(distInfo)/\(WheelVariant.fileName)"
            guard let number = index[file] else { throw fail(WheelVariant.absence) }
            guard record[file] != nil else {
                throw fail("its RECORD does not list `\(WheelVariant.fileName)`")
            }
            _ = try WheelVariant.metadata(
                zip.content(number, limit: VariantMetadata.sizeLimit), of: filename)
        }
        let isPurelib = rootIsPurelib
        places = try zip.entries.map { entry in
            entry.isDirectory
                ? nil
                : try Self.place(of: entry.name, distInfo, filename, rootIsPurelib: isPurelib, wheel: name)
        }
        try checkSizes(name)
    }

    // MARK: Checks

    /// `stem` is the name and version that `filename` says; spelling does not matter.
    private static func names(_ stem: Substring, _ filename: WheelFilename) -> Bool {
        guard let dash = stem.utf8.firstIndex(of: UInt8(ascii: "-")) else { return false }
        guard let name = PackageName(String(stem[..<dash])), name == filename.name else { return false }
        let version = String(stem[stem.utf8.index(after: dash)...])
        if let parsed = Version(version) { return parsed == filename.version }
        // A dash inside is how some tools write what a file name has as `_`.
        return Version(version.replacing("-", with: "+", maxReplacements: 1)) == filename.version
    }

    private static func format(
        _ fields: HeaderFields, _ wheel: String
    ) throws(WheelError) -> (rootIsPurelib: Bool, newer: String?) {
        guard let version = fields["wheel-version"] else {
            throw WheelError(wheel: wheel, "its `WHEEL` file has no `Wheel-Version`")
        }
        let parts = version.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1], major >= 0, minor >= 0 else {
            throw WheelError(wheel: wheel, "its `Wheel-Version` `\(ZipError.escaped(version))` is malformed")
        }
        guard major == 1 else {
            throw WheelError(
                wheel: wheel, "its format is version \(major).\(minor), and swuv knows version 1",
                hints: ["A newer swuv may know it"])
        }
        let purelib = fields["root-is-purelib"]?.lowercased()
        guard purelib == "true" || purelib == "false" else {
            throw WheelError(wheel: wheel, "its `WHEEL` file does not say `Root-Is-Purelib: true` or `false`")
        }
        return (purelib == "true", minor > 0 ? version : nil)
    }

    private static func checkMetadata(
        _ fields: HeaderFields, _ filename: WheelFilename, _ wheel: String
    ) throws(WheelError) {
        guard let name = fields["name"], let version = fields["version"] else {
            throw WheelError(wheel: wheel, "its `METADATA` has no `Name` or no `Version`")
        }
        guard PackageName(name) == filename.name else {
            throw WheelError(wheel: wheel, "its `METADATA` is of the project `\(ZipError.escaped(name))`")
        }
        guard Version(version) == filename.version else {
            throw WheelError(wheel: wheel, "its `METADATA` is of version `\(ZipError.escaped(version))`")
        }
    }

    private static func place(
        of name: String, _ distInfo: String, _ filename: WheelFilename, rootIsPurelib: Bool, wheel: String
    ) throws(WheelError) -> Place {
        func fail(_ reason: String) -> WheelError {
            WheelError(wheel: wheel, "its file `\(ZipError.escaped(name))` \(reason)")
        }
        let root: WheelScheme = rootIsPurelib ? .purelib : .platlib
        let components = name.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        let top = components[0]
        if top == reservedDirectory { throw fail("would lie in the place where swuv prepares changes") }
        guard components.count > 1 else { return Place(scheme: root, prefix: 0, isReplaced: false) }
        if top == distInfo[...] {
            let file = name.utf8.dropFirst(distInfo.utf8.count + 1)
            let isReplaced =
                replaced.contains { $0.utf8.elementsEqual(file) }
                || !filename.isVariant && file.elementsEqual(WheelVariant.fileName.utf8)
            return Place(scheme: root, prefix: 0, isReplaced: isReplaced)
        }
        guard top.hasSuffix(".data") else { return Place(scheme: root, prefix: 0, isReplaced: false) }
        guard names(top.dropLast(".data".utf8.count), filename) else {
            throw fail("is in a `.data` directory of another project or version")
        }
        guard components.count == 3, let scheme = WheelScheme(directory: components[1]) else {
            throw fail("is in no place that the wheel format knows")
        }
        let path = components[2].split(separator: "/")
        switch scheme {
        case .scripts:
            guard path.count == 1 else { throw fail("is a script below another directory") }
            guard !ProtectedProgram.contains(path[0]) else {
                throw fail("would replace a program of the environment")
            }
        case .data:
            let directory = path[0].lowercased()
            guard path != ["pyvenv.cfg"], !(path.count == 1 && directory == "bin") else {
                throw fail("would replace a part of the environment")
            }
            if path.count == 2, directory == "bin" || directory == "scripts",
                ProtectedProgram.contains(path[1])
            {
                throw fail("would replace a program of the environment")
            }
        case .purelib, .platlib, .headers: break
        }
        return Place(
            scheme: scheme, prefix: components[0].utf8.count + components[1].utf8.count + 2, isReplaced: false
        )
    }

    /// The directory beside the packages in which changes to an environment are prepared.
    package static let reservedDirectory = ".swuv"

    private static let replaced = ["RECORD", "INSTALLER", "REQUESTED", "direct_url.json"]

    /// A small archive that would fill the disk is refused before anything is written.
    private func checkSizes(_ name: String) throws(WheelError) {
        var total: UInt64 = 0
        for entry in zip.entries {
            total = total.addingReportingOverflow(entry.size).partialValue
            if let declared = record[entry.name]?.size, declared != entry.size {
                throw WheelError(
                    wheel: name,
                    "its file `\(ZipError.escaped(entry.name))` has \(entry.size) bytes, its RECORD says \(declared)"
                )
            }
        }
        if total > 512 << 20, total / UInt64(max(zip.byteCount, 1)) > 100 {
            throw WheelError(
                wheel: name, "its \(zip.byteCount) bytes unpack to \(total) bytes, which no honest wheel does"
            )
        }
    }
}

/// The first value of each field of a header, by lower-case name, in whatever encoding it is.
///
/// `Name`, `Version` and the fields of `WHEEL` are single ASCII lines; everything else is skipped.
struct HeaderFields {
    private var values: [String: String] = [:]

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            var line = rest[..<end]
            rest = end < rest.endIndex ? rest[(end + 1)...] : []
            if line.last == 0x0D { line = line.dropLast() }
            guard let first = line.first else { break }
            if first == 0x20 || first == 0x09 { continue }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon - line.startIndex <= 40 else {
                continue
            }
            let key = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            if values[key] != nil { continue }
            var value = line[(colon + 1)...]
            while let byte = value.first, byte == 0x20 || byte == 0x09 { value = value.dropFirst() }
            while let byte = value.last, byte == 0x20 || byte == 0x09 { value = value.dropLast() }
            values[key] = String(decoding: value, as: UTF8.self)
        }
    }

    subscript(key: String) -> String? { values[key] }
}
