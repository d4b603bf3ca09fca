/// A ZIP archive that swuv will not use, with the entry at fault when there is one.
///
/// Names come from the archive, so they are shown with control characters escaped.
package struct ZipError: Diagnosable, Hashable {
    /// A file name or URL.
    package let archive: String
    package let entry: String?
    package let reason: String

    package init(archive: String, entry: String? = nil, _ reason: String) {
        self.archive = archive
        self.entry = entry
        self.reason = reason
    }

    package var diagnostic: Diagnostic {
        let place = entry.map { "entry `\(Self.escaped($0))`: " } ?? ""
        return Diagnostic("failed to read archive `\(Self.escaped(archive))`", causes: [place + reason])
    }

    /// `text` with control characters and other invisible ones as `\u{…}`, cut after 200 characters.
    package static func escaped(_ text: String) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            if count > 200 { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
