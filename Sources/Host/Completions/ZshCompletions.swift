/// The completion script of zsh.
enum ZshCompletions {
    static func text(for root: CommandSpec) -> String {
        let tree = CompletionTree(root: root)
        var text = "#compdef swuv\n# Completions of swuv for zsh; made by `swuv completions zsh`.\n\n"
        for node in tree.nodes.reversed() { text += function(node) }
        text += """
            if [ "$funcstack[1]" = "_swuv" ]; then
                _swuv "$@"
            else
                compdef _swuv swuv
            fi

            """
        return text
    }

    private static func name(_ path: [String]) -> String {
        (["_swuv"] + path).joined(separator: "_")
    }

    private static func function(_ node: CompletionTree.Node) -> String {
        var text = "\(name(node.path))() {\n"
        var specs = node.options.flatMap(specs)
        if !node.subcommands.isEmpty {
            specs += ["'1:command:->command'", "'*::argument:->argument'"]
            text += "    local curcontext=\"$curcontext\" state line\n    local -a commands\n    commands=(\n"
            for command in node.subcommands {
                text += "        \(quoted("\(command.name):\(command.summary)"))\n"
            }
            text += "    )\n"
        } else if let positional = node.command.positional {
            specs.append(positionalSpec(positional))
        }
        text += "    _arguments -s -S -C"
        for spec in specs { text += " \\\n        \(spec)" }
        text += "\n"
        if !node.subcommands.isEmpty {
            text += "    case $state in\n        command) _describe command commands ;;\n"
            text += "        argument)\n            case $line[1] in\n"
            for command in node.subcommands {
                let names = ([command.name] + command.aliases).joined(separator: "|")
                text += "                \(names)) \(name(node.path + [command.name])) ;;\n"
            }
            text += "            esac ;;\n    esac\n"
        }
        return text + "}\n\n"
    }

    private static func positionalSpec(_ positional: CommandSpec.Positional) -> String {
        let place = positional.isRepeated ? "*" : "1"
        var action = " "
        if !positional.choices.isEmpty { action = "(\(positional.choices.joined(separator: " ")))" }
        if positional.completion == .file { action = "_files" }
        if positional.completion == .directory { action = "_files -/" }
        return quoted("\(place):\(positional.name.lowercased()):\(action)")
    }

    /// One spec for the long name and one for the short.
    private static func specs(_ option: OptionSpec) -> [String] {
        var help = ""
        for character in option.help {
            if "[]:\\".contains(character) { help += "\\" }
            help.append(character)
        }
        var tail = "[\(help)]"
        if let placeholder = option.placeholder {
            var action = " "
            if !option.choices.isEmpty { action = "(\(option.choices.joined(separator: " ")))" }
            if option.completion == .file { action = "_files" }
            if option.completion == .directory { action = "_files -/" }
            tail += ":\(placeholder.lowercased()):\(action)"
        }
        let isRepeated: Bool
        switch option.value {
        case .list, .count: isRepeated = true
        case .one, .flag: isRepeated = false
        }
        let star = isRepeated ? "*" : ""
        let long = quoted(star + "--\(option.name)" + (option.takesValue ? "=" : "") + tail)
        return [long]
            + (option.shortText.map { [quoted(star + $0 + (option.takesValue ? "+" : "") + tail)] } ?? [])
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
