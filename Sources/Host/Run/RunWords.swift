internal import Installer

/// The command line of `swuv run`, or of `swuv sync`, as far as it can be understood without the option tables: for the case in which there is
/// nothing to do but to run the command, and the tables would cost more than all the rest.
///
/// What it does not know makes `init` answer nil, and the tables have their say.
struct RunWords: Equatable {
    /// The options that bear on what is installed, spelled in one way, a line each: what a stamp is about.
    var bearing = ""
    var isModule = false
    /// Packages that the project does not want are to be removed.
    var isExact = false
    /// Packages that the lock does not name may stay.
    var isInexact = false
    var environmentFiles: [String] = []
    var readsEnvironmentFiles = true
    /// `--directory`, the working directory of the command.
    var directory: String?
    /// `--project`, where the project is looked for.
    var project: String?
    /// How often `-q` was given.
    var quietness = 0
    /// The place of the command's first word in the arguments.
    var command = 0

    private enum Kind {
        /// Bears on what is installed.
        case flag, value
        /// A URL or a path, which has to be absolute: what a relative one means depends on where one stands.
        case location
        /// Does not.
        case idleFlag, idleValue
        case quiet, module, exact, inexact, environmentFile, noEnvironmentFile, directory, project
    }

    private static func kind(_ name: Substring) -> Kind? {
        switch name {
        case "all-extras", "no-all-extras", "dev", "no-dev", "only-dev", "all-groups", "no-all-groups",
            "no-default-groups", "no-editable", "locked", "frozen", "all-packages", "no-variants", "variants",
            "strict-variants", "no-strict-variants", "no-index":
            .flag
        case "extra", "no-extra", "group", "no-group", "only-group", "package", "variant",
            "prefer-variant", "exclude-variant", "enable-provider", "disable-provider", "index-strategy",
            "resolution", "prerelease", "exclude-newer":
            .value
        case "python", "default-index", "index", "index-url", "extra-index-url", "find-links",
            "variant-profile":
            .location
        case "quiet": .quiet
        case "no-progress", "offline", "no-offline", "no-cache", "no-cache-dir": .idleFlag
        case "color", "cache-dir": .idleValue
        case "module": .module
        case "exact": .exact
        case "inexact", "no-exact": .inexact
        case "env-file": .environmentFile
        case "no-env-file": .noEnvironmentFile
        case "directory": .directory
        case "project": .project
        default: nil
        }
    }

    /// - Parameters:
    ///   - arguments: all of the process.
    ///   - start: the place after the word `run` or `sync`.
    ///   - takesCommand: false for `sync`, which has no words of its own.
    init?(_ arguments: [String], from start: Int, takesCommand: Bool = true) {
        var at = start
        while at < arguments.count {
            let word = arguments[at]
            at += 1
            if !takesCommand, word.utf8.first != UInt8(ascii: "-") { return nil }
            if word == "--" {
                guard takesCommand else { return nil }
                command = at
                if at < arguments.count { return }
                return nil
            }
            guard word.utf8.first == UInt8(ascii: "-"), word != "-" else {
                command = at - 1
                return
            }
            if word.utf8.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) {
                let text = word.dropFirst(2)
                let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
                let name = equals.map { text[..<$0] } ?? text
                var attached = equals.map { String(text[text.utf8.index(after: $0)...]) }
                guard take(name, &attached, arguments, &at) else { return nil }
            } else {
                guard takeShorts(word.utf8.dropFirst(), arguments, &at) else { return nil }
            }
        }
        if takesCommand { return nil }
    }

    private mutating func takeShorts(
        _ letters: Substring.UTF8View, _ arguments: [String], _ at: inout Int
    ) -> Bool {
        var letters = letters
        while let letter = letters.popFirst() {
            var attached: String?
            switch letter {
            case UInt8(ascii: "q"): quietness += 1
            case UInt8(ascii: "n"): continue
            case UInt8(ascii: "m"): isModule = true
            case UInt8(ascii: "p"):
                if letters.first == UInt8(ascii: "=") { letters = letters.dropFirst() }
                if !letters.isEmpty { attached = String(Substring(letters)) }
                return take("python", &attached, arguments, &at)
            default: return false
            }
        }
        return true
    }

    private mutating func take(
        _ name: Substring, _ attached: inout String?, _ arguments: [String], _ at: inout Int
    ) -> Bool {
        guard let kind = Self.kind(name) else { return false }
        var value = ""
        switch kind {
        case .value, .location, .idleValue, .environmentFile, .directory, .project:
            if let attached {
                value = attached
            } else {
                guard at < arguments.count, arguments[at].utf8.first != UInt8(ascii: "-") else {
                    return false
                }
                value = arguments[at]
                at += 1
            }
        default: if attached != nil { return false }
        }
        switch kind {
        case .flag: bearing += "--\(name)\n"
        case .value, .location:
            if value.utf8.contains(UInt8(ascii: "\n")) { return false }
            if kind == .location, Self.isRelative(value) { return false }
            bearing += "--\(name)=\(value)\n"
        case .quiet: quietness += 1
        case .idleFlag, .idleValue: break
        case .module: isModule = true
        case .exact: (isExact, isInexact) = (true, false)
        case .inexact: (isExact, isInexact) = (false, true)
        case .environmentFile: environmentFiles.append(value)
        case .noEnvironmentFile: readsEnvironmentFiles = false
        case .directory, .project:
            // Twice is an error, and the tables say so.
            guard !value.isEmpty, kind == .directory ? directory == nil : project == nil else { return false }
            if kind == .directory { directory = value } else { project = value }
        }
        return true
    }

    /// Whether a location may be a path that starts at the working directory: `wheels`, `./x`, `name=wheels`. Of
    /// `3.12` and `cpython` nobody can tell, and nothing is found there.
    private static func isRelative(_ value: String) -> Bool {
        let text = value.split(separator: "=", maxSplits: 1).last.map(String.init) ?? value
        if text.utf8.first == UInt8(ascii: "/") || text.contains("://") { return false }
        return text.utf8.contains(UInt8(ascii: "/")) || text.utf8.first == UInt8(ascii: ".")
            || File.exists(Path(text))
    }
}
