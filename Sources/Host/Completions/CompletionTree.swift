/// Every command with the words that lead to it, for the writers of completion scripts.
struct CompletionTree {
    struct Node {
        /// The words after the program's name: `["cache", "dir"]`; empty for the program itself.
        let path: [String]
        let command: CommandSpec
        /// What may be completed, hidden ones left out.
        let options: [OptionSpec]
        let subcommands: [CommandSpec]
    }

    let nodes: [Node]

    init(root: CommandSpec) {
        var nodes: [Node] = []
        func visit(_ command: CommandSpec, _ path: [String]) {
            let subcommands = command.subcommands.filter { !$0.isHidden }
            nodes.append(
                Node(
                    path: path, command: command,
                    options: command.options.filter { $0.visibility == .shown }, subcommands: subcommands))
            for next in subcommands { visit(next, path + [next.name]) }
        }
        visit(root, [])
        self.nodes = nodes
    }
}

extension OptionSpec {
    /// `-p`, when it has one.
    var shortText: String? { short.map { "-\(Character(Unicode.Scalar($0)))" } }
}
