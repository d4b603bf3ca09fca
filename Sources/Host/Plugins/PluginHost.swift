internal import Installer
internal import VariantProviders

/// Installs Python plugins that the user trusts into environments of their own, and asks them (V-185, V-210…V-218).
struct PluginHost: Sendable {
    private let session: Session
    /// The indexes of the user and the machine: never those that a package or a project names (V-272).
    private let access: @Sendable () throws -> IndexAccess
    /// The environment of the command, whose Python is used.
    private let target: @Sendable () throws -> EnvironmentTarget

    private static let outputLimit = 1 << 20

    /// - Parameter session: of the command. The steps of a plugin's installation are not told as its own.
    init(
        session: Session, access: @escaping @Sendable () throws -> IndexAccess,
        target: @escaping @Sendable () throws -> EnvironmentTarget
    ) {
        self.session = Session(
            workingDirectory: session.workingDirectory, environment: session.environment,
            cache: session.cache, pool: session.pool, reporter: AsideReporter(reporter: session.reporter))
        self.access = access
        self.target = target
    }

    /// What this host has.
    ///
    /// Throws when a package of the plugin's whole tree is not trusted, before any of it is installed, and whatever
    /// goes wrong with the plugin (V-217).
    func answer(_ request: PluginRequest, trusted: [TrustedPlugin]) throws -> ProviderAnswer {
        let (answer, packages) = try ask(request, "get_supported_configs", trusted)
        let features = answer.features
        return ProviderAnswer(
            features: features, source: packages.joined(separator: ", "),
            observations: [.init(request.api, features.isEmpty ? "nothing here" : "answered")])
    }

    /// All that the plugin knows, whatever host this is (V-215). Throws as `answer` does.
    func catalogue(_ request: PluginRequest, trusted: [TrustedPlugin]) throws -> PluginCatalogue {
        try ask(request, "get_all_configs", trusted).answer.catalogue
    }

    private func ask(
        _ request: PluginRequest, _ method: String, _ trusted: [TrustedPlugin]
    ) throws -> (answer: PluginAnswer, packages: [String]) {
        let title = request.requires.map(\.name.text).joined(separator: ", ")
        do {
            guard let api = ObjectReference(request.api) else {
                throw Diagnostic("`\(request.api.prefix(100))` is not `module` or `module:object`")
            }
            let environment = try provisionEnvironment(
                ProvisionRequest(
                    requirements: request.requires, trusted: trusted, target: try target(),
                    access: try access()),
                in: session)
            if ProcessEnvironment.isRoot {
                session.reporter.warning(
                    Diagnostic("the provider plugin `\(title)` runs as root, as swuv does"))
            }
            let answer = try withExtendedLifetime(environment) {
                try ask(api, method, in: environment, timeout: request.timeout)
            }
            return (answer, environment.packages)
        } catch {
            throw Diagnostic(describing: error).wrapped(in: "the provider plugin `\(title)` has no answer")
        }
    }

    /// Runs the environment's Python on the script, in a directory that holds nothing but its answer (V-218).
    private func ask(
        _ api: ObjectReference, _ method: String, in environment: ProvisionedEnvironment, timeout: Duration
    ) throws -> PluginAnswer {
        let directory = try Directory.temporary(
            in: Directory.temporaryRoot(session.environment), prefix: "swuv-plugin-")
        defer { _ = try? Directory.removeTree(directory) }
        let result = directory / "answer.json"
        var variables = session.environment
        let path = variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        variables["PATH"] = "\(environment.scripts):\(path)"
        variables["VIRTUAL_ENV"] = environment.root.text
        for name in ["PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP"] { variables[name] = nil }
        let outcome = try Subprocess.run(
            [
                environment.interpreter.text, "-I", "-c", PluginScript.text, api.module, api.object ?? "",
                method, result.text, String(PluginScript.answerLimit),
            ],
            environment: variables, workingDirectory: directory, timeout: timeout,
            outputLimit: Self.outputLimit)
        guard outcome.succeeded else { throw ProgramFailure(program: api.text, outcome: outcome) }
        guard let bytes = try File.readIfPresent(result, limit: PluginScript.answerLimit) else {
            throw Diagnostic(
                "`\(api.text)` ended Python before it answered", causes: ProgramFailure.tail(outcome.stderr))
        }
        return try PluginAnswer(parsing: bytes, api: api)
    }
}

/// Passes on words, and no steps and progress.
private struct AsideReporter: Reporter {
    let reporter: any Reporter

    func warning(_ diagnostic: Diagnostic) { reporter.warning(diagnostic) }
    func note(_ line: String) { reporter.note(line) }
    func trace(_ level: Int, _ message: () -> String) { reporter.trace(level, message) }
}
