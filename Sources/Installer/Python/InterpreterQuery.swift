/// Asks interpreters about themselves, and remembers what they said.
///
/// An interpreter runs at most once as long as its file does not change. A virtual environment whose `bin/python`
/// is a link to an interpreter that is known need not be asked at all: what differs inside it follows from its root.
package struct InterpreterQuery: Sendable {
    /// Where answers are kept; nil keeps none.
    package let cache: Path?
    /// The environment the interpreters are run with.
    package let environment: [String: String]
    package let timeoutSeconds: Int

    package init(cache: Path?, environment: [String: String], timeoutSeconds: Int = 10) {
        self.cache = cache
        var environment = environment
        // Debian's patch: would move the scheme of the interpreter for one command only.
        environment["DEB_PYTHON_INSTALL_LAYOUT"] = nil
        self.environment = environment
        self.timeoutSeconds = timeoutSeconds
    }

    /// The interpreter at `executable`, an absolute path.
    package func interpreter(at executable: Path, origin: String? = nil) throws(InterpreterError)
        -> Interpreter
    {
        do {
            return try Interpreter(facts(at: executable), asked: executable)
        } catch {
            throw InterpreterError(path: error.path, reason: error.reason, origin: origin ?? error.origin)
        }
    }

    /// The interpreter of the environment or installation below `root`.
    package func interpreter(inEnvironment root: Path, origin: String? = nil) throws(InterpreterError)
        -> Interpreter
    {
        try interpreter(at: Self.executable(inEnvironment: root), origin: origin)
    }

    /// `bin/python` below `root`, or what stands for it; `bin/python` also when nothing does, and a broken link to
    /// it rather than some other program.
    static func executable(inEnvironment root: Path) -> Path {
        let bin = root / "bin"
        let candidates = ["python", "python3", "pypy3", "pypy"].map { bin / $0 }
        if let found = candidates.first(where: File.exists) { return found }
        if let broken = candidates.first(where: { (try? Link.target(of: $0)) != nil }) { return broken }
        let entries = (try? Directory.entriesIfPresent(bin)) ?? []
        let minor = entries.compactMap { InterpreterWalk.minorVersion(named: $0.name) }.max()
        return minor.map { bin / "python3.\($0)" } ?? candidates[0]
    }

    /// The facts of a virtual environment that was just made, or is about to be, from `base`: derived, not asked.
    package static func derived(from base: Interpreter, root: Path) throws(InterpreterError) -> Interpreter {
        let executable = root / "bin/python"
        var facts = base.facts
        facts.executable = base.baseExecutable
        return try Interpreter(
            facts.relocated(toEnvironment: root, executable: executable), asked: executable)
    }
}

extension InterpreterQuery {
    private func facts(at executable: Path) throws(InterpreterError) -> InterpreterFacts {
        func failure(_ reason: InterpreterError.Reason) -> InterpreterError {
            InterpreterError(path: executable, reason: reason)
        }
        guard let status = try? File.status(executable), let real = try? File.resolved(executable) else {
            let isLink = (try? File.status(executable, followingLinks: false)) != nil
            throw failure(isLink ? .brokenLink : .absent)
        }
        guard status.kind == .file, status.mode & 0o111 != 0 else { throw failure(.notExecutable) }
        let host = RunningSystem.fingerprint()
        let configuration = VirtualEnvironmentConfiguration.governing(executable)
        if let configuration, cache != nil,
            let facts = derivedFacts(
                executable, configuration: configuration, real: real, status: status, host: host)
        {
            return facts
        }
        let key = InterpreterRecord.Key(
            path: configuration == nil ? real : executable, realPath: real, status: status,
            configuration: configuration?.status, host: host)
        // An answer is kept once for all the names (`python`, `python3`) that lead to one file.
        func named(_ facts: InterpreterFacts) -> InterpreterFacts {
            var facts = facts
            facts.executable = executable
            if facts.prefix == facts.basePrefix { facts.baseExecutable = executable }
            return facts
        }
        if let cache, let facts = InterpreterRecord.load(key, from: cache) { return named(facts) }
        let facts = try ask(executable)
        // A shim (pyenv, asdf, mise) names another file than itself, and may name a third one tomorrow.
        guard (try? File.resolved(facts.executable)) == real else { return facts }
        if let cache { InterpreterRecord.store(facts, for: key, in: cache) }
        return named(facts)
    }

    /// What the environment's Python would say, from what the interpreter it links to says; nil when that is not
    /// certain. Certain means CPython, `bin/python` a link whose target lies in the configuration's `home`.
    private func derivedFacts(
        _ executable: Path, configuration: VirtualEnvironmentConfiguration, real: Path, status: FileStatus,
        host: String
    ) -> InterpreterFacts? {
        guard let cache, let home = configuration.home, home.isAbsolute,
            executable.parent == configuration.root / "bin",
            real.parent != executable.parent,
            (try? File.resolved(home)) == real.parent,
            // The interpreter below must not itself be an environment's.
            VirtualEnvironmentConfiguration.governing(real) == nil
        else { return nil }
        let key = InterpreterRecord.Key(
            path: real, realPath: real, status: status, configuration: nil, host: host)
        var base: InterpreterFacts
        if let known = InterpreterRecord.load(key, from: cache) {
            base = known
        } else {
            guard let asked = try? ask(real), (try? File.resolved(asked.executable)) == real else {
                return nil
            }
            InterpreterRecord.store(asked, for: key, in: cache)
            base = asked
        }
        guard base.implementation == "cpython", base.prefix == base.basePrefix else { return nil }
        if let written = configuration.version {
            let numbers = written.split(separator: ".").prefix(2).compactMap { Int($0) }
            guard base.version.starts(with: numbers), numbers.count == 2 else { return nil }
        }
        base.executable = home / real.name
        return base.relocated(toEnvironment: configuration.root, executable: executable)
    }

    /// Runs the interpreter.
    private func ask(_ executable: Path) throws(InterpreterError) -> InterpreterFacts {
        func failure(_ reason: InterpreterError.Reason) -> InterpreterError {
            InterpreterError(path: executable, reason: reason)
        }
        let outcome: Subprocess.Outcome
        do {
            outcome = try Subprocess.run(
                [executable.text, "-I", "-S", "-B", "-c", InterpreterScript.text], environment: environment,
                timeout: .seconds(timeoutSeconds), outputLimit: 1 << 20)
        } catch SubprocessError.timedOut {
            throw failure(.tooSlow(seconds: timeoutSeconds))
        } catch {
            throw failure(.cannotStart(Diagnostic(describing: error).message))
        }
        let complaint = String(decoding: outcome.stderr.suffix(4096), as: UTF8.self)
        guard outcome.succeeded else {
            if complaint.hasPrefix("Unknown option: -I") { throw failure(.tooOld(version: nil)) }
            throw failure(.failed(status: outcome.status, stderr: complaint))
        }
        let stdout = outcome.stdout
        let output = String(decoding: stdout.prefix(4096), as: UTF8.self)
        guard let answer = Self.answer(in: stdout) else {
            throw failure(.garbage("it does not describe an interpreter", stdout: output))
        }
        do {
            let json = try JSONReader.parse(answer)
            let version = (json["version"]?.array ?? []).compactMap(\.integer)
            if version.count == 3, version.lexicographicallyPrecedes(Interpreter.oldestSupported) {
                throw failure(.tooOld(version: version.map(String.init).joined(separator: ".")))
            }
            return try InterpreterFacts(json)
        } catch let error as InterpreterError {
            throw error
        } catch let error as InterpreterFactsError {
            throw failure(.garbage("no usable `\(error.fact)`", stdout: output))
        } catch {
            throw failure(.garbage("it is not JSON", stdout: output))
        }
    }

    /// The bytes between the last opening and the closing that follows it.
    private static func answer(in output: [UInt8]) -> [UInt8]? {
        let opening = Array(InterpreterScript.opening.utf8)
        let closing = Array(InterpreterScript.closing.utf8)
        func find(_ needle: [UInt8], from start: Int) -> Int? {
            guard output.count >= needle.count, start <= output.count - needle.count else { return nil }
            return (start...(output.count - needle.count)).first { output[$0...].starts(with: needle) }
        }
        var begin: Int?
        var place = 0
        while let found = find(opening, from: place) {
            begin = found + opening.count
            place = found + 1
        }
        guard let begin, let end = find(closing, from: begin) else { return nil }
        return Array(output[begin..<end])
    }
}
