/// A pattern of directories or files below a root: `packages/*`, `libs/**/core-?`, `src/**/*.[ch]`.
///
/// `*`, `?` and `[…]` stand for parts of one name, `**` for any number of names. A name that begins with a dot is
/// matched only where the pattern says the dot, and `**` follows no links.
package struct PathGlob: Sendable {
    package let text: String
    /// Where the document spells it.
    let span: Range<Int>
    private let parts: [Part]

    private enum Part: Equatable {
        case name(String)
        case pattern([UInt8])
        case anything
    }

    /// Places that one pattern may look at.
    private static let maxPlaces = 50_000

    /// nil when it is none: empty, absolute, with a class that does not end or a zero byte.
    init?(_ text: String, span: Range<Int> = 0..<0) {
        self.text = text
        self.span = span
        guard !text.isEmpty, !text.utf8.contains(0), !Path(text).isAbsolute else { return nil }
        var parts: [Part] = []
        for component in Path(text).components where component != "." {
            if component == "**" {
                if parts.last != .anything { parts.append(.anything) }
            } else if component.utf8.contains(where: { "*?[".utf8.contains($0) }) {
                guard Self.isWhole(Array(component.utf8)) else { return nil }
                parts.append(.pattern(Array(component.utf8)))
            } else {
                parts.append(.name(String(component)))
            }
        }
        self.parts = parts
    }

    /// Names one directory.
    var isLiteral: Bool {
        parts.allSatisfy { if case .name = $0 { true } else { false } }
    }

    // MARK: Matching

    /// Whether the pattern names this path, which is relative and normalised.
    func matches(_ path: Path) -> Bool {
        if isLiteral { return Path(text).normalised == path }
        let names = path.components.filter { $0 != "." }.map { Array($0.utf8) }
        // For each number of names that are matched so far, whether the parts so far can match them.
        var reached = [Bool](repeating: false, count: names.count + 1)
        reached[0] = true
        for part in parts {
            var next = [Bool](repeating: false, count: names.count + 1)
            if part == .anything {
                var isOpen = false
                for index in 0...names.count {
                    isOpen = isOpen || reached[index]
                    next[index] = isOpen
                    if index < names.count, names[index].first == UInt8(ascii: ".") { isOpen = false }
                }
            } else {
                for index in 0..<names.count where reached[index] {
                    next[index + 1] = Self.matches(part, names[index])
                }
            }
            reached = next
        }
        return reached[names.count]
    }

    private static func matches(_ part: Part, _ name: [UInt8]) -> Bool {
        switch part {
        case .name(let text): name.elementsEqual(text.utf8)
        case .pattern(let pattern): matches(pattern, name)
        case .anything: true
        }
    }

    private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        if name.first == UInt8(ascii: "."), pattern.first != UInt8(ascii: ".") { return false }
        var p = 0
        var n = 0
        var star: (p: Int, n: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, n)
                p += 1
                continue
            }
            if p < pattern.count, let width = width(of: pattern, at: p, matching: name[n]) {
                p += width
                n += 1
                continue
            }
            guard let last = star else { return false }
            star = (last.p, last.n + 1)
            p = last.p + 1
            n = last.n + 1
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// How many bytes of the pattern stand for `byte`; nil when they do not.
    private static func width(of pattern: [UInt8], at start: Int, matching byte: UInt8) -> Int? {
        switch pattern[start] {
        case UInt8(ascii: "?"): return 1
        case UInt8(ascii: "["):
            guard let end = classEnd(pattern, start) else { return nil }
            var index = start + 1
            let isNegated = pattern[index] == UInt8(ascii: "!") || pattern[index] == UInt8(ascii: "^")
            if isNegated { index += 1 }
            var found = false
            while index < end {
                if index + 2 < end, pattern[index + 1] == UInt8(ascii: "-") {
                    found = found || (pattern[index] <= byte && byte <= pattern[index + 2])
                    index += 3
                } else {
                    found = found || pattern[index] == byte
                    index += 1
                }
            }
            return found != isNegated ? end + 1 - start : nil
        default: return pattern[start] == byte ? 1 : nil
        }
    }

    /// The place of the `]` of a class that begins at `start`; a `]` right at its beginning is an element.
    private static func classEnd(_ pattern: [UInt8], _ start: Int) -> Int? {
        var index = start + 1
        if index < pattern.count, "!^".utf8.contains(pattern[index]) { index += 1 }
        index += 1
        while index < pattern.count {
            if pattern[index] == UInt8(ascii: "]") { return index }
            index += 1
        }
        return nil
    }

    private static func isWhole(_ pattern: [UInt8]) -> Bool {
        var index = 0
        while index < pattern.count {
            if pattern[index] == UInt8(ascii: "[") {
                guard let end = classEnd(pattern, index) else { return false }
                index = end
            }
            index += 1
        }
        return true
    }

    // MARK: Expanding

    /// The directories below `root` that the pattern names, sorted, and those whose entries were looked at.
    func directories(in root: Path) throws -> (found: [Path], listed: [Path]) {
        try expanded(in: root, to: .directory)
    }

    /// The files below `root` that the pattern names, sorted, and the directories whose entries were looked at. `**` at
    /// its end stands for the files of all those directories.
    func files(in root: Path) throws -> (found: [Path], listed: [Path]) {
        try expanded(in: root, to: .file)
    }

    private func expanded(in root: Path, to wanted: FileKind) throws -> (found: [Path], listed: [Path]) {
        var found: Set<Path> = []
        var listed: Set<Path> = []
        var waiting: [(path: Path, part: Int)] = [(root, 0)]
        var seen = 0
        while let (path, part) = waiting.popLast() {
            seen += 1
            guard seen <= Self.maxPlaces else {
                throw Diagnostic(
                    "`\(text)` in `\(root)` looks at more than \(Self.maxPlaces) files and directories")
            }
            guard part < parts.count else {
                found.insert(path)
                continue
            }
            let kind = part == parts.count - 1 ? wanted : .directory
            switch parts[part] {
            case .name(let name):
                let next = (path / Path(name)).normalised
                if try File.status(next)?.kind == kind { waiting.append((next, part + 1)) }
            case .pattern(let pattern):
                listed.insert(path)
                for entry in try Self.entries(path) where Self.matches(pattern, Array(entry.name.utf8)) {
                    let next = path / Path(entry.name)
                    let isWanted =
                        entry.kind == .link ? try File.status(next)?.kind == kind : entry.kind == kind
                    if isWanted { waiting.append((next, part + 1)) }
                }
            case .anything:
                listed.insert(path)
                if wanted == .directory || part < parts.count - 1 { waiting.append((path, part + 1)) }
                for entry in try Self.entries(path) where entry.name.utf8.first != UInt8(ascii: ".") {
                    let next = path / Path(entry.name)
                    if entry.kind == .directory {
                        waiting.append((next, part))
                    } else if entry.kind == kind {
                        waiting.append((next, part + 1))
                    }
                }
            }
        }
        return (found.sorted(), listed.sorted())
    }

    /// A directory that vanishes or that nobody may read is empty.
    private static func entries(_ path: Path) throws -> [DirectoryEntry] {
        do throws(SystemError) {
            return try Directory.entriesIfPresent(path) ?? []
        } catch {
            if error.isPermissionDenied { return [] }
            throw error
        }
    }
}
