/// Picks the file of one package of a `pylock.toml`, and says where it lies.
struct PylockPicking {
    let document: PylockDocument
    let package: PylockPackage
    let setting: PylockChoice.Setting
    /// Of all packages that are locked or installed.
    let versions: [PackageName: Version]

    enum Outcome {
        case file(IndexFile, ChosenVariant?, [Diagnostic])
        /// Why, outermost first.
        case nothing([String])
    }

    func pick() throws -> Outcome {
        if let tree = package.tree {
            if setting.noBuild.contains(package.name) { return .nothing([Self.forbidden]) }
            return .file(try setting.tree(package.name, tree), nil, [])
        }
        if setting.noBinary.contains(package.name) {
            return source()
                ?? .nothing([
                    "its wheels are not to be used (`--no-binary`)", "there is no source distribution",
                ])
        }
        let wheels = (package.archive.map { [$0] } ?? package.wheels).filter(\.filename.isWheel)
        var told: [Diagnostic] = []
        let picking = WheelPicking(
            package: package.name, tags: setting.tags, preferences: setting.preferences, versions: versions,
            supported: setting.supported)
        let outcome = try picking.pick(among: wheels.compactMap(\.filename.wheel)) { places in
            try knowledge(places.map { wheels[$0] }, &told)
        }
        switch outcome {
        case .wheel(let place, let variant): return located(wheels[place], variant, told)
        case .noVariant(let reasons): return .nothing(reasons)
        case .noneFits(let reasons):
            if let source = source() { return source }
            return .nothing(["no wheel fits"] + [reasons.joined(separator: "; ")].filter { !$0.isEmpty })
        }
    }

    private static let forbidden = "it would have to be built, and that is forbidden (`--no-build`)"

    /// The source distribution, which is built; nil when there is none.
    private func source() -> Outcome? {
        guard let file = package.sdist ?? package.archive, !file.filename.isWheel else { return nil }
        if setting.noBuild.contains(package.name) {
            return .nothing([Self.forbidden])
        }
        return located(file, nil, [])
    }

    /// The lock file's table, else what the wheels themselves say.
    private func knowledge(
        _ wheels: [PylockFile], _ told: inout [Diagnostic]
    ) throws -> WheelPicking.Knowledge {
        switch package.variants {
        case .metadata(let metadata) where package.archive == nil: return .metadata(metadata)
        case .unusable(let error) where package.archive == nil:
            told.append(
                error.diagnostic.wrapped(in: "the variant wheels of `\(package.name)` are not used"))
        default:
            let files = wheels.compactMap { wheel in
                setting.locate(wheel).map { indexFile(wheel, $0) }
            }
            let answer = try setting.variants(
                VariantRelease(
                    name: package.name, version: wheels[0].filename.version, file: nil, wheels: files))
            told += answer.faults
            if let metadata = answer.metadata { return .metadata(metadata) }
        }
        if setting.preferences.isStrict, let first = told.first { throw first }
        return .unusable(told.map(\.message))
    }

    private func located(
        _ wheel: PylockFile, _ variant: ChosenVariant?, _ told: [Diagnostic]
    ) -> Outcome {
        if let url = setting.locate(wheel) { return .file(indexFile(wheel, url), variant, told) }
        let path = wheel.path ?? ""
        let start = Path(path).isAbsolute ? "" : ", which starts at the directory of the lock file"
        return .nothing(["there is no file at `\(TextExcerpt.shortened(path))`\(start)"])
    }

    private func indexFile(_ file: PylockFile, _ url: String) -> IndexFile {
        IndexFile(
            filename: file.filename, basename: file.basename, version: file.filename.version, url: url,
            hashes: file.hashes, size: file.size, uploadTime: file.uploadTime,
            indexURL: package.index ?? document.file)
    }
}
