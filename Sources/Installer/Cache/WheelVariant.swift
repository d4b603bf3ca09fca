/// The `variant.json` of a variant wheel, which must have one that speaks of its label and of no other (V-014, V-035).
package enum WheelVariant {
    static let fileName = "variant.json"
    static let absence = "it has no `.dist-info/variant.json`, which the label in its file name calls for"

    /// - Parameter bytes: the content of the file.
    package static func metadata(
        _ bytes: [UInt8], of wheel: WheelFilename
    ) throws(WheelError) -> VariantMetadata {
        guard let label = wheel.variantLabel.flatMap({ VariantLabel($0) }) else {
            throw WheelError(wheel: wheel.text, "its file name has no variant label")
        }
        do {
            let file = "\(wheel.text)/\(fileName)"
            let metadata = try VariantMetadata(parsing: bytes, file: file)
            try metadata.embedded(label: label, file: file)
            return metadata
        } catch {
            let fault = error.diagnostic
            throw WheelError(wheel: wheel.text, [fault.message] + fault.causes)
        }
    }
}
