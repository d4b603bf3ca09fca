/// The version that a project asks for in a `.python-version` file.
package struct PythonPin: Sendable {
    package let file: Path
    package let request: PythonRequest

    /// The pin that holds in `directory`: of the nearest file there or above. Nil without a file, and where the file
    /// names no version (pyenv also allows names of environments there).
    package init?(in directory: Path) {
        guard let file = Self.nearestFile(from: directory),
            let bytes = try? File.readIfPresent(file, limit: 1 << 16),
            let word = Self.words(of: bytes).first, let predicate = PythonPredicate(parsing: word)
        else { return nil }
        self.file = file
        request = .matching(predicate)
    }

    static func nearestFile(from directory: Path) -> Path? {
        var directory = directory
        while true {
            let file = directory / ".python-version"
            if let status = try? File.status(file), status.kind == .file { return file }
            if directory.parent == directory || !directory.isAbsolute { return nil }
            directory = directory.parent
        }
    }

    /// The first word of each line that is no comment.
    static func words(of bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let word = line.split(whereSeparator: \.isASCIISpace).first, word.first != UInt8(ascii: "#")
            else { return nil }
            return String(decoding: word, as: UTF8.self)
        }
    }
}
