/// The completion script of fish.
enum FishCompletions {
    static func text(for root: CommandSpec) -> String {
        let tree = CompletionTree(root: root)
        var text = """
            # Completions of swuv for fish; made by `swuv completions fish`.
            function __swuv_command
                set -l found
                set -l words (commandline -opc)
                for word in $words[2..-1]
                    switch "$found/$word"

            """
        for node in tree.nodes where !node.path.isEmpty {
            let before = node.path.dropLast().joined(separator: " ")
            let names = ([node.command.name] + node.command.aliases).map { "'\(before)/\($0)'" }
            text += "            case \(names.joined(separator: " "))\n"
            text += "                set found '\(node.path.joined(separator: " "))'\n"
        }
        text += """
                    end
                end
                test "$found" = "$argv[1]"
            end
            complete -c swuv -f

            """
        for node in tree.nodes { text += lines(node) }
        return text
    }

    private static func lines(_ node: CompletionTree.Node) -> String {
        let start = "complete -c swuv -n '__swuv_command \"\(node.path.joined(separator: " "))\"'"
        var text = ""
        for command in node.subcommands {
            text += "\(start) -a \(command.name) -d \(quoted(command.summary))\n"
        }
        if let positional = node.command.positional {
            if !positional.choices.isEmpty {
                text += "\(start) -a \(quoted(positional.choices.joined(separator: " ")))\n"
            } else if positional.completion != .nothing {
                text += "\(start) -F\n"
            }
        }
        for option in node.options {
            text += "\(start) -l \(option.name)"
            if let short = option.shortText { text += " -s \(short.dropFirst())" }
            if option.takesValue {
                text += option.completion == .nothing ? " -x" : " -r"
                if !option.choices.isEmpty { text += " -a \(quoted(option.choices.joined(separator: " ")))" }
                if option.completion != .nothing { text += " -F" }
            }
            text += " -d \(quoted(option.help))\n"
        }
        return text
    }

    private static func quoted(_ text: String) -> String {
        var result = "'"
        for character in text {
            if character == "'" || character == "\\" { result += "\\" }
            result.append(character)
        }
        return result + "'"
    }
}
