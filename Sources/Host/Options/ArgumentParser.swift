/// Reads a command line by the tables.
///
/// Long options take `--name value` and `--name=value`, short ones `-p value`, `-pvalue` and `-p=value`;
/// short flags combine (`-qv`). `--` ends options. Options of every command may stand before its name.
struct ArgumentParser {
    private var parsed: ParsedArguments
    private var options: [OptionSpec]
    private var rest: ArraySlice<String>
    /// The options that the word at hand is about.
    private var named: [String] = []

    private init(_ arguments: [String], root: CommandSpec) {
        parsed = ParsedArguments(path: [root.name], command: root)
        options = root.options
        rest = arguments[...]
        parsed.given = arguments
    }

    /// `arguments` without the program's name.
    static func parse(
        _ arguments: [String], root: CommandSpec = .root
    ) throws(UsageError) -> ParsedCommandLine {
        var parser = ArgumentParser(arguments, root: root)
        return try parser.run()
    }

    private mutating func run() throws(UsageError) -> ParsedCommandLine {
        var onlyPositionals = false
        while let word = rest.popFirst() {
            let before = rest
            named = []
            let wasLeaf = parsed.command.run != nil
            defer {
                if wasLeaf || !named.isEmpty {
                    let words = [word] + before.prefix(before.count - rest.count)
                    parsed.spellings.append((named, words))
                }
            }
            if onlyPositionals {
                try takeWord(word)
            } else if word == "--" {
                onlyPositionals = true
            } else if word.hasPrefix("--") {
                if let outcome = try takeLong(word.dropFirst(2)) { return outcome }
            } else if word.hasPrefix("-"), word != "-" {
                if let outcome = try takeShorts(word) { return outcome }
            } else {
                try takeWord(word)
            }
        }
        guard parsed.command.run != nil else {
            return .help(path: parsed.path, command: parsed.command, status: 2)
        }
        try checkRequired()
        return .command(parsed)
    }

    private mutating func takeWord(_ word: String) throws(UsageError) {
        let command = parsed.command
        if command.run == nil {
            guard let next = command.subcommand(named: word) else {
                throw .unrecognized(subcommand: word, of: command, path: parsed.path)
            }
            if next.name == "pip" {
                parsed.saidPip = true
            } else {
                parsed.path.append(next.name)
            }
            parsed.command = next
            options = next.options
            return
        }
        guard let positional = command.positional, positional.isRepeated || parsed.positionals.isEmpty else {
            throw .unexpected(argument: word, tips: [], command: command, path: parsed.path)
        }
        if !positional.choices.isEmpty, !positional.choices.contains(word) {
            throw .invalid(value: word, for: "<\(positional.name)>", choices: positional.choices)
        }
        parsed.positionals.append(word)
        if positional.isTrailing {
            parsed.trailingPlace = parsed.given.count - rest.count - 1
            parsed.positionals += rest
            rest = []
        }
    }

    private mutating func takeLong(_ text: Substring) throws(UsageError) -> ParsedCommandLine? {
        let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
        let name = equals.map { text[..<$0] } ?? text
        let attached = equals.map { String(text[text.utf8.index(after: $0)...]) }
        for option in options {
            let (matches, negated) = option.matches(long: name)
            if matches { return try take(option, negated: negated, attached: attached) }
        }
        throw .unexpected(option: "--\(name)", among: options, command: parsed.command, path: parsed.path)
    }

    private mutating func takeShorts(_ word: String) throws(UsageError) -> ParsedCommandLine? {
        var letters = word.utf8.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else {
                let shown = letter < 0x80 ? "-\(Character(Unicode.Scalar(letter)))" : word
                throw .unexpected(
                    option: shown, among: options, command: parsed.command, path: parsed.path)
            }
            guard option.takesValue else {
                if let outcome = try take(option, negated: false, attached: nil) { return outcome }
                continue
            }
            if letters.isEmpty { return try take(option, negated: false, attached: nil) }
            if letters.first == UInt8(ascii: "=") { letters = letters.dropFirst() }
            return try take(option, negated: false, attached: String(decoding: letters, as: UTF8.self))
        }
        return nil
    }

    private mutating func take(
        _ option: OptionSpec, negated: Bool, attached: String?
    ) throws(UsageError) -> ParsedCommandLine? {
        if option.name == OptionSpec.help.name {
            return .help(path: parsed.path, command: parsed.command, status: 0)
        }
        if option.name == OptionSpec.version.name { return .version }
        named.append(option.name)
        guard let placeholder = option.placeholder else {
            if let attached {
                throw .unexpected(value: attached, for: option, command: parsed.command, path: parsed.path)
            }
            parsed.occurrences[option.name, default: []].append(.init(value: nil, isNegated: negated))
            return nil
        }
        let value: String
        if let attached {
            value = attached
        } else if let next = rest.first, !next.hasPrefix("-") || next == "-" {
            value = next
            rest.removeFirst()
        } else {
            throw .missingValue(of: option)
        }
        if !option.choices.isEmpty, !option.choices.contains(value) {
            throw .invalid(value: value, for: "--\(option.name) <\(placeholder)>", choices: option.choices)
        }
        if case .one = option.value, parsed.occurrences[option.name] != nil {
            throw .repeated(option, command: parsed.command, path: parsed.path)
        }
        parsed.occurrences[option.name, default: []].append(.init(value: value, isNegated: false))
        return nil
    }

    private func checkRequired() throws(UsageError) {
        let command = parsed.command
        for (one, other) in OptionSpec.exclusive
        where parsed.occurrences[one.name] != nil && parsed.occurrences[other.name] != nil {
            throw .conflict(one, other, command: command, path: parsed.path)
        }
        guard let positional = command.positional, positional.isRequired, parsed.positionals.isEmpty,
            !command.alternatives.contains(where: { parsed.occurrences[$0.name] != nil })
        else { return }
        throw .missingPositional(command: command, path: parsed.path)
    }
}
