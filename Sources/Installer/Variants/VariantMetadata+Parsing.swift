extension VariantMetadata {
    /// What readers of other tools refuse, though this one takes it.
    static func doubts(aboutText bytes: [UInt8]) -> [String] {
        bytes.starts(with: [0xEF, 0xBB, 0xBF])
            ? ["begins with a byte order mark, which other readers refuse"] : []
    }

    /// Reads `variant.json` or `NAME-VERSION-variants.json` (V-030…V-059). Throws all faults at once.
    package init(parsing bytes: [UInt8], file: String) throws(VariantMetadataError) {
        guard bytes.count <= Self.sizeLimit else {
            throw VariantMetadataError(
                file: file, faults: [.init("it is longer than \(Self.sizeLimit >> 20) MiB")])
        }
        let root: VariantNode
        do throws(VariantNode.JSONFailure) {
            root = try VariantNode(json: bytes)
        } catch {
            let faults: [VariantMetadataError.Fault] =
                switch error {
                case .syntax(let error): [.init("it is not JSON: \(error.what)", position: error.position)]
                case .tooMany: [.init("it holds more than \(VariantNode.maxCount) values")]
                case .duplicates(let duplicates):
                    duplicates.map { key, span in
                        .init(
                            "the key `\(TextExcerpt.shortened(key))` stands twice in its object",
                            position: SourcePosition(offset: span.lowerBound, in: bytes), span: span)
                    }
                }
            throw VariantMetadataError(file: file, faults: faults)
        }
        try self.init(reading: root, of: bytes, file: file)
    }

    /// Reads the table `[packages.variants-json]` of a lock file (V-171, V-173).
    init(reading item: TOMLItem, in document: TOMLDocument) throws(VariantMetadataError) {
        try self.init(reading: VariantNode(toml: item), of: document.source, file: document.file)
    }

    private init(reading root: VariantNode, of source: [UInt8], file: String) throws(VariantMetadataError) {
        var reader = VariantMetadataReader()
        let metadata = reader.read(root)
        guard let metadata, reader.faults.isEmpty else {
            throw VariantMetadataError(
                file: file,
                faults: reader.faults.map { fault in
                    VariantMetadataError.Fault(
                        fault.message, position: SourcePosition(offset: fault.span.lowerBound, in: source),
                        span: fault.span)
                }, isCut: reader.isCut, unknownSchema: reader.unknownSchema)
        }
        self = metadata
    }

    /// Checks what a wheel's own `variant.json` must be: about one variant, the one that the wheel's file name
    /// says (V-035).
    package func embedded(label: VariantLabel, file: String) throws(VariantMetadataError) {
        if variants.count == 1, variants[label] != nil { return }
        let wanted = TextExcerpt.shortened(label.text)
        let found = variants.keys.sorted().prefix(4).map { "`\(TextExcerpt.shortened($0.text))`" }
            .joined(separator: ", ")
        let message =
            switch variants.count {
            case 0: "`variants` is empty; expected the one variant `\(wanted)`, as the file name says"
            case 1: "`variants` holds \(found); expected `\(wanted)`, as the file name says"
            default:
                "`variants` holds \(variants.count) variants (\(found)\(variants.count > 4 ? ", …" : "")); "
                    + "expected only `\(wanted)`, as the file name says"
            }
        throw VariantMetadataError(file: file, faults: [.init(message)])
    }
}
