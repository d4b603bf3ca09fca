/// The completion script of bash.
enum BashCompletions {
    static func text(for root: CommandSpec) -> String {
        let tree = CompletionTree(root: root)
        var text = """
            # Completions of swuv for bash; made by `swuv completions bash`.
            _swuv() {
                local cur="${COMP_WORDS[COMP_CWORD]}" prev="" command="" words="" i
                COMPREPLY=()
                if ((COMP_CWORD > 0)); then prev="${COMP_WORDS[COMP_CWORD-1]}"; fi
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$command/${COMP_WORDS[i]}" in

            """
        for node in tree.nodes where !node.path.isEmpty {
            let before = node.path.dropLast().joined(separator: " ")
            for name in [node.command.name] + node.command.aliases {
                text +=
                    "            \"\(before)/\(name)\") command=\"\(node.path.joined(separator: " "))\" ;;\n"
            }
        }
        text += """
                    esac
                done
                case "$command" in

            """
        for node in tree.nodes { text += branch(node) }
        text += """
                esac
                COMPREPLY=($(compgen -W "$words" -- "$cur"))
            }
            complete -o bashdefault -o default -F _swuv swuv

            """
        return text
    }

    private static func branch(_ node: CompletionTree.Node) -> String {
        var text = "        \"\(node.path.joined(separator: " "))\")\n"
        let valued = node.options.filter(\.takesValue)
        text += "            case \"$prev\" in\n"
        for option in valued {
            let names = ["--\(option.name)"] + (option.shortText.map { [$0] } ?? [])
            text += "                \(names.joined(separator: "|")))"
            if !option.choices.isEmpty {
                text += " COMPREPLY=($(compgen -W \"\(option.choices.joined(separator: " "))\" -- \"$cur\"));"
            } else if option.completion == .directory {
                text += " COMPREPLY=($(compgen -d -- \"$cur\"));"
            } else if option.completion == .file {
                text += " COMPREPLY=($(compgen -f -- \"$cur\"));"
            }
            text += " return ;;\n"
        }
        text += "            esac\n"
        var words = node.subcommands.map(\.name) + (node.command.positional?.choices ?? [])
        let options = node.options.flatMap { ["--\($0.name)"] + ($0.shortText.map { [$0] } ?? []) }
        if words.isEmpty {
            text +=
                "            if [[ \"$cur\" == -* ]]; then words=\"\(options.joined(separator: " "))\"; fi ;;\n"
        } else {
            words += options
            text += "            words=\"\(words.joined(separator: " "))\" ;;\n"
        }
        return text
    }
}
