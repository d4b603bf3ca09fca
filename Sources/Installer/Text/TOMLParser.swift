/// Reads the statements of a TOML document into a tree and gathers every fault on its way.
///
/// After a fault it goes on at the next line that can start a statement, so that one slip does not hide the rest.
struct TOMLParser {
    struct Fault: Error {
        let message: String
        let range: Range<Int>
        /// Nothing after it can be read: a string that never ends.
        var isFatal = false
        /// It lies inside brackets, whose remaining lines are no statements.
        var isNested = false
    }

    let bytes: [UInt8]
    var at = 0
    var tree: TOMLTree
    private(set) var faults: [Fault] = []
    private(set) var omitted = 0
    /// Where each statement stands, for whoever edits the document.
    var layout: TOMLLayout?
    /// The table that key/value lines go into.
    private var current = TOMLTree.rootID

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tree = TOMLTree(byteCount: bytes.count)
    }

    mutating func parse() {
        guard checkEncoding() else { return }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        while at < bytes.count {
            do throws(Fault) {
                try statement()
            } catch {
                report(error)
                if error.isFatal { return }
                recover(from: error)
            }
        }
    }

    mutating func report(_ fault: Fault) {
        if faults.count < TOMLDocument.maxFaults { faults.append(fault) } else { omitted += 1 }
    }

    /// The byte `ahead` of the current one; 0 past the end, which no statement contains.
    func peek(_ ahead: Int = 0) -> UInt8 {
        at + ahead < bytes.count ? bytes[at + ahead] : 0
    }

    var isAtEnd: Bool { at >= bytes.count }

    private mutating func checkEncoding() -> Bool {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            report(Fault(message: "the text is UTF-16; TOML must be UTF-8", range: 0..<0))
            return false
        }
        if let bad = UTF8Validity.firstFault(in: bytes) {
            report(Fault(message: "the text is not UTF-8", range: bad..<bad + 1))
            return false
        }
        return true
    }

    private mutating func recover(from fault: Fault) {
        at = max(at, fault.range.lowerBound)
        skipLine()
        guard fault.isNested else { return }
        while !isAtEnd, !startsStatement() { skipLine() }
    }

    private mutating func skipLine() {
        while !isAtEnd, bytes[at] != 0x0A { at += 1 }
        if !isAtEnd { at += 1 }
    }

    /// Whether the line at hand looks like a header or a key with its `=`.
    private func startsStatement() -> Bool {
        var index = at
        func skipBlank() {
            while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        }
        skipBlank()
        guard index < bytes.count else { return false }
        let isHeader = bytes[index] == UInt8(ascii: "[")
        while index < bytes.count, bytes[index] == UInt8(ascii: "[") { index += 1 }
        var length = 0
        while index < bytes.count {
            let byte = bytes[index]
            let belongs =
                byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "\"")
            guard belongs else { break }
            length += 1
            index += 1
        }
        guard length > 0 else { return false }
        skipBlank()
        return index < bytes.count && bytes[index] == (isHeader ? UInt8(ascii: "]") : UInt8(ascii: "="))
    }
}

// MARK: - Statements

extension TOMLParser {
    private mutating func statement() throws(Fault) {
        skipBlank()
        switch peek() {
        case UInt8(ascii: "["): try header()
        case UInt8(ascii: "#"), 0x0A, 0x0D: break
        case 0 where isAtEnd: return
        default: try keyValue(into: current, isNested: false)
        }
        skipBlank()
        if peek() == UInt8(ascii: "#") { try comment() }
        if isAtEnd { return }
        guard newline() else { throw unexpected("the end of the line") }
    }

    private mutating func header() throws(Fault) {
        let start = at
        at += 1
        let isElement = peek() == UInt8(ascii: "[")
        if isElement { at += 1 }
        skipBlank()
        let path = try keyPath()
        skipBlank()
        guard peek() == UInt8(ascii: "]") else { throw unexpected("`]`") }
        at += 1
        if isElement {
            guard peek() == UInt8(ascii: "]") else { throw unexpected("`]]`") }
            at += 1
        }
        let span = start..<at
        layout?.statements.append(
            TOMLLayout.Statement(
                kind: isElement ? .element : .table, path: path.texts, value: span, span: span))
        do throws(TOMLTree.Refusal) {
            current =
                isElement ? try tree.openElement(path, span: span) : try tree.openTable(path, span: span)
        } catch {
            report(Fault(message: explain(error, path), range: span))
            // What follows is read into a table that nobody sees.
            current = tree.add(.header, span: span, depth: min(path.parents.count + 1, TOMLDocument.maxDepth))
        }
    }

    /// `key = value`, and the value put into `table`.
    mutating func keyValue(into table: TOMLTree.ID, isNested: Bool) throws(Fault) {
        let start = at
        let path = try keyPath()
        let key = path.last
        let keySpan = start..<key.span.upperBound
        skipBlank()
        guard peek() == UInt8(ascii: "=") else { throw unexpected("`=` after the key") }
        at += 1
        skipBlank()
        var refused: TOMLTree.Refusal?
        var parent = table
        do throws(TOMLTree.Refusal) {
            parent = try tree.table(forDotted: path.parents, in: table)
            if let existing = tree.child(key.text, of: parent) { throw .duplicate(tree.nodes[existing].span) }
        } catch {
            refused = error
        }
        let value = try value(depth: tree.nodes[parent].depth + 1)
        if !isNested {
            layout?.statements.append(
                TOMLLayout.Statement(
                    kind: .pair, path: path.texts, value: tree.nodes[value].span, span: start..<at))
        }
        if let refused {
            report(Fault(message: explain(refused, path), range: keySpan))
        } else {
            tree.attach(value, as: key, to: parent)
        }
    }

    private func explain(_ refusal: TOMLTree.Refusal, _ path: TOMLKeyPath) -> String {
        let name = path.texts.map(Self.spell).joined(separator: ".")
        switch refusal {
        case .duplicate(let span):
            let line = SourcePosition(offset: span.lowerBound, in: bytes).line
            return "`\(name)` is defined already, on line \(line)"
        case .closed(.inline): return "`\(name)` would add to an inline table"
        case .closed(.array), .closed(.tableArray): return "`\(name)` would add to an array"
        case .closed: return "`\(name)` would add to a table that has its own header"
        case .tooDeep: return "nested more than \(TOMLDocument.maxDepth) levels deep"
        }
    }

    /// A key as a document spells it: bare where it can be, cut where it is long.
    private static func spell(_ key: String) -> String {
        let isBare =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            }
        let short = key.unicodeScalars.count > 60 ? String(key.unicodeScalars.prefix(60)) + "…" : key
        return isBare ? short : JSONWriter.text(of: .string(short))
    }

    private mutating func keyPath() throws(Fault) -> TOMLKeyPath {
        var path = TOMLKeyPath(last: try key())
        while true {
            let end = at
            skipBlank()
            guard peek() == UInt8(ascii: ".") else {
                at = end
                return path
            }
            at += 1
            skipBlank()
            path.parents.append(path.last)
            path.last = try key()
            guard path.parents.count < TOMLDocument.maxDepth else {
                throw Fault(
                    message: "nested more than \(TOMLDocument.maxDepth) levels deep",
                    range: path.parents[0].span)
            }
        }
    }

    private mutating func key() throws(Fault) -> TOMLKey {
        let start = at
        switch peek() {
        case UInt8(ascii: "\""):
            let text = try basicString()
            return TOMLKey(text: text, span: start..<at)
        case UInt8(ascii: "'"):
            let text = try literalString()
            return TOMLKey(text: text, span: start..<at)
        default:
            while peek().isASCIIAlphanumeric || peek() == UInt8(ascii: "_") || peek() == UInt8(ascii: "-") {
                at += 1
            }
            guard at > start else { throw unexpected("a key") }
            return TOMLKey(text: text(start..<at), span: start..<at)
        }
    }
}

// MARK: - Space

extension TOMLParser {
    mutating func skipBlank() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
    }

    /// LF or CR LF.
    mutating func newline() -> Bool {
        if peek() == 0x0A {
            at += 1
            return true
        }
        if peek() == 0x0D, peek(1) == 0x0A {
            at += 2
            return true
        }
        return false
    }

    /// From `#` to the end of the line.
    mutating func comment() throws(Fault) {
        while !isAtEnd {
            let byte = bytes[at]
            if byte == 0x0A || (byte == 0x0D && peek(1) == 0x0A) { return }
            if Self.isForbiddenControl(byte) {
                throw Fault(message: "a control character in a comment", range: at..<at + 1)
            }
            at += 1
        }
    }

    /// White space, ends of lines and comments, as arrays allow them.
    mutating func skipBlankLines() throws(Fault) {
        while true {
            skipBlank()
            if peek() == UInt8(ascii: "#") { try comment() }
            guard newline() else { return }
        }
    }

    /// A control character that TOML allows nowhere but escaped: all but the tab.
    static func isForbiddenControl(_ byte: UInt8) -> Bool {
        (byte < 0x20 && byte != 0x09) || byte == 0x7F
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The fault that something else stands here than `expected`.
    func unexpected(_ expected: String) -> Fault {
        if isAtEnd {
            return Fault(message: "expected \(expected), found the end of the document", range: at..<at)
        }
        let byte = bytes[at]
        if byte == 0x0A || (byte == 0x0D && peek(1) == 0x0A) {
            return Fault(message: "expected \(expected), found the end of the line", range: at..<at)
        }
        if byte == 0x0D {
            return Fault(message: "a carriage return without a line feed", range: at..<at + 1)
        }
        if Self.isForbiddenControl(byte) {
            return Fault(message: "expected \(expected), found a control character", range: at..<at + 1)
        }
        return Fault(message: "expected \(expected)", range: at..<at + 1)
    }
}
