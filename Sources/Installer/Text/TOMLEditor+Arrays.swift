/// Elements of arrays that are written in brackets.
extension TOMLEditor {
    /// Puts an element before the one at `index`, or at the end.
    ///
    /// Where each element has its line, the new one gets a line too, above the comments that stand above its
    /// successor; an array that was empty is spread over lines.
    package mutating func insert(
        _ value: TOMLValue, at index: Int, in path: [String]
    ) throws(Diagnostic) {
        let (elements, array) = try elements(of: path)
        let text = spelled(value, like: elements)
        var values = elements.map(\.value)
        values.insert(value, at: index)
        let splices =
            if elements.isEmpty {
                [filling(array, with: text, in: path)]
            } else if index < elements.count {
                [insertion(of: text, before: index, in: array)]
            } else {
                addition(of: text, to: array)
            }
        try commit(splices, setting: .array(of: values), at: path)
    }

    package mutating func replaceElement(
        at index: Int, in path: [String], with value: TOMLValue
    ) throws(Diagnostic) {
        let (elements, _) = try elements(of: path)
        var values = elements.map(\.value)
        values[index] = value
        let text = spelled(value, like: [elements[index]])
        try commit([Splice(elements[index].span, text)], setting: .array(of: values), at: path)
    }

    /// Removes an element, with its line and the comment at its end where it has a line to itself.
    package mutating func removeElement(at index: Int, in path: [String]) throws(Diagnostic) {
        let (elements, array) = try elements(of: path)
        var values = elements.map(\.value)
        values.remove(at: index)
        try commit(removal(of: index, in: array), setting: .array(of: values), at: path)
    }

    private func elements(of path: [String]) throws(Diagnostic) -> ([TOMLItem], TOMLArrayLayout) {
        guard let item = item(path), let elements = item.array, isWrittenAsValue(item, at: path) else {
            throw refusal(path)
        }
        return (elements, TOMLArrayLayout(item.span, elements.map(\.span), in: document.source))
    }

    /// With the quotes that the neighbours have.
    private func spelled(_ value: TOMLValue, like neighbours: [TOMLItem]) -> String {
        guard case .string(let text) = value else { return TOMLSpelling.text(of: value) }
        let strings = neighbours.filter { $0.string != nil }
        let isLiteral =
            !strings.isEmpty && strings.allSatisfy { source[$0.span.lowerBound] == UInt8(ascii: "'") }
        return TOMLSpelling.string(text, prefersLiteral: isLiteral)
    }
}

// MARK: - Adding

extension TOMLEditor {
    private func filling(_ array: TOMLArrayLayout, with text: String, in path: [String]) -> Splice {
        let newline = lines.newline
        let inside = array.open + 1..<array.close
        let outer = lines.indent(array.open)
        if !lines.isBlank(inside), lines.isFirst(array.close) {
            // Comments stand there; the element follows them.
            let line = lines.lineStart(array.close)
            let above = lines.lineStart(line - 1)
            let inner = lines.isComment(above) ? blanks(at: above) : outer + "    "
            return Splice(at: line, "\(inner)\(text),\(newline)")
        }
        if inlineTable(toward: Array(path.dropLast())) != nil { return Splice(inside, text) }
        return Splice(inside, "\(newline)\(outer)    \(text),\(newline)\(outer)")
    }

    private func insertion(of text: String, before index: Int, in array: TOMLArrayLayout) -> Splice {
        let start = array.elements[index].lowerBound
        guard lines.isFirst(start), lines.lineStart(start) > array.open else {
            return Splice(at: start, text + "," + array.gap)
        }
        let line = lines.lineStart(start)
        let limit = lines.nextLine(index > 0 ? array.end(of: index - 1) : array.open)
        let top = lines.startOfComments(above: line, limit: limit)
        return Splice(at: top, "\(lines.indent(start))\(text),\(lines.newline)")
    }

    private func addition(of text: String, to array: TOMLArrayLayout) -> [Splice] {
        let last = array.elements.count - 1
        let element = array.elements[last]
        let comma = array.commas[last]
        let end = comma.map { $0 + 1 } ?? element.upperBound
        let hasLines =
            array.elements.contains {
                lines.isFirst($0.lowerBound) && lines.lineStart($0.lowerBound) > array.open
            }
        guard hasLines else {
            // All on one line, or laid out in some other way.
            return [Splice(at: end, comma == nil ? "," + array.gap + text : array.gap + text + ",")]
        }
        let place = array.elements.last { lines.isFirst($0.lowerBound) } ?? element
        let indent = lines.indent(place.lowerBound)
        let lineEnd = lines.lineEnd(end)
        let line = lines.newline + indent + text + (comma == nil ? "" : ",")
        if lineEnd > array.close {
            // The closing bracket follows on the same line.
            return [Splice(at: end, (comma == nil ? "," : "") + line)]
        }
        if comma == nil {
            return lineEnd == end
                ? [Splice(at: end, "," + line)] : [Splice(at: end, ","), Splice(at: lineEnd, line)]
        }
        return [Splice(at: lineEnd, line)]
    }

    private func blanks(at lineStart: Int) -> String {
        lines.indent(lines.skippingBlanks(lineStart))
    }
}

// MARK: - Removing

extension TOMLEditor {
    private func removal(of index: Int, in array: TOMLArrayLayout) -> [Splice] {
        let element = array.elements[index]
        let comma = array.commas[index]
        let end = comma.map { $0 + 1 } ?? element.upperBound
        let isLast = index == array.elements.count - 1
        let inside = array.open + 1..<array.close
        if array.elements.count == 1, !array.hasComments { return [Splice(inside, "")] }
        // The comma before goes along when none follows.
        var splices: [Splice] = []
        let previousComma = isLast && comma == nil && index > 0 ? array.commas[index - 1] : nil
        let line = lines.lineStart(element.lowerBound)
        if lines.isFirst(element.lowerBound), line > array.open, lines.lineEnd(end) < array.close,
            isEndOfLine(end)
        {
            if let previousComma { splices.append(Splice(previousComma..<previousComma + 1, "")) }
            return splices + [Splice(line..<lines.nextLine(end), "")]
        }
        if let previousComma {
            if lines.isBlank(previousComma + 1..<element.lowerBound) {
                return [Splice(previousComma..<end, "")]
            }
            return [Splice(previousComma..<previousComma + 1, ""), Splice(element.lowerBound..<end, "")]
        }
        let after = lines.skippingBlanks(end)
        let endsHere = lines.endsLine(after) || source[after] == UInt8(ascii: "#") || after == array.close
        var start = element.lowerBound
        if endsHere {
            while start > array.open + 1, source[start - 1] == 0x20 || source[start - 1] == 0x09 {
                start -= 1
            }
            if start == array.open + 1 || lines.lineStart(start) == start { start = element.lowerBound }
            return [Splice(start..<end, "")]
        }
        return [Splice(start..<after, "")]
    }

    /// Nothing but a comment follows on the line.
    private func isEndOfLine(_ offset: Int) -> Bool {
        let next = lines.skippingBlanks(offset)
        return lines.endsLine(next) || source[next] == UInt8(ascii: "#")
    }
}

/// Where the parts of an array are.
struct TOMLArrayLayout {
    /// The brackets.
    let open: Int
    let close: Int
    let elements: [Range<Int>]
    /// The comma behind each element; nil when none follows the last.
    let commas: [Int?]
    let hasComments: Bool
    /// What stands between a comma and the next element of the same line.
    let gap: String

    init(_ span: Range<Int>, _ elements: [Range<Int>], in source: [UInt8]) {
        open = span.lowerBound
        close = span.upperBound - 1
        self.elements = elements
        var commas: [Int?] = []
        var hasComments = false
        var gap: String?
        let stops = elements.dropFirst().map(\.lowerBound) + [span.upperBound - 1]
        let starts = [span.lowerBound + 1] + elements.map(\.upperBound)
        for (index, start) in starts.enumerated() {
            let stop = index == 0 ? elements.first?.lowerBound ?? span.upperBound - 1 : stops[index - 1]
            var at = start
            var comma: Int?
            while at < stop {
                if source[at] == UInt8(ascii: "#") {
                    hasComments = true
                    while at < stop, source[at] != 0x0A { at += 1 }
                    continue
                }
                if source[at] == UInt8(ascii: ","), comma == nil { comma = at }
                at += 1
            }
            guard index > 0 else { continue }
            commas.append(comma)
            if gap == nil, let comma, index < elements.count,
                source[(comma + 1)..<stop].allSatisfy({ $0 == 0x20 || $0 == 0x09 })
            {
                gap = String(decoding: source[(comma + 1)..<stop], as: UTF8.self)
            }
        }
        self.commas = commas
        self.hasComments = hasComments
        self.gap = gap ?? " "
    }

    /// The end of an element with its comma.
    func end(of index: Int) -> Int { commas[index].map { $0 + 1 } ?? elements[index].upperBound }
}
