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
        platform = Self.platform(facts)
        tags = PlatformTags(
            python: (facts.version[0], facts.version[1]), implementation: facts.implementation,
            freeThreaded: facts.isFreeThreaded, debug: facts.isDebug, genericABI: Self.genericABI(facts),
            platform: platform)
    }

    /// From `sysconfig.get_platform()`, the C library, and the width of a pointer: a 32-bit Python on a 64-bit
    /// kernel takes 32-bit wheels.
    private static func platform(_ facts: InterpreterFacts) -> TargetPlatform {
        let tag = normalised(facts.platform)
        guard tag.hasPrefix("linux_") else { return .other(tag: tag) }
        var machine = String(tag.dropFirst("linux_".utf8.count))
        if facts.pointerBits == 32 {
            machine = ["x86_64": "i686", "aarch64": "armv8l"][machine] ?? machine
        }
        let numbers = (facts.libc?.version ?? "").split(separator: ".").compactMap { Int($0) }
        guard let libc = facts.libc?.name, numbers.count >= 2 else {
            return .linux(machine: machine, libc: .unknown)
        }
        return .linux(
            machine: machine,
            libc: libc == "musl"
                ? .musl(major: numbers[0], minor: numbers[1]) : .glibc(major: numbers[0], minor: numbers[1]))
    }

    /// The ABI tag of an implementation other than CPython, from the tag of its extension modules:
    /// `pypy310_pp73` of `pypy310-pp73-x86_64-linux-gnu`.
    private static func genericABI(_ facts: InterpreterFacts) -> String? {
        let parts = facts.soabi.split(separator: "-")
        switch facts.implementation {
        case "cpython": return nil
        case "pypy": return normalised(parts.prefix(2).joined(separator: "-"))
        case "graalpy": return normalised(parts.prefix(3).joined(separator: "-"))
        default: return normalised(facts.soabi)
        }
    }

    /// As `packaging.tags` spells it: `-`, `.` and spaces become `_`.
    private static func normalised(_ text: String) -> String {
        String(
            decoding: text.utf8.map { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == 0x20
                    ? UInt8(ascii: "_") : byte
            }, as: UTF8.self)
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
