/// A file of `[section]` headers and `key = value` lines, as `entry_points.txt` is (entry points specification).
///
/// Names keep their case. Lines that start with `#` or `;` are comments; there are no others. Every entry is kept,
/// also one whose key was there before, since only the reader knows what that means.
package struct INIDocument: Sendable {
    package struct Entry: Hashable, Sendable {
        package let key: String
        package let value: String
        /// From 1.
        package let line: Int
    }

    package struct Section: Hashable, Sendable {
        package let name: String
        package fileprivate(set) var entries: [Entry]
    }

    /// In the order of the file; a section that is opened twice is one section.
    package private(set) var sections: [Section] = []

    /// Throws the first line that is none of comment, header and entry.
    package init(parsing bytes: [UInt8], file: String) throws(INIError) {
        if let bad = UTF8Validity.firstFault(in: bytes) {
            throw INIError("the text is not UTF-8", SourceSnippet(file: file, source: bytes, offset: bad))
        }
        var places: [String: Int] = [:]
        var current: Int?
        var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var number = 0
        while at < bytes.count {
            number += 1
            let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
            let line = Self.trimmed(bytes[at..<end])
            at = end + 1
            guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else {
                continue
            }
            func fault(_ what: String) -> INIError {
                INIError(
                    what,
                    SourceSnippet(file: file, source: bytes, range: line.startIndex..<line.endIndex))
            }
            if line.contains(0) { throw fault("a NUL byte") }
            if first == UInt8(ascii: "[") {
                guard line.last == UInt8(ascii: "]"), line.count > 2 else {
                    throw fault("a header without its `]`")
                }
                let name = Self.text(line.dropFirst().dropLast())
                if let place = places[name] {
                    current = place
                } else {
                    places[name] = sections.count
                    current = sections.count
                    sections.append(Section(name: name, entries: []))
                }
                continue
            }
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else {
                throw fault("a line without `=`")
            }
            guard let section = current else { throw fault("an entry before the first `[section]`") }
            let key = Self.text(line[..<equals])
            guard !key.isEmpty else { throw fault("an entry without a name") }
            sections[section].entries.append(
                Entry(key: key, value: Self.text(line[(equals + 1)...]), line: number))
        }
    }

    /// The entries of a section; empty when there is no such section.
    package subscript(section: String) -> [Entry] {
        sections.first { $0.name == section }?.entries ?? []
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = line.firstIndex { !$0.isASCIISpace } ?? line.endIndex
        let end = line.lastIndex { !$0.isASCIISpace } ?? line.startIndex
        return start < line.endIndex ? line[start...end] : []
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: trimmed(bytes), as: UTF8.self)
    }
}

/// Why an INI file cannot be read, and where.
package struct INIError: Error, Hashable, Sendable {
    package let what: String
    package let snippet: SourceSnippet

    init(_ what: String, _ snippet: SourceSnippet) {
        self.what = what
        self.snippet = snippet
    }
}

extension INIError: Diagnosable, CustomStringConvertible {
    package var description: String { "line \(snippet.line): \(what)" }

    package var diagnostic: Diagnostic {
        Diagnostic("Failed to read `\(snippet.file)`", causes: ["\(description)\n\(snippet.rendered)"])
    }
}
