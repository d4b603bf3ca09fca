/// Looks for everything that is wrong with wheels and variants files, each by itself and those of one release
/// beside each other.
package func checkVariants(
    _ request: CheckVariantsRequest, in session: Session
) throws -> CheckVariantsReport {
    var paths: [Path] = []
    for path in request.paths {
        let place = path.absolute(in: session.workingDirectory)
        guard let status = try File.status(place) else {
            throw Diagnostic("`\(path)` does not exist", exitCode: .usage)
        }
        guard status.kind == .directory else {
            paths.append(place)
            continue
        }
        let found = try Directory.entries(place).map(\.name).filter {
            $0.hasSuffix(".whl") || $0.hasSuffix(VariantsFileName.suffix)
        }
        if found.isEmpty {
            session.reporter.warning(Diagnostic("`\(path)` has no wheels and no `*-variants.json` files"))
        }
        paths += found.sorted().map { place / $0 }
    }
    // A file may be named twice, and by its directory.
    var seen: Set<Path> = []
    let looks = paths.filter { seen.insert($0).inserted }.map { path in
        session.pool.run { VariantFileLook(path) }
    }
    let files = try looks.map { try $0.wait() }
    return CheckVariantsReport(
        files: files.map(\.checked),
        releases: VariantReleases(files.compactMap(\.part)).releases.map(\.checked))
}

/// One file, looked at by itself.
private struct VariantFileLook: Sendable {
    let checked: CheckedVariantFile
    /// What it says of its release; nil for what says nothing or cannot be read.
    let part: VariantReleases.Part?

    init(_ path: Path) {
        if path.name.hasSuffix(".whl") {
            let wheel = VariantWheel(path)
            let kind: CheckedVariantFile.Kind =
                wheel.label.map { .variant($0, wheel.metadata?.variants[$0]) }
                ?? (wheel.filename == nil ? .other : .ordinary)
            checked = CheckedVariantFile(path: path, kind: kind, faults: wheel.faults, doubts: wheel.doubts)
            part = VariantReleases.Part(wheel)
        } else if path.name.hasSuffix(VariantsFileName.suffix) {
            (checked, part) = Self.index(path)
        } else {
            checked = CheckedVariantFile(
                path: path, kind: .other,
                faults: ["by its name it is neither a wheel (`.whl`) nor a `NAME-VERSION-variants.json`"])
            part = nil
        }
    }

    private static func index(_ path: Path) -> (CheckedVariantFile, VariantReleases.Part?) {
        var checked = CheckedVariantFile(path: path, kind: .index([]))
        let filename = VariantsFileName(path.name)
        if let filename {
            let written = VariantsFileName(filename.name, filename.version).text
            if written != path.name {
                checked.doubts.append("its name is not normalised; tools that write it say `\(written)`")
            }
        } else {
            checked.faults.append("its file name is not `NAME-VERSION-variants.json`")
        }
        do {
            let bytes = try File.read(path, limit: VariantMetadata.sizeLimit)
            let metadata = try VariantMetadata(parsing: bytes, file: path.name)
            checked.kind = .index(metadata.variants.keys.sorted())
            checked.doubts += metadata.doubts + metadata.unknownProperties
            checked.doubts += VariantMetadata.doubts(aboutText: bytes).map { "it \($0)" }
            return (checked, filename.map { VariantReleases.Part($0, metadata) })
        } catch {
            let diagnostic = Diagnostic(describing: error)
            checked.faults += diagnostic.causes.isEmpty ? [diagnostic.message] : diagnostic.causes
            return (checked, nil)
        }
    }
}
