/// A cached answer of an interpreter: one small JSON file, named for the path it was asked at.
///
/// It holds as long as the file behind the path is the same (real path, inode, size, modification time), the
/// `pyvenv.cfg` that governs it is untouched, and the host answers as before. Anything else means: ask again.
struct InterpreterRecord: Sendable {
    /// What an answer depends on.
    struct Key: Sendable, Equatable {
        /// The real path of an interpreter, or the path inside a virtual environment.
        let path: Path
        let realPath: Path
        let inode: UInt64
        let size: Int64
        let modified: Int64
        /// Modification time of `pyvenv.cfg`; nil outside virtual environments.
        let configured: Int64?
        let host: String

        init(path: Path, realPath: Path, status: FileStatus, configuration: FileStatus?, host: String) {
            self.path = path
            self.realPath = realPath
            inode = status.inode
            size = status.size
            modified = status.mtime
            configured = configuration?.mtime
            self.host = host
        }

        /// 64 bits of FNV-1a over the path. A collision costs a query, since the path is in the file too.
        var fileName: String {
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in path.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            let digits = String(hash, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits + ".json"
        }

        fileprivate var json: JSONValue {
            [
                "path": .string(path.text), "real_path": .string(realPath.text), "inode": JSONValue(inode),
                "size": JSONValue(Int(size)), "modified": JSONValue(Int(modified)),
                "configured": configured.map { JSONValue(Int($0)) } ?? .null, "host": .string(host),
            ]
        }
    }

    /// Changes when the script or the facts do, so that older files are not believed.
    static let format = 1

    /// The cached facts for `key`; nil when there are none or they no longer hold.
    static func load(_ key: Key, from directory: Path) -> InterpreterFacts? {
        guard let bytes = try? File.readIfPresent(directory / key.fileName, limit: 1 << 20),
            let json = try? JSONReader.parse(bytes),
            json["format"]?.integer == format, json["key"] == key.json, let facts = json["facts"]
        else { return nil }
        return try? InterpreterFacts(facts)
    }

    /// Best effort: a cache that cannot be written costs a query next time.
    static func store(_ facts: InterpreterFacts, for key: Key, in directory: Path) {
        let json: JSONValue = ["format": JSONValue(format), "key": key.json, "facts": facts.json]
        try? Directory.create(directory, intermediates: true)
        try? File.writeAtomically(Array(JSONWriter.text(of: json).utf8), to: directory / key.fileName)
    }
}
