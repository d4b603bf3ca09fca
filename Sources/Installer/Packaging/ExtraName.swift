/// The name of an extra, normalised like a package name (PEP 685).
///
/// An extra that is no valid name (`../../x`) cannot be made, so none can reach a path or a lockfile.
package struct ExtraName: Sendable {
    package let text: String
    private let hash: Int

    /// Nil unless the text is a valid name.
    package init?(_ text: String) {
        guard let normalised = NameRules.normalised(text) else { return nil }
        self.text = normalised
        hash = normalised.hashValue
    }
}

extension ExtraName: Hashable, Comparable, CustomStringConvertible {
    package static func == (a: ExtraName, b: ExtraName) -> Bool { a.hash == b.hash && a.text == b.text }
    package static func < (a: ExtraName, b: ExtraName) -> Bool { a.text < b.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
    package var description: String { text }
}
