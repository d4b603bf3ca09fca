/// What can be told of a TOML document without parsing it.
package enum TOMLGlance {
    /// Whether the document may have one of the keys somewhere: never no where it has.
    package static func mayHave(_ keys: [StaticString], in document: [UInt8]) -> Bool {
        // A key with an escape can spell anything.
        stands("\\", in: document) || keys.contains { stands($0, in: document) }
    }

    /// No key stands on the line of a comment.
    private static func stands(_ text: StaticString, in document: [UInt8]) -> Bool {
        var start = 0
        while let place = document.place(of: text, from: start) {
            if !isCommented(place, document) { return true }
            start = document[place...].firstIndex(of: 0x0A) ?? document.count
        }
        return false
    }

    private static func isCommented(_ place: Int, _ document: [UInt8]) -> Bool {
        let line = document[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return document[line...place].first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "#")
    }
}
