/// What a lock says of files beyond their pages: what their variants are, and hashes where the index has none.
struct LockFiles {
    let source: any DistributionSource
    let reporter: any Reporter
    /// Indexes that only some packages come from.
    let pinned: Set<String>

    /// - Parameter wheels: variant wheels of one release on one source.
    func variants(of package: ResolvedPackage, _ wheels: [IndexFile]) throws -> VariantMetadata? {
        guard let first = wheels.first else { return nil }
        var release = VariantRelease(name: package.name, version: package.version, file: nil, wheels: wheels)
        if case .index = package.source {
            let index = pinned.contains(first.indexURL) ? first.indexURL : nil
            let page = try source.page(for: package.name, from: index).wait()
            if let place = page.index(of: package.version) {
                release.file = page.variantsFiles(place).first { $0.indexURL == first.indexURL }
            }
        }
        let answer = try source.variants(of: release).wait()
        for fault in answer.faults {
            reporter.warning(fault.wrapped(in: "some variant wheels of `\(package.name)` are not locked"))
        }
        return answer.metadata
    }

    /// The best that the index tells; that of the file itself where it tells none that can be trusted.
    func hashes(of file: IndexFile) throws -> [Hash] {
        if let hash = file.preferredHash, hash.algorithm.isSecure { return [hash] }
        let path: Path
        if let local = (try? URLReference(parsing: file.url))?.filePath {
            path = local
        } else {
            reporter.trace(1) { "\(file.basename): the index tells no hash, so it is downloaded" }
            path = try source.archive(for: file).wait()
        }
        return [try Digest.ofFile(path)]
    }
}
