extension Interpreter {
    /// The interpreter that these facts describe; `executable` is what was asked for, for messages.
    init(_ facts: InterpreterFacts, asked executable: Path) throws(InterpreterError) {
        guard let version = Self.version(facts) else {
            throw InterpreterError(
                path: executable,
                reason: .garbage("no usable version", stdout: facts.marker("python_full_version")))
        }
        self.facts = facts
        self.version = version
        markerEnvironment = Self.markerEnvironment(facts)
    }

    /// `3.13.0rc1`; a build from a checkout says `3.13.0+`, which stands for its release.
    private static func version(_ facts: InterpreterFacts) -> Version? {
        let text = facts.marker("python_full_version")
        return Version(text.hasSuffix("+") ? String(text.dropLast()) : text)
            ?? Version(release: facts.version.map { UInt64($0) })
    }

    /// The kernel's part is asked for anew: it changes without the interpreter.
    private static func markerEnvironment(_ facts: InterpreterFacts) -> MarkerEnvironment {
        var environment = MarkerEnvironment(
            osName: facts.marker("os_name"), sysPlatform: facts.marker("sys_platform"),
            platformMachine: facts.marker("platform_machine"),
            platformPythonImplementation: facts.marker("platform_python_implementation"),
            platformRelease: facts.marker("platform_release"),
            platformSystem: facts.marker("platform_system"),
            platformVersion: facts.marker("platform_version"), pythonVersion: facts.marker("python_version"),
            pythonFullVersion: facts.marker("python_full_version"),
            implementationName: facts.marker("implementation_name"),
            implementationVersion: facts.marker("implementation_version"))
        if let kernel = RunningSystem.kernel() {
            environment.platformMachine = kernel.machine
            environment.platformRelease = kernel.release
            environment.platformVersion = kernel.version
        }
        return environment
    }
}
