/// Reads index pages in JSON (PEP 691, 700, 714).
enum PageJSON {
    /// Feeds the files of the page to `builder`. An entry with a defect is left out by it; a page that is
    /// not what the standard says is an error.
    static func read(_ bytes: [UInt8], into builder: inout PageBuilder) throws {
        var reader = Reader(builder: builder)
        try JSONScanner.scan(bytes) { scanner in try reader.readPage(&scanner) }
        builder = reader.builder
    }

    private struct Reader {
        var builder: PageBuilder

        mutating func readPage(_ scanner: inout JSONScanner) throws {
            guard try scanner.peek() == .object else { throw PageFault("it is not a JSON object") }
            var hasFiles = false
            try scanner.beginObject()
            while let key = try scanner.nextKey() {
                if scanner.isEqual(key, "files") {
                    guard try scanner.peek() == .array else { throw PageFault("`files` is not an array") }
                    hasFiles = true
                    try scanner.beginArray()
                    while try scanner.nextElement() { try readFile(&scanner) }
                } else if scanner.isEqual(key, "meta") {
                    try readMeta(&scanner)
                } else {
                    try scanner.skipValue()
                }
            }
            try scanner.finish()
            if !hasFiles { throw PageFault("it has no `files`") }
        }

        private func readMeta(_ scanner: inout JSONScanner) throws {
            guard try scanner.peek() == .object else { return try scanner.skipValue() }
            try scanner.beginObject()
            while let key = try scanner.nextKey() {
                if scanner.isEqual(key, "api-version"), try scanner.peek() == .string {
                    try PageFault.checkVersion(try scanner.string())
                } else {
                    try scanner.skipValue()
                }
            }
        }

        private mutating func readFile(_ scanner: inout JSONScanner) throws {
            builder.begin()
            guard try scanner.peek() == .object else {
                try scanner.skipValue()
                builder.note(.types)
                return builder.finish()
            }
            // The metadata's hash is written after those of the file, wherever it stands.
            var metadata: (algorithm: String, value: String)?
            var hasCoreMetadata = false
            try scanner.beginObject()
            while let key = try scanner.nextKey() {
                if scanner.isEqual(key, "filename") {
                    try unsafe readText(&scanner) { unsafe $0.setBasename($1) }
                } else if scanner.isEqual(key, "url") {
                    try unsafe readText(&scanner) { unsafe $0.setURL($1) }
                } else if scanner.isEqual(key, "hashes") {
                    try readHashes(&scanner)
                } else if scanner.isEqual(key, "size") {
                    try readSize(&scanner)
                } else if scanner.isEqual(key, "upload-time") {
                    try readUploadTime(&scanner)
                } else if scanner.isEqual(key, "requires-python") {
                    try readPython(&scanner)
                } else if scanner.isEqual(key, "yanked") {
                    try readYanked(&scanner)
                } else if scanner.isEqual(key, "core-metadata") {
                    metadata = try readMetadata(&scanner)
                    hasCoreMetadata = true
                } else if scanner.isEqual(key, "dist-info-metadata")
                    || scanner.isEqual(key, "data-dist-info-metadata")
                {
                    // The older name of the same (PEP 714).
                    if hasCoreMetadata {
                        try scanner.skipValue()
                    } else {
                        metadata = try readMetadata(&scanner)
                    }
                } else {
                    try scanner.skipValue()
                }
            }
            if let metadata { builder.setMetadata(metadata.algorithm, metadata.value) }
            builder.finish()
        }

        /// A string, given to `use`; any other kind of value is a defect.
        private mutating func readText(
            _ scanner: inout JSONScanner, _ use: (inout PageBuilder, UnsafeBufferPointer<UInt8>) -> Void
        ) throws {
            guard try scanner.peek() == .string else {
                builder.note(.types)
                return try scanner.skipValue()
            }
            let slice = try scanner.slice()
            if slice.isEscaped {
                let text = Array(try scanner.text(of: slice).utf8)
                unsafe text.withUnsafeBufferPointer { unsafe use(&builder, $0) }
            } else {
                unsafe scanner.withBytes(of: slice) { unsafe use(&builder, $0) }
            }
        }

        private mutating func readHashes(_ scanner: inout JSONScanner) throws {
            guard try scanner.peek() == .object else {
                builder.noteHashes(.types)
                return try scanner.skipValue()
            }
            try scanner.beginObject()
            while let key = try scanner.nextKey() {
                switch try scanner.peek() {
                case .string:
                    let value = try scanner.slice()
                    unsafe scanner.withBytes(of: key) { name in
                        unsafe scanner.withBytes(of: value) { unsafe builder.addHash(name, $0) }
                    }
                case .null: try scanner.skipValue()
                default:
                    builder.noteHashes(.hash)
                    try scanner.skipValue()
                }
            }
        }

        private mutating func readSize(_ scanner: inout JSONScanner) throws {
            switch try scanner.peek() {
            case .number:
                if let size = UInt64(try scanner.number()) {
                    builder.setSize(size)
                } else {
                    builder.note(.types)
                }
            case .null: try scanner.skipValue()
            default:
                builder.note(.types)
                try scanner.skipValue()
            }
        }

        private mutating func readUploadTime(_ scanner: inout JSONScanner) throws {
            guard try scanner.peek() == .string else { return try scanner.skipValue() }
            let slice = try scanner.slice()
            builder.setUploadTime(unsafe scanner.withBytes(of: slice) { unsafe UploadTime.seconds($0) })
        }

        private mutating func readPython(_ scanner: inout JSONScanner) throws {
            if try scanner.peek() == .null { return try scanner.skipValue() }
            try unsafe readText(&scanner) { unsafe $0.setPython($1) }
        }

        /// `false`, `true` or a reason (PEP 592); anything else that is not nothing counts as yanked.
        private mutating func readYanked(_ scanner: inout JSONScanner) throws {
            switch try scanner.peek() {
            case .string: return try unsafe readText(&scanner) { unsafe $0.setYanked($1) }
            case .bool: if try scanner.bool() { builder.setYanked() }
            case .null: try scanner.skipValue()
            default:
                builder.setYanked()
                try scanner.skipValue()
            }
        }

        /// `true`, or an object of hashes.
        private mutating func readMetadata(
            _ scanner: inout JSONScanner
        ) throws -> (algorithm: String, value: String)? {
            switch try scanner.peek() {
            case .bool: return try scanner.bool() ? ("", "") : nil
            case .object:
                var best: (algorithm: String, value: String) = ("", "")
                try scanner.beginObject()
                while let key = try scanner.nextKeyText() {
                    if try scanner.peek() == .string, best.algorithm != "sha256" {
                        best = (key, try scanner.string())
                    } else {
                        try scanner.skipValue()
                    }
                }
                return best
            default:
                try scanner.skipValue()
                return nil
            }
        }
    }
}

/// Why a whole page cannot be used.
struct PageFault: Error, Equatable {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    /// Clients must refuse a major version that they do not know (PEP 629).
    static func checkVersion(_ text: String) throws(PageFault) {
        let major = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)[0]
        guard let number = Int(major), number > 1 else { return }
        throw PageFault("it has API version \(TextExcerpt.shortened(text)), and swuv knows versions 1.x")
    }
}

/// Times of PEP 700: `2013-07-16T19:29:45.445020Z`, as seconds since 1970.
enum UploadTime {
    static func seconds(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard text.count >= 20, unsafe text[10] | 0x20 == UInt8(ascii: "t"),
            unsafe text[4] == UInt8(ascii: "-"), unsafe text[7] == UInt8(ascii: "-")
        else { return nil }
        func number(_ start: Int, _ count: Int) -> Int? {
            var value = 0
            for index in start..<start + count {
                guard unsafe text[index].isASCIIDigit else { return nil }
                value = unsafe value * 10 + Int(text[index] & 15)
            }
            return value
        }
        guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
            let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2)
        else { return nil }
        return HTTPDate.seconds(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }
}
