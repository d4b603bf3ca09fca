extension InstalledDistribution {
    private static let variantFileName = "variant.json"

    /// What the variant wheel it was installed from says of itself: one variant (PEP 825; V-123). nil for an
    /// ordinary wheel; a file that is not valid is an error.
    package func variantMetadata() throws -> VariantMetadata? {
        let file = path / Self.variantFileName
        guard kind == .distInfo,
            let bytes = try File.readIfPresent(file, limit: VariantMetadata.sizeLimit)
        else { return nil }
        let metadata = try VariantMetadata(parsing: bytes, file: file.text)
        guard metadata.variants.count == 1 else {
            throw InstalledDistributionError(
                path: path,
                what: "Its `variant.json` names \(metadata.variants.count) variants instead of one")
        }
        return metadata
    }

    /// The label of the variant that it is; nil for an ordinary wheel, and where the file is damaged.
    package var variantLabel: VariantLabel? { try? variantMetadata()?.variants.keys.first }
}
