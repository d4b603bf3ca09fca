/// Calls the hooks of a project's build backend, each in a process of its own.
struct BuildBackend {
    let tree: SourceTree
    /// As messages call the build: `demo==1.0`.
    let subject: String
    let environment: BuildEnvironment
    /// `3.12`, for hints.
    let python: String
    /// For the backend (PEP 517, `config_settings`).
    let configuration: [String: [String]]
    let timeout: Duration
    /// The user's variables; what a backend sees of them is the environment's to say.
    let variables: [String: String]
    /// Writable, for answers.
    let scratch: Path
    let reporter: any Reporter

    /// A hook of the standard, with what it is given.
    enum Hook {
        case requirements(of: Kind)
        case metadata(of: Kind, into: Path)
        case build(Kind, into: Path, metadata: Path?)
    }

    /// What is built: a wheel, or one that leads to the project's own files.
    enum Kind: Sendable, Hashable {
        case wheel, editable
    }

    /// What else the backend wants in the environment; nothing without the hook.
    func requirements(for kind: Kind) throws -> [Requirement] {
        guard let value = try call(.requirements(of: kind)) else { return [] }
        guard let texts = value.array?.map(\.string) else { throw unusable(.requirements(of: kind), value) }
        return try texts.map { text in
            do throws(RequirementError) {
                return try Requirement(parsing: text ?? "")
            } catch {
                throw BuildFailure(
                    subject,
                    ["\(title(.requirements(of: kind))) asked for what is no requirement", error.message])
            }
        }
    }

    /// The `.dist-info` directory that the backend made in `directory`; nil when it has no such hook.
    func metadata(for kind: Kind, into directory: Path) throws -> Path? {
        let hook = Hook.metadata(of: kind, into: directory)
        guard let value = try call(hook) else { return nil }
        let name = try fileName(value, hook)
        guard name.hasSuffix(".dist-info"),
            let status = try File.status(directory / name, followingLinks: false), status.kind == .directory
        else { throw unusable(hook, value) }
        return directory / name
    }

    /// The wheel that the backend made in `directory`. nil when it has no such hook.
    func build(_ kind: Kind, into directory: Path, metadata: Path?) throws -> Path? {
        let hook = Hook.build(kind, into: directory, metadata: metadata)
        guard let value = try call(hook) else { return nil }
        let name = try fileName(value, hook)
        guard let status = try File.status(directory / name, followingLinks: false), status.kind == .file
        else {
            throw BuildFailure(
                subject, ["\(title(hook)) returned `\(ZipError.escaped(name))` and made no such file"])
        }
        return directory / name
    }

    /// What a hook returns must name an entry of the directory it was given.
    private func fileName(_ value: JSONValue, _ hook: Hook) throws -> String {
        guard let name = value.string, !name.isEmpty, name != ".", name != "..",
            !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 0x20 || $0 == 0x7F })
        else { throw unusable(hook, value) }
        return name
    }

    private func unusable(_ hook: Hook, _ value: JSONValue) -> BuildFailure {
        let shown = TextExcerpt.shortened(JSONWriter.text(of: value))
        return BuildFailure(
            subject, ["\(title(hook)) returned `\(shown)`, which is not what it should return"])
    }

    private func title(_ hook: Hook) -> String { "the hook `\(name(hook))` of `\(tree.buildSystem.backend)`" }

    private func name(_ hook: Hook) -> String {
        switch hook {
        case .requirements(.wheel): "get_requires_for_build_wheel"
        case .requirements(.editable): "get_requires_for_build_editable"
        case .metadata(.wheel, _): "prepare_metadata_for_build_wheel"
        case .metadata(.editable, _): "prepare_metadata_for_build_editable"
        case .build(.wheel, _, _): "build_wheel"
        case .build(.editable, _, _): "build_editable"
        }
    }

    private func arguments(_ hook: Hook) -> [JSONValue] {
        switch hook {
        case .requirements: [configurationValue]
        case .metadata(_, let directory): [.string(directory.text), configurationValue]
        case .build(_, let directory, let metadata):
            [.string(directory.text), configurationValue, metadata.map { .string($0.text) } ?? .null]
        }
    }

    /// One value is a string, several are a list, as pip has it.
    private var configurationValue: JSONValue {
        if configuration.isEmpty { return .null }
        return .object(
            configuration.sorted { $0.key < $1.key }.map { key, values in
                (key: key, value: values.count == 1 ? .string(values[0]) : JSONValue(values))
            })
    }

    // MARK: The process

    /// As much of the end is kept.
    private static let keptOutput = 1 << 20

    /// nil when the backend does not have the hook.
    private func call(_ hook: Hook) throws -> JSONValue? {
        let paths = try backendPath()
        let answer = scratch / RandomName.make(prefix: "answer-")
        let request: JSONValue = .object([
            (key: "backend", value: .string(tree.buildSystem.backend)),
            (key: "path", value: JSONValue(paths)), (key: "hook", value: .string(name(hook))),
            (key: "arguments", value: .array(arguments(hook))), (key: "answer", value: .string(answer.text)),
        ])
        var command = [environment.python.text]
        // Of its own environment nothing comes from outside; a shared one may need the user's PYTHONPATH.
        if environment.isIsolated { command.append("-I") }
        command += ["-c", BackendScript.text, JSONWriter.text(of: request)]
        reporter.trace(1) { "\(subject): \(tree.buildSystem.backend).\(name(hook))" }
        let outcome: Subprocess.Outcome
        var live = LiveLines(reporter: reporter, subject: subject)
        do {
            outcome = try Subprocess.run(
                command, environment: environment.variables(variables), workingDirectory: tree.root,
                timeout: timeout, outputLimit: Self.keptOutput, onErrors: { live.take($0) })
        } catch let error as SubprocessError {
            throw failure(of: error, hook)
        }
        let bytes = try? File.read(answer, limit: 1 << 20)
        _ = try? File.remove(answer)
        let said = bytes.flatMap { try? JSONReader.parse($0) }
        return try value(said, outcome, hook)
    }

    private func value(_ said: JSONValue?, _ outcome: Subprocess.Outcome, _ hook: Hook) throws -> JSONValue? {
        let output = BuildOutput(outcome.stderr)
        let words = said?["value"]?.string.map { TextExcerpt.shortened($0) }
        var reason: String
        var hints = output.hints(python: python)
        switch said?["status"]?.string {
        case "done" where outcome.succeeded: return said?["value"] ?? .null
        case "absent" where outcome.succeeded: return nil
        case "missing":
            reason = "the build backend `\(tree.buildSystem.backend)` cannot be imported"
            hints = [
                "`build-system.requires` of the project must name the package that has the backend"
            ]
        case "unusable": reason = "the build backend `\(tree.buildSystem.backend)` cannot be imported"
        case "elsewhere":
            reason = "the build backend `\(tree.buildSystem.backend)` does not lie in its `backend-path`"
        case "garbage":
            reason = "\(title(hook)) returned `\(words ?? "")`, which is not what it should return"
        default:
            reason =
                switch outcome.status {
                case 0: "\(title(hook)) gave no answer that can be used"
                case 129...: "\(title(hook)) failed (ended by signal \(outcome.status - 128))"
                default: "\(title(hook)) failed (exit status \(outcome.status))"
                }
        }
        throw BuildFailure(subject, [reason] + [output.cause].compactMap { $0 }, hints: hints)
    }

    private func failure(of error: SubprocessError, _ hook: Hook) -> BuildFailure {
        switch error {
        case .timedOut(_, let limit, let stderr):
            BuildFailure(
                subject,
                ["\(title(hook)) did not end within \(limit)"]
                    + [BuildOutput(stderr).cause].compactMap { $0 },
                hints: ["Set `SWUV_BUILD_TIMEOUT` (seconds) to wait longer"])
        case .tooMuchOutput:
            BuildFailure(
                subject, ["\(title(hook)) wrote more than \(Self.keptOutput) bytes to its standard output"])
        }
    }

    /// The directories of `backend-path`, which must be in the project whatever links are in them.
    private func backendPath() throws -> [String] {
        let root = try File.resolved(tree.root)
        return try tree.buildSystem.backendPath.map { text in
            guard let place = try? File.resolved(tree.root / text),
                try File.status(place)?.kind == .directory,
                place == root || place.text.hasPrefix(root.text + "/")
            else {
                throw BuildFailure(subject, ["its `backend-path` `\(text)` is no directory of the project"])
            }
            return place.text
        }
    }
}

/// Passes on what a backend writes, whole lines at a time.
private struct LiveLines {
    let reporter: any Reporter
    let subject: String
    private var rest: [UInt8] = []

    init(reporter: any Reporter, subject: String) {
        self.reporter = reporter
        self.subject = subject
    }

    mutating func take(_ bytes: [UInt8]) {
        rest += bytes
        guard let end = rest.lastIndex(of: 0x0A) else {
            if rest.count > 64 << 10 { rest = [] }
            return
        }
        for line in rest[..<end].split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            reporter.trace(1) { "\(subject): \(text)" }
        }
        rest.removeSubrange(...end)
    }
}
