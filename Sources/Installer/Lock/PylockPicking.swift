/// Picks the file of one package of a lock file: the best variant that fits, else an ordinary wheel; of those by
/// platform tags, then by build number (V-095, V-096).
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

    /// A wheel whose tags fit.
    private struct Wheel {
        let file: PylockFile
        let name: WheelFilename
        let rank: Int

        func isBetter(than other: Wheel) -> Bool {
            rank == other.rank ? name.hasLaterBuild(than: other.name) : rank < other.rank
        }
    }

    func pick() throws -> Outcome {
        if let tree = package.tree {
            return .nothing(["it is a \(tree == .vcs ? "repository" : "directory")", Self.notBuilt])
        }
        let candidates = package.archive.map { [$0] } ?? package.wheels
        if setting.noBinary.contains(package.name) {
            return .nothing(["its wheels are not to be used (`--no-binary`)", Self.notBuilt])
        }
        var fitting: [Wheel] = []
        var reasons: [String] = []
        for file in candidates {
            guard let name = file.filename.wheel else { continue }
            if let rank = setting.tags.rank(of: name) {
                fitting.append(Wheel(file: file, name: name, rank: rank))
            } else if let mismatch = setting.tags.mismatch(of: name), reasons.count < 5 {
                reasons.append("`\(file.basename)`: \(setting.tags.explanation(of: mismatch))")
            }
        }
        guard !fitting.isEmpty else {
            if package.sdist != nil || package.archive?.filename.isWheel == false {
                reasons.append(Self.notBuilt)
            }
            return .nothing(["no wheel fits"] + [reasons.joined(separator: "; ")].filter { !$0.isEmpty })
        }
        return try pick(among: fitting)
    }

    private static let notBuilt = "it would have to be built, and source distributions are not built yet"

    private func pick(among wheels: [Wheel]) throws -> Outcome {
        var told: [Diagnostic] = []
        var reasons: [String] = []
        let variants = wheels.filter(\.name.isVariant)
        if !variants.isEmpty, !setting.preferences.takesNone {
            if let metadata = try metadata(variants, &told) {
                let selection = try selection(metadata, variants)
                for match in selection.ranked where isBound(match) {
                    guard let wheel = Self.best(variants.filter { $0.name.variantLabel == match.label.text })
                    else { continue }
                    let variant = ChosenVariant(
                        match: match, metadata: metadata, ranked: selection.ranked,
                        rejected: selection.rejected)
                    return located(wheel, variant, told)
                }
                reasons += Self.reasons(selection, versions)
            } else {
                if setting.preferences.isStrict, let first = told.first { throw first }
                reasons += told.map(\.message)
            }
        }
        if let wanted = setting.preferences.labels[package.name] {
            return .nothing(["no wheel of the variant `\(wanted)` fits"] + reasons)
        }
        if let wheel = Self.best(wheels.filter { !$0.name.isVariant }) { return located(wheel, nil, told) }
        if setting.preferences.takesNone {
            reasons.append("there are only variant wheels, and those are turned off")
        }
        return .nothing(["no variant fits", reasons.joined(separator: "; ")])
    }

    private static func best(_ wheels: [Wheel]) -> Wheel? { wheels.min { $0.isBetter(than: $1) } }

    /// The lock file's table, else what the wheels themselves say. nil when it cannot be used; then `told` says why.
    private func metadata(_ wheels: [Wheel], _ told: inout [Diagnostic]) throws -> VariantMetadata? {
        switch package.variants {
        case .metadata(let metadata) where package.archive == nil: return metadata
        case .unusable(let error) where package.archive == nil:
            told.append(
                error.diagnostic.wrapped(in: "the variant wheels of `\(package.name)` are not used"))
            return nil
        default:
            let files = wheels.compactMap { wheel in
                setting.locate(wheel.file).map { indexFile(wheel.file, $0) }
            }
            let answer = try setting.variants(
                VariantRelease(
                    name: package.name, version: wheels[0].name.version, file: nil, wheels: files))
            told += answer.faults
            return answer.metadata
        }
    }

    private func selection(_ metadata: VariantMetadata, _ wheels: [Wheel]) throws -> VariantSelection {
        let labels = Set(wheels.compactMap { $0.name.variantLabel.flatMap(VariantLabel.init) })
        let namespaces = Set(labels.flatMap { metadata.variants[$0]?.namespaces.keys.map(\.self) ?? [] })
        let supported =
            namespaces.isEmpty ? SupportedProperties() : try setting.supported(metadata, namespaces)
        return VariantSelection(
            metadata, labels: labels, supported: supported, preferences: setting.preferences,
            package: package.name, versions: versions)
    }

    /// Whether the versions that it was built for are here: nothing else will be installed (V-235, A-07).
    private func isBound(_ match: VariantMatch) -> Bool {
        match.abi.allSatisfy { versions[$0.dependency].map($0.allows) ?? false }
    }

    private static func reasons(_ selection: VariantSelection, _ versions: [PackageName: Version]) -> [String]
    {
        let missing = selection.ranked.compactMap { match in
            match.abi.first { versions[$0.dependency] == nil }.map {
                "`\(match.label)` was built for \($0), which is neither locked nor installed"
            }
        }
        let rejected = selection.rejected.map { "`\($0.label)`: \($0.reason.text)" }
        let all = missing + rejected
        return Array(all.prefix(5)) + (all.count > 5 ? ["and \(all.count - 5) more"] : [])
    }

    private func located(
        _ wheel: Wheel, _ variant: ChosenVariant?, _ told: [Diagnostic]
    ) -> Outcome {
        if let url = setting.locate(wheel.file) { return .file(indexFile(wheel.file, url), variant, told) }
        let path = wheel.file.path ?? ""
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
