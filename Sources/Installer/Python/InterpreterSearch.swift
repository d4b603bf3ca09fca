/// Finds the interpreter that a command is about.
package struct InterpreterSearch: Sendable {
    /// Which kinds of environment will do.
    package enum Preference: Sendable {
        /// A virtual environment; an interpreter of the system only where the user named its path or its name
        /// (`install`, `uninstall`).
        case environment
        /// An interpreter that is no virtual environment (`--system`, `venv`).
        case system
        /// A virtual environment, or else the system's (`compile`, `list`, `freeze`, `show`, `check`).
        case any
    }

    package let query: InterpreterQuery
    /// The variables of the command's environment.
    package let environment: [String: String]
    package let workingDirectory: Path

    package init(query: InterpreterQuery, environment: [String: String], workingDirectory: Path) {
        self.query = query
        self.environment = environment
        self.workingDirectory = workingDirectory
    }

    /// The first interpreter that answers to `request` (any at all, if nil), in this order: the active environment
    /// (`VIRTUAL_ENV`, then `CONDA_PREFIX`), `.venv` here or above; then uv's own installations, the search path,
    /// pyenv's versions and the usual directories.
    package func find(_ request: PythonRequest?, preference: Preference) throws -> Interpreter {
        let request = request ?? .any
        switch request {
        case .executable(let path):
            guard File.exists(path) || (try? Link.target(of: path)) != nil else {
                throw SearchFailure(request: request, preference: preference, attempts: []).diagnostic
            }
            return try query.interpreter(at: path, origin: "provided path")
        case .directory(let root):
            guard File.exists(InterpreterQuery.executable(inEnvironment: root)) else {
                if VirtualEnvironmentConfiguration(in: root) != nil {
                    // An environment whose interpreter is gone; the query says so.
                    return try query.interpreter(inEnvironment: root, origin: "provided path")
                }
                throw SearchFailure(request: request, preference: preference, attempts: []).diagnostic
            }
            return try query.interpreter(inEnvironment: root, origin: "provided path")
        case .name, .any, .matching:
            return try walk(request, preference: preference)
        }
    }

    private func walk(_ request: PythonRequest, preference: Preference) throws -> Interpreter {
        var attempts: [SearchFailure.Attempt] = []
        func accepts(_ interpreter: Interpreter) -> Bool {
            if case .matching(let predicate) = request { predicate.accepts(interpreter) } else { true }
        }
        if preference != .system, !request.isName {
            for place in environments() {
                switch place {
                case .active(let root, let variable):
                    // A broken active environment is an error: to install elsewhere would surprise.
                    let interpreter = try query.interpreter(inEnvironment: root, origin: variable)
                    if accepts(interpreter) { return interpreter }
                    attempts.append(.init(path: interpreter.executable, outcome: .found(interpreter.title)))
                case .near(let root):
                    let interpreter = try query.interpreter(
                        inEnvironment: root, origin: "virtual environment")
                    if accepts(interpreter) { return interpreter }
                    attempts.append(.init(path: interpreter.executable, outcome: .found(interpreter.title)))
                case .unusable(let path, let why):
                    attempts.append(.init(path: path, outcome: .skipped(why)))
                }
            }
        }
        if preference == .environment, !request.isName {
            throw SearchFailure(request: request, preference: preference, attempts: attempts).diagnostic
        }
        var walk = InterpreterWalk(search: self, request: request, allowsEnvironments: request.isName)
        if let interpreter = walk.first() { return interpreter }
        throw SearchFailure(
            request: request, preference: preference, attempts: attempts + walk.attempts
        ).diagnostic
    }
}

extension PythonRequest {
    fileprivate var isName: Bool {
        if case .name = self { true } else { false }
    }
}

// MARK: - Environments

extension InterpreterSearch {
    private enum Place {
        case active(Path, variable: String)
        case near(Path)
        case unusable(Path, String)
    }

    /// The environments that are active or near, in the order in which they count.
    private func environments() -> [Place] {
        var places: [Place] = []
        if let active = environment["VIRTUAL_ENV"], !active.isEmpty {
            places.append(
                .active(Path(active).absolute(in: workingDirectory), variable: "active virtual environment"))
        }
        if let conda = environment["CONDA_PREFIX"], !conda.isEmpty, !isCondaBase {
            places.append(.active(Path(conda).absolute(in: workingDirectory), variable: "conda prefix"))
        }
        var directory = workingDirectory
        while true {
            if VirtualEnvironmentConfiguration(in: directory) != nil {
                places.append(.near(directory))
                break
            }
            let candidate = directory / ".venv"
            if let status = try? File.status(candidate), status.kind == .directory {
                if VirtualEnvironmentConfiguration(in: candidate) != nil {
                    places.append(.near(candidate))
                    break
                }
                places.append(.unusable(candidate, "has no `pyvenv.cfg`"))
            }
            if directory.parent == directory || !directory.isAbsolute { break }
            directory = directory.parent
        }
        return places
    }

    /// Conda's base environment is an installation, not an environment to install into unasked.
    private var isCondaBase: Bool {
        let name = environment["CONDA_DEFAULT_ENV"]
        return name == "base" || name == "root"
    }
}
