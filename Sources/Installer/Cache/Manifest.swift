internal import Glibc

/// What is known of an unpacked wheel, in one file beside its tree: the facts that installing needs and,
/// for each file, where it goes and what it must be. Linking reads nothing else: it walks no directory and
/// parses no WHEEL.
///
/// The bytes are used as they stand. Layout, little-endian: a header of 64 bytes, 72 for each file, 12 for
/// each directory, the texts (NUL-terminated, so that system calls take them as they are), the facts.
/// A checksum over all of it finds a manifest that was cut short or damaged.
package struct Manifest: Sendable {
    package let bytes: [UInt8]

    /// `Name` of the file name, normalised.
    package let name: PackageName
    package let version: Version
    /// Of the name under which the wheel was unpacked: its `variant.json` was checked against it (V-035).
    package let variantLabel: String?
    /// `name-version.dist-info`
    package let distInfo: String
    package let rootIsPurelib: Bool
    package let scripts: [ScriptEntry]
    /// Set when the wheel says a format newer than 1.0: worth one warning.
    package let newerFormat: String?
    /// The names at the top of each scheme's directory.
    package let tops: [Top]
    /// The sum of all file sizes.
    package let totalSize: UInt64

    package let fileCount: Int
    package let directoryCount: Int
    private let directories: Int
    private let texts: Int

    static let headerSize = 64
    static let fileSize = 72
    static let directorySize = 12
    private static let magic: UInt64 = 0x3230_4e41_4d55_5753  // SWUMAN02

    /// One file of the wheel. `path` is below the tree, `target` below the scheme's directory.
    package struct File: Sendable, Hashable {
        package let path: String
        package let target: String
        package let scheme: WheelScheme
        package let size: Int64
        /// Nanoseconds since 1970.
        package let mtime: Int64
        package let digest: [UInt8]
        package let flags: FileFlags

        /// `sha256=…` as RECORD has it.
        package var recordHash: String { "sha256=" + Hash.base64url(digest) }
    }

    /// A file or directory right below a scheme's directory.
    package struct Top: Sendable, Hashable {
        package let scheme: WheelScheme
        package let isDirectory: Bool
        package let name: String
    }

    package struct FileFlags: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let executable = FileFlags(rawValue: 1)
        /// Not linked: the installer writes its own.
        package static let replaced = FileFlags(rawValue: 2)
        /// Begins with `#!python`, which becomes the interpreter's path.
        package static let rewritten = FileFlags(rawValue: 4)
    }

    /// Where the fields of a file's row lie.
    enum Row {
        static let size = 0
        static let mtime = 8
        static let digest = 16
        static let path = 48
        static let pathLength = 52
        static let prefix = 54
        static let scheme = 56
        static let flags = 57
    }

    // MARK: Reading

    /// Nil when the bytes are no whole manifest of this format.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headerSize else { return nil }
        let head = unsafe bytes.span.bytes
        guard head.u64(0) == Self.magic, head.u64(8) == Self.checksum(bytes) else { return nil }
        fileCount = Int(head.u32(16))
        directoryCount = Int(head.u32(20))
        directories = Self.headerSize + fileCount * Self.fileSize
        texts = directories + directoryCount * Self.directorySize
        totalSize = head.u64(32)
        let facts = Int(head.u32(24))
        guard facts <= bytes.count, texts <= facts,
            let list = String(validating: bytes[facts...], as: UTF8.self)?.split(
                separator: "\0", omittingEmptySubsequences: false
            ).map(String.init),
            list.count >= 8, let name = PackageName(list[0]), let version = Version(list[1]),
            (list.count - 8) % 4 == 0
        else { return nil }
        self.name = name
        self.version = version
        distInfo = list[2]
        rootIsPurelib = list[3] == "1"
        newerFormat = list[4].isEmpty ? nil : list[4]
        variantLabel = list[5].isEmpty ? nil : list[5]
        tops = list[6].split(separator: "/").compactMap { text in
            guard let digit = text.utf8.first, let scheme = WheelScheme(rawValue: digit &- 0x30) else {
                return nil
            }
            let rest = text.dropFirst()
            return Top(scheme: scheme, isDirectory: rest.first == "d", name: String(rest.dropFirst()))
        }
        scripts = stride(from: 7, to: list.count - 1, by: 4).map {
            ScriptEntry(
                name: list[$0], module: list[$0 + 1], function: list[$0 + 2], isGraphical: list[$0 + 3] == "1"
            )
        }
        self.bytes = bytes
    }

    package func file(_ index: Int) -> File {
        let span = unsafe bytes.span.bytes
        let row = Self.headerSize + index * Self.fileSize
        let start = texts + Int(span.u32(row + Row.path))
        let end = start + Int(span.u16(row + Row.pathLength))
        let prefix = Int(span.u16(row + Row.prefix))
        return File(
            path: String(decoding: bytes[start..<end], as: UTF8.self),
            target: String(decoding: bytes[start + prefix..<end], as: UTF8.self),
            scheme: WheelScheme(rawValue: bytes[row + Row.scheme]) ?? .purelib,
            size: Int64(bitPattern: span.u64(row + Row.size)),
            mtime: Int64(bitPattern: span.u64(row + Row.mtime)),
            digest: Array(bytes[row + Row.digest..<row + Row.digest + 32]),
            flags: FileFlags(rawValue: bytes[row + Row.flags]))
    }

    package func scheme(ofFile index: Int) -> WheelScheme {
        WheelScheme(rawValue: bytes[Self.headerSize + index * Self.fileSize + Row.scheme]) ?? .purelib
    }

    package func flags(ofFile index: Int) -> FileFlags {
        FileFlags(rawValue: bytes[Self.headerSize + index * Self.fileSize + Row.flags])
    }

    /// A directory that the wheel's files need; parents come before their children.
    package func directory(_ index: Int) -> (target: String, scheme: WheelScheme) {
        let span = unsafe bytes.span.bytes
        let row = directories + index * Self.directorySize
        let start = texts + Int(span.u32(row))
        let end = start + Int(span.u16(row + 4))
        let prefix = Int(span.u16(row + 6))
        return (
            String(decoding: bytes[start + prefix..<end], as: UTF8.self),
            WheelScheme(rawValue: bytes[row + 8]) ?? .purelib
        )
    }

    /// The first row of files and the texts, for code that goes over them without making strings.
    var textsOffset: Int { texts }
    var directoriesOffset: Int { directories }

    // MARK: Writing

    struct Directory {
        /// Below the tree.
        let path: String
        let prefix: Int
        let scheme: WheelScheme
    }

    /// `prefix` of a file is the length of the part of its path that is not part of its target.
    static func encode(
        name: PackageName, version: Version, variantLabel: String?, distInfo: String, rootIsPurelib: Bool,
        newerFormat: String?,
        scripts: [ScriptEntry], files: [(file: File, prefix: Int)], directories: [Directory]
    ) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: headerSize)
        out.reserveCapacity(headerSize + files.count * (fileSize + 64))
        var texts: [UInt8] = []
        func text(_ path: String) -> UInt32 {
            let at = UInt32(texts.count)
            texts += path.utf8
            texts.append(0)
            return at
        }
        var total: UInt64 = 0
        for (file, prefix) in files {
            append(UInt64(bitPattern: file.size), &out)
            append(UInt64(bitPattern: file.mtime), &out)
            out += file.digest
            append(text(file.path), &out)
            append(UInt16(file.path.utf8.count), &out)
            append(UInt16(prefix), &out)
            out.append(file.scheme.rawValue)
            out.append(file.flags.rawValue)
            out += [UInt8](repeating: 0, count: fileSize - Row.flags - 1)
            total += UInt64(file.size)
        }
        for directory in directories {
            append(text(directory.path), &out)
            append(UInt16(directory.path.utf8.count), &out)
            append(UInt16(directory.prefix), &out)
            out.append(directory.scheme.rawValue)
            out += [0, 0, 0]
        }
        out += texts
        let facts = out.count
        var list = [
            name.text, "\(version)", distInfo, rootIsPurelib ? "1" : "0", newerFormat ?? "",
            variantLabel ?? "", tops(files, directories),
        ]
        for script in scripts {
            list += [script.name, script.module, script.function, script.isGraphical ? "1" : "0"]
        }
        list.append("")
        out += list.joined(separator: "\0").utf8
        put(magic, 0, &out)
        put(UInt64(files.count) | UInt64(directories.count) << 32, 16, &out)
        put(UInt64(facts), 24, &out)
        put(total, 32, &out)
        put(checksum(out), 8, &out)
        return out
    }

    /// `0dnumpy/0ftyping_extensions.py/2ff2py`: scheme, kind and name of each.
    private static func tops(_ files: [(file: File, prefix: Int)], _ directories: [Directory]) -> String {
        var tops: [String] = []
        for directory in directories {
            let target = String(directory.path.utf8.dropFirst(directory.prefix)) ?? ""
            if !target.isEmpty, !target.contains("/") {
                tops.append("\(directory.scheme.rawValue)d\(target)")
            }
        }
        for (file, _) in files where !file.target.utf8.contains(UInt8(ascii: "/")) {
            tops.append("\(file.scheme.rawValue)f\(file.target)")
        }
        return tops.joined(separator: "/")
    }

    private static func append(_ value: some FixedWidthInteger, _ out: inout [UInt8]) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            out.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private static func put(_ value: UInt64, _ at: Int, _ out: inout [UInt8]) {
        for i in 0..<8 { out[at + i] = UInt8(truncatingIfNeeded: value >> UInt64(i * 8)) }
    }

    /// Of everything behind the checksum; quick rather than strong, since it guards against accidents.
    private static func checksum(_ bytes: [UInt8]) -> UInt64 {
        let span = unsafe bytes.span.bytes
        var sum: UInt64 = UInt64(bytes.count) &* 0x9e37_79b9_7f4a_7c15
        var at = 16
        while at + 8 <= bytes.count {
            sum = (sum ^ span.u64(at)) &* 0x9fb2_1c65_1e98_df25
            sum ^= sum >> 32
            at += 8
        }
        while at < bytes.count {
            sum = (sum ^ UInt64(bytes[at])) &* 0x9fb2_1c65_1e98_df25
            at += 1
        }
        return sum
    }
}
