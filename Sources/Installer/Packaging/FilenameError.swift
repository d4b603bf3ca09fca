/// Why the name of a file is not that of a distribution.
package struct FilenameError: Diagnosable, Equatable {
    package let filename: String
    package let reason: String

    /// Longer names than this are refused; no file system could hold them.
    static let maximumLength = 1024

    init(_ filename: String, _ reason: String) {
        self.filename = filename
        self.reason = reason
    }

    package var diagnostic: Diagnostic {
        Diagnostic("invalid file name `\(TextExcerpt.shortened(filename))`", causes: [reason])
    }

    static func hasSuffix(_ bytes: Span<UInt8>, _ suffix: StaticString) -> Bool {
        let count = suffix.utf8CodeUnitCount
        guard bytes.count >= count else { return false }
        for i in 0..<count {
            let expected = unsafe suffix.utf8Start[i]
            if bytes[bytes.count - count + i] != expected { return false }
        }
        return true
    }
}
