/// Changes a TOML document and leaves everything else as its author wrote it: comments, layout, quotes, trailing
/// commas, ends of lines.
///
/// Each edit replaces a few bytes, and the result is parsed again: when it does not say exactly what was meant, the
/// edit is refused and nothing is changed.
package struct TOMLEditor: Sendable {
    package private(set) var document: TOMLDocument
    private(set) var layout: TOMLLayout

    package init(_ document: TOMLDocument) {
        self.document = document
        layout = TOMLLayout(of: document)
    }

    package var source: [UInt8] { document.source }
    var lines: TOMLLines { TOMLLines(source: document.source) }

    /// The item at a path of keys.
    package func item(_ path: [String]) -> TOMLItem? {
        var item = TOMLItem(value: .table(document.root), span: 0..<0)
        for key in path {
            guard let next = item[key] else { return nil }
            item = next
        }
        return item
    }

    /// One replacement of bytes; several of one edit do not overlap.
    struct Splice {
        let range: Range<Int>
        let text: String

        init(_ range: Range<Int>, _ text: String) {
            self.range = range
            self.text = text
        }

        init(at offset: Int, _ text: String) { self.init(offset..<offset, text) }
    }

    /// Makes the replacements, if the document then holds `value` (nil: nothing) at `path` and is else the same.
    ///
    /// Tables on the way to a value that was removed may go with it: those that only dotted keys made.
    mutating func commit(
        _ splices: [Splice], setting value: TOMLValue?, at path: [String]
    ) throws(Diagnostic) {
        var bytes = document.source
        for splice in splices.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            bytes.replaceSubrange(splice.range, with: splice.text.utf8)
        }
        var expected = document.root.setting(value, at: path[...])
        guard var found = try? TOMLDocument(parsing: bytes, file: document.file) else {
            throw refusal(path)
        }
        let edited = found
        var root = found.root
        if value == nil {
            expected = expected.pruned(along: path.dropLast())
            root = root.pruned(along: path.dropLast())
        }
        guard expected.isSame(as: root) else { throw refusal(path) }
        found = edited
        document = found
        layout = TOMLLayout(of: found)
    }

    func refusal(_ path: [String]) -> Diagnostic {
        Diagnostic(
            "Cannot edit `\(TOMLSpelling.key(path))` in `\(document.file)`",
            causes: ["The way it is written leaves no safe place for the change"],
            hints: ["Make the change by hand"])
    }

    /// The table at `path` or an ancestor of it is written in braces: the deepest such, and how many keys lead to it.
    func inlineTable(toward path: [String]) -> (item: TOMLItem, depth: Int)? {
        var item = TOMLItem(value: .table(document.root), span: 0..<0)
        var found: (TOMLItem, Int)?
        for (index, key) in path.enumerated() {
            guard let next = item[key] else { break }
            item = next
            if item.table != nil, item.span.lowerBound < source.count,
                source[item.span.lowerBound] == UInt8(ascii: "{")
            {
                found = (item, index + 1)
            }
        }
        return found
    }
}

// MARK: - What is meant

extension TOMLTable {
    /// With a value at a path, the tables that lead there made as needed; nil removes.
    func setting(_ value: TOMLValue?, at path: ArraySlice<String>) -> TOMLTable {
        guard let key = path.first else { return self }
        var entries = entries
        let place = entries.firstIndex { $0.key == key }
        var next = value
        if path.count > 1 {
            let inner = place.flatMap { entries[$0].item.table }
            if value == nil, inner == nil { return self }
            next = .table((inner ?? TOMLTable()).setting(value, at: path.dropFirst()))
        }
        if let place { entries.remove(at: place) }
        if let next {
            let entry = Entry(key: key, keySpan: 0..<0, item: TOMLItem(value: next, span: 0..<0))
            entries.insert(entry, at: place ?? entries.count)
        }
        return TOMLTable(entries: entries)
    }

    /// Without the empty tables on a path.
    func pruned(along path: ArraySlice<String>) -> TOMLTable {
        guard let key = path.first, let inner = self[key]?.table else { return self }
        let pruned = inner.pruned(along: path.dropFirst())
        return setting(pruned.isEmpty ? nil : .table(pruned), at: [key])
    }

    /// As `==`, but one `nan` is like another.
    func isSame(as other: TOMLTable) -> Bool {
        entries.count == other.entries.count
            && entries.allSatisfy { entry in
                other[entry.key].map { entry.item.value.isSame(as: $0.value) } ?? false
            }
    }
}

extension TOMLValue {
    func isSame(as other: TOMLValue) -> Bool {
        switch (self, other) {
        case (.float(let a), .float(let b)): a == b || (a.isNaN && b.isNaN)
        case (.table(let a), .table(let b)): a.isSame(as: b)
        case (.array(let a), .array(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.value.isSame(as: $1.value) }
        default: self == other
        }
    }
}
