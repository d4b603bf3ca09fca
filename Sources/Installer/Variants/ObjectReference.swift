/// A Python object by its name: a module, or a module and what is reached from it, `package.module:Class` (V-210).
package struct ObjectReference: Hashable, Sendable {
    /// `package.module`
    package let module: String
    /// `Class.attribute`; nil for the module itself.
    package let object: String?

    /// Nil unless it is dotted identifiers, and perhaps one `:` with white space around it.
    package init?(_ text: String) {
        var parts = text.utf8.split(
            separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 2 {
            while let last = parts[0].last, NameRules.isSpace(last) { parts[0].removeLast() }
            while let first = parts[1].first, NameRules.isSpace(first) { parts[1].removeFirst() }
        }
        guard parts.count <= 2, parts.allSatisfy(Self.isDotted) else { return nil }
        module = String(decoding: parts[0], as: UTF8.self)
        object = parts.count == 2 ? String(decoding: parts[1], as: UTF8.self) : nil
    }

    /// Without white space.
    package var text: String { object.map { "\(module):\($0)" } ?? module }

    /// Python allows letters beyond ASCII; those are taken as they come.
    private static func isDotted(_ text: Substring.UTF8View) -> Bool {
        text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.first, !NameRules.isDigit(first) else { return false }
            return part.allSatisfy {
                NameRules.isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 >= 0x80
            }
        }
    }
}
