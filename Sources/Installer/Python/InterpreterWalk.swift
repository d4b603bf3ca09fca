/// One walk over the places where interpreters are installed, until one fits.
struct InterpreterWalk {
    let search: InterpreterSearch
    let request: PythonRequest
    /// Whether an interpreter of a virtual environment that happens to be on the path will do.
    let allowsEnvironments: Bool
    private(set) var attempts: [SearchFailure.Attempt] = []
    /// Real paths that were looked at.
    private var seen: Set<Path> = []

    init(search: InterpreterSearch, request: PythonRequest, allowsEnvironments: Bool) {
        self.search = search
        self.request = request
        self.allowsEnvironments = allowsEnvironments
    }

    mutating func first() -> Interpreter? {
        if case .name(let name) = request { return first(named: name) }
        let predicate =
            if case .matching(let predicate) = request { predicate } else { PythonPredicate(release: .any) }
        return managed(predicate) ?? onPath(predicate) ?? byVersionOnPath(predicate) ?? pyenv(predicate)
            ?? elsewhere(predicate)
    }

    // MARK: Places

    private mutating func first(named name: String) -> Interpreter? {
        for directory in searchPath {
            guard let program = program(name, in: directory) else { continue }
            if let found = consider(program, nil) { return found }
        }
        // `python3.12` that is not on the path, or whose shim is not selected here.
        guard name.hasPrefix("python3."),
            let predicate = PythonPredicate(parsing: String(name.dropFirst("python".utf8.count)))
        else { return nil }
        return managed(predicate) ?? pyenv(predicate) ?? elsewhere(predicate)
    }

    private mutating func onPath(_ predicate: PythonPredicate) -> Interpreter? {
        let names = predicate.executableNames
        for directory in searchPath {
            for name in names {
                if let program = program(name, in: directory), let found = consider(program, predicate) {
                    return found
                }
            }
        }
        return nil
    }

    /// `python3.X` for every X, newest first, where the request leaves X open.
    private mutating func byVersionOnPath(_ predicate: PythonPredicate) -> Interpreter? {
        guard predicate.isOpenEnded else { return nil }
        for directory in searchPath {
            if let found = byVersion(in: directory, predicate) { return found }
        }
        return nil
    }

    private mutating func byVersion(in directory: Path, _ predicate: PythonPredicate) -> Interpreter? {
        let entries = (try? Directory.entriesIfPresent(directory)) ?? []
        let minors = entries.compactMap { Self.minorVersion(named: $0.name) }
        for minor in Set(minors).sorted(by: >) {
            if let program = program("python3.\(minor)", in: directory),
                let found = consider(program, predicate)
            {
                return found
            }
        }
        return nil
    }

    /// uv's own installations: `cpython-3.12.4-linux-x86_64-gnu` below one directory.
    private mutating func managed(_ predicate: PythonPredicate) -> Interpreter? {
        let variables = search.environment
        let root: Path
        if let named = variables["UV_PYTHON_INSTALL_DIR"], !named.isEmpty {
            root = Path(named).absolute(in: search.workingDirectory)
        } else if let data = variables["XDG_DATA_HOME"], !data.isEmpty {
            root = Path(data) / "uv/python"
        } else if let home = variables["HOME"], !home.isEmpty {
            root = Path(home) / ".local/share/uv/python"
        } else {
            return nil
        }
        let entries = (try? Directory.entriesIfPresent(root)) ?? []
        let installations = entries.compactMap { entry -> (numbers: [Int], name: String)? in
            let parts = entry.name.split(separator: "-")
            // Links such as `cpython-3.12-linux-x86_64-gnu` point at one of the others.
            guard parts.count >= 4, entry.kind == .directory else { return nil }
            let numbers = parts[1].split(separator: "+")[0].split(separator: ".").compactMap { Int($0) }
            return numbers.count == 3 ? (numbers, entry.name) : nil
        }.sorted { $1.numbers.lexicographicallyPrecedes($0.numbers) }
        for installation in installations where Self.canMatch(installation.numbers, predicate) {
            let executable = InterpreterQuery.executable(inEnvironment: root / installation.name)
            if File.exists(executable), let found = consider(executable, predicate) { return found }
        }
        return nil
    }

    private mutating func pyenv(_ predicate: PythonPredicate) -> Interpreter? {
        guard let pyenv = Pyenv(environment: search.environment) else { return nil }
        for version in pyenv.versions() where Self.canMatch(version.numbers, predicate) {
            let executable = InterpreterQuery.executable(inEnvironment: version.directory)
            if File.exists(executable), let found = consider(executable, predicate) { return found }
        }
        return nil
    }

    /// Directories where Pythons are installed whether or not they are on the search path.
    private mutating func elsewhere(_ predicate: PythonPredicate) -> Interpreter? {
        var directories: [Path] = ["/usr/local/bin", "/usr/bin", "/opt/conda/bin"]
        if let home = search.environment["HOME"], !home.isEmpty {
            directories.append(Path(home) / ".local/bin")
        }
        for root: Path in ["/opt", "/opt/python"] {
            let entries = ((try? Directory.entriesIfPresent(root)) ?? []).sorted(by: >)
            directories += entries.filter { $0.kind != .file }.map { root / $0.name / "bin" }
        }
        for directory in directories {
            for name in predicate.executableNames {
                let program = directory / name
                if File.isExecutable(program), let found = consider(program, predicate) { return found }
            }
            if predicate.isOpenEnded, let found = byVersion(in: directory, predicate) { return found }
        }
        return nil
    }

    /// The directories of the search path, each once.
    private var searchPath: [Path] {
        var seen: Set<Path> = []
        return (search.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").compactMap
        { text in
            let directory = Path(String(text)).absolute(in: search.workingDirectory)
            guard let real = try? File.resolved(directory), seen.insert(real).inserted else { return nil }
            return directory
        }
    }

    /// The program called `name` in a directory of the search path; pyenv's shims are looked through.
    private func program(_ name: String, in directory: Path) -> Path? {
        let program = directory / name
        guard File.isExecutable(program) else { return nil }
        guard let pyenv = Pyenv(shims: directory) else { return program }
        return pyenv.program(name, in: search.workingDirectory, environment: search.environment)
    }

    // MARK: One candidate

    private mutating func consider(_ executable: Path, _ predicate: PythonPredicate?) -> Interpreter? {
        guard let real = try? File.resolved(executable) else { return nil }
        if !allowsEnvironments, VirtualEnvironmentConfiguration.governing(executable) != nil { return nil }
        guard seen.insert(real).inserted else { return nil }
        if let predicate, let minor = Self.minorVersion(named: real.name),
            !Self.canMatch([3, minor], predicate)
        {
            attempts.append(.init(path: executable, outcome: .found("Python 3.\(minor)")))
            return nil
        }
        do {
            let interpreter = try search.query.interpreter(at: executable, origin: "search path")
            if !allowsEnvironments, interpreter.isVirtualEnvironment { return nil }
            if let predicate, !predicate.accepts(interpreter) {
                attempts.append(.init(path: executable, outcome: .found(interpreter.title)))
                return nil
            }
            return interpreter
        } catch {
            attempts.append(.init(path: executable, outcome: .failed(error.cause)))
            return nil
        }
    }

    /// 12 of `python3.12` and `python3.12t`.
    static func minorVersion(named name: String) -> Int? {
        guard name.hasPrefix("python3.") else { return nil }
        let rest = name.dropFirst("python3.".utf8.count)
        return Int(rest.hasSuffix("t") ? rest.dropLast() : rest)
    }

    /// Whether a version that begins with `numbers` may satisfy the request; only a matching prefix is judged.
    static func canMatch(_ numbers: [Int], _ predicate: PythonPredicate) -> Bool {
        guard case .prefix(let wanted) = predicate.release else { return true }
        return zip(numbers, wanted).allSatisfy { $0 == $1 }
    }
}
