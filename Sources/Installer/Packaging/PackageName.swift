/// The name of a project, normalised as PEP 503 says: lower case, runs of `-`, `_` and `.` as one `-`.
///
/// Two names that normalise alike are the same package. The hash is taken once, when the name is made.
package struct PackageName: Sendable {
    /// The normalised text, the only one that is kept.
    package let text: String
    private let hash: Int

    /// Nil unless the text is a valid name: ASCII letters, digits, `-`, `_` and `.`, beginning and ending
    /// with a letter or digit (core metadata, field Name).
    package init?(_ text: String) {
        guard let normalised = NameRules.normalised(text) else { return nil }
        self.init(normalised: normalised)
    }

    /// The same rules over bytes, for parsers that hold no string.
    package init?(bytes: Span<UInt8>) {
        guard let normalised = NameRules.normalised(bytes) else { return nil }
        self.init(normalised: normalised)
    }

    /// Stands where a name is still to be read.
    static let unnamed = PackageName(normalised: "unnamed")

    private init(normalised: String) {
        text = normalised
        hash = normalised.hashValue
    }

    /// With `_` for `-`, as file and directory names of distributions spell it (PEP 427, 625).
    package var underscored: String { NameRules.underscored(text) }
}

extension PackageName: Hashable, Comparable, CustomStringConvertible {
    package static func == (a: PackageName, b: PackageName) -> Bool { a.hash == b.hash && a.text == b.text }
    package static func < (a: PackageName, b: PackageName) -> Bool { a.text < b.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
    package var description: String { text }
}

/// What names of packages, extras and dependency groups have in common.
enum NameRules {
    static func normalised(_ text: String) -> String? {
        let bytes = text.utf8.span
        guard let isNormal = check(bytes) else { return nil }
        return isNormal ? text : rewritten(bytes)
    }

    static func normalised(_ bytes: Span<UInt8>) -> String? {
        guard let isNormal = check(bytes) else { return nil }
        return isNormal ? String(decoding: bytes) : rewritten(bytes)
    }

    /// Nil when the bytes are no name; otherwise whether they are in normal form already.
    private static func check(_ bytes: Span<UInt8>) -> Bool? {
        guard bytes.count > 0, isAlphanumeric(bytes[0]), isAlphanumeric(bytes[bytes.count - 1]) else {
            return nil
        }
        var isNormal = true
        var afterSeparator = false
        for i in bytes.indices {
            let byte = bytes[i]
            if isAlphanumeric(byte) {
                if byte < 0x61 && byte > 0x39 { isNormal = false }
                afterSeparator = false
            } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") {
                if afterSeparator || byte != UInt8(ascii: "-") { isNormal = false }
                afterSeparator = true
            } else {
                return nil
            }
        }
        return isNormal
    }

    private static func rewritten(_ bytes: Span<UInt8>) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for i in bytes.indices {
            let byte = bytes[i]
            if isAlphanumeric(byte) {
                out.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
            } else if out.last != UInt8(ascii: "-") {
                out.append(UInt8(ascii: "-"))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    static func underscored(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for byte in text.utf8 { out.append(byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : byte) }
        return String(decoding: out, as: UTF8.self)
    }

    @inline(__always) static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A)
    }

    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// The white space that the standards allow between tokens.
    @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }
}
