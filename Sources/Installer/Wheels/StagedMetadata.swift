/// What the installer itself writes for a wheel: its programs, and the files of its `.dist-info` that say
/// how it came here.
struct StagedMetadata: Sendable {
    private let stage: Stage
    private let shebang: String
    private let reporter: any Reporter
    /// From the directory of the packages to each scheme's directory, with a slash at the end; for both
    /// kinds of packages.
    private let prefixes: [[String]]

    init(stage: Stage, roots: EnvironmentRoots, interpreter: Path, reporter: any Reporter) {
        self.stage = stage
        self.reporter = reporter
        shebang = Launcher.shebang(interpreter)
        prefixes = [WheelScheme.purelib, .platlib].map { site in
            WheelScheme.allCases.map { Self.relative(roots.root(of: $0), to: roots.root(of: site)) }
        }
    }

    /// `../../../bin/` from `/v/lib/python3.12/site-packages` to `/v/bin`.
    private static func relative(_ path: Path, to base: Path) -> String {
        let (from, to) = (base.components, path.components)
        var common = 0
        while common < min(from.count, to.count), from[common] == to[common] { common += 1 }
        let parts = Array(repeating: "..", count: from.count - common) + to[common...].map(String.init)
        return parts.map { $0 + "/" }.joined()
    }

    private func prefix(of scheme: WheelScheme, for manifest: Manifest) -> String {
        let prefixes = prefixes[manifest.rootIsPurelib ? 0 : 1]
        return prefixes[Int(stage.effective(scheme).rawValue)] + stage.prefix(of: scheme, manifest.name)
    }

    /// Programs for the entry points, and scripts of the wheel that name no interpreter yet.
    func writeScripts(of wheel: UnpackedWheel) throws -> [RecordText.Row] {
        let manifest = wheel.manifest
        var rows: [RecordText.Row] = []
        for script in manifest.scripts {
            rows.append(try write(Launcher.text(script, shebang: shebang), to: script.name, for: manifest))
        }
        guard manifest.tops.contains(where: { $0.scheme == .scripts }) else { return rows }
        for index in 0..<manifest.fileCount where manifest.flags(ofFile: index).contains(.rewritten) {
            let file = manifest.file(index)
            let content = try File.read(wheel.directory / Path(file.path))
            guard try Digest.of(content).bytes == file.digest else {
                throw Diagnostic(
                    "The cached file `\(wheel.directory)/\(file.path)` was changed while it was installed")
            }
            rows.append(
                try write(Launcher.rewritten(content, shebang: shebang), to: file.target, for: manifest))
        }
        return rows
    }

    private func write(_ bytes: [UInt8], to name: String, for manifest: Manifest) throws -> RecordText.Row {
        let directory = stage.directory(for: .scripts)
        if try directory.status(name) != nil {
            if try directory.read(name) != bytes {
                reporter.warning(
                    Diagnostic(
                        "Several packages bring the program `\(name)`; that of `\(manifest.name)` is installed"
                    ))
            }
            try directory.removeFile(name)
        }
        try directory.write(bytes, to: name, mode: 0o755)
        return RecordText.Row(
            path: prefix(of: .scripts, for: manifest) + name, digest: SmallSHA256.digest(bytes),
            size: Int64(bytes.count))
    }

    /// INSTALLER, REQUESTED, `direct_url.json` and RECORD.
    func write(of wheel: UnpackedWheel, _ planned: PlannedWheel, programs: [RecordText.Row]) throws {
        let manifest = wheel.manifest
        let root: WheelScheme = manifest.rootIsPurelib ? .purelib : .platlib
        let directory = try stage.directory(for: root).directory(manifest.distInfo)
        var rows = programs
        func write(_ name: String, _ bytes: [UInt8]) throws {
            try directory.write(bytes, to: name, mode: 0o644)
            rows.append(
                RecordText.Row(
                    path: manifest.distInfo + "/" + name, digest: SmallSHA256.digest(bytes),
                    size: Int64(bytes.count)))
        }
        try write("INSTALLER", Array("swuv\n".utf8))
        if planned.isRequested { try write("REQUESTED", []) }
        if let url = planned.directURL { try write(DirectURL.fileName, url.bytes) }
        if let key = planned.treeKey { try write(PlannedWheel.treeKeyName, Array(key.utf8)) }
        rows.append(RecordText.Row(path: manifest.distInfo + "/RECORD", digest: nil, size: 0))
        let record = RecordText.bytes(
            of: manifest, root: root, prefix: { prefix(of: $0, for: manifest) }, extra: rows)
        try directory.write(record, to: "RECORD", mode: 0o644)
    }
}
