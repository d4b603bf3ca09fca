/// Setting and removing keys, and the tables that hold them.
extension TOMLEditor {
    /// Puts a value at a path of keys: in the place of the one there, or else as a new line of its table, which is
    /// made when there is none.
    ///
    /// - Parameter neighbour: a new table of another kind than all others stands after those of this name.
    package mutating func set(
        _ value: TOMLValue, at path: [String], neighbour: String? = nil
    ) throws(Diagnostic) {
        guard !path.isEmpty else { throw refusal(path) }
        if let existing = item(path) {
            guard isWrittenAsValue(existing, at: path) else { throw refusal(path) }
            try commit([Splice(existing.span, TOMLSpelling.text(of: value))], setting: value, at: path)
            return
        }
        let parent = Array(path.dropLast())
        if let (table, depth) = inlineTable(toward: parent) {
            let pair = "\(TOMLSpelling.key(path.dropFirst(depth))) = \(TOMLSpelling.text(of: value))"
            try commit([insertion(of: pair, into: table)], setting: value, at: path)
            return
        }
        let sections = layout.sections
        let text: (ArraySlice<String>, String) -> String = { [newline = lines.newline] keys, indent in
            let spelled = TOMLSpelling.block(of: value, indent: indent, newline: newline)
            return "\(indent)\(TOMLSpelling.key(keys)) = \(spelled)\(newline)"
        }
        // A header of its own.
        if let own = sections.first(where: { !$0.isElement && $0.header != nil && $0.path == parent }),
            let last = own.last
        {
            let indent = lines.indent(last.span.lowerBound)
            try commit([insertion(of: text(path.suffix(1), indent), below: last)], setting: value, at: path)
            return
        }
        // Dotted keys, or the keys above the first header.
        for section in sections.reversed() where !section.isElement {
            guard
                let last = section.pairs.last(where: { pair in
                    let whole = section.path + pair.path
                    return whole.count > parent.count && whole.starts(with: parent)
                        && section.path.count <= parent.count
                })
            else { continue }
            let indent = lines.indent(last.span.lowerBound)
            let keys = path.dropFirst(section.path.count)
            try commit([insertion(of: text(keys, indent), below: last)], setting: value, at: path)
            return
        }
        guard !parent.isEmpty else {
            let top = "\(text(path[...], ""))\(sections.count > 1 ? lines.newline : "")"
            try commit([Splice(at: lines.start, top)], setting: value, at: path)
            return
        }
        let body = "[\(TOMLSpelling.key(parent))]\(lines.newline)\(text(path.suffix(1), ""))"
        try commit([newSection(body, at: parent, neighbour: neighbour)], setting: value, at: path)
    }

    /// Removes a key with its value; a line that holds nothing else goes with the comment at its end. True when the
    /// key was there.
    @discardableResult
    package mutating func remove(_ path: [String]) throws(Diagnostic) -> Bool {
        guard item(path) != nil else { return false }
        for section in layout.sections where !section.isElement {
            guard let pair = section.pairs.first(where: { section.path + $0.path == path }) else { continue }
            let range = lines.lineStart(pair.span.lowerBound)..<lines.nextLine(pair.span.upperBound)
            try commit([Splice(range, "")], setting: nil, at: path)
            return true
        }
        guard let (table, depth) = inlineTable(toward: Array(path.dropLast())), depth == path.count - 1,
            let range = rangeOfEntry(path[depth], in: table)
        else { throw refusal(path) }
        try commit([Splice(range, "")], setting: nil, at: path)
        return true
    }

    /// Removes the header of a table that holds nothing, and the empty lines above it. One with a comment beside
    /// its header stays.
    package mutating func removeEmptyTable(_ path: [String]) throws(Diagnostic) {
        guard let table = item(path)?.table, table.isEmpty else { return }
        let sections = layout.sections
        guard let place = sections.firstIndex(where: { $0.header != nil && $0.path == path }),
            !sections[place].isElement, sections[place].pairs.isEmpty, let header = sections[place].header
        else {
            if inlineTable(toward: path)?.depth == path.count { try remove(path) }
            return
        }
        guard lines.endsLine(lines.skippingBlanks(header.span.upperBound)) else { return }
        var start = lines.lineStart(header.span.lowerBound)
        var end = lines.nextLine(header.span.upperBound)
        while start > lines.start, lines.isBlank(lines.lineStart(start - 1)..<start) {
            start = lines.lineStart(start - 1)
        }
        if start == lines.start {
            while end < source.count, lines.isBlank(end..<lines.nextLine(end)) { end = lines.nextLine(end) }
        }
        try commit([Splice(start..<end, "")], setting: nil, at: path)
    }

    /// Adds a table to an array of tables, in front of the others.
    package mutating func addFirstElement(
        _ pairs: [(String, TOMLValue)], to path: [String], neighbour: String? = nil
    ) throws(Diagnostic) {
        let element = TOMLValue.table(of: pairs)
        let existing = item(path)
        if let existing, isWrittenAsValue(existing, at: path) {
            guard existing.array != nil else { throw refusal(path) }
            try insert(element, at: 0, in: path)
            return
        }
        let others = existing?.array ?? []
        guard existing == nil || existing?.array != nil else { throw refusal(path) }
        let value = TOMLValue.array([TOMLItem(value: element, span: 0..<0)] + others)
        if let (table, depth) = inlineTable(toward: Array(path.dropLast())) {
            let pair = "\(TOMLSpelling.key(path.dropFirst(depth))) = \(TOMLSpelling.text(of: value))"
            try commit([insertion(of: pair, into: table)], setting: value, at: path)
            return
        }
        let newline = lines.newline
        let body =
            "[[\(TOMLSpelling.key(path))]]\(newline)"
            + pairs.map { "\(TOMLSpelling.key($0.0)) = \(TOMLSpelling.text(of: $0.1))\(newline)" }.joined()
        guard
            let first = layout.statements.first(where: { $0.kind == .element && $0.path == path })
        else {
            try commit([newSection(body, at: path, neighbour: neighbour)], setting: value, at: path)
            return
        }
        let line = lines.lineStart(first.span.lowerBound)
        let start = lines.startOfComments(above: line, limit: lines.start)
        try commit([Splice(at: start, body + newline)], setting: value, at: path)
    }

    /// The value of a key, in brackets, braces or quotes, and no table or array that headers make.
    func isWrittenAsValue(_ item: TOMLItem, at path: [String]) -> Bool {
        if let (_, depth) = inlineTable(toward: Array(path.dropLast())), depth < path.count { return true }
        return layout.sections.contains { section in
            !section.isElement
                && section.pairs.contains { section.path + $0.path == path && $0.value == item.span }
        }
    }
}

// MARK: - Places

extension TOMLEditor {
    /// A line right below a statement.
    private func insertion(of text: String, below statement: TOMLLayout.Statement) -> Splice {
        let end = lines.nextLine(statement.span.upperBound)
        let isEnded = end > 0 && source[end - 1] == 0x0A
        return Splice(at: end, isEnded ? text : lines.newline + text)
    }

    /// A pair at the end of a table in braces.
    private func insertion(of pair: String, into table: TOMLItem) -> Splice {
        let close = table.span.upperBound - 1
        if table.table?.isEmpty ?? true {
            return Splice(table.span.lowerBound + 1..<close, " \(pair) ")
        }
        var end = close
        while source[end - 1] == 0x20 || source[end - 1] == 0x09 { end -= 1 }
        return Splice(at: end, ", \(pair)")
    }

    /// A section with its header, after the last one that its name is nearest to: `[project.x]` after `[project]`
    /// and all `[project.…]`, `[tool.a.x]` after all of `[tool.a…]`; otherwise after those of `neighbour`, or at the end.
    private func newSection(_ body: String, at path: [String], neighbour: String?) -> Splice {
        let sections = layout.sections
        func common(_ other: [String]) -> Int { zip(path, other).prefix { $0.0 == $0.1 }.count }
        let least = path.first == "tool" ? 2 : 1
        let nearest = sections.map { $0.header == nil ? 0 : common($0.path) }.max() ?? 0
        var place: Int?
        if nearest >= least {
            place = sections.lastIndex { $0.header != nil && common($0.path) == nearest }
        } else if let neighbour {
            place = sections.lastIndex { $0.path.first == neighbour }
        }
        var at = source.count
        if let place, place < sections.count - 1, let last = sections[place].last {
            at = lines.nextLine(last.span.upperBound)
            // Comments that follow closely belong to the section, unless a header does.
            var end = at
            while end < source.count, lines.isComment(end) { end = lines.nextLine(end) }
            if end > at, end == source.count || lines.isBlank(end..<lines.nextLine(end)) { at = end }
        }
        let newline = lines.newline
        var gap = ""
        if at > lines.start {
            if source[at - 1] != 0x0A { gap += newline }
            if source[at - 1] != 0x0A || !lines.isBlank(lines.lineStart(at - 1)..<at) { gap += newline }
        }
        return Splice(at: at, gap + body)
    }

    /// An entry of a table in braces with the comma that parts it from the others.
    private func rangeOfEntry(_ key: String, in table: TOMLItem) -> Range<Int>? {
        guard let entries = table.table?.entries else { return nil }
        // Dotted keys do not follow each other; a table that has some is left alone.
        let isPlain = zip(entries, entries.dropFirst()).allSatisfy {
            $0.item.span.upperBound <= $1.keySpan.lowerBound
                && $0.item.span.lowerBound >= $0.keySpan.upperBound
        }
        guard isPlain, let place = entries.firstIndex(where: { $0.key == key }),
            entries[place].item.span.lowerBound >= entries[place].keySpan.upperBound
        else { return nil }
        if place + 1 < entries.count {
            return entries[place].keySpan.lowerBound..<entries[place + 1].keySpan.lowerBound
        }
        if place > 0 {
            return entries[place - 1].item.span.upperBound..<entries[place].item.span.upperBound
        }
        return table.span.lowerBound + 1..<table.span.upperBound - 1
    }
}
