/// A pull scanner over the bytes of a JSON text, for documents too large to hold as values (index pages).
///
/// The caller walks the document in its order: `beginObject`, `nextKey` until nil, and for each key one of the
/// value calls or `skipValue`; `beginArray`, `nextElement` until false. Nothing is copied until asked for.
/// Strings that are handed out are checked to be UTF-8; skipped ones only for their end.
/// A byte order mark before the text is ignored; nesting beyond `maxDepth` is an error, never a crash.
@safe package struct JSONScanner: ~Copyable {
    private let base: UnsafePointer<UInt8>
    private let count: Int
    private var at: Int
    private let maxDepth: Int
    private var depth = 0
    /// True between the begin of a container and its first element, where no comma may stand.
    private var isFirst = true

    /// The bytes must outlive the scanner; `scan(_:_:)` sees to that.
    @unsafe package init(_ bytes: UnsafeBufferPointer<UInt8>, maxDepth: Int = 128) {
        unsafe base = bytes.baseAddress ?? UnsafePointer(bitPattern: 1)!
        count = bytes.count
        self.maxDepth = maxDepth
        at = 0
        if count >= 3, unsafe base[0] == 0xEF, unsafe base[1] == 0xBB, unsafe base[2] == 0xBF { at = 3 }
    }

    /// Runs `body` on a scanner over `bytes`.
    package static func scan<Result, Failure: Error>(
        _ bytes: [UInt8], maxDepth: Int = 128,
        _ body: (inout JSONScanner) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe bytes.withUnsafeBufferPointer { buffer throws(Failure) in
            var scanner = unsafe JSONScanner(buffer, maxDepth: maxDepth)
            return try body(&scanner)
        }
    }

    /// Bytes from the start of the text to what comes next.
    package var offset: Int { at }

    package enum Kind: Sendable {
        case object, array, string, number, bool, null
    }

    /// A string of the text before it is decoded: where its contents lie.
    package struct Slice: Sendable {
        package let offset: Int
        package let count: Int
        /// It holds escapes, so its bytes are not its text.
        package let isEscaped: Bool
    }
}

// MARK: - Walking

extension JSONScanner {
    /// The kind of the value that comes next.
    package mutating func peek() throws(JSONError) -> Kind {
        skipSpace()
        guard at < count else { throw fault("unexpected end of the text") }
        switch unsafe base[at] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw fault("expected a value")
        }
    }

    package mutating func beginObject() throws(JSONError) {
        try begin(UInt8(ascii: "{"), "an object")
    }

    package mutating func beginArray() throws(JSONError) {
        try begin(UInt8(ascii: "["), "an array")
    }

    /// The next key of the object, its colon consumed; nil at the end of the object.
    package mutating func nextKey() throws(JSONError) -> Slice? {
        guard try advance(to: UInt8(ascii: "}"), "`,` or `}`") else { return nil }
        skipSpace()
        guard at < count, unsafe base[at] == UInt8(ascii: "\"") else {
            throw fault("expected a key in quotes")
        }
        let key = try slice()
        skipSpace()
        guard at < count, unsafe base[at] == UInt8(ascii: ":") else {
            throw fault("expected `:` after the key")
        }
        at += 1
        return key
    }

    /// `nextKey` as text.
    package mutating func nextKeyText() throws(JSONError) -> String? {
        guard let key = try nextKey() else { return nil }
        return try text(of: key)
    }

    /// Whether the array has another element, which comes next; false at the end of the array.
    package mutating func nextElement() throws(JSONError) -> Bool {
        try advance(to: UInt8(ascii: "]"), "`,` or `]`")
    }

    /// Nothing but white space may follow.
    package mutating func finish() throws(JSONError) {
        skipSpace()
        guard at == count else { throw fault("unexpected text after the end of the value") }
    }

    /// Whether `slice` spells `name`.
    package func isEqual(_ slice: Slice, _ name: StaticString) -> Bool {
        if slice.isEscaped { return (try? text(of: slice)) == name.description }
        guard slice.count == name.utf8CodeUnitCount else { return false }
        let other = unsafe name.utf8Start
        var index = 0
        while index < slice.count {
            guard unsafe base[slice.offset + index] == other[index] else { return false }
            index += 1
        }
        return true
    }

    /// The raw bytes of a slice, escapes and all.
    package func withBytes<Result>(of slice: Slice, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result
    {
        unsafe body(UnsafeBufferPointer(start: base + slice.offset, count: slice.count))
    }

    private mutating func begin(_ opening: UInt8, _ name: String) throws(JSONError) {
        skipSpace()
        guard at < count, unsafe base[at] == opening else { throw fault("expected \(name)") }
        guard depth < maxDepth else { throw fault("nested more than \(maxDepth) levels deep") }
        at += 1
        depth += 1
        isFirst = true
    }

    private mutating func advance(to closing: UInt8, _ expected: String) throws(JSONError) -> Bool {
        skipSpace()
        guard at < count else { throw fault("unexpected end of the text") }
        let byte = unsafe base[at]
        if byte == closing {
            at += 1
            depth -= 1
            isFirst = false
            return false
        }
        if isFirst {
            isFirst = false
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw fault("expected \(expected)") }
        at += 1
        skipSpace()
        if at < count, unsafe base[at] == closing { throw fault("a comma before the end") }
        return true
    }

    private mutating func skipSpace() {
        while at < count {
            switch unsafe base[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    private func fault(_ what: String, at offset: Int? = nil) -> JSONError {
        unsafe JSONError(what, offset: offset ?? at, in: UnsafeBufferPointer(start: base, count: count))
    }
}

// MARK: - Values

extension JSONScanner {
    /// A string, where it lies.
    package mutating func slice() throws(JSONError) -> Slice {
        skipSpace()
        guard at < count, unsafe base[at] == UInt8(ascii: "\"") else { throw fault("expected a string") }
        let opening = at
        at += 1
        var isEscaped = false
        while true {
            skipPlainText()
            guard at < count else { throw fault("a string without an end", at: opening) }
            let byte = unsafe base[at]
            if byte == UInt8(ascii: "\"") {
                at += 1
                return Slice(offset: opening + 1, count: at - opening - 2, isEscaped: isEscaped)
            }
            guard byte == UInt8(ascii: "\\") else { throw fault("a control character in a string") }
            isEscaped = true
            at += 2
        }
    }

    package mutating func string() throws(JSONError) -> String {
        try text(of: slice())
    }

    /// A string, or nil for `null`.
    package mutating func optionalString() throws(JSONError) -> String? {
        if try peek() == .null {
            try skipValue()
            return nil
        }
        return try string()
    }

    package mutating func bool() throws(JSONError) -> Bool {
        skipSpace()
        if literal("true") { return true }
        if literal("false") { return false }
        throw fault("expected `true` or `false`")
    }

    /// A number as it is written.
    package mutating func number() throws(JSONError) -> String {
        skipSpace()
        let start = at
        try skipNumber()
        return unsafe String(
            decoding: UnsafeBufferPointer(start: base + start, count: at - start), as: UTF8.self)
    }

    /// A whole number that fits; anything else is an error.
    package mutating func integer() throws(JSONError) -> Int {
        skipSpace()
        let start = at
        guard let value = Int(try number()) else { throw fault("expected a whole number", at: start) }
        return value
    }

    /// Passes over one value of any kind; its grammar is checked, the text of its strings is not.
    package mutating func skipValue() throws(JSONError) {
        switch try peek() {
        case .string: _ = try slice()
        case .number: try skipNumber()
        case .bool: _ = try bool()
        case .null:
            guard literal("null") else { throw fault("expected a value") }
        case .object:
            try beginObject()
            while try nextKey() != nil { try skipValue() }
        case .array:
            try beginArray()
            while try nextElement() { try skipValue() }
        }
    }

    /// The value that comes next, in memory.
    package mutating func value() throws(JSONError) -> JSONValue {
        switch try peek() {
        case .string: return .string(try string())
        case .number: return .number(try number())
        case .bool: return .bool(try bool())
        case .null:
            try skipValue()
            return .null
        case .array:
            var elements: [JSONValue] = []
            try beginArray()
            while try nextElement() { elements.append(try value()) }
            return .array(elements)
        case .object:
            var members = JSONMembers()
            try beginObject()
            while let key = try nextKeyText() { members.set(key, to: try value()) }
            return .object(members.list)
        }
    }

    /// The text of a slice: checked to be UTF-8, escapes resolved.
    /// An escape of half a surrogate pair becomes U+FFFD, since no Unicode text can hold it.
    package func text(of slice: Slice) throws(JSONError) -> String {
        let bytes = unsafe UnsafeBufferPointer(start: base + slice.offset, count: slice.count)
        if !slice.isEscaped, let text = unsafe String(validating: bytes, as: UTF8.self) { return text }
        if let bad = unsafe UTF8Validity.firstFault(in: bytes) {
            throw fault("a string that is not UTF-8", at: slice.offset + bad)
        }
        return String(decoding: try unescaped(slice), as: UTF8.self)
    }

    private func unescaped(_ slice: Slice) throws(JSONError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(slice.count)
        var from = slice.offset
        let end = from + slice.count
        while from < end {
            let byte = unsafe base[from]
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                from += 1
                continue
            }
            let escape = unsafe base[from + 1]
            from += 2
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                guard let unit = hexUnit(at: from, end: end) else {
                    throw fault("`\\u` without four hexadecimal digits", at: from - 2)
                }
                from += 4
                var scalar = Unicode.Scalar(UInt32(unit)) ?? "\u{FFFD}"
                if 0xD800...0xDBFF ~= unit, from + 6 <= end, unsafe base[from] == UInt8(ascii: "\\"),
                    unsafe base[from + 1] == UInt8(ascii: "u"), let low = hexUnit(at: from + 2, end: end),
                    0xDC00...0xDFFF ~= low
                {
                    let value = 0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(low - 0xDC00)
                    scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
                    from += 6
                }
                result.append(contentsOf: UTF8.encode(scalar)!)
            default:
                throw fault("an escape that JSON does not have", at: from - 2)
            }
        }
        return result
    }

    private func hexUnit(at offset: Int, end: Int) -> UInt16? {
        guard offset + 4 <= end else { return nil }
        var unit: UInt16 = 0
        for index in offset..<offset + 4 {
            guard let digit = unsafe base[index].hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// Stops at a quote, a backslash, a control character or the end. Eight bytes at a time.
    private mutating func skipPlainText() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var here = at
        while here + 8 <= count {
            let word = unsafe UnsafeRawPointer(base + here).loadUnaligned(as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let slash = word ^ (ones &* 0x5C)
            let control = (word &- (ones &* 0x20)) & ~word
            let hit = (((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | control) & highs
            if hit != 0 {
                at = here + UInt64(littleEndian: hit).trailingZeroBitCount / 8
                return
            }
            here += 8
        }
        while here < count {
            let byte = unsafe base[here]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
            here += 1
        }
        at = here
    }

    private mutating func skipNumber() throws(JSONError) {
        let start = at
        if at < count, unsafe base[at] == UInt8(ascii: "-") { at += 1 }
        let whole = at
        let digits = skipDigits()
        guard digits > 0, unsafe digits == 1 || base[whole] != UInt8(ascii: "0") else {
            throw fault("expected a number", at: start)
        }
        if at < count, unsafe base[at] == UInt8(ascii: ".") {
            at += 1
            guard skipDigits() > 0 else { throw fault("a number without digits after its point", at: start) }
        }
        if at < count, unsafe base[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < count, unsafe base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at += 1 }
            guard skipDigits() > 0 else { throw fault("a number without digits in its exponent", at: start) }
        }
    }

    private mutating func skipDigits() -> Int {
        let start = at
        while at < count, unsafe base[at].isASCIIDigit { at += 1 }
        return at - start
    }

    private mutating func literal(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard at + length <= count else { return false }
        for index in 0..<length {
            guard unsafe base[at + index] == word.utf8Start[index] else { return false }
        }
        at += length
        return true
    }
}
