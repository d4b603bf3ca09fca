/// A Python object by its name: a module, or a module and what is reached from it, `package.module:Class` (V-210).
package struct ObjectReference: Hashable, Sendable {
    /// `package.module`
    package let module: String
    /// `Class.attribute`; nil for the module itself.
    package let object: String?

    /// Nil unless it is dotted identifiers, and perhaps one `:` with white space around it.
    package init?(_ text: String) {
        let parts = text.utf8.split(
            separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false
        ).map { part in
            let from = part.firstIndex { !NameRules.isSpace($0) } ?? part.endIndex
            let to = part.lastIndex { !NameRules.isSpace($0) }.map { part.index(after: $0) } ?? from
            return String(decoding: part[from..<to], as: UTF8.self)
        }
        guard parts.count <= 2, parts.allSatisfy(Self.isDotted) else { return nil }
        module = parts[0]
        object = parts.count == 2 ? parts[1] : nil
    }

    /// Without white space.
    package var text: String { object.map { "\(module):\($0)" } ?? module }

    /// Python allows letters beyond ASCII; those are taken as they come.
    private static func isDotted(_ text: String) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.first, !NameRules.isDigit(first) else { return false }
            return part.allSatisfy {
                NameRules.isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 >= 0x80
            }
        }
    }
}
