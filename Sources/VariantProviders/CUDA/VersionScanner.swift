/// Reads the release numbers of a version, and whether the whole of it is one (PEP 440, appendix B).
///
/// Installer has versions of its own, but this module knows nothing of it.
struct VersionScanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) {
        rest = ArraySlice(
            text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 })
    }

    /// The numbers of the release, at least one; nil when the text is no version.
    mutating func release() -> [Int]? {
        _ = word(["v"])
        guard var number = number() else { return nil }
        if symbol("!") {
            guard let first = self.number() else { return nil }
            number = first
        }
        var release = [number]
        while rest.first == UInt8(ascii: "."), let next = rest.dropFirst().first, Self.isDigit(next) {
            rest.removeFirst()
            release.append(self.number() ?? 0)
        }
        suffix(["alpha", "a", "beta", "b", "preview", "pre", "c", "rc"])
        if rest.first == UInt8(ascii: "-"), let next = rest.dropFirst().first, Self.isDigit(next) {
            rest.removeFirst()
            _ = self.number()
        } else {
            suffix(["post", "rev", "r"])
        }
        suffix(["dev"])
        return local() && rest.isEmpty ? release : nil
    }

    /// One of the words with a number, each part after at most one separator; or nothing.
    private mutating func suffix(_ words: [String]) {
        let start = rest
        separator()
        guard word(words) else {
            rest = start
            return
        }
        separator()
        _ = number()
    }

    /// False when there is a `+` and no local version behind it.
    private mutating func local() -> Bool {
        guard symbol("+") else { return true }
        while true {
            let part = rest.prefix {
                Self.isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
            }
            guard !part.isEmpty else { return false }
            rest = rest.dropFirst(part.count)
            guard let next = rest.first, Self.isSeparator(next) else { return true }
            rest.removeFirst()
        }
    }

    private mutating func word(_ words: [String]) -> Bool {
        guard let word = words.first(where: { rest.starts(with: $0.utf8) }) else { return false }
        rest = rest.dropFirst(word.utf8.count)
        return true
    }

    private mutating func symbol(_ symbol: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: symbol) else { return false }
        rest.removeFirst()
        return true
    }

    /// Numbers beyond all sense are one that is.
    private mutating func number() -> Int? {
        let digits = rest.prefix(while: Self.isDigit)
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 999_999_999) }
    }

    private mutating func separator() {
        if let first = rest.first, Self.isSeparator(first) { rest.removeFirst() }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}
