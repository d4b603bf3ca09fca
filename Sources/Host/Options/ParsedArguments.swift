/// A command line after parsing: the command, and what was said to it.
struct ParsedArguments: Sendable {
    /// The words of the command, the program's name first: `["swuv", "cache", "dir"]`.
    var path: [String]
    var command: CommandSpec
    var positionals: [String] = []
    /// By the option's name, in the order given.
    var occurrences: [String: [Occurrence]] = [:]
    /// The words after the command's name, with the names of the options they are about.
    var spellings: [(options: [String], words: [String])] = []
    /// All of them as they were given, without the program's name.
    var given: [String] = []
    /// The place among these of the first word that belongs to another program.
    var trailingPlace: Int?
    /// `swuv pip install`: the word `pip` was there.
    var saidPip = false

    struct Occurrence: Sendable, Equatable {
        /// nil for flags.
        var value: String?
        /// Given by the name that means its opposite.
        var isNegated: Bool
    }

    func occurrences(of option: OptionSpec) -> [Occurrence] {
        occurrences[option.name] ?? []
    }
}

/// What a command line asks for.
enum ParsedCommandLine: Sendable {
    case command(ParsedArguments)
    /// `--help`, or a command that only holds others: `status` is 2 for the latter.
    case help(path: [String], command: CommandSpec, status: Int32)
    case version
}
