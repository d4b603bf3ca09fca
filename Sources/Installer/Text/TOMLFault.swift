/// One thing that is wrong in a TOML document: with its grammar, or with what it says to its reader.
package struct TOMLFault: Error, Hashable, Sendable {
    /// What is wrong, without the place.
    package let message: String
    package let snippet: SourceSnippet

    package var line: Int { snippet.line }
    package var column: Int { snippet.column }

    package init(_ message: String, _ snippet: SourceSnippet) {
        self.message = message
        self.snippet = snippet
    }
}

extension TOMLFault: CustomStringConvertible {
    package var description: String { "line \(line), column \(column): \(message)" }
}

/// All that is wrong in one TOML document, in the order of the text.
package struct TOMLErrors: Error, Hashable, Sendable {
    package let file: String
    package let faults: [TOMLFault]
    /// How many more there are than `faults` lists.
    package let omitted: Int

    package init(file: String, faults: [TOMLFault], omitted: Int = 0) {
        self.file = file
        self.faults = faults
        self.omitted = omitted
    }
}

extension TOMLErrors: Diagnosable, CustomStringConvertible {
    package var description: String {
        "\(file): " + faults.map(\.description).joined(separator: "; ")
    }

    package var diagnostic: Diagnostic {
        var causes = faults.map { "\($0)\n\($0.snippet.rendered)" }
        if omitted > 0 { causes.append("\(omitted) more") }
        return Diagnostic("Failed to read `\(file)`", causes: causes)
    }
}
