/// The values of TOML: strings are in `TOMLParser+Strings.swift`.
extension TOMLParser {
    /// Reads one value; `depth` is how many tables and arrays will hold it.
    mutating func value(depth: Int) throws(Fault) -> TOMLTree.ID {
        guard depth <= TOMLDocument.maxDepth else {
            throw Fault(
                message: "nested more than \(TOMLDocument.maxDepth) levels deep", range: at..<at + 1,
                isNested: true)
        }
        let start = at
        switch peek() {
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "{"): return try inlineTable(depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let text = try stringValue()
            return tree.add(.scalar, span: start..<at, depth: depth, value: .string(text))
        default:
            let value = try scalar()
            return tree.add(.scalar, span: start..<at, depth: depth, value: value)
        }
    }

    private mutating func array(depth: Int) throws(Fault) -> TOMLTree.ID {
        let start = at
        let array = tree.add(.array, span: start..<start, depth: depth)
        at += 1
        do throws(Fault) {
            while true {
                try skipBlankLines()
                if isAtEnd { break }
                if peek() == UInt8(ascii: "]") { break }
                tree.append(try value(depth: depth + 1), to: array)
                try skipBlankLines()
                if isAtEnd || peek() == UInt8(ascii: "]") { break }
                guard peek() == UInt8(ascii: ",") else { throw unexpected("`,` or `]`") }
                at += 1
            }
        } catch {
            throw Fault(message: error.message, range: error.range, isFatal: error.isFatal, isNested: true)
        }
        guard !isAtEnd else {
            at = start
            throw Fault(message: "an array without its `]`", range: start..<start + 1, isNested: true)
        }
        at += 1
        tree.close(array, span: start..<at)
        return array
    }

    private mutating func inlineTable(depth: Int) throws(Fault) -> TOMLTree.ID {
        let start = at
        let table = tree.add(.inline, span: start..<start, depth: depth)
        at += 1
        do throws(Fault) {
            try skipInlineSpace()
            while !isAtEnd, peek() != UInt8(ascii: "}") {
                try keyValue(into: table, isNested: true)
                try skipInlineSpace()
                if isAtEnd || peek() == UInt8(ascii: "}") { break }
                guard peek() == UInt8(ascii: ",") else { throw unexpected("`,` or `}`") }
                let comma = at
                at += 1
                try skipInlineSpace()
                if peek() == UInt8(ascii: "}") {
                    report(
                        Fault(message: "a comma before the end of an inline table", range: comma..<comma + 1))
                }
            }
        } catch {
            throw Fault(message: error.message, range: error.range, isFatal: error.isFatal, isNested: true)
        }
        guard !isAtEnd else {
            at = start
            throw Fault(message: "an inline table without its `}`", range: start..<start + 1, isNested: true)
        }
        at += 1
        tree.close(table, span: start..<at)
        return table
    }

    /// TOML 1.0 keeps an inline table on one line; the fault is noted and the table still read, since the user
    /// most likely means what TOML 1.1 allows.
    private mutating func skipInlineSpace() throws(Fault) {
        skipBlank()
        let here = at
        try skipBlankLines()
        guard at > here, !isAtEnd else { return }
        report(Fault(message: "an inline table must stay on one line", range: here..<here))
    }
}

// MARK: - Booleans, numbers, dates

extension TOMLParser {
    private mutating func scalar() throws(Fault) -> TOMLValue {
        let start = at
        while isScalarByte(peek()) { at += 1 }
        guard at > start else { throw unexpected("a value") }
        // A date and its time may be separated by one space.
        if at - start == 10, peek() == 0x20, peek(1).isASCIIDigit, peek(2).isASCIIDigit,
            peek(3) == UInt8(ascii: ":"), bytes[start + 4] == UInt8(ascii: "-")
        {
            at += 1
            while isScalarByte(peek()) { at += 1 }
        }
        let range = start..<at
        let token = bytes[range]
        switch token.count {
        case 4 where token.elementsEqual("true".utf8): return .boolean(true)
        case 5 where token.elementsEqual("false".utf8): return .boolean(false)
        default: break
        }
        if let number = Self.wholeNumber(token) { return .integer(number) }
        if let value = Self.dateTime(token) ?? Self.number(token) { return value }
        throw Fault(message: complaint(about: token), range: range)
    }

    private func isScalarByte(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
    }

    private func complaint(about token: ArraySlice<UInt8>) -> String {
        let spelled = String(decoding: token.prefix(40), as: UTF8.self) + (token.count > 40 ? "…" : "")
        let first = token[token.startIndex]
        if first.isASCIIDigit || first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
            if token.dropFirst().allSatisfy(\.isASCIIDigit), token.count > 18 {
                return "`\(spelled)` does not fit into 64 bits"
            }
            return "`\(spelled)` is no number, date or time"
        }
        return "`\(spelled)` is no value; a string needs quotes"
    }

    private static func dateTime(_ token: ArraySlice<UInt8>) -> TOMLValue? {
        guard let value = TOMLDateTime(token) else { return nil }
        switch (value.date, value.time, value.offset) {
        case (.some, .some, .some): return .offsetDateTime(value)
        case (.some, .some, nil): return .localDateTime(value)
        case (.some, nil, _): return .localDate(value)
        default: return .localTime(value)
        }
    }

    /// Plain decimal digits that surely fit: what most numbers are.
    private static func wholeNumber(_ token: ArraySlice<UInt8>) -> Int64? {
        guard token.count <= 18, token.count == 1 || token.first != UInt8(ascii: "0") else { return nil }
        var number: Int64 = 0
        for byte in token {
            guard byte.isASCIIDigit else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return number
    }

    static func number(_ token: ArraySlice<UInt8>) -> TOMLValue? {
        guard let first = token.first else { return nil }
        let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
        let isNegative = first == UInt8(ascii: "-")
        let body = isSigned ? token.dropFirst() : token
        if body.elementsEqual("inf".utf8) { return .float(isNegative ? -.infinity : .infinity) }
        if body.elementsEqual("nan".utf8) { return .float(.nan) }
        if body.count > 2, body[body.startIndex] == UInt8(ascii: "0") {
            let radix =
                switch body[body.startIndex + 1] {
                case UInt8(ascii: "x"): 16
                case UInt8(ascii: "o"): 8
                case UInt8(ascii: "b"): 2
                default: 0
                }
            if radix > 0 {
                guard !isSigned else { return nil }
                return digits(body.dropFirst(2), radix: radix).flatMap { Int64($0, radix: radix) }
                    .map { .integer($0) }
            }
        }
        // Whole part, then a fraction, then an exponent.
        let pointOrExponent = body.firstIndex { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        guard let whole = digits(body[..<(pointOrExponent ?? body.endIndex)], radix: 10),
            whole.utf8.count == 1 || whole.utf8.first != UInt8(ascii: "0")
        else { return nil }
        guard let split = pointOrExponent else {
            return Int64((isNegative ? "-" : "") + whole).map { .integer($0) }
        }
        var text = (isNegative ? "-" : "") + whole
        var rest = body[split...]
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let end = rest.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? rest.endIndex
            guard let fraction = digits(rest[..<end], radix: 10) else { return nil }
            text += "." + fraction
            rest = rest[end...]
        }
        if !rest.isEmpty {
            rest = rest.dropFirst()
            text += "e"
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                text += sign == UInt8(ascii: "-") ? "-" : ""
                rest = rest.dropFirst()
            }
            guard let exponent = digits(rest, radix: 10) else { return nil }
            text += exponent
        }
        return Double(text).map { .float($0) }
    }

    /// Digits with their underscores taken out; nil unless every underscore stands between two digits.
    private static func digits(_ text: ArraySlice<UInt8>, radix: Int) -> String? {
        guard !text.isEmpty else { return nil }
        var result = ""
        var afterDigit = false
        for byte in text {
            if byte == UInt8(ascii: "_") {
                guard afterDigit else { return nil }
                afterDigit = false
            } else {
                guard let digit = byte.hexDigitValue, digit < radix else { return nil }
                result.unicodeScalars.append(Unicode.Scalar(byte))
                afterDigit = true
            }
        }
        return afterDigit ? result : nil
    }
}
