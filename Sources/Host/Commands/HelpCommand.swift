internal import Installer

enum HelpCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        var command = CommandSpec.root
        var path = [command.name]
        for word in context.arguments.positionals {
            guard let next = command.subcommand(named: word) else {
                throw UsageError.unrecognized(subcommand: word, of: command, path: path)
            }
            command = next
            if next.name != "pip" { path.append(next.name) }
        }
        let page = HelpPage(path: path, command: command, style: context.console.outputStyle)
        context.console.result(page.text)
        return 0
    }
}
