/// A single-file script, taken apart into the comment that holds its metadata (PEP 723) and what stands around it.
package struct ScriptText: Sendable {
    /// The lines of the script, without what ends them.
    private let lines: [ArraySlice<UInt8>]
    /// The lines between `# /// script` and `# ///`; nil: there is no such block.
    private let block: Range<Int>?
    /// What lines of the script end with.
    private let newline: [UInt8]
    private let mark: [UInt8]

    private static let opening = Array("# /// script".utf8)
    private static let closing = Array("# ///".utf8)
    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// Whether there may be a block: a line starts as one would.
    package static func mentionsMetadata(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= opening.count else { return false }
        var start = bytes.starts(with: byteOrderMark) ? 3 : 0
        while start < bytes.count {
            if bytes[start] == opening[0], bytes[start...].starts(with: opening) { return true }
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return false }
            start = end + 1
        }
        return false
    }

    package init(parsing bytes: [UInt8], file: String) throws {
        mark = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark : []
        let split = bytes.dropFirst(mark.count).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let isWindows = split.first?.last == UInt8(ascii: "\r")
        newline = isWindows ? [13, 10] : [10]
        let lines = split.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
        self.lines = lines
        let starts = lines.indices.filter { lines[$0].elementsEqual(Self.opening) }
        guard let start = starts.first else {
            block = nil
            return
        }
        // The block is all comment lines that follow, up to the last that closes one.
        var end: Int?
        var at = start + 1
        while at < lines.count, Self.isComment(lines[at]) {
            if lines[at].elementsEqual(Self.closing) { end = at }
            at += 1
        }
        guard let end else {
            throw Diagnostic(
                "`\(file)`, line \(start + 1): `# /// script` is never closed",
                hints: ["End the block with a line `# ///`, and begin each line of it with `#`"])
        }
        if let second = starts.first(where: { $0 > end }) {
            throw Diagnostic("`\(file)`, line \(second + 1): a second `# /// script` block")
        }
        block = start + 1..<end
    }

    package var hasBlock: Bool { block != nil }

    /// The TOML of the block.
    package var metadata: [UInt8] {
        guard let block else { return [] }
        return lines[block].flatMap { $0.dropFirst(2) + [10] }
    }

    /// The TOML of the block, each line and column where it stands in the script: empty lines come first, and `# `
    /// becomes two blanks, unless a text of several lines would get them.
    var metadataInPlace: [UInt8]? {
        guard let block else { return nil }
        let hasLongText = lines[block].contains { line in
            [UInt8(ascii: "\""), UInt8(ascii: "'")].contains { quote in
                line.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
                    .contains { Self.holdsThree(quote, $0) }
            }
        }
        var text = [UInt8](repeating: 10, count: block.lowerBound)
        for line in lines[block] {
            if !hasLongText, line.count > 1 { text += [32, 32] }
            text += line.dropFirst(2)
            text.append(10)
        }
        return text
    }

    /// The script with another block; where it has none yet, that comes behind the lines that have to be first.
    package func replacingMetadata(with toml: [UInt8]) -> [UInt8] {
        var comment = toml.split(separator: 10, omittingEmptySubsequences: false).map { line in
            Array(line.isEmpty ? "#".utf8 : "# ".utf8) + line
        }
        if toml.isEmpty || toml.last == 10 { comment.removeLast() }
        var result = lines.map { Array($0) }
        if let block {
            result.replaceSubrange(block, with: comment)
        } else {
            let place = Self.head(of: lines)
            var whole = [Self.opening] + comment + [Self.closing]
            // A comment behind it would read as more of the block.
            if place < lines.count, !lines[place].isEmpty { whole.append([]) }
            result.insert(contentsOf: whole, at: place)
        }
        return mark + Array(result.joined(separator: newline))
    }

    /// How many lines have to stay first: `#!`, and what says how the file is encoded.
    private static func head(of lines: [ArraySlice<UInt8>]) -> Int {
        var count = 0
        if let first = lines.first, first.starts(with: "#!".utf8) { count = 1 }
        if count < lines.count, lines[count].starts(with: "#".utf8),
            String(decoding: lines[count], as: UTF8.self).contains("coding")
        {
            count += 1
        }
        return count
    }

    private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "#") else { return false }
        return line.count == 1 || line[line.startIndex + 1] == UInt8(ascii: " ")
    }

    private static func holdsThree(_ quote: UInt8, _ bytes: ArraySlice<UInt8>) -> Bool {
        var count = 0
        for byte in bytes {
            count = byte == quote ? count + 1 : 0
            if count == 3 { return true }
        }
        return false
    }
}
