/// Reads requirements and environment markers (PEP 508) from bytes.
///
/// Lines are not its concern: the text is one logical line, with comments removed.
struct RequirementParser {
    private let text: String
    private let subject: String
    /// `variant_label[torch]` is read (`MarkerScope`).
    private let takesScopes: Bool
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// More parentheses inside each other than any marker needs; deeper ones are refused.
    static let maximumDepth = 64
    /// A longer text is refused before it is looked at.
    static let maximumLength = 1 << 20

    init(_ text: String, subject: String, takesScopes: Bool = false) {
        self.text = text
        self.subject = subject
        self.takesScopes = takesScopes
        bytes = Array(text.utf8)
    }

    // MARK: Requirements

    mutating func parseWholeRequirement() throws(RequirementError) -> Requirement {
        try checkLength()
        skipSpace()
        let name = try parseName()
        skipSpace()
        let extras = try parseExtras()
        skipSpace()
        let source: Requirement.Source
        if take(UInt8(ascii: "@")) {
            source = .url(try parseURL())
        } else {
            source = .versions(try parseSpecifiers(hasExtras: !extras.isEmpty))
        }
        let marker = try parseMarkerAfterSemicolon(after: source)
        return Requirement(name: name, extras: extras, source: source, marker: marker)
    }

    private mutating func parseName() throws(RequirementError) -> PackageName {
        let start = position
        while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
        if let name = PackageName(bytes: bytes.span.extracting(start..<position)) { return name }
        let end = position
        position = start
        throw start == end
            ? error("expected a package name")
            : error("a package name must begin and end with a letter or digit", count: end - start)
    }

    private mutating func parseExtras() throws(RequirementError) -> [ExtraName] {
        let open = position
        guard take(UInt8(ascii: "[")) else { return [] }
        var extras: [ExtraName] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return [] }
        while true {
            skipSpace()
            let start = position
            while position < bytes.count, !Self.endsExtra(bytes[position]) { position += 1 }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            guard let name = ExtraName(text) else {
                let end = position
                position = start
                if start == end { throw error("expected the name of an extra") }
                throw error(
                    "`\(TextExcerpt.shortened(text))` is no valid name of an extra: only letters, digits, "
                        + "`-`, `_` and `.`, beginning and ending with a letter or digit", count: end - start)
            }
            extras.append(name)
            skipSpace()
            if take(UInt8(ascii: "]")) { return extras }
            guard take(UInt8(ascii: ",")) else {
                if position == bytes.count {
                    position = open
                    throw error("expected `]` for this `[`", count: 1)
                }
                throw error("expected `,` or `]` after the name of an extra")
            }
        }
    }

    private mutating func parseURL() throws(RequirementError) -> String {
        skipSpace()
        let start = position
        while position < bytes.count, !NameRules.isSpace(bytes[position]) { position += 1 }
        if position == start { throw error("expected a URL after `@`") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func parseSpecifiers(hasExtras: Bool) throws(RequirementError) -> VersionSpecifiers {
        let open = position
        let isEnclosed = take(UInt8(ascii: "("))
        var clauses: [VersionSpecifier] = []
        skipSpace()
        var parser = SpecifierParser(text, bytes: bytes, from: position)
        while parser.isAtOperator {
            do {
                clauses.append(try parser.parseClause())
            } catch {
                throw RequirementError(
                    message: error.reason, text: text, columns: error.columns, subject: subject)
            }
            parser.skipSpace()
            guard parser.position < bytes.count, bytes[parser.position] == UInt8(ascii: ",") else { break }
            parser.position += 1
            parser.skipSpace()
            if !parser.isAtOperator, parser.position < bytes.count,
                bytes[parser.position] != UInt8(ascii: ";"),
                bytes[parser.position] != UInt8(ascii: ")")
            {
                position = parser.position
                throw error("expected a version specifier such as `>=1.0` after `,`")
            }
        }
        position = parser.position
        skipSpace()
        if isEnclosed && !take(UInt8(ascii: ")")) {
            if position < bytes.count { throw error("expected `,` or `)`") }
            position = open
            throw error("expected `)` for this `(`", count: 1)
        }
        guard position == bytes.count || bytes[position] == UInt8(ascii: ";") || isEnclosed else {
            let expected =
                clauses.isEmpty
                ? (hasExtras ? "" : "`[`, ") + "a version specifier such as `>=1.0`, `@` and a URL, `;`"
                : "`,`, `;`"
            throw error("expected \(expected) or the end")
        }
        return clauses.isEmpty ? .any : VersionSpecifiers(clauses)
    }

    private mutating func parseMarkerAfterSemicolon(
        after source: Requirement.Source
    ) throws(RequirementError) -> Marker? {
        skipSpace()
        if position == bytes.count { return nil }
        guard take(UInt8(ascii: ";")) else {
            if case .url = source { throw error("expected `;` or the end after the URL") }
            throw error("expected `;` or the end")
        }
        let marker = try parseOr()
        skipSpace()
        if position < bytes.count { throw error("expected `and`, `or` or the end") }
        return marker
    }

    // MARK: Markers

    mutating func parseWholeMarker() throws(RequirementError) -> Marker {
        try checkLength()
        let marker = try parseOr()
        skipSpace()
        if position < bytes.count { throw error("expected `and`, `or` or the end") }
        return marker
    }

    private mutating func parseOr() throws(RequirementError) -> Marker {
        var parts = [try parseAnd()]
        while takeWord("or") { parts.append(try parseAnd()) }
        return parts.count == 1
            ? parts[0] : .or(Self.flattened(parts) { if case .or(let p) = $0 { p } else { nil } })
    }

    private mutating func parseAnd() throws(RequirementError) -> Marker {
        var parts = [try parseAtom()]
        while takeWord("and") { parts.append(try parseAtom()) }
        return parts.count == 1
            ? parts[0] : .and(Self.flattened(parts) { if case .and(let p) = $0 { p } else { nil } })
    }

    private static func flattened(_ parts: [Marker], _ inner: (Marker) -> [Marker]?) -> [Marker] {
        parts.flatMap { inner($0) ?? [$0] }
    }

    private mutating func parseAtom() throws(RequirementError) -> Marker {
        skipSpace()
        let open = position
        guard take(UInt8(ascii: "(")) else { return .term(try parseTerm()) }
        depth += 1
        guard depth <= Self.maximumDepth else {
            position = open
            throw error("more than \(Self.maximumDepth) parentheses inside each other", count: 1)
        }
        let marker = try parseOr()
        depth -= 1
        skipSpace()
        guard take(UInt8(ascii: ")")) else {
            if position < bytes.count { throw error("expected `and`, `or` or `)`") }
            position = open
            throw error("expected `)` for this `(`", count: 1)
        }
        return marker
    }

    private enum Operand {
        case subject(MarkerTerm.Subject, MarkerScope?)
        case literal(String)
    }

    private mutating func parseTerm() throws(RequirementError) -> MarkerTerm {
        let start = position
        let left = try parseOperand()
        skipSpace()
        let opStart = position
        let op = try parseOperator()
        let opEnd = position
        skipSpace()
        let right = try parseOperand()
        let term: MarkerTerm
        switch (left, right) {
        case (.subject(let subject, let scope), .literal(let value)):
            term = MarkerTerm(subject, op, value, scope: scope)
            if subject.isSet {
                position = start
                throw error(
                    "`\(subject.name)` can only be used as `\"…\" in \(subject.name)` or `\"…\" not in \(subject.name)`",
                    count: opEnd - start)
            }
        case (.literal(let value), .subject(let subject, let scope)):
            term = MarkerTerm(subject, op, value, isReversed: true, scope: scope)
            if subject.isSet && op != .within && op != .notWithin {
                position = opStart
                throw error(
                    "`\(subject.name)` can only be used with `in` and `not in`", count: opEnd - opStart)
            }
        case (.literal, .literal):
            let end = position
            position = start
            throw error("expected a marker variable on one side of the comparison", count: end - start)
        case (.subject, .subject):
            let end = position
            position = start
            throw error("expected a quoted value on one side of the comparison", count: end - start)
        }
        if term.subject == .variantLabel, op == .compatible || op == .arbitrary {
            position = opStart
            throw error(
                "`variant_label` is no version and cannot be compared with `\(op.rawValue)`",
                count: opEnd - opStart)
        }
        return term
    }

    private mutating func parseOperand() throws(RequirementError) -> Operand {
        skipSpace()
        let start = position
        guard position < bytes.count else { throw error("expected a marker variable or a quoted value") }
        let quote = bytes[position]
        if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            position += 1
            while position < bytes.count, bytes[position] != quote { position += 1 }
            guard position < bytes.count else {
                position = start
                throw error("expected a closing quote for this one", count: 1)
            }
            position += 1
            return .literal(String(decoding: bytes[start + 1..<position - 1], as: UTF8.self))
        }
        while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        if let subject = Self.subjects[word] {
            return .subject(subject, subject.isVariant ? try parseScope() : nil)
        }
        let end = position
        position = start
        throw word.isEmpty
            ? error("expected a marker variable or a quoted value")
            : error("`\(TextExcerpt.shortened(word))` is no marker variable", count: end - start)
    }

    /// `[torch]`, `[@pytorch]`
    private mutating func parseScope() throws(RequirementError) -> MarkerScope? {
        guard takesScopes, position < bytes.count, bytes[position] == UInt8(ascii: "[") else { return nil }
        let open = position
        guard let close = bytes[open...].firstIndex(of: UInt8(ascii: "]")) else {
            throw error("expected `]` for this `[`", count: 1)
        }
        let text = String(decoding: bytes[open + 1..<close], as: UTF8.self)
        guard let scope = MarkerScope(text) else {
            position = open + 1
            throw error(
                "expected the name of a package, or `@` and the name of a variant index",
                count: close - open - 1)
        }
        position = close + 1
        return scope
    }

    private static let subjects: [String: MarkerTerm.Subject] = {
        var table: [String: MarkerTerm.Subject] = [:]
        for variable in MarkerVariable.allCases { table[variable.rawValue] = .variable(variable) }
        for (name, variable) in MarkerVariable.oldNames { table[name] = .variable(variable) }
        let others: [MarkerTerm.Subject] = [
            .extra, .extras, .dependencyGroups, .variantLabel, .variantProperties, .variantFeatures,
            .variantNamespaces,
        ]
        for subject in others { table[subject.name] = subject }
        return table
    }()

    private mutating func parseOperator() throws(RequirementError) -> MarkerTerm.Operator {
        let start = position
        while position < bytes.count, SpecifierParser.isOperatorByte(bytes[position]) { position += 1 }
        if position > start {
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            if let op = MarkerTerm.Operator(rawValue: text) { return op }
        } else if takeWord("in") {
            return .within
        } else if takeWord("not") {
            guard takeWord("in") else { throw error("expected `in` after `not`") }
            return .notWithin
        }
        let end = position
        position = start
        throw error(
            "expected an operator: one of `==`, `!=`, `<`, `<=`, `>`, `>=`, `~=`, `===`, `in`, `not in`",
            count: end - start)
    }

    // MARK: Tokens

    private static func isNameByte(_ byte: UInt8) -> Bool {
        NameRules.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ".")
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        NameRules.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    private static func endsExtra(_ byte: UInt8) -> Bool {
        NameRules.isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
    }

    private mutating func skipSpace() {
        while position < bytes.count, NameRules.isSpace(bytes[position]) { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// A keyword that no word character follows, white space before it allowed.
    private mutating func takeWord(_ word: String) -> Bool {
        skipSpace()
        let end = position + word.utf8.count
        guard end <= bytes.count, bytes[position..<end].elementsEqual(word.utf8),
            end == bytes.count || !Self.isWordByte(bytes[end])
        else { return false }
        position = end
        return true
    }

    private func checkLength() throws(RequirementError) {
        guard bytes.count > Self.maximumLength else { return }
        throw RequirementError(
            message: "longer than \(Self.maximumLength) bytes", text: TextExcerpt.shortened(text),
            columns: 0..<0, subject: subject)
    }

    private func error(_ message: String, count: Int = 0) -> RequirementError {
        let from = TextExcerpt.column(of: position, in: text)
        let to = count == 0 ? from : TextExcerpt.column(of: position + count, in: text)
        return RequirementError(message: message, text: text, columns: from..<to, subject: subject)
    }
}
