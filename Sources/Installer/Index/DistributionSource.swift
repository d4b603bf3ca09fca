/// Where the resolver and the installer get distributions from (seam 2): indexes, or a world in memory.
///
/// The futures complete on any thread. Each question is asked of the network once; the same answer is
/// given to all who ask.
package protocol DistributionSource: Sendable {
    /// All versions and files of a package that the settings allow, from all indexes. A package that no
    /// index knows is a page without versions that says why (`absence`), not an error.
    /// - Parameter index: the URL of the one index to ask, which need not be among those of the settings; nil: the
    ///   ordinary ones.
    func page(for name: PackageName, from index: String?) -> Future<PackagePage>

    /// What the wheel says about itself. Its name and version are those of the file name.
    func metadata(for file: IndexFile) -> Future<CoreMetadata>

    /// What is known of the variants of a release on one source (V-060…V-081): from its variants file, else
    /// from `variant.json` of one wheel for each label. Fails only when a hash does not match or the
    /// network fails; metadata that cannot be used is an answer that says so.
    func variants(of release: VariantRelease) -> Future<VariantAnswer>

    /// A local copy of the file whose size and hashes were verified.
    func archive(for file: IndexFile) -> Future<Path>

    /// What a direct reference leads to: an archive, a directory, a commit of a repository. Where the reference does
    /// not tell the name and version, they are found out.
    func file(at url: String, for name: PackageName?, isEditable: Bool) -> Future<IndexFile>

    /// The wheel that is built from a file that is none.
    func build(_ file: IndexFile) -> Future<UnpackedWheel>

    /// The same, if it is at hand: nothing is asked for or built.
    func built(_ file: IndexFile) -> UnpackedWheel?

    /// The archive of a wheel that was built, when its unpacked files turn out to be damaged.
    func archive(of wheel: UnpackedWheel, builtFrom file: IndexFile) throws -> Path
}

/// A source of wheels alone. One that wraps another is none: it has to pass on every question.
package protocol WheelSource: DistributionSource {}

extension WheelSource {
    package func file(at url: String, for name: PackageName?, isEditable: Bool) -> Future<IndexFile> {
        do {
            return Future(value: try IndexFile(archiveAt: url, for: name))
        } catch {
            return Future(error: error)
        }
    }

    package func build(_ file: IndexFile) -> Future<UnpackedWheel> {
        Future(error: BuildFailure(file.basename, ["nothing is built from source here"]))
    }

    package func built(_ file: IndexFile) -> UnpackedWheel? { nil }

    package func archive(of wheel: UnpackedWheel, builtFrom file: IndexFile) throws -> Path {
        throw BuildFailure(file.basename, ["nothing is built from source here"])
    }
}

extension DistributionSource {
    package func page(for name: PackageName) -> Future<PackagePage> { page(for: name, from: nil) }
}
