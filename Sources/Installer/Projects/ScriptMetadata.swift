/// The metadata that a single-file script carries in a comment (PEP 723):
///
///     # /// script
///     # requires-python = ">=3.12"
///     # dependencies = ["requests<3"]
///     # ///
package struct ScriptMetadata: Sendable {
    package var requiresPython: VersionSpecifiers?
    package var dependencies: [Requirement]
    /// Packages that `[tool.uv.sources]` or `[tool.swuv.sources]` of the block take from elsewhere.
    package var sourced: [PackageName]
    /// The TOML of the block, each line where it stands in the script.
    package let document: TOMLDocument

    private static let opening = Array("# /// script".utf8)
    private static let closing = Array("# ///".utf8)

    /// Whether there may be a block: a line starts as one would.
    package static func isMentioned(in bytes: [UInt8]) -> Bool {
        guard bytes.count >= opening.count else { return false }
        var start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        while start < bytes.count {
            if bytes[start] == opening[0], bytes[start...].starts(with: opening) { return true }
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return false }
            start = end + 1
        }
        return false
    }

    /// Reads the block of a script; nil when it has none. Throws all faults of the block, in the lines of the script.
    package init?(script bytes: [UInt8], file: String) throws {
        var bytes = bytes
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes.removeFirst(3) }
        guard let text = try Self.block(of: bytes, file: file) else { return nil }
        let document = try TOMLDocument(parsing: text, file: file)
        var fields = TOMLFields(document)
        requiresPython = nil
        if let item = document["requires-python"], let text = fields.string(item, "requires-python") {
            do {
                requiresPython = try VersionSpecifiers(parsing: text)
            } catch {
                fields.report(error.reason, fields.span(of: error.columns, in: item, text))
            }
        }
        dependencies = []
        if let item = document["dependencies"] {
            dependencies = fields.requirements(item, "dependencies").map(\.requirement)
        }
        sourced = ["swuv", "uv"].flatMap { tool in
            (document["tool", tool, "sources"]?.table?.keys ?? []).compactMap { PackageName($0) }
        }
        guard fields.faults.isEmpty else { throw document.errors(fields.faults) }
        self.document = document
    }

    /// The text of the block, behind as many empty lines as stand before it in the script. Within, `# ` becomes two
    /// blanks, so that columns stay too, unless a text of several lines would get them.
    private static func block(of bytes: [UInt8], file: String) throws -> [UInt8]? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }
        let starts = lines.indices.filter { lines[$0].elementsEqual(opening) }
        guard let start = starts.first else { return nil }
        // The block is all comment lines that follow, up to the last that closes one.
        var end: Int?
        var at = start + 1
        while at < lines.count, isComment(lines[at]) {
            if lines[at].elementsEqual(closing) { end = at }
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
        let content = lines[(start + 1)..<end]
        let hasLongText = content.contains { line in
            [UInt8(ascii: "\""), UInt8(ascii: "'")].contains { quote in
                line.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
                    .contains { holdsThree(quote, $0) }
            }
        }
        var text = [UInt8](repeating: UInt8(ascii: "\n"), count: start + 1)
        for line in content {
            if !hasLongText, line.count > 1 { text += [32, 32] }
            text += line.dropFirst(2)
            text.append(UInt8(ascii: "\n"))
        }
        return text
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
