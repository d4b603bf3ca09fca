/// A distribution or source tree named by where it is: `./dist/demo-1.0-py3-none-any.whl[fast]`, a URL, `-e .`.
///
/// Its name and version are known only once it has been looked at.
package struct LocatedRequirement: Hashable, Sendable {
    package enum Location: Hashable, Sendable {
        /// Absolute and normalised.
        case path(Path)
        /// As written: `https://…`, `file:///…`, `git+https://…`.
        case url(String)
    }

    package var location: Location
    /// Sorted, without repetitions.
    package var extras: [ExtraName]
    package var marker: Marker?
    /// Asked for with `-e`.
    package var isEditable: Bool

    package init(
        location: Location, extras: [ExtraName] = [], marker: Marker? = nil, isEditable: Bool = false
    ) {
        self.location = location
        self.extras = Array(Set(extras)).sorted()
        self.marker = marker
        self.isEditable = isEditable
    }
}

/// What a user may ask for: a package by name (PEP 508), or a distribution by where it is.
package enum RequirementSubject: Hashable, Sendable {
    case named(Requirement)
    case located(LocatedRequirement)

    /// Reads an argument of the command line or the requirement of a line of a requirements file.
    /// Relative paths start at `directory`, in `demo @ ./demo.whl` too.
    package init(parsing text: String, in directory: Path) throws(RequirementError) {
        if RequirementLocation.isLocation(text) {
            self = .located(try RequirementLocation.parse(text, in: directory, isEditable: false))
            return
        }
        var requirement = try Requirement(parsing: text)
        if case .url(let target) = requirement.source, !RequirementLocation.hasScheme(target) {
            requirement.source = .url(Path(target).absolute(in: directory).text)
        }
        self = .named(requirement)
    }

    /// Reads the value of `-e`, which is always a location.
    package init(parsingEditable text: String, in directory: Path) throws(RequirementError) {
        self = .located(try RequirementLocation.parse(text, in: directory, isEditable: true))
    }
}

/// Telling paths and URLs from names, and taking them apart.
private enum RequirementLocation {
    private static let archives = [".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"]

    static func isLocation(_ text: String) -> Bool {
        if text.hasPrefix("./") || text.hasPrefix("../") || text.hasPrefix("/") || hasScheme(text) {
            return true
        }
        let bare = withoutExtras(splittingMarker(text).location).location
        if bare == "." || bare == ".." { return true }
        let bytes = bare.utf8
        let nameEnd =
            bytes.firstIndex { byte in
                !byte.isASCIIAlphanumeric && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "-")
                    && byte != UInt8(ascii: "_")
            } ?? bytes.endIndex
        if nameEnd < bytes.endIndex, nameEnd > bytes.startIndex, bytes[nameEnd] == UInt8(ascii: "/") {
            return true
        }
        let isPlain = bytes.allSatisfy { byte in
            byte.isASCIIAlphanumeric || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "!")
        }
        return isPlain && archives.contains { bare.lowercased().hasSuffix($0) }
    }

    /// `https:`, `file:`, `git+ssh:`; a single letter would be a drive.
    static func hasScheme(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let first = bytes.first,
            first.isASCIILetter
        else { return false }
        let scheme = bytes[..<colon]
        let isName = scheme.allSatisfy { byte in
            byte.isASCIIAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".")
        }
        guard isName, scheme.count > 1 else { return false }
        return bytes[colon...].starts(with: "://".utf8) || scheme.elementsEqual("file".utf8)
    }

    static func parse(
        _ text: String, in directory: Path, isEditable: Bool
    ) throws(RequirementError) -> LocatedRequirement {
        let (whole, markerText) = splittingMarker(text)
        let (location, extrasText) = withoutExtras(whole)
        func fault(_ message: String, _ columns: Range<Int>) -> RequirementError {
            RequirementError(message: message, text: text, columns: columns, subject: "requirement")
        }
        guard !location.isEmpty else { throw fault("expected a path or a URL", 0..<0) }
        let length = location.unicodeScalars.count
        var extras: [ExtraName] = []
        for part in extrasText.split(separator: ",") {
            let name = HTMLAnchors.trimmed(String(part))
            guard let extra = ExtraName(name) else {
                throw fault(
                    "`\(TextExcerpt.shortened(name))` is no valid name of an extra",
                    length..<whole.unicodeScalars.count)
            }
            extras.append(extra)
        }
        var marker: Marker?
        if let markerText {
            do {
                marker = try Marker(parsing: markerText)
            } catch {
                let shift = text.unicodeScalars.count - markerText.unicodeScalars.count
                throw fault(
                    error.message, error.columns.lowerBound + shift..<error.columns.upperBound + shift)
            }
        }
        let isURL = hasScheme(location)
        if isURL, let space = location.unicodeScalars.firstIndex(where: { $0.properties.isWhitespace }) {
            let column = location.unicodeScalars.distance(from: location.unicodeScalars.startIndex, to: space)
            throw fault("a URL holds no white space; a marker follows ` ;`", column..<column + 1)
        }
        return LocatedRequirement(
            location: isURL ? .url(location) : .path(Path(location).absolute(in: directory)),
            extras: extras, marker: marker, isEditable: isEditable)
    }

    /// A marker follows a semicolon with white space on one side of it at least, since URLs may hold others.
    private static func splittingMarker(_ text: String) -> (location: String, marker: String?) {
        let bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: ";") {
            let before = index > 0 && bytes[index - 1].isASCIISpace
            let after = index + 1 < bytes.count && bytes[index + 1].isASCIISpace
            guard before || after else { continue }
            return (
                trimmedEnd(String(decoding: bytes[..<index], as: UTF8.self)),
                String(decoding: bytes[(index + 1)...], as: UTF8.self)
            )
        }
        return (trimmedEnd(text), nil)
    }

    /// `demo.whl[a,b]` as `demo.whl` and `a,b`.
    private static func withoutExtras(_ text: String) -> (location: String, extras: String) {
        guard text.hasSuffix("]"), let open = text.lastIndex(of: "[") else { return (text, "") }
        return (trimmedEnd(String(text[..<open])), String(text[text.index(after: open)...].dropLast()))
    }

    private static func trimmedEnd(_ text: String) -> String {
        guard let last = text.utf8.lastIndex(where: { !$0.isASCIISpace }) else { return "" }
        return String(text[...last])
    }
}
