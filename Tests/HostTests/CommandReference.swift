@testable import Host

/// The reference of commands and settings in `docs`, made from the tables.
enum CommandReference {
    static var text: String {
        var text = """
            # Commands

            Made from the tables of `Sources/Host`; `SWUV_UPDATE_GOLDENS=1 swift test --filter HostTests` writes it anew.
            How layers of settings work together is in [configuration.md](configuration.md), the objects of `--json`
            are in [json.md](json.md).


            """
        var global: Set<String> = []
        let tree = CompletionTree(root: .root)
        for node in tree.nodes {
            let words = (["swuv"] + node.path).joined(separator: " ")
            text += "## `\(words)`\n\n\(node.command.summary).\n\n"
            text += "    \(words) \(node.command.usageTail)\n\n"
            if !node.subcommands.isEmpty {
                for command in node.subcommands { text += "- `\(command.name)`: \(command.summary)\n" }
                text += "\n"
            }
            if let positional = node.command.positional {
                text += "`\(positional.name)`: \(positional.help).\n\n"
            }
            let own = node.options.filter { !global.contains($0.name) }
            if node.path.isEmpty { global = Set(own.map(\.name)) }
            if own.isEmpty { continue }
            text += "| option | meaning | variables |\n|---|---|---|\n"
            for option in own { text += row(option) }
            text += node.path.isEmpty ? "\nEvery command takes these.\n\n" : "\n"
        }
        text += "## Settings without an option\n\n| key | meaning | variables |\n|---|---|---|\n"
        for option in OptionSpec.withoutOption {
            text += "| `\(option.name)` | \(option.help) | \(variables(option)) |\n"
        }
        text += "\n## Keys of `swuv.toml` and `[tool.swuv]`\n\n"
        let keys = OptionSpec.configurable.map { "`\($0.name)`" }
        return text + keys.joined(separator: ", ")
            + "; also `default-extras`, `default-groups`, `[[index]]` tables and `[sources]`. In the table `[variants]`: "
            + OptionSpec.variantKeys.map { "`\($0.key)` (`--\($0.option.name)`)" }.joined(separator: ", ")
            + ".\n"
    }

    private static func row(_ option: OptionSpec) -> String {
        let names = (option.shortText.map { [$0] } ?? []) + ["--\(option.name)"]
        let value = option.placeholder.map { " \($0)" } ?? ""
        var meaning = option.help
        if !option.choices.isEmpty {
            meaning += ": " + option.choices.map { "`\($0)`" }.joined(separator: ", ")
        }
        return
            "| `\(names.joined(separator: ", "))\(value)` | \(meaning) | \(variables(option)) |\n"
    }

    private static func variables(_ option: OptionSpec) -> String {
        option.variables.map { "`\($0)`" }.joined(separator: ", ")
    }
}
