/// Writes a lock: sorted, one value a line where a merge would touch it, equal locks with equal bytes.
///
/// What the lock was made from comes first, in one piece, so that `LockCheck` can compare it without reading the
/// packages.
struct LockWriter {
    private(set) var toml = TOMLWriter()

    init(_ lock: Lock) {
        writeHead(lock)
        for choice in lock.choices { write(choice) }
        for package in lock.packages { write(package) }
    }

    private mutating func writeHead(_ lock: Lock) {
        toml.comment("Written by swuv; `swuv lock` makes it anew")
        toml.entry("version", .integer(Int64(Lock.version)))
        toml.entry("requires-python", lock.requiresPython.description)
        toml.lines("resolution-markers", lock.forks.map { .string($0.description) })
        toml.lines("unsolved-markers", lock.unsolved.map { .string($0.description) })
        var inputs = LockInputsWriter()
        inputs.write(lock.inputs)
        toml.append(inputs.toml)
    }

    private mutating func write(_ choice: LockedChoice) {
        toml.beginElement("choice")
        switch choice.subject {
        case .extras(let member): toml.entry("extras-of", member.text)
        case .index(let name, let packages):
            toml.entry("index", name)
            toml.lines("packages", packages.sorted().map { .string($0.text) })
        }
        toml.entry("namespaces", .strings(choice.namespaces))
        toml.entry(
            "options",
            .lines(
                choice.options.map { option in
                    var entries: [(key: String, value: TOMLWriter.Value)] = []
                    if let extra = option.extra { entries.append(("extra", .string(extra.text))) }
                    entries.append(("label", .string(option.option.label.text)))
                    if let marker = option.option.marker {
                        entries.append(("marker", .string(marker.description)))
                    }
                    if !option.option.properties.isEmpty {
                        entries.append(("properties", TOMLWriter.Value(option.option.properties.tree)))
                    }
                    if !option.rewrites.isEmpty {
                        entries.append(("rewrite", .array(option.rewrites.map(Self.value))))
                    }
                    return .table(entries)
                }))
    }

    private static func value(_ rewrite: RequirementRewrite) -> TOMLWriter.Value {
        .table([
            ("requirement", .string("\(rewrite.package)[\(rewrite.extra)]")),
            ("feature", .string("\(rewrite.namespace) :: \(rewrite.feature)")),
            ("extra", .string(rewrite.template)),
        ])
    }

    // MARK: Packages

    private mutating func write(_ package: LockedPackage) {
        toml.beginElement("package")
        toml.entry("name", package.name.text)
        if let version = package.version { toml.entry("version", version.description) }
        toml.entry("source", Self.value(package.source))
        toml.lines("dependencies", package.dependencies.map(Self.value))
        if let sdist = package.sdist { toml.entry("sdist", Self.value(sdist)) }
        toml.lines("wheels", package.wheels.map(Self.value))
        write(package.extras, as: "extras")
        write(package.groups, as: "groups")
        if let variants = package.variants { toml.write(variants, in: "package") }
    }

    private mutating func write(_ lists: [ExtraName: [LockedDependency]], as key: String) {
        if lists.isEmpty { return }
        toml.beginTable("package", key)
        for (name, dependencies) in lists.sorted(by: { $0.key < $1.key }) {
            toml.entry(
                name.text, dependencies.isEmpty ? .array([]) : .lines(dependencies.map(Self.value)))
        }
    }

    static func value(_ source: LockedSource) -> TOMLWriter.Value {
        var entries: [(key: String, value: TOMLWriter.Value)] = []
        func add(_ key: String, _ text: String?) {
            if let text { entries.append((key, .string(text))) }
        }
        func add(_ key: String, _ flag: Bool) {
            if flag { entries.append((key, true)) }
        }
        switch source {
        case .index(let url): add("index", url)
        case .archive(let url, let subdirectory):
            add("url", url)
            add("subdirectory", subdirectory)
        case .file(let path): add("path", path)
        case .directory(let path, let isEditable):
            add("directory", path)
            add("editable", isEditable)
        case .git(let url, let reference, let commit, let subdirectory, let lfs):
            add("git", url)
            add("reference", reference)
            add("commit", commit)
            add("subdirectory", subdirectory)
            add("lfs", lfs)
        case .member(let path, let isVirtual):
            add("member", path)
            add("virtual", isVirtual)
        }
        return .table(entries)
    }

    private static func value(_ dependency: LockedDependency) -> TOMLWriter.Value {
        var entries: [(key: String, value: TOMLWriter.Value)] = [("name", .string(dependency.name.text))]
        if let version = dependency.version { entries.append(("version", .string(version.description))) }
        if let source = dependency.source { entries.append(("source", value(source))) }
        if !dependency.extras.isEmpty {
            entries.append(("extras", .strings(dependency.extras.map(\.text))))
        }
        if let marker = dependency.marker { entries.append(("marker", .string(marker.description))) }
        return .table(entries)
    }

    private static func value(_ file: LockedFile) -> TOMLWriter.Value {
        var entries: [(key: String, value: TOMLWriter.Value)] = []
        if !file.location.leads(to: file.basename) { entries.append(("name", .string(file.basename))) }
        switch file.location {
        case .url(let url): entries.append(("url", .string(url)))
        case .path(let path): entries.append(("path", .string(path)))
        }
        if let time = file.uploadTime {
            entries.append(("upload-time", .moment(TOMLDateTime(unixSeconds: time))))
        }
        if let size = file.size { entries.append(("size", .integer(Int64(clamping: size)))) }
        let hashes = file.hashes.count < 2 ? file.hashes : file.hashes.sorted { $0.text < $1.text }
        entries.append(("hashes", .table(hashes.map { ($0.algorithm.rawValue, .string($0.hex)) })))
        return .table(entries)
    }
}

extension Lock {
    /// The text of the file: the same for equal locks.
    package var text: String { LockWriter(self).toml.text }
}

extension LockedFile.Location {
    /// Whether the place tells that name of the file.
    func leads(to basename: String) -> Bool {
        if case .url(let text) = self, let url = PlainURL(text) { return url.leads(to: basename) }
        return lastComponent == basename
    }

    /// The file name that it seems to have: of a URL with its percent signs resolved.
    var lastComponent: String? {
        switch self {
        case .url(let text): (try? URLReference(parsing: text))?.lastComponent
        case .path(let text): Path(text).name
        }
    }
}

extension TOMLWriter {
    /// `[OWNER.variants-json]` (PEP 825, "Integration with pylock.toml"; V-171), one label a line.
    mutating func write(_ variants: VariantMetadata, in owner: String) {
        beginTable(owner, "variants-json")
        let members = variants.tree.object ?? []
        for member in members where member.key != "variants" && member.key != "providers" {
            entry(member.key, Value(member.value))
        }
        for key in ["providers", "variants"] {
            guard let entries = members.first(where: { $0.key == key })?.value.object else { continue }
            beginTable(owner, "variants-json", key)
            for item in entries { entry(item.key, Value(item.value)) }
        }
    }
}
