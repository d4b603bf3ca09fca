/// A dependency specifier (PEP 508): `name[extra] >=1.0; python_version < "3.9"` or `name @ URL`.
package struct Requirement: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        case versions(VersionSpecifiers)
        /// What followed `@`, unparsed: a URL, or a path in a requirements file.
        case url(String)
    }

    package var name: PackageName
    /// Sorted, without repetitions.
    package var extras: [ExtraName]
    package var source: Source
    package var marker: Marker?

    package init(
        name: PackageName, extras: [ExtraName] = [], source: Source = .versions(.any), marker: Marker? = nil
    ) {
        self.name = name
        self.extras = Array(Set(extras)).sorted()
        self.source = source
        self.marker = marker
    }

    package init(parsing text: String) throws(RequirementError) {
        var parser = RequirementParser(text, subject: "requirement")
        self = try parser.parseWholeRequirement()
    }

    /// The version specifier; `any` for a direct reference.
    package var specifiers: VersionSpecifiers {
        if case .versions(let specifiers) = source { specifiers } else { .any }
    }

    package var url: String? {
        if case .url(let url) = source { url } else { nil }
    }
}

extension Requirement: CustomStringConvertible {
    /// Normalised: `name[a,b]>=1.0,<2.0 ; marker` and `name @ URL ; marker`.
    package var description: String {
        var text = name.text
        if !extras.isEmpty { text += "[" + extras.map(\.text).joined(separator: ",") + "]" }
        switch source {
        case .versions(let specifiers): text += specifiers.description
        case .url(let url): text += " @ " + url
        }
        if let marker { text += " ; " + marker.description }
        return text
    }
}

/// Why a text is no requirement or no environment marker.
package struct RequirementError: Diagnosable, Equatable {
    /// What was expected, or what is wrong, in one phrase.
    package var message: String
    /// The whole text that was read.
    package var text: String
    /// The place, in characters from 0; empty where something is missing.
    package var columns: Range<Int>
    /// `requirement` or `environment marker`.
    package var subject: String

    package var diagnostic: Diagnostic {
        Diagnostic(
            "invalid \(subject) `\(TextExcerpt.shortened(text))`",
            causes: [TextExcerpt.pointing(at: columns, in: text, saying: message)])
    }
}
