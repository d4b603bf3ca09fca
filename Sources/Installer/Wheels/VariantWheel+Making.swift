extension VariantWheel {
    /// The file name of the same wheel as another variant.
    package func name(as label: VariantLabel) -> String {
        guard let filename else { preconditionFailure("a wheel without a name is at fault") }
        return "\(stem(of: filename))-\(label).whl"
    }

    /// Without the label and the extension.
    func stem(of filename: WheelFilename) -> String {
        let stem = filename.text.dropLast(".whl".utf8.count)
        return String(filename.variantLabel.map { stem.dropLast($0.utf8.count + 1) } ?? stem)
    }

    /// Writes the wheel as the variant that `metadata` is of: `variant.json` is put in or replaced, RECORD says so,
    /// everything else is copied as it is (V-255). The same wheel and metadata give the same bytes.
    ///
    /// A signature of the old RECORD is left out: it would be wrong. Its archive must be sound.
    package func write(to target: Path, metadata: VariantMetadata) throws {
        precondition(archiveFaults.isEmpty)
        guard let zip else { return }
        let name = "\(distInfo)/variant.json"
        let recordName = "\(distInfo)/RECORD"
        let text = Array(metadata.text.utf8)
        let hash = Hash(.sha256, bytes: SmallSHA256.digest(text))
        var rows = record.filter { $0.path != name && !isSelfOrSignature($0.path) }
        rows.append(RecordEntry(path: name, hash: hash.recordText, size: UInt64(text.count)))
        rows.append(RecordEntry(path: recordName))
        var modified = ZipWriter.epoch
        try ZipWriter.write(to: target) { writer in
            for (index, entry) in zip.entries.enumerated() {
                if entry.name == recordName { modified = entry.modified }
                if entry.name != name, !isSelfOrSignature(entry.name) { try writer.copy(index, of: zip) }
            }
            try writer.add(name, text, modified: modified)
            try writer.add(recordName, RecordWriter.bytes(of: rows), modified: modified)
        }
    }
}
