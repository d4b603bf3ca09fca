/// What namespaces, features and values may be made of (PEP 825; V-002, V-003).
package enum VariantSyntax {
    /// A namespace or a feature: one or more of `0-9`, `a-z` and `_`.
    package static func isName(_ text: String) -> Bool {
        !text.utf8.isEmpty && text.utf8.allSatisfy(isNameByte)
    }

    /// A value: as a name, and `.`.
    package static func isValue(_ text: String) -> Bool {
        !text.utf8.isEmpty && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
