/// The marker of an interpreter whose packages belong to the operating system (PEP 668): a file
/// `EXTERNALLY-MANAGED` in its standard library, whose text tells the user what to do instead.
package struct ExternallyManaged: Diagnosable {
    package let prefix: Path
    /// The marker's own words; empty when it has none.
    package let message: String

    package init(prefix: Path, message: String) {
        self.prefix = prefix
        self.message = message
    }

    package var diagnostic: Diagnostic {
        Diagnostic(
            "The interpreter at `\(prefix)` is externally managed",
            causes: message.isEmpty ? [] : [message],
            hints: [
                "Create a virtual environment with `swuv venv`, or pass `--break-system-packages` to install anyway"
            ])
    }

    /// The text of the marker below `directory`; nil when there is no marker, and empty when it says nothing.
    static func message(inStandardLibrary directory: Path) -> String? {
        let path = directory / "EXTERNALLY-MANAGED"
        guard let status = try? File.status(path), status.kind == .file else { return nil }
        guard let bytes = try? File.read(path, limit: 1 << 20) else { return "" }
        return text(in: bytes)
    }

    /// The value of `Error` in the section `[externally-managed]`, with its continuation lines; the common
    /// indentation of an INI value is dropped and a blank line is kept.
    static func text(in bytes: [UInt8]) -> String {
        var isSection = false
        var lines: [String]?
        for line in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            let content = line.trimmed
            if content.isEmpty || line.utf8.first == 0x20 || line.utf8.first == 0x09 {
                lines?.append(content)
                continue
            }
            if lines != nil { break }
            if content.hasPrefix("[") {
                isSection = content == "[externally-managed]"
            } else if isSection, let separator = content.utf8.firstIndex(where: { $0 == 0x3D || $0 == 0x3A }),
                content[..<separator].trimmed.lowercased() == "error"
            {
                lines = [content[content.utf8.index(after: separator)...].trimmed]
            }
        }
        while lines?.last == "" { lines?.removeLast() }
        return (lines ?? []).joined(separator: "\n")
    }
}

extension Substring {
    /// Without the ASCII white space at both ends.
    fileprivate var trimmed: String {
        var slice = utf8
        while let first = slice.first, first.isASCIISpace { slice.removeFirst() }
        while let last = slice.last, last.isASCIISpace { slice.removeLast() }
        return String(Substring(slice))
    }
}
