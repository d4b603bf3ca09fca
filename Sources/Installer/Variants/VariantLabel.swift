/// The label of a variant wheel (PEP 825; V-004): one or more of `0-9`, `a-z`, `_` and `.`.
///
/// Compared byte for byte, of any length. It is never a path component by itself: `.` and `..` are
/// valid labels.
package struct VariantLabel: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        guard WheelFilename.isVariantLabel(text.utf8.span) else { return nil }
        self.text = text
    }

    /// The label reserved for the variant without properties (V-008).
    package static let null = VariantLabel(unchecked: "null")

    private init(unchecked text: String) { self.text = text }

    package static func < (a: VariantLabel, b: VariantLabel) -> Bool { a.text < b.text }
    package var description: String { text }
}
