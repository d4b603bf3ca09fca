/// What can be told of a TOML document without parsing it.
package enum TOMLGlance {
    /// Whether the document may have one of the keys somewhere: never no where it has.
    package static func mayHave(_ keys: [String], in document: [UInt8]) -> Bool {
        var start = 0
        while start < document.count {
            let end = document[start...].firstIndex(of: 0x0A) ?? document.count
            let line = document[start..<end]
            start = end + 1
            // No key stands on the line of a comment; a key with an escape can spell anything.
            if line.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "#") { continue }
            if line.contains(UInt8(ascii: "\\")) || keys.contains(where: { holds(line, $0) }) { return true }
        }
        return false
    }

    private static func holds(_ line: ArraySlice<UInt8>, _ key: String) -> Bool {
        let key = key.utf8.span
        guard line.count >= key.count else { return false }
        next: for start in line.startIndex...(line.endIndex - key.count) where line[start] == key[0] {
            for index in key.indices where line[start + index] != key[index] { continue next }
            return true
        }
        return false
    }
}
