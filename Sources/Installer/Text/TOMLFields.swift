/// Takes typed values out of a document and gathers what is wrong with them, for readers that report all faults of a
/// document at once.
struct TOMLFields {
    let document: TOMLDocument
    private(set) var faults: [TOMLFault] = []

    init(_ document: TOMLDocument) {
        self.document = document
    }

    /// Passwords in URLs are masked.
    mutating func report(_ message: String, _ span: Range<Int>) {
        let fault = document.fault(message, at: span)
        faults.append(TOMLFault(fault.message, fault.snippet.maskingUserInformation))
    }

    mutating func refuse(_ item: TOMLItem, _ name: String, _ expected: String) {
        report("`\(name)` must be \(expected), not \(item.kindName)", item.span)
    }

    mutating func table(_ item: TOMLItem, _ name: String) -> TOMLTable? {
        if item.table == nil { refuse(item, name, "a table") }
        return item.table
    }

    mutating func string(_ item: TOMLItem, _ name: String) -> String? {
        if item.string == nil { refuse(item, name, "a string") }
        return item.string
    }

    mutating func array(_ item: TOMLItem, _ name: String) -> [TOMLItem]? {
        if item.array == nil { refuse(item, name, "an array") }
        return item.array
    }

    mutating func boolean(_ item: TOMLItem, _ name: String) -> Bool? {
        if item.boolean == nil { refuse(item, name, "a boolean") }
        return item.boolean
    }

    /// The elements of an array of strings, without those that are none.
    mutating func strings(_ item: TOMLItem, _ name: String) -> [(text: String, item: TOMLItem)] {
        (array(item, name) ?? []).compactMap { element in
            guard let text = element.string else {
                report("an element of `\(name)` must be a string, not \(element.kindName)", element.span)
                return nil
            }
            return (text, element)
        }
    }

    /// The bytes of a part of a string, given in scalars of its value. Where escapes or several lines stand between
    /// the value and its spelling, the whole string.
    func span(of columns: Range<Int>, in item: TOMLItem, _ value: String) -> Range<Int> {
        guard item.span.count >= 2 else { return item.span }
        let inner = item.span.lowerBound + 1..<item.span.upperBound - 1
        guard document.source[inner].elementsEqual(value.utf8) else { return item.span }
        let scalars = value.unicodeScalars
        func byte(_ column: Int) -> Int {
            let index = scalars.index(scalars.startIndex, offsetBy: column, limitedBy: scalars.endIndex)
            return inner.lowerBound
                + value.utf8.distance(from: value.utf8.startIndex, to: index ?? scalars.endIndex)
        }
        return byte(columns.lowerBound)..<byte(max(columns.lowerBound, columns.upperBound))
    }
}
