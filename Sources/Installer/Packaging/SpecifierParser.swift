/// Reads version specifiers from bytes. Used alone and inside a requirement.
struct SpecifierParser {
    let text: String
    let bytes: [UInt8]
    var position = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    init(_ text: String, bytes: [UInt8], from position: Int) {
        self.text = text
        self.bytes = bytes
        self.position = position
    }

    /// The whole text.
    mutating func parseAll() throws(VersionError) -> [VersionSpecifier] {
        var clauses: [VersionSpecifier] = []
        skipSpace()
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: ",") {
                // `packaging` drops empty clauses, and published metadata has them.
                position += 1
                skipSpace()
                continue
            }
            clauses.append(try parseClause())
            skipSpace()
            guard position == bytes.count || bytes[position] == UInt8(ascii: ",") else {
                throw error("expected `,` or the end of the version specifier")
            }
        }
        return clauses
    }

    /// Whether an operator begins at `position`.
    var isAtOperator: Bool { position < bytes.count && Self.isOperatorByte(bytes[position]) }

    static func isOperatorByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "=")
            || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "~")
    }

    /// One clause; stops after its version.
    mutating func parseClause() throws(VersionError) -> VersionSpecifier {
        let start = position
        guard let op = takeOperator() else {
            throw error("expected an operator: one of `==`, `>=`, `<=`, `!=`, `~=`, `<`, `>`, `===`")
        }
        return try parseVersion(after: op, from: start)
    }

    /// `op` and `text` as one clause; nil when the text is not a version, or not one for that operator.
    static func clause(_ op: VersionSpecifier.Operator, _ text: String) -> VersionSpecifier? {
        var parser = SpecifierParser(text)
        guard let clause = try? parser.parseVersion(after: op, from: 0) else { return nil }
        parser.skipSpace()
        return parser.position == parser.bytes.count ? clause : nil
    }

    private mutating func parseVersion(
        after op: VersionSpecifier.Operator, from start: Int
    ) throws(VersionError) -> VersionSpecifier {
        skipSpace()
        if op == .arbitrary { return VersionSpecifier(arbitrary: takeArbitrary()) }

        var scanner = VersionScanner()
        guard scanner.scanPublic(bytes.span, from: position) else {
            position = scanner.position
            throw error(
                scanner.failure == .numberTooLarge
                    ? "the number is too large" : "expected a version after `\(op.rawValue)`")
        }
        let allowsMore = op == .equal || op == .notEqual
        let end = scanner.position
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), bytes[end + 1] == UInt8(ascii: "*") {
            position = end
            guard allowsMore else { throw error("`.*` can only be used with `==` and `!=`", count: 2) }
            guard scanner.pre == nil, scanner.post == nil, scanner.dev == nil else {
                throw error("`.*` can only follow the numbers of a release", count: 2)
            }
            position = end + 2
            return VersionSpecifier(op, scanner.version, isPrefix: true)
        }
        if end < bytes.count, bytes[end] == UInt8(ascii: "+") {
            position = end
            guard allowsMore else { throw error("a local version can only be used with `==` and `!=`") }
            guard scanner.scanLocal(bytes.span) else { throw error("expected letters or digits after `+`") }
        }
        if op == .compatible && scanner.releaseCount < 2 {
            position = start
            throw error("`~=` needs a version of at least two numbers, such as `~=1.0`", count: end - start)
        }
        position = scanner.position
        return VersionSpecifier(op, scanner.version)
    }

    private mutating func takeOperator() -> VersionSpecifier.Operator? {
        let equals = UInt8(ascii: "=")
        func byte(_ offset: Int) -> UInt8 { position + offset < bytes.count ? bytes[position + offset] : 0 }
        let op: VersionSpecifier.Operator?
        var count = 2
        switch (byte(0), byte(1) == equals) {
        case (equals, true):
            op = byte(2) == equals ? .arbitrary : .equal
            if op == .arbitrary { count = 3 }
        case (UInt8(ascii: "!"), true): op = .notEqual
        case (UInt8(ascii: "~"), true): op = .compatible
        case (UInt8(ascii: "<"), let isInclusive):
            op = isInclusive ? .lessOrEqual : .less
            count = isInclusive ? 2 : 1
        case (UInt8(ascii: ">"), let isInclusive):
            op = isInclusive ? .greaterOrEqual : .greater
            count = isInclusive ? 2 : 1
        default: op = nil
        }
        if op != nil { position += count }
        return op
    }

    /// Anything but white space, `;`, `)` and `,`.
    private mutating func takeArbitrary() -> String {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if NameRules.isSpace(byte) || byte == UInt8(ascii: ";") || byte == UInt8(ascii: ")")
                || byte == UInt8(ascii: ",")
            {
                break
            }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func skipSpace() {
        while position < bytes.count, NameRules.isSpace(bytes[position]) { position += 1 }
    }

    private func error(_ reason: String, count: Int = 0) -> VersionError {
        let from = TextExcerpt.column(of: position, in: text)
        return VersionError(
            text: text, reason: reason, columns: from..<from + count, subject: "version specifier")
    }
}
