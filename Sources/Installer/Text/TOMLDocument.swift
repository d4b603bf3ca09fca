/// A TOML 1.0 document with the place of every key and value in it.
///
/// The source is kept whole and every item knows its bytes, so errors can point at them and an edit can replace
/// them and leave comments and layout as they are.
package struct TOMLDocument: Sendable {
    /// What messages call the document: a path, usually.
    package let file: String
    package let source: [UInt8]
    package let root: TOMLTable

    /// Deepest nesting of tables and arrays that is read.
    package static let maxDepth = 128
    /// Longest list of faults that is reported.
    package static let maxFaults = 32

    /// Reads a document. Throws all its faults, each with its line and column.
    ///
    /// A byte order mark before the text is ignored; other encodings than UTF-8 are refused.
    package init(parsing source: [UInt8], file: String) throws(TOMLErrors) {
        self.file = file
        self.source = source
        var parser = TOMLParser(source)
        parser.parse()
        guard parser.faults.isEmpty else {
            let faults = parser.faults.sorted { $0.range.lowerBound < $1.range.lowerBound }
            throw TOMLErrors(
                file: file,
                faults: faults.map { fault in
                    TOMLFault(fault.message, SourceSnippet(file: file, source: source, range: fault.range))
                },
                omitted: parser.omitted)
        }
        root = parser.tree.root
    }

    package init(parsing text: String, file: String) throws(TOMLErrors) {
        try self.init(parsing: Array(text.utf8), file: file)
    }

    /// The item at a path of keys: `document["tool", "swuv", "index"]`.
    package subscript(path: String...) -> TOMLItem? {
        guard let first = path.first, var item = root[first] else { return nil }
        for key in path.dropFirst() {
            guard let next = item[key] else { return nil }
            item = next
        }
        return item
    }

    /// A fault for what the document says at `span`, found by whoever reads it.
    package func fault(_ message: String, at span: Range<Int>) -> TOMLFault {
        TOMLFault(message, SourceSnippet(file: file, source: source, range: span))
    }

    package func fault(_ message: String, at item: TOMLItem) -> TOMLFault {
        fault(message, at: item.span)
    }

    /// The faults of a reader as the error that is thrown.
    package func errors(_ faults: [TOMLFault]) -> TOMLErrors {
        let sorted = faults.sorted { $0.snippet.position < $1.snippet.position }
        return TOMLErrors(
            file: file, faults: Array(sorted.prefix(Self.maxFaults)),
            omitted: max(0, sorted.count - Self.maxFaults))
    }

    /// The bytes of a span as text.
    package func text(of span: Range<Int>) -> String {
        String(decoding: source[span], as: UTF8.self)
    }
}
