/// The `pyvenv.cfg` of a virtual environment (PEP 405): `key = value` lines.
package struct VirtualEnvironmentConfiguration: Sendable {
    /// The file itself.
    package let path: Path
    package let status: FileStatus
    private let values: [String: String]

    /// The directory that holds the interpreter below the environment.
    package var home: Path? { values["home"].map { Path($0) } }
    package var prompt: String? { values["prompt"] }
    package var includesSystemSitePackages: Bool {
        values["include-system-site-packages"]?.lowercased() == "true"
    }
    /// As written by whoever made it: `3.12.1`, or with a release level after it (`3.12.1.final.0`).
    package var version: String? { values["version_info"] ?? values["version"] }

    /// Made by swuv or uv, which put nothing into it that nobody asked for.
    package var isBare: Bool { values["swuv"] != nil || values["uv"] != nil }

    package static let fileName = "pyvenv.cfg"

    /// The root of the environment.
    package var root: Path { path.parent }

    /// The configuration in `root`; nil when there is none that can be read.
    package init?(in root: Path) {
        let path = root / Self.fileName
        guard let status = try? File.status(path), status.kind == .file,
            let bytes = try? File.readIfPresent(path, limit: 1 << 20)
        else { return nil }
        self.path = path
        self.status = status
        values = Self.values(of: bytes)
    }

    /// The configuration that governs the interpreter at `executable`: beside it or one directory up, where
    /// Python looks without following the executable's own link.
    package static func governing(_ executable: Path) -> VirtualEnvironmentConfiguration? {
        let directory = executable.parent
        return VirtualEnvironmentConfiguration(in: directory.parent)
            ?? VirtualEnvironmentConfiguration(in: directory)
    }

    static func values(of bytes: [UInt8]) -> [String: String] {
        var values: [String: String] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = trimmed(line[..<equals]).lowercased()
            if !key.isEmpty { values[key] = trimmed(line[(equals + 1)...]) }
        }
        return values
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        var slice = bytes
        while let first = slice.first, first.isASCIISpace { slice.removeFirst() }
        while let last = slice.last, last.isASCIISpace { slice.removeLast() }
        return String(decoding: slice, as: UTF8.self)
    }
}
