/// Reads a lock and gathers all that is wrong in it.
struct LockReader {
    var fields: LockFields
    private var document: TOMLDocument { fields.document }
    private(set) var lock: Lock?
    /// What edges point to, checked when all packages are known.
    private var edges: [Edge] = []

    private struct Edge {
        let dependency: LockedDependency
        let span: Range<Int>
    }

    init(_ document: TOMLDocument) { fields = LockFields(document) }

    mutating func read() {
        guard readVersion(), var lock = readHead() else { return }
        for item in fields.elements("choice", of: document.root, "") {
            if let choice = choice(item) { lock.choices.append(choice) }
        }
        var spans: [Range<Int>] = []
        for item in fields.elements("package", of: document.root, "") {
            guard let package = package(item) else { continue }
            lock.packages.append(package)
            spans.append(item.span)
        }
        check(lock, spans)
        self.lock = lock
    }

    /// Only what comes before the choices and packages.
    mutating func readHead() -> Lock? {
        let root = document.root
        guard let item = fields.required("requires-python", of: root, "", at: 0..<0) else { return nil }
        guard let python = fields.specifiers(item, "requires-python") else { return nil }
        let forks = fields.elements("resolution-markers", of: root, "").compactMap {
            fields.marker($0, "resolution-markers")
        }
        let unsolved = fields.elements("unsolved-markers", of: root, "").compactMap {
            fields.marker($0, "unsolved-markers")
        }
        var reader = LockInputsReader(fields: fields)
        let inputs = reader.read(requiresPython: python)
        fields = reader.fields
        return Lock(
            requiresPython: python, forks: forks, unsolved: unsolved, inputs: inputs, packages: [])
    }

    /// A format that is not known makes every other fault moot.
    mutating func readVersion() -> Bool {
        let root = document.root
        guard let item = fields.required("version", of: root, "", at: 0..<0) else { return !root.isEmpty }
        guard let version = item.integer, version > 0 else {
            fields.report("expected `version` to be the version of the format, a whole number", at: item.span)
            return false
        }
        guard version <= Lock.version else {
            fields.report(
                "the lock has version \(version) of the format, and this swuv knows \(Lock.version): "
                    + "it was written by a newer swuv", at: item.span)
            return false
        }
        return true
    }

    // MARK: Choices

    private mutating func choice(_ item: TOMLItem) -> LockedChoice? {
        guard let table = fields.table(item, "choice") else { return nil }
        let subject: LockedChoice.Subject
        if let member = table["extras-of"] {
            guard let name = fields.packageName(member, "choice.extras-of") else { return nil }
            subject = .extras(of: name)
        } else {
            guard let index = fields.required("index", of: table, "choice", at: item.span),
                let name = fields.string(index, "choice.index")
            else { return nil }
            let packages = fields.elements("packages", of: table, "choice").compactMap {
                fields.packageName($0, "choice.packages")
            }
            subject = .index(name, packages: packages)
        }
        let namespaces = fields.elements("namespaces", of: table, "choice").compactMap {
            fields.string($0, "choice.namespaces")
        }
        var options: [LockedChoice.Option] = []
        for entry in fields.elements("options", of: table, "choice") {
            guard let option = fields.table(entry, "choice.options"),
                let label = fields.label("label", of: option, "choice.options", at: entry.span)
            else { continue }
            let extra = option["extra"].flatMap { fields.extraName($0, "choice.options.extra") }
            let properties = option["properties"].flatMap {
                fields.properties($0, "choice.options.properties")
            }
            options.append(
                LockedChoice.Option(
                    extra: extra,
                    VariantOption(
                        label: label, properties: properties ?? VariantProperties(),
                        marker: fields.marker("marker", of: option, "choice.options")),
                    rewrites: fields.elements("rewrite", of: option, "choice.options").compactMap {
                        rewrite($0)
                    }))
        }
        return LockedChoice(subject: subject, namespaces: namespaces, options: options)
    }

    private mutating func rewrite(_ item: TOMLItem) -> RequirementRewrite? {
        guard let table = fields.table(item, "choice.options.rewrite") else { return nil }
        let parts = ["requirement", "feature", "extra"].map { table[$0]?.string ?? "" }
        if let rewrite = RequirementRewrite(requirement: parts[0], feature: parts[1], extra: parts[2]) {
            return rewrite
        }
        fields.report(
            "expected a requirement such as `rocm[device-all]`, a feature such as `amd :: gfx_arch` and an "
                + "extra such as `device-{}` in `choice.options.rewrite`", at: item.span)
        return nil
    }

    // MARK: Packages

    private mutating func package(_ item: TOMLItem) -> LockedPackage? {
        let label = "package"
        guard let table = fields.table(item, label),
            let name = fields.packageName("name", of: table, label, at: item.span),
            let sourceItem = fields.required("source", of: table, label, at: item.span),
            let source = source(sourceItem, "package.source")
        else { return nil }
        let version = fields.version("version", of: table, label)
        var package = LockedPackage(name: name, version: version, source: source)
        package.dependencies = dependencies("dependencies", of: table, label)
        package.extras = lists("extras", of: table, label)
        package.groups = lists("groups", of: table, label)
        for entry in fields.elements("wheels", of: table, label) {
            guard let file = file(entry, "package.wheels", of: package) else { continue }
            if !file.filename.isWheel {
                fields.report("`\(TextExcerpt.shortened(file.basename))` is not a wheel", at: entry.span)
            }
            package.wheels.append(file)
        }
        if let entry = table["sdist"], let file = file(entry, "package.sdist", of: package) {
            if file.filename.isWheel {
                fields.report(
                    "`\(TextExcerpt.shortened(file.basename))` is not a source distribution", at: entry.span)
            }
            package.sdist = file
        }
        if let entry = table["variants-json"] { package.variants = variants(entry) }
        checkFiles(of: package, table, at: item)
        return package
    }

    private mutating func checkFiles(of package: LockedPackage, _ table: TOMLTable, at item: TOMLItem) {
        let isListed = table["wheels"] != nil || table["sdist"] != nil
        switch package.source {
        case .index:
            if package.version == nil, table["version"] == nil {
                fields.report("`package.version` is missing", at: item.span)
            }
            if !isListed { fields.report("`\(package.name)` has no `wheels` and no `sdist`", at: item.span) }
        case .archive, .file:
            if !isListed { fields.report("`\(package.name)` has no `wheels` and no `sdist`", at: item.span) }
        case .directory, .git, .member:
            if isListed {
                fields.report("`\(package.name)` is a source tree and cannot have files", at: item.span)
            }
        }
        if case .index(let index) = package.source, index.hasPrefix("http:") || index.hasPrefix("https:") {
            for file in package.wheels + [package.sdist].compactMap(\.self) where file.location.isOnDisk {
                fields.report(
                    "`\(TextExcerpt.shortened(file.basename))` is a file of this machine, and `\(package.name)` "
                        + "comes from an index on the web", at: item.span)
            }
        }
        if package.variants == nil, table["variants-json"] == nil,
            package.wheels.contains(where: { $0.filename.variantLabel != nil })
        {
            fields.report(
                "`\(package.name)` has variant wheels and no `package.variants-json` that says what they are",
                at: item.span)
        }
    }

    private mutating func variants(_ item: TOMLItem) -> VariantMetadata? {
        do throws(VariantMetadataError) {
            return try VariantMetadata(reading: item, in: document)
        } catch {
            for fault in error.faults { fields.report(fault.message, at: fault.span ?? item.span) }
            return nil
        }
    }

    private mutating func source(_ item: TOMLItem, _ label: String) -> LockedSource? {
        guard let table = fields.table(item, label) else { return nil }
        let kinds = ["index", "url", "path", "directory", "git", "member"].filter { table[$0] != nil }
        guard kinds.count == 1, let entry = table[kinds[0]] else {
            fields.report(
                "`\(label)` needs exactly one of `index`, `url`, `path`, `directory`, `git` and `member`",
                at: item.span)
            return nil
        }
        let name = "\(label).\(kinds[0])"
        let subdirectory = fields.text("subdirectory", of: table, label)
        switch kinds[0] {
        case "index": return fields.place(entry, name).map { .index($0) }
        case "url": return fields.url(entry, name).map { .archive(url: $0, subdirectory: subdirectory) }
        case "path": return fields.filePath(entry, name).map { .file(path: $0) }
        case "directory":
            let isEditable = fields.flag("editable", of: table, label) ?? false
            return fields.filePath(entry, name).map { .directory(path: $0, isEditable: isEditable) }
        case "git":
            let reference = fields.text("reference", of: table, label)
            guard let url = fields.string(entry, name),
                let commitItem = fields.required("commit", of: table, label, at: item.span),
                let commit = fields.string(commitItem, "\(label).commit")
            else { return nil }
            guard [40, 64].contains(commit.utf8.count), commit.utf8.allSatisfy(\.isASCIIHexDigit) else {
                fields.report(
                    "`\(TextExcerpt.shortened(commit))` is no commit in hexadecimal", at: commitItem.span)
                return nil
            }
            return .git(
                url: url, reference: reference, commit: commit, subdirectory: subdirectory,
                lfs: fields.flag("lfs", of: table, label) ?? false)
        default:
            let isVirtual = fields.flag("virtual", of: table, label) ?? false
            return fields.filePath(entry, name).map { .member(path: $0, isVirtual: isVirtual) }
        }
    }

    // MARK: Edges

    private mutating func lists(
        _ key: String, of table: TOMLTable, _ label: String
    ) -> [ExtraName: [LockedDependency]] {
        guard let item = table[key], let lists = fields.table(item, "\(label).\(key)") else { return [:] }
        var result: [ExtraName: [LockedDependency]] = [:]
        for entry in lists.entries {
            guard let name = fields.extraName(entry.key, at: entry.keySpan) else { continue }
            result[name] = dependencies(entry.key, of: lists, "\(label).\(key)")
        }
        return result
    }

    private mutating func dependencies(
        _ key: String, of table: TOMLTable, _ label: String
    ) -> [LockedDependency] {
        let label = "\(label).\(key)"
        guard let item = table[key], let items = fields.array(item, label) else { return [] }
        var result: [LockedDependency] = []
        result.reserveCapacity(items.count)
        for item in items {
            guard let table = fields.table(item, label),
                let name = fields.packageName("name", of: table, label, at: item.span)
            else { continue }
            var dependency = LockedDependency(name: name)
            dependency.version = fields.version("version", of: table, label)
            if let entry = table["source"] { dependency.source = source(entry, "\(label).source") }
            dependency.extras = fields.elements("extras", of: table, label).compactMap {
                fields.extraName($0, "\(label).extras")
            }
            dependency.marker = fields.marker("marker", of: table, label)
            result.append(dependency)
            edges.append(Edge(dependency: dependency, span: item.span))
        }
        return result
    }

    /// Every entry is there once, every edge leads to exactly one, and members lie where the lock itself says.
    private mutating func check(_ lock: Lock, _ spans: [Range<Int>]) {
        let members = Dictionary(lock.inputs.members.map { ($0.name, $0.path) }) { first, _ in first }
        for (package, span) in zip(lock.packages, spans) {
            guard case .member(let path, _) = package.source, let known = members[package.name],
                path != known
            else { continue }
            fields.report(
                "`\(package.name)` is no member at `\(TextExcerpt.shortened(path))` of what the lock was made from",
                at: span)
        }
        var places: [PackageName: [Int]] = [:]
        for (index, package) in lock.packages.enumerated() {
            for other in places[package.name] ?? [] {
                let other = lock.packages[other]
                if other.version == package.version, other.source == package.source {
                    fields.report("`\(package.name)` stands here a second time", at: spans[index])
                }
            }
            places[package.name, default: []].append(index)
        }
        // A faulty entry is left out, and edges to it would only repeat that.
        guard fields.faults.isEmpty else { return }
        for edge in edges {
            let dependency = edge.dependency
            let count = (places[dependency.name] ?? []).count { index in
                let package = lock.packages[index]
                return (dependency.version == nil || dependency.version == package.version)
                    && (dependency.source == nil || dependency.source == package.source)
            }
            if count == 1 { continue }
            let what = count == 0 ? "no entry" : "\(count) entries"
            fields.report("`\(dependency.name)`: the lock has \(what) of it that can be meant", at: edge.span)
        }
    }

    // MARK: Files

    private mutating func file(_ item: TOMLItem, _ label: String, of package: LockedPackage) -> LockedFile? {
        guard let table = fields.table(item, label) else { return nil }
        let location: LockedFile.Location
        let ending: String
        switch (table["url"], table["path"]) {
        case (let item?, nil):
            if let text = item.string, let url = PlainURL(text) {
                location = .url(text)
                ending = url.lastComponent
            } else {
                guard let url = fields.reference(item, "\(label).url"), let text = item.string else {
                    return nil
                }
                location = .url(text)
                ending = url.lastComponent
            }
        case (nil, let path?):
            guard let text = fields.filePath(path, "\(label).path") else { return nil }
            location = .path(text)
            ending = Path(text).name
        default:
            fields.report("`\(label)` needs either `url` or `path`", at: item.span)
            return nil
        }
        let hashes = hashes(of: table, label, at: item)
        let size = fields.size("size", of: table, label)
        let time = fields.moment("upload-time", of: table, label)
        if let entry = table["name"], fields.string(entry, "\(label).name") == nil { return nil }
        guard let hashes else { return nil }
        let name = table["name"]?.string ?? ending
        do throws(FilenameError) {
            let filename = try DistributionFilename.parse(name, expecting: package.name)
            if let version = package.version, filename.version != version {
                fields.report(
                    "`\(TextExcerpt.shortened(name))` is not of version \(version) of `\(package.name)`",
                    at: item.span)
                return nil
            }
            return LockedFile(
                filename: filename, basename: name, location: location, hashes: hashes, size: size,
                uploadTime: time)
        } catch {
            let diagnostic = error.diagnostic
            fields.report(([diagnostic.message] + diagnostic.causes).joined(separator: ": "), at: item.span)
            return nil
        }
    }

    /// Every file has a hash that can be trusted: what is installed is what was locked.
    private mutating func hashes(of table: TOMLTable, _ label: String, at item: TOMLItem) -> [Hash]? {
        guard let entry = fields.required("hashes", of: table, label, at: item.span),
            let entries = fields.table(entry, "\(label).hashes")?.entries
        else { return nil }
        var hashes: [Hash] = []
        for entry in entries {
            guard let hex = fields.string(entry.item, "\(label).hashes") else { return nil }
            guard let algorithm = Digest.Algorithm(rawValue: entry.key) else { continue }
            guard let hash = Hash(algorithm, hex: hex) else {
                fields.report(
                    "`\(TextExcerpt.shortened(hex))` is no \(algorithm.rawValue) in hexadecimal",
                    at: entry.item.span)
                return nil
            }
            hashes.append(hash)
        }
        if !hashes.contains(where: \.algorithm.isSecure) {
            fields.report(
                "`\(label).hashes` has no hash that can be trusted, such as `sha256`", at: entry.span)
            return nil
        }
        return hashes.count < 2 ? hashes : hashes.sorted { $0.text < $1.text }
    }
}

extension Lock {
    /// Reads a lock. Throws all its faults, each with its line and column; one that a newer swuv wrote is refused.
    package init(parsing bytes: [UInt8], file: String) throws(TOMLErrors) {
        let document = try TOMLDocument(parsing: bytes, file: file)
        var reader = LockReader(document)
        reader.read()
        guard let lock = reader.lock, reader.fields.faults.isEmpty else {
            throw document.errors(reader.fields.faults)
        }
        self = lock
    }

    /// Longer files are not read.
    package static let sizeLimit = 1 << 28
}

extension UInt8 {
    fileprivate var isASCIIHexDigit: Bool { isASCIIDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
}
