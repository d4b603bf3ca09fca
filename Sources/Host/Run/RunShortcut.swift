internal import Installer

/// `swuv run` where nothing changed since the last time: looks at what the stamp of the environment names, and says
/// what takes this process's place. Everything else goes the long way, through the option tables and `RunCommand`.
///
/// Nothing here may start a thread, load a library, take a lock, or fill a dictionary (which asks the kernel for
/// random bytes): each system call counts.
struct RunShortcut {
    let replacement: ProcessImage.Replacement
    let word: String
    /// What was remembered and has a say, a line each.
    let notes: [String]
    /// How often `-q` was given.
    let quietness: Int

    /// - Parameters:
    ///   - arguments: of the process, its name first.
    ///   - variables: `NAME=value`.
    ///   - hardware: in place of `/`, for tests.
    init?(
        _ arguments: [String], variables: [String], directory: () -> Path?, hardware: Path = "/"
    ) {
        guard arguments.count > 2, arguments[1] == "run", let words = RunWords(arguments, from: 2) else {
            return nil
        }
        let surroundings = Surroundings(variables: variables)
        guard surroundings.areUsual, let depth = surroundings.depth, let here = directory() else {
            return nil
        }
        let standing = words.directory.map { Path($0).absolute(in: here) } ?? here
        let start =
            (words.project ?? surroundings["SWUV_PROJECT"] ?? surroundings["UV_PROJECT"])
            .map { Path($0).absolute(in: standing) } ?? standing
        guard
            let found = StampSearch.find(
                from: start, words: words.bearing, environment: surroundings.projectEnvironment)
        else { return nil }
        let question = RunStamp.Question(project: found.project, words: words.bearing, variables: variables)
        guard !words.isExact || found.stamp.isExact, found.stamp.root == found.root,
            found.stamp.mismatch(question, hardware: hardware) == nil
        else { return nil }
        let word = arguments[words.command]
        let target = RunTarget(word, in: standing, isModule: words.isModule)
        switch target {
        case .script:
            guard let bytes = try? File.read(standing / word, limit: Self.scriptLimit),
                !ScriptMetadata.isMentioned(in: bytes)
            else { return nil }
        case .input, .remote: return nil
        case .interpreter, .module, .bundle, .program: break
        }
        var files = words.environmentFiles
        if files.isEmpty { files = surroundings.environmentFiles }
        var more: [String] = []
        if words.readsEnvironmentFiles, !surroundings.isOn("SWUV_NO_ENV_FILE", "UV_NO_ENV_FILE") {
            for file in files {
                guard let bytes = try? File.read(standing / file, limit: EnvironmentFile.sizeLimit),
                    let read = try? EnvironmentFile(parsing: bytes, file: file, known: { surroundings[$0] })
                else { return nil }
                more += RunSurroundings.additions(read, besides: variables)
            }
        }
        let stamp = found.stamp
        var replacement = target.replacement(
            of: word, at: words.command, interpreter: stamp.scripts / "python", scripts: stamp.scripts,
            searchPath: surroundings["PATH"])
        replacement.variables =
            RunSurroundings.variables(
                root: stamp.root, scripts: stamp.scripts, searchPath: surroundings["PATH"], depth: depth)
            + more
        if standing != here { replacement.directory = standing }
        stamp.settle(in: found.file, hardware: hardware)
        self.replacement = replacement
        self.word = word
        notes = stamp.notes
        quietness = words.quietness
    }

    /// As the long way would say it.
    func tell(_ console: () -> Console) {
        if notes.isEmpty { return }
        let reporter = ConsoleReporter(console())
        for note in notes { reporter.note(note) }
    }

    private static let scriptLimit = 4 << 20

    /// The variables of the process, looked up without a dictionary.
    private struct Surroundings {
        let variables: [String]

        /// The first counts, as for getenv; an empty one counts as unset.
        subscript(name: String) -> String? {
            for variable in variables {
                let bytes = variable.utf8
                guard bytes.count > name.utf8.count + 1, bytes.starts(with: name.utf8) else { continue }
                let equals = bytes.index(bytes.startIndex, offsetBy: name.utf8.count)
                if bytes[equals] == UInt8(ascii: "=") {
                    return String(variable[bytes.index(after: equals)...])
                }
            }
            return nil
        }

        /// Nothing is set that moves the command elsewhere.
        var areUsual: Bool { self["SWUV_WORKING_DIR"] == nil && self["UV_WORKING_DIR"] == nil }

        /// How many runs this one is within; nil where that is too deep or no number.
        var depth: Int? {
            guard let text = self[RunSurroundings.depthVariable] else { return 0 }
            guard let depth = Int(text), depth >= 0, depth < RunSurroundings.mostDepth else { return nil }
            return depth
        }

        var projectEnvironment: String? {
            self["SWUV_PROJECT_ENVIRONMENT"] ?? self["UV_PROJECT_ENVIRONMENT"]
        }

        var environmentFiles: [String] {
            (self["SWUV_ENV_FILE"] ?? self["UV_ENV_FILE"] ?? "").split {
                $0 == " " || $0 == "\t" || $0 == "\n"
            }
            .map(String.init)
        }

        func isOn(_ names: String...) -> Bool {
            for name in names {
                if let text = self[name] { return text != "0" && text != "false" }
            }
            return false
        }
    }
}
