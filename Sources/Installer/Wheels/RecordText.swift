/// The text of the RECORD that is installed: every file of the distribution with digest and size, sorted
/// by path (PEP 376, 627).
struct RecordText {
    /// A file that is not in the manifest, or not where the manifest has it.
    struct Row {
        let path: String
        let digest: [UInt8]?
        let size: Int64
    }

    /// `root` is the scheme that holds the `.dist-info`; `paths` leads from there to the other schemes.
    static func bytes(
        of manifest: Manifest, root: WheelScheme, prefix: (WheelScheme) -> String, extra: [Row]
    ) -> [UInt8] {
        var rest: [Row] = extra
        var own: [Int] = []
        own.reserveCapacity(manifest.fileCount)
        for index in 0..<manifest.fileCount {
            let flags = manifest.flags(ofFile: index)
            if flags.contains(.replaced) || flags.contains(.rewritten) { continue }
            let file = manifest.scheme(ofFile: index)
            if file == root, manifest.isAtTop(index) {
                own.append(index)
            } else {
                let file = manifest.file(index)
                rest.append(
                    Row(path: prefix(file.scheme) + file.target, digest: file.digest, size: file.size))
            }
        }
        rest.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        var out: [UInt8] = []
        out.reserveCapacity(own.count * 120 + rest.count * 120)
        var next = rest.startIndex
        for index in own {
            let path = manifest.pathBytes(index)
            while next < rest.endIndex, rest[next].path.utf8.lexicographicallyPrecedes(path) {
                append(rest[next], &out)
                next += 1
            }
            append(path, manifest.digest(index), manifest.size(index), &out)
        }
        while next < rest.endIndex {
            append(rest[next], &out)
            next += 1
        }
        return out
    }

    private static func append(_ row: Row, _ out: inout [UInt8]) {
        append(Array(row.path.utf8)[...], row.digest?[...], row.size, &out)
    }

    private static func append(
        _ path: ArraySlice<UInt8>, _ digest: ArraySlice<UInt8>?, _ size: Int64, _ out: inout [UInt8]
    ) {
        if path.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) {
            out.append(UInt8(ascii: "\""))
            for byte in path {
                if byte == UInt8(ascii: "\"") { out.append(byte) }
                out.append(byte)
            }
            out.append(UInt8(ascii: "\""))
        } else {
            out += path
        }
        if let digest {
            out += ",sha256=".utf8
            appendBase64(digest, &out)
            out.append(UInt8(ascii: ","))
            out += String(size).utf8
        } else {
            out += ",,".utf8
        }
        out.append(0x0A)
    }

    private static let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func appendBase64(_ bytes: ArraySlice<UInt8>, _ out: inout [UInt8]) {
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for byte in bytes {
            bits = (bits << 8) | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                out.append(signs[Int(bits >> count & 63)])
            }
        }
        if count > 0 { out.append(signs[Int(bits << (6 - count) & 63)]) }
    }
}

extension Manifest {
    /// The file's path in the archive is its path in the scheme.
    fileprivate func isAtTop(_ index: Int) -> Bool {
        let row = Self.headerSize + index * Self.fileSize + Row.prefix
        return bytes[row] == 0 && bytes[row + 1] == 0
    }

    fileprivate func pathBytes(_ index: Int) -> ArraySlice<UInt8> {
        let span = unsafe bytes.span.bytes
        let row = Self.headerSize + index * Self.fileSize
        let start = textsOffset + Int(span.u32(row + Row.path))
        return bytes[start..<start + Int(span.u16(row + Row.pathLength))]
    }

    fileprivate func digest(_ index: Int) -> ArraySlice<UInt8> {
        let start = Self.headerSize + index * Self.fileSize + Row.digest
        return bytes[start..<start + 32]
    }

    fileprivate func size(_ index: Int) -> Int64 {
        let span = unsafe bytes.span.bytes
        return Int64(bitPattern: span.u64(Self.headerSize + index * Self.fileSize + Row.size))
    }
}
