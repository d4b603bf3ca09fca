extension Session {
    /// The environment that a command works on, with whatever an interrupted command left there put right.
    func environment(
        for target: EnvironmentTarget, preference: InterpreterSearch.Preference
    ) throws -> Environment {
        let interpreter = try interpreter(for: target, preference: preference)
        let environment =
            switch target.destination {
            case .environment: Environment(interpreter)
            case .target(let path): Environment(target: path.absolute(in: workingDirectory), interpreter: interpreter)
            case .prefix(let path): Environment(prefix: path.absolute(in: workingDirectory), interpreter: interpreter)
            }
        try Transaction.recover(environment, reporter: reporter)
        return environment
    }

    /// The interpreter alone: for resolving, where nothing is installed.
    func interpreter(
        for target: EnvironmentTarget, preference: InterpreterSearch.Preference
    ) throws -> Interpreter {
        let request = target.python.map { PythonRequest(parsing: $0, in: workingDirectory) }
        let preference =
            switch target.destination {
            case _ where target.system: InterpreterSearch.Preference.system
            case .environment: preference
            case .target, .prefix: InterpreterSearch.Preference.any
            }
        return try interpreterSearch.find(request, preference: preference)
    }

    var interpreterSearch: InterpreterSearch {
        InterpreterSearch(
            query: InterpreterQuery(cache: cache.interpreters, environment: environment),
            environment: environment, workingDirectory: workingDirectory)
    }

    /// One line on an environment that is not the `.venv` right here, which nobody would guess.
    func announce(_ environment: Environment) {
        guard environment.kind == .virtual || environment.kind == .system,
            environment.root != workingDirectory / ".venv"
        else { return }
        let interpreter = environment.interpreter
        reporter.note("Using Python \(interpreter.version) environment at: \(shown(environment.root))")
    }

    /// A path as it reads shortest from the working directory.
    func shown(_ path: Path) -> String {
        let prefix = workingDirectory.text + "/"
        return path.text.hasPrefix(prefix) ? String(path.text.dropFirst(prefix.count)) : path.text
    }
}

extension EnvironmentSummary {
    init(_ environment: Environment) {
        self.init(
            root: environment.root, python: environment.interpreter.executable,
            version: environment.interpreter.version)
    }
}
