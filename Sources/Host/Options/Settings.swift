internal import Installer

/// Looks settings up in all their layers: command line, environment, then configuration files, the project's
/// before the user's before the machine's.
struct Settings: Sendable {
    let arguments: ParsedArguments
    let environment: [String: String]
    let configuration: Configuration
    let workingDirectory: Path

    /// Lists to which every configuration file may add; all others are replaced as a whole.
    private static let accumulating: Set<String> = [
        OptionSpec.index.name, OptionSpec.extraIndexURL.name, OptionSpec.findLinks.name,
        OptionSpec.allowInsecureHost.name, OptionSpec.variant.name,
    ]
    /// Lists whose variables may use commas.
    private static let commaSeparated: Set<String> = [
        OptionSpec.findLinks.name, OptionSpec.noBinary.name, OptionSpec.onlyBinary.name,
        OptionSpec.projectExtra.name, OptionSpec.projectGroup.name, OptionSpec.noGroup.name,
    ]

    /// Every value, the strongest layer first.
    func values(of option: OptionSpec) -> [SettingValue] {
        var values = spokenValues(of: option)
        guard option.isConfigurable, values.isEmpty || Self.accumulating.contains(option.name) else {
            return values
        }
        for file in configuration.files {
            guard let found = file.values[option.name] else { continue }
            values += found
            if !Self.accumulating.contains(option.name) { break }
        }
        return values
    }

    /// The value in force.
    func value(of option: OptionSpec) -> SettingValue? { values(of: option).first }

    /// The command line's values, or else the environment's.
    private func spokenValues(of option: OptionSpec) -> [SettingValue] {
        let given = arguments.occurrences(of: option)
        if !given.isEmpty {
            // Of a flag and its negation the last one counts.
            if !option.takesValue {
                return [
                    SettingValue(text: given.last?.isNegated == true ? "false" : "true", origin: .commandLine)
                ]
            }
            return given.compactMap { $0.value.map { SettingValue(text: $0, origin: .commandLine) } }
        }
        for variable in option.variables {
            guard let text = environment[variable], !text.isEmpty else { continue }
            let origin = SettingValue.Origin.variable(variable)
            guard case .list = option.value else { return [SettingValue(text: text, origin: origin)] }
            let commas = Self.commaSeparated.contains(option.name)
            let parts = text.split { $0.isWhitespace || (commas && $0 == ",") }
            return parts.map { SettingValue(text: String($0), origin: origin) }
        }
        return []
    }

    /// How often a counting flag was given.
    func count(of option: OptionSpec) -> Int {
        arguments.occurrences(of: option).count
    }
}

extension Settings {
    func text(_ option: OptionSpec) -> String? { value(of: option)?.text }

    func texts(_ option: OptionSpec) -> [String] { values(of: option).map(\.text) }

    /// A flag that was not said anything about is nil.
    func flag(_ option: OptionSpec) throws -> Bool? {
        guard let value = value(of: option) else { return nil }
        switch value.text.lowercased() {
        case "1", "true", "yes", "on", "y", "t": return true
        case "0", "false", "no", "off", "n", "f": return false
        default: throw value.complaint(about: option, "expected `true` or `false`")
        }
    }

    func isOn(_ option: OptionSpec) throws -> Bool { try flag(option) ?? false }

    func choice<Choice: RawRepresentable<String>>(_ option: OptionSpec, as: Choice.Type) throws -> Choice? {
        guard let value = value(of: option) else { return nil }
        guard let choice = Choice(rawValue: value.text) else {
            let known = option.choices.map { "`\($0)`" }.joined(separator: ", ")
            throw value.complaint(about: option, "expected one of \(known)")
        }
        return choice
    }

    func integer(_ option: OptionSpec, atLeast minimum: Int) throws -> Int? {
        guard let value = value(of: option) else { return nil }
        guard let number = Int(value.text), number >= minimum else {
            throw value.complaint(about: option, "expected a whole number, \(minimum) or more")
        }
        return number
    }

    /// Absolute.
    func path(_ option: OptionSpec) -> Path? {
        value(of: option).map { Path($0.text).absolute(in: $0.base(workingDirectory)) }
    }

    func names(_ option: OptionSpec) throws -> [PackageName] {
        try values(of: option).map { value in
            guard let name = PackageName(value.text) else {
                throw value.complaint(about: option, "expected the name of a package")
            }
            return name
        }
    }

    func extras(_ option: OptionSpec) throws -> Set<ExtraName> {
        Set(
            try values(of: option).map { value in
                guard let name = ExtraName(value.text) else {
                    throw value.complaint(about: option, "expected the name of an extra")
                }
                return name
            })
    }

    func version(_ option: OptionSpec) throws -> Version? {
        guard let value = value(of: option) else { return nil }
        guard let version = Version(value.text) else {
            throw value.complaint(about: option, "expected a version such as `3.12` or `3.12.1`")
        }
        return version
    }

    func platform(_ option: OptionSpec) throws -> TargetPlatform? {
        guard let value = value(of: option) else { return nil }
        guard let platform = TargetPlatform(named: value.text) else {
            throw value.complaint(
                about: option,
                "expected `linux`, `macos`, `windows`, or a target such as `x86_64-unknown-linux-gnu` or `aarch64-manylinux_2_28`"
            )
        }
        return platform
    }

    /// Unix seconds.
    func moment(_ option: OptionSpec) throws -> Int64? {
        guard let value = value(of: option) else { return nil }
        guard let moment = Moment.parse(value.text, now: Clock.wall() / 1_000_000_000) else {
            throw value.complaint(
                about: option, "expected a date, a time with a zone, or a span such as `30 days` or `P30D`")
        }
        return moment
    }

    /// `--upgrade` and `--upgrade-package` and their like.
    func selection(all: OptionSpec, some: OptionSpec) throws -> PackageSelection {
        if try isOn(all) { return .all }
        let names = try names(some)
        return names.isEmpty ? .none : .packages(Set(names))
    }

    /// `--no-binary` and `--only-binary`: names, `:all:`, and `:none:`, which takes back what stands before it.
    func formatSelection(_ option: OptionSpec) throws -> PackageSelection {
        var selection = PackageSelection.none
        for value in values(of: option) {
            for part in value.text.split(separator: ",") {
                switch part {
                case ":all:": selection = .all
                case ":none:": selection = .none
                default:
                    guard let name = PackageName(String(part)) else {
                        throw value.complaint(
                            about: option, "expected the name of a package, `:all:` or `:none:`")
                    }
                    selection = selection.union(.packages([name]))
                }
            }
        }
        return selection
    }
}
