internal import Glibc

/// The pages of indexes in the cache: one file for each index and package, replaced by rename. Several
/// processes may use it at a time.
struct PageCache: Sendable {
    private let root: Path

    init(_ cache: CacheLayout) { root = cache.pages }

    private func path(_ index: IndexLocation, _ name: PackageName) -> Path {
        let file = name.text.utf8.count <= 128 ? name.text : Checksum.name(of: name.text)
        return directory(index) / "\(file).page"
    }

    /// Named for people by the host, for programs by the whole URL.
    private func directory(_ index: IndexLocation) -> Path {
        let host = (try? URLReference(parsing: index.url))?.host ?? ""
        let plain = host.utf8.allSatisfy {
            $0.isASCIIAlphanumeric || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
        let label = plain && host.utf8.count <= 100 ? host : "index"
        return root / "\(label)-\(Checksum.name(of: index.url).prefix(16))"
    }

    /// nil when there is none, or when it is damaged.
    func page(_ index: IndexLocation, _ name: PackageName) -> SimplePage? {
        guard let file = try? MappedFile(path(index, name)) else { return nil }
        return SimplePage(file, name: name, indexURL: index.url)
    }

    func store(_ bytes: [UInt8], _ index: IndexLocation, _ name: PackageName) throws(SystemError) {
        let path = path(index, name)
        do throws(SystemError) {
            try File.writeAtomically(bytes, to: path)
        } catch {
            guard error.isNotFound else { throw error }
            try Directory.create(path.parent)
            try File.writeAtomically(bytes, to: path)
        }
    }

    /// The index said that the page is unchanged: its times are written in place, which no reader minds.
    func renew(
        _ index: IndexLocation, _ name: PackageName, fetchedAt: Int64, freshUntil: Int64
    ) throws(SystemError) {
        let path = path(index, name)
        let file = try Descriptor(path, O_WRONLY)
        var bytes: [UInt8] = []
        for value in [
            UInt64(bitPattern: fetchedAt), UInt64(bitPattern: freshUntil),
            PageFormat.timesCheck(fetchedAt, freshUntil),
        ] {
            unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
        }
        let count = unsafe bytes.withUnsafeBytes { unsafe pwrite(file.raw, $0.baseAddress, 24, 24) }
        if count != 24 { throw SystemError("write file", path, code: errno) }
    }
}
