/// Why a text is not the JSON that was expected, and where.
package struct JSONError: Error, Hashable, Sendable {
    /// What is wrong, without the place: ``expected `,` or `}` ``.
    package let what: String
    package let position: SourcePosition
    /// Bytes from the start of the text.
    package let offset: Int

    package var line: Int { position.line }
    package var column: Int { position.column }

    package init(_ what: String, offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self.what = what
        self.offset = offset
        self.position = unsafe SourcePosition(offset: offset, in: bytes)
    }
}

extension JSONError: Diagnosable, CustomStringConvertible {
    package var description: String { "\(what) at line \(line), column \(column)" }

    package var diagnostic: Diagnostic { Diagnostic("Invalid JSON: \(description)") }
}
