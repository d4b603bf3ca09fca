/// All that makes variant metadata unusable (V-040…V-060).
package struct VariantMetadataError: Error, Hashable, Sendable {
    /// What messages call the text: a path, a URL, `WHEEL: variant.json`.
    package let file: String
    /// At least one, in the order in which they were found.
    package let faults: [Fault]
    /// There are more than `faults` lists.
    package let isCut: Bool
    /// `$schema` when it is none that this program was written for (V-033).
    package let unknownSchema: String?

    /// Longest list of faults that is kept.
    package static let maxFaults = 32

    package struct Fault: Hashable, Sendable {
        /// What is wrong, with the keys that lead there: ``expected … at `variants.cu128.nvidia` ``.
        package let message: String
        /// nil where the fault is in no one place.
        package let position: SourcePosition?
        /// The bytes of the text that are meant.
        let span: Range<Int>?

        init(_ message: String, position: SourcePosition? = nil, span: Range<Int>? = nil) {
            self.message = message
            self.position = position
            self.span = span
        }
    }

    package init(file: String, faults: [Fault], isCut: Bool = false, unknownSchema: String? = nil) {
        self.file = file
        self.faults = faults
        self.isCut = isCut
        self.unknownSchema = unknownSchema
    }
}

extension VariantMetadataError.Fault: CustomStringConvertible {
    package var description: String {
        position.map { "line \($0.line), column \($0.column): \(message)" } ?? message
    }
}

extension VariantMetadataError: Diagnosable, CustomStringConvertible {
    package var description: String {
        "\(file): " + faults.map(\.description).joined(separator: "; ")
    }

    package var diagnostic: Diagnostic {
        var causes = faults.map(\.description)
        if isCut { causes.append("and more") }
        if let unknownSchema {
            causes.append(
                "its `$schema`, `\(TextExcerpt.shortened(unknownSchema))`, is not one that swuv knows")
        }
        return Diagnostic("Invalid variant metadata in `\(TextExcerpt.shortened(file))`", causes: causes)
    }
}
