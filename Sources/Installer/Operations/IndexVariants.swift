/// Writes the variant metadata of every release in a directory of wheels, and a simple index of it (V-036, V-063,
/// V-070, V-071). Nothing is written when a wheel is not sound or two contradict each other.
package func indexVariants(_ request: IndexVariantsRequest, in session: Session) throws -> IndexVariantsReport
{
    let root = request.directory.absolute(in: session.workingDirectory)
    let names = try Directory.entries(root).map(\.name).sorted()
    let looks = names.filter(IndexedFile.mayBe).map { name in
        session.pool.run { try IndexedFile(root / name) }
    }
    let files = try looks.map { try $0.wait() }
    var faults = files.flatMap { file in file.faults.map { "`\(file.name)`: \($0)" } }
    let releases = VariantReleases(files.compactMap { $0.wheel.flatMap(VariantReleases.Part.init) }).releases
    for release in releases { faults += refusals(of: release) }
    guard faults.isEmpty else {
        throw Diagnostic(
            "Cannot index `\(request.directory)`", causes: faults,
            hints: ["`swuv variants check \(request.directory)` looks at the contents of the files, too"])
    }
    var writer = IndexFileWriter(root)
    var variants: [PackageName: [IndexedFile]] = [:]
    for release in releases {
        guard let metadata = release.combined else { continue }
        let name = VariantsFileName(release.name, release.version)
        let bytes = Array(metadata.text.utf8)
        try writer.write(bytes, to: name.text)
        variants[release.name, default: []].append(IndexedFile(name, bytes))
    }
    for file in files {
        if let wheel = file.wheel { try writer.write(wheel.coreBytes, to: file.name + ".metadata") }
    }
    var projects: [PackageName: [IndexedFile]] = [:]
    for file in files { projects[file.project, default: []].append(file) }
    for (project, files) in projects.sorted(by: { $0.key < $1.key }) {
        let page = IndexPage(project: project, files: files + variants[project, default: []])
        try writer.write(Array(page.html.utf8), to: "simple/\(project)/index.html")
        try writer.write(Array(page.json.utf8), to: "simple/\(project)/index.json")
    }
    let list = projects.keys.sorted()
    try writer.write(Array(IndexPage.list(list).utf8), to: "simple/index.html")
    try writer.write(Array(IndexPage.jsonList(list).utf8), to: "simple/index.json")
    try writer.removePages(except: Set(list.map(\.text)))
    warn(ofLeftovers: names, files, releases, session.reporter)
    return IndexVariantsReport(
        directory: root, releases: summaries(files, releases), written: writer.written.sorted(),
        unchanged: writer.unchanged, removed: writer.removed.sorted())
}

/// What is not written though a reader may accept it: labels with the same properties or none.
private func refusals(of release: VariantReleases.Release) -> [String] {
    let title = "\(release.name) \(release.version)"
    if release.combined == nil {
        return release.faults.map { fault in
            fault.files.map { "`\($0)`" }.joined(separator: " and ") + ": \(fault.message)"
        }
    }
    return release.combined?.doubts.map { "\(title): \($0)" } ?? []
}

/// Files of an earlier run may describe what is there no more; they do no harm, but they are not ours to remove.
private func warn(
    ofLeftovers names: [String], _ files: [IndexedFile], _ releases: [VariantReleases.Release],
    _ reporter: any Reporter
) {
    let wheels = Set(files.map(\.name))
    for name in names {
        if let filename = VariantsFileName(name),
            !releases.contains(where: { $0.name == filename.name && $0.version == filename.version })
        {
            reporter.warning(
                Diagnostic("`\(ZipError.escaped(name))` is left over: no variant wheel belongs to it"))
        } else if name.hasSuffix(".whl.metadata"),
            !wheels.contains(String(name.dropLast(".metadata".utf8.count)))
        {
            reporter.warning(Diagnostic("`\(ZipError.escaped(name))` is left over: its wheel is gone"))
        }
    }
}

private func summaries(
    _ files: [IndexedFile], _ releases: [VariantReleases.Release]
) -> [IndexVariantsReport.Release] {
    var found: [IndexVariantsReport.Release] = []
    for file in files {
        if let place = found.firstIndex(where: { $0.name == file.project && $0.version == file.version }) {
            found[place].files += 1
            continue
        }
        let release = releases.first { $0.name == file.project && $0.version == file.version }
        let labels = release?.combined?.variants.keys.sorted() ?? []
        found.append(.init(name: file.project, version: file.version, files: 1, labels: labels))
    }
    return found.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
}

/// Writes files below a directory that differ from what is there, each in one step.
private struct IndexFileWriter {
    let root: Path
    var written: [String] = []
    var unchanged = 0
    var removed: [String] = []

    init(_ root: Path) { self.root = root }

    mutating func write(_ bytes: [UInt8], to name: String) throws {
        let path = root / name
        if let known = try File.readIfPresent(path), known == bytes {
            unchanged += 1
            return
        }
        try SystemError.writing {
            try Directory.create(path.parent)
            try File.writeAtomically(bytes, to: path)
        }
        written.append(name)
    }

    /// Removes the pages below `simple/` of other projects than these.
    mutating func removePages(except projects: Set<String>) throws {
        for entry in try Directory.entries(root / "simple") where !projects.contains(entry.name) {
            guard PackageName(entry.name)?.text == entry.name else { continue }
            for page in ["index.html", "index.json"]
            where try File.remove(root / "simple" / entry.name / page) {
                removed.append("simple/\(entry.name)/\(page)")
            }
            if entry.kind == .directory { try Directory.remove(root / "simple" / entry.name) }
        }
    }
}
