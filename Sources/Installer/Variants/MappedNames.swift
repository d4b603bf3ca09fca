/// The names that a variant index of `providers.d` may have packages of, found without reading the files as TOML.
///
/// Most resolutions meet no package of a map. They pay one pass over the bytes of the files for knowing that.
package struct MappedNames: Sendable {
    /// FNV-1a of normalised names: one that is there by accident costs a look at the files.
    private var hashes: Set<UInt64> = []
    /// A name may be spelled with escapes.
    private var isAnyPossible = false

    /// No file has a map.
    package static let none = MappedNames()
    /// Nothing is known.
    package static let any: MappedNames = {
        var names = MappedNames()
        names.isAnyPossible = true
        return names
    }()

    package init() {}

    package var isEmpty: Bool { hashes.isEmpty && !isAnyPossible }

    package func mayHold(_ name: PackageName) -> Bool {
        if isAnyPossible { return true }
        var hash = FNV()
        for byte in name.text.utf8 { hash.add(byte) }
        return hashes.contains(hash.value)
    }

    /// Takes in every quoted word of a file that has maps.
    package mutating func add(_ file: [UInt8]) {
        guard TOMLGlance.mayHave(["variant-index"], in: file) else { return }
        if file.contains(UInt8(ascii: "\\")) { isAnyPossible = true }
        var word = Word()
        var isOpen = false
        for byte in file {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                if isOpen, let hash = word.hash { hashes.insert(hash) }
                isOpen = true
                word = Word()
            } else if isOpen {
                isOpen = word.add(byte)
            }
        }
    }

    private struct FNV {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// A name while it is read, normalised as `PackageName` does.
    private struct Word {
        private var state = FNV()
        private var isEmpty = true
        private var hasSeparator = false

        var hash: UInt64? { isEmpty || hasSeparator ? nil : state.value }

        /// False: no name has that byte.
        mutating func add(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                if hasSeparator { state.add(UInt8(ascii: "-")) }
                hasSeparator = false
                isEmpty = false
                state.add(byte.isASCIIDigit ? byte : byte | 0x20)
                return true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                hasSeparator = true
                return !isEmpty
            default: return false
            }
        }
    }
}
