/// Reads a whole JSON text into a value (RFC 8259).
package struct JSONReader: Sendable {
    /// `maxDepth` bounds how deep arrays and objects may nest; deeper is an error.
    package static func parse(_ bytes: [UInt8], maxDepth: Int = 128) throws(JSONError) -> JSONValue {
        try JSONScanner.scan(bytes, maxDepth: maxDepth) { scanner throws(JSONError) in
            let value = try scanner.value()
            try scanner.finish()
            return value
        }
    }

    package static func parse(_ text: String, maxDepth: Int = 128) throws(JSONError) -> JSONValue {
        try parse(Array(text.utf8), maxDepth: maxDepth)
    }

    @unsafe package static func parse(
        _ bytes: UnsafeRawBufferPointer, maxDepth: Int = 128
    ) throws(JSONError) -> JSONValue {
        let buffer = unsafe bytes.assumingMemoryBound(to: UInt8.self)
        var scanner = unsafe JSONScanner(buffer, maxDepth: maxDepth)
        let value = try scanner.value()
        try scanner.finish()
        return value
    }
}

/// The members of an object while it is read: each key keeps its first place and takes its last value.
struct JSONMembers {
    private(set) var list: [(key: String, value: JSONValue)] = []
    /// Filled once the list is long; a short one is quicker to search than to hash.
    private var places: [String: Int] = [:]
    private static let searched = 12

    mutating func set(_ key: String, to value: JSONValue) {
        if let place = place(of: key) {
            list[place].value = value
            return
        }
        list.append((key, value))
        if list.count > Self.searched {
            if places.isEmpty {
                for (index, member) in list.enumerated() { places[member.key] = index }
            } else {
                places[key] = list.count - 1
            }
        }
    }

    private func place(of key: String) -> Int? {
        list.count > Self.searched ? places[key] : list.firstIndex { $0.key == key }
    }
}
