/// The text of a file path, absolute or relative, as the user or the system gave it.
///
/// No call normalises the text unless it says so, and none asks the file system. The empty path is
/// allowed and means what `.` means when it is joined.
package struct Path: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The right side below the left one; the right side alone when it is absolute.
    package static func / (base: Path, component: Path) -> Path {
        if component.isAbsolute || base.text.isEmpty { return component }
        if component.text.isEmpty { return base }
        return Path(
            base.text.utf8.last == slash ? base.text + component.text : base.text + "/" + component.text)
    }

    /// A string variable on the right side.
    @_disfavoredOverload
    package static func / (base: Path, component: String) -> Path {
        base / Path(component)
    }

    /// The last component: `c.txt` of `/a/b/c.txt`, `b` of `/a/b/`, `/` of `/`.
    package var name: String {
        let bytes = text.utf8
        guard let end = bytes.lastIndex(where: { $0 != Self.slash }) else {
            return text.isEmpty ? "" : "/"
        }
        let start = bytes[...end].lastIndex(of: Self.slash).map { bytes.index(after: $0) } ?? bytes.startIndex
        return String(text[start...end])
    }

    /// The path without its last component: `/a` of `/a/b`, `/` of `/a` and of `/`, `.` of `a`.
    package var parent: Path {
        let bytes = text.utf8
        guard let end = bytes.lastIndex(where: { $0 != Self.slash }) else {
            return Path(text.isEmpty ? "." : "/")
        }
        guard let cut = bytes[...end].lastIndex(of: Self.slash) else { return "." }
        guard let last = bytes[..<cut].lastIndex(where: { $0 != Self.slash }) else { return "/" }
        return Path(String(text[...last]))
    }

    package var isAbsolute: Bool { text.utf8.first == Self.slash }

    /// What follows the last dot of the name, without the dot; empty when there is none (`.venv`).
    package var fileExtension: String {
        let name = name
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return "" }
        return String(name[name.utf8.index(after: dot)...])
    }

    /// The components, without empty ones and without a leading slash; `.` and `..` stay.
    package var components: [Substring] {
        text.utf8.split(separator: Self.slash).map { Substring($0) }
    }

    /// Without `.`, empty components and `x/..` pairs. Purely lexical: links are not followed.
    package var normalised: Path {
        var kept: [Substring] = []
        for component in components where component != "." {
            if component == ".." {
                if let last = kept.last, last != ".." {
                    kept.removeLast()
                } else if !isAbsolute {
                    kept.append(component)
                }
            } else {
                kept.append(component)
            }
        }
        let joined = kept.joined(separator: "/")
        return Path(isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined)
    }

    /// Joined to `base` unless it is absolute already, then lexically normalised.
    package func absolute(in base: Path) -> Path {
        (base / self).normalised
    }

    /// The part below `base`, nil when the path is not below it. Both are taken as they stand,
    /// so normalise them first; the base itself gives `.`.
    package func relative(to base: Path) -> Path? {
        if text == base.text { return "." }
        let prefix = base.text.utf8.last == Self.slash ? base.text : base.text + "/"
        guard text.utf8.starts(with: prefix.utf8) else { return nil }
        let rest = text.utf8.dropFirst(prefix.utf8.count)
        return rest.isEmpty ? "." : Path(String(rest) ?? "")
    }

    private static let slash = UInt8(ascii: "/")
}

extension Path: Comparable {
    /// Byte order of the texts.
    package static func < (left: Path, right: Path) -> Bool { left.text < right.text }
}

extension Path: CustomStringConvertible, ExpressibleByStringInterpolation {
    package var description: String { text }

    package init(stringLiteral value: String) {
        self.init(value)
    }
}
