/// An environment of provider plugins in the cache: a directory, and beside it the lock that is held while it is made.
///
/// Who uses it holds the lock of the cache, so that whoever removes from the cache meets none that is in use.
package struct PluginEnvironment {
    package let root: Path

    package init(_ root: Path) {
        self.root = root
    }

    package var lockFile: Path { Path(root.text + Self.lockSuffix) }
    static let lockSuffix = ".lock"

    /// Its time tells when it was used last.
    private var note: Path { root / ".swuv-complete" }
    /// After that long it is taken for forgotten.
    private static let patience: Int64 = 30 * 86_400 * 1_000_000_000

    package var isComplete: Bool { File.exists(note) }

    package func complete() throws { try File.writeAtomically([], to: note) }

    /// That it cannot be noted is no reason to fail.
    package func noteUse() { try? File.setModificationTime(note, to: Clock.wall()) }

    /// What is installed in it.
    func distributions() throws -> [InstalledDistribution] {
        let pythons = try Directory.entriesIfPresent(root / "lib") ?? []
        return try SitePackages(
            directories: pythons.map { root / "lib" / Path($0.name) / "site-packages" }
        ).distributions
    }

    /// Whether no request for a plugin leads to it any more: it is not whole, its Python is gone, it holds what is
    /// not trusted now, or nobody used it for a month.
    func isForgotten(trusting trusted: [TrustedPlugin]) -> Bool {
        guard let used = try? File.status(note)?.mtime, used > Clock.wall() - Self.patience,
            File.exists(root / "bin" / "python"), let distributions = try? distributions()
        else { return true }
        return !distributions.allSatisfy { installed in
            trusted.contains {
                $0.package == installed.name
                    && $0.versions?.contains(installed.version, prereleases: true) ?? true
            }
        }
    }
}
