/// Variants files in the cache: one for each URL and the hashes that the index tells of it, replaced by rename. A
/// file whose advertised hash changed is another one (V-074).
struct VariantsCache: Sendable {
    private let root: Path

    /// What a server said, and when.
    struct Answer: Sendable, Equatable {
        var facts: PageFacts
        var body: [UInt8]
    }

    /// "swuvva" and the version of the format.
    private static let magic: UInt64 = 0x3130_6176_7675_7773

    init(_ cache: CacheLayout) { root = cache.http }

    /// nil when there is none, or when it is damaged.
    func answer(_ file: VariantsFile, of name: PackageName) -> Answer? {
        let limit = VariantMetadata.sizeLimit + 1 << 20
        guard let bytes = try? File.readIfPresent(path(file, name), limit: limit), bytes.count > 16 else {
            return nil
        }
        let content = Array(bytes[16...])
        let (magic, check) = unsafe (bytes.span.bytes.u64(0), bytes.span.bytes.u64(8))
        guard magic == Self.magic, check == Checksum.of(content), let end = content.firstIndex(of: 0x0A),
            let head = try? JSONReader.parse(Array(content[..<end])),
            head["file"]?.string == key(of: file),
            let fetched = head["fetched"]?.string.flatMap({ Int64($0) }),
            let fresh = head["fresh"]?.string.flatMap({ Int64($0) }),
            let userKey = head["user"]?.string.flatMap({ UInt64($0) })
        else { return nil }
        return Answer(
            facts: PageFacts(
                url: file.url, etag: head["etag"]?.string, lastModified: head["modified"]?.string,
                fetchedAt: fetched, freshUntil: fresh, isAbsent: head["absent"]?.bool ?? false,
                variesByUser: head["varies"]?.bool ?? false, userKey: userKey),
            body: Array(content[(end + 1)...]))
    }

    func store(_ answer: Answer, _ file: VariantsFile, of name: PackageName) throws(SystemError) {
        let facts = answer.facts
        func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        let head = JSONWriter.text(
            of: .object([
                (key: "file", value: .string(key(of: file))),
                (key: "etag", value: text(facts.etag)), (key: "modified", value: text(facts.lastModified)),
                (key: "fetched", value: .string("\(facts.fetchedAt)")),
                (key: "fresh", value: .string("\(facts.freshUntil)")),
                (key: "absent", value: .bool(facts.isAbsent)),
                (key: "varies", value: .bool(facts.variesByUser)),
                (key: "user", value: .string("\(facts.userKey)")),
            ]))
        let content = Array(head.utf8) + [0x0A] + answer.body
        var bytes: [UInt8] = []
        for value in [Self.magic, Checksum.of(content)] {
            unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
        }
        bytes += content
        let path = path(file, name)
        do throws(SystemError) {
            try File.writeAtomically(bytes, to: path)
        } catch {
            guard error.isNotFound else { throw error }
            try Directory.create(path.parent)
            try File.writeAtomically(bytes, to: path)
        }
    }

    private func key(of file: VariantsFile) -> String {
        ([file.url] + file.hashes.map(\.description).sorted()).joined(separator: " ")
    }

    /// In a directory of the package, so that `cache clean NAME` finds it.
    private func path(_ file: VariantsFile, _ name: PackageName) -> Path {
        let directory = name.text.utf8.count <= 128 ? name.text : Checksum.name(of: name.text)
        return root / directory / "\(Checksum.name(of: key(of: file))).variants"
    }
}
