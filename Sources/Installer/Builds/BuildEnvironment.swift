/// Makes the environments that builds run in (seam 5): builds ask Operations, which stands above them.
package protocol EnvironmentProvisioner: Sendable {
    /// An empty environment of `interpreter` at `place`.
    func makeEnvironment(at place: Path, of interpreter: Interpreter) throws -> Environment

    /// Installs what these requirements come to, all of them together with their dependencies.
    ///
    /// - Parameter chain: the builds for which it is done, outermost first. None of them may be needed for it again.
    func install(_ requirements: [Requirement], into environment: Environment, for chain: [BuildSubject])
        throws
}

/// What is being built, to tell builds that need themselves.
package struct BuildSubject: Sendable, Hashable, CustomStringConvertible {
    package let name: PackageName
    /// nil where only the build tells.
    package let version: Version?

    package init(name: PackageName, version: Version?) {
        self.name = name
        self.version = version
    }

    package var description: String { version.map { "\(name)==\($0)" } ?? name.text }
}

/// The environment of one source's builds.
struct BuildEnvironment: Sendable {
    /// What backends are run with.
    let python: Path
    /// Where the programs of the environment are.
    let scripts: Path
    let root: Path
    let isIsolated: Bool

    /// An environment of its own.
    init(_ environment: Environment) {
        python = environment.scripts / "python"
        scripts = environment.scripts
        root = environment.root
        isIsolated = true
    }

    /// The environment that is installed into (`--no-build-isolation`).
    init(shared interpreter: Interpreter) {
        python = interpreter.executable
        scripts = interpreter.scheme.scripts
        root = interpreter.prefix
        isIsolated = false
    }

    /// The variables of the backend's process: those of the user's without what belongs to another Python or holds
    /// swuv's own settings, and with the environment's programs first.
    func variables(_ user: [String: String]) -> [String: String] {
        var variables = user.filter { name, _ in
            if Self.foreign.contains(name) { return false }
            return !Self.foreignPrefixes.contains { name.hasPrefix($0) }
        }
        if !isIsolated, let path = user["PYTHONPATH"] { variables["PYTHONPATH"] = path }
        let active = user["VIRTUAL_ENV"].map { $0 + "/bin" }
        let rest = ProcessEnvironment.searchPath(user).filter { $0.isAbsolute && $0.text != active }
        variables["PATH"] = ([scripts] + rest).map(\.text).joined(separator: ":")
        variables["VIRTUAL_ENV"] = root.text
        variables["PYTHONNOUSERSITE"] = "1"
        // The output is shown as it comes.
        variables["PYTHONUNBUFFERED"] = "1"
        return variables
    }

    private static let foreign: Set<String> = [
        "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "__PYVENV_LAUNCHER__", "CONDA_PREFIX", "CONDA_DEFAULT_ENV",
    ]
    /// Settings of Pythons and of installers; the latter may hold passwords of indexes.
    private static let foreignPrefixes = ["PYTHON", "SWUV_", "UV_", "PIP_"]
}
