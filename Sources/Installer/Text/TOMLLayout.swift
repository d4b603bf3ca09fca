/// The statements of a TOML document: what an edit needs to know beside the values and their places.
struct TOMLLayout: Sendable {
    /// A header or a `key = value`; each stands on lines of its own.
    struct Statement: Sendable {
        enum Kind: Sendable { case table, element, pair }

        let kind: Kind
        /// Of a header from the root of the document, of a pair from the header above it.
        let path: [String]
        /// The bytes of a pair's value; of a header those of all of it.
        let value: Range<Int>
        /// From the key to the end of the value, or from bracket to bracket.
        let span: Range<Int>
    }

    /// A header and the pairs below it; the first section has no header.
    struct Section {
        var header: Statement?
        var pairs: [Statement] = []

        var path: [String] { header?.path ?? [] }
        var isElement: Bool { header?.kind == .element }
        /// Its last statement; nil for an empty section without header.
        var last: Statement? { pairs.last ?? header }
    }

    var statements: [Statement] = []

    init() {}

    /// Of a document without faults.
    init(of document: TOMLDocument) {
        var parser = TOMLParser(document.source)
        parser.layout = TOMLLayout()
        parser.parse()
        self = parser.layout ?? TOMLLayout()
    }

    /// In the order of the document; the first is that of the root.
    var sections: [Section] {
        var sections = [Section()]
        for statement in statements {
            if statement.kind == .pair {
                sections[sections.count - 1].pairs.append(statement)
            } else {
                sections.append(Section(header: statement))
            }
        }
        return sections
    }
}

/// Lines of a text that is edited, in bytes.
struct TOMLLines {
    let source: [UInt8]

    /// CR LF when the first line ends so.
    var newline: String {
        guard let first = source.firstIndex(of: 0x0A), first > 0, source[first - 1] == 0x0D else {
            return "\n"
        }
        return "\r\n"
    }

    /// Where the text begins: behind a byte order mark.
    var start: Int { source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    /// The start of the line that `offset` lies on.
    func lineStart(_ offset: Int) -> Int {
        var at = offset
        while at > start, source[at - 1] != 0x0A { at -= 1 }
        return at
    }

    /// The start of the next line, or the end of the text.
    func nextLine(_ offset: Int) -> Int {
        var at = offset
        while at < source.count, source[at] != 0x0A { at += 1 }
        return min(at + 1, source.count)
    }

    /// The end of the line without what ends it.
    func lineEnd(_ offset: Int) -> Int {
        var at = offset
        while at < source.count, source[at] != 0x0A { at += 1 }
        return at > offset && at <= source.count && source[at - 1] == 0x0D ? at - 1 : at
    }

    func isBlank(_ range: Range<Int>) -> Bool {
        source[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    /// Blanks at the beginning of the line of `offset`, as text.
    func indent(_ offset: Int) -> String {
        let first = lineStart(offset)
        var end = first
        while end < offset, source[end] == 0x20 || source[end] == 0x09 { end += 1 }
        return String(decoding: source[first..<end], as: UTF8.self)
    }

    /// Only blanks stand before `offset` on its line.
    func isFirst(_ offset: Int) -> Bool { isBlank(lineStart(offset)..<offset) }

    /// The line that begins at `offset` holds nothing but a comment.
    func isComment(_ offset: Int) -> Bool {
        source[offset..<lineEnd(offset)].first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "#")
    }

    /// The start of the comment lines right above the line that begins at `offset`; `offset` when there are none.
    /// None before `limit` counts.
    func startOfComments(above offset: Int, limit: Int) -> Int {
        var at = offset
        while at > start {
            let previous = lineStart(at - 1)
            guard previous >= limit, isComment(previous) else { break }
            at = previous
        }
        return at
    }

    /// Past blanks.
    func skippingBlanks(_ offset: Int) -> Int {
        var at = offset
        while at < source.count, source[at] == 0x20 || source[at] == 0x09 { at += 1 }
        return at
    }

    func endsLine(_ offset: Int) -> Bool {
        offset >= source.count || source[offset] == 0x0A
            || (source[offset] == 0x0D && offset + 1 < source.count && source[offset + 1] == 0x0A)
    }
}
