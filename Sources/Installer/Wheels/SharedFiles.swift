/// Files that several wheels of one plan bring to the same place.
struct SharedFiles {
    let linker: WheelLinker
    let reporter: any Reporter

    /// `taken` lists, for each wheel, its files that came too late. The same content is no conflict; of
    /// different ones the last wheel's stays, whichever thread was first, and a warning says so.
    func settle(_ wheels: [UnpackedWheel], _ taken: [[Int]]) throws {
        guard taken.contains(where: { !$0.isEmpty }) else { return }
        var claims: [Claim: [(wheel: Int, file: Int)]] = [:]
        for (number, files) in taken.enumerated() {
            for index in files { claims[claim(wheels[number], index)] = [] }
        }
        for (number, wheel) in wheels.enumerated() {
            for index in 0..<wheel.manifest.fileCount {
                let flags = wheel.manifest.flags(ofFile: index)
                if flags.contains(.replaced) || flags.contains(.rewritten) { continue }
                claims[claim(wheel, index)]?.append((number, index))
            }
        }
        for (claim, holders) in claims.sorted(by: { $0.key.target < $1.key.target }) {
            guard holders.count > 1, let last = holders.last else {
                // Nobody else has a file there, so it is a directory.
                throw WheelLinker.fileInTheWay(claim.target)
            }
            let digest = wheels[last.wheel].manifest.file(last.file).digest
            let others = holders.dropLast().filter {
                wheels[$0.wheel].manifest.file($0.file).digest != digest
            }
            guard !others.isEmpty else { continue }
            try linker.replace(last.file, of: wheels[last.wheel])
            let names = others.map { "`\(wheels[$0.wheel].manifest.name)`" }.joined(separator: ", ")
            reporter.warning(
                Diagnostic(
                    "`\(claim.target)` is in \(names) and in `\(wheels[last.wheel].manifest.name)`, whose file is installed"
                ))
        }
    }

    private struct Claim: Hashable {
        let scheme: WheelScheme
        let target: String
    }

    private func claim(_ wheel: UnpackedWheel, _ index: Int) -> Claim {
        let file = wheel.manifest.file(index)
        // Modules of both kinds may end up in one directory; taking them for one is right there and
        // harmless elsewhere.
        return Claim(scheme: file.scheme == .platlib ? .purelib : file.scheme, target: file.target)
    }
}

/// Files of installed distributions that an installation replaces although they stay installed.
struct OverwriteCheck {
    let environment: Environment
    let removed: [InstalledDistribution]
    let reporter: any Reporter

    /// Warns for each package whose file is replaced by a different one. Files that nobody owns are
    /// replaced in silence, as other installers do.
    func run(_ files: [CommitPlanner.Overwritten]) throws {
        let different = files.filter { !isSame($0.path, $0.staged) }
        guard !different.isEmpty else { return }
        let paths = Set(different.map(\.path))
        let gone = Set(removed.map(\.path))
        for distribution in try SitePackages(environment).distributions
        where !gone.contains(distribution.path) {
            guard let record = try? distribution.record() else { continue }
            let location = EnvironmentRoots.real(distribution.location)
            let mine = record.map { Path($0.path).absolute(in: location) }.filter(paths.contains)
            guard let first = mine.first else { continue }
            let more = mine.count > 1 ? " and \(mine.count - 1) more" : ""
            reporter.warning(
                Diagnostic(
                    "Files of `\(distribution.name)`, which stays installed, are replaced: `\(first)`\(more)")
            )
        }
    }

    private func isSame(_ first: Path, _ second: Path) -> Bool {
        guard let a = try? File.status(first, followingLinks: false),
            let b = try? File.status(second, followingLinks: false),
            a.kind == .file, b.kind == .file, a.size == b.size
        else { return false }
        if a.inode == b.inode && a.device == b.device { return true }
        return (try? File.read(first) == File.read(second)) ?? false
    }
}
