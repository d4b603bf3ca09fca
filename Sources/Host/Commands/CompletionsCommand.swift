internal import Installer

enum CompletionsCommand {
    static func run(_ context: CommandContext) throws -> Int32 {
        let text =
            switch context.arguments.positionals.first {
            case "zsh": ZshCompletions.text(for: .root)
            case "fish": FishCompletions.text(for: .root)
            default: BashCompletions.text(for: .root)
            }
        context.console.result(text)
        return 0
    }
}
