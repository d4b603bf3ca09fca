/// What can be told of a TOML document without parsing it.
package enum TOMLGlance {
    /// Whether the document may have one of the keys somewhere: never no where it has.
    package static func mayHave(_ keys: [String], in document: [UInt8]) -> Bool {
        let firsts = keys.map { $0.utf8.first! }
        var isComment = false
        var isStart = true
        for place in document.indices {
            let byte = document[place]
            if byte == 0x0A {
                isComment = false
                isStart = true
            } else if isStart {
                isStart = byte == 0x20 || byte == 0x09
                isComment = byte == UInt8(ascii: "#")
            }
            // No key stands on the line of a comment; a key with an escape can spell anything.
            if isComment { continue }
            if byte == UInt8(ascii: "\\") { return true }
            for (key, first) in zip(keys, firsts) where byte == first && holds(document, key, at: place) {
                return true
            }
        }
        return false
    }

    private static func holds(_ document: [UInt8], _ key: String, at place: Int) -> Bool {
        let key = key.utf8.span
        guard document.count - place >= key.count else { return false }
        for index in key.indices where document[place + index] != key[index] { return false }
        return true
    }
}
