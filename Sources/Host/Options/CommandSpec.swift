/// A command: what it is called, what it takes, and what runs it.
struct CommandSpec: Sendable {
    let name: String
    let aliases: [String]
    /// One line, no full stop.
    let summary: String
    let positional: Positional?
    /// One of these options stands in for a required positional argument (`-r FILE`).
    let alternatives: [OptionSpec]
    /// Its own and its groups' options, without the ones that every command takes.
    let makeOptions: @Sendable () -> [OptionSpec]
    let subcommands: [CommandSpec]
    let isHidden: Bool
    /// nil for a command that only holds others.
    let run: (@Sendable (CommandContext) throws -> Int32)?

    /// The positional arguments of a command: all of one kind.
    struct Positional: Sendable {
        /// As help names it, `PACKAGE`.
        let name: String
        let help: String
        let isRequired: Bool
        let isRepeated: Bool
        /// Everything after its first word belongs to it, whatever it looks like.
        let isTrailing: Bool
        let choices: [String]
        let completion: OptionSpec.ValueCompletion

        init(
            _ name: String, required: Bool = false, repeated: Bool = true, trailing: Bool = false,
            choices: [String] = [],
            completes: OptionSpec.ValueCompletion = .nothing, _ help: String
        ) {
            self.name = name
            self.help = help
            self.isRequired = required
            self.isRepeated = repeated
            self.isTrailing = trailing
            self.choices = choices
            self.completion = completes
        }
    }

    init(
        _ name: String, aliases: [String] = [], _ summary: String, positional: Positional? = nil,
        alternatives: [OptionSpec] = [], hidden: Bool = false, subcommands: [CommandSpec] = [],
        options: @escaping @Sendable () -> [OptionSpec] = { [] },
        run: (@Sendable (CommandContext) throws -> Int32)? = nil
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.positional = positional
        self.alternatives = alternatives
        self.makeOptions = options
        self.subcommands = subcommands
        self.isHidden = hidden
        self.run = run
    }
}

extension CommandSpec {
    /// Every option it understands on the command line.
    var options: [OptionSpec] {
        (makeOptions() + OptionSpec.everywhere).filter { $0.visibility != .notOnCommandLine }
    }

    func subcommand(named text: String) -> CommandSpec? {
        subcommands.first { $0.name == text || $0.aliases.contains(text) }
    }

    /// `[OPTIONS] <PACKAGE|--requirements <REQUIREMENTS>>`.
    var usageTail: String {
        var tail = "[OPTIONS]"
        if run == nil { return tail + " <COMMAND>" }
        guard let positional else { return tail }
        if positional.isRequired {
            tail += " <" + ([positional.name] + alternatives.map(\.usage)).joined(separator: "|") + ">"
        } else {
            tail += " [\(positional.name)]"
        }
        return positional.isRepeated && alternatives.isEmpty ? tail + "..." : tail
    }
}
