internal import Installer

/// A command line that does not fit the tables. The program says it and exits with 2.
struct UsageError: Error, Sendable, Equatable {
    /// `unexpected argument '--x' found`.
    var message: String
    /// Indented lines below the message.
    var details: [String] = []
    /// `a similar argument exists: '--y'`.
    var tips: [String] = []
    /// `swuv install [OPTIONS] <PACKAGE>`, when it helps.
    var usage: String?
}

extension UsageError {
    static func unrecognized(subcommand: String, of command: CommandSpec, path: [String]) -> UsageError {
        let names = command.subcommands.filter { !$0.isHidden }.map(\.name)
        let similar = Suggestions.similar(to: subcommand, among: names)
        let list = similar.map { "'\($0)'" }.joined(separator: ", ")
        let tips =
            switch similar.count {
            case 0: [String]()
            case 1: ["a similar subcommand exists: \(list)"]
            default: ["some similar subcommands exist: \(list)"]
            }
        return UsageError(
            message: "unrecognized subcommand '\(subcommand)'", tips: tips,
            usage: usage(path: path, command: command))
    }

    static func unexpected(
        option: String, among options: [OptionSpec], command: CommandSpec, path: [String]
    ) -> UsageError {
        var tips: [String] = []
        if option.hasPrefix("--") {
            let shown = options.filter { $0.visibility == .shown }
            if let best = Suggestions.similar(to: String(option.dropFirst(2)), among: shown.map(\.name)).last
            {
                tips.append("a similar argument exists: '--\(best)'")
            }
        }
        if tips.isEmpty, command.positional != nil {
            tips.append("to pass '\(option)' as a value, use '-- \(option)'")
        }
        return unexpected(argument: option, tips: tips, command: command, path: path)
    }

    static func unexpected(
        argument: String, tips: [String], command: CommandSpec, path: [String]
    ) -> UsageError {
        UsageError(
            message: "unexpected argument '\(argument)' found", tips: tips,
            usage: usage(path: path, command: command))
    }

    static func unexpected(
        value: String, for option: OptionSpec, command: CommandSpec, path: [String]
    ) -> UsageError {
        UsageError(
            message: "unexpected value '\(value)' for '--\(option.name)' found; no more were expected",
            usage: usage(path: path, command: command))
    }

    static func missingValue(of option: OptionSpec) -> UsageError {
        UsageError(
            message: "a value is required for '\(option.usage)' but none was supplied",
            details: possibleValues(option.choices))
    }

    static func invalid(value: String, for place: String, choices: [String]) -> UsageError {
        let similar = Suggestions.similar(to: value, among: choices).last
        return UsageError(
            message: "invalid value '\(value)' for '\(place)'", details: possibleValues(choices),
            tips: similar.map { ["a similar value exists: '\($0)'"] } ?? [])
    }

    /// A value of the right shape that cannot be what it should be, and why.
    static func invalid(value: String, for place: String, reason: String) -> UsageError {
        UsageError(message: "invalid value '\(value)' for '\(place)': \(reason)")
    }

    static func repeated(_ option: OptionSpec, command: CommandSpec, path: [String]) -> UsageError {
        UsageError(
            message: "the argument '\(option.usage)' cannot be used multiple times",
            usage: usage(path: path, command: command))
    }

    static func conflict(
        _ one: OptionSpec, _ other: OptionSpec, command: CommandSpec, path: [String]
    ) -> UsageError {
        UsageError(
            message: "the argument '\(one.usage)' cannot be used with '\(other.usage)'",
            usage: usage(path: path, command: command))
    }

    static func missingPositional(command: CommandSpec, path: [String]) -> UsageError {
        let names = [command.positional?.name ?? "ARGUMENT"] + command.alternatives.map(\.usage)
        return UsageError(
            message: "the following required arguments were not provided:",
            details: ["<\(names.joined(separator: "|"))>"], usage: usage(path: path, command: command))
    }

    private static func usage(path: [String], command: CommandSpec) -> String {
        path.joined(separator: " ") + " " + command.usageTail
    }

    private static func possibleValues(_ choices: [String]) -> [String] {
        choices.isEmpty ? [] : ["[possible values: \(choices.joined(separator: ", "))]"]
    }
}
