/// Collects the files of an index page and turns them into the compact form. The readers of JSON and HTML
/// feed it: `begin`, then what they know of the file, then `finish`.
///
/// It keeps all texts in one array of bytes and makes no strings on the way: pages list thousands of files.
struct PageBuilder {
    /// A run of `text`.
    struct Piece {
        var offset = 0
        var count = -1
        var isPresent: Bool { count >= 0 }
    }

    /// The file being described.
    private(set) var entry = Entry()

    struct Entry {
        var basename = Piece()
        var url = Piece()
        /// In `hashes`: an algorithm number and a value each.
        var hashes = Piece(offset: 0, count: 0)
        var hashCount: UInt8 = 0
        var size: UInt64?
        var uploadTime: Int64?
        var python: Int32 = -1
        var yanked = Piece()
        var metadata = PageMetadata.none
        var defect: Defect?
        /// One of the hashes of the file itself is not valid.
        var hasBadHash = false
    }

    enum PageMetadata { case none, available, hashed }

    /// Why a file is left out.
    enum Defect: String {
        case types = "its entry has values of the wrong type"
        case hash = "one of its hashes is not valid"
        case python = "its Python requirement is not valid"
        case url = "its URL is missing or not valid"
        case name = "its name is not that of a distribution"
        case otherProject = "it belongs to another project"
        case version = "its version is not valid"
    }

    private let project: PackageName
    private let projectBytes: [UInt8]
    /// Relative references of the page are resolved against this.
    let base: URLReference
    private(set) var text: [UInt8] = []
    private(set) var hashes: [UInt8] = []
    private(set) var entries: [(entry: Entry, group: Int32)] = []
    private(set) var groups: [(version: Version, text: Piece)] = []
    /// The variants files of the page, in its order; several may be of one version.
    private(set) var variants: [(entry: Entry, version: Version)] = []
    private(set) var groupOf: [Version: Int32] = [:]
    private var lastVersion: (text: Piece, group: Int32)?
    private(set) var pythons: [String] = []
    private var pythonOf: [String: Int32] = [:]
    private var lastPython: (text: [UInt8], index: Int32)?
    private(set) var skippedCount = 0
    private(set) var skipped: [SkippedFile] = []

    private static let listedSkips = 32

    init(project: PackageName, base: URLReference) {
        self.project = project
        projectBytes = Array(project.text.utf8)
        self.base = base
    }

    // MARK: Describing a file

    mutating func begin() {
        entry = Entry()
        entry.hashes.offset = hashes.count
    }

    mutating func note(_ defect: Defect) { if entry.defect == nil { entry.defect = defect } }

    /// A defect in the hashes of the file itself.
    mutating func noteHashes(_ defect: Defect) {
        entry.hasBadHash = true
        note(defect)
    }

    mutating func setBasename(_ bytes: UnsafeBufferPointer<UInt8>) {
        entry.basename = unsafe add(bytes)
        if unsafe !Self.isPlainName(bytes) { note(.name) }
    }

    /// A file name is a word: nothing that could lead out of a directory or confuse a terminal.
    private static func isPlainName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        unsafe bytes.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\")
        }
    }

    /// Absolute, or relative to the page; a fragment is dropped.
    mutating func setURL(_ bytes: UnsafeBufferPointer<UInt8>) {
        if unsafe Self.isPlainURL(bytes) {
            entry.url = unsafe add(bytes)
            return
        }
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        guard let url = try? base.resolving(text),
            url.isHTTP || (url.scheme == "file" && base.scheme == "file")
        else { return note(.url) }
        unsafe Array(url.text.utf8).withUnsafeBufferPointer { entry.url = unsafe add($0) }
    }

    /// An absolute URL that needs no second look.
    private static func isPlainURL(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard unsafe begins(bytes, "https://") || begins(bytes, "http://") else { return false }
        var previous: UInt8 = 0
        for index in bytes.indices {
            let byte = unsafe bytes[index]
            guard ByteSet.plainURL.contains(byte) else { return false }
            if byte == UInt8(ascii: "."), previous == UInt8(ascii: "/") { return false }
            previous = byte
        }
        return true
    }

    /// The reason why the file was yanked, without control characters.
    mutating func setYanked(_ bytes: UnsafeBufferPointer<UInt8>) {
        entry.yanked = unsafe add(bytes)
        for index in entry.yanked.offset..<text.count where text[index] < 0x20 || text[index] == 0x7F {
            text[index] = 0x20
        }
    }

    mutating func setSize(_ size: UInt64) { entry.size = size }
    mutating func setUploadTime(_ time: Int64?) { entry.uploadTime = time }

    private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Piece {
        let piece = Piece(offset: text.count, count: bytes.count)
        unsafe text.append(contentsOf: bytes)
        return piece
    }

    /// A hash of the file. Unknown algorithms are ignored, malformed values are defects.
    mutating func addHash(_ algorithm: UnsafeBufferPointer<UInt8>, _ hex: UnsafeBufferPointer<UInt8>) {
        guard let code = unsafe Self.code(of: algorithm) else { return }
        guard unsafe append(code, hex) else { return noteHashes(.hash) }
        entry.hashCount += 1
        entry.hashes.count = hashes.count - entry.hashes.offset
    }

    /// The hash of the metadata file; call it after all hashes of the file itself.
    mutating func setMetadata(_ algorithm: UnsafeBufferPointer<UInt8>, _ hex: UnsafeBufferPointer<UInt8>) {
        entry.metadata = .available
        guard let code = unsafe Self.code(of: algorithm) else { return }
        guard unsafe append(code, hex) else { return note(.hash) }
        entry.metadata = .hashed
    }

    mutating func addHash(_ algorithm: String, _ hex: String) {
        unsafe Self.withBytes(algorithm, hex) { unsafe addHash($0, $1) }
    }

    /// Both empty when the index tells no hash.
    mutating func setMetadata(_ algorithm: String, _ hex: String) {
        unsafe Self.withBytes(algorithm, hex) { unsafe setMetadata($0, $1) }
    }

    mutating func setBasename(_ text: String) {
        unsafe Self.withBytes(text, "") { a, _ in unsafe setBasename(a) }
    }
    mutating func setURL(_ text: String) { unsafe Self.withBytes(text, "") { a, _ in unsafe setURL(a) } }
    mutating func setYanked(_ text: String) {
        unsafe Self.withBytes(text, "") { a, _ in unsafe setYanked(a) }
    }
    mutating func setPython(_ text: String) {
        unsafe Self.withBytes(text, "") { a, _ in unsafe setPython(a) }
    }

    private static func withBytes(
        _ first: String, _ second: String,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Void
    ) {
        unsafe Array(first.utf8).withUnsafeBufferPointer { first in
            unsafe Array(second.utf8).withUnsafeBufferPointer { unsafe body(first, $0) }
        }
    }

    mutating func setYanked() { entry.yanked = Piece(offset: text.count, count: 0) }

    private static func code(of name: UnsafeBufferPointer<UInt8>) -> UInt8? {
        if unsafe name.count == 6 && begins(name, "sha256") { return PageFormat.sha256Code }
        let text = unsafe String(decoding: name, as: UTF8.self).lowercased()
        return PageFormat.algorithms.firstIndex { $0.rawValue == text }.map { UInt8($0) }
    }

    private mutating func append(_ code: UInt8, _ hex: UnsafeBufferPointer<UInt8>) -> Bool {
        let length = PageFormat.algorithms[Int(code)].byteCount
        guard hex.count == length * 2, entry.hashCount < 16 else { return false }
        let start = hashes.count
        hashes.append(code)
        for index in 0..<length {
            let (high, low) = unsafe (hex[index * 2], hex[index * 2 + 1])
            guard ByteSet.hexDigits.contains(high), ByteSet.hexDigits.contains(low) else {
                hashes.removeLast(hashes.count - start)
                return false
            }
            hashes.append(ByteSet.hexValue(high) << 4 | ByteSet.hexValue(low))
        }
        return true
    }

    /// Requires-Python of the file, interned. Text that is no specifier is a defect.
    mutating func setPython(_ bytes: UnsafeBufferPointer<UInt8>) {
        if let lastPython, unsafe lastPython.text.elementsEqual(bytes) {
            return entry.python = lastPython.index
        }
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        let index: Int32
        if let known = pythonOf[text] {
            index = known
        } else if text.allSatisfy(\.isWhitespace) {
            index = -1
        } else if Self.specifiers(text) == nil {
            index = -2
        } else {
            index = Int32(pythons.count)
            pythons.append(text)
        }
        pythonOf[text] = index
        lastPython = unsafe (Array(bytes), index)
        if index == -2 { note(.python) }
        entry.python = index
    }

    static func specifiers(_ text: String) -> VersionSpecifiers? {
        (try? VersionSpecifiers(parsing: text)) ?? SpecifierRepair.specifiers(text)
    }

    /// Ends the description: the file is kept, or counted as skipped. A variants file is neither.
    mutating func finish() {
        if !entry.url.isPresent { note(.url) }
        if entry.defect == nil { recogniseName() }
        guard let defect = entry.defect, !takeAsVariants() else { return }
        skippedCount += 1
        if skipped.count < Self.listedSkips {
            let name = entry.basename.isPresent ? string(entry.basename) : "(no name)"
            skipped.append(SkippedFile(basename: TextExcerpt.shortened(name), reason: defect.rawValue))
        }
    }

    private func string(_ piece: Piece) -> String {
        String(decoding: text[piece.offset..<piece.offset + piece.count], as: UTF8.self)
    }

    // MARK: Names and versions

    /// Finds the version in the file name and the group of its files.
    private mutating func recogniseName() {
        guard entry.basename.isPresent else { return note(.types) }
        let range = entry.basename.offset..<entry.basename.offset + entry.basename.count
        switch unsafe text.withUnsafeBufferPointer({ unsafe versionRange(Self.slice($0, range)) }) {
        case .failure(let defect): note(defect.defect)
        case .success(let found):
            let piece = Piece(offset: range.lowerBound + found.lowerBound, count: found.count)
            guard let group = group(of: piece) else { return note(.version) }
            entries.append((entry, group))
        }
    }

    /// Whether the file is named like variant metadata, which is kept if it is that of a version of this
    /// project (V-070). Only its name, URL and hashes mean something: a defect anywhere else does not hide
    /// it (V-072).
    private mutating func takeAsVariants() -> Bool {
        guard entry.basename.isPresent else { return false }
        let range = entry.basename.offset..<entry.basename.offset + entry.basename.count
        let (isNamed, version) = unsafe text.withUnsafeBufferPointer { text -> (Bool, Version?) in
            let name = unsafe Self.slice(text, range)
            guard unsafe Self.hasSuffix(name, Self.variantsSuffix) else { return (false, nil) }
            return unsafe (true, variantsVersion(name))
        }
        guard let version, entry.url.isPresent, !entry.hasBadHash else { return isNamed }
        var kept = Entry()
        (kept.basename, kept.url) = (entry.basename, entry.url)
        (kept.hashes, kept.hashCount) = (entry.hashes, entry.hashCount)
        variants.append((kept, version))
        return true
    }

    static let variantsSuffix: StaticString = "-variants.json"

    /// Whether a file is named like variant metadata.
    static func isVariantsName(_ name: String) -> Bool {
        FilenameError.hasSuffix(name.utf8.span, variantsSuffix)
    }

    /// The version in `NAME-VERSION-variants.json`; the name ends at the first dash.
    private func variantsVersion(_ name: UnsafeBufferPointer<UInt8>) -> Version? {
        let end = name.count - Self.variantsSuffix.utf8CodeUnitCount
        guard unsafe Self.isPlainName(name), let start = unsafe endOfProject(name, end),
            unsafe name.firstIndex(of: UInt8(ascii: "-")) == start - 1, start < end
        else { return nil }
        return unsafe Version(bytes: Self.slice(name, start..<end))
    }

    private static func slice(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(rebasing: bytes[range])
    }

    private struct NameDefect: Error { let defect: Defect }

    /// Where the version stands in the name of a wheel or source distribution of this project. The tags of
    /// wheels are checked when the file is asked for.
    private func versionRange(_ name: UnsafeBufferPointer<UInt8>) -> Result<Range<Int>, NameDefect> {
        let isWheel = unsafe Self.hasSuffix(name, ".whl")
        var end = name.count - 4
        if !isWheel {
            guard let suffix = Self.sourceSuffixes.first(where: { unsafe Self.hasSuffix(name, $0) }) else {
                return .failure(NameDefect(defect: .name))
            }
            end = name.count - suffix.utf8CodeUnitCount
        }
        guard let start = unsafe endOfProject(name, end) else {
            return .failure(NameDefect(defect: .otherProject))
        }
        if !isWheel { return .success(start..<end) }
        guard let dash = unsafe name[start..<end].firstIndex(of: UInt8(ascii: "-")) else {
            return .failure(NameDefect(defect: .name))
        }
        return .success(start..<dash)
    }

    private static let sourceSuffixes: [StaticString] = [".tar.gz", ".zip", ".tgz", ".tar.bz2", ".tar.xz"]

    private static func begins(_ bytes: UnsafeBufferPointer<UInt8>, _ prefix: StaticString) -> Bool {
        guard bytes.count >= prefix.utf8CodeUnitCount else { return false }
        for index in 0..<prefix.utf8CodeUnitCount {
            guard unsafe bytes[index] == prefix.utf8Start[index] else { return false }
        }
        return true
    }

    private static func hasSuffix(_ name: UnsafeBufferPointer<UInt8>, _ suffix: StaticString) -> Bool {
        let count = suffix.utf8CodeUnitCount
        guard name.count > count else { return false }
        for index in 0..<count {
            guard unsafe name[name.count - count + index] == suffix.utf8Start[index] else { return false }
        }
        return true
    }

    /// The index after the project's name and its dash; nil when the name is another's.
    private func endOfProject(_ name: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int? {
        var at = 0
        for byte in projectBytes {
            guard at < end else { return nil }
            if byte == UInt8(ascii: "-") {
                let start = at
                while at < end, unsafe Self.isSeparator(name[at]) { at += 1 }
                if at == start { return nil }
            } else {
                guard unsafe name[at].asciiLowercased == byte else { return nil }
                at += 1
            }
        }
        guard at < end, unsafe name[at] == UInt8(ascii: "-") else { return nil }
        return at + 1
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    private mutating func group(of piece: Piece) -> Int32? {
        let range = piece.offset..<piece.offset + piece.count
        if let last = lastVersion, last.text.count == piece.count,
            text[last.text.offset..<last.text.offset + last.text.count] == text[range]
        {
            return last.group
        }
        let parsed = unsafe text.withUnsafeBufferPointer { unsafe Version(bytes: Self.slice($0, range)) }
        guard let version = parsed else { return nil }
        let group: Int32
        if let known = groupOf[version] {
            group = known
        } else {
            group = Int32(groups.count)
            groups.append((version, piece))
            groupOf[version] = group
        }
        lastVersion = (piece, group)
        return group
    }
}

/// ASCII characters as a set of bits: pages hold megabytes of hashes and URLs.
private struct ByteSet {
    private let low: UInt64
    private let high: UInt64

    /// Letters, digits and `/:.-_~+=!`.
    static let plainURL = ByteSet(low: 0x27FF_E802_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
    static let hexDigits = ByteSet(low: 0x03FF_0000_0000_0000, high: 0x0000_007E_0000_007E)

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        byte < 0x80 && (byte < 0x40 ? low : high) &>> UInt64(byte & 0x3F) & 1 == 1
    }

    /// Of a hexadecimal digit of either case.
    @inline(__always)
    static func hexValue(_ digit: UInt8) -> UInt8 { (digit & 0x0F) &+ 9 &* (digit >> 6) }
}
