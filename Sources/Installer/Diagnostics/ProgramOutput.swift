/// What another program wrote, for a message about it.
package enum ProgramOutput {
    /// The lines that say something. Of Python's tracebacks only the exception is kept: the rest tells of code that
    /// the reader of the message did not write.
    package static func lines(_ text: String) -> [Substring] {
        var isTraceback = false
        return text.split(whereSeparator: \.isNewline).filter { line in
            isTraceback = line.hasPrefix("Traceback (") || isTraceback && line.hasPrefix(" ")
            return !isTraceback && !line.allSatisfy(\.isWhitespace)
        }
    }
}
