/// Reads a lock file (PEP 751) and gathers what is wrong in it.
struct PylockReader {
    private let document: TOMLDocument
    private(set) var result: PylockDocument
    private(set) var faults: [TOMLFault] = []

    init(_ document: TOMLDocument) {
        self.document = document
        result = PylockDocument(file: document.file)
    }

    mutating func read() {
        guard readVersion() else { return }
        let root = document.root
        if let item = required("created-by", of: root, "", at: 0..<0) { _ = string(item, "created-by") }
        for item in optional("environments", of: root, "", { $0.array($1, $2) }) ?? [] {
            if let marker = marker(item, "environments") { result.environments.append(marker) }
        }
        result.requiresPython = optional("requires-python", of: root, "", { $0.specifiers($1, $2) })
        result.extras = names("extras", of: root)
        result.groups = names("dependency-groups", of: root)
        result.defaultGroups = names("default-groups", of: root)
        guard let item = required("packages", of: root, "", at: 0..<0), let list = array(item, "packages")
        else { return }
        for item in list {
            guard let table = table(item, "packages"), let package = package(table, at: item) else {
                continue
            }
            result.packages.append(package)
        }
    }

    /// A version that is not read makes every other fault moot.
    private mutating func readVersion() -> Bool {
        guard let item = required("lock-version", of: document.root, "", at: 0..<0),
            let text = string(item, "lock-version")
        else { return !document.root.isEmpty }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { UInt64(String(decoding: $0, as: UTF8.self)) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1] else {
            report("`\(TextExcerpt.shortened(text))` is no version of the format, such as `1.0`", item.span)
            return true
        }
        guard major == 1 else {
            report("the lock file has version \(major).\(minor), and swuv knows 1.x", item.span)
            return false
        }
        result.isNewerMinor = minor > 0
        return true
    }

    // MARK: Packages

    private mutating func package(_ table: TOMLTable, at item: TOMLItem) -> PylockPackage? {
        let label = "packages"
        guard let nameItem = required("name", of: table, label, at: item.span),
            let text = string(nameItem, "packages.name")
        else { return nil }
        guard let name = PackageName(text) else {
            report("`\(TextExcerpt.shortened(text))` is no valid package name", nameItem.span)
            return nil
        }
        var package = PylockPackage(
            name: name, position: SourcePosition(offset: item.span.lowerBound, in: document.source))
        package.version = optional("version", of: table, label) { $0.version($1, $2) }
        package.marker = optional("marker", of: table, label) { $0.marker($1, $2) }
        package.requiresPython = optional("requires-python", of: table, label) { $0.specifiers($1, $2) }
        package.index = optional("index", of: table, label) { $0.string($1, $2) }
        for entry in optional("dependencies", of: table, label, { $0.array($1, $2) }) ?? [] {
            guard let table = self.table(entry, "packages.dependencies"),
                let item = required("name", of: table, "packages.dependencies", at: entry.span),
                let text = string(item, "packages.dependencies.name")
            else { continue }
            if let name = PackageName(text) {
                package.dependencies.append(name)
            } else {
                report("`\(TextExcerpt.shortened(text))` is no valid package name", item.span)
            }
        }
        for entry in optional("wheels", of: table, label, { $0.array($1, $2) }) ?? [] {
            guard let file = file(entry, "packages.wheels", of: package) else { continue }
            if !file.filename.isWheel {
                report("`\(TextExcerpt.shortened(file.basename))` is not a wheel", entry.span)
            }
            package.wheels.append(file)
        }
        package.sdist = optional("sdist", of: table, label) { $0.file($1, $2, of: package) }
        package.archive = optional("archive", of: table, label) { $0.file($1, $2, of: package) }
        for kind in [PylockPackage.Tree.Kind.directory, .vcs] {
            guard let item = table[kind.rawValue] else { continue }
            if let table = self.table(item, "packages.\(kind.rawValue)") { package.tree = tree(table, kind) }
        }
        if let variants = table["variants-json"] { package.variants = self.variants(variants) }
        checkSources(of: package, table, at: item)
        return package
    }

    private mutating func tree(_ table: TOMLTable, _ kind: PylockPackage.Tree.Kind) -> PylockPackage.Tree {
        var tree = PylockPackage.Tree(kind)
        func text(_ key: String, _ reader: inout Self) -> String? {
            reader.optional(key, of: table, "packages.\(kind.rawValue)") { $0.string($1, $2) }
        }
        tree.path = text("path", &self)
        tree.subdirectory = text("subdirectory", &self)
        switch kind {
        case .directory: tree.isEditable = table["editable"]?.boolean ?? false
        case .vcs:
            tree.system = text("type", &self)
            tree.url = text("url", &self)
            tree.requested = text("requested-revision", &self)
            tree.commit = text("commit-id", &self)
        }
        return tree
    }

    /// PEP 751: what has to be built or was named itself excludes the files of an index.
    private mutating func checkSources(of package: PylockPackage, _ table: TOMLTable, at item: TOMLItem) {
        let alone = ["archive", "directory", "vcs"].filter { table[$0] != nil }
        let listed = ["wheels", "sdist"].filter { table[$0] != nil }
        if alone.count > 1 || (alone.count == 1 && !listed.isEmpty) {
            let names = (alone + listed).map { "`\($0)`" }.joined(separator: " and ")
            report("`\(package.name)` has \(names), and only one of them can be meant", item.span)
        } else if alone.isEmpty, listed.isEmpty {
            report("`\(package.name)` has no `wheels`, `sdist`, `archive`, `directory` or `vcs`", item.span)
        }
    }

    /// A table that is not valid costs the variant wheels and not the lock file (V-060, V-173).
    private func variants(_ item: TOMLItem) -> PylockPackage.Variants {
        do throws(VariantMetadataError) {
            return .metadata(try VariantMetadata(reading: item, in: document))
        } catch {
            return .unusable(error)
        }
    }

    // MARK: Files

    private mutating func file(_ item: TOMLItem, _ label: String, of package: PylockPackage) -> PylockFile? {
        guard let table = table(item, label) else { return nil }
        let path = optional("path", of: table, label) { $0.string($1, $2) }
        let url = optional("url", of: table, label) { $0.url($1, $2) }
        if table["path"] == nil, table["url"] == nil {
            report("`\(label)` needs `url` or `path`", item.span)
        }
        let hashes = hashes(of: table, label, at: item)
        var size: UInt64?
        if let item = table["size"] {
            if let number = item.integer, number >= 0 {
                size = UInt64(number)
            } else {
                refuse(item, "\(label).size", "a whole number that is not negative")
            }
        }
        var uploadTime: Int64?
        if let item = table["upload-time"] {
            switch item.value {
            case .offsetDateTime(let time): uploadTime = time.unixSeconds
            case .localDateTime: break
            default: refuse(item, "\(label).upload-time", "a date and time")
            }
        }
        let name =
            optional("name", of: table, label) { $0.string($1, $2) }
            ?? path.map { Path($0).name } ?? url.flatMap { try? URLReference(parsing: $0).lastComponent }
        guard let name, let hashes, table["name"]?.string != nil || table["name"] == nil else { return nil }
        do throws(FilenameError) {
            let filename = try DistributionFilename.parse(name, expecting: package.name)
            if let version = package.version, filename.version != version {
                report(
                    "`\(TextExcerpt.shortened(name))` is not of version \(version) of `\(package.name)`",
                    (table["name"] ?? item).span)
                return nil
            }
            return PylockFile(
                filename: filename, basename: name, path: path, url: url, hashes: hashes, size: size,
                uploadTime: uploadTime)
        } catch {
            let diagnostic = error.diagnostic
            report(
                ([diagnostic.message] + diagnostic.causes).joined(separator: ": "),
                (table["name"] ?? table["path"] ?? table["url"] ?? item).span)
            return nil
        }
    }

    /// Every file has its hashes (PEP 751, "packages.wheels.hashes"). Algorithms that are not known are passed
    /// over, as long as one is left that can be trusted.
    private mutating func hashes(of table: TOMLTable, _ label: String, at item: TOMLItem) -> [Hash]? {
        guard let hashesItem = required("hashes", of: table, label, at: item.span),
            let entries = self.table(hashesItem, "\(label).hashes")?.entries
        else { return nil }
        var hashes: [Hash] = []
        var isBad = false
        for entry in entries {
            guard let hex = string(entry.item, "\(label).hashes") else {
                isBad = true
                continue
            }
            guard let algorithm = Digest.Algorithm(rawValue: entry.key.lowercased()) else { continue }
            if let hash = Hash(algorithm, hex: hex) {
                hashes.append(hash)
            } else {
                isBad = true
                report(
                    "`\(TextExcerpt.shortened(hex))` is no \(algorithm.rawValue) in hexadecimal",
                    entry.item.span)
            }
        }
        if isBad { return nil }
        if !hashes.contains(where: \.algorithm.isSecure) {
            report("`\(label).hashes` has no hash that can be trusted, such as `sha256`", hashesItem.span)
            return nil
        }
        return hashes
    }

    private mutating func url(_ item: TOMLItem, _ label: String) -> String? {
        guard let text = string(item, label) else { return nil }
        do throws(InvalidURL) {
            let url = try URLReference(parsing: text)
            guard url.isHTTP || url.scheme == "file" else {
                report(
                    "the scheme `\(TextExcerpt.shortened(url.scheme))` is not `https`, `http` or `file`",
                    item.span)
                return nil
            }
            return text
        } catch {
            report("the URL is not valid: \(error.reason)", item.span)
            return nil
        }
    }

    // MARK: Typed values

    private mutating func report(_ message: String, _ span: Range<Int>) {
        let fault = document.fault(message, at: span)
        faults.append(TOMLFault(fault.message, fault.snippet.maskingUserInformation))
    }

    private mutating func refuse(_ item: TOMLItem, _ name: String, _ kind: String) {
        report("expected `\(name)` to be \(kind), found \(item.kindName)", item.span)
    }

    private mutating func required(
        _ key: String, of table: TOMLTable, _ label: String, at span: Range<Int>
    ) -> TOMLItem? {
        if let item = table[key] { return item }
        report("`\(label.isEmpty ? key : "\(label).\(key)")` is missing", span)
        return nil
    }

    private mutating func optional<Value>(
        _ key: String, of table: TOMLTable, _ label: String,
        _ read: (inout Self, TOMLItem, String) -> Value?
    ) -> Value? {
        guard let item = table[key] else { return nil }
        return read(&self, item, label.isEmpty ? key : "\(label).\(key)")
    }

    private mutating func table(_ item: TOMLItem, _ name: String) -> TOMLTable? {
        if item.table == nil { refuse(item, name, "a table") }
        return item.table
    }

    private mutating func string(_ item: TOMLItem, _ name: String) -> String? {
        if item.string == nil { refuse(item, name, "a string") }
        return item.string
    }

    private mutating func array(_ item: TOMLItem, _ name: String) -> [TOMLItem]? {
        if item.array == nil { refuse(item, name, "an array") }
        return item.array
    }

    private mutating func names(_ key: String, of table: TOMLTable) -> [ExtraName] {
        var names: [ExtraName] = []
        for item in optional(key, of: table, "", { $0.array($1, $2) }) ?? [] {
            guard let text = string(item, key) else { continue }
            if let name = ExtraName(text) {
                names.append(name)
            } else {
                report("`\(TextExcerpt.shortened(text))` is no valid name", item.span)
            }
        }
        return names
    }

    private mutating func version(_ item: TOMLItem, _ label: String) -> Version? {
        guard let text = string(item, label) else { return nil }
        if let version = Version(text) { return version }
        report("`\(TextExcerpt.shortened(text))` is no valid version", item.span)
        return nil
    }

    private mutating func specifiers(_ item: TOMLItem, _ label: String) -> VersionSpecifiers? {
        guard let text = string(item, label) else { return nil }
        do throws(VersionError) {
            return try VersionSpecifiers(parsing: text)
        } catch {
            report("`\(TextExcerpt.shortened(text))` is no version specifier: \(error.reason)", item.span)
            return nil
        }
    }

    /// Variants are chosen after it is known which packages are installed, so their markers have no place here
    /// (V-134).
    private mutating func marker(_ item: TOMLItem, _ label: String) -> Marker? {
        guard let text = string(item, label) else { return nil }
        do throws(RequirementError) {
            let marker = try Marker(parsing: text)
            if let term = marker.terms.first(where: \.subject.isVariant) {
                report("`\(term.subject.name)` cannot be used in `\(label)`", item.span)
                return nil
            }
            return marker
        } catch {
            report("`\(TextExcerpt.shortened(text))` is no marker: \(error.message)", item.span)
            return nil
        }
    }
}
