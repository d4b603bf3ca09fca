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

    /// An extra or a group of a member of a workspace, as the markers of a lock name it: `demo:cpu`.
    package init(member: PackageName, _ name: ExtraName) {
        text = member.text + ":" + name.text
        hash = text.hashValue
    }

    /// Reads `demo:cpu` as well as `cpu`.
    package init?(inLock text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            self.init(text)
            return
        }
        guard let member = PackageName(String(decoding: parts[0], as: UTF8.self)),
            let name = ExtraName(String(decoding: parts[1], as: UTF8.self))
        else { return nil }
        self.init(member: member, name)
    }
}

extension ExtraName: Hashable, Comparable, CustomStringConvertible {
    package static func == (a: ExtraName, b: ExtraName) -> Bool { a.hash == b.hash && a.text == b.text }
    package static func < (a: ExtraName, b: ExtraName) -> Bool { a.text < b.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
    package var description: String { text }
}
