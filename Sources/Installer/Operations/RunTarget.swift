/// What the first word after `swuv run` and its options names.
package enum RunTarget: Hashable, Sendable {
    /// `python`: the environment's own.
    case interpreter
    /// With `--module`.
    case module
    /// A Python file.
    case script
    /// A directory or archive with a `__main__.py`.
    case bundle
    /// `-`: a script on standard input.
    case input
    /// A script somewhere on the web.
    case remote
    /// A program, of the environment or of the search path.
    case program

    /// - Parameter directory: where a relative path starts.
    package init(_ word: String, in directory: Path, isModule: Bool, isScript: Bool = false) {
        if isModule {
            self = .module
        } else if word == "-" {
            self = .input
        } else if word.utf8.starts(with: "https://".utf8) || word.utf8.starts(with: "http://".utf8) {
            self = .remote
        } else if isScript {
            self = .script
        } else if word == "python" {
            self = .interpreter
        } else {
            self = Self.onDisk(word, directory / word)
        }
    }

    private static func onDisk(_ word: String, _ path: Path) -> RunTarget {
        if word.isEmpty { return .program }
        switch FileStamp(of: path).kind {
        case .directory: return FileStamp(of: path / "__main__.py").kind == .file ? .bundle : .program
        case .file:
            let suffix = path.fileExtension
            if suffix == "py" || suffix == "pyc" { return .script }
            let archive: [UInt8] = [0x50, 0x4b, 0x03, 0x04]
            return File.beginning(of: path, limit: 4) == archive ? .bundle : .program
        case .absent, .other, .hidden: return .program
        }
    }

    /// How the command is run with an environment.
    ///
    /// - Parameters:
    ///   - word: its first word, which has the place `place` in the arguments of this process.
    ///   - scripts: where the environment's programs are.
    ///   - searchPath: the value of `PATH`.
    package func replacement(
        of word: String, at place: Int, interpreter: Path, scripts: Path, searchPath: String?
    ) -> ProcessImage.Replacement {
        switch self {
        case .interpreter:
            return ProcessImage.Replacement(
                candidates: [interpreter], leading: [interpreter.text], keepsArgumentsFrom: place + 1)
        case .module:
            return ProcessImage.Replacement(
                candidates: [interpreter], leading: [interpreter.text, "-m"], keepsArgumentsFrom: place)
        case .script, .bundle, .input, .remote:
            return ProcessImage.Replacement(
                candidates: [interpreter], leading: [interpreter.text], keepsArgumentsFrom: place)
        case .program:
            var candidates: [Path] = []
            if word.utf8.contains(UInt8(ascii: "/")) {
                candidates = [Path(word)]
            } else if !word.isEmpty {
                candidates.append(scripts / word)
                let path = searchPath ?? "/usr/local/bin:/usr/bin:/bin"
                for directory in path.split(separator: ":", omittingEmptySubsequences: false) {
                    candidates.append(Path(directory.isEmpty ? "." : String(directory)) / word)
                }
            }
            return ProcessImage.Replacement(candidates: candidates, keepsArgumentsFrom: place)
        }
    }
}

/// A command that could not be started.
package struct RunFailure: Diagnosable, Hashable {
    package let word: String
    /// The errno.
    package let code: Int32
    /// Where it was looked for.
    package let candidates: [Path]

    package init(word: String, code: Int32, candidates: [Path]) {
        self.word = word
        self.code = code
        self.candidates = candidates
    }

    package var diagnostic: Diagnostic {
        var causes = [SystemError("", code: code).reasonText]
        // A script whose environment was moved is there, and yet is not found.
        if SystemError("", code: code).isNotFound, let script = candidates.first(where: File.exists),
            let program = Self.interpreter(of: script), !File.exists(Path(program))
        {
            causes = ["`\(script)` is to be run by `\(program)`, which does not exist"]
        }
        return Diagnostic("failed to spawn: `\(word)`", causes: causes, exitCode: .usage)
    }

    /// The program that the first line of a script names.
    private static func interpreter(of script: Path) -> String? {
        guard let bytes = File.beginning(of: script, limit: 512), bytes.starts(with: [0x23, 0x21]) else {
            return nil
        }
        let line = bytes.dropFirst(2).prefix { $0 != 10 && $0 != 13 }
        return line.split(whereSeparator: { $0 == 32 || $0 == 9 }).first.map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
