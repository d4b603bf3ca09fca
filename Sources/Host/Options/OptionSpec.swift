/// One setting of the program: how it is spelled on the command line, which environment variables stand in for
/// it, whether a configuration file may hold it, and what `--help` says.
///
/// The tables of these drive parsing, help, suggestions, completions and the reference in `docs`.
struct OptionSpec: Sendable {
    /// The long name without dashes; also the key of a configuration file.
    let name: String
    /// An ASCII letter.
    let short: UInt8?
    /// Other long names that mean the same, not shown.
    let aliases: [String]
    let value: ValueShape
    /// Exactly these values are allowed, when there are any.
    let choices: [String]
    /// A second long name that sets a flag to false, not shown.
    let negation: String?
    /// Looked at in this order when the command line does not hold the option.
    let variables: [String]
    let heading: Heading
    let help: String
    /// May stand in `swuv.toml` and `[tool.swuv]`.
    let isConfigurable: Bool
    let visibility: Visibility
    /// What a shell offers as its value.
    let completion: ValueCompletion

    enum ValueShape: Sendable, Equatable {
        /// Present or not.
        case flag
        /// A flag that counts how often it is given.
        case count
        /// One value with this name in help; given twice is an error.
        case one(String)
        /// Any number of values.
        case list(String)
    }

    enum Heading: String, Sendable, CaseIterable {
        case own = "Options"
        case index = "Index options"
        case resolver = "Resolver options"
        case variants = "Variant options"
        case installer = "Installer options"
        case build = "Build options"
        case cache = "Cache options"
        case python = "Python options"
        case global = "Global options"
    }

    enum Visibility: Sendable {
        case shown
        /// Parsed, for scripts written for other tools, but not shown.
        case hidden
        /// Environment and configuration only.
        case notOnCommandLine
    }

    enum ValueCompletion: Sendable {
        case nothing, file, directory
    }

    init(
        _ name: String, _ value: ValueShape, _ heading: Heading, short: Character? = nil,
        aliases: [String] = [], choices: [String] = [], negation: String? = nil, variables: [String] = [],
        configurable: Bool = false, visibility: Visibility = .shown, completes: ValueCompletion = .nothing,
        _ help: String
    ) {
        self.name = name
        self.short = short?.asciiValue
        self.aliases = aliases
        self.value = value
        self.choices = choices
        self.negation = negation
        self.variables = variables
        self.heading = heading
        self.help = help
        self.isConfigurable = configurable
        self.visibility = visibility
        self.completion = completes
    }
}

extension OptionSpec {
    var takesValue: Bool { placeholder != nil }

    /// The name of its value, `PATH`.
    var placeholder: String? {
        switch value {
        case .flag, .count: nil
        case .one(let name), .list(let name): name
        }
    }

    /// As errors name it: `--index <INDEX>`.
    var usage: String {
        placeholder.map { "--\(name) <\($0)>" } ?? "--\(name)"
    }

    /// Whether `--text` is this option, and if so, whether it means its opposite.
    func matches(long text: Substring) -> (matches: Bool, negated: Bool) {
        if text == name || aliases.contains(where: { $0 == text }) { return (true, false) }
        if let negation, negation == text { return (true, true) }
        return (false, false)
    }
}
