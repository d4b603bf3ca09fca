/// Which Python the user asked for (`--python`, `.python-version`).
package enum PythonRequest: Sendable, Equatable {
    /// Any that works.
    case any
    /// One of this make, version and build.
    case matching(PythonPredicate)
    /// This file.
    case executable(Path)
    /// The environment or installation in this directory.
    case directory(Path)
    /// The first program of this name on the search path.
    case name(String)
}

/// What a matching interpreter must be.
package struct PythonPredicate: Sendable, Equatable {
    package enum Release: Sendable, Equatable {
        case any
        /// `3`, `3.12`, `3.12.1`: whatever follows is free.
        case prefix([Int])
        case specifiers(VersionSpecifiers)
    }

    package var implementation: PythonImplementation?
    package var release: Release
    /// A build without the global lock (`3.13t`).
    package var isFreeThreaded: Bool

    package init(implementation: PythonImplementation? = nil, release: Release, isFreeThreaded: Bool = false)
    {
        self.implementation = implementation
        self.release = release
        self.isFreeThreaded = isFreeThreaded
    }

    package func accepts(_ interpreter: Interpreter) -> Bool {
        if let implementation, interpreter.implementation != implementation { return false }
        if isFreeThreaded, !interpreter.isFreeThreaded { return false }
        switch release {
        case .any: return true
        case .prefix(let numbers): return interpreter.facts.version.starts(with: numbers)
        case .specifiers(let specifiers): return specifiers.contains(interpreter.version, prereleases: true)
        }
    }

    /// Names that a program of this kind may have, likeliest first.
    var executableNames: [String] {
        var suffixes: [String] = []
        if case .prefix(let numbers) = release {
            for count in stride(from: numbers.count, through: 1, by: -1) {
                suffixes.append(numbers.prefix(count).map(String.init).joined(separator: "."))
            }
        }
        if suffixes.last != "3" { suffixes.append("3") }
        suffixes.append("")
        let stem = implementation.flatMap { $0 == .cpython ? nil : $0.name } ?? "python"
        var names = suffixes.map { stem + $0 }
        if isFreeThreaded { names = suffixes.filter { $0.contains(".") }.map { stem + $0 + "t" } + names }
        if stem != "python" { names += suffixes.map { "python" + $0 } }
        return names
    }

    /// Nothing older or newer than some minor version is named, so `python3.X` programs are worth a look.
    var isOpenEnded: Bool {
        switch release {
        case .any: false
        case .prefix(let numbers): numbers.count < 2
        case .specifiers: true
        }
    }
}

extension PythonRequest {
    /// Reads what the user wrote. A path is relative to `directory`.
    ///
    /// Understood: `any`, `3`, `3.12`, `312`, `3.12.1`, `3.13t`, `>=3.10,<3.13`, each alone or after `cpython`, `pypy`,
    /// `graalpy` (`pypy@3.10`, `cp312`, `pypy310`), a directory, an executable, and the name of a program.
    package init(parsing text: String, in directory: Path) {
        if let predicate = PythonPredicate(parsing: text) {
            self = predicate == PythonPredicate(release: .any) ? .any : .matching(predicate)
            return
        }
        let path = Path(text).absolute(in: directory)
        let kind = (try? File.status(path))?.kind
        if kind == .directory {
            self = .directory(path)
        } else if text.utf8.contains(UInt8(ascii: "/")) || kind == .file {
            self = .executable(path)
        } else {
            self = .name(text)
        }
    }
}

extension PythonPredicate {
    /// Nil when the text is no version, no implementation and no combination of the two.
    package init?(parsing text: String) {
        let text = text.lowercased()
        if text == "any" || text == "default" {
            self.init(release: .any)
            return
        }
        if let first = text.utf8.first, "<>=!~".utf8.contains(first) {
            guard let specifiers = try? VersionSpecifiers(parsing: text) else { return nil }
            self.init(release: .specifiers(specifiers))
            return
        }
        let letters = text.prefix { $0.isLetter }
        var rest = text[letters.endIndex...]
        let implementation: PythonImplementation?
        switch letters {
        case "", "python": implementation = nil
        case "cpython", "cp": implementation = .cpython
        case "pypy", "pp": implementation = .pypy
        case "graalpy", "gp": implementation = .graalpy
        default: return nil
        }
        if letters == "python" {
            // `python3.12` is the name of a program; only `python>=3.12` and `python@3.12` are not.
            guard let next = rest.utf8.first, "<>=!~@".utf8.contains(next) else { return nil }
        }
        if rest.hasPrefix("@") || (rest.hasPrefix("-") && !letters.isEmpty) { rest.removeFirst() }
        if rest.isEmpty {
            guard implementation != nil, letters.utf8.count > 2 else { return nil }
            self.init(implementation: implementation, release: .any)
            return
        }
        if let first = rest.utf8.first, "<>=!~".utf8.contains(first) {
            guard let specifiers = try? VersionSpecifiers(parsing: String(rest)) else { return nil }
            self.init(implementation: implementation, release: .specifiers(specifiers))
            return
        }
        var isFreeThreaded = false
        for suffix in ["+freethreaded", "t"] where rest.hasSuffix(suffix) {
            rest.removeLast(suffix.utf8.count)
            isFreeThreaded = true
            break
        }
        guard let numbers = Self.release(rest) else { return nil }
        self.init(implementation: implementation, release: .prefix(numbers), isFreeThreaded: isFreeThreaded)
    }

    /// `3.12.1`, or `312` without dots: one digit for the major version and the rest for the minor.
    private static func release(_ text: Substring) -> [Int]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count) else { return nil }
        var numbers: [Int] = []
        for part in parts {
            guard !part.isEmpty, part.utf8.allSatisfy(\.isASCIIDigit), let number = Int(part), number < 1000
            else { return nil }
            numbers.append(number)
        }
        if numbers.count == 1, parts[0].utf8.count > 1 {
            guard let minor = Int(parts[0].dropFirst()), let major = Int(parts[0].prefix(1)) else {
                return nil
            }
            return [major, minor]
        }
        return numbers
    }
}

extension PythonRequest: CustomStringConvertible {
    /// For messages: `Python 3.12`, `PyPy`, `executable name `foo``, `path `…``.
    package var description: String {
        switch self {
        case .any: return "any Python"
        case .executable(let path): return "path `\(path)`"
        case .directory(let path): return "directory `\(path)`"
        case .name(let name): return "executable name `\(name)`"
        case .matching(let predicate): return predicate.description
        }
    }
}

extension PythonPredicate: CustomStringConvertible {
    package var description: String {
        let title = implementation?.title ?? "Python"
        let suffix = isFreeThreaded ? " (free-threaded)" : ""
        switch release {
        case .any: return title + suffix
        case .prefix(let numbers):
            return "\(title) \(numbers.map(String.init).joined(separator: "."))\(suffix)"
        case .specifiers(let specifiers): return "\(title) \(specifiers)\(suffix)"
        }
    }
}
