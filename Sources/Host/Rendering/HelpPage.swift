/// The text of `--help`, made from the tables.
struct HelpPage {
    let path: [String]
    let command: CommandSpec
    let style: Style

    /// Lines are wrapped here.
    private static let width = 100
    /// An option column wider than this puts the explanations on lines of their own.
    private static let widestColumn = 32

    var text: String {
        var text = command.summary + "\n\n"
        text += heading("Usage:") + " " + literal(path.joined(separator: " ")) + " "
        text += value(command.usageTail) + "\n"
        let visible = command.subcommands.filter { !$0.isHidden }
        if !visible.isEmpty {
            text += "\n" + heading("Commands:") + "\n"
            text += block(
                visible.map { (plain: "  " + $0.name, shown: "  " + literal($0.name), help: $0.summary) })
        }
        if let positional = command.positional {
            let repeated = positional.isRepeated ? "..." : ""
            let name = "[\(positional.name)]\(repeated)"
            text += "\n" + heading("Arguments:") + "\n"
            text += block([
                (
                    plain: "  " + name, shown: "  " + value(name),
                    help: positional.help + Self.choices(positional.choices)
                )
            ])
        }
        let options = command.options.filter { $0.visibility == .shown }
        for group in OptionSpec.Heading.allCases {
            let members = options.filter { $0.heading == group }
            if members.isEmpty { continue }
            text += "\n" + heading(group.rawValue + ":") + "\n"
            text += block(members.map(row))
        }
        let help = (["help"] + path.dropFirst()).joined(separator: " ")
        return text + "\nUse `" + literal("swuv \(help)") + "` to read this again.\n"
    }

    private typealias Row = (plain: String, shown: String, help: String)

    private func row(_ option: OptionSpec) -> Row {
        var plain = "      "
        var shown = "      "
        if let short = option.short {
            let letter = "-\(Character(Unicode.Scalar(short)))"
            plain = "  \(letter), "
            shown = "  \(literal(letter)), "
        }
        plain += "--\(option.name)"
        shown += literal("--\(option.name)")
        if let placeholder = option.placeholder {
            plain += " <\(placeholder)>"
            shown += " " + value("<\(placeholder)>")
        } else if option.value == .count {
            plain += "..."
            shown += value("...")
        }
        var help = option.help
        if let variable = option.variables.first { help += " [env: \(variable)=]" }
        help += Self.choices(option.choices)
        return (plain, shown, help)
    }

    private static func choices(_ choices: [String]) -> String {
        choices.isEmpty ? "" : " [possible values: \(choices.joined(separator: ", "))]"
    }

    private func block(_ rows: [Row]) -> String {
        let column = rows.map { $0.plain.unicodeScalars.count }.max() ?? 0
        let isWide = column > Self.widestColumn
        let indent = isWide ? 10 : column + 2
        var text = ""
        for row in rows {
            let lines = Self.wrapped(row.help, to: Self.width - indent)
            if isWide {
                text += row.shown + "\n"
                for line in lines { text += String(repeating: " ", count: indent) + line + "\n" }
            } else {
                let padding = indent - row.plain.unicodeScalars.count
                text += row.shown + String(repeating: " ", count: padding)
                text += lines.joined(separator: "\n" + String(repeating: " ", count: indent)) + "\n"
            }
        }
        return text
    }

    /// Breaks at spaces; a longer word stays whole.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.unicodeScalars.count + 1 + word.unicodeScalars.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        return lines + [line]
    }

    private func heading(_ text: String) -> String { style.bold(style.green(text)) }
    private func literal(_ text: String) -> String { style.bold(style.cyan(text)) }
    private func value(_ text: String) -> String { style.cyan(text) }
}
