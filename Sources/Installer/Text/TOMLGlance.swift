/// What can be told of a TOML document without parsing it.
package enum TOMLGlance {
    /// Whether the document may have one of the keys somewhere: never no where it has.
    package static func mayHave(_ keys: [String], in document: [UInt8]) -> Bool {
        // A key with an escape can spell anything.
        if document.contains(UInt8(ascii: "\\")) { return true }
        return keys.contains { mayHave($0, in: document) }
    }

    private static func mayHave(_ key: String, in document: [UInt8]) -> Bool {
        let first = key.utf8.first!
        var line = 0
        for place in document.indices {
            let byte = document[place]
            if byte == 0x0A { line = place + 1 }
            if byte == first, holds(document, key, at: place) {
                // No key stands on the line of a comment.
                let start = document[line...].first { $0 != 0x20 && $0 != 0x09 }
                if start != UInt8(ascii: "#") { return true }
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
