/// Finds the start tags of an HTML text, one pass from front to back.
struct HTMLScanner {
    struct Tag {
        enum Name: Sendable { case anchor, base, meta, rawText, other }

        let name: Name
        /// Names in lower case; only those with a known meaning are kept.
        fileprivate(set) var attributes: [(name: String, value: String)] = []

        /// The value of an attribute; empty when it has none.
        func attribute(_ name: String) -> String? {
            attributes.first { $0.name == name }?.value
        }
    }

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next start tag; nil at the end of the text.
    mutating func nextTag() -> Tag? {
        while let opening = find(UInt8(ascii: "<"), from: at) {
            at = opening + 1
            guard at < bytes.count else { return nil }
            switch bytes[at] {
            case UInt8(ascii: "!"): skipDeclaration()
            case UInt8(ascii: "?"), UInt8(ascii: "/"): skipPast(UInt8(ascii: ">"))
            case let byte where byte.isASCIILetter: return startTag()
            default: continue
            }
        }
        at = bytes.count
        return nil
    }

    /// The text up to the end of the anchor whose start tag was just read: to `</a` or to the next `<a`, tags in
    /// between left out. The start tag that ends it is not consumed.
    mutating func textOfAnchor() -> String {
        var text: [UInt8] = []
        while at < bytes.count {
            let stop = find(UInt8(ascii: "<"), from: at) ?? bytes.count
            let room = max(0, HTMLAnchors.maxTextLength - text.count)
            text.append(contentsOf: bytes[at..<stop].prefix(room))
            at = stop
            guard at + 1 < bytes.count else {
                at = bytes.count
                break
            }
            let next = bytes[at + 1]
            if next == UInt8(ascii: "/") {
                let isEnd = isTag(named: "a", at: at + 2)
                skipPast(UInt8(ascii: ">"))
                if isEnd { break }
            } else if next == UInt8(ascii: "!") {
                at += 1
                skipDeclaration()
            } else if next.isASCIILetter {
                if isTag(named: "a", at: at + 1) { break }
                at += 1
                _ = startTag()
            } else {
                if text.count < HTMLAnchors.maxTextLength { text.append(bytes[at]) }
                at += 1
            }
        }
        return HTMLAnchors.trimmed(HTMLEntities.text(of: text[...], inAttribute: false))
    }
}

// MARK: - Tags

extension HTMLScanner {
    private mutating func startTag() -> Tag {
        let start = at
        while at < bytes.count, !endsName(bytes[at]) { at += 1 }
        let name = lowercased(start..<at)
        var tag = Tag(name: Self.meaning(of: name))
        while let (name, value) = attribute() {
            guard tag.name != .other, tag.name != .rawText, let name else { continue }
            guard tag.attribute(name) == nil else { continue }
            tag.attributes.append((name, HTMLEntities.text(of: bytes[value], inAttribute: true)))
        }
        if tag.name == .rawText { skipRawText(upTo: name) }
        return tag
    }

    private static func meaning(of name: String) -> Tag.Name {
        switch name {
        case "a": .anchor
        case "base": .base
        case "meta": .meta
        case "script", "style", "title", "textarea", "xmp", "noembed", "noframes", "iframe": .rawText
        default: .other
        }
    }

    private static let meaningful: Set<String> = [
        "href", "name", "content", "data-requires-python", "data-yanked", "data-core-metadata",
        "data-dist-info-metadata", "data-gpg-sig",
    ]

    /// The next attribute of a tag: its name when it is one with a meaning, and where its value lies.
    /// Nil at the end of the tag, which is consumed.
    private mutating func attribute() -> (name: String?, value: Range<Int>)? {
        while at < bytes.count, bytes[at].isASCIISpace || bytes[at] == UInt8(ascii: "/") { at += 1 }
        guard at < bytes.count else { return nil }
        if bytes[at] == UInt8(ascii: ">") {
            at += 1
            return nil
        }
        let start = at
        // An equals sign may start a name, so that every round moves on.
        at += 1
        while at < bytes.count, !endsName(bytes[at]), bytes[at] != UInt8(ascii: "=") { at += 1 }
        let nameRange = start..<at
        var name: String?
        if nameRange.count <= 32 {
            let text = lowercased(nameRange)
            if Self.meaningful.contains(text) { name = text }
        }
        var next = at
        while next < bytes.count, bytes[next].isASCIISpace { next += 1 }
        guard next < bytes.count, bytes[next] == UInt8(ascii: "=") else { return (name, at..<at) }
        at = next + 1
        while at < bytes.count, bytes[at].isASCIISpace { at += 1 }
        guard at < bytes.count else { return (name, at..<at) }
        let quote = bytes[at]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            let valueStart = at + 1
            let valueEnd = find(quote, from: valueStart) ?? bytes.count
            at = min(valueEnd + 1, bytes.count)
            return (name, valueStart..<valueEnd)
        }
        let valueStart = at
        while at < bytes.count, !bytes[at].isASCIISpace, bytes[at] != UInt8(ascii: ">") { at += 1 }
        return (name, valueStart..<at)
    }

    private func endsName(_ byte: UInt8) -> Bool {
        byte.isASCIISpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
    }

    /// Whether the tag name at `offset` is `name`, in any case.
    private func isTag(named name: StaticString, at offset: Int) -> Bool {
        let length = name.utf8CodeUnitCount
        guard offset + length <= bytes.count else { return false }
        for index in 0..<length {
            guard unsafe bytes[offset + index].asciiLowercased == name.utf8Start[index] else { return false }
        }
        return offset + length == bytes.count || endsName(bytes[offset + length])
    }
}

// MARK: - Passing over

extension HTMLScanner {
    /// The current byte is the `!` of a comment, a doctype or the like.
    private mutating func skipDeclaration() {
        guard at + 2 < bytes.count, bytes[at + 1] == UInt8(ascii: "-"), bytes[at + 2] == UInt8(ascii: "-")
        else {
            skipPast(UInt8(ascii: ">"))
            return
        }
        // `<!-->` is a whole comment.
        at += 1
        while let end = find(UInt8(ascii: ">"), from: at) {
            at = end + 1
            if bytes[end - 1] == UInt8(ascii: "-"), bytes[end - 2] == UInt8(ascii: "-") { return }
        }
        at = bytes.count
    }

    /// To the end tag of an element whose contents are no markup.
    private mutating func skipRawText(upTo name: String) {
        let name = Array(name.utf8)
        while let opening = find(UInt8(ascii: "<"), from: at) {
            at = opening + 1
            guard at + name.count < bytes.count, bytes[at] == UInt8(ascii: "/") else { continue }
            let matches = name.indices.allSatisfy { bytes[at + 1 + $0].asciiLowercased == name[$0] }
            if matches {
                skipPast(UInt8(ascii: ">"))
                return
            }
        }
        at = bytes.count
    }

    private mutating func skipPast(_ byte: UInt8) {
        at = find(byte, from: at).map { $0 + 1 } ?? bytes.count
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    private func lowercased(_ range: Range<Int>) -> String {
        String(decoding: bytes[range].lazy.map(\.asciiLowercased), as: UTF8.self)
    }
}
