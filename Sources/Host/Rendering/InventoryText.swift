internal import Installer

/// How installed packages are listed on standard output.
enum InventoryText {
    /// Two or three columns under underlined headings; nothing for no packages.
    static func columns(_ distributions: [ListedDistribution]) -> String {
        if distributions.isEmpty { return "" }
        var header = ["Package", "Version"]
        let hasEditables = distributions.contains { $0.editableLocation != nil }
        if hasEditables { header.append("Editable project location") }
        var rows = [header]
        for one in distributions {
            var row = [one.name.text, TerminalText.escaped(one.version.description)]
            if hasEditables { row.append(TerminalText.escaped(one.editableLocation?.text ?? "")) }
            rows.append(row)
        }
        let widths = header.indices.map { column in
            rows.map { $0[column].unicodeScalars.count }.max() ?? 0
        }
        rows.insert(widths.map { String(repeating: "-", count: $0) }, at: 1)
        return rows.map { row in
            var line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: " ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// `name==version`, one a line.
    static func pins(_ distributions: [ListedDistribution]) -> String {
        distributions.map { "\($0.name.text)==\(TerminalText.escaped($0.version.description))\n" }.joined()
    }

    /// `name==version`, `name @ url` or `-e directory`, one a line.
    static func requirements(_ distributions: [ListedDistribution]) -> String {
        distributions.map { one in
            if let location = one.editableLocation { return "-e \(TerminalText.escaped(location.text))\n" }
            if let url = one.url { return "\(one.name.text) @ \(TerminalText.escaped(url))\n" }
            return "\(one.name.text)==\(TerminalText.escaped(one.version.description))\n"
        }.joined()
    }

    /// Blocks of `Key: value` lines with `---` between them.
    static func details(_ distributions: [ShownDistribution]) -> String {
        distributions.map(details).joined(separator: "---\n")
    }

    private static func details(_ one: ShownDistribution) -> String {
        var rows: [(key: String, value: String?)] = [
            ("Name", one.name.text), ("Version", one.version.description), ("Summary", one.summary),
            ("Home-page", one.homePage), ("License", one.license), ("Variant", one.variant),
            ("Location", one.location.text),
            ("Editable project location", one.editableLocation?.text),
        ]
        rows.append(("Requires", one.requires.map(\.text).joined(separator: ", ")))
        rows.append(("Required-by", one.requiredBy.map(\.text).joined(separator: ", ")))
        var text = ""
        for (key, value) in rows {
            guard let value else { continue }
            text += value.isEmpty ? "\(key):\n" : "\(key): \(TerminalText.escaped(value))\n"
        }
        if let files = one.files {
            text += "Files:\n"
            for file in files { text += "  \(TerminalText.escaped(file))\n" }
        }
        return text
    }
}
