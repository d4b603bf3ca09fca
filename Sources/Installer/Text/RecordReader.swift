/// One row of a RECORD (PEP 376, PEP 627): a file and what it must be.
package struct RecordEntry: Hashable, Sendable {
    /// As written: relative to the directory that holds the `.dist-info`, or absolute; `/` between components.
    package var path: String
    /// As written, `sha256=` and URL-safe base64 without padding; nil for RECORD itself and the like.
    package var hash: String?
    /// In bytes.
    package var size: UInt64?

    package init(path: String, hash: String? = nil, size: UInt64? = nil) {
        self.path = path
        self.hash = hash
        self.size = size
    }
}

/// Why a RECORD cannot be read, and where.
package struct RecordError: Error, Hashable, Sendable {
    package let file: String
    package let line: Int
    package let what: String
}

extension RecordError: Diagnosable, CustomStringConvertible {
    package var description: String { "line \(line): \(what)" }

    package var diagnostic: Diagnostic { Diagnostic("Failed to read `\(file)`", causes: [description]) }
}

/// Reads RECORD files: CSV in Python's default dialect, with any kind of line end.
///
/// A row may lack its hash and size; more than three fields are an error unless the rest is empty. Paths are
/// given as written: whoever uses them checks where they lead.
package struct RecordReader {
    package static func parse(
        _ bytes: [UInt8], file: String = "RECORD"
    ) throws(RecordError) -> [RecordEntry] {
        if let bad = UTF8Validity.firstFault(in: bytes) {
            let line = SourcePosition(offset: bad, in: bytes).line
            throw RecordError(file: file, line: line, what: "the text is not UTF-8")
        }
        var reader = RecordReader(bytes: bytes, file: file)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.at = 3 }
        var entries: [RecordEntry] = []
        while let entry = try reader.next() { entries.append(entry) }
        return entries
    }

    private let bytes: [UInt8]
    private let file: String
    private var at = 0
    /// Of the row at hand.
    private var line = 1
    /// Line ends passed inside quotes.
    private var extraLines = 0

    private init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    private mutating func next() throws(RecordError) -> RecordEntry? {
        while at < bytes.count, skipLineEnd() {}
        guard at < bytes.count else { return nil }
        let path = try field()
        var hash = ""
        var size = ""
        if skipComma() { hash = try field() }
        if skipComma() { size = try field() }
        while skipComma() {
            guard try field().isEmpty else { throw error("more than three fields") }
        }
        guard at >= bytes.count || bytes[at] == 0x0A || bytes[at] == 0x0D else {
            throw error("text after a closing quote")
        }
        guard !path.isEmpty else { throw error("a row without a path") }
        guard size.isEmpty || size.utf8.allSatisfy(\.isASCIIDigit), size.isEmpty || UInt64(size) != nil else {
            throw error("the size of `\(path)` is not a number of bytes")
        }
        let entry = RecordEntry(path: path, hash: hash.isEmpty ? nil : hash, size: UInt64(size))
        line += extraLines
        extraLines = 0
        return entry
    }

    private mutating func field() throws(RecordError) -> String {
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
            let start = at
            while at < bytes.count, bytes[at] != UInt8(ascii: ","), bytes[at] != 0x0A, bytes[at] != 0x0D {
                at += 1
            }
            return String(decoding: bytes[start..<at], as: UTF8.self)
        }
        at += 1
        var text: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") {
                guard at < bytes.count, bytes[at] == byte else {
                    return String(decoding: text, as: UTF8.self)
                }
                at += 1
            } else if byte == 0x0A {
                extraLines += 1
            }
            text.append(byte)
        }
        throw error("a quote that is never closed")
    }

    private mutating func skipComma() -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { return false }
        at += 1
        return true
    }

    private mutating func skipLineEnd() -> Bool {
        switch bytes[at] {
        case 0x0A: at += 1
        case 0x0D: at += at + 1 < bytes.count && bytes[at + 1] == 0x0A ? 2 : 1
        default: return false
        }
        line += 1
        return true
    }

    private func error(_ what: String) -> RecordError {
        RecordError(file: file, line: line, what: what)
    }
}
