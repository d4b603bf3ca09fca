/// A value of a TOML document (TOML 1.0).
package enum TOMLValue: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    case offsetDateTime(TOMLDateTime)
    case localDateTime(TOMLDateTime)
    case localDate(TOMLDateTime)
    case localTime(TOMLDateTime)
    /// `[1, 2]` as well as an array of tables, `[[package]]`.
    case array([TOMLItem])
    case table(TOMLTable)

    /// What kind it is, for messages: `a string`, `an array`.
    package var kindName: String {
        switch self {
        case .string: "a string"
        case .integer: "an integer"
        case .float: "a float"
        case .boolean: "a boolean"
        case .offsetDateTime, .localDateTime: "a date and time"
        case .localDate: "a date"
        case .localTime: "a time"
        case .array: "an array"
        case .table: "a table"
        }
    }
}

/// A value and where it stands in its document.
package struct TOMLItem: Sendable, Equatable {
    package let value: TOMLValue
    /// The bytes that spell the value. For a table of its own, those of the header that opened it first.
    package let span: Range<Int>

    package init(value: TOMLValue, span: Range<Int>) {
        self.value = value
        self.span = span
    }

    package var string: String? {
        if case .string(let text) = value { text } else { nil }
    }

    package var integer: Int64? {
        if case .integer(let number) = value { number } else { nil }
    }

    /// A float, or an integer as one.
    package var double: Double? {
        switch value {
        case .float(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }

    package var boolean: Bool? {
        if case .boolean(let flag) = value { flag } else { nil }
    }

    package var array: [TOMLItem]? {
        if case .array(let items) = value { items } else { nil }
    }

    package var table: TOMLTable? {
        if case .table(let table) = value { table } else { nil }
    }

    /// The item under a key, when this one is a table.
    package subscript(key: String) -> TOMLItem? { table?[key] }

    /// The element of an array.
    package subscript(index: Int) -> TOMLItem? {
        guard let items = array, items.indices.contains(index) else { return nil }
        return items[index]
    }

    package var kindName: String { value.kindName }

    /// Equal when the values are; where they stand does not count.
    package static func == (a: TOMLItem, b: TOMLItem) -> Bool { a.value == b.value }
}

/// A table, its entries in the order in which the document first names them.
package struct TOMLTable: Sendable {
    package struct Entry: Sendable {
        package let key: String
        /// The bytes that spell the key the first time, quotes included.
        package let keySpan: Range<Int>
        package let item: TOMLItem
    }

    package let entries: [Entry]
    /// Filled when the table is long; a short one is quicker to search than to hash.
    private let places: [String: Int]
    static let searched = 8

    package init(entries: [Entry] = []) {
        self.entries = entries
        var places: [String: Int] = [:]
        if entries.count > Self.searched {
            for (index, entry) in entries.enumerated() { places[entry.key] = index }
        }
        self.places = places
    }

    package var keys: [String] { entries.map(\.key) }
    package var isEmpty: Bool { entries.isEmpty }

    package func entry(_ key: String) -> Entry? {
        if entries.count > Self.searched {
            guard let place = places[key] else { return nil }
            return entries[place]
        }
        return entries.first { $0.key == key }
    }

    package subscript(key: String) -> TOMLItem? { entry(key)?.item }
}

extension TOMLTable: Equatable {
    /// Equal when both have the same keys with equal values, in any order.
    package static func == (a: TOMLTable, b: TOMLTable) -> Bool {
        a.entries.count == b.entries.count && a.entries.allSatisfy { b[$0.key] == $0.item }
    }
}
