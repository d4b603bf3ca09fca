/// Which environment a command works on.
package struct EnvironmentTarget: Sendable, Equatable {
    /// `--python`: a path, a version or a name; nil to discover one.
    package var python: String?
    /// `--system`: look past virtual environments.
    package var system: Bool
    package var destination: Destination
    /// PEP 668: go ahead although the interpreter is marked as managed by something else.
    package var breakSystemPackages: Bool

    /// Where in the environment packages lie.
    package enum Destination: Sendable, Equatable {
        /// The environment's own scheme.
        case environment
        /// `--target DIR`: everything directly in `DIR`.
        case target(Path)
        /// `--prefix DIR`: `DIR/lib/pythonX.Y/site-packages` and `DIR/bin`, as if a venv were there.
        case prefix(Path)
    }

    package init(
        python: String? = nil, system: Bool = false, destination: Destination = .environment,
        breakSystemPackages: Bool = false
    ) {
        self.python = python
        self.system = system
        self.destination = destination
        self.breakSystemPackages = breakSystemPackages
    }
}

/// The environment that a command worked on, for its report.
package struct EnvironmentSummary: Sendable, Equatable {
    /// The prefix, or the directory of `--target` and `--prefix`; absolute.
    package var root: Path
    /// The interpreter; absolute.
    package var python: Path
    package var version: Version

    package init(root: Path, python: Path, version: Version) {
        self.root = root
        self.python = python
        self.version = version
    }
}
