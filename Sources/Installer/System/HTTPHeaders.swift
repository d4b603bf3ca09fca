/// The header fields of an HTTP answer, in their order.
package struct HTTPHeaders: Sendable, Equatable {
    private(set) var fields: [(name: String, value: String)] = []

    package init() {}

    package init(_ fields: [(String, String)]) {
        for (name, value) in fields { append(name, value) }
    }

    mutating func append(_ name: String, _ value: String) {
        fields.append((name.lowercased(), value))
    }

    /// The first field of that name, which is given in lower case; nil when there is none.
    package subscript(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// All fields of that name joined as a list (RFC 9110, section 5.3); empty when there is none.
    package func list(_ name: String) -> String {
        fields.filter { $0.name == name }.map(\.value).joined(separator: ", ")
    }

    package static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool {
        left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.value == $1.value }
    }
}

extension HTTPHeaders {
    package var contentLength: UInt64? { self["content-length"].flatMap { UInt64($0) } }

    /// What resumes a download safely: a strong ETag, else the date of the last change
    /// (RFC 9110, section 13.1.5).
    package var validator: String? {
        if let tag = self["etag"], !tag.hasPrefix("W/"), !tag.isEmpty { return tag }
        return self["last-modified"]
    }

    /// `bytes 0-99/1000` of a 206 answer.
    package var contentRange: ContentRange? { self["content-range"].flatMap { ContentRange(parsing: $0) } }
}

/// Which part of a file an answer holds (RFC 9110, section 14.4).
package struct ContentRange: Sendable, Equatable {
    package let first: UInt64
    /// Inclusive.
    package let last: UInt64
    /// The size of the whole file; nil when the server does not know it.
    package let size: UInt64?

    init?(parsing text: String) {
        var bytes = Array(text.utf8)[...]
        guard bytes.starts(with: "bytes".utf8) else { return nil }
        bytes = bytes.dropFirst(5)
        while bytes.first == 0x20 || bytes.first == UInt8(ascii: "=") { bytes.removeFirst() }
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
            let dash = bytes[..<slash].firstIndex(of: UInt8(ascii: "-")),
            let first = Self.number(bytes[..<dash]), let last = Self.number(bytes[(dash + 1)..<slash]),
            first <= last
        else { return nil }
        self.first = first
        self.last = last
        size = Self.number(bytes[(slash + 1)...])
        if let size, last >= size { return nil }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        UInt64(String(decoding: bytes, as: UTF8.self))
    }
}
