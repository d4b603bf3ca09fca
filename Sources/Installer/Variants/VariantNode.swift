/// A value of a JSON or TOML text, as far as variant metadata can consist of it. Metadata has one shape in both
/// (V-171), so one reader validates it.
struct VariantNode {
    indirect enum Value {
        case string(String)
        case boolean(Bool)
        case null
        case list([VariantNode])
        case table([Member])
        /// What no key of variant metadata takes; its kind for messages.
        case other(String)
    }

    struct Member {
        let key: String
        let keySpan: Range<Int>
        let node: VariantNode
    }

    let value: Value
    /// The bytes that spell it, or where they begin.
    let span: Range<Int>

    /// Deepest nesting; the format itself needs 5.
    static let maxDepth = 32
    /// Most values of one text.
    static let maxCount = 1 << 20

    var kindName: String {
        switch value {
        case .string: "a string"
        case .boolean: "a boolean"
        case .null: "`null`"
        case .list: "a list"
        case .table: "an object"
        case .other(let name): name
        }
    }
}

// MARK: - JSON

extension VariantNode {
    /// Why a JSON text cannot be taken as a tree.
    enum JSONFailure: Error {
        case syntax(JSONError)
        /// Keys that stand twice in their object.
        case duplicates([(key: String, span: Range<Int>)])
        case tooMany
    }

    init(json bytes: [UInt8]) throws(JSONFailure) {
        var reading = Reading()
        do throws(JSONError) {
            self = try JSONScanner.scan(bytes, maxDepth: Self.maxDepth) { scanner throws(JSONError) in
                let node = try reading.node(&scanner)
                if reading.count <= Self.maxCount { try scanner.finish() }
                return node
            }
        } catch {
            throw .syntax(error)
        }
        if reading.count > Self.maxCount { throw .tooMany }
        if !reading.duplicates.isEmpty { throw .duplicates(reading.duplicates) }
    }

    private struct Reading {
        var count = 0
        /// The first few.
        var duplicates: [(key: String, span: Range<Int>)] = []

        mutating func node(_ scanner: inout JSONScanner) throws(JSONError) -> VariantNode {
            let kind = try scanner.peek()
            let start = scanner.offset
            count += 1
            let value: Value
            switch kind {
            case .string: value = .string(try scanner.string())
            case .bool: value = .boolean(try scanner.bool())
            case .null:
                try scanner.skipValue()
                value = .null
            case .number:
                try scanner.skipValue()
                value = .other("a number")
            case .array:
                var elements: [VariantNode] = []
                try scanner.beginArray()
                while count <= VariantNode.maxCount, try scanner.nextElement() {
                    elements.append(try node(&scanner))
                }
                value = .list(elements)
            case .object: value = .table(try members(&scanner))
            }
            return VariantNode(value: value, span: start..<scanner.offset)
        }

        private mutating func members(_ scanner: inout JSONScanner) throws(JSONError) -> [Member] {
            var members: [Member] = []
            var seen: Set<String> = []
            try scanner.beginObject()
            while count <= VariantNode.maxCount, let slice = try scanner.nextKey() {
                let key = try scanner.text(of: slice)
                let span = slice.offset - 1..<slice.offset + slice.count + 1
                if !seen.insert(key).inserted, duplicates.count < 8 { duplicates.append((key, span)) }
                members.append(Member(key: key, keySpan: span, node: try node(&scanner)))
            }
            return members
        }
    }
}

// MARK: - TOML

extension VariantNode {
    init(toml item: TOMLItem) {
        let value: Value =
            switch item.value {
            case .string(let text): .string(text)
            case .boolean(let flag): .boolean(flag)
            case .array(let items): .list(items.map { VariantNode(toml: $0) })
            case .table(let table):
                .table(
                    table.entries.map { entry in
                        Member(key: entry.key, keySpan: entry.keySpan, node: VariantNode(toml: entry.item))
                    })
            default: .other(item.kindName)
            }
        self.init(value: value, span: item.span)
    }
}
